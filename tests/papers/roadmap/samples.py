"""An account of a few records, as plain values."""

from __future__ import annotations

from typing import Any

from actionlines.papers.account.model import (
    Account,
    ActivityRecord,
    Envelope,
    InstrumentRecord,
    Linked,
    MandateRecord,
    Organisation,
    SeriesStanding,
    Words,
)

YEARS = (2010, 2015, 2019, 2023)
COUNTRIES = {
    "KEN": (7.2, 17.0, 23.0, 35.0), "UGA": (3.0, 6.0, 8.0, 10.0), "TZA": (2.9, 10.0, 20.0, 29.0),
    "BRA": (40.6, 58.0, 74.0, 84.0), "FRA": (77.3, 78.0, 83.0, 87.0), "NPL": (7.9, 17.6, 30.0, 50.0),
}  # fmt: skip


def link(concept: str, level: Any, status: str = "proposed", p: float = 0.8, quote: str = "") -> Linked:
    return Linked(concept, level, status, p, (Words("7", quote),) if quote else ())


def mandate(number: int, lines: tuple[str, ...] = ("C5",), status: str = "confirmed", **given: Any) -> MandateRecord:
    links = tuple(link(line, "action_line", "confirmed", 1.0) for line in lines)
    values: dict[str, Any] = {
        "symbol": "A/RES/99/905", "anchor": str(number), "ordinal": 1, "verb": "requests", "strength": "mandatory",
        "action": f"help countries with task {number}", "deliverable": "none", "report_to": (), "due": (),
        "due_on": "2027-06-30", "addressees": (("itu", "the Union"),),
        "quote": f"Requests help with task {number};",
        "status_since": "", "status_reason": "", "lead": None, "progress": (), "language": "en", "version": 1,
        "changed": "2026-02-01", "url": f"/mandates/{number}/",
        "links": (*links, link("sdg:17.8", "target", quote="task"), link("gdc:11a", "commitment", p=0.7)),
    }  # fmt: skip
    return MandateRecord(id=number, status=status, **{**values, **given})


def activity(number: int, lines: tuple[str, ...] = ("C5",), **given: Any) -> ActivityRecord:
    values: dict[str, Any] = {
        "title": f"Radio lessons {number}", "summary": "Lessons on the radio.", "type": "project",
        "practice": number % 2 == 1, "organisation": 1, "organisation_name": "Village Network Trust",
        "partners": (2,), "places": ("KEN",), "starts": "2025-01-01", "ends": "2027-12-31", "technologies": (),
        "beneficiaries": (), "results": (), "results_text": "", "budget": "", "currency": "",
        "links": (
            *(link(one, "action_line", "confirmed", 1.0) for one in lines), link("sdg:4.4", "target", "confirmed"),
        ),
        "mandates": ((1, "confirmed"),), "language": "en", "version": 2, "published": "2026-01-01",
        "changed": "2026-01-02", "url": f"/activities/{number}/",
    }  # fmt: skip
    return ActivityRecord(id=number, **{**values, **given})


def standing(area: str, values: tuple[float, ...], **given: Any) -> SeriesStanding:
    last = values[-1]
    fields: dict[str, Any] = {
        "series": "IT_USE_ii99", "indicator": "sdg:17.8.1", "breakdown": "", "name": "People using the Internet",
        "unit": "percent", "concepts": ("sdg:17.8", "sdg:17", "C5"), "years": YEARS[-len(values):],
        "aim": 100.0, "aim_words": "100 % by 2030", "verdicts": (),
        "lag": round(1 - last / 100, 4) if last <= 50 else 0.0,
        "reason": "", "source": "ITU", "file": "use.csv", "sha256": "a" * 64,
    }  # fmt: skip
    return SeriesStanding(area=area, values=values, **{**fields, **given})


def account(**given: Any) -> Account:
    """Two lines, three mandates, two activities, one envelope, one series without a world value."""
    sexes = [
        standing(area, tuple(v * k for v in values[-2:]), breakdown=f"sex={sex}", lag=None)
        for area, values in COUNTRIES.items()
        for sex, k in (("F", 0.9), ("M", 1.0))
    ]
    fields: dict[str, Any] = {
        "instruments": (
            InstrumentRecord(1, "A/RES/99/905", "Trust", "general-assembly", "2045-01-01", "en", "resolution", "",
                       "b" * 64, "/instruments/A/RES/99/905/"),
        ),
        "mandates": (
            mandate(1), mandate(2, status="proposed"), mandate(3, ("C2", "C5"), lead=1, due_on=""),
        ),
        "activities": (activity(1), activity(2, ("C2", "C5"), mandates=(), places=("BRA", "itu-region:AFR"))),
        "organisations": (
            Organisation(1, "Village Network Trust", "VNT", "civil-society", "KEN", "", "/organisations/1/"),
            Organisation(2, "Radio House", "", "private-sector", "KEN", "", "/organisations/2/"),
        ),
        "envelopes": (
            Envelope(1, "Plan", "Trust", "2026-01-01", "2027-12-31", "CHF", "250000.00", 1, ("C5",),
                     ((1, "100000.00"),), 1, "2026-01-03", "/resources/1/"),
        ),
        "standings": (*(standing(area, values) for area, values in COUNTRIES.items()), *sexes),
    }  # fmt: skip
    return Account(**{**fields, **given})
