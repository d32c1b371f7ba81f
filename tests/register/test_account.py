"""The account says what the public may see, in a stable order, by a fixed number of questions."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext

from actionlines.papers.account.query import answer_question
from actionlines.register.budgets.models import BudgetSection
from actionlines.register.instruments.models import Instrument
from actionlines.register.reports.account import gather
from actionlines.register.resources.models import Envelope
from actionlines.register.standings.models import Standing
from tests.people import activity, organisation
from tests.register.mandates.samples import instrument, text

pytestmark = pytest.mark.django_db


def _published(**given: object) -> object:
    made = activity(status="published", published_at="2025-01-01T00:00:00Z", **given)
    made.published_version = made.version
    made.save()
    return made


def test_drafts_and_withdrawn_activities_and_what_was_rejected_are_not_told() -> None:
    shown = _published(title="Shown")
    shown.links.create(concept="C2", level="action_line", status="rejected", p=0.9)
    activity(title="Draft")
    withdrawn = _published(title="Withdrawn")
    withdrawn.status = "withdrawn"
    withdrawn.save()
    kept, gone, *_others = instrument().mandates.all()
    gone.status = "rejected"
    gone.save()
    account = gather()
    assert [one.title for one in account.activities] == ["Shown"]
    assert [link.concept for link in account.activities[0].links] == ["C5"]
    assert kept.pk in account.mandate and gone.pk not in account.mandate


def test_concepts_and_areas_narrow_it() -> None:
    _published(title="On C5")
    for area, concepts in (("KEN", ["sdg:17.8"]), ("BRA", ["sdg:17.8"]), ("KEN", ["sdg:4.4"])):
        Standing.objects.create(
            area=area, series=f"S{len(concepts[0])}", indicator=f"{concepts[0]}.1", name="x", concepts=concepts,
            years=[2020], values=[1.0],
        )  # fmt: skip
    assert not gather(concepts=["C9"]).activities
    assert [one.area for one in gather(concepts=["sdg:17.8"]).standings] == ["BRA", "KEN"]
    assert len(gather(concepts=["sdg:17.8"], areas=["KEN"]).standings) == 1
    assert not gather(standings=False).standings


def test_money_is_counted_as_it_stands_and_drafts_have_no_part_in_it() -> None:
    envelope = Envelope.objects.create(
        plan="Plan", objective="A", starts_on="2024-01-01", ends_on="2027-12-31", currency="CHF", amount="100.50",
        lines=["C5"],
    )  # fmt: skip
    envelope.allocations.create(activity=activity(title="Draft"), amount="60")
    envelope.allocations.create(activity=_published(title="Shown"), amount="25.25")
    account = gather()
    assert answer_question(account, "envelopes.amount?currency=CHF").value == 100.5
    assert answer_question(account, "allocations.amount?currency=CHF").value == 25.25


def test_more_records_do_not_mean_more_questions() -> None:
    from django.db import connection

    _published(title="One")
    with CaptureQueriesContext(connection) as few:
        first = gather()
    for number in range(20):
        _published(title=f"More {number}", organisation=organisation(name=f"Organisation {number}"))
    with CaptureQueriesContext(connection) as many:
        second = gather()
    assert len(first.activities) == 1 and len(second.activities) == 21
    assert len(many) <= len(few)  # the first may open the index
    assert gather() == second


def test_the_life_of_mandates_and_budgets_can_be_asked_of_one_instrument() -> None:
    old = text("79/901").replace("2025", "2024").replace("Eightieth", "Seventy-ninth")
    held = instrument(old.replace("eighty-first", "eightieth"))
    instrument()
    section = BudgetSection.objects.create(instrument=held, year="2026", number="40", name="Lakes")
    section.mandates.create(symbol="A/RES/80/901", issuer="General Assembly", words="80/901", table=0, place="t")
    account = gather(symbols=["A/RES/80/901"], standings=False)
    asked = "mandates?symbol=A/RES/80/901"
    every = answer_question(account, asked).value
    assert (
        answer_question(account, f"{asked}&renews=yes").value == every
        and answer_question(account, f"{asked}&renews=no").value == 0
    )
    assert answer_question(account, "texts?symbol=A/RES/80/901").value == 1
    earlier = gather(symbols=["A/RES/79/901"], standings=False)
    assert answer_question(earlier, "mandates?symbol=A/RES/79/901&stage=renewed").value == every
    assert answer_question(account, "budgets?symbol=A/RES/80/901&year=2026").value == 1
    assert answer_question(account, "budgets?symbol=A/RES/80/901&year=2025").value == 0
    Instrument.objects.create(symbol="A/RES/80/901@fr", family="A/RES/80/901", title="Lacs", language="fr")
    french = gather(symbols=["A/RES/80/901@fr"], standings=False)
    assert answer_question(french, "budgets?symbol=A/RES/80/901@fr").value == 1
    assert (
        answer_question(gather(standings=False), f"{asked}&renews=yes").value == 0
    )  # nobody looked at the lives of all
