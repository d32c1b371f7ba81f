"""Sign-on by SAML: who gets in, as whom, with which roles, and what lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import etree

from tests.register.site.sign_on.saml_provider import SamlProvider, needs_xmlsec1, question
from tests.register.site.sign_on.served import Served, served, two_providers, until_refused
from tests.register.site.sign_on.test_sign_on import FILL, roles_of, signed_in

pytestmark = pytest.mark.long  # a register with the app of sign-on is a process of its own


def file_of(provider: SamlProvider, local: str = "true") -> str:
    """The providers of the tests; they have one key."""
    return two_providers(provider.issuer, f'metadata = "{provider.metadata}"', local)


@dataclass
class World:
    """A register and its provider."""

    register: Served
    provider: SamlProvider

    def ask(self, client: httpx.Client, who: str = "one", **more: str) -> str:
        """Return the number of the question with which a browser is sent to the provider."""
        sent = self.register.sign_on(client, who, "saml", follow=False, **more)
        assert sent.status_code == 302
        assert sent.headers["Location"].startswith(f"{self.provider.issuer}/sso?")
        return str(question(sent.headers["Location"]).get("ID"))

    def form(self, number: str, who: str = "one", **said: object) -> dict[str, str]:
        """Return the form that the provider gives the browser."""
        base = f"{self.register.url}/account/saml/{who}"
        made = self.provider.answer(number, f"{base}/answer/", f"{base}/metadata/", **said)
        return {"SAMLResponse": made, "RelayState": "https://evil.example/"}

    def send(self, client: httpx.Client, form: dict[str, str], who: str = "one") -> httpx.Response:
        """Post the form as a browser does that comes from another site: without the cookies of this one."""
        apart = httpx.post(
            f"{self.register.url}/account/saml/{who}/answer/", data=form,
            headers={"Origin": "https://login.example.org"}, timeout=600, trust_env=False,
        )  # fmt: skip
        assert "sessionid" not in apart.cookies
        return client.get(apart.headers["Location"]) if apart.status_code == 302 else apart

    def sign_on(self, client: httpx.Client, who: str = "one", **said: object) -> httpx.Response:
        """Sign in from the button to the page that comes after the provider."""
        return self.send(client, self.form(self.ask(client, who), who, **said), who)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    needs_xmlsec1()
    provider = SamlProvider(tmp_path_factory.mktemp("provider"))
    old = SamlProvider(tmp_path_factory.mktemp("old"), "urn:old", "https://old.example.org/sso")
    over = old.metadata.read_text().replace("entityID", 'validUntil="2020-01-01T00:00:00Z" entityID')
    old.metadata.write_text(over)
    file = f"""{file_of(provider)}
