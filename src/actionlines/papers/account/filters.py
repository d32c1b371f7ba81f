"""Filters: the records of an account that fit a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache

from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.papers.account.model import CONFIRMED, Account, Activity, Funded, Linked, Mandate, Standing
from actionlines.papers.account.question import LEVELS, Question


def linked(links: Iterable[Linked], asked: Question) -> bool:
    """Return whether links fit the filters line, goal, target, commitment; linked=confirmed: only confirmed ones.

    A line covers its parts: C7 is spoken to by what speaks to C7-ehealth. `line=C2,C6` asks for one of them,
    `line=C2+C6` for both.
    """
    confirmed = asked.get("linked") == CONFIRMED
    held = {one.concept for one in links if not confirmed or one.status == CONFIRMED}
    return all(_speaks(value, held) for name, value in asked.filters if name in LEVELS)


def _speaks(value: str, held: Collection[str]) -> bool:
    return any(
        all(any(covers(one, concept) for concept in held) for one in together.split("+"))
        for together in value.split(",")
    )


def covers(wanted: str, held: str) -> bool:
    """Return whether a record that speaks to `held` is one of `wanted`: C7 covers C7-ehealth."""
    return held == wanted or (held.startswith(f"{wanted}-") and wanted in load().action_lines)


def lines_in(links: Iterable[Linked], lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that one of the links leads to; C7 covers its parts."""
    held = [link.concept for link in links if link.level == "action_line"]
    return tuple(line for line in lines if any(covers(line, one) for one in held))


def strength(links: Iterable[Linked], lines: tuple[str, ...]) -> tuple[bool, float]:
    """Return (whether a person confirmed that it touches one of the lines, the highest probability)."""
    there = [
        link
        for link in links
        if link.level == "action_line" and any(covers(line, link.concept) for line in lines)
    ]
    return any(link.status == CONFIRMED for link in there), max((link.p for link in there), default=0.0)


def mandates(account: Account, asked: Question) -> list[Mandate]:
    """Return the mandates that fit. `evidence=yes`: with progress on record; `due-by`: due on that day or before;
    `force`: others than those decided too. `stage`, `renews`: of those whose life was looked at.
    """
    held = (*account.mandates, *account.besides) if asked.get("force") else account.mandates
    return [one for one in held if linked(one.links, asked) and _mandate_fits(one, asked)]


def _mandate_fits(one: Mandate, asked: Question) -> bool:
    bodies = {body for body, _words in one.addressees}
    checks: Mapping[str, Callable[[str], bool]] = {
        "status": lambda value: one.status in value.split(","),
        "strength": lambda value: one.strength in value.split(","),
        "body": lambda value: value in bodies,
        "asked": lambda value: asked_of(value).is_among(bodies),
        "symbol": lambda value: one.symbol == value,
        "force": lambda value: one.force in value.split(","),
        "lead": lambda value: (one.lead is not None) == (value == "yes") if value in ("yes", "no")
        else str(one.lead) == value,
        "due-by": lambda value: bool(one.due_on) and one.due_on <= value,
        "evidence": lambda value: bool(one.progress) == (value == "yes"),
        "stage": lambda value: one.stage in value.split(","),
        "renews": lambda value: bool(one.stage) and one.renews == (value == "yes"),
    }  # fmt: skip
    return all(checks[name](value) for name, value in asked.filters if name in checks)


def activities(account: Account, asked: Question) -> list[Activity]:
    """Return the activities that fit. `area`: a country, or a region with its countries; since, until: years."""
    types = {one.id: one.type for one in account.organisations}
    return [
        one for one in account.activities if linked(one.links, asked) and _activity_fits(one, asked, types)
    ]


def _activity_fits(one: Activity, asked: Question, types: Mapping[int, str]) -> bool:
    by_organisation = asked.noun == "organisations"
    checks: Mapping[str, Callable[[str], bool]] = {
        "area": lambda value: bool(within(value) & set(one.places)),
        "type": lambda value: (types.get(one.organisation or 0) if by_organisation else one.type) == value,
        "practice": lambda value: one.practice == (value == "yes"),
        "since": lambda value: (one.ends or "9999") >= value,
        "until": lambda value: bool(one.starts) and one.starts[:4] <= value,
        "mandate": lambda value: value in {str(mandate) for mandate, _status in one.mandates},
        "organisation": lambda value: str(one.organisation) == value,
    }
    return all(checks[name](value) for name, value in asked.filters if name in checks)


def funded(account: Account, asked: Question) -> list[Funded]:
    """Return the activities of cooperation frameworks that fit. `lines=yes`: those on any action line."""
    area = asked.get("area")
    areas = within(area) if area else frozenset()
    return [
        one
        for one in account.funded
        if (not area or one.country in areas)
        and (asked.get("lines") != "yes" or any(link.level == "action_line" for link in one.links))
        and all(
            getattr(one, name) == asked.get(asked_by) for asked_by, name in _OF_FUNDED if asked.get(asked_by)
        )
        and linked(one.links, asked)
    ]


def distinct(rows: Iterable[Funded]) -> list[Funded]:
    """Return the part of each agency in an activity once, however many country files list it."""
    return list(
        {(one.activity, one.agency, one.required, one.available, one.spent): one for one in rows}.values()
    )


_OF_FUNDED = (("agency", "agency"), ("currency", "currency"), ("entry", "id"))


@lru_cache(maxsize=1024)
def within(area: str) -> frozenset[str]:
    """Return the id of the area with the ids of its countries."""
    framework = load()
    return frozenset({area, *(framework.members(area) if area in framework.areas else ())})


def standings(account: Account, asked: Question) -> list[Standing]:
    """Return the standings that fit. `behind=yes`: those that lag."""
    levels = [value for name, value in asked.filters if name in LEVELS]
    area = asked.get("area")
    areas = within(area) if area else frozenset()
    kind = asked.get("kind")
    return [
        one
        for one in account.standings
        if all(value in one.concepts for value in levels)
        and (not area or one.area in areas)
        and (not kind or of_kind(one.area, kind))
        and all(
            getattr(one, name) == ("" if (name, value) == ("breakdown", "total") else value)
            for name, value in asked.filters
            if name in ("series", "indicator", "breakdown")
        )
        and (asked.get("behind") != "yes" or bool(one.lag))
        and (asked.get("judged") != "yes" or one.lag is not None)
    ]


def of_kind(area: str, kind: str) -> bool:
    """Return whether an area is a country, or an area of this kind (`itu-region`)."""
    framework = load()
    if kind == "country":
        return area in framework.countries
    return area in framework.areas and framework.areas[area].kind == kind
