"""Whoever is asked may answer: who that is, who is missing, and whom a coordinator reminds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from actionlines.errors import InvalidFields, NotAllowed
from actionlines.register.core.permissions import decide
from actionlines.register.mandates.actions import RecordProgress, SetStatus
from actionlines.register.mandates.answers import RemindMissing, answers_of, list_waiting
from actionlines.register.mandates.asked import parties_of
from actionlines.register.mandates.models import Mandate
from actionlines.register.people.models import Reminder, Role, User
from tests.people import organisation, person
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
SHOWN = {"evidence_kind": "link", "evidence": {"url": "https://example.org/report"}}


def account(name: str, role: str, scope: str, language: str = "en") -> User:
    user = User.objects.create_user(f"{name}@example.org", "a long pass phrase", name=name, language=language)
    Role.objects.create(user=user, role=role, scope=scope)
    return user


def asking(*bodies: str, anchor: str = "3(a)", **given: object) -> Mandate:
    row = mandate(anchor, "confirmed", **given)
    row.addressees.all().delete()
    for body in bodies:
        row.addressees.create(body=body)
    row.links.all().delete()
    return Mandate.objects.get(pk=row.pk)


def answer(user: User, row: Mandate, **given: object) -> None:
    RecordProgress(user, row, text="Masts are mapped.", **SHOWN, **given).do()


def again(user: User) -> User:
    """The account as the next request reads it."""
    return User.objects.get(pk=user.pk)


# bodies that are asked, role and scope of an account (an organisation by its body) -> in whose names it answers
ASKED = (
    (("member-states",), ("focal", "SEN"), ["SEN"]),
    (("governments",), ("reviewer", "SEN"), ["SEN"]),
    (("ldcs",), ("focal", "KEN"), []),
    (("itu",), ("focal", "org:itu"), ["itu"]),
    (("itu-bdt-director",), ("member", "org:itu"), ["itu"]),
    (("unesco",), ("focal", "org:itu"), []),
    (("other:Advisory Board of ITU",), ("focal", "org:itu"), ["itu"]),
    (("action-line-facilitators",), ("reviewer", "C7-elearning"), ["unesco", "itu", "unido"]),
    (("unesco",), ("reviewer", "C7-elearning"), []),
    (("member-states",), ("focal", "itu-region:AFR"), []),
    (("member-states",), ("focal", ""), []),
    (("unspecified",), ("focal", "SEN"), []),
)


@pytest.mark.parametrize(("bodies", "role", "names"), ASKED)
def test_the_right_follows_from_the_ask(bodies, role, names):
    itu = organisation(name="ITU", type="international-organization", body="itu", country="")
    row, user = asking(*bodies), account("asked", role[0], role[1].replace("org:itu", f"org:{itu.pk}"))
    may = bool(decide(user, "mandate.progress", row))
    keys = [party.key for party in parties_of(user) if party.is_asked(row)]
    if role[1] == "C7-elearning" and names:  # who facilitates is data of the framework; the first one leads
        assert keys[0] == names[0] and "itu" in keys
    else:
        assert keys == names
    assert may == (bool(names) or role == ("focal", ""))
    assert [one.pk for one in list_waiting(again(user))] == ([row.pk] if names else [])


def test_a_line_is_answered_by_its_facilitators_on_that_line_alone():
    row, user = asking("itu"), account("c5", "reviewer", "C5")
    assert not decide(user, "mandate.progress", row)
    row.links.create(concept="C5", level="action_line")
    assert decide(again(user), "mandate.progress", Mandate.objects.get(pk=row.pk))
    assert [one.pk for one in list_waiting(again(user))] == [row.pk]


def test_a_line_has_answered_with_one_of_its_facilitators():
    row, user = asking("action-line-facilitators"), account("c7", "reviewer", "C7-elearning")
    assert list_waiting(again(user)).get() == row
    answer(user, row)
    assert not list_waiting(again(user)) and len(answers_of(Mandate.objects.get(pk=row.pk)).answered) == 1


def test_the_account_of_a_facilitator_speaks_for_its_own_body():
    unesco = organisation(name="UNESCO", type="international-organization", body="unesco", country="")
    row, user = asking("action-line-facilitators"), account("c7", "reviewer", "C7-elearning")
    User.objects.filter(pk=user.pk).update(organisation=unesco)
    user = again(user)
    assert [party.key for party in parties_of(user)] == ["unesco"]
    answer(user, row)
    assert row.progress.get().answers_for == "unesco"


def test_each_country_of_a_group_answers_once_and_the_others_are_missing():
    row = asking("member-states", "itu")
    senegal, kenya = account("senegal", "focal", "SEN"), account("kenya", "focal", "KEN")
    assert answers_of(row).asked[-1] == "itu" and len(answers_of(row).missing) == len(answers_of(row).asked)
    answer(senegal, row)
    row = Mandate.objects.get(pk=row.pk)
    assert (row.status, answers_of(row).answered) == ("under_way", ("SEN",))
    assert "KEN" in answers_of(row).missing and "SEN" not in answers_of(row).missing
    assert not list_waiting(again(senegal)) and list_waiting(again(kenya)).get() == row


def test_an_office_is_covered_by_the_answer_of_its_body():
    itu = organisation(name="ITU", type="international-organization", body="itu", country="")
    row = asking("itu-bdt-director", "other:Advisory Board of ITU", "unesco")
    answer(account("officer", "focal", f"org:{itu.pk}"), row)
    assert answers_of(Mandate.objects.get(pk=row.pk)).missing == ("unesco",)


def test_nobody_answers_for_another_but_a_coordinator_enters_what_came_by_letter():
    row, senegal = asking("member-states"), account("senegal", "focal", "SEN")
    with pytest.raises(InvalidFields, match="you do not answer"):
        answer(senegal, row, answers_for="KEN")
    with pytest.raises(InvalidFields, match="you do not answer"):
        answer(person("secretariat"), row, answers_for="itu")
    answer(person("secretariat"), row, answers_for="KEN")
    answer(person("secretariat"), row)
    assert sorted(row.progress.values_list("answers_for", flat=True)) == ["", "KEN"]
    with pytest.raises(NotAllowed):
        answer(person("stranger"), row)


def test_the_lead_answers_in_its_own_name():
    lead = organisation(name="Mast Union", type="private-sector", country="")
    row = asking("unesco", lead=lead)
    answer(account("lead", "focal", f"org:{lead.pk}"), row)
    assert row.progress.get().answers_for == f"org:{lead.pk}"


def test_what_recurs_is_answered_anew():
    row, senegal = asking("member-states", due=["recurring:annual"]), account("senegal", "focal", "SEN")
    answer(senegal, row)
    SetStatus(person("secretariat"), row, status="delivered", reason="All sent.", again=True).do()
    row = Mandate.objects.get(pk=row.pk)
    assert not answers_of(row).answered
    assert list_waiting(again(senegal)).get() == row


@pytest.mark.django_db(transaction=True)
def test_those_missing_are_reminded_in_their_language_once_a_week():
    row = asking("member-states")
    senegal, kenya = account("senegal", "focal", "SEN", "fr"), account("kenya", "focal", "KEN")
    account("gone", "focal", "MLI")
    User.objects.filter(name="gone").update(is_active=False)
    answer(kenya, row)
    doing = RemindMissing(person("secretariat"), row, reason="By Friday, please.")
    doing.do()
    (message,) = mail.outbox
    assert (doing.people, message.to) == (1, ["senegal@example.org"])
    assert "réponse" in message.subject and "Sénégal" in message.body and "By Friday, please." in message.body
    assert message.body.rstrip().endswith(f"/mandates/{row.pk}/progress/")
    with pytest.raises(InvalidFields, match="seven days"):
        RemindMissing(person("secretariat"), row).do()
    Reminder.objects.update(sent_at=timezone.now() - timedelta(days=8))
    RemindMissing(person("secretariat"), row).do()
    assert len(mail.outbox) == 2
    with pytest.raises(NotAllowed):
        RemindMissing(senegal, row).do()


def test_the_page_and_the_api_say_who_is_missing(client):
    row, senegal = asking("member-states"), account("senegal", "focal", "SEN")
    client.force_login(senegal)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Answers: 0 of 193." in page and "You answer for: Senegal" in " ".join(page.split())
    form = client.get(f"/mandates/{row.pk}/progress/").content.decode()
    assert "Send the answer" in form and ">Senegal<" in form and ">Kenya<" not in form
    given = {"version": row.version, "text": "Done.", "evidence_kind": "link", "url": "https://example.org/x"}
    assert client.post(f"/mandates/{row.pk}/progress/", given).status_code == 302
    assert "Answers: 1 of 193." in client.get(row.get_absolute_url()).content.decode()
    data = client.get(f"/api/mandates/{row.pk}/answers").json()
    assert data["answered"] == ["SEN"] and len(data["missing"]) == 192
    assert client.get(f"/api/mandates/{row.pk}").json()["progress"][0]["answers_for"] == "SEN"
    assert client.post(f"/mandates/{row.pk}/remind/").status_code == 403
