"""Sessions end without use and at a click, sign-ins are on record, roles are given with a second factor alone."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from actionlines.register.core.permissions import decide
from actionlines.register.site import accounts
from tests.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "four-islands-9"


@pytest.fixture
def lines(caplog, monkeypatch):
    monkeypatch.setattr(accounts.log, "propagate", True)
    caplog.set_level(logging.INFO, "actionlines.access")
    return lambda: [one.getMessage() for one in caplog.records if one.name == "actionlines.access"]


@pytest.fixture
def member():
    one = person("member")
    one.set_password(PASSWORD)
    one.save()
    return one


def sign_in(client, one, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": one.email, "password": password})


def test_who_was_away_for_hours_is_signed_out_and_told(client, monkeypatch):
    client.force_login(person("member"))
    assert client.get(reverse("account")).status_code == 200
    now = accounts.time.time()
    monkeypatch.setattr(accounts.time, "time", lambda: now + accounts.IDLE - 60)
    assert client.get(reverse("account")).status_code == 200
    monkeypatch.setattr(accounts.time, "time", lambda: now + 2 * accounts.IDLE)
    assert client.get(reverse("account")).status_code == 302
    assert "You were signed out" in client.get(reverse("account_login")).content.decode()


def test_sessions_are_shown_and_the_others_ended(client, member):
    other = Client(HTTP_USER_AGENT="Another machine")
    for one in (client, other):
        assert sign_in(one, member).status_code == 302
    shown = client.get(reverse("usersessions_list"))
    assert "Another machine" in shown.content.decode()
    assert UserSession.objects.filter(user=member).count() == 2
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("account")).status_code == 200  # who asked has not shown the password again
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("usersessions_list")})
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302


def test_sign_ins_and_refusals_are_on_record_without_what_was_typed(client, member, lines):
    sign_in(client, member, "wrong-password-typed")
    sign_in(client, member)
    client.get(reverse("users"))
    client.post(reverse("account_logout"))
    told = [line.partition(" from=")[0] for line in lines()]
    number = member.pk
    assert told == [
        "sign-in failed account=-", f"signed in account={number}", f"refused 403 account={number}",
        f"signed out account={number}",
    ]  # fmt: skip
    assert not [line for line in lines() if "wrong-password" in line or member.email in line]


def test_a_key_in_an_address_is_not_on_record(client, lines):
    accounts.log_line("refused 403", client.get("/account/password/reset/key/2-abc123/").wsgi_request)
    assert lines()[-1].endswith("path=/account/password/")


def test_roles_are_given_with_a_second_factor_alone(client, settings):
    settings.SECOND_FACTOR_FOR = frozenset({"user.list", "user.roles"})
    administrator = person("administrator")
    client.force_login(administrator)
    answer = client.get(reverse("users"))
    assert (answer.status_code, "second factor" in answer.content.decode()) == (403, True)
    assert "Needed before you can use your roles." in client.get(reverse("account")).content.decode()
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(reverse("users")).status_code == 200
    assert not decide(person("member"), "user.list")


def test_a_visitor_has_no_second_factor(settings):
    settings.SECOND_FACTOR_FOR = frozenset({"site.read"})
    assert "second factor" in decide(AnonymousUser(), "site.read").why
