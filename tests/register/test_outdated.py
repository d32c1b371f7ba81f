"""Records that name an outdated instrument: flagged with the later text and what only the earlier one has."""

from __future__ import annotations

import pytest
from django.test import Client

from actionlines.register.activities.checks import checked, facts_of
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.outdated import outdated, outdated_in
from actionlines.register.resources.models import Envelope
from tests.people import activity
from tests.register.mandates import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> None:
    """A resolution and the one of the next session, which has no paragraph on ferries."""
    old = samples.text("79/901").replace("2025", "2024").replace("Eightieth", "Seventy-ninth")
    samples.instrument(old.replace("eighty-first", "eightieth") + "\n9. Decides to count ferries on every lake.\n")
    samples.instrument()


def test_a_text_that_has_a_successor_is_named_with_it(two: None) -> None:
    ((found,),) = outdated([["Work under General Assembly resolution 79/901."]])
    assert (found.stale.cited, found.stale.latest, found.stale.advice) == ("A/RES/79/901", "A/RES/80/901", "update")
    assert found.quote == "General Assembly resolution 79/901" and found.url == "/instruments/A/RES/80/901/"


def test_beside_the_later_text_the_earlier_one_can_go(two: None) -> None:
    ((found,),) = outdated([["It follows A/RES/79/901.", "And resolution 80/901 of the General Assembly."]])
    assert found.stale.advice == "drop"


def test_a_paragraph_that_only_the_earlier_text_has_is_a_reason_to_keep_it(two: None) -> None:
    ((found,),) = outdated([["As paragraph 9 of General Assembly resolution 79/901 decides."]])
    assert (found.stale.advice, found.stale.only) == ("keep", ("9",))


def test_the_newest_text_and_texts_that_are_not_held_are_not_flagged(two: None) -> None:
    assert outdated([["A/RES/80/901 and A/RES/55/2"], ["no text at all"]]) == [[], []]


def test_several_records_ask_together(two: None, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10):
        found = outdated([["General Assembly resolution 79/901"]] * 12)
    assert [len(one) for one in found] == [1] * 12
    with django_assert_max_num_queries(0):
        outdated([["Masts for schools"]] * 3)


def test_the_mandates_of_a_record_count_as_named(two: None) -> None:
    held = Mandate.objects.filter(instrument__symbol="A/RES/79/901").first()
    assert held is not None
    links = [{"mandate": held.pk, "status": "confirmed"}, {"mandate": held.pk, "status": "rejected"}]
    first, second = outdated_in([{"mandates": links}, {"mandates": links[1:]}])
    assert [one.stale.latest for one in first] == ["A/RES/80/901"] and second == []


def test_the_check_of_an_activity_names_it_and_decides_nothing_by_it(two: None) -> None:
    found = activity(summary="Portals under General Assembly resolution 79/901 are counted.")
    plain, named = (checked(facts_of([as_dict(found)], with_outdated=one)[0])[1] for one in (False, True))
    assert plain.verdict == named.verdict == "doubt"
    assert [one.code for one in named.reasons] == ["no_mandate", "outdated_update"]
    assert "A/RES/80/901" in named.reasons[1].words and named.reasons[1].settles == "Name the later text."


def test_pages_of_envelopes_and_reports_name_it_too(two: None, client: Client) -> None:
    envelope = Envelope.objects.create(
        plan="Plan", objective="Masts, by General Assembly resolution 79/901", starts_on="2026-01-01",
        ends_on="2027-12-31", currency="USD", amount=1000,
    )  # fmt: skip
    page = client.get(envelope.get_absolute_url()).content.decode()
    assert "Outdated instruments named here" in page and "/instruments/A/RES/80/901/" in page
    held = Mandate.objects.filter(instrument__symbol="A/RES/79/901").first()
    assert held is not None
    ((found,),) = outdated_in([{"chosen": [f"mandate:{held.pk}", "paragraph:A/RES/80/901#2"]}])
    assert found.stale.advice == "drop"
