"""Road maps of the register met with its account: what is proposed, what is missing, what has changed since."""

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
from actionlines.papers.roadmap.model import NARRATIVES, Item, LineScope, Metric, Milestone, Narrative, RoadMap
from actionlines.papers.roadmap.proposals import is_worth_proposing, propose
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import reader_words
from actionlines.register.reports.account import funded, gather, standings_on
from actionlines.register.standings.models import Standing

SOON = timedelta(days=60)
_KEPT = 24 * 3600  # seconds for which figures of a line are kept; new files make a new key


def lines_covered(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the lines, each followed by its parts, none twice."""
    return tuple(dict.fromkeys(part for line in lines for part in (line, *(c.id for c in load().children(line)))))


def account_of(data: Serialised, *, figures: bool = True, address: str = "") -> Account:
    """Return the records on the lines of a road map (its serialised form), and the figures of its targets."""
    lines = tuple(data["lines"])
    account = gather(concepts=lines_covered(lines), standings=False, address=address)
    if not figures:
        return account
    standings = standings_on(targets_of(data, LineScope.of(account, lines)))
    return replace(account, standings=standings, funded=funded(lines=lines_covered(lines)))


def targets_of(data: Serialised, line_scope: LineScope) -> tuple[str, ...]:
    """Return the targets whose figures the road map shows."""
    decided = {item["ref"]: item["decision"] for item in data["items"] if item["kind"] == "target"}
    matches = [
        linked_concept.concept for linked_concept in line_scope.of_level("target") if is_worth_proposing(linked_concept)
    ]
    held = dict.fromkeys((*matches, *(ref for ref, decision in decided.items() if decision == "taken")))
    return tuple(item for item in held if decided.get(item) != "left")


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
        decided=[Item(item["kind"], item["ref"], item["decision"]) for item in data["items"]],
        metrics=[
            Metric(item["id"], **{name: item[name] for name in fields}, serves=tuple(item["serves"]))
            for item in data["metrics"]
        ],
        milestones=[
            Milestone(item["id"], item["what"], item["due"], item["lead"], tuple(item["serves"]), item["done"])
            for item in data["milestones"]
        ],
        narratives=[
            Narrative(section, data["narratives"][section]) for section in NARRATIVES if data["narratives"].get(section)
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
        return tuple((method, reader_words().figure(value, self.unit)) for method, value in self.projected.items())


def figures_of(targets: Sequence[str]) -> dict[str, Measured]:
    """Indicator -> its first series, for the targets. Kept until other figures come in."""
    stamp = Standing.objects.aggregate(newest=Max("pk"), n=Count("pk"))
    files = StoredFile.objects.aggregate(newest=Max("pk"))
    texts = json.dumps([sorted(targets), stamp, files])
    key = f"roadmap-figures-{hashlib.sha256(texts.encode()).hexdigest()[:32]}"
    matches: dict[str, Measured] | None = cache.get(key)
    if matches is None:
        matches = _figures(targets)
        cache.set(key, matches, _KEPT)
    return matches


def _figures(targets: Sequence[str]) -> dict[str, Measured]:
    figures = Figures(Account(standings=standings_on(targets)))
    out: dict[str, Measured] = {}
    for target in targets:
        for indicator in load().indicators_of(target):
            if (first := indicator.repeats or indicator.id) in out:
                continue
            for item in figures.views(first)[:1]:
                methods = {m: texts.projected for m in ("linear", "logit") if (texts := item.projected(m))}
                out[first] = Measured(
                    first, "/".join(part for part in (item.name[1], item.name[2]) if part), item.title,
                    "world" if item.area else "median", item.measured.unit, item.base, item.last,
                    item.measured.target.value, item.measured.target.year,
                    {m: value for m, value in methods.items() if value is not None},
                    item.countries, item.lagging, item.judged,
                )  # fmt: skip
    return out


def tracked_now(record: Record) -> Data:
    """Return what is compared later: the day, the latest value of each indicator, the mandates on the lines."""
    from actionlines.register.core.serialise import as_dict

    data = as_dict(record)
    account = account_of(data, figures=False)
    filters = LineScope.of(account, tuple(data["lines"]))
    left = {item["ref"] for item in data["items"] if item["kind"] == "indicator" and item["decision"] == "left"}
    matches = figures_of(targets_of(data, filters))
    return {
        "on": date.today().isoformat(),
        "values": {name: [text.key, *text.last] for name, text in matches.items() if name not in left},
        "mandates": [mandate.id for mandate in account.mandates],
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
    """Return the state of a published road map today."""
    day = today or date.today()
    saved = data.get("tracked") or {}
    rows = data["milestones"]
    waiting = [row for row in rows if row["due"] and not row["done"]]
    overdue = tuple(item for item in waiting if item["due"] < day.isoformat())
    soon = tuple(item for item in waiting if day.isoformat() <= item["due"] <= (day + SOON).isoformat())
    scope = LineScope.of(account, tuple(data["lines"]))
    before = saved.get("values", {})
    matches = figures_of(targets_of(data, scope)) if before else {}
    known = set(saved.get("mandates", ()))
    return Tracking(
        saved.get("on", ""),
        overdue,
        soon,
        tuple(row for row in rows if row["done"]),
        tuple(_moved(before, matches)),
        tuple(mandate for mandate in (*scope.accepted, *scope.proposed) if mandate.id not in known) if saved else (),
        len(known - {mandate.id for mandate in account.mandates}),
    )


def _moved(before: Serialised, matches: Mapping[str, Measured]) -> list[Moved]:
    out = []
    for indicator, (key, year, value) in before.items():
        item = matches.get(indicator)
        if item is not None and item.key == key and (item.last[0] != year or item.last[1] != value):
            out.append(
                Moved(
                    indicator, item.title, reader_words().figure(value, item.unit), year, item.last_shown, item.last[0]
                )
            )
    return out
