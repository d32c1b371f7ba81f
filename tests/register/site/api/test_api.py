"""What the API answers, record by record."""

from __future__ import annotations

import pytest
from django.utils import timezone

from actionlines.register.activities.models import Activity
from actionlines.register.core.api.operations import OPERATIONS
from actionlines.register.core.permissions import table
from actionlines.register.mandates.models import Mandate
from actionlines.register.site.api import api
from actionlines.register.site.middleware.limits import COUNTS
from tests.indexed import reindex
from tests.people import activity, person
from tests.register.site.api.world import WHOLE, Program, published, token, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits():
    COUNTS.clear()


def test_every_list_is_read_without_a_token():
    made, visitor = world(), Program()
    for name, one in (
        ("activities", made.published), ("mandates", made.mandate), ("instruments", made.instrument),
        ("organisations", made.organisation), ("envelopes", made.envelope),
    ):  # fmt: skip
        found = visitor.ask("get", f"/{name}")
        assert found.status_code == 200, found.content
        assert one.pk in [row["id"] for row in found.data["records"]], name
        assert visitor.ask("get", f"/{name}/{one.pk}").data["id"] == one.pk


def test_drafts_are_for_their_owner():
    made = world()
    assert Program().ask("get", f"/activities/{made.draft.pk}").status_code == 401
    assert Program("stranger").ask("get", f"/activities/{made.draft.pk}").status_code == 403
    assert Program("member").ask("get", f"/activities/{made.draft.pk}").data["title"] == "Letters to the desk"
    listed = Program().ask("get", "/activities").data["records"]
    assert [row["id"] for row in listed] == [made.published.pk]
    mine = Program("member").ask("get", "/me/activities?status=draft").data
    assert [row["id"] for row in mine["records"]] == [made.draft.pk]


def test_the_public_goes_on_reading_the_published_version():
    made, member = published(), Program("member")
    done = member.ask(
        "patch", f"/activities/{made.pk}", {"version": made.version, "fields": {"title": "Radio lessons, again"}}
    )
    assert done.status_code == 200, done.content
    assert done.data["status"] == "draft"
    assert Program().ask("get", f"/activities/{made.pk}").data["title"] == "Radio lessons on safe passwords"
    whole = member.ask("get", f"/activities/{made.pk}?published=true").data
    assert whole["title"] == "Radio lessons on safe passwords"


def test_an_activity_goes_all_the_way():
    member, reviewer = Program("member"), Program("reviewer")
    made = member.ask("post", "/activities", {"fields": {"title": "Passwords by post", "language": "en"}})
    assert made.status_code == 201, made.content
    number, version = made.data["id"], made.data["version"]
    fields = {
        "summary": "Letters explain passwords.", "description": "One letter each week.", "places": ["KEN"],
        "starts_on": "2026-02-01", "contact_name": "Desk", "contact_email": "desk@example.org",
        "organisation": published().organisation_id,
        "results": [{"what": "letters", "value": 12, "year": 2026}],
    }  # fmt: skip
    done = member.ask("patch", f"/activities/{number}", {"version": version, "fields": fields})
    assert done.status_code == 200, done.content
    done = member.ask(
        "post", f"/activities/{number}/links",
        {"version": done.data["version"], "concept": "C5", "decision": "confirmed"},
    )  # fmt: skip
    assert done.status_code == 200, done.content
    done = member.ask("post", f"/activities/{number}/submit", {"version": done.data["version"]})
    assert done.data["status"] == "submitted"
    said = reviewer.ask("post", f"/activities/{number}/comments", {"field": "summary", "text": "Say where."})
    assert said.status_code == 200, said.content
    done = reviewer.ask("post", f"/activities/{number}/changes", {"version": said.data["version"]})
    assert done.data["status"] == "changes"
    done = member.ask("post", f"/activities/{number}/submit", {"version": done.data["version"]})
    done = reviewer.ask("post", f"/activities/{number}/take", {"version": done.data["version"]})
    done = reviewer.ask("post", f"/activities/{number}/publish", {"version": done.data["version"]})
    assert done.data["status"] == "published", done.content
    checks = Program().ask("get", f"/activities/{number}/checks").data
    assert [one["name"] for one in checks] == ["process", "mandate", "resources"]
    done = member.ask(
        "post", f"/activities/{number}/withdraw", {"version": done.data["version"], "reason": "It ended."}
    )
    assert done.status_code == 200, done.content
    gone = Program().ask("get", f"/activities/{number}")
    assert (gone.status_code, gone.data["status_reason"]) == (410, "")  # nobody else read it
    assert Program().ask("get", f"/records/activity/{number}/versions/1").status_code == 410


