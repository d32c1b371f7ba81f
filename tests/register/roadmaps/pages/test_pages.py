"""Pages of road maps by hand: without scripts, with hostile words, for those who may not; and their files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionlines.register.roadmaps.actions import PublishRoadMap, SubmitRoadMap, WithdrawRoadMap
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.parts import PutMetric
from tests.people import activity, person
from tests.register.roadmaps import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person")]
HOSTILE = '<script>alert("x")</script>\u202eabc'


def client(who: str = "reviewer") -> Client:
    made = Client()
    if who:
        made.force_login(person(who))
    return made


def published() -> RoadMap:
    made = samples.complete(samples.road_map())
    SubmitRoadMap(person("reviewer"), made).do()
    done: RoadMap = PublishRoadMap(person("reviewer"), made).do()
    return done


def post(name: str, made: RoadMap, who: str = "reviewer", **given: Any) -> Any:
    return client(who).post(reverse(name, args=[made.pk]), given)


def test_the_builder_works_without_scripts() -> None:
    samples.mandate()
    samples.standings()
    one = client()
    answer = one.post("/roadmaps/new/", {"lines": "C5", "starts": "2026", "language": "en"})
    made = RoadMap.objects.get()
    assert answer.status_code == 302 and made.starts == 2026
    page = one.get(answer.url).content.decode()
    # The mandate's own words stand beside the target that it speaks to.
    assert '<q class="small" lang="en" dir="auto">response teams</q>' in page
    # One form holds the page: texts, ticks, a milestone, a target from the list.
    answer = post(
        "roadmap-edit", made, title="Trust for all", held=["target sdg:17.8", "target sdg:16.2"],
        take="target sdg:17.8", leave="target sdg:16.2", another="target sdg:2.1",
        **{"text-purpose": "Why.", "text-nonsense": "x", "milestones-0-id": "", "milestones-0-what": "Guide",
           "milestones-0-serves": ["", "sdg:17.8"], "milestones-1-id": "", "milestones-1-what": ""},
    )  # fmt: skip
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.title, made.narratives) == ("Trust for all", {"purpose": "Why."})
    assert {one["ref"]: one["decision"] for one in made.items} == {
        "sdg:17.8": "taken", "sdg:16.2": "left", "sdg:2.1": "taken",
    }  # fmt: skip
    assert [(one["id"], one["what"], one["serves"]) for one in made.milestones] == [(1, "Guide", ["sdg:17.8"])]


def test_the_targets_of_the_matrix_are_included_at_once() -> None:
    made = samples.road_map()
    page = client().get(reverse("roadmap-edit", args=[made.pk])).content.decode()
    matrix = re.findall(r'name="matrix" value="([^"]+)"', page)
    assert "target sdg:17.8" in matrix and f"Include the {len(matrix)} targets" in page
    assert post("roadmap-edit", made, include="matrix", matrix=matrix, held=matrix).status_code == 302
    assert {f"{one['kind']} {one['ref']}" for one in RoadMap.objects.get().items} == set(matrix)


def test_a_figure_comes_into_a_text_without_scripts() -> None:
    made = samples.road_map()
    samples.mandate()
    sent = {"insert": "1", "figure": "mandates?line=C5", "into": "purpose", "text-purpose": "Held: "}
    post("roadmap-edit", made, **sent)
    assert RoadMap.objects.get().narratives["purpose"] == "Held: {{mandates?line=C5}}"
    page = client().get(reverse("roadmap-edit", args=[made.pk])).content.decode()
    assert "Held: <b>1</b>" in page


def test_what_was_typed_stays_when_it_is_refused() -> None:
    made = samples.road_map()
    row = {"milestones-4-id": "", "milestones-4-what": "Guide", "milestones-4-due": "soon"}
    answer = post("roadmap-edit", made, **row, **{"text-purpose": "Why."})
    page = answer.content.decode()
    assert answer.status_code == 422 and ">Guide</textarea>" in page and "Write a day, such as" in page
    # One bad row keeps nothing else from being saved.
    assert RoadMap.objects.get().narratives == {"purpose": "Why."}
    answer = post("roadmap-edit", made, title="", starts="2026")
    assert answer.status_code == 422 and "Give it a title." in answer.content.decode()
    answer = client().post("/roadmaps/new/", {"starts": "20260"})
    assert answer.status_code == 422 and "Choose one action line or more." in answer.content.decode()
    assert RoadMap.objects.get().milestones == []


def test_saved_as_it_is_typed() -> None:
    made = samples.road_map()
    saved = post("roadmap-save", made, version=made.version, **{"text-purpose": "One."}).json()
    assert saved["version"] == made.version + 1 and saved["errors"] == {}
    # A second window that saw the first version says so; nothing is overwritten.
    stale = post("roadmap-save", made, version=made.version, **{"text-purpose": "Two."})
    assert stale.status_code == 409 and stale.json()["stale"]
    assert RoadMap.objects.get().narratives["purpose"] == "One."
    wrong = post("roadmap-save", made, version=saved["version"], title="").json()
    assert set(wrong["errors"]) == {"title"}


def test_a_row_that_was_saved_as_it_was_typed_is_saved_once() -> None:
    made = samples.road_map()
    row = {"milestones-0-id": "", "milestones-0-what": "Gui"}
    saved = post("roadmap-save", made, version=made.version, **row).json()
    assert saved["ids"] == {"milestones-0": 1} and saved["rebuilt"]
    row = {"milestones-0-id": "1", "milestones-0-what": "Guide", "milestones-0-due": "2027-06-30"}
    saved = post("roadmap-save", made, version=saved["version"], **row).json()
    assert [one["what"] for one in RoadMap.objects.get().milestones] == ["Guide"]
    # Removed, and back under its number while the page is open.
    saved = post("roadmap-save", made, version=saved["version"], **row, **{"milestones-0-out": "1"}).json()
    assert RoadMap.objects.get().milestones == []
    post("roadmap-save", made, version=saved["version"], **row)
    assert [one["id"] for one in RoadMap.objects.get().milestones] == [1]


def test_nobody_overwrites_the_choices_and_rows_of_another() -> None:
    made = samples.road_map()
    old = made.version
    row = {"milestones-0-id": "", "milestones-0-what": "Guide"}
    post("roadmap-save", made, version=old, held="target sdg:17.8", take="target sdg:17.8", **row)
    for late in ({"held": "target sdg:17.8", "leave": "target sdg:17.8"},
                 {"milestones-0-id": "1", "milestones-0-what": "Another"}):  # fmt: skip
        assert post("roadmap-save", made, version=old, **late).status_code == 409
    agreed = post("roadmap-save", made, version=old, held="target sdg:17.8", take="target sdg:17.8")
    assert agreed.status_code == 200
    assert RoadMap.objects.get().milestones[0]["what"] == "Guide"


def test_no_words_of_people_become_markup() -> None:
    made = samples.road_map(title=HOSTILE)
    user = person("reviewer")
    PutMetric(user, made, fields={"name": HOSTILE, "definition": HOSTILE, "source": HOSTILE}).do()
    samples.complete(made)
    post("roadmap-save", made, **{"text-purpose": HOSTILE + " {{" + HOSTILE + "}}"})
    post("roadmap-save", made, **{"metrics-0-id": "1", "metrics-0-out": "1"})
    for address in (reverse("roadmap", args=[made.pk]), reverse("roadmap-edit", args=[made.pk]), "/roadmaps/"):
        body = client().get(address).content.decode()
        assert "<script>alert" not in body and "\u202e" not in body
    page = client().get(f"{reverse('roadmap-file', args=[made.pk])}?form=html").content.decode()
    assert "<script>alert" not in page


def test_a_draft_is_for_those_who_write_it() -> None:
    made = samples.road_map()
    for who, status in (("", 302), ("member", 403), ("focal", 403), ("reviewer", 200), ("secretariat", 200)):
        assert client(who).get(made.get_absolute_url()).status_code == status, who
        assert client(who).get(reverse("roadmap-file", args=[made.pk]) + "?form=json").status_code == status, who
    assert client("").get("/roadmaps/").status_code == 200


def test_the_public_reads_the_published_version() -> None:
    made = published()
    post("roadmap-edit", made, title="Another title")
    body = client("").get(made.get_absolute_url()).content.decode()
    assert "Road map of Action Line C5" in body and "Another title" not in body
    body = client("").get(reverse("action_line", args=["C5"])).content.decode()
    assert "Road map of Action Line C5" in body and "Another title" not in body
    own = client().get(made.get_absolute_url()).content.decode()
    assert "Another title" in own and "draft of the next version" in own
    asked = json.loads(client("").get(reverse("record-json", args=["roadmap", made.pk])).content)
    assert asked["title"].startswith("Road map of Action Line C5")


def test_numbers_in_texts_are_answered_on_the_page() -> None:
    samples.mandate()
    activity(status="published", published_at="2026-01-10T00:00:00Z", published_version=1)
    made = samples.road_map()
    post("roadmap-save", made, **{"text-purpose": "{{mandates?line=C5}} asked, {{activities?line=C5}} done, {{x}}."})
    body = client().get(made.get_absolute_url()).content.decode()
    assert '<span class="fact short">1</span> asked, <span class="fact short">1</span> done, ' in body
    assert "{{" not in body


def test_files_in_five_forms_and_another_language() -> None:
    samples.mandate()
    samples.standings()
    made = published()
    address = reverse("roadmap-file", args=[made.pk])
    heads = {"html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "json": b"{"}
    for form, head in heads.items():
        answer = client("").get(f"{address}?form={form}")
        assert answer.status_code == 200 and answer.content.lower().startswith(head.lower()), form
        assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert "Jalons" in client("").get(f"{address}?form=html&language=fr").content.decode()
    book = zipfile.ZipFile(io.BytesIO(client("").get(f"{address}?form=xlsx").content))
    assert any(name.startswith("xl/worksheets/") for name in book.namelist())
    assert client("").get(f"{address}?form=exe").status_code == 404


def test_published_numbers_stay_until_it_is_published_again() -> None:
    samples.mandate()
    made = published()
    address = reverse("roadmap-file", args=[made.pk])
    first = {form: client("").get(f"{address}?form={form}").content for form in ("html", "json")}
    samples.mandate(anchor="8")
    for form, body in first.items():
        assert client("").get(f"{address}?form={form}").content == body
    french = client("").get(f"{address}?form=html&language=fr").content.decode()
    assert "Mandats confirmés" in french
    reader = client("").get(made.get_absolute_url()).content.decode()
    assert "Changed since the version before" not in reader
    # Asked for again: who works on it sees what will change, then everybody what did.
    assert post("roadmap-submit", made).status_code == 302
    own = client().get(made.get_absolute_url()).content.decode()
    assert "Changes with the next publication" in own and "<bdi>1</bdi> → <bdi>2</bdi>" in own
    assert client("").get(f"{address}?form=html").content == first["html"]
    assert post("roadmap-publish", made).status_code == 302
    assert client("").get(f"{address}?form=html").content != first["html"]
    reader = client("").get(made.get_absolute_url()).content.decode()
    assert "Changed since the version before" in reader and "<bdi>1</bdi> → <bdi>2</bdi>" in reader


def test_withdrawn_leaves_a_note() -> None:
    made = published()
    answer = post("roadmap-withdraw", made, reason="")
    assert answer.status_code == 422 and RoadMap.objects.get().status == "published"
    WithdrawRoadMap(person("reviewer"), made, reason="The line ended.").do()
    answer = client("").get(made.get_absolute_url())
    assert answer.status_code == 410 and "The line ended." in answer.content.decode()
    assert client("").get(reverse("roadmap-file", args=[made.pk])).status_code == 404
    assert "Road map of Action Line C5" not in client("").get("/roadmaps/").content.decode()


def test_many_records_need_no_more_questions(django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        samples.mandate(anchor=str(100 + number))
    samples.standings()
    made = published()
    one = client("")
    one.get(made.get_absolute_url())
    with django_assert_max_num_queries(45):
        assert one.get(made.get_absolute_url()).status_code == 200


def test_what_is_no_item_is_not_held() -> None:
    made = samples.road_map()
    for wrong in ("", "target", "target sdg:99.9", "x y z w", "target sdg:17.8 \x00"):
        saved = post("roadmap-save", made, held=wrong, take=wrong).json()
        assert set(saved["errors"]) == {"items"}, wrong
    assert RoadMap.objects.get().items == []
