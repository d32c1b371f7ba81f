"""Inviting several people, and what became of each."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from actionlines.register.core.models import Event
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.invitations import addresses_in
from actionlines.register.people.models import User
from tests.people import person

pytestmark = pytest.mark.django_db
SENT = {
    "email": "Ana Ruiz <ana@example.org>; bo@example.org",
    "role": "reviewer",
    "scope": "E-learning",
    "language": "ru",
}


@pytest.fixture
def client():
    made = Client(headers={"Accept-Language": "en"})
    made.force_login(person("administrator"))
    return made


def rows(client) -> dict[str, str]:
    """Address -> state, as the page shows them."""
    text = client.get("/people/invitations/").content.decode()
    return dict(re.findall(r"<bdi>(\S+@\S+)</bdi>.*?</td><td>[^<]*</td><td>([^<]*)</td>", text))


def test_several_people_are_invited_at_once_in_their_language(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/people/invite/", SENT).status_code == 302
    assert rows(client) == {"ana@example.org": "Sent", "bo@example.org": "Sent"}
    assert User.objects.get(email="ana@example.org").name == "Ana Ruiz"
    assert len({event.group for event in Event.objects.filter(action="user.invite")}) == 1
    letter = mail.outbox[0].body
    assert "Рецензент" in letter or "C7" in letter
    assert "/account/password/reset/key/" in letter.rstrip().splitlines()[-1]  # it ends with the next step
    assert "2 people invited together" in client.get("/people/invitations/").content.decode()


@pytest.mark.parametrize(
    ("role", "typed", "scope"),
    [
        ("reviewer", "E-learning", "C7-elearning"),
        ("reviewer", "C7 E-learning", "C7-elearning"),
        ("reviewer", "非洲", "m49:002"),
        ("focal", "UIT", "itu"),
        ("focal", "Сенегал", "SEN"),
    ],
)
def test_a_role_is_limited_by_a_name_in_any_language(client, role, typed, scope):
    assert client.post("/people/invite/", SENT | {"role": role, "scope": typed}).status_code == 302
    limited = User.objects.get(email="bo@example.org").roles.get().scope
    if scope == "itu":
        limited = Organisation.objects.get(pk=int(limited.removeprefix("org:"))).body
    assert limited == scope
    assert typed == "UIT" or scope not in re.findall(r"\(([^()]*)\)", client.get("/people/").content.decode())


def test_all_that_is_wrong_is_said_and_nobody_is_invited(client):
    before = User.objects.count()
    answer = client.post(
        "/people/invite/", SENT | {"email": "no address, administrator@example.org", "scope": "Atlantis"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in text for words in ("no address: ", "administrator@example.org: ", "Atlantis"))
    assert re.search(r'value="ru" *selected', text)  # the language stays
    assert User.objects.count() == before


def test_an_invitation_expires_is_sent_again_and_withdrawn(client, settings, django_capture_on_commit_callbacks):
    client.post("/people/invite/", SENT)
    accounts = [user.pk for user in User.objects.filter(email__in=("ana@example.org", "bo@example.org"))]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/people/invitations/change/", {"withdraw": accounts[0]})
    assert rows(client) == {"ana@example.org": "Withdrawn", "bo@example.org": "Sent"}
    assert not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/people/invitations/change/", {"again": ",".join(map(str, accounts))})
    assert rows(client) == {"ana@example.org": "Sent", "bo@example.org": "Sent"}
    assert len(mail.outbox) == 2
    user = User.objects.get(pk=accounts[1])
    user.set_password("a long pass phrase")
    user.save()
    assert rows(client)["bo@example.org"] == "Accepted"
    client.post("/people/invitations/change/", {"withdraw": accounts[1], "again": accounts[1]})
    assert User.objects.get(pk=accounts[1]).is_active
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert rows(client)["ana@example.org"] == "Expired"


def test_addresses_are_read_as_mail_programs_write_them():
    text = "Ana Ruiz <Ana@example.org>; bo@example.org\nbo@example.org, nobody"
    assert addresses_in(text) == [("ana@example.org", "Ana Ruiz"), ("bo@example.org", ""), ("nobody", "")]
