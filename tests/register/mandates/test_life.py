"""The life of a mandate of the register, and the calendar of reports: by evidence, each report once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.life import calendar, life, lives, reports_to, standing
from actionlines.register.mandates.models import Mandate
from tests.register.mandates import samples

pytestmark = pytest.mark.django_db
_TODAY = date(2026, 3, 1)


def _earlier() -> Instrument:
    """Return the resolution of the year before: the same requests, one session earlier."""
    words = samples.text("79/901").replace("2025", "2024").replace("Eightieth", "Seventy-ninth")
    return samples.instrument(words.replace("eighty-first", "eightieth"))


def _of(symbol: str, anchor: str) -> Mandate:
    return Mandate.objects.get(instrument__symbol=symbol, paragraph__anchor=anchor)


def test_a_later_text_of_the_title_renews_the_request() -> None:
    _earlier()
    samples.instrument()
    old, new = life(_of("A/RES/79/901", "1"), _TODAY), life(_of("A/RES/80/901", "1"), _TODAY)
    assert (old.stage, old.renewed_by and old.renewed_by.text) == ("renewed", "A/RES/80/901#1")
    assert (new.stage, new.renews and new.renews.text) == ("awaited", "A/RES/79/901#1")
    assert new.next_day == date(2026, 12, 31)


def test_only_evidence_answers_it() -> None:
    samples.instrument()
    mandate = _of("A/RES/80/901", "1")
    late = date(2027, 3, 1)
    assert life(mandate, late).stage == "unanswered"
    report = samples.instrument(
        "Report\n\n1. Portals were counted, as paragraph 1 of General Assembly resolution 80/901 asks.\n",
        symbol="A/81/901",
    )
    Instrument.objects.filter(pk=report.pk).update(document_kind="report", date=date(2026, 8, 1))
    found = life(mandate, late)
    assert (found.stage, [one.evidence for one in found.answers]) == ("answered", ["A/81/901"])


def test_more_mandates_of_a_text_do_not_mean_more_questions() -> None:
    own = samples.instrument()
    Mandate.objects.update(deliverable="report")
    rows = own.mandates.select_related("instrument", "paragraph").prefetch_related("progress")
    asked = []
    for most in (1, 4):
        with CaptureQueriesContext(connection) as seen:
            assert len(lives(own, rows[:most], _TODAY)) == most
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_a_proposal_of_a_draft_has_a_life_of_its_own() -> None:
    samples.instrument()
    mandate = _of("A/RES/80/901", "1")
    Mandate.objects.filter(pk=mandate.pk).update(force="proposed")
    mandate.refresh_from_db()
    assert [one.text for one in life(mandate, _TODAY).asked] == ["A/RES/80/901#1"]


def test_the_calendar_counts_each_report_once_and_what_recurs_every_year() -> None:
    _earlier()
    samples.instrument()
    loads = {one.receiver: one.years for one in calendar(_TODAY)}
    assert loads == {"general-assembly": (1, 0, 0, 0), "ecosoc": (1, 1, 1, 1)}
    dated, undated, _replaced = reports_to("general-assembly", _TODAY)
    assert [(one.mandate.key, one.day, one.before) for one in dated] == [("A/RES/80/901#1", date(2026, 12, 31), 1)]
    assert undated == []


def test_a_report_whose_day_is_past_is_overdue_in_the_calendar() -> None:
    samples.instrument()
    loads = {one.receiver: (one.overdue, sum(one.years)) for one in calendar(date(2027, 2, 1))}
    assert loads == {"general-assembly": (1, 0), "ecosoc": (0, 4)}


def test_the_pages_show_it(client: Client) -> None:
    _earlier()
    samples.instrument()
    page = client.get("/mandates/A/RES/80/901/1/").content.decode()
    assert "Life cycle" in page and "A/RES/79/901, para. 1" in page
    assert "?to=ecosoc" in client.get("/mandates/reports/").content.decode()
    assert "A/RES/80/901, para. 5" in client.get("/mandates/reports/?to=ecosoc").content.decode()
    assert client.get("/mandates/reports/?to=nobody").status_code == 404
    assert "No open mandate asks" in client.get("/mandates/reports/?to=unesco").content.decode()


def test_a_draft_is_set_beside_what_was_replaced_too() -> None:
    samples.instrument()
    Mandate.objects.update(status="superseded")
    assert standing() == ()
    assert {provision.symbol for provision in standing(replaced=True)} == {"A/RES/80/901"}
