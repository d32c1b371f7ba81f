"""Ten thousand proposals: all are counted, every page is there, and a page is light and takes little of a processor."""

from __future__ import annotations

import re
from time import process_time

import pytest

from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Addressee, Mandate, MandateLink
from tests.people import person
from tests.register.mandates.samples import mandate

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MANY = 10_000
HEAVIEST, ELEMENTS = 120_000, 2_500
MOST = 0.3  # seconds of processor for a page, on a machine of two cores


@pytest.fixture
def filled() -> Instrument:
    row = mandate("2")
    Mandate.objects.exclude(pk=row.pk).delete()
    rows = [
        Mandate(
            paragraph=row.paragraph, instrument=row.instrument, ordinal=number, verb="Invites", strength="invites",
            action=f"to map the masts of district {number}",
            checks=[{"field": "due", "reason": "two dates in the sentence"}] * (number % 3),
        )
        for number in range(1, MANY)
    ]  # fmt: skip
    made = Mandate.objects.bulk_create(rows)
    Addressee.objects.bulk_create(Addressee(mandate=one, body="member-states") for one in made)
    MandateLink.objects.bulk_create(MandateLink(mandate=one, concept="C5", level="action_line", p=0.6) for one in made)
    return row.instrument


@pytest.mark.parametrize("who", ["secretariat", "reviewer"])
def test_the_queue_counts_all_and_a_page_is_quick(client, filled, who):
    client.force_login(person(who))
    client.get("/work/?show=proposals")
    for address in ("sort=due", "sort=sure", f"instrument={filled.symbol}&page=90", "page=100&sort=text"):
        begun = process_time()
        html = client.get(f"/work/?show=proposals&{address}").content.decode()
        used = process_time() - begun
        elements = len(re.findall("<[a-z]", html))
        print(who, address, round(1000 * used), "ms", len(html) // 1000, "kB", elements, "elements")
        assert f'<span class="count">{MANY}</span>' in html and "Page " in html
        assert used < MOST, (who, address, used)
        assert len(html.encode()) <= HEAVIEST and elements <= ELEMENTS
