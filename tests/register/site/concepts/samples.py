"""A small living register: a resolution with mandates, activities, envelopes, figures, a cooperation framework."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from actionlines.register.instruments.models import Instrument
from actionlines.register.resources.models import Allocation, Envelope
from actionlines.register.standings.models import Standing
from tests.indexed import reindex
from tests.people import organisation
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published


def envelope(**given: Any) -> Envelope:
    """An envelope of a plan for C5, in dollars."""
    values = {
        "plan": "Village plan", "objective": "Safe networks", "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31), "currency": "USD", "amount": Decimal(1000), "lines": ["C5"], **given,
    }  # fmt: skip
    return Envelope.objects.create(**values)


def standing(area: str = "KEN", lag: float = 0.6, **given: Any) -> Standing:
    """A country on an indicator of target 9.c, with two methods that disagree."""
    values = {
        "series": "MASTS", "indicator": "sdg:9.c.1", "name": "People within reach of a mast", "unit": "PERCENT",
        "concepts": ["sdg:9.c", "sdg:9", "C2"], "years": [2020, 2022, 2024], "values": [40.0, 45.0, 47.5],
        "aim": 100.0, "aim_year": 2030, "aim_direction": 1, "lag": lag,
        "why": [
            {"code": "stands", "value": 47.5, "year": 2024},
            {"code": "methods", "arrives": 0, "slow": 1, "away": 1},
        ],
        "verdicts": [
            {"method": "unsd-2026", "verdict": "slow", "words": "too slow", "score": 0.4},
            {"method": "escap", "verdict": "regress", "words": "maintain", "score": 0.2},
        ],
        "source": "invented", **given,
    }  # fmt: skip
    return Standing.objects.create(area=area, **values)


def framework_document(**given: Any) -> Instrument:
    """A cooperation framework of Kenya that speaks to C5 alone."""
    made = Instrument.objects.create(
        symbol="file:aaaabbbbcccc", family="file:aaaabbbbcccc", title="Cooperation framework of the villages",
        country="KEN", language="en", **given,
    )  # fmt: skip
    paragraph = made.paragraphs.create(anchor="1", order=1, kind="paragraph", text="Networks are made safe.")
    paragraph.links.create(concept="C5", level="action_line", p=0.9)
    return made


def register() -> dict[str, Any]:
    """All of it, in the search index."""
    asked = mandate("2", "confirmed", lead=organisation())
    asked.addressees.get_or_create(body="itu")
    kenyan = published(
        "Safe masts in villages", "Masts with a lock.", ("KEN",),
        (("action_line", "C5"), ("goal", "sdg:9"), ("target", "sdg:9.c")), good_practice=True,
        starts_on=date(2026, 2, 1),
    )  # fmt: skip
    kenyan.mandate_links.create(mandate=asked, status="confirmed", origin="person")
    ugandan = published(
        "Masts that share their power", "Shared batteries.", ("UGA",),
        (("action_line", "C2"), ("target", "sdg:9.c"), ("commitment", "gdc:11a")), good_practice=True,
        organisation=organisation(name="Lake Masts Cooperative", country="UGA"),
    )  # fmt: skip
    purse = envelope(organisation=organisation())
    Allocation.objects.create(envelope=purse, activity=kenyan, amount=Decimal(1500))
    standing()
    standing("itu-region:AFR", 0.4)
    document = framework_document()
    reindex()
    return {"mandate": asked, "kenyan": kenyan, "ugandan": ugandan, "envelope": purse, "document": document}
