"""Questions to an account whose answers are numbers: what binds every number of a paper to its source.

    mandates?line=C5&status=confirmed         how many mandates
    activities?line=C5&area=itu-region:AFR&practice=yes
    organisations?line=C5                     how many carry out activities that fit
    paragraphs?symbol=A/RES/80/173&line=C5    how many paragraphs speak to it
    countries?line=C5                         in how many countries activities take place
    envelopes.amount?line=C5&currency=CHF     a sum of money
    allocations.amount?line=C5&currency=CHF
    envelope.amount?id=3                      of one envelope
    envelope.allocated?id=3&activity=12       what is allocated from it
    matrix?line=C5                            how many goals and targets the WSIS-SDG Matrix links
    standings?target=sdg:9.c&behind=yes       how many areas are behind (lag of one half or more)
    value?area=KEN&series=IT_USE_ii99&year=2023     the value itself; without `year` the latest
    year?area=KEN&series=IT_USE_ii99          the year of the latest value
    gap?area=KEN&series=IT_USE_ii99&divide=sex     women against men (location: urban against rural), latest year
    growth?area=KEN&series=IT_USE_ii99&since=2015  the latest value less the first of that year or after
    areas?target=sdg:9.c&behind=yes&kind=country   how many countries are behind; without `behind` have figures
    series?line=C5                            how many series have figures
    paragraphs?symbol=A/RES/80/173&asks=yes   how many paragraphs ask for something
    instruments?asks=yes                      how many instruments do
    aim?area=KEN&series=IT_USE_ii99           what it should be; without `area` for the median over countries
    standings?series=IT_USE_ii99&breakdown=total&kind=country&behind=yes    how many countries are behind on one
    median?series=IT_USE_ii99&year=2023       the median over countries, see account.over
    percentile?series=IT_USE_ii99&at=10       below which one country in ten lies
    mean?series=IT_USE_ii99&area=LDC          of the countries of a group, each counted once; counts are added up
    parity?series=IT_USE_ii99&dimension=sex&area=world    women to men; `location` is town to country
    projected?area=world&series=IT_USE_ii99&method=linear   in the year of the aim; without `area` of the median

In a value the signs % & { } and the end of a line are written as in addresses (%25 %26 %7B %7D %0A): `asking`.
A question is normalised (`normal`), so that one number has one name. The answer is a Fact; where it cannot be
answered its value is None. Raises BadQuestion for a question that is not of this form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from actionlines.errors import BadQuestion
from actionlines.framework import load
from actionlines.indicators.check.units import units_of
from actionlines.reports.account.model import CONFIRMED, Account, Activity, Linked, Mandate, Standing
from actionlines.reports.paper.model import Fact

_LEVELS = {"line": "action_line", "goal": "goal", "target": "target", "commitment": "commitment"}
BEHIND = 0.5  # a lag from which an area counts as behind

# What can be asked, and by what it can be narrowed.
_LINKS = frozenset((*_LEVELS, "linked"))
_MONEY = frozenset({"line", "currency", "plan", "id"})
_STANDINGS = frozenset(
    {"line", "goal", "target", "area", "series", "indicator", "breakdown", "behind", "judged", "kind"}
)
_FILTERS: Mapping[str, frozenset[str]] = {
    "mandates": _LINKS | {"status", "strength", "body", "symbol", "lead", "due-by", "evidence"},
    "activities": _LINKS | {"area", "type", "practice", "since", "until", "mandate", "organisation"},
    "organisations": _LINKS | {"area", "type", "practice", "since", "until"},
    "countries": _LINKS | {"area", "practice", "since", "until"},
    "paragraphs": _LINKS | {"symbol", "asks", "status"},
    "instruments": _LINKS | {"asks", "status"},
    "envelopes": _MONEY,
    "envelopes.amount": _MONEY,
    "allocations.amount": _MONEY,
    "left.amount": _MONEY,
    "standings": _STANDINGS,
    "areas": _STANDINGS,
    "series": _STANDINGS,
    "gap": frozenset({"area", "series", "divide"}),
    "growth": frozenset({"area", "series", "breakdown", "since"}),
    "envelope.amount": frozenset({"id"}),
    "envelope.allocated": frozenset({"id", "activity"}),
    "matrix": frozenset({"line", "goal"}),
    "value": frozenset({"area", "series", "breakdown", "year"}),
    "year": frozenset({"area", "series", "breakdown"}),
    "aim": frozenset({"area", "series", "breakdown"}),
    "median": frozenset({"series", "breakdown", "year"}),
    "percentile": frozenset({"series", "breakdown", "at"}),
    "mean": frozenset({"area", "series", "breakdown"}),
    "parity": frozenset({"area", "series", "dimension"}),
    "projected": frozenset({"area", "series", "breakdown", "method"}),
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "envelopes.amount": frozenset({"currency"}),
    "allocations.amount": frozenset({"currency"}),
    "left.amount": frozenset({"currency"}),
    "gap": frozenset({"area", "series", "divide"}),
    "growth": frozenset({"area", "series", "since"}),
    "value": frozenset({"area", "series"}),
    "year": frozenset({"area", "series"}),
    "aim": frozenset({"series"}),
    "envelope.amount": frozenset({"id"}),
    "envelope.allocated": frozenset({"id"}),
    "median": frozenset({"series"}),
    "percentile": frozenset({"series", "at"}),
    "mean": frozenset({"area", "series"}),
    "parity": frozenset({"series", "dimension"}),
    "projected": frozenset({"series", "method"}),
}


_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in "%&{}\n\r"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked (`noun`), narrowed by `filters`, which are sorted."""

    noun: str
    filters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = "&".join(f"{name}={value.translate(_SIGNS)}" for name, value in self.filters)
        return f"{self.noun}?{said}" if said else self.noun

    def get(self, name: str) -> str:
        """The value of a filter, "" where it is not there."""
        return dict(self.filters).get(name, "")


