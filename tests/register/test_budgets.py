"""Fascicles in the register: a section beside its instrument, linked to the resolutions that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.run import run
from actionlines.register.instruments.models import Instrument
from tests.programmes.samples import FASCICLE

pytestmark = pytest.mark.django_db


def bring(folder: Path, text: str = FASCICLE) -> BudgetSection:
    """The section of an imported fascicle."""
    path = folder / "section.html"
    path.write_text(text, encoding="utf-8")
    done = run(started(None, store(path, "section.html", None, "document"), "document").pk)
    assert done.status == "done", done.error
    return BudgetSection.objects.latest("pk")


def test_a_document_that_is_a_fascicle_gets_its_section(tmp_path: Path) -> None:
    section = bring(tmp_path)
    assert (str(section), section.year, section.programme) == ("40. Lakes", "2026", "30 Lakes and rivers")
    assert section.instrument.tables.count() == 8
    office, shores, *_more = section.scopes
    assert [one["printed"] for one in office["money"]] == ["770.5", "765.5"]
    assert (shores["number"], shores["name"], shores["results"]) == ("Subprogramme 1", "Shores", ["cleaner shores"])
    assert [(one["source"], one["column"], one["value"]) for one in shores["money"]][-1] == (
        "Extrabudgetary", "2026 estimate", "1234.5",
    )  # fmt: skip
    assert shores["deliverables"] == [
        {"label": "Services", "unit": "number of three-hour meetings", "table": 3,
         "amounts": {"2025 planned": "6", "2026 planned": "5"}}
    ]  # fmt: skip
    assert section.flaws[0]["place"] == "table 5, row 6, column 2"


def test_a_second_import_keeps_the_section_and_writes_its_mandates_once(tmp_path: Path) -> None:
    first = bring(tmp_path)
    again = bring(tmp_path, FASCICLE.replace("2015/26; 2020/12", "2015/26"))
    assert BudgetSection.objects.count() == 2  # another file without a symbol is another document
    assert first.mandates.count() == 4 and again.mandates.count() == 3
    bring(tmp_path)
    assert BudgetMandate.objects.filter(section=first).count() == 4


def test_pages_show_what_a_resolution_is_a_mandate_for_and_what_that_costs(tmp_path: Path) -> None:
    section = bring(tmp_path)
    Instrument.objects.create(symbol="E/RES/2020/12", family="E/RES/2020/12", title="Assessment", language="en")
    visitor = Client()
    Instrument.objects.create(symbol="E/RES/2020/12@fr", family="E/RES/2020/12", title="Bilan", language="fr")
    french = visitor.get("/instruments/E/RES/2020/12@fr/").content.decode()
    text = visitor.get("/instruments/E/RES/2020/12/").content.decode()
    for page in (text, french):
        assert "Named as a mandate in programme budgets" in page and section.get_absolute_url() in page
    assert "Subprogramme 1" in text and "1\u00a0234.5" in text
    page = visitor.get(section.get_absolute_url()).content.decode()
    assert "/instruments/E/RES/2020/12/" in page and "Lakes Commission resolutions" in page
    assert "#t4" in page and "765.5" in page and "the rows make" in page
    document = visitor.get(section.instrument.get_absolute_url()).content.decode()
    assert 'id="t4"' in document
    listed = visitor.get("/budgets/").content.decode()
    assert "40. Lakes" in listed and "Lake Office" in listed


def test_without_a_fascicle_the_pages_say_so() -> None:
    assert "No fascicle was imported yet." in Client().get("/budgets/").content.decode()
    assert Client().get("/budgets/1/").status_code == 404
