"""Sums of what activities need, have and spent: by concept and agency, each currency apart, to the cent.

A sum is [activities, required, available, spent], money as whole cents. `Sums` is plain data, to be kept as JSON:

    {currency: {"all": sum, "agencies": {agency: sum}, "concepts": {concept: {"all": sum, "agencies": …}}}}

The concept LINES counts each activity that speaks to an action line once, however many lines it speaks to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

Sum = list[int]
Sums = dict[str, dict[str, Any]]
Row = tuple[str, str, Iterable[str], Mapping[str, Decimal | None]]  # agency, currency, concepts, amounts

LINES = "lines"
_NAMES = ("required", "available", "spent")


def add_up(rows: Iterable[Row], lines: Iterable[str]) -> Sums:
    """Return the sums of rows. `lines` are the concepts that LINES stands for."""
    sums: Sums = {}
    known = frozenset(lines)
    for agency, currency, concepts, amounts in rows:
        one = [1, *(int((amounts[name] or 0) * 100) for name in _NAMES)]
        held = sums.setdefault(currency, _new())
        _put(held, agency, one)
        spoken = set(concepts)
        for concept in (*spoken, LINES) if spoken & known else spoken:
            _put(held["concepts"].setdefault(concept, {"all": [0, 0, 0, 0], "agencies": {}}), agency, one)
    return sums


def merge_sums(parts: Iterable[Sums]) -> Sums:
    """Return the sums of several areas together."""
    sums: Sums = {}
    for part in parts:
        for currency, given in part.items():
            held = sums.setdefault(currency, _new())
            _merge(held, given)
            for concept, inner in given["concepts"].items():
                _merge(held["concepts"].setdefault(concept, {"all": [0, 0, 0, 0], "agencies": {}}), inner)
    return sums


def _new() -> dict[str, Any]:
    return {"all": [0, 0, 0, 0], "agencies": {}, "concepts": {}}


def _put(held: dict[str, Any], agency: str, one: Sum) -> None:
    _add(held["all"], one)
    _add(held["agencies"].setdefault(agency, [0, 0, 0, 0]), one)


def _merge(held: dict[str, Any], given: Mapping[str, Any]) -> None:
    _add(held["all"], given["all"])
    for agency, amounts in given["agencies"].items():
        _add(held["agencies"].setdefault(agency, [0, 0, 0, 0]), amounts)


def _add(held: Sum, one: Sum) -> None:
    for at, value in enumerate(one):
        held[at] += value
