"""Fields to check and the forces of mandates in every format of the report."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import jsonschema_rs
import pytest

from actionlines.mandates.model import check, reasons
from actionlines.papers.follow_up import tables
from actionlines.papers.follow_up.assemble import rank_bodies
from actionlines.papers.follow_up.charts import asked_chart, timeline_chart
from actionlines.papers.follow_up.model import FollowUp, count_mandates, describe_forces
from actionlines.papers.follow_up.page import index_html
from actionlines.papers.follow_up.summary import checks_sentence, list_sentences, select_first_page
from actionlines.papers.follow_up.tables import count_doubtful
from actionlines.papers.follow_up.write import read_schema, review_json
from actionlines.papers.words import LANGUAGES, words
from tests.papers.follow_up_sample import sample
from tests.some import first


def mixed() -> FollowUp:
    """Return the sample with a proposed mandate, a restated one, and two with fields to check."""
    found = sample()
    first, second, third, *others = found.mandates
    rows = (
        replace(
            first, checks=(check("due", "two-dates"), check("due", "date-by-event"), check("addressees", "ambiguous"))
        ),
        replace(second, force="proposed", checks=(check("due", "time-left"),)),
        replace(third, force="restated"),
        *others,
    )
    return replace(found, mandates=rows, asked=rank_bodies(rows))


def test_every_reason_is_there_in_six_languages() -> None:
    for language in LANGUAGES:
        table = words(language).table
        assert [key for key in reasons() if f"check.{key}" not in table] == []
    assert {f"check.{key}": text for key, text in reasons().items()}.items() <= words("en").table.items()


def test_fields_are_counted_by_mandates_with_their_reasons() -> None:
    asked, due = count_doubtful(mixed().mandates)
    assert (asked.field, asked.mandates) == ("addressees", 1)
    assert (due.field, due.mandates) == ("due", 2)
    assert len(due.reasons) == 3
    assert checks_sentence(select_first_page(mixed()), mixed()).startswith(
        "A person should read 3 fields in 2 mandates"
    )


def test_what_is_decided_counts_and_the_rest_is_said_apart() -> None:
    found = mixed()
    assert describe_forces(found) == "Counted apart, since it is not decided here: proposed 1, restated 1."
    assert describe_forces(found) in list_sentences(found)
    assert describe_forces(sample()) == ""
    itu = next(one for one in found.asked if one.body == "itu")
    assert (itu.mandates, itu.by_force, count_mandates(itu, found)) == (0, (0, 1, 0, 0), 0)
    chart = asked_chart(found)
    assert chart is not None
    assert "ITU" not in [row["name"] for row in chart.spec["data"]["values"]]
    assert chart.header[-2:] == ("proposed", "restated")


def test_where_nothing_is_decided_all_counts() -> None:
    rows = tuple(replace(row, force="proposed") for row in sample().mandates)  # type: ignore[arg-type]
    found = replace(sample(), mandates=rows, asked=rank_bodies(rows))
    assert describe_forces(found).startswith("Nothing is decided here")
    assert all(count_mandates(one, found) for one in found.asked)
    assert timeline_chart(found) is not None


def test_dates_of_a_proposal_are_not_drawn_and_are_said() -> None:
    chart = timeline_chart(mixed())
    assert chart is not None
    assert len(chart.rows) == len(sample().due) - 1
    assert "Not drawn, since not decided here: 1 due date." in chart.source


def test_the_table_has_force_reasons_and_keys() -> None:
    text = tables.mandates_csv(mixed()).decode("utf-8-sig")
    first, second, *_ = csv.DictReader(io.StringIO(text, newline=""))
    assert second["Decided or proposed"] == "proposed"
    assert first["To check"].startswith("Due: two dates in the sentence; ")
    assert first["To check, identifiers"] == "due=two-dates, due=date-by-event, addressees=ambiguous"


def test_the_json_has_the_key_beside_the_words() -> None:
    data = json.loads(review_json(mixed()))
    jsonschema_rs.validate(read_schema(), data)
    assert data["mandates"][0]["checks"][0] == {
        "field": "due", "reason": "two dates in the sentence", "key": "two-dates",
    }  # fmt: skip


@pytest.mark.parametrize("language", first(LANGUAGES, also=["ar"]))
def test_the_page_begins_with_what_a_chief_reads(language: str) -> None:
    page = index_html(mixed(), words(language)).decode("utf-8")
    brief = page.partition('id="view-brief"')[2].partition("</section>")[0]
    for key in ("part.brief", "brief.read", "brief.owes", "brief.doubtful", "check.two-dates"):
        assert words(language)(key) in brief
