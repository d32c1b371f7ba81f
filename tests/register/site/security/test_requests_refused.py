"""What the guard of requests refuses, what it believes of a proxy, and the cookies and headers of production."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import re
import stat
import subprocess
import sys

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from actionlines.register.site import environment
from actionlines.register.site.accounts import Messages, log_line
from actionlines.register.site.middleware.errors import busy
from actionlines.register.site.middleware.limits import COUNTS, address_of
from tests.people import person

pytestmark = pytest.mark.django_db
_ASKED = """
import json
from actionlines.register.site import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper() and (
    "COOKIE" in name or name.startswith(("SECURE_", "DEBUG", "PASSWORD_H")))}, default=list))
"""


@pytest.fixture(autouse=True)
def _no_counts():
    yield
    COUNTS.clear()
    cache.clear()


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    known = {name: value for name, value in os.environ.items() if not name.startswith("ACTIONLINES_")}
    given = {
        "ACTIONLINES_DATA": str(tmp_path_factory.mktemp("data")), "ACTIONLINES_HTTPS": "1",
        "ACTIONLINES_HOSTS": "register.example.org",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _ASKED], env={**known, **given}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_cookies_of_production_are_bound_to_the_host_and_to_https(production):
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert production[f"{kind}_COOKIE_SECURE"] and production[f"{kind}_COOKIE_HTTPONLY"]
        assert production[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert production.get(f"{kind}_COOKIE_DOMAIN") is None
    assert production["COOKIES_BEGIN"] == "__Host-"


def test_production_asks_for_https_for_a_year_and_shows_no_faults(production):
    assert production["SECURE_HSTS_SECONDS"] >= 365 * 86400
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] and production["SECURE_SSL_REDIRECT"]
    assert production["DEBUG"] is False


def test_passwords_are_hashed_slowly(production):
    assert "PASSWORD_HASHERS" not in production  # Django's own, the first of which makes new ones
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 600_000


def test_the_secret_key_is_random_and_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("ACTIONLINES_SECRET", raising=False)
    keys = {environment.secret(tmp_path / name) for name in ("a", "a", "b")}
    assert len(keys) == 2 and min(len(key) for key in keys) >= 64
    assert stat.S_IMODE((tmp_path / "a" / "secret.key").stat().st_mode) == 0o600


def test_the_site_sets_no_cookie_beside_these(client, settings):
    client.post("/account/login/", {"login": "member@example.org", "password": "not this one"})
    client.force_login(person("member"))
    client.post("/me/", {"name": "Member"})
    client.post("/i18n/setlang/", {"language": "fr", "next": "/"})
    client.post("/account/logout/")
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    assert set(client.cookies) <= names | {one.cookie_name for one in Messages.storage_classes[:1]}
    held = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert held["httponly"] and held["samesite"] == "Lax"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PROPFIND"])
def test_other_methods_are_refused(client, method):
    for address in ("/", "/mandates/", "/api/me", "/account/login/"):
        answer = client.generic(method, address, HTTP_COOKIE="secret=1")
        assert answer.status_code == 405
        assert b"secret" not in answer.content and "TRACE" not in answer["Allow"]


@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_token_that_was_sent_unencrypted_is_refused_and_not_redirected():
    program = Client()
    answer = program.get("/api/me", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "AL704")
    assert "HTTPS" in answer.json()["problem"]
    assert program.get("/api/me", secure=True).status_code == 401
    assert program.get("/mandates/").status_code == 301


def test_only_the_last_address_that_a_proxy_wrote_counts(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7", REMOTE_ADDR="127.0.0.1")
    settings.HTTPS = True
    assert address_of(request) == "198.51.100.7"
    settings.HTTPS = False
    assert address_of(request) == "127.0.0.1"


def test_another_address_written_by_the_reader_earns_nothing(settings):
    settings.HTTPS = True
    COUNTS.clear()
    answers = [
        Client().post(
            reverse("account_login"), {"login": "a@example.org", "password": "wrong pass phrase"},
            headers={"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.7"}, secure=True,
        ).status_code
        for n in range(30)
    ]  # fmt: skip
    assert answers[-1] == 429


@pytest.mark.parametrize("path", ["/static/", "/static/site/", "/.git/config", "/files/", "/secret.key"])
def test_folders_and_files_of_the_server_are_not_shown(client, path):
    assert client.get(path).status_code == 404


def test_pages_of_others_read_what_is_for_programs_and_never_as_somebody(client):
    for address, free in (("/", False), ("/me/", False), ("/api/openapi.json", True), ("/feeds/activities.atom", True)):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example.org"})
        assert answer.headers.get("Access-Control-Allow-Origin") == ("*" if free else None)
        assert "Access-Control-Allow-Credentials" not in answer.headers


@override_settings(SECURE_HSTS_SECONDS=365 * 86400)
def test_an_answer_of_the_queue_asks_for_https_too():
    assert busy("/")["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_line_of_the_log_is_one_line_with_its_time_and_zone(settings):
    made = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"]["access"]
    )
    seen: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(made.format(record))
    log = logging.getLogger("actionlines.access")
    log.addHandler(handler)
    try:
        request = RequestFactory().get("/")
        request.path_info = "/mandates/\r\nsigned in account=1\x1b[2J\u2028"
        log_line("refused 403", request)
    finally:
        log.removeHandler(handler)
    (line,) = seen
    assert line.isprintable() and len(line.splitlines()) == 1
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} actionlines\.access refused 403 account=-", line)
