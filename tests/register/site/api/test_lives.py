"""The life of a mandate, reports that fall due and sections of budgets, for programs and for calendars."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from actionlines.register.mandates.models import Mandate
from tests.register.mandates import samples
from tests.register.test_budgets import bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Mandate:
    """The first mandate of a resolution that an earlier one asked for as well."""
    old = samples.text("79/901").replace("2025", "2024").replace("Eightieth", "Seventy-ninth")
    samples.instrument(old.replace("eighty-first", "eightieth"))
    samples.instrument()
    return Mandate.objects.get(instrument__symbol="A/RES/80/901", paragraph__anchor="1")


def test_the_life_of_a_mandate_has_all_texts_that_ask_for_it(two: Mandate, client: Client) -> None:
    found = client.get(f"/api/mandates/{two.pk}/life").json()
    assert [one["text"] for one in found["asked"]] == ["A/RES/79/901#1", "A/RES/80/901#1"]
    assert (found["at"], found["answers"]) == (1, [])
    assert found["asked"][1]["due_on"] == two.due_on.isoformat()  # type: ignore[union-attr]
    assert client.get("/api/mandates/999999/life").status_code == 404


def test_reports_that_fall_due_by_body_and_day(two: Mandate, client: Client) -> None:
    loads = {one["receiver"]: one for one in client.get("/api/reports-due").json()}
    assert set(loads) == {"general-assembly", "ecosoc"} and len(loads["ecosoc"]["years"]) == 4
    (report,) = client.get("/api/reports-due/general-assembly").json()
    assert report == {
        "day": "2026-12-31",
        "mandate": two.pk,
        "place": "A/RES/80/901#1",
        "before": 1,
        "session": 81,
        "documents": "2026-06-30",
        "estimated": False,
    }
    assert client.get("/api/reports-due/nobody").status_code == 404


def test_the_reports_of_a_body_are_a_calendar_with_each_day_that_recurs(two: Mandate, client: Client) -> None:
    text = client.get("/mandates/reports/", {"to": "ecosoc", "as": "ics"}).content.decode()
    days = [line for line in text.splitlines() if line.startswith("DTSTART")]
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(days) == len(set(days)) == len(set(uids)) == 4
    page = client.get("/mandates/reports/", {"to": "ecosoc"}).content.decode()
    assert "?to=ecosoc&amp;as=ics" in page
    page = client.get("/mandates/reports/", {"to": "ecosoc", "from": "2026"}).content.decode()
    assert "?to=ecosoc&amp;from=2026&amp;as=ics" in page


def test_sections_of_budgets_have_their_amounts_with_cells(tmp_path: Path, client: Client) -> None:
    section = bring(tmp_path)
    (found,) = client.get("/api/budgets").json()["records"]
    assert (found["id"], found["number"], found["year"]) == (section.pk, "40", "2026")
    assert found["mandates"] == ["A/RES/70/1", "E/RES/2015/26", "E/RES/2020/12"]
    assert found["scopes"][0]["money"][0]["place"] == "table 5, row 6, column 2"