def question(text: str) -> Question:
    """The question in a text. Raises BadQuestion, which says what can be asked."""
    noun, _, said = text.strip().partition("?")
    if noun not in _FILTERS:
        raise BadQuestion(text, f"“{noun}” cannot be asked", f"Ask for one of: {', '.join(_FILTERS)}.")
    filters: dict[str, str] = {}
    for part in filter(None, said.split("&")):
        name, equals, value = part.partition("=")
        if not equals or not value or name not in _FILTERS[noun] or name in filters:
            advice = f"Narrow {noun} by: {', '.join(sorted(_FILTERS[noun]))}, each once, as name=value."
            raise BadQuestion(text, f"“{part}” cannot narrow it", advice)
        filters[name] = unquote(value)
    if missing := _NEEDED.get(noun, frozenset()) - set(filters):
        raise BadQuestion(
            text, f"it needs {', '.join(sorted(missing))}", "Add what is missing as &name=value."
        )
    return Question(noun, tuple(sorted(filters.items())))


def asking(noun: str, **filters: str) -> str:
    """A question from values as records have them, in the one form; what is "" narrows nothing.

    >>> asking("value", area="KEN", series="R&D", year="2023", breakdown="")
    'value?area=KEN&series=R%26D&year=2023'
    """
    return str(Question(noun, tuple(sorted((name, value) for name, value in filters.items() if value))))


def normal(text: str) -> str:
    """The one form of a question.

    >>> normal("mandates?status=confirmed&line=C5")
    'mandates?line=C5&status=confirmed'
    """
    return str(question(text))


def ask(account: Account, text: str) -> Fact:
    """The answer. Money is a sum as a number; its unit is the currency."""
    asked = question(text)
    value, unit, evidence = _ANSWERS[asked.noun](account, asked)
    return Fact(str(asked), value, unit, evidence=evidence)


Answer = tuple[int | float | str | None, str, tuple[str, ...]]


def linked(links: Iterable[Linked], asked: Question) -> bool:
    """Whether the links fit the filters line, goal, target, commitment; with linked=confirmed only confirmed ones.

    A line covers its parts: C7 is spoken to by what speaks to C7-ehealth. `line=C2,C6` asks for one of them,
    `line=C2+C6` for both.
    """
    confirmed = asked.get("linked") == CONFIRMED
    held = {one.concept for one in links if not confirmed or one.status == CONFIRMED}
    return all(_speaks(value, held) for name, value in asked.filters if name in _LEVELS)


def _speaks(value: str, held: Collection[str]) -> bool:
    return any(
        all(any(covers(one, concept) for concept in held) for one in together.split("+"))
        for together in value.split(",")
    )


def covers(wanted: str, held: str) -> bool:
    """Whether a record that speaks to `held` is one of `wanted`: C7 covers C7-ehealth."""
    return held == wanted or (held.startswith(f"{wanted}-") and wanted in load().action_lines)


def mandates(account: Account, asked: Question) -> list[Mandate]:
    """The mandates that fit. `evidence=yes`: with progress on record; `due-by`: due on that day or before."""
    return [one for one in account.mandates if linked(one.links, asked) and _mandate_fits(one, asked)]


