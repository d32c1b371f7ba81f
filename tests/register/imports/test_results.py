"""Results in figures from tables: as people write them, in columns of their own, and out of our own files."""

import json
import math

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.activities.imports import results
from actionlines.register.activities.imports.columns import guess
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import RESULT, clean
from actionlines.register.core.pages.downloads import flat
from actionlines.register.core.serialise import as_dict
from tests.register.imports.test_activities import bring, problems, table


def figure(what, value, unit="", year=None, source=""):
    return {"what": what, "value": value, "unit": unit, "year": year, "source": source}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a label, the figure, its unit
        ("People trained: 1,500 persons", figure("People trained", 1500, "persons")),
        # with year and source
        ("Schools: 40 (2026; ministry)", figure("Schools", 40, "", 2026, "ministry")),
        # a decimal comma and a per cent sign
        ("Couverture : 12,5 %", figure("Couverture", 12.5, "%")),
        # the five parts as the form has them
        ("People trained, 1500, persons, 2027, annual report",
         figure("People trained", 1500, "persons", 2027, "annual report")),
        # as a difference shows them
        ("People trained · 1500 · persons · 2027", figure("People trained", 1500, "persons", 2027)),
        # a sentence that begins with the figure
        ("1 500 people trained in 2025", figure("people trained", 1500, "", 2025)),
        ("85% of clinics connected (2024)", figure("of clinics connected", 85, "%", 2024)),
        # full-width signs and digits of another script
        ("培训人数：1500 人（2027）", figure("培训人数", 1500, "人", 2027)),
        ("المتدربون: ١٥٠٠", figure("المتدربون", 1500)),
        # no figure
        ("Much was learnt", None),
        ("2025", None),
        ("Trained: many", None),
    ],
)  # fmt: skip
def test_a_figure_in_words(text, found):
    assert results.from_text(text) == found


@given(st.text(max_size=200))
def test_any_text_is_a_figure_that_a_form_takes_or_none(text):
    found = results.from_text(text)
    if found is not None:
        assert set(found) == set(RESULT)
        assert math.isfinite(found["value"])
        assert (
            not set(clean({"results": [found]})[1])
            or not found["what"]
            or len(found["what"]) > 100
            or (len(found["unit"]) > 60)
        )


def test_headers_are_guessed_and_a_download_is_known_again():
    assert guess(["Title", "Results"]) == {"Title": "title", "Results": "results_text"}
    assert guess(["title", "results", "results_text"])["results"] == "results"
    numbered = guess(["Title", "What was counted 1", "Result 1 value", "What was counted 2", "Result 2 value"])
    assert list(numbered.values())[1:] == ["result_what", "result_value"] * 2


@pytest.mark.django_db
def test_columns_of_a_csv_become_figures():
    head = ["Title", "What was counted", "Figure", "Unit", "Result year", "Budget"]
    found = bring(
        table(["Masts", "People trained; Schools", "1.500; 40,5", "persons; ", "2027", "1.000,50"], head=head)
    )
    assert found.counts == {"made": 1}
    assert Activity.objects.get().results == [
        figure("People trained", 1500, "persons", 2027), figure("Schools", 40.5, "persons", 2027),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_header_over_a_value_says_what_was_counted(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Title", "People trained", "Women trained", "Result year"])
    book.active.append(["Masts", 1500, 700.5, 2027])
    book.save(tmp_path / "a.xlsx")
    mapping = {"Title": "title", "People trained": "result_value", "Women trained": "result_value",
               "Result year": "result_year"}  # fmt: skip
    found = bring((tmp_path / "a.xlsx").read_bytes(), name="a.xlsx", mapping=mapping)
    assert found.counts == {"made": 1}, [row.problems for row in found.rows.all()]
    one, other = Activity.objects.get().results
    assert one == figure("People trained", 1500, "", 2027)
    assert (other["what"], other["value"]) == ("Women trained", 700.5)


@pytest.mark.django_db
def test_what_is_no_figure_is_named_with_its_row():
    found = bring(table(["Masts", "Much was learnt"], ["Radio", "Trained: 12"], head=["Title", "Results in figures"]))
    assert (found.counts, problems(found)) == ({"refused": 1, "made": 1}, [(2, "results")])
    found = bring(
        table(["A", "People", "many", "2027"], ["B", "People", "5", "next year"],
              head=["Title", "What was counted", "Figure", "Result year"])
    )  # fmt: skip
    assert problems(found) == [(2, "result_value"), (3, "result_year")]


@pytest.mark.django_db
def test_what_was_downloaded_comes_in_as_it_was():
    kept = [figure("People trained", 1500, "persons", 2027, "annual report"), figure("Semicolon; inside", 2.5)]
    bring(json.dumps([{"title": "Masts", "results": kept, "results_text": "Words."}]).encode(), name="a.json")
    one = Activity.objects.get()
    assert (one.results, one.results_text) == (kept, "Words.")
    cells = flat(as_dict(one))
    names = ["title", "results", "results_text"]
    again = bring(table(["Copy", cells["results"], cells["results_text"]], head=names))
    assert again.counts == {"made": 1}
    assert Activity.objects.get(title="Copy").results == kept
    assert bring(table(["Copy", cells["results"], cells["results_text"]], head=names)).counts == {"same": 1}
