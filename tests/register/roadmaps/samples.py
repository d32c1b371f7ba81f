"""Records that road maps of the tests are made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.roadmaps.actions import CreateRoadMap, EditRoadMap
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.parts import ChooseItem, PutMetric, PutMilestone
from actionlines.register.standings.models import Standing
from tests.people import person

YEARS = [2015, 2019, 2023]


def mandate(line: str = "C5", anchor: str = "7", status: str = "confirmed") -> Mandate:
    """A mandate on a line that also speaks to target 17.8."""
    made, _new = Instrument.objects.get_or_create(
        symbol="A/RES/99/905", defaults={"title": "Trust", "language": "en", "date": date(2045, 1, 1)}
    )
    paragraph = made.paragraphs.create(
        anchor=anchor, order=made.paragraphs.count(), kind="operative", number=f"{anchor}.",
        text="Requests the International Telecommunication Union to help countries set up response teams;",
    )  # fmt: skip
    one = Mandate.objects.create(
        instrument=made, paragraph=paragraph, ordinal=1, verb="requests", strength="mandatory", status=status,
        action="help countries set up response teams", deliverable="none",
    )  # fmt: skip
    one.addressees.create(body="itu", words="the International Telecommunication Union")
    one.links.create(concept=line, level="action_line", status="confirmed", origin="person")
    one.links.create(
        concept="sdg:17.8", level="target", p=0.8,
        evidence=[{"field": anchor, "quote": "response teams", "start": 0, "end": 10}],
    )  # fmt: skip
    return one


def standings(last: float = 67.0) -> None:
    """Use of the Internet in the world and in four countries."""
    values = {"world": [43.0, 54.0, last], "KEN": [17.0, 23.0, 35.0], "UGA": [6.0, 8.0, 10.0],
              "BRA": [58.0, 74.0, 84.0], "FRA": [78.0, 83.0, 87.0]}  # fmt: skip
    Standing.objects.filter(series="IT_USE_ii99").delete()
    for area, found in values.items():
        lag = None if area == "world" else round(1 - found[-1] / 100, 2)
        Standing.objects.create(
            area=area, series="IT_USE_ii99", indicator="sdg:17.8.1", name="People using the Internet",
            unit="percent", concepts=["sdg:17.8", "sdg:17", "C5"], years=YEARS, values=found, aim=100.0, lag=lag,
        )  # fmt: skip


def road_map(actor: str = "reviewer", lines: tuple[str, ...] = ("C5",), **given: Any) -> RoadMap:
    """A draft of a facilitator's."""
    made: RoadMap = CreateRoadMap(person(actor), fields={"lines": list(lines), **given}).do()
    return made


def complete(made: RoadMap, actor: str = "reviewer") -> RoadMap:
    """With all that it needs to be submitted."""
    user = person(actor)
    EditRoadMap(user, made, fields={"narratives": {"purpose": "Trust online for everybody."}}).do()
    ChooseItem(user, made, kind="target", ref="sdg:17.8", decision="taken").do()
    PutMetric(user, made, fields={"name": "Response teams", "aim": "150", "serves": ["sdg:17.8"]}).do()
    done: RoadMap = PutMilestone(
        user, made, fields={"what": "Guide published", "due": "2027-06-30", "lead": "ITU"}
    ).do()
    return done
