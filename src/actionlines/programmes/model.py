"""A cooperation framework as UN INFO gives it: results, activities and money, each with its place in the file.

    UnInfo
    └── frameworks     one for each country
        ├── results    priorities, outcomes and outputs, each under what holds it
        ├── activities what one agency does for one output, with money
        └── flaws      what the file leaves out or contradicts, at its place

A place is a pointer into the JSON of the file (`/projects/5`), to which the name of a number is added
(`/projects/5/required`). Amounts are Decimal, None where the file gives none; a currency that is not named is "".

Whether a text of a programme names an information or communication technology, in the six languages.

Members submit activities of WSIS; frameworks list everything that the United Nations do. The aligner reads the
subject (health, farming), and an action line is about ICTs in it: a vaccination is none of C7 E-health.

Sums of what activities need, have and spent: by concept and agency, each currency apart, to the cent.

A sum is [activities, required, available, spent], money as whole cents. `Sums` is plain data, to be kept as JSON:

    {currency: {"all": sum, "agencies": {agency: sum}, "concepts": {concept: {"all": sum, "agencies": …}}}}

An activity counts once for the area whose rows are added up, and so does the money of each agency in it: one
framework of nine islands is in nine country files, and some files repeat an activity under two outputs. The
concept LINES counts each activity that is about an action line once, however many lines it is about.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from actionlines.framework.tables import read_table
from actionlines.json_types import JsonObject

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
class PlannedActivity:
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
class FrameworkFlaw:
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
    activities: tuple[PlannedActivity, ...]
    flaws: tuple[FrameworkFlaw, ...]


@dataclass(frozen=True)
class UnInfo:
    """The frameworks of one file or folder, by country."""

    frameworks: tuple[Framework, ...]


# Letters that keep their case: in small letters they are other words.
_CAPITALS = re.compile(r"\b(?:AI|IA)\b")


def names_ict(text: str) -> bool:
    """Return whether a text names an ICT.

    >>> names_ict("Telemedicine for islands"), names_ict("Vaccines for islands"), names_ict("Réseau numérique")
    (True, False, True)
    """
    low = text.lower()
    # Most words are in no text at all: looking for them is several times faster than one large expression.
    return any(beginning in low and pattern.search(low) for beginning, pattern in _compile_words()) or bool(
        _CAPITALS.search(text)
    )


@cache
def _compile_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each word with the pattern of its place: at the beginning of a word, or a word of its own."""
    patterns: dict[str, re.Pattern[str]] = {}
    for row in read_table("ict_words", Path(__file__).with_name("data")):
        edge = "" if row["language"] == "zh" else r"\b"
        patterns |= {
            beginning: re.compile(f"{edge}{re.escape(beginning)}") for beginning in row["beginnings"].split("|")
        }
        patterns |= {word: re.compile(rf"\b{re.escape(word)}\b") for word in row["words"].split("|") if word}
    return tuple(patterns.items())


Sum = list[int]
Sums = dict[str, JsonObject]
# Activity, agency, currency, concepts, amounts.
Row = tuple[Hashable, str, str, Iterable[str], Mapping[str, Decimal | None]]

LINES = "lines"
_NAMES = ("required", "available", "spent")


def add_up(rows: Iterable[Row], lines: Iterable[str]) -> Sums:
    """Return the sums of the rows of one area. `lines` are the concepts that LINES represents."""
    sums: Sums = {}
    known = frozenset(lines)
    counted: set[Hashable] = set()
    for activity, agency, currency, concepts, amounts in rows:
        money = tuple(int((amounts[name] or 0) * 100) for name in _NAMES)
        held = sums.setdefault(currency, {**_new_sum(), "concepts": {}})
        named = set(concepts)
        for concept in ("", *named, *((LINES,) if named & known else ())):
            part = currency, concept, activity, agency
            if (*part, money) in counted:
                continue
            bucket = held["concepts"].setdefault(concept, _new_sum()) if concept else held
            _add_money(bucket["all"], part[:3] not in counted, money)
            _add_money(bucket["agencies"].setdefault(agency, [0, 0, 0, 0]), part not in counted, money)
            counted |= {part[:3], part, (*part, money)}
    return sums


def _new_sum() -> JsonObject:
    return {"all": [0, 0, 0, 0], "agencies": {}}


def _add_money(held: Sum, is_new: bool, money: Iterable[int]) -> None:
    for at, value in enumerate((is_new, *money)):
        held[at] += value
