"""What administrators have: invitations, roles limited by name, the trail, the state of the server."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from actionlines.register.core.models import Event
from actionlines.register.people.actions import SetRoles
from actionlines.register.people.models import User
from actionlines.register.server_state import Check, task_name
from tests.people import PASSWORD, organisation, person
from tests.register.activities.samples import in_status

pytestmark = pytest.mark.django_db
INVITED = {"email": "New.One@example.org", "name": "New One", "role": "reviewer", "scope": "Kenya", "language": "fr"}


@pytest.fixture
def administrator(client):
    made = person("administrator")
    client.force_login(made)
    return made


def test_an_invited_person_sets_a_password_and_has_the_role(client, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/people/invite/", INVITED).status_code == 302
    account = User.objects.get(email="new.one@example.org")
    assert [(role.role, role.scope) for role in account.roles.all()] == [("reviewer", "KEN")]
    assert not account.has_usable_password()
    (message,) = mail.outbox
    assert message.to == ["new.one@example.org"]
    assert message.subject == "Invitation à Actionlines"
    assert "jours" in message.body  # in French
    client.logout()
    path = re.search(r"https?://[^/\s]+(/account/\S+)", message.body)[1]
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/account/login/", {"login": "new.one@example.org", "password": PASSWORD})
    assert client.get("/review/").status_code == 200
    client.logout()
    assert "password1" not in client.get(path, follow=True).content.decode()  # the link ended with its use


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"email": "no address"}, "valid email"),
        ({"email": "administrator@example.org"}, "already"),
        ({"scope": "Atlantis"}, "Atlantis"),
        ({"role": "secretariat"}, "no scope"),
    ],
)
def test_an_invitation_that_is_wrong_says_why_and_makes_no_account(client, administrator, changed, says):
    before = User.objects.count()
    answer = client.post("/people/invite/", INVITED | changed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert User.objects.count() == before
    assert not mail.outbox


@pytest.mark.parametrize(
    ("name", "typed", "scope"),
    [
        ("reviewer", "c5 Building confidence", "C5"),
        ("reviewer", "Кения", "KEN"),
        ("focal", "office for rural networks", "org"),
        ("reviewer", "", ""),
    ],
)
def test_a_role_is_limited_by_a_name(client, administrator, name, typed, scope):
    office = organisation(name="Office for rural networks")
    member = person("member")
    answer = client.post(f"/people/{member.pk}/", {"role": [name], "scope": [typed]})
    assert answer.status_code == 302
    assert member.roles.get().scope == (f"org:{office.pk}" if scope == "org" else scope)
    shown = client.get(f"/people/{member.pk}/").content.decode()
    assert {"C5": "C5 Building", "KEN": "Kenya", "org": "Office for rural networks", "": "Reviewer"}[scope] in shown


def test_the_trail_finds_an_action_by_person_kind_and_day(client, administrator):
    member = person("member")
    SetRoles(administrator, member, roles=[("reviewer", "C5")], reason="She knows security.").do()
    in_status("published")
    event = Event.objects.get(kind="user", record=member.pk)
    day = event.at.date().isoformat()
    asked = {"who": administrator.email, "kind": "user", "record": str(member.pk), "q": "security"}
    page = client.get("/trail/", {**asked, "from": day, "to": day}).content.decode()
    assert "She knows security." in page
    assert "1 action" in page
    assert "She knows security." not in client.get("/trail/", {"kind": "activity"}).content.decode()
    assert "She knows security." not in client.get("/trail/", {"from": "2999-01-01"}).content.decode()


def test_a_filter_that_is_wrong_says_so_beside_its_field(client, administrator):
    answer = client.get("/trail/", {"from": "31-12-2026", "record": "twelve"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="from-wrong"' in page
    assert 'id="record-wrong"' in page


def test_the_state_says_what_to_do(client, administrator, settings, tmp_path):
    settings.BACKUPS = tmp_path
    page = client.get("/state/").content.decode()
    assert "There is none." in page
    assert "Run actionlines backup every night." in page
    (tmp_path / "one.zip").write_bytes(b"")
    assert "The newest is of" in client.get("/state/").content.decode()
    assert task_name("actionlines.register.tasks.daily") == "Work of the day"
    assert Check("Disk", "", None).what_to_do == ""


@pytest.mark.parametrize("name", ["member", "reviewer", "focal", "secretariat"])
@pytest.mark.parametrize("path", ["/trail/", "/state/"])
def test_others_see_neither_trail_nor_state(client, name, path):
    client.force_login(person(name))
    assert client.get(path).status_code == 403
    assert client.post("/people/invite/", INVITED).status_code == 403
    assert not User.objects.filter(email="new.one@example.org").exists()
