"""What was never public leaves nothing public, and what is withdrawn is gone from every address."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from actionlines.errors import InvalidFields
from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.activities.imports.plan import Organisations
from actionlines.register.consultations.actions import comments as said
from actionlines.register.consultations.actions.texts import WithdrawConsultation
from actionlines.register.core.models import Version
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.answers import RemindMissing
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.actions import CreateOrganisation, EditOrganisation, PublishOrganisation
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Role
from actionlines.register.reports.models import Report
from actionlines.register.site.middleware.limits import COUNTS
from tests.people import activity, person
from tests.register.consultations.samples import comment, consultation
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db
SECRET = "unreviewed words"
ANYBODY = AnonymousUser()


def read_all(kind: str, number: int, page: str) -> dict[str, tuple[int, str]]:
    """Return what a visitor gets at each address of a record."""
    COUNTS.clear()
    of_it = [f"/{kind}/{number}{part}" for part in (".json", "/history/", "/embed/", "/cite.bib", "/v/1/", "/v/2/")]
    api = [f"/api/records/{kind}/{number}/{part}" for part in ("versions", "versions/1", "versions/2", "events")]
    answers = {path: Client().get(path) for path in (*of_it, *api, page)}
    return {path: (answer.status_code, answer.content.decode()) for path, answer in answers.items()}


def test_a_held_comment_that_its_author_withdraws_leaves_nothing_public():
    made = consultation(anonymous=True)
    held = comment(made, ANYBODY, text=SECRET, name=SECRET)
    before = [Client().get(path).content for path in (f"/consultations/{made.pk}/at/1/", f"/consultations/{made.pk}/")]
    said.WithdrawComment(ANYBODY, held, key=said.key_of(held), reason=SECRET).do()
    found = read_all("comment", held.pk, f"/comments/{held.pk}/")
    assert {code for code, _body in found.values()} <= {302, 401, 403, 404}
    lists = [f"/api/consultations/{made.pk}/comments", f"/api/consultations/{made.pk}/dispositions"]
    lists += [f"/consultations/{made.pk}/export/?as=json", f"/consultations/{made.pk}/dispositions/"]
    for path in lists:
        answer = Client().get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200 and SECRET.encode() not in body, path
        assert f'"id":{held.pk},"' not in body.decode().replace(" ", "").partition("records")[2], path
    after = [Client().get(path).content for path in (f"/consultations/{made.pk}/at/1/", f"/consultations/{made.pk}/")]
    assert [b"Somebody" in page for page in after] == [b"Somebody" in page for page in before] == [False, False]


def test_a_reason_that_nobody_looked_at_is_not_public():
    made = consultation(anonymous=True)
    shown = comment(made, ANYBODY)
    said.ModerateComment(person("reviewer"), shown, decision="publish").do()
    said.WithdrawComment(ANYBODY, shown, key=said.key_of(shown), reason=SECRET).do()
    found = read_all("comment", shown.pk, f"/comments/{shown.pk}/")
    assert found[f"/comments/{shown.pk}/"][0] == found[f"/comment/{shown.pk}.json"][0] == 410
    assert not [path for path, (_code, body) in found.items() if SECRET in body]


@pytest.mark.parametrize(("who", "is_public"), [("member", False), ("reviewer", True), ("secretariat", True)])
def test_the_reason_of_a_withdrawal_is_public_where_its_writer_may_publish(who, is_public):
    record = activity(status="published", published_at=timezone.now(), published_version=1)
    Version.objects.create(kind="activity", record=record.pk, number=1, public=True, data=as_dict(record))
    WithdrawActivity(person(who), record, reason=SECRET).do()
    found = read_all("activity", record.pk, f"/activities/{record.pk}/")
    assert found[f"/activities/{record.pk}/"][0] == 410
    assert bool([path for path, (_code, body) in found.items() if SECRET in body]) is is_public
    assert not [path for path, (_code, body) in found.items() if record.title in body]
    mine = Client()
    mine.force_login(person("member"))
    assert SECRET in mine.get(f"/activity/{record.pk}/history/").content.decode()


def test_comments_of_a_withdrawn_consultation_are_gone_from_every_address():
    made = consultation(title="Masts of villages")
    shown = comment(made, text=SECRET)
    assert SECRET in read_all("comment", shown.pk, f"/comments/{shown.pk}/")[f"/comment/{shown.pk}.json"][1]
    WithdrawConsultation(person("reviewer"), made, reason="It came too early.").do()
    for kind, number, page in (
        ("comment", shown.pk, f"/comments/{shown.pk}/"), ("consultation", made.pk, f"/consultations/{made.pk}/"),
    ):  # fmt: skip
        found = read_all(kind, number, page)
        assert not [path for path, (_code, body) in found.items() if SECRET in body or made.title in body]
        assert found[f"/{kind}/{number}.json"][0] == 410
        assert "It came too early." in found[f"/{kind}/{number}.json"][1]


def test_a_draft_consultation_that_is_withdrawn_leaves_nothing_public():
    made = consultation(publish=False, title=SECRET)
    WithdrawConsultation(person("reviewer"), made, reason=SECRET).do()
    found = read_all("consultation", made.pk, f"/consultations/{made.pk}/")
    assert {code for code, _body in found.values()} <= {302, 401, 403, 404}


def test_an_answer_does_not_show_the_held_words_above_it():
    made = consultation(premoderated=True)
    above = comment(made)
    above = said.ModerateComment(person("reviewer"), above, decision="publish").do()
    answer = said.ReplyToComment(person("member"), parent=above, fields={"text": "More.", "stakeholder": "academia"})
    answer = answer.do()
    said.ModerateComment(person("reviewer"), answer, decision="publish").do()
    said.EditComment(person("member"), above, fields={"text": SECRET}).do()
    found = read_all("comment", answer.pk, f"/comments/{answer.pk}/")
    assert not [path for path, (_code, body) in found.items() if SECRET in body]


def test_words_of_a_reminder_are_for_those_who_are_asked():
    instrument()
    mandate = Mandate.objects.filter(addressees__body="itu").get()
    Mandate.objects.filter(pk=mandate.pk).update(status="confirmed")
    Role.objects.create(user=person("stranger"), role="focal", scope="KEN")
    asked = Mandate.objects.filter(addressees__body="member-states").first()
    Mandate.objects.filter(pk=asked.pk).update(status="confirmed")
    RemindMissing(person("secretariat"), asked, reason=SECRET).do()
    found = read_all("mandate", asked.pk, asked.get_absolute_url())
    assert found[asked.get_absolute_url()][0] == 200
    assert not [path for path, (_code, body) in found.items() if SECRET in body]


FIELDS = {"name": "Boats of the Lake", "type": "academia", "country": "KEN"}


def test_a_taken_name_tells_nothing_of_an_organisation_that_waits():
    first = CreateOrganisation(person("member"), fields=FIELDS).do()
    second = CreateOrganisation(person("stranger"), fields={**FIELDS, "name": "boats of the lake"}).do()
    with pytest.raises(InvalidFields):  # one's own are known to oneself
        CreateOrganisation(person("member"), fields=FIELDS).do()
    assert Organisations(person("focal")).find("Boats of the Lake") is not None  # Kenya is its scope
    assert Organisations(person("reviewer")).find("Boats of the Lake") is None
    PublishOrganisation(person("secretariat"), second).do()
    with pytest.raises(InvalidFields):
        PublishOrganisation(person("secretariat"), first).do()
    with pytest.raises(InvalidFields):
        CreateOrganisation(person("reviewer"), fields=FIELDS).do()
    EditOrganisation(person("member"), first, fields={"name": "Boats of the Northern Lake"}).do()
    PublishOrganisation(person("secretariat"), Organisation.objects.get(pk=first.pk)).do()


def test_a_change_that_waits_moves_nothing_in_the_public_form():
    made = CreateOrganisation(person("member"), fields=FIELDS).do()
    PublishOrganisation(person("secretariat"), made).do()
    before = Client().get(f"/organisation/{made.pk}.json").json()
    EditOrganisation(person("member"), Organisation.objects.get(pk=made.pk), fields={"name": SECRET}).do()
    assert Client().get(f"/organisation/{made.pk}.json").json() == before


def test_a_withdrawn_report_keeps_no_title_in_its_history():
    fields = {"status": "withdrawn", "published_at": timezone.now(), "published_version": 1}
    made = Report.objects.create(type="contribution", parameters={"area": "KEN"}, title=SECRET, **fields)
    for number in (1, 2):
        Version.objects.create(kind="report", record=made.pk, number=number, public=True, data=as_dict(made))
    found = read_all("report", made.pk, f"/reports/{made.pk}/")
    assert not [path for path, (_code, body) in found.items() if SECRET in body]
