"""The settings of production pass Django's own checks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core import mail
from django.urls import reverse

from actionlines.errors import SetupError
from actionlines.register.core import notices
from actionlines.register.site import environment
from actionlines.register.site.apps import public_address


@pytest.mark.long
def test_the_checks_of_production_are_clean(tmp_path):
    known = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    environment = {
        **known, "ACTIONLINES_DATA": str(tmp_path), "ACTIONLINES_HTTPS": "1",
        "ACTIONLINES_HOSTS": "register.example.org",
        "ACTIONLINES_ADDRESS": "https://register.example.org",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    made = [sys.executable, "-m", "actionlines.register.site", "migrate", "--verbosity", "0"]
    subprocess.run(made, env=environment, check=True, timeout=600)
    done = subprocess.run(
        [sys.executable, "-m", "actionlines.register.site", "check", "--deploy", "--fail-level", "WARNING"],
        capture_output=True, text=True, env=environment, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("address", "found"),
    [
        # links would be guessed
        ("", ["actionlines.W001"]),
        # a host that the site does not answer to
        ("https://elsewhere.example", ["actionlines.W002"]),
        # links without HTTPS
        ("http://register.example.org", ["actionlines.W003"]),
        ("https://register.example.org:8443", []),
    ],
)
def test_the_public_address_is_asked_for(settings, address, found):
    settings.ADDRESS, settings.HTTPS, settings.ALLOWED_HOSTS = address, True, ["register.example.org"]
    assert [one.id for one in public_address()] == found


@pytest.mark.parametrize(
    "given", ["register.example.org", "ftp://a.example", "https://a.example/site", "https://[", "https://"]
)
def test_an_address_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("ACTIONLINES_ADDRESS", given)
    with pytest.raises(SetupError, match="ACTIONLINES_ADDRESS"):
        environment.address()


def test_a_setting_whose_extra_is_missing_says_what_to_install(monkeypatch):
    monkeypatch.setenv("ACTIONLINES_ASK_NEURAL", "1")
    with pytest.raises(SetupError, match=r"actionlines\[neural\]"):
        environment.with_extra("ACTIONLINES_ASK_NEURAL", "neural", "no_such_package")
    monkeypatch.setenv("ACTIONLINES_ASK_NEURAL", "")
    assert not environment.with_extra("ACTIONLINES_ASK_NEURAL", "neural", "no_such_package")


@pytest.mark.django_db
def test_messages_of_the_worker_lead_to_the_public_address(settings, monkeypatch):
    monkeypatch.setenv("ACTIONLINES_ADDRESS", "https://register.example.org/")
    settings.ADDRESS = environment.address()
    assert notices.address() == "https://register.example.org"


@pytest.mark.django_db
def test_messages_about_accounts_lead_there_too(client, settings):
    settings.ADDRESS = "https://register.example.org"
    asked = {"email": "far@example.org", "password1": "four-islands-9", "password2": "four-islands-9"}
    assert client.post(reverse("account_signup"), asked).status_code == 302
    body = mail.outbox[-1].body
    assert "https://register.example.org/account/" in body
    assert "://testserver" not in body
