"""Passwords, second factors and sessions: what is refused, what is shown again, and what ends."""

from __future__ import annotations

import logging
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from actionlines.register.people.actions import SetActive
from actionlines.register.people.models import User
from actionlines.register.people.views import link
from actionlines.register.site import accounts, known_passwords
from actionlines.register.site.middleware.limits import COUNTS
from tests.people import PASSWORD, person
from tests.register.site.api.world import WHOLE, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    COUNTS.clear()
    cache.clear()
    yield
    COUNTS.clear()
    cache.clear()


@pytest.fixture
def member():
    return person("member")


@pytest.fixture
def lines(caplog, monkeypatch):
    monkeypatch.setattr(accounts.log, "propagate", True)
    caplog.set_level(logging.INFO, "actionlines.access")
    return lambda: [one.getMessage() for one in caplog.records if one.name == "actionlines.access"]


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def show_again(client, password=PASSWORD):
    return client.post(reverse("account_reauthenticate"), {"password": password})


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop", "Q1w2e3r4t5", "password123", "iloveyou2007", "michael1990", "Dragon123456",
        "actionlines", "WSIS-register-1", "Register2026!", "Secretariat 1", "the.reviewer.wsis"[4:],
    ],
)  # fmt: skip
def test_passwords_known_from_thefts_and_words_of_the_register_are_refused(password):
    with pytest.raises(ValidationError, match="too common"):
        validate_password(password)


def test_the_host_of_the_register_is_no_password(settings):
    validate_password("follow-up-examplehall")
    settings.ADDRESS = "https://examplehall.example.org"
    with pytest.raises(ValidationError, match="too common"):
        validate_password("examplehall-2026")
    validate_password("follow-up-examplehall")


def test_other_passwords_are_seldom_refused():
    refused = [n for n in range(2000) if known_passwords.holds(known_passwords._table(), f"boat-{n}-lantern-{n}")]
    assert len(refused) < 2000 // 40


def test_a_filter_holds_all_that_it_was_made_of():
    words = [f"word number {n}" for n in range(500)]
    table = known_passwords.made(word.encode() for word in words)
    assert all(known_passwords.holds(table, word) for word in words)
    assert known_passwords.holds(table, "WORD number 3")
    assert sum(known_passwords.holds(table, f"other {n}") for n in range(1000)) < 40
    with pytest.raises(ValueError, match="not a filter"):
        known_passwords.holds(b"something else altogether", "x")


@pytest.mark.parametrize(
    "password", ["  two spaces before and after  ", "lettersalone only", "n" + "0123456789" * 12, "шкатулка-с-письмами"]
)
def test_any_long_password_is_taken_as_it_is_typed(client, password):
    form = {"name": "Head", "email": "head@example.org", "password": password}
    assert client.post(link(), form).status_code == 302
    head = User.objects.get()
    assert sign_in(Client(), head, password).status_code == 302
    wrong = [password.strip(), password[:-1], password.swapcase()]
    assert all(sign_in(Client(), head, one).status_code == 200 for one in wrong[:3] if one != password)


def test_a_page_asks_for_passwords_in_masked_fields_that_managers_can_fill(client, member):
    client.force_login(member)
    for name in ("account_login", "account_signup", "account_change_password"):
        page = (client if name == "account_change_password" else Client()).get(reverse(name)).content.decode()
        assert 'type="password"' in page and "autocomplete=" in page
        assert "onpaste" not in page


def test_a_password_is_changed_by_who_knows_it_and_the_change_is_on_record(client, member, lines):
    client.force_login(member)
    new = {"password1": "sea otters hold hands", "password2": "sea otters hold hands"}
    client.post(reverse("account_change_password"), {"oldpassword": "not this one", **new})
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert User.objects.get(pk=member.pk).check_password("sea otters hold hands")
    assert [line for line in lines() if line.startswith(f"password changed account={member.pk} ")]


def with_codes(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret, RecoveryCodes.activate(user).get_unused_codes()


def test_a_code_works_once_and_failures_are_on_record(member, lines, monkeypatch):
    secret, recovery = with_codes(member)
    assert all(len(one) >= 8 for one in recovery)
    address, now = reverse("mfa_authenticate"), next(totp.yield_hotp_counters_from_time())
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([now]))
    code, stale = (totp.format_hotp_value(totp.hotp_value(secret, one)) for one in (now, now - 3))
    for word, works in (
        (recovery[0], True), (recovery[0], False), (stale, False), (code, True), (code, False),
    ):  # fmt: skip
        browser = Client()
        assert sign_in(browser, member)["Location"].startswith(address)
        browser.post(address, {"code": word})
        assert (browser.get(reverse("account")).status_code == 200) == works, word
        COUNTS.clear()
    told = [line.partition(" account=")[0] for line in lines()]
    assert told.count("second factor failed") == 3
    assert told.count("second factor shown") == told.count("signed in") == 2