def _mandate_fits(one: Mandate, asked: Question) -> bool:
    bodies = {body for body, _words in one.addressees}
    checks: Mapping[str, Callable[[str], bool]] = {
        "status": lambda value: one.status in value.split(","),
        "strength": lambda value: one.strength in value.split(","),
        "body": lambda value: value in bodies,
        "symbol": lambda value: one.symbol == value,
        "lead": lambda value: (one.lead is not None) == (value == "yes") if value in ("yes", "no")
        else str(one.lead) == value,
        "due-by": lambda value: bool(one.due_on) and one.due_on <= value,
        "evidence": lambda value: bool(one.progress) == (value == "yes"),
    }  # fmt: skip
    return all(checks[name](value) for name, value in asked.filters if name in checks)


def activities(account: Account, asked: Question) -> list[Activity]:
    """The activities that fit. `area`: a country, or a region with all its countries; since and until: years."""
    types = {one.id: one.type for one in account.organisations}
    return [
        one for one in account.activities if linked(one.links, asked) and _activity_fits(one, asked, types)
    ]


def _activity_fits(one: Activity, asked: Question, types: Mapping[int, str]) -> bool:
    by_organisation = asked.noun == "organisations"
    checks: Mapping[str, Callable[[str], bool]] = {
        "area": lambda value: bool(within(value) & set(one.places)),
        "type": lambda value: (types.get(one.organisation or 0) if by_organisation else one.type) == value,
        "practice": lambda value: one.good_practice == (value == "yes"),
        "since": lambda value: (one.ends or "9999") >= value,
        "until": lambda value: bool(one.starts) and one.starts[:4] <= value,
        "mandate": lambda value: value in {str(mandate) for mandate, _status in one.mandates},
        "organisation": lambda value: str(one.organisation) == value,
    }
    return all(checks[name](value) for name, value in asked.filters if name in checks)


@lru_cache(maxsize=1024)
def within(area: str) -> frozenset[str]:
    """The area with its countries."""
    framework = load()
    return frozenset({area, *(framework.members(area) if area in framework.areas else ())})


def standings(account: Account, asked: Question) -> list[Standing]:
    """The standings that fit. `behind=yes`: those with a lag of BEHIND or more."""
    levels = [value for name, value in asked.filters if name in _LEVELS]
    area = asked.get("area")
    areas = within(area) if area else frozenset()
    kind = asked.get("kind")
    return [
        one
        for one in account.standings
        if all(value in one.concepts for value in levels)
        and (not area or one.area in areas)
        and (not kind or _of_kind(one.area, kind))
        and all(
            getattr(one, name) == ("" if (name, value) == ("breakdown", "total") else value)
            for name, value in asked.filters
            if name in ("series", "indicator", "breakdown")
        )
        and (asked.get("behind") != "yes" or (one.lag is not None and one.lag >= BEHIND))
        and (asked.get("judged") != "yes" or one.lag is not None)
    ]


def _count(rows: Iterable[Any]) -> Answer:
    return sum(1 for _ in rows), "", ()


def _organisations(account: Account, asked: Question) -> Answer:
    return len({one.organisation for one in activities(account, asked)} - {None}), "", ()


def _countries(account: Account, asked: Question) -> Answer:
    places = {place for one in activities(account, asked) for place in one.places}
    area = asked.get("area")
    return len(places & set(load().countries) & (within(area) if area else places)), "", ()


def _asking(account: Account, asked: Question) -> list[Mandate]:
    """The mandates of the paragraphs that ask for something."""
    return mandates(account, Question("mandates", tuple(one for one in asked.filters if one[0] != "asks")))


def _instruments(account: Account, asked: Question) -> Answer:
    if asked.get("asks") == "yes":
        return len({one.symbol for one in _asking(account, asked)}), "", ()
    return len(account.instruments), "", ()


def _paragraphs(account: Account, asked: Question) -> Answer:
    symbol = asked.get("symbol")
    if asked.get("asks") == "yes":
        return len({(one.symbol, one.anchor) for one in _asking(account, asked)}), "", ()
    return _count(
        one for one in account.paragraphs if linked(one.links, asked) and (not symbol or one.symbol == symbol)
    )


