"""Messages about road maps and reports, by the driver of activities: who is told, when, in which language."""

from __future__ import annotations

import pytest
from django.core import mail

from actionlines.errors import InvalidFields
from actionlines.register.core import notices
from actionlines.register.core.kinds import kinds
from actionlines.register.people.models import Role, User
from actionlines.register.reports.actions import CreateReport, PublishReport, ReturnReport, SubmitReport
from actionlines.register.reports.models import BuildStatus
from actionlines.register.roadmaps.actions import PublishRoadMap, RequestRoadMapChanges, SubmitRoadMap
from tests.people import person
from tests.register.roadmaps import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    def done(action):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            record = action.do()
        return record, {to: one for one in mail.outbox for to in one.to}

    return done


def second_reviewer(scope: str = "C5", role: str = "reviewer") -> User:
    made = User.objects.create_user(f"{role}-{scope}@example.org".lower(), name="Second")
    Role.objects.create(user=made, role=role, scope=scope)
    return made


def contribution(**given):
    fields = {"type": "contribution", "parameters": {"area": "KEN"}, **given}
    return CreateReport(person("member"), **fields).do()


def built(report):
    words = dict.fromkeys(("title", "subtitle", "text"), "Villages")
    report.builds.create(
        version=report.version, language="en", status=BuildStatus.DONE, paper={"status": "", "blocks": []}, words=words
    )
    return report


def test_a_road_map_waits_for_the_other_reviewers_of_its_line(told):
    second_reviewer(), second_reviewer("C2"), person("secretariat")
    made = samples.complete(samples.road_map(title="Trust for all"))
    _made, messages = told(SubmitRoadMap(person("reviewer"), made))
    assert list(messages) == ["reviewer-c5@example.org"]
    (sent,) = messages.values()
    assert sent.subject == "For review: Trust for all"
    assert "The road map “Trust for all” was submitted" in sent.body
    assert f"/roadmaps/{made.pk}/" in sent.body


def test_where_whoever_submits_is_the_only_reviewer_the_secretariat_is_told(told):
    person("secretariat")
    _made, messages = told(SubmitRoadMap(person("reviewer"), samples.complete(samples.road_map())))
    assert list(messages) == ["secretariat@example.org"]


def test_who_writes_a_road_map_reads_what_to_change_and_that_it_is_published(told):
    other = second_reviewer()
    made = samples.complete(samples.road_map(title="Trust"))
    SubmitRoadMap(person("reviewer"), made).do()
    made, messages = told(RequestRoadMapChanges(other, made, reason="Name the year."))
    assert list(messages) == ["reviewer@example.org"]
    assert "Name the year." in messages["reviewer@example.org"].body
    SubmitRoadMap(person("reviewer"), made).do()
    _made, messages = told(PublishRoadMap(other, made))
    assert messages["reviewer@example.org"].subject == "Published: Trust"


def test_a_report_waits_for_those_who_may_publish_it(told):
    # The focal point of the country, and who reviews the region that it is in; not the reviewer of a line.
    person("focal"), person("reviewer"), second_reviewer("itu-region:AFR"), second_reviewer("BRA", "focal")
    made, messages = told(SubmitReport(person("member"), contribution()))
    assert sorted(messages) == ["focal@example.org", "reviewer-itu-region:afr@example.org"]
    assert f"/reports/{made.pk}/" in messages["focal@example.org"].body
    assert "Contribution KEN" in messages["focal@example.org"].subject


def test_a_report_comes_back_with_the_reason_and_is_published(told):
    made, _messages = told(SubmitReport(person("member"), contribution()))
    made, messages = told(ReturnReport(person("focal"), made, reason="Name the year."))
    assert list(messages) == ["member@example.org"]
    assert "Name the year." in messages["member@example.org"].body
    made = built(SubmitReport(person("member"), made).do())
    _made, messages = told(PublishReport(person("focal"), made))
    assert "is published" in messages["member@example.org"].body


def test_nobody_is_told_of_what_they_did_themselves(told):
    made = samples.complete(samples.road_map())
    SubmitRoadMap(person("reviewer"), made).do()
    assert told(PublishRoadMap(person("reviewer"), made))[1] == {}


def test_nothing_is_sent_of_what_was_not_saved(told):
    second_reviewer()
    with pytest.raises(InvalidFields):
        told(SubmitRoadMap(person("reviewer"), samples.road_map()))
    assert mail.outbox == []


def test_a_line_break_in_a_title_makes_no_header():
    made = samples.road_map()
    type(made).objects.update(title="A\r\nBcc: everybody@example.org")
    made.refresh_from_db()
    sent = notices.message("submitted", made, person("reviewer"))
    assert sent.subject.endswith("A Bcc: everybody@example.org")


def test_the_name_of_a_report_is_in_the_language_of_the_reader():
    reader = person("focal")
    reader.language = "fr"
    assert "Contribution" in notices.message("submitted", contribution(), reader).subject
    reader.language = "ru"
    assert "Contribution" not in notices.message("submitted", contribution(), reader).subject


def test_a_message_that_waited_since_before_road_maps_had_any_is_of_an_activity():
    notices.send.call("published", 12, None)
    assert mail.outbox == []


def test_every_message_is_in_the_table():
    assert [key for key, kind in kinds().items() if kind.mail] == ["activity", "organisation", "report", "roadmap"]
    for kind in kinds().values():
        assert not kind.mail or kind.mail.keys() - {"many", "many_subject"} | {"changes"} == notices._SUBJECTS.keys()
