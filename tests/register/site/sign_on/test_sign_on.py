"""Sign-on against a provider that can be made to answer wrongly: who gets in, as whom, with which roles."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.register.site.sign_on.provider import CLIENT, SECRET, Fake, provider
from tests.register.site.sign_on.served import Served, served, two_providers, until_refused

pytestmark = pytest.mark.long  # a register with the app of sign-on is a process of its own

FILL = """
from actionlines.register.people.models import User
for name in ("boss", "old", "factor"):
    user = User.objects.create_user(f"{name}@example.org", "a long password of tests", name=name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
User.objects.get(name="boss").roles.create(role="administrator")
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
TOTP.activate(User.objects.get(name="factor"), generate_totp_secret())
"""


def file_of(fake: Fake, local: str = "true") -> str:
    """The providers of the tests."""
    own = f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"'
    return two_providers(fake.issuer, own, local)


@pytest.fixture(scope="module")
def fake() -> Iterator[Fake]:
    with provider() as found:
        yield found


@pytest.fixture(scope="module")
def register(fake: Fake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("sign-on"), file_of(fake), FILL) as found:
        yield found


def signed_in(client) -> str:
    """The address of the account that a browser is signed in to; "" for none."""
    text = client.get("/me/", follow_redirects=False).text
    return text.partition("<dd>")[2].partition("</dd>")[0] if "@" in text else ""


def roles_of(register: Served, email: str) -> list[tuple[str, str]]:
    return register.rows(
        "select role, scope from registry_role join registry_user u on u.id = user_id where u.email = ?"
        " order by role", email,
    )  # fmt: skip


def test_a_new_person_gets_an_account_with_the_roles_of_their_groups(register, fake):
    fake.say("ana", "Ana@example.org", groups=("reviewers-of-c5", "canteen"))
    with register.client() as client:
        page = register.sign_on(client)
        assert page.status_code == 200, page.text
        assert signed_in(client) == "ana@example.org"
    assert roles_of(register, "ana@example.org") == [("reviewer", "C5")]
    # The question to the provider: PKCE, state and nonce, nothing that the address asked for.
    assert fake.asked["code_challenge_method"] == "S256"
    assert len(fake.asked["state"]) > 10 and len(fake.asked["nonce"]) > 20
    assert fake.asked["redirect_uri"] == f"{register.url}/account/oidc/one/login/callback/"
    # Roles follow the groups at each sign-in, and the history says so.
    fake.say("ana", "ana@example.org", groups=("desk",))
    with register.client() as client:
        register.sign_on(client)
    assert roles_of(register, "ana@example.org") == [("secretariat", "")]
    said = register.rows("select reason from registry_event where action = 'user.roles' order by id desc limit 1")
    assert said == [("Groups of House account",)]


def test_a_verified_address_of_a_trusted_provider_opens_the_account_that_has_it(register, fake):
    fake.say("someone", "old@example.org")
    with register.client() as client:
        register.sign_on(client)
        assert signed_in(client) == "old@example.org"
    assert register.rows("select count(*) from registry_user where email = 'old@example.org'") == [(1,)]


def test_a_person_whose_groups_are_null_gets_in_without_roles(register, fake):
    fake.say("alone", "alone@example.org", groups=None)
    with register.client() as client:
        assert register.sign_on(client).status_code == 200
        assert signed_in(client) == "alone@example.org"
    assert roles_of(register, "alone@example.org") == []


def test_the_provider_is_asked_once_in_a_while_how_it_describes_itself(register, fake):
    described = []
    for _again in range(2):
        fake.say("old", "old@example.org")
        with register.client() as client:
            register.sign_on(client)
            assert signed_in(client) == "old@example.org"
        described.append(fake.described)
    assert described[0] == described[1]


@pytest.mark.parametrize("who", ["one", "two"])
def test_an_address_that_nobody_verified_opens_no_account(register, fake, who):
    fake.say(f"thief-{who}", "boss@example.org", verified=who == "two")
    with register.client() as client:
        register.sign_on(client, who)
        assert signed_in(client) == ""
    held = register.rows("select count(*) from socialaccount_socialaccount where uid = ?", f"thief-{who}")
    assert held == [(0,)]


def test_a_provider_that_makes_no_accounts_makes_none(register, fake):
    fake.say("stranger", "stranger@example.org")
    with register.client() as client:
        register.sign_on(client, "two")
        assert signed_in(client) == ""
    assert register.rows("select count(*) from registry_user where email like 'stranger%'") == [(0,)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "other"}, {"iss": "http://elsewhere.example"}, {"aud": "another"}, {"exp": 1}, {"sub": "boss"},
        {"aud": ["other", "register"], "azp": "other"}, {"azp": "other"}, {"aud": ["other", "register"]},
    ],
)  # fmt: skip
def test_a_token_that_does_not_fit_lets_nobody_in(register, fake, wrong):
    fake.say("old", "old@example.org", wrong=wrong)
    with register.client() as client:
        assert register.sign_on(client).status_code in (200, 401)
        assert signed_in(client) == ""


def test_a_subject_that_no_account_can_hold_lets_nobody_in(register, fake):
    fake.say("s" * 192, "long@example.org")
    with register.client() as client:
        assert register.sign_on(client).status_code in (200, 401)
        assert signed_in(client) == ""
    assert register.rows("select count(*) from socialaccount_socialaccount where uid like 'ssss%'") == [(0,)]


def test_a_token_for_several_sites_that_was_given_to_this_one_lets_in(register, fake):
    fake.say("several", "several@example.org", wrong={"aud": ["other", "register"], "azp": "register"})
    with register.client() as client:
        register.sign_on(client)
        assert signed_in(client) == "several@example.org"


@pytest.mark.parametrize(
    ("algorithm", "headers"),
    [("HS256", {"kid": "one"}), ("none", {"kid": "one"}), ("RS256", {}), ("RS256", {"kid": "x"})],
)
def test_a_token_that_no_key_pair_signed_is_refused_without_a_fault(register, fake, algorithm, headers):
    fake.say("old", "old@example.org")
    fake.algorithm, fake.headers = algorithm, headers
    with register.client() as client:
        assert register.sign_on(client).status_code in (200, 401)
        assert signed_in(client) == ""


def test_a_redirect_of_the_provider_is_not_followed(register, fake):
    """The secret that we show a provider goes nowhere else."""
    fake.say("old", "old@example.org")
    fake.moved = True
    with register.client() as client:
        assert register.sign_on(client).status_code in (200, 401)
        assert signed_in(client) == ""
    assert not (fake.moved or fake.reached), "it was asked, and followed nowhere"


def test_a_token_signed_by_another_key_lets_nobody_in(register, fake):
    fake.say("old", "old@example.org")
    fake.signs = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with register.client() as client:
        register.sign_on(client)
        assert signed_in(client) == ""


def test_an_answer_that_this_browser_did_not_ask_for_lets_nobody_in(register, fake):
    fake.say("old", "old@example.org")
    with register.client() as mine:
        page = mine.get("/account/login/")
        token = page.text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        mine.post("/account/oidc/one/login/", data={"csrfmiddlewaretoken": token}, follow_redirects=False)
        with register.client() as other:
            state = "made-up"
            other.get("/account/oidc/one/login/callback/", params={"code": "x", "state": state})
            assert signed_in(other) == ""


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/mine/"])
def test_a_sign_in_leads_to_pages_of_the_site_alone(register, fake, to):
    fake.say("old", "old@example.org")
    with register.client() as client:
        page = register.sign_on(client, next=to)
        assert str(page.url).startswith(register.url)
        assert "evil" not in page.url.host


def test_the_second_factor_is_asked_for_after_the_provider(register, fake):
    fake.say("factor", "factor@example.org")
    with register.client() as client:
        page = register.sign_on(client)
        assert page.url.path == "/account/2fa/authenticate/"
        assert signed_in(client) == ""


def test_the_last_administrator_stays_one(register, fake):
    fake.say("boss", "boss@example.org")
    with register.client() as client:
        register.sign_on(client)
        assert signed_in(client) == "boss@example.org"
    assert roles_of(register, "boss@example.org") == [("administrator", "")]


def test_an_account_is_not_joined_to_a_provider_on_request(register, fake):
    fake.say("joiner", "joiner@example.org")
    with register.client() as client:
        register.sign_on(client)
        fake.say("second", "second@example.org")
        register.sign_on(client, process="connect")
        assert signed_in(client) == "second@example.org"


def test_local_accounts_can_be_switched_off(fake, tmp_path):
    with served(tmp_path, file_of(fake, "false"), FILL) as register, register.client() as client:
        page = client.get("/account/login/")
        assert "House account" in page.text and 'type="password"' not in page.text
        token = page.text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        given = {"login": "old@example.org", "password": "a long password of tests"}
        client.post("/account/login/", data={"csrfmiddlewaretoken": token, **given})
        assert signed_in(client) == ""
        for path in ("signup/", "password/reset/", "password/change/", "email/"):
            assert client.get(f"/account/{path}").status_code == 404
        for path in ("confirm-email/", "confirm-email/MQ:1abcde:of-another/"):
            assert client.get(f"/account/{path}").status_code == 200
        fake.say("old", "old@example.org")
        register.sign_on(client)
        assert signed_in(client) == "old@example.org"
        assert "password/change" not in client.get("/me/").text


def test_who_asks_a_provider_too_often_waits(fake, tmp_path):
    with served(tmp_path, file_of(fake), FILL) as register, register.client() as client:
        page = client.get("/account/login/")
        form = {"csrfmiddlewaretoken": page.text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]}
        there, back = "/account/oidc/one/login/", "/account/oidc/one/login/callback/"
        asked = until_refused(lambda: client.post(there, data=form, follow_redirects=False))
        assert len(asked) > 60
        assert {one.status_code for one in asked[:-1]} == {302}
        answers = until_refused(lambda: client.get(back))
        assert len(answers) > 60
        assert int(answers[-1].headers["Retry-After"]) > 0


def test_who_signs_out_is_signed_out_at_the_provider_too(register, fake):
    fake.say("gone", "gone@example.org")
    with register.client() as client:
        register.sign_on(client)
        assert signed_in(client) == "gone@example.org"
        token = client.get("/account/logout/").text.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        done = client.post("/account/logout/", data={"csrfmiddlewaretoken": token}, follow_redirects=False)
        place, _mark, question = done.headers["Location"].partition("?")
        assert place == f"{fake.issuer}/end"
        asked = {name: values[0] for name, values in parse_qs(question).items()}
        assert asked["client_id"] == CLIENT and asked["post_logout_redirect_uri"].endswith("/")
        assert signed_in(client) == ""
        assert "token" not in question
    with register.client() as client:  # nobody is signed in: no provider is asked
        assert client.get("/account/logout/", follow_redirects=False).headers["Location"] == "/"


EVENTS = {"http://schemas.openid.net/event/backchannel-logout": {}}


def logout_token(
    fake: Fake, key: Any = None, algorithm: str = "RS256", gone: str = "", typ: str = "logout+jwt", **claims: Any
) -> str:
    """Return what a provider sends when somebody signs out there; `gone` names a claim to leave out."""
    now = int(time.time())
    whole = {
        "iss": fake.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": secrets.token_hex(8), "events": EVENTS,
        **claims,
    }  # fmt: skip
    whole.pop(gone, None)
    return jwt.encode(whole, fake.key if key is None else key, algorithm, headers={"kid": "one", "typ": typ})


def send_logout(register: Served, token: str, provider: str = "one") -> int:
    with register.client() as client:
        answer = client.post(f"/account/oidc/{provider}/logout/", data={"logout_token": token})
        assert "no-store" in answer.headers["Cache-Control"]
        return answer.status_code


def test_who_signs_out_at_the_provider_is_signed_out_here(register, fake):
    """By the person, by the session, and by both; other sessions go on, as does that of another person."""
    with ExitStack() as stack:
        browsers = {name: stack.enter_context(register.client()) for name in ("desk", "phone", "other")}
        for name, sub, sid in (("desk", "out", "s1"), ("phone", "out", "s2"), ("other", "stays", "s3")):
            fake.say(sub, f"{sub}@example.org", wrong={"sid": sid})
            register.sign_on(browsers[name])
        held = lambda: {name for name, client in browsers.items() if signed_in(client)}  # noqa: E731
        assert held() == {"desk", "phone", "other"}
        assert send_logout(register, logout_token(fake, sub="stays", sid="s1")) == 200
        assert send_logout(register, logout_token(fake, sub="nobody")) == 200
        assert held() == {"desk", "phone", "other"}, "no session is named"
        assert send_logout(register, logout_token(fake, sid="s1")) == 200
        assert held() == {"phone", "other"}
        assert send_logout(register, logout_token(fake, sub="out", sid="s2")) == 200
        assert held() == {"other"}
        token = logout_token(fake, sub="stays")
        assert send_logout(register, token) == 200
        assert held() == set()
        assert send_logout(register, token) == 400, "a token works once"


FORGED = {
    "another key": {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
    "our secret": {"key": SECRET * 3, "algorithm": "HS256"},
    "no signature": {"key": "", "algorithm": "none"},
    **{f"without {name}": {"gone": name} for name in ("iss", "aud", "iat", "exp", "jti", "events", "sub")},
    "of another issuer": {"iss": "http://elsewhere.example"},
    "for another site": {"aud": "another"},
    "for several": {"aud": ["other", CLIENT]},
    "ended": {"exp": 1},
    "old": {"iat": 1},
    "to come": {"iat": 9_999_999_999},
    "a sign-in": {"nonce": "n"},
    "another type": {"typ": "JWT"},
    "another event": {"events": {"http://elsewhere.example/event": {}}},
    "events as text": {"events": "http://schemas.openid.net/event/backchannel-logout"},
    "events as a list": {"events": list(EVENTS)},
    "event of no form": {"events": dict.fromkeys(EVENTS, 1)},
    "a person as a number": {"sub": 7},
    "nobody": {"sub": ""},
    "a session as a list": {"sid": ["s"]},
    "no number": {"jti": ""},
}


@pytest.mark.parametrize("wrong", FORGED)
def test_a_forged_logout_token_ends_no_session(register, fake, wrong):
    fake.say("firm", "firm@example.org", wrong={"sid": "s"})
    with register.client() as client:
        register.sign_on(client)
        token = logout_token(fake, **{"sub": "firm", **FORGED[wrong]})
        assert send_logout(register, token) == 400
        assert signed_in(client) == "firm@example.org"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\N{NULL}", "é" * 9000])
def test_what_is_no_logout_token_is_refused(register, token):
    assert send_logout(register, token) == 400


def test_a_logout_is_posted_to_a_provider_of_the_file(register, fake):
    with register.client() as client:
        assert client.get("/account/oidc/one/logout/").status_code == 405
        assert client.post("/account/oidc/none/logout/", data={"logout_token": "x"}).status_code == 404
        assert client.post("/account/oidc/one/logout/").status_code == 400