def _envelopes(account: Account, asked: Question) -> list[Any]:
    line, currency, plan, number = (asked.get(name) for name in ("line", "currency", "plan", "id"))
    return [
        one
        for one in account.envelopes
        if (not line or any(covers(part, held) for part in line.split(",") for held in one.lines))
        and (not currency or one.currency == currency)
        and (not plan or one.plan == plan)
        and (not number or str(one.id) == number)
    ]


def _money(amounts: Iterable[str], currency: str) -> Answer:
    total = sum(map(Decimal, amounts), Decimal(0))
    return (int(total) if total == total.to_integral_value() else float(total)), currency, ()


def _amount(account: Account, asked: Question) -> Answer:
    found = _envelopes(account, asked)
    value, unit, _none = _money((one.amount for one in found), asked.get("currency"))
    return value, unit, tuple(f"envelope:{one.id}@{one.version}" for one in found)


def _allocated(account: Account, asked: Question) -> Answer:
    found = _envelopes(account, asked)
    amounts = (amount for one in found for _activity, amount in one.allocations)
    value, unit, _none = _money(amounts, asked.get("currency"))
    return value, unit, tuple(f"envelope:{one.id}@{one.version}" for one in found)


def _left(account: Account, asked: Question) -> Answer:
    given, unit, evidence = _amount(account, asked)
    taken, _unit, _evidence = _allocated(account, asked)
    left = Decimal(str(given)) - Decimal(str(taken))
    return (int(left) if left == left.to_integral_value() else float(left)), unit, evidence


def _areas(account: Account, asked: Question) -> Answer:
    return len({one.area for one in standings(account, asked)}), "", ()


def _of_kind(area: str, kind: str) -> bool:
    """Whether an area is a country, or an area of this kind (`itu-region`)."""
    framework = load()
    if kind == "country":
        return area in framework.countries
    return area in framework.areas and framework.areas[area].kind == kind


def _series(account: Account, asked: Question, breakdown: str | None = None) -> Standing | None:
    wanted = (
        asked.get("area"),
        asked.get("series"),
        asked.get("breakdown") if breakdown is None else breakdown,
    )
    return account.standing.get(wanted)


# What a divide is between: the breakdowns of its two sides, as `indicators.divides` has them.
DIVIDES: Mapping[str, tuple[str, str]] = {
    "sex": ("sex=F", "sex=M"),
    "location": ("location=urban", "location=rural"),
}


def sides(account: Account, area: str, series: str, divide: str) -> tuple[Standing, Standing, int] | None:
    """The two sides of a divide with the latest year that both have; None where one of them has no figures."""
    first, second = (account.standing.get((area, series, one)) for one in DIVIDES.get(divide, ("", "")))
    common = set(first.years) & set(second.years) if first and second and first is not second else ()
    return (first, second, max(common)) if first and second and common else None


def _gap(account: Account, asked: Question) -> Answer:
    found = sides(account, asked.get("area"), asked.get("series"), asked.get("divide"))
    if found is None:
        return None, "", ()
    *pair, year = found
    values = [Decimal(str(one.values[one.years.index(year)])) for one in pair]
    return (
        float(abs(values[0] - values[1])),
        "points" if pair[0].unit in units_of("share") else pair[0].unit,
        tuple(f"series:{one.id}/{year}" for one in pair),
    )


def _growth(account: Account, asked: Question) -> Answer:
    found = _series(account, asked)
    since = asked.get("since")
    years = [at for at in (found.years if found else ()) if str(at) >= since]
    if found is None or len(years) < 2:
        return None, "", ()
    first, last = (Decimal(str(found.values[found.years.index(at)])) for at in (years[0], years[-1]))
    evidence = tuple(f"series:{found.id}/{at}" for at in (years[0], years[-1]))
    return float(last - first), "points" if found.unit in units_of("share") else found.unit, evidence


def _value(account: Account, asked: Question) -> Answer:
    found = _series(account, asked)
    if found is None or not found.years:
        return None, "", ()
    year = asked.get("year") or str(found.years[-1])
    values = {str(at): value for at, value in zip(found.years, found.values, strict=True)}
    return values.get(year), found.unit, (f"series:{found.id}/{year}",) if year in values else ()


def _year(account: Account, asked: Question) -> Answer:
    found = _series(account, asked)
    if found is None or not found.years:
        return None, "", ()
    return found.years[-1], "year", (f"series:{found.id}/{found.years[-1]}",)


def _aim(account: Account, asked: Question) -> Answer:
    if asked.get("area"):
        found = _series(account, asked)
        return (found.aim, found.unit, ()) if found else (None, "", ())
    from actionlines.reports.account.over import judged, line_of

    line = line_of(_of_series(account, asked))
    made = judged((line,))[0] if line else None
    return (made.target.value, made.unit, ()) if made else (None, "", ())


