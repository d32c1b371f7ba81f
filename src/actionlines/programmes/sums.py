"""Sums of what activities need, have and spent: by concept and agency, each currency apart, to the cent.

A sum is [activities, required, available, spent], money as whole cents. `Sums` is plain data, to be kept as JSON:

    {currency: {"all": sum, "agencies": {agency: sum}, "concepts": {concept: {"all": sum, "agencies": …}}}}

An activity counts once for the area whose rows are added up, and so does the money of each agency in it: one
framework of nine islands is in nine country files, and some files repeat an activity under two outputs. The
concept LINES counts each activity that is about an action line once, however many lines it is about.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal

from actionlines.json_types import JsonObject

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