def test_recovery_codes_are_shown_once_and_kept_as_salted_hashes(client, member, monkeypatch):
    secret, recovery = with_codes(member)
    now = next(totp.yield_hotp_counters_from_time())
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([now]))
    sign_in(client, member)
    client.post(reverse("mfa_authenticate"), {"code": totp.format_hotp_value(totp.hotp_value(secret, now))})
    show_again(client)
    page = reverse("mfa_view_recovery_codes")
    first = client.get(page).content.decode()
    assert all(code in first for code in recovery)
    again = client.get(page).content.decode()
    assert not any(code in again for code in recovery)
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403
    kept = Authenticator.objects.get(user=member, type=Authenticator.Type.RECOVERY_CODES).data
    assert set(kept) == {"migrated_codes", "viewed_at"}
    hashes = kept["migrated_codes"]
    assert len(set(hashes)) == 10 and all(identify_hasher(one).decode(one)["salt"] for one in hashes)
    assert not any(code in str(kept) for code in recovery)
    for code, works in ((recovery[3], True), (recovery[3], False), (hashes[0], False), ("00000000", False)):
        browser = Client()
        sign_in(browser, member)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert (browser.get(reverse("account")).status_code == 200) == works, code
        COUNTS.clear()
    assert len(Authenticator.objects.get(pk=kept_of(member)).data["migrated_codes"]) == 9  # the one used is gone


def kept_of(user):
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).pk


def test_a_guess_is_hashed_once_for_all_codes(member, settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    _, recovery = with_codes(member)
    codes = Authenticator.objects.get(pk=kept_of(member)).wrap()
    codes.mark_as_viewed()
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 20)  # a later release of Django takes more
    made = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", lambda *args, **more: made.append(1) or encode(*args, **more))
    assert not codes.validate_code("99999998") and len(made) == 1
    assert not codes.validate_code("123456") and len(made) == 1  # of an app: too short for one of these
    assert codes.validate_code(recovery[9]) and not codes.validate_code(recovery[9])


def test_the_night_hashes_codes_that_nobody_looked_at(client, member):
    with_codes(member)
    assert accounts.seal_factors() == 0
    codes = Authenticator.objects.get(pk=kept_of(member))
    assert "seed" not in codes.data and codes.wrap().did_view
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    assert accounts.seal_factors() == 1 and not Authenticator.objects.exists()  # codes alone open nothing


def test_a_forgotten_password_does_not_go_round_the_second_factor(client, member):
    with_codes(member)
    client.post(reverse("account_reset_password"), {"email": member.email})
    key = next(word for word in mail.outbox[0].body.split() if "/account/password/reset/key/" in word)
    form = client.get("/" + key.split("/", 3)[3], follow=True)
    address = form.redirect_chain[-1][0]
    assert address.endswith("-set-password/")  # the key itself is out of the address
    new = {"password1": "sea otters hold hands", "password2": "sea otters hold hands"}
    client.post(address, new)
    assert client.get(reverse("account")).status_code == 302
    again = sign_in(client, member, "sea otters hold hands")
    assert again["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/" + key.split("/", 3)[3], follow=True).status_code == 200
    assert "/account/password/reset/key/" in key and len(mail.outbox) >= 1


def test_a_session_that_is_used_ends_after_two_weeks(client, member, monkeypatch):
    sign_in(client, member)
    now = time.time()
    for hours in range(7, 14 * 24, 7):
        monkeypatch.setattr(accounts.time, "time", lambda hours=hours: now + hours * 3600)
        assert client.get(reverse("account")).status_code == 200
    monkeypatch.setattr(accounts.time, "time", lambda: now + accounts.LONGEST + 60)
    assert client.get(reverse("account")).status_code == 302


def test_who_shows_the_password_again_gets_a_new_session(client, member):
    sign_in(client, member)
    old = client.cookies["sessionid"].value
    assert show_again(client).status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = old
    assert client.cookies["sessionid"].value != old
    assert thief.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [client.cookies["sessionid"].value]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("account_email", {"action_add": "", "email": "other@example.org"}),
        ("usersessions_list", {}),
        ("mfa_activate_totp", {"code": "000000"}),
    ],
)
def test_what_lets_somebody_in_is_changed_with_the_password_alone(client, member, name, form):
    sign_in(client, member)
    answer = client.post(reverse(name), form)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not member.emailaddress_set.filter(email="other@example.org").exists()


def test_a_session_that_ended_with_the_account_stays_ended(client, member):
    sign_in(client, member)
    administrator = person("administrator")
    SetActive(administrator, User.objects.get(pk=member.pk), active=False).do()
    SetActive(administrator, User.objects.get(pk=member.pk), active=True).do()
    assert client.get(reverse("account")).status_code == 302
    assert not Authenticator.objects.filter(user=member).exists()


def test_a_browser_forgets_pages_when_the_session_ends(client, member):
    sign_in(client, member)
    assert "Clear-Site-Data" not in client.get(reverse("account"))
    for address in (reverse("account"), "/mandates/", "/goals/"):
        assert f'action="{reverse("account_logout")}"' in client.get(address).content.decode()
    assert client.get(reverse("account"))["Cache-Control"] == "private, no-store"
    gone = client.post(reverse("account_logout"))
    assert gone["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/")


def test_addresses_of_contacts_are_for_who_is_signed_in(client, member):
    made = published()
    addresses = [f"/activities/{made.pk}/", f"/api/activities/{made.pk}", "/feeds/activities.atom"]
    shown = [Client().get(address).content.decode() for address in addresses]
    assert all(made.title in text and WHOLE["contact_email"] not in text for text in shown)
    client.force_login(member)
    assert WHOLE["contact_email"] in client.get(addresses[0]).content.decode()
