"""Reports that are imported are linked to the mandates that they cite; coverage says how far each is answered."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from actionlines.papers.reports import ReportRequest, build
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.answers import read_coverage
from actionlines.register.mandates.models import Mandate
from actionlines.register.reports.account import gather
from tests.register.mandates import samples

pytestmark = pytest.mark.django_db
HEAD = "Report\n\n1. "


def report(words: str, kind: str = "report", day: date | None = date(2026, 8, 1)) -> Instrument:
    """Return a report of these words, read as an import reads it."""
    made = samples.instrument(f"{HEAD}{words}\n", symbol="A/81/901")
    Instrument.objects.filter(pk=made.pk).update(document_kind=kind, date=day)
    return made


def coverage() -> dict[str, str]:
    """Return anchor -> coverage of the mandates of the resolution."""
    rows = Mandate.objects.filter(instrument__symbol="A/RES/80/901").select_related("instrument", "paragraph")
    covered = read_coverage(rows.prefetch_related("progress"))
    return {row.paragraph.anchor: covered[row.pk].state for row in rows}


# The words of a report, its kind and day -> the coverage of paragraphs that is not "none".
CASES = {
    "it cites the request for a report": (
        "Portals were counted, as paragraph 1 of General Assembly resolution 80/901 asks.", "report",
        {"1": "answered"},
    ),
    "it speaks of another duty": (
        "Masts were mapped under paragraph 2 of General Assembly resolution 80/901.", "report", {"2": "in_part"},
    ),
    "a range": (
        "Paragraphs 1-2 of General Assembly resolution 80/901 were followed.", "note",
        {"1": "answered", "2": "in_part"},
    ),
    "a list whose chapeau is cited": (
        "Paragraph 3 of General Assembly resolution 80/901 was followed.", "contribution",
        {"3(a)": "in_part", "3(b)": "in_part"},
    ),
    "the whole text alone": ("General Assembly resolution 80/901 was welcomed.", "report", {}),
    "it follows from the whole text": (
        "This is submitted pursuant to General Assembly resolution 80/901.", "report",
        {"1": "answered", "5": "answered"},
    ),
    "in French": (
        "Le présent rapport est soumis en application de la résolution 80/901 de l’Assemblée générale.", "report",
        {"1": "answered", "5": "answered"},
    ),
    "another resolution is no report": (
        "Recalls paragraph 1 of General Assembly resolution 80/901.", "resolution", {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_report_answers_what_it_cites(name: str) -> None:
    words, kind, expected = CASES[name]
    samples.instrument()
    report(words, kind)
    assert {anchor: state for anchor, state in coverage().items() if state != "none"} == expected


def test_a_report_before_the_text_answers_nothing() -> None:
    samples.instrument()
    report(CASES["it cites the request for a report"][0], day=date(2024, 1, 1))
    assert set(coverage().values()) == {"none"}


def test_page_api_and_paper_show_it(client: Client) -> None:
    samples.instrument()
    Mandate.objects.update(status="confirmed")
    report("Masts were mapped under paragraph 2 of General Assembly resolution 80/901.")
    page = client.get("/mandates/A/RES/80/901/2/").content.decode()
    assert "Reports that cite it" in page and "Masts were mapped" in page and "Answered in part" in page
    row = Mandate.objects.get(instrument__symbol="A/RES/80/901", paragraph__anchor="2")
    data = client.get(f"/api/mandates/{row.pk}/answers").json()
    assert (data["coverage"], [place["symbol"] for place in data["reports"]]) == ("in_part", ["A/81/901"])
    paper = build(gather(subject="itu"), ReportRequest("implementation", subject="itu")).paper
    assert "A/81/901#1" in {entry.id for entry in paper.evidence}
    facts = {fact.id: fact.value for fact in paper.facts}
    assert facts["mandates?asked=itu&coverage=in_part&status=confirmed,under_way,overdue"] == 1


def test_a_report_without_a_day_answers_what_it_cites() -> None:
    samples.instrument()
    report("Masts were mapped under paragraph 2 of General Assembly resolution 80/901.", day=None)
    assert coverage()["2"] == "in_part"


def test_a_report_without_a_symbol_is_named_by_its_title(client: Client) -> None:
    samples.instrument()
    made = report("Masts were mapped under paragraph 2 of General Assembly resolution 80/901.")
    Instrument.objects.filter(pk=made.pk).update(symbol="file:81f44973779f", title="On masts")
    page = client.get("/mandates/A/RES/80/901/2/").content.decode()
    assert "<bdi>On masts</bdi></a>" in page and ">file:81f44973779f" not in page
