"""Road maps of the register met with its account: what is proposed, what is missing, what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Max

from actionlines.framework import load
from actionlines.papers.account.model import Account
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import (
    NARRATIVES,
    Item,
    LineScope,
    Metric,
    Milestone,
    Narrative,
    RoadMap,
)
from actionlines.papers.roadmap.proposals import is_worth_proposing, propose
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import reader_words
from actionlines.register.reports.account import gather, standings_on
from actionlines.register.standings.models import Standing

SOON = timedelta(days=60)
_KEPT = 24 * 3600  # seconds for which figures of a line are kept; new files make a new key


def lines_covered(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the lines, each followed by its parts, none twice."""
    return tuple(
        dict.fromkeys(part for one in lines for part in (one, *(c.id for c in load().children(one))))
    )


def account_of(data: Serialised, *, figures: bool = True, address: str = "") -> Account:
    """What a road map (its serialised form) is made of: the records on its lines, the figures of its targets."""
    lines = tuple(data["lines"])
    account = gather(concepts=lines_covered(lines), standings=False, address=address)
    if not figures:
        return account
    return replace(account, standings=standings_on(targets_of(data, LineScope.of(account, lines))))


def targets_of(data: Serialised, lens: LineScope) -> tuple[str, ...]:
    """Return the targets whose figures the road map shows."""
    decided = {one["ref"]: one["decision"] for one in data["items"] if one["kind"] == "target"}
    found = [one.concept for one in lens.of_level("target") if is_worth_proposing(one)]
    held = dict.fromkeys((*found, *(ref for ref, decision in decided.items() if decision == "taken")))
    return tuple(one for one in held if decided.get(one) != "left")