def test_two_programs_do_not_overwrite_each_other():
    made = activity(**WHOLE)
    member = Program("member")
    first = member.ask("patch", f"/activities/{made.pk}", {"version": 1, "fields": {"title": "Lessons one"}})
    assert first.status_code == 200, first.content
    second = member.ask("patch", f"/activities/{made.pk}", {"version": 1, "fields": {"title": "Lessons two"}})
    assert second.status_code == 409
    assert (second.data["code"], second.data["seen"], second.data["current"]) == ("AL702", 1, 2)
    assert Activity.objects.get(pk=made.pk).title == "Lessons one"


def test_what_is_missing_is_named_field_by_field():
    made = activity()
    found = Program("member").ask("post", f"/activities/{made.pk}/submit", {"version": 1})
    assert (found.status_code, found.data["code"]) == (422, "AL704")
    assert {"description", "contact_name"} <= set(found.data["fields"])


def test_a_mandate_is_confirmed_corrected_followed_and_rejected():
    made, boss = world(), Program("secretariat")
    number = made.mandate.pk
    done = boss.ask("post", f"/mandates/{number}/confirm", {"version": 1})
    assert done.data["status"] == "confirmed", done.content
    done = boss.ask("post", f"/mandates/{number}/correct", {"version": 2, "due_on": "2027-01-01", "action": "report"})
    assert (done.data["due_on"], done.data["action"]) == ("2027-01-01", "report"), done.content
    wrong = boss.ask("post", f"/mandates/{number}/correct", {"version": 3, "due": ["soon"]})
    assert "due" in wrong.data["fields"]
    done = boss.ask("post", f"/mandates/{number}/lead", {"version": 3, "lead": made.organisation.pk})
    assert done.data["lead"] == made.organisation.pk, done.content
    done = boss.ask(
        "post", f"/mandates/{number}/progress",
        {"version": 4, "text": "A draft is there.", "evidence_kind": "activity",
         "evidence": {"activity": made.published.pk}},
    )  # fmt: skip
    assert done.data["status"] == "under_way", done.content
    done = boss.ask(
        "post", f"/mandates/{number}/status", {"version": 5, "status": "delivered", "reason": "Handed over."}
    )
    assert done.data["status"] == "delivered", done.content
    other = Mandate.objects.exclude(pk=number).first()
    done = boss.ask("post", f"/mandates/{other.pk}/reject", {"version": 1, "reason": "A mere wish."})
    assert done.data["status"] == "rejected", done.content
    assert Program().ask("get", f"/mandates/{other.pk}").status_code == 401
    done = boss.ask("post", f"/mandates/{number}/links", {"version": 6, "concept": "C2", "status": "confirmed"})
    assert "C2" in [link["concept"] for link in done.data["links"]]


def test_organisations_and_money():
    member, boss = Program("member"), Program("secretariat")
    fields = {"name": "Desk of Letters", "type": "civil-society"}
    made = member.ask("post", "/organisations", {"fields": fields})
    assert made.status_code == 201, made.content
    number = made.data["id"]
    bad = member.ask("patch", f"/organisations/{number}", {"version": 1, "fields": {"website": "javascript:alert(1)"}})
    assert (bad.status_code, list(bad.data["fields"])) == (422, ["website"])
    assert member.ask("post", "/envelopes", {"fields": {}}).status_code == 403
    fields = {
        "plan": "Plan of letters", "objective": "Post", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "currency": "CHF", "amount": "100",
    }  # fmt: skip
    made = boss.ask("post", "/envelopes", {"fields": fields})
    assert made.status_code == 201, made.content
    purse, work = made.data["id"], published().pk
    done = boss.ask("put", f"/envelopes/{purse}/allocations/{work}", {"version": 1, "amount": "40.00"})
    assert done.data["allocations"] == [{"activity": work, "amount": "40.00", "note": ""}], done.content
    done = boss.ask("post", f"/envelopes/{purse}/allocations/{work}/remove", {"version": 2})
    assert done.data["allocations"] == []
    done = boss.ask("patch", f"/envelopes/{purse}", {"version": 3, "fields": {"note": "Nothing left."}})
    assert done.data["note"] == "Nothing left.", done.content


