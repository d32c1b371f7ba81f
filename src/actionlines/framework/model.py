"""What was agreed, as frozen types. Identifiers are stable for ever; every row names its source.

`verified` is False where a cell was not compared with its source; `reason` then says why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class Label:
    """The short name of one concept in one language."""

    id: str
    lang: str
    name: str
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ConceptNames:
    """What something that has an English name in its table is called in other languages: language -> name."""

    id: str
    names: Mapping[str, str]
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """`C5`, or one of the eight lines of C7 (`C7-ehealth`, parent `C7`). `names`: language -> short name."""

    id: str
    parent: str
    number: int
    names: Mapping[str, str]
    description: str
    source: str


@dataclass(frozen=True, slots=True)
class Facilitator:
    """One body's role in one line: lead, co-facilitator, partner, former lead, proposed in 2005."""

    action_line: str
    body: str
    role: str
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """A body that represents others. `members`, `without`: `facilitators`, `children` (in the tree of bodies),
    `kind:un-agency`, `area:LDC`, `area:KEN`, or the id of a body; groups.py resolves them.
    """

    id: str
    members: tuple[str, ...]
    without: tuple[str, ...]
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Goal:
    """`sdg:9`. `names`: language -> short name."""

    id: str
    number: int
    names: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """`sdg:9.c`; the title is a short one of our own, not the text of the 2030 Agenda."""

    id: str
    goal: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`sdg:9.c.1`; `repeats` names the first listing of an indicator that is under several targets."""

    id: str
    target: str
    title: str
    repeats: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """One cell of the WSIS-SDG Matrix: a line and a goal, or a target of it (`target` may be "").

    The matrix is published as two tables, by line and by goal; `by_line` and `by_goal` say which holds the
    link. `doubtful` marks a link that only one of them holds, or that looks like a slip; `note` says which.
    """

    action_line: str
    goal: str
    target: str
    by_line: bool
    by_goal: bool
    doubtful: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Objective:
    """One of the five objectives of the Global Digital Compact, with its first and last paragraph."""

    id: str
    number: int
    title: str
    first_paragraph: int
    last_paragraph: int
    source: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """`gdc:11a`: a commitment, or a paragraph of the follow-up; `goals` are those that its text names."""

    id: str
    kind: str
    paragraph: str
    objective: str
    goals: tuple[str, ...]
    due: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class ConnectivityTarget:
    """A target of universal and meaningful connectivity for 2030.

    `comparison` is `>=`, `<=` or `in` (then `value` is `low..high`); `unit` is in words.
    """

    id: str
    dimension: str
    title: str
    unit: str
    comparison: str
    value: str
    year: int
    indicators: tuple[str, ...]
    series: tuple[str, ...]
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area by ISO 3166 alpha-3; `m49` keeps its leading zeros; `names`: language -> name."""

    id: str
    iso2: str
    m49: str
    itu_code: str
    names: Mapping[str, str]
    region: str
    subregion: str
    verified: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Area:
    """A set of countries: `m49:202`, `itu-region:AFR`, `un-commission:ECA`, `LDC`, `LLDC`, `SIDS`."""

    id: str
    kind: str
    name: str
    parent: str
    source: str
    body: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A country in an area, as member or associate, from a day (or year) up to, not including, another.

    An empty `since` or `until` is open; `status` of an exit is `done` or `scheduled`.
    """

    area: str
    country: str
    role: str
    since: str
    until: str
    status: str
    verified: bool
    reason: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Office:
    """A regional or area office of ITU."""

    id: str
    area: str
    kind: str
    city: str
    country: str
    verified: bool
    reason: str
    note: str
    source: str


def is_in_force(membership: Membership, on: date) -> bool:
    """Return whether the membership holds on that day: from `since`, up to but not including `until`.

    A date of a year alone counts from its first of January: the sources give no day for entries.
    A scheduled exit counts from its day, as the resolution says.
    """
    if membership.since and on < first_day(membership.since):
        return False
    return not membership.until or on < first_day(membership.until)


def first_day(text: str) -> date:
    """Return the first day of `1971`, `2024-12` or `2024-12-13`. Raises ValueError for anything else.

    >>> first_day("1971")
    datetime.date(1971, 1, 1)
    """
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise ValueError(f"{text!r} is not a year, a month or a day")
    year, month, day = [*map(int, parts), 1, 1][:3]
    return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The links in the order of the table; `parents` knows the eight lines of C7."""

    all: tuple[Link, ...]
    parents: Mapping[str, ActionLine]

    def links(
        self, action_line: str = "", *, goal: str = "", target: str = "", doubtful: bool = True
    ) -> tuple[Link, ...]:
        """Return the links of a line, a goal and a target; what is not given is not asked.

        `C7` asks for its eight lines. `goal` finds the links to its targets too; `target` is exact. Targets
        and goals are written `sdg:9.c` or `9.c`. `doubtful=False` leaves out the links marked so.
        """
        goal, target = _sdg_code(goal), _sdg_code(target)
        return tuple(
            link
            for link in self.all
            if (not action_line or action_line in (link.action_line, self.parents[link.action_line].parent))
            and (not goal or link.goal == goal)
            and (not target or link.target == target)
            and (doubtful or not link.doubtful)
        )

    def lines_for(self, target: str) -> tuple[str, ...]:
        """Return ids of the action lines linked to a target or, given a goal, to any part of it."""
        matches = self.links(target=target) if "." in target else self.links(goal=target)
        return tuple(dict.fromkeys(link.action_line for link in matches))

    def __len__(self) -> int:
        return len(self.all)

    def __iter__(self) -> Iterator[Link]:
        return iter(self.all)


def _sdg_code(code: str) -> str:
    return f"sdg:{code}" if code and not code.startswith("sdg:") else code