[[provider]]
id = "old"
name = "Old account"
issuer = "{old.issuer}"
metadata = "{old.metadata}"
"""
    with served(tmp_path_factory.mktemp("saml"), file, FILL) as register:
        yield World(register, provider)


def test_a_new_person_gets_an_account_with_the_roles_of_their_groups(world):
    with world.register.client() as client:
        page = world.sign_on(client, email="Ana@example.org", groups=("reviewers-of-c5", "canteen"))
        assert page.status_code == 200, page.text
        assert signed_in(client) == "ana@example.org"
    assert roles_of(world.register, "ana@example.org") == [("reviewer", "C5")]
    # Roles follow the groups at each sign-in, and the history says so.
    with world.register.client() as client:
        world.sign_on(client, groups=("desk",))
        assert signed_in(client) == "ana@example.org"
    assert roles_of(world.register, "ana@example.org") == [("secretariat", "")]
    said = world.register.rows("select reason from registry_event where action = 'user.roles' order by id desc limit 1")
    assert said == [("Groups of House account",)]


def test_an_address_of_a_trusted_provider_opens_the_account_that_has_it(world):
    with world.register.client() as client:
        world.sign_on(client, subject="someone", email="old@example.org")
        assert signed_in(client) == "old@example.org"


def test_an_address_of_another_provider_opens_no_account(world):
    with world.register.client() as client:
        world.sign_on(client, "two", subject="thief", email="boss@example.org")
        assert signed_in(client) == ""
    held = world.register.rows("select count(*) from socialaccount_socialaccount where uid = 'thief'")
    assert held == [(0,)]


def test_the_second_factor_is_asked_for_after_the_provider(world):
    with world.register.client() as client:
        page = world.sign_on(client, subject="factor")
        assert page.url.path == "/account/2fa/authenticate/"
        assert signed_in(client) == ""


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/mine/"])
def test_a_sign_in_leads_to_pages_of_the_site_alone(world, to):
    with world.register.client() as client:
        number = world.ask(client, next=to)
        page = world.send(client, world.form(number, subject="old"))
        assert str(page.url).startswith(world.register.url)
        assert signed_in(client) == "old@example.org"


def test_an_answer_is_taken_once(world):
    with world.register.client() as client, world.register.client() as thief:
        form = world.form(world.ask(client), subject="old")
        world.send(client, form)
        assert signed_in(client) == "old@example.org"
        world.ask(thief)
        assert world.send(thief, form).status_code in (200, 401)
        assert signed_in(thief) == ""
        # A second assertion answers a question that is answered already.
        number = world.ask(thief)
        assert world.send(thief, world.form(number, subject="old")).url.path == "/"
        assert world.send(thief, world.form(number, subject="boss")).url.path.endswith("/finish/")
        assert signed_in(thief) == "old@example.org"


def test_an_answer_to_another_browser_lets_nobody_in(world):
    with world.register.client() as mine, world.register.client() as other:
        number = world.ask(mine)
        world.ask(other)
        world.send(other, world.form(number, subject="old"))
        assert signed_in(other) == ""


def test_the_second_step_works_once_and_for_its_own_provider(world):
    with world.register.client() as client:
        number = world.ask(client)
        url = f"{world.register.url}/account/saml/one/answer/"
        sent = httpx.post(url, data=world.form(number, subject="old"), timeout=600, trust_env=False)
        there = sent.headers["Location"]
        (key,) = parse_qs(urlsplit(there).query)["answer"]
        client.get(f"/account/saml/two/finish/?answer={key}")
        assert signed_in(client) == ""
        client.get(there)
        assert signed_in(client) == "old@example.org"
        client.cookies.clear()
        client.get(there)
        assert signed_in(client) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "https://other.example.org/"},
        {"recipient": "https://other.example.org/"},
        {"ends": -10, "begins": -20},
        {"issuer": "https://other.example.org/"},
    ],
)
def test_an_answer_that_does_not_fit_lets_nobody_in(world, wrong):
    with world.register.client() as client:
        assert world.sign_on(client, subject="old", **wrong).status_code in (200, 401)
        assert signed_in(client) == ""


def test_an_answer_that_nobody_asked_for_lets_nobody_in(world):
    with world.register.client() as client:
        world.ask(client)
        world.send(client, world.form("", subject="old"))
        assert signed_in(client) == ""


def test_the_answer_of_one_provider_is_none_of_another(world):
    with world.register.client() as client:
        form = world.form(world.ask(client, "two"), "one", subject="old")
        world.send(client, form, "two")
        assert signed_in(client) == ""


def test_the_metadata_are_for_the_provider(world):
    with world.register.client() as client:
        page = client.get("/account/saml/one/metadata/")
        assert page.headers["Content-Type"] == "application/samlmetadata+xml; charset=utf-8"
        assert etree.fromstring(page.content).get("entityID") == str(page.url)
        assert client.get("/account/saml/none/metadata/").status_code == 404
        assert client.get("/account/saml/one/answer/").status_code == 405
        policy = client.get("/account/login/").headers["Content-Security-Policy"]
        assert "form-action 'self' https://login.example.org https://old.example.org" in policy


def test_a_provider_whose_metadata_are_too_old_is_not_asked(world):
    with world.register.client() as client:
        page = world.register.sign_on(client, "old", "saml", follow=False)
        assert page.status_code in (200, 401)
        assert "Location" not in page.headers


def test_local_accounts_can_be_switched_off(world, tmp_path):
    file = file_of(world.provider, "false")
    with served(tmp_path, file, FILL) as register, register.client() as client:
        page = client.get("/account/login/")
        assert "House account" in page.text and 'type="password"' not in page.text
        World(register, world.provider).sign_on(client, subject="old")
        assert signed_in(client) == "old@example.org"


def test_who_answers_too_often_waits(world, tmp_path):
    with served(tmp_path, file_of(world.provider)) as register, register.client() as client:
        there = "/account/saml/one/answer/"
        answers = until_refused(lambda: client.post(there, data={"SAMLResponse": "x"}))
        assert len(answers) > 60
        assert {one.status_code for one in answers[:-1]} == {401}