def test_lists_have_filters_pages_and_facets():
    for place in range(5):
        published(title=f"Lessons of village {place}")
    reindex()
    visitor = Program()
    found = visitor.ask("get", "/activities?action_line=C5&size=2&facets=action_line&facets=country&sort=title").data
    assert (found["total"], len(found["records"])) == (5, 2)
    assert {"value": "C5", "count": 5} in found["facets"]["action_line"]
    seen = [row["id"] for row in found["records"]]
    while found["next"]:
        found = visitor.get(found["next"]).json()
        seen += [row["id"] for row in found["records"]]
    assert len(set(seen)) == len(seen) == 5
    assert visitor.ask("get", "/activities?action_line=C2").data["total"] == 0
    assert visitor.ask("get", "/activities?size=101").status_code == 422
    assert visitor.ask("get", "/activities?sort=colour").status_code == 422


def test_an_unchanged_record_is_not_sent_again():
    made, visitor = published(), Program()
    first = visitor.ask("get", f"/activities/{made.pk}")
    again = visitor.ask("get", f"/activities/{made.pk}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Vary"] == "Authorization, Accept-Language"


def test_who_a_token_is_for_and_when_it_ends():
    assert Program("reviewer").ask("get", "/me").data["roles"] == ["reviewer C5"]
    assert Program().ask("get", "/me").status_code == 401
    ended = Program()
    ended.head = {"Authorization": f"Bearer {token('member', ends_at=timezone.now())}"}
    found = ended.ask("get", "/me")
    assert (found.status_code, found["WWW-Authenticate"]) == (401, "Bearer")
    kept_out = Program("stranger")
    type(person("stranger")).objects.filter(email="stranger@example.org").update(is_active=False)
    assert kept_out.ask("get", "/activities").status_code == 401


def test_a_session_of_the_site_counts_for_nothing(client):
    made = activity()
    client.force_login(person("member"))
    assert client.get(f"/api/activities/{made.pk}").status_code == 401
    done = client.post("/api/activities", {"fields": {"title": "By another site"}}, content_type="application/json")
    assert done.status_code == 401
    assert not Activity.objects.filter(title="By another site").exists()


def test_too_many_requests_are_told_how_long_to_wait():
    visitor, answers = Program(), []
    # A slow machine earns a few more while it asks.
    while not answers or (answers[-1].status_code == 200 and len(answers) < 1000):
        answers.append(visitor.ask("get", "/concepts/C5"))
    found = answers[-1]
    assert len(answers) > 120
    assert (found.status_code, found.data["code"]) == (429, "AL709")
    assert int(found["Retry-After"]) >= 1
    assert Program("member").ask("get", "/concepts/C5").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400), (b"[" * 5000, 400), (b'{"fields": {"title": "a\\u0000b"}}', 400),
        (b'{"fields": {"title": "\\ud800"}}', 400), (b'{"fields": {"title": NaN}}', 400),
        (b'{"fields": {"title": 5}}', 422), (b'{"fields": {"organisation": 1' + b"0" * 30 + b"}}", 422),
        (b'{"fields": {"organisation": ' + b"9" * 5000 + b"}}", 400), (b"\xff", 400), (b"", 422),
        (b'{"fields": {"title": "' + b"x" * 301 + b'"}}', 422), (b'{"fields": {"colour": "red"}}', 422),
    ],
)  # fmt: skip
def test_bodies_that_cannot_be_are_refused(body, status):
    member = Program("member")
    found = member.post("/api/activities", body, content_type="application/json", headers=member.head)
    assert found.status_code == status, found.content
    assert found.json()["code"] == "AL704"


def test_errors_outside_of_operations_have_the_one_form():
    visitor = Program()
    for found, status in (
        (visitor.ask("get", "/nothing"), 404), (visitor.ask("delete", "/instruments"), 405),
        (visitor.ask("get", "/activities/12/%00"), 400), (visitor.ask("get", "/concepts/%00"), 400),
        (visitor.ask("get", "/activities/99999999999999999999999"), 422),
        (visitor.ask("post", "/activities", {"fields": {"title": "x" * 3_000_000}}), 413),
    ):  # fmt: skip
        assert found.status_code == status, found.content
        assert {"code", "subject", "problem", "advice", "fields"} <= set(found.data)


