"""The pages of mandates: the register, one mandate, what can be done there, who waits."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionlines.register.activities.models import ActivityMandate
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.mandates.actions import ConfirmMandate, CorrectMandate, RecordProgress
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from tests.indexed import reindex
from tests.people import activity, organisation, person
from tests.register.mandates.samples import instrument, mandate, noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(person("secretariat"))
    return client


def address(one, verb):
    return reverse(f"mandate-{verb}", args=[one.pk])


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_register_lists_what_is_asked_of_whom(client):
    instrument()
    reindex()
    html = body(client.get("/mandates/"))
    assert "International Telecommunication Union" in html
    assert "Due 30 June 2027</span>" in html
    assert 'name="mandate"' not in html


def test_filters_stand_in_the_address(client):
    instrument()
    reindex()
    html = body(client.get("/mandates/", {"body": "itu", "strength": "invites"}))
    assert "Map, by 30 June 2027" in html
    assert "lend spare masts" not in html
    assert "/mandates/calendar.ics?body=itu&amp;strength=invites" in html


def test_a_reviewer_ticks_and_confirms_several(boss):
    made = instrument()
    reindex()
    html = body(boss.get("/mandates/", {"status": "proposed"}))
    chosen = re.findall(r'name="mandate" value="(\d+:\d+)" form="bulk"', html)
    assert len(chosen) == made.mandates.count()
    answer = boss.post(reverse("mandates-confirm"), {"mandate": chosen, "next": "/mandates/?status=proposed"})
    assert answer.url == "/mandates/?status=proposed"
    assert set(made.mandates.values_list("status", flat=True)) == {"confirmed"}


def test_only_ticks_that_work_are_offered(client):
    one, other = mandate("2"), mandate("4")
    other.links.all().delete()
    reindex()
    client.force_login(person("reviewer"))
    html = body(client.get("/mandates/"))
    assert re.findall(r'name="mandate" value="(\d+):', html) == [str(one.pk)]


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "x" * 5000])
def test_one_is_not_sent_elsewhere(boss, onward):
    one = mandate("2")
    answer = boss.post(reverse("mandates-confirm"), {"mandate": f"{one.pk}:1", "next": onward})
    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert "javascript" not in answer.url


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["1:2:3"], [":"], ["-1:1"], ["1"] * 400])
def test_odd_choices_confirm_nothing(boss, chosen):
    one = mandate("2")
    assert boss.post(reverse("mandates-confirm"), {"mandate": chosen}).status_code == 302
    if not any(value.partition(":")[0] == str(one.pk) for value in chosen):
        assert Mandate.objects.get(pk=one.pk).status == "proposed"


def test_one_mandate_says_everything(client):
    one = mandate("2", "confirmed", lead=organisation())
    done = activity(status="published", published_at=timezone.now(), published_version=1)
    quote = [{"field": "summary", "quote": "Village radio", "start": 0, "end": 13, "weight": 1}]
    ActivityMandate.objects.create(activity=done, mandate=one, p=0.7, evidence=quote, status="confirmed")
    RecordProgress(
        person("secretariat"), one, text="A first map.", evidence_kind="paragraph",
        evidence={"symbol": "A/RES/80/901", "anchor": "4", "quote": "spare masts"},
    ).do()  # fmt: skip
    html = body(client.get(one.get_absolute_url()))
    for words in (
        "International Telecommunication Union", "30 June 2027", "Village Network Trust", "A first map.",
        "spare masts", done.title, "70%", "Village radio", "Under way", "Progress recorded", "General Assembly",
    ):  # fmt: skip
        assert words in html
    assert "secretariat" not in html.lower().partition("<main")[2]


def test_who_did_it_is_told_to_those_who_may_know(boss):
    one = mandate("2")
    ConfirmMandate(person("reviewer"), one).do()
    assert "Reviewer" in body(boss.get(one.get_absolute_url()))


def test_what_the_system_proposed_stays_beside_the_correction(client):
    one = mandate("2")
    before = one.action
    CorrectMandate(person("secretariat"), one, action="count the masts", addressees=["cstd"]).do()
    html = body(client.get(one.get_absolute_url()))
    proposed = html[html.index("What the system proposed") :]
    assert before[:20] in proposed
    assert "International Telecommunication Union" in proposed


def test_a_rejected_mandate_is_not_for_visitors(client):
    one = mandate("2", "rejected")
    assert client.get(one.get_absolute_url()).status_code == 302
    client.force_login(person("member"))
    assert client.get(one.get_absolute_url()).status_code == 403
    client.force_login(person("secretariat"))
    assert client.get(one.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("verb", ["reject", "correct", "lead", "progress", "status", "link"])
def test_forms_are_for_those_who_may(client, verb):
    one = mandate("2", "confirmed")
    assert client.get(address(one, verb)).status_code == 302
    client.force_login(person("member"))
    assert client.get(address(one, verb)).status_code == 403
    client.force_login(person("secretariat"))
    assert "<h1>" in body(client.get(address(one, verb)))


def test_a_correction_by_names_and_acronyms(boss):
    one = mandate("2")
    given = {
        "version": 1, "addressees": ["ITU", "commission on science and technology for development", ""],
        "action": "map the masts", "deliverable": "mapping", "strength": "requests",
        "due_year": "2029", "due_often": "annual", "due_on": one.due_on.isoformat(), "report_to": ["ecosoc"],
    }  # fmt: skip
    assert boss.post(address(one, "correct"), given).url == one.get_absolute_url()
    one.refresh_from_db()
    assert [row.body for row in one.addressees.order_by("pk")] == ["itu", "cstd"]
    assert (one.due, one.report_to, one.status) == (["year:2029", "recurring:annual"], ["ecosoc"], "confirmed")
    assert one.due_on != Mandate(due_on=given["due_on"]).due_on


def test_errors_stand_beside_the_fields_and_what_was_typed_stays(boss):
    one = mandate("2")
    given = {
        "version": 1, "addressees": ["Nobody’s Union"], "action": "map <b>all</b>", "deliverable": "mapping",
        "strength": "requests", "due_year": "soon", "due_on": "", "report_to": [],
    }  # fmt: skip
    html = body(boss.post(address(one, "correct"), given), 422)
    assert "No body is called “Nobody’s Union”" in html
    assert 'value="Nobody’s Union"' in html
    assert "map &lt;b&gt;all&lt;/b&gt;" in html
    given["addressees"] = ["ITU"]
    html = body(boss.post(address(one, "correct"), given), 422)
    assert "“year:soon” is not a due date" in html
    assert Mandate.objects.get(pk=one.pk).version == 1


def test_the_second_editor_sees_what_changed_and_keeps_what_they_typed(boss):
    one = mandate("2", "confirmed")
    CorrectMandate(person("administrator"), one, action="chart the masts").do()
    given = {
        "version": 1, "addressees": ["ITU"], "action": "count the masts", "deliverable": "mapping",
        "strength": "requests", "due_on": "", "report_to": [],
    }  # fmt: skip
    html = body(boss.post(address(one, "correct"), given), 409)
    assert "Somebody changed this since you opened it" in html
    assert "<ins>chart</ins>" in html
    assert "count the masts" in html
    assert Mandate.objects.get(pk=one.pk).action == "chart the masts"
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    assert boss.post(address(one, "correct"), {**given, "version": version}).status_code == 302
    assert Mandate.objects.get(pk=one.pk).action == "count the masts"


def test_progress_with_words_that_do_not_stand_there(boss):
    one = mandate("2", "confirmed")
    given = {
        "version": 1, "text": "Mapped.", "evidence_kind": "paragraph", "symbol": "A/RES/80/901", "anchor": "4",
        "quote": "no such words",
    }  # fmt: skip
    assert "these words are not in the paragraph" in body(boss.post(address(one, "progress"), given), 422)
    assert boss.post(address(one, "progress"), {**given, "quote": "spare masts"}).status_code == 302
    assert one.progress.get().evidence["quote"] == "spare masts"


def test_a_lead_by_name(boss):
    one, lead = mandate("2", "confirmed"), organisation()
    assert boss.post(address(one, "lead"), {"version": 1, "lead": "village network trust"}).status_code == 302
    assert Mandate.objects.get(pk=one.pk).lead == lead
    assert "No organisation has this name" in body(
        boss.post(address(one, "lead"), {"version": 2, "lead": "Nobody"}), 422
    )


def test_a_body_of_the_framework_leads_by_any_of_its_names(boss):
    one = mandate("2", "confirmed")
    for version, name in enumerate(("itu", "Union internationale des télécommunications", "国际电信联盟"), 1):
        given = {"version": version, "lead": name}
        assert boss.post(address(one, "lead"), given).status_code == 302, name
    assert Mandate.objects.get(pk=one.pk).lead.body == "itu"
    assert Organisation.objects.filter(body="itu").count() == 1
    assert "this is a group" not in body(boss.get(address(one, "lead")))


def test_progress_by_a_link_and_by_an_activity_found_by_its_title(boss, client):
    one, made = mandate("2", "confirmed"), activity(status="published", published_at=timezone.now())
    given = {"version": 1, "text": "Mapped.", "evidence_kind": "link", "url": "https://example.org/map?a=1&b=2"}
    assert "begins with https://" in body(
        boss.post(address(one, "progress"), {**given, "url": "javascript:alert(1)"}), 422
    )
    assert boss.post(address(one, "progress"), given).status_code == 302
    html = body(client.get(one.get_absolute_url()))
    assert '<a href="https://example.org/map?a=1&amp;b=2" rel="nofollow external noreferrer">' in html
    given = {"version": 2, "text": "Mapped.", "evidence_kind": "activity", "activity": made.title}
    assert boss.post(address(one, "progress"), given).status_code == 302
    assert one.progress.first().evidence == {"activity": made.pk}
    wrong = {**given, "version": 3, "activity": "No such title"}
    assert "Choose an activity from the list" in body(boss.post(address(one, "progress"), wrong), 422)


def test_progress_by_a_file_that_a_worker_has_checked(boss, tmp_path):
    one = mandate("2", "confirmed")
    sent = tmp_path / "report.txt"
    sent.write_text("Three masts were mapped.\n\nTwo are to follow.")
    given = {"version": 1, "text": "Mapped.", "evidence_kind": "file"}
    assert "Choose a file." in body(boss.post(address(one, "progress"), given), 422)
    with sent.open("rb") as file:
        waits = boss.post(address(one, "progress"), {**given, "file": file})
    assert not one.progress.exists()
    assert "Three masts were mapped." in body(boss.get(waits["Location"]))
    other = mandate("4", "confirmed")
    assert boss.get(waits["Location"].replace(f"/{one.pk}/", f"/{other.pk}/")).status_code == 404
    assert Client().get(waits["Location"]).status_code == 302  # to sign in
    assert boss.post(waits["Location"]).status_code == 302
    note = one.progress.get()
    assert (note.text, note.evidence["name"], note.evidence["type"]) == ("Mapped.", "report.txt", "text")
    address_of_file = f"/mandates/evidence/{note.pk}/"
    assert address_of_file in body(Client().get(one.get_absolute_url()))
    answer = Client().get(address_of_file)
    assert b"".join(answer.streaming_content) == sent.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="report.txt"'
    Mandate.objects.filter(pk=one.pk).update(status="rejected")
    assert Client().get(address_of_file).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("run.exe", b"MZ\x90 program", "this is a program"),
        ("page.html", b"<html><script>alert(1)</script></html>", "cannot be read here"),
        ("report.pdf", b"%PDF-1.4 damaged", "report.pdf"),
    ],
)
def test_a_file_that_cannot_be_evidence(boss, tmp_path, name, content, says):
    one, sent = mandate("2", "confirmed"), tmp_path / name
    sent.write_bytes(content)
    with sent.open("rb") as file:
        given = {"version": 1, "text": "Mapped.", "evidence_kind": "file", "file": file}
        answer = boss.post(address(one, "progress"), given)
    if answer.status_code == 302:
        answer = boss.get(answer["Location"])
    assert says in body(answer, 422)
    assert not one.progress.exists()


def test_a_status_with_its_reason(boss):
    one, later = mandate("2", "confirmed"), mandate("4", "confirmed")
    given = {"version": 1, "status": "superseded", "superseded_by": f"https://x.example{later.get_absolute_url()}"}
    body(boss.post(address(one, "status"), given), 422)
    assert boss.post(address(one, "status"), {**given, "reason": "Asked anew."}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.superseded_by, one.status_reason) == ("superseded", later, "Asked anew.")


def test_what_recurs_can_be_delivered_for_this_time(boss):
    one = noted(mandate("5", "confirmed"))
    assert "Delivered for this time" in body(boss.get(address(one, "status")))
    assert "Delivered for this time" not in body(boss.get(address(mandate("2", "confirmed"), "status")))
    boss.post(address(one, "status"), {"version": 1, "status": "again", "reason": "Sent."})
    assert Mandate.objects.get(pk=one.pk).status == "under_way"


def test_a_concept_is_added_and_decided(boss):
    one = mandate("2")
    given = {"version": 1, "concept": "sdg 9", "status": "confirmed"}
    assert boss.post(address(one, "link"), given).status_code == 302
    assert one.links.get(concept="sdg:9").origin == "person"
    assert boss.post(address(one, "link"), {"version": 2, "concept": "C2", "status": "rejected"}).status_code == 302
    assert one.links.get(concept="C2").status == "rejected"
    assert "is not a line, goal" in body(
        boss.post(address(one, "link"), {**given, "concept": "KEN", "version": 3}), 422
    )


def test_who_is_waiting_on_whom(client):
    assert "No confirmed mandate is open." in body(client.get("/mandates/waiting/"))
    mandate("2", "confirmed")
    html = body(client.get("/mandates/waiting/"))
    assert "International Telecommunication Union" in html
    assert "General Assembly" in html
    html = body(client.get("/mandates/waiting/", {"on": "body:itu"}))
    assert "30 June 2027" in html
    assert "Map, by 30 June 2027" in html


@pytest.mark.parametrize("asked", [{"on": "x"}, {"on": "lead:" + "9" * 50}, {"on": "body:itu", "page": "9" * 30},
                                   {"on": "body:itu", "page": "-2"}, {"with": "x"}])  # fmt: skip
def test_odd_questions_are_answered(client, asked):
    mandate("2", "confirmed")
    body(client.get("/mandates/waiting/", asked))


@pytest.mark.parametrize("path", ["/mandates/", "/mandates/waiting/", "/instruments/", "/instruments/compare/"])
def test_pages_in_arabic_run_from_right_to_left(client, path):
    mandate("2", "confirmed")
    reindex()
    client.cookies["django_language"] = "ar"
    assert '<html lang="ar" dir="rtl">' in body(client.get(path))


def test_a_mandate_in_arabic_keeps_the_language_of_its_words(client):
    client.cookies["django_language"] = "ar"
    html = body(client.get(mandate("2", "confirmed").get_absolute_url()))
    assert re.search(r'<blockquote class="text" lang="en" dir="auto">', html)


def test_scripts_in_what_people_write_are_text(client):
    nasty = '"><script>alert(1)</script>'
    one = mandate("2", "confirmed", status_reason=nasty)
    RecordProgress(
        person("secretariat"), one, text=nasty, evidence_kind="paragraph",
        evidence={"symbol": "A/RES/80/901", "anchor": "4", "quote": "spare masts"},
    ).do()  # fmt: skip
    CorrectMandate(person("secretariat"), one, action=nasty).do()
    for path in (one.get_absolute_url(), "/mandates/", "/mandates/waiting/?on=body:itu", "/instruments/A/RES/80/901/"):
        assert "<script>alert" not in body(client.get(path))


@pytest.mark.parametrize("who", [None, "secretariat"])
def test_queries_of_one_mandate_are_bounded(client, who, django_assert_max_num_queries):
    if who:
        client.force_login(person(who))
    one = mandate("2", "confirmed", lead=organisation())
    for n in range(12):
        RecordProgress(
            person("secretariat"), one, text=f"Note {n}", evidence_kind="paragraph",
            evidence={"symbol": "A/RES/80/901", "anchor": "4", "quote": "spare masts"},
        ).do()  # fmt: skip
        done = activity(title=f"Masts {n}", status="published", published_at=timezone.now(), published_version=1)
        ActivityMandate.objects.create(activity=done, mandate=one)
    # One for the settings of the site, three for what waits, two for how far it is answered.
    with django_assert_max_num_queries(26):
        body(client.get(one.get_absolute_url()))


@pytest.mark.parametrize("who", [None, "reviewer"])
def test_queries_of_the_register_are_bounded(client, who, django_assert_max_num_queries):
    instrument()
    reindex()
    if who:
        client.force_login(person(who))
    with django_assert_max_num_queries(16):
        body(client.get("/mandates/"))


def test_the_status_of_links_is_shown_once_for_all_that_have_it(client):
    instrument()
    one = mandate("2", "confirmed")
    for concept, level, status in (
        ("C2", "action_line", "proposed"),
        ("sdg:9", "goal", "confirmed"),
        ("C3", "action_line", "proposed"),
    ):
        one.links.update_or_create(concept=concept, defaults={"level": level, "status": status, "p": 0.9})
    part = body(client.get(one.get_absolute_url())).partition("Related to</h2>")[2].partition("</ul>")[0]
    assert [len(re.findall(rf"</svg> {word}<", part)) for word in ("Confirmed", "Proposed")] == [1, 1]
    assert part.index("Confirmed") < part.index("Proposed")


def test_the_language_of_a_text_is_named_in_that_of_the_reader(client):
    one = instrument(
        file=StoredFile.objects.create(sha256="a" * 64, name="a.txt", size=1, type="text")
    ).mandates.first()
    for address in (one.get_absolute_url(), one.instrument.get_absolute_url()):
        assert "لغة النص: الإنكليزية" in body(client.get(address, headers={"Accept-Language": "ar"}))
        assert "Language of the text" not in body(client.get(address))