def road_map(data: Serialised, account: Account, *, lens: LineScope | None = None) -> RoadMap:
    """The serialised record as the frozen value, with all that the account proposes."""
    fields = ("name", "definition", "unit", "source", "frequency", "responsible", "baseline", "baseline_year",
              "aim", "aim_year")  # fmt: skip
    return propose(
        account,
        data["lines"],
        language=data["language"],
        title=data["title"],
        id=f"roadmap-{data['id']}",
        starts=str(data["starts"] or ""),
        ends=str(data["ends"] or ""),
        decided=[Item(one["kind"], one["ref"], one["decision"]) for one in data["items"]],
        metrics=[
            Metric(one["id"], **{name: one[name] for name in fields}, serves=tuple(one["serves"]))
            for one in data["metrics"]
        ],
        milestones=[
            Milestone(one["id"], one["what"], one["due"], one["lead"], tuple(one["serves"]), one["done"])
            for one in data["milestones"]
        ],
        narratives=[
            Narrative(section, data["narratives"][section])
            for section in NARRATIVES
            if data["narratives"].get(section)
        ],
        status=data["status"],
        version=data["version"],
        lens=lens,
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """The first series of an indicator, as pages show it. `key` is the series with its breakdown."""

    indicator: str
    key: str
    title: str
    basis: str
    unit: str
    base: tuple[int, float]
    last: tuple[int, float]
    aim: float | None
    aim_year: int
    projected: Mapping[str, float]
    countries: int
    lagging: int
    judged: int

    @property
    def last_shown(self) -> str:
        """Return the last value with its unit, as the reader writes it."""
        return reader_words().figure(self.last[1], self.unit)

    @property
    def base_shown(self) -> str:
        """Return the base value with its unit, as the reader writes it."""
        return reader_words().figure(self.base[1], self.unit)

    @property
    def aim_shown(self) -> str:
        """The aim with its unit, "" where there is none in numbers."""
        return reader_words().figure(self.aim, self.unit) if self.aim is not None else ""

    @property
    def ahead(self) -> tuple[tuple[str, str], ...]:
        """(method, where it sees the series heading)."""
        return tuple(
            (method, reader_words().figure(value, self.unit)) for method, value in self.projected.items()
        )


def figures_of(targets: Sequence[str]) -> dict[str, Measured]:
    """Indicator -> its first series, for the targets. Kept until other figures come in."""
    stamp = Standing.objects.aggregate(newest=Max("pk"), n=Count("pk"))
    files = StoredFile.objects.aggregate(newest=Max("pk"))
    said = json.dumps([sorted(targets), stamp, files])
    key = f"roadmap-figures-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
    found: dict[str, Measured] | None = cache.get(key)
    if found is None:
        found = _figures(targets)
        cache.set(key, found, _KEPT)
    return found


def _figures(targets: Sequence[str]) -> dict[str, Measured]:
    figures = Figures(Account(standings=standings_on(targets)))
    out: dict[str, Measured] = {}
    for target in targets:
        for indicator in load().indicators_of(target):
            first = indicator.repeats or indicator.id
            if first in out:
                continue
            for one in figures.views(first)[:1]:
                methods = {m: said.projected for m in ("linear", "logit") if (said := one.projected(m))}
                out[first] = Measured(
                    first, "/".join(part for part in (one.name[1], one.name[2]) if part), one.title,
                    "world" if one.area else "median", one.measured.unit, one.base, one.last,
                    one.measured.target.value, one.measured.target.year,
                    {m: value for m, value in methods.items() if value is not None},
                    one.countries, one.lagging, one.judged,
                )  # fmt: skip
    return out


def tracked_now(record: Record) -> Data:
    """What is compared later: the day, the latest value of each indicator, the mandates on the lines."""
    from actionlines.register.core.serialise import as_dict

    data = as_dict(record)
    account = account_of(data, figures=False)
    lens = LineScope.of(account, tuple(data["lines"]))
    left = {one["ref"] for one in data["items"] if one["kind"] == "indicator" and one["decision"] == "left"}
    found = figures_of(targets_of(data, lens))
    return {
        "on": date.today().isoformat(),
        "values": {name: [one.key, *one.last] for name, one in found.items() if name not in left},
        "mandates": [one.id for one in account.mandates],
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """A series that has another latest value than when the road map was published."""

    indicator: str
    title: str
    before: str
    before_year: int
    now: str
    now_year: int


@dataclass(frozen=True, slots=True)
class Tracking:
    """What has become of a published road map.

    overdue, soon, done  milestones (rows of the record)
    moved                series with another latest value; new, gone: mandates since the publication
    """

    on: str
    overdue: tuple[Serialised, ...]
    soon: tuple[Serialised, ...]
    done: tuple[Serialised, ...]
    moved: tuple[Moved, ...]
    new: tuple[object, ...]
    gone: int


def tracking(data: Serialised, account: Account, today: date | None = None) -> Tracking:
    """How a published road map stands today."""
    day = today or date.today()
    kept = data.get("tracked") or {}
    rows = data["milestones"]
    waiting = [one for one in rows if one["due"] and not one["done"]]
    overdue = tuple(one for one in waiting if one["due"] < day.isoformat())
    soon = tuple(one for one in waiting if day.isoformat() <= one["due"] <= (day + SOON).isoformat())
    before = kept.get("values", {})
    found = figures_of(targets_of(data, LineScope.of(account, tuple(data["lines"])))) if before else {}
    known = set(kept.get("mandates", ()))
    return Tracking(
        kept.get("on", ""),
        overdue,
        soon,
        tuple(one for one in rows if one["done"]),
        tuple(_moved(before, found)),
        tuple(one for one in account.mandates if one.id not in known) if kept else (),
        len(known - {one.id for one in account.mandates}),
    )


def _moved(before: Serialised, found: Mapping[str, Measured]) -> list[Moved]:
    out = []
    for indicator, (key, year, value) in before.items():
        one = found.get(indicator)
        if one is not None and one.key == key and (one.last[0] != year or one.last[1] != value):
            out.append(
                Moved(
                    indicator,
                    one.title,
                    reader_words().figure(value, one.unit),
                    year,
                    one.last_shown,
                    one.last[0],
                )
            )
    return out