def test_a_file_is_sent_and_followed():
    from django.core.files.uploadedfile import SimpleUploadedFile

    member = Program("member")
    rows = b"title,summary,organisation\nLetters by boat,Letters cross.,Village Network Trust\n,No title,\n"
    sent = member.post(
        "/api/imports",
        {"file": SimpleUploadedFile("rows.csv", rows), "what": "activities", "dry_run": "true"},
        headers=member.head,
    )
    assert sent.status_code == 202, sent.content
    number = sent.json()["id"]
    assert member.ask("get", f"/imports/{number}").data["status"] in ("done", "partly")
    assert len(member.ask("get", f"/imports/{number}/rows").data["records"]) == 2
    assert Program("stranger").ask("get", f"/imports/{number}").status_code == 403
    refused = member.post(
        "/api/imports",
        {"file": SimpleUploadedFile("rows.csv", b"%PDF-1.4 no table"), "what": "activities"},
        headers=member.head,
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "AL705")


def test_what_a_file_holds_is_found_out_by_the_worker_and_its_right_asked_then():
    from django.core.files.uploadedfile import SimpleUploadedFile

    member = Program("member")
    rows = b"title,summary,organisation\nLetters by boat,Letters cross.,Village Network Trust\n"
    figures = b"indicator,area,year,value,unit\n17.8.1,KEN,2020,30,percent\n17.8.1,KEN,2021,32,percent\n"
    for body, what, code in ((rows, "activities", None), (figures, "indicators", "AL701")):
        sent = member.post("/api/imports", {"file": SimpleUploadedFile("rows.csv", body)}, headers=member.head)
        assert sent.status_code == 202, sent.content
        found = member.ask("get", f"/imports/{sent.json()['id']}").data
        assert (found["what"], found["error"].get("code")) == (what, code)


def test_words_of_a_consultation_are_read_by_a_worker(monkeypatch):
    from django_tasks.backends.immediate import ImmediateBackend

    from actionlines.register.core.imports.readings import read_next
    from tests.register.consultations.samples import consultation

    made, program = consultation(publish=False), Program("reviewer")
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)
    address, body = f"/consultations/{made.pk}/texts", {"words": "1. Invites all.", "version": made.version}
    first = program.ask("post", address, body)
    assert (first.status_code, first.data) == (202, {"status": "waiting", "before": 0})
    assert read_next()
    assert program.ask("post", address, body).status_code == 200
    assert made.texts.count() == 2


def test_every_operation_names_a_row_of_the_table():
    views = [
        operation.view_func
        for _prefix, router in api._routers
        for path in router.path_operations.values()
        for operation in path.operations
    ]
    assert len(views) > 40
    assert all(OPERATIONS[view] in table() for view in views)


def test_a_wrong_field_is_named_as_it_was_sent():
    found = Program("member").ask("post", "/activities", {"title": "Masts"})
    assert "title" in found.data["fields"] and "openapi.json" in found.data["advice"]
    assert list(Program().ask("get", "/activities?size=101").data["fields"]) == ["size"]


def test_an_address_refuses_parameters_that_it_does_not_take():
    made, visitor = world(), Program()
    paths = [path for path, methods in api.get_openapi_schema()["paths"].items() if "get" in methods]
    assert len(paths) > 40
    for path in paths:
        address = path.removeprefix("/api").replace("{id}", str(made.mandate.pk))
        if "{" in address:
            continue
        refused = visitor.ask("get", f"{address}?nonsense=1&lines=C5")
        assert refused.status_code == 422, (path, refused.content)
        named = {*refused.data["fields"]}
        # Where another parameter is missing, that is said.
        assert named == {"lines", "nonsense"} or not named & {"lines", "nonsense"}, path
    known = visitor.ask("get", "/mandates?line=C5").data
    assert known["code"] == "AL704" and "action_line" in known["fields"]["line"]
    assert Program("member").ask("post", "/activities?nonsense=1", {"fields": {"title": "x"}}).status_code == 422


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("get", "/instruments?starts_to=0", None),
        ("get", "/activities?starts_from=1767225600", None),
        ("get", "/activities?starts_from=2026-1-5", None),
        ("post", "/comments/{comment}/endorse", {"take_back": 0}),
        ("post", "/comments/{comment}/endorse", {"take_back": "no"}),
        ("post", "/mandates/{mandate}/status", {"version": 1, "status": "delivered", "reason": "x", "on": 0}),
    ],
)
def test_a_value_of_another_type_is_refused(method, address, body):
    made = world()
    answer = Program("secretariat").ask(method, address.format(comment=made.comment.pk, mandate=made.mandate.pk), body)
    assert (answer.status_code, answer.data["code"]) == (422, "AL704"), answer.data
