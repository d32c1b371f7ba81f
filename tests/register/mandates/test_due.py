"""The day that follows from what a text says of time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.papers import names
from actionlines.register.mandates.life import deadline_of, last_day
from actionlines.register.mandates.models import Mandate
from tests.register.mandates.samples import instrument

ISSUED = date(2025, 12, 17)
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("year:2027", "2027-12-31"),
        ("session:81", "2026-12-31"),
        ("2027-03-31", "2027-03-31"),
        ("2028-02", "2028-02-29"),
        ("relative:6-months", "2026-06-17"),
        ("relative:2-weeks", "2025-12-31"),
        ("recurring:annual", "2026-12-17"),
        ("recurring:monthly", "2026-03-17"),
        (["recurring:biennial", "from:2032"], "2032-12-31"),
        (["year:2027", "year:2029"], "2027-12-31"),
        (["year:2024", "year:2029"], "2029-12-31"),
        ("year:2020", "2020-12-31"),
    ],
)
def test_a_day(due, day):
    assert last_day(due, ISSUED, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "due",
    ["from:2026", "next-report", "event:review-of-the-department", "recurring:periodic", "", "year:20 27",
     "session:x", "session:9999", "2026-13", "relative:soon", []],
)  # fmt: skip
def test_no_day_follows(due):
    assert last_day(due, ISSUED, TODAY) is None


def test_without_the_date_of_the_document_periods_have_no_day():
    assert last_day("recurring:annual", None, TODAY) is None
    assert last_day("relative:6-months", None, TODAY) is None


def test_a_recurrence_moves_on_and_keeps_the_end_of_the_month():
    issued = date(2024, 1, 31)
    assert last_day("recurring:monthly", issued, date(2024, 2, 1)) == date(2024, 2, 29)
    assert last_day("recurring:monthly", issued, date(2024, 3, 1)) == date(2024, 3, 31)


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["quarterly", "annual", "biennial", "quinquennial"]),
)
def test_the_next_of_a_recurrence_is_never_past_and_never_far(issued, today, form):
    months = {"quarterly": 3, "annual": 12, "biennial": 24, "quinquennial": 60}[form]
    day = last_day(f"recurring:{form}", issued, today)
    assert day >= today
    assert day > issued
    assert day <= max(issued, today) + timedelta(days=31 * months + 3)


@pytest.mark.parametrize(
    ("form", "day"),
    [
        # a session is met with the year in which it opens
        ("session:81", "2026-12-31"),
        ("year:2027", "2027-12-31"),
        ("2027-02", "2027-02-28"),
        ("2027-02-03", "2027-02-03"),
        ("relative:6-months", "2026-06-17"),
        # none, or none that is single
        ("from:2026", None),
        ("recurring:annual", None),
        ("next-report", None),
        ("event:review", None),
        ("session:x", None),
    ],
)
def test_the_last_day_of_a_form_is_one_for_reports_and_the_register(form, day):
    issued = "2025-12-17"
    assert names.describe_form(form, issued).until == (day or "")
    if not form.startswith("recurring:"):
        found = last_day(form, date.fromisoformat(issued), date(2026, 1, 1))
        assert (found.isoformat() if found else None) == day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "receivers", "day", "deadline"),
    [
        ("year:2027", [], "2027-12-31", ("2027", False)),
        ("2028-02", [], "2028-02-29", ("2028-02", False)),
        ("2027-03-31", [], "2027-03-31", ("2027-03-31", False)),
        ("recurring:annual", [], "2026-12-17", ("2026-12", True)),
        ("recurring:annual", ["cstd"], "2033-04-05", ("2033-04", True)),
        ("session:81", [], "2026-12-31", ("2026-12", True)),
        ("year:2027", [], "2027-05-04", ("2027-05-04", False)),
        ("year:2027", [], None, ("", False)),
    ],
)
def test_a_deadline_is_as_exact_as_somebody_has_set_it(due, receivers, day, deadline):
    instrument()
    mandate = Mandate.objects.select_related("instrument").first()
    mandate.due, mandate.report_to, mandate.due_on = [due], receivers, date.fromisoformat(day) if day else None
    if receivers:
        mandate.due_on = last_day(due, mandate.instrument.date, date.fromisoformat(day), receivers)
        deadline = (str(mandate.due_on)[:7], True)
    assert deadline_of(mandate) == deadline
