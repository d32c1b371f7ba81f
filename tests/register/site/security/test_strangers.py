"""What a stranger learns from the forms of accounts, and cannot do to the owner of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client, RequestFactory

from actionlines.register.site.middleware.limits import COUNTS, block_of
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db
NEW = "correct horse battery 31"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    COUNTS.clear()


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect each password that is hashed."""
    calls: list[str] = []

    def counted(of: Callable[..., str]) -> Callable[..., str]:
        def encode(self: Any, password: str, *rest: Any) -> str:
            calls.append(password)
            return of(self, password, *rest)

        return encode

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted(hashers.MD5PasswordHasher.encode))
    return calls


def sign_in(client: Client, email: str, password: str, address: str = "198.51.100.7") -> bool:
    client.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("path", "fields"), [("/account/signup/", {"password1": NEW, "password2": NEW}), ("/account/password/reset/", {})]
)
def test_a_known_address_makes_the_same_work_as_an_unknown_one(hashed, path, fields):
    person("member")
    work = []
    for email in ("member@example.org", "nobody@example.org"):
        hashed.clear()
        mail.outbox.clear()
        answer = Client().post(path, {"email": email, **fields})
        work.append((answer.status_code, answer.url, len(hashed), len(mail.outbox)))
    assert work[0] == work[1] and work[0][3] == 1


def test_a_failed_sign_in_hashes_once_whoever_is_named(hashed):
    person("member")
    counts = []
    for email in ("member@example.org", "nobody@example.org"):
        hashed.clear()
        assert not sign_in(Client(), email, "not the password")
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_guesses_of_strangers_do_not_lock_the_owner_out():
    person("member")
    for number in range(60):
        assert not sign_in(Client(), "member@example.org", f"guess {number}", f"203.0.113.{number % 4}")
    assert not sign_in(Client(), "member@example.org", PASSWORD, "203.0.113.1")
    assert sign_in(Client(), "member@example.org", PASSWORD, "198.51.100.7")


def test_a_browser_that_signed_in_before_passes_where_its_neighbours_guess():
    person("member")
    own = Client()
    assert sign_in(own, "member@example.org", PASSWORD)
    own.post("/account/logout/")
    for number in range(30):
        sign_in(Client(), "member@example.org", f"guess {number}")
    assert not sign_in(Client(), "member@example.org", PASSWORD)
    assert sign_in(own, "member@example.org", PASSWORD)


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("no address", "no address"),
    ],
)
def test_a_block_of_addresses_counts_as_one_reader(address, block):
    assert block_of(RequestFactory().get("/", REMOTE_ADDR=address)) == block


def test_many_addresses_of_one_block_share_a_limit():
    codes = [
        Client().post("/account/signup/", {"email": "x"}, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code
        for number in range(12)
    ]
    assert codes.count(429) == 2


def _password_forms(client: Client) -> list[str]:
    """Return the addresses of forms of an account that ask for its password."""
    paths = ["/me/delete/", "/account/password/change/", "/account/reauthenticate/"]
    field = re.compile(r"type=.password.")
    return [path for path in paths if field.search(client.get(path, follow=True).content.decode())]


def test_no_form_that_asks_for_the_password_lets_somebody_guess_it(monkeypatch):
    # However slow the machine is, all are asked at one moment.
    monkeypatch.setattr(COUNTS, "_clock", lambda: 1_000_000_000.0)
    client = Client()
    client.force_login(person("member"))
    forms = _password_forms(client)
    assert "/me/delete/" in forms and len(forms) == 3
    for path in forms:
        COUNTS.clear()
        fields = ("password", "oldpassword")
        codes = [client.post(path, dict.fromkeys(fields, f"guess {n}")).status_code for n in range(22)]
        assert 429 in codes, path


def test_a_full_disk_is_no_lock(monkeypatch):
    """The counts of sign-ins need no database: where nothing can be written, the page says so and not "too often"."""
    from django.core.cache.backends.locmem import LocMemCache

    person("member")
    monkeypatch.setattr(LocMemCache, "add", lambda *_parts, **_named: False)  # as the table of the cache answers then
    assert sign_in(Client(), "member@example.org", PASSWORD)
