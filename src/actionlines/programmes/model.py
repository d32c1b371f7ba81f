"""A cooperation framework as UN INFO gives it: results, activities and money, each with its place in the file.

    UnInfo
    └── frameworks     one for each country
        ├── results    priorities, outcomes and outputs, each under what holds it
        ├── activities what one agency does for one output, with money
        └── flaws      what the file leaves out or contradicts, at its place

A place is a pointer into the JSON of the file (`/projects/5`), to which the name of a number is added
(`/projects/5/required`). Amounts are Decimal, None where the file gives none; a currency that is not named is "".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

AMOUNTS = ("required", "available", "spent")
LEVELS = ("priority", "outcome", "output")


@dataclass(frozen=True)
class Money:
    """The amounts required, available and spent, in one currency."""

    required: Decimal | None = None
    available: Decimal | None = None
    spent: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class Result:
    """A priority, outcome or output. `level` is one of LEVELS; a deeper one counts as an output."""

    place: str
    level: str
    number: int
    code: str
    name: str
    description: str
    money: Money


@dataclass(frozen=True)
class Activity:
    """The part of one agency in an activity of a framework.

    number  identifier of UN INFO; agencies that share an activity share it
    nth     counts the rows of one agency with the same number, from 0
    body    id of the agency in the framework of WSIS, "" where it has none
    output  name of the output, as the activity gives it
    """

    place: str
    number: int
    agency: str
    nth: int
    body: str
    code: str
    name: str
    description: str
    output: str
    starts: str
    ends: str
    money: Money


@dataclass(frozen=True)
class Flaw:
    """Something that a file leaves out or contradicts, `count` times, the first time at `place`.

    code   one of FLAWS; `value` is what the file says there
    """

    code: str
    value: str
    place: str
    count: int = 1


FLAWS = (
    "no-money", "no-activities", "agency", "currencies", "total", "results", "output", "amount", "cents", "date",
    "period", "language",
)  # fmt: skip


@dataclass(frozen=True)
class Framework:
    """The cooperation framework of one country.

    country  ISO 3166 alpha-3, or the code in the name of the file where the framework of WSIS has no such country
    name     of the country, as UN INFO writes it
    member   name of the file that holds it
    digest   SHA-256 of these bytes
    stated   totals that the file states, to be held against what the activities add up to
    goals    (number of the SDG, money), as the file states it
    """

    country: str
    name: str
    workspace: int
    member: str
    digest: str
    stated: Money
    goals: tuple[tuple[str, Money], ...]
    results: tuple[Result, ...]
    activities: tuple[Activity, ...]
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True)
class UnInfo:
    """The frameworks of one file or folder, by country."""

    frameworks: tuple[Framework, ...]
