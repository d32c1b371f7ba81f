"""Accounts: the first administrator, roles, signing up, tokens."""

import re

import pytest
from django.core import mail

from actionlines.register.core.models import Event
from actionlines.register.people.models import Role, Token, User
from actionlines.register.people.views import link
from tests.people import PASSWORD, organisation, person

pytestmark = pytest.mark.django_db


def test_whoever_has_the_link_becomes_administrator_and_the_link_ends(client):
    address = link()
    form = {"name": "Head of office", "email": "head@example.org", "password": PASSWORD}
    answer = client.post(address, form)
    assert answer.status_code == 302
    assert client.get("/people/").status_code == 200
    assert Role.objects.get().role == "administrator"
    assert client.get(link()).status_code == 404


def test_a_link_that_was_made_up_opens_nothing(client):
    assert client.get("/first/made-up/").status_code == 404


def test_a_weak_password_is_refused_and_what_was_typed_stays(client):
    answer = client.post(link(), {"name": "Head", "email": "head@example.org", "password": "short"})
    assert answer.status_code == 422
    assert 'value="head@example.org"' in answer.content.decode()
    assert not User.objects.exists()


def test_sign_up_needs_the_address_confirmed(client):
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", form)
    assert client.get("/me/").status_code == 302  # not yet let in
    confirm = re.search(r"http://\S+(/account/confirm-email/\S+/)", mail.outbox[0].body).group(1)
    client.post(confirm)
    client.post("/account/login/", {"login": "new@example.org", "password": PASSWORD})
    assert client.get("/me/").status_code == 200


def test_the_administrator_gives_roles_with_a_trail(client):
    client.force_login(person("administrator"))
    member = person("member")
    client.post(f"/people/{member.pk}/", {"role": ["reviewer", ""], "scope": ["C5", ""]})
    assert [(role.role, role.scope) for role in member.roles.all()] == [("reviewer", "C5")]
    event = Event.objects.get(kind="user", record=member.pk)
    assert event.changes["roles"] == [[], ["reviewer C5"]]
    assert "@" not in str(event.changes)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("reviewer", "C99"),  # no such line
        ("reviewer", "sdg:9"),  # a goal is no scope
        ("focal", "org:999999"),  # no such organisation
        ("secretariat", "C5"),  # covers everything
        ("king", ""),  # no such role
    ],
)
def test_a_role_that_makes_no_sense_is_refused(client, role, scope):
    client.force_login(person("administrator"))
    answer = client.post(f"/people/{person('member').pk}/", {"role": [role], "scope": [scope]})
    assert answer.status_code == 422
    assert not person("member").roles.exists()


def test_the_last_administrator_stays(client):
    administrator = person("administrator")
    client.force_login(administrator)
    assert client.post(f"/people/{administrator.pk}/", {"role": [], "scope": []}).status_code == 422
    assert client.post(f"/people/{administrator.pk}/", {"active": "no"}).status_code == 422
    assert administrator.roles.filter(role="administrator").exists()


def test_who_is_kept_out_cannot_come_in(client):
    member = person("member")
    client.force_login(person("administrator"))
    client.post(f"/people/{member.pk}/", {"active": "no"})
    client.logout()
    client.post("/account/login/", {"login": member.email, "password": PASSWORD})
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("name", ["member", "reviewer", "focal", "secretariat"])
def test_others_do_not_see_accounts(client, name):
    client.force_login(person(name))
    assert client.get("/people/").status_code == 403
    assert client.get(f"/people/{person('member').pk}/").status_code == 403


def test_a_token_is_shown_once_and_kept_as_a_digest(client):
    client.force_login(person("member"))
    client.post("/me/tokens/", {"name": "nightly export"})
    secret = re.search(r"<code>(\S+)</code>", client.get("/me/").content.decode()).group(1)
    assert Token.objects.get().digest == Token.digest_of(secret)
    assert secret not in client.get("/me/").content.decode()
    client.post(f"/me/tokens/{Token.objects.get().pk}/end/")
    assert not Token.objects.exists()


def test_a_token_of_somebody_else_cannot_be_ended(client):
    token = Token.objects.create(user=person("stranger"), name="x", digest="0" * 64)
    client.force_login(person("member"))
    assert client.post(f"/me/tokens/{token.pk}/end/").status_code == 404
    assert Token.objects.exists()


def test_saying_that_one_belongs_somewhere_gives_no_rights(client):
    there = organisation()
    client.force_login(person("member"))
    client.post("/me/", {"name": "Member", "organisation": there.name.upper()})
    member = User.objects.get(email="member@example.org")
    assert member.organisation == there
    assert not there.is_owned_by(member)