def _envelope(account: Account, asked: Question) -> Answer:
    found = next((one for one in account.envelopes if str(one.id) == asked.get("id")), None)
    if found is None:
        return None, "", ()
    if asked.noun == "envelope.amount":
        amounts = [found.amount]
    else:
        wanted = asked.get("activity")
        amounts = [amount for activity, amount in found.allocations if wanted in ("", str(activity))]
    value, unit, _none = _money(amounts, found.currency)
    return value, unit, (f"envelope:{found.id}@{found.version}",)


def _matrix(_account: Account, asked: Question) -> Answer:
    lines = asked.get("line").split(",")
    found = {
        link.target or link.goal
        for line in lines
        for link in load().matrix.links(line, goal=asked.get("goal"))
    }
    return len(found), "", ()


def _of_series(account: Account, asked: Question) -> list[Standing]:
    series, breakdown = asked.get("series"), asked.get("breakdown")
    return [one for one in account.standings if one.series == series and one.breakdown == breakdown]


def _median(account: Account, asked: Question) -> Answer:
    from actionlines.reports.account.over import medians

    rows = _of_series(account, asked)
    points = {str(one.year): one.median for one in medians(rows)}
    year = asked.get("year") or max(points, default="")
    evidence = (f"series:median/{_named(asked)}",) if year in points else ()
    return points.get(year), rows[0].unit if rows else "", evidence


def _named(asked: Question) -> str:
    return "/".join(part for part in (asked.get("series"), asked.get("breakdown")) if part)


def _percentile(account: Account, asked: Question) -> Answer:
    from actionlines.reports.account.over import percentile

    rows = _of_series(account, asked)
    at = asked.get("at")
    value = percentile(rows, float(at)) if at.isascii() and at.isdecimal() and len(at) < 4 else None
    evidence = (f"series:median/{_named(asked)}",) if value is not None else ()
    return value, rows[0].unit if rows else "", evidence


def _mean(account: Account, asked: Question) -> Answer:
    from actionlines.reports.account.over import mean

    rows = _of_series(account, asked)
    found = mean(rows, asked.get("area"))
    return (found[1], rows[0].unit, (f"series:median/{_named(asked)}",)) if found else (None, "", ())


def _parity(account: Account, asked: Question) -> Answer:
    from actionlines.reports.account.over import parity, sides_of

    dimension, area = asked.get("dimension"), asked.get("area")
    if dimension not in ("sex", "location"):
        return None, "", ()
    first, second = (
        [one for one in account.standings if one.series == asked.get("series") and one.breakdown == side]
        for side in sides_of(dimension)
    )
    found = parity((first, second), dimension, area)
    return (found.ratio, "ratio", ()) if found else (None, "", ())


def _projected(account: Account, asked: Question) -> Answer:
    from actionlines.reports.account.over import judged, line_of

    rows, area = _of_series(account, asked), asked.get("area")
    line = line_of(rows, area)
    found = judged((line,))[0] if line else None
    said = next((one for one in found.said if one.method == asked.get("method")), None) if found else None
    if said is None or said.projected is None or line is None:
        return None, rows[0].unit if rows else "", ()
    year = f"/{line.years[-1]}" if area else ""
    return said.projected, line.unit, (f"series:{area or 'median'}/{_named(asked)}{year}",)


_ANSWERS: Mapping[str, Callable[[Account, Question], Answer]] = {
    "mandates": lambda account, asked: _count(mandates(account, asked)),
    "activities": lambda account, asked: _count(activities(account, asked)),
    "organisations": _organisations,
    "countries": _countries,
    "paragraphs": _paragraphs,
    "instruments": _instruments,
    "envelopes": lambda account, asked: _count(_envelopes(account, asked)),
    "envelopes.amount": _amount,
    "allocations.amount": _allocated,
    "left.amount": _left,
    "envelope.amount": _envelope,
    "envelope.allocated": _envelope,
    "matrix": _matrix,
    "standings": lambda account, asked: _count(standings(account, asked)),
    "areas": _areas,
    "series": lambda account, asked: (len({one.series for one in standings(account, asked)}), "", ()),
    "gap": _gap,
    "growth": _growth,
    "value": _value,
    "year": _year,
    "aim": _aim,
    "median": _median,
    "percentile": _percentile,
    "mean": _mean,
    "parity": _parity,
    "projected": _projected,
}
