"""Where a citation leads among the instruments that the register holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actionlines.registry.models import Instrument, Paragraph, ParagraphCitation
from actionlines.reports.versions import version_of

_PARAGRAPH = re.compile(r"(?:(annex)([IVXLC]*)\.)?(?:s([IVXLC]+)\.)?p(\d+)((?:\([a-z0-9]+\))*)")
_OTHER = re.compile(r"[\w-]+\.\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """An instrument that is held; `anchor` of the paragraph meant, "" for the whole."""

    symbol: str
    anchor: str = ""


def anchors(place: str) -> tuple[str, ...]:
    """The ids that the paragraph meant by a place may have, the likeliest first (docs/citations.md).

    >>> anchors("p3(a),4"), anchors("annexII.p12"), anchors("resolves.2"), anchors("annex")
    (('3(a)', '3'), ('annex-II.12', 'annex.12'), ('resolves.2',), ())
    """
    if found := _PARAGRAPH.match(place):
        annex, roman, section, number, items = found.groups()
        if annex:
            return tuple(dict.fromkeys((f"annex-{roman or 'I'}.{number}", f"annex.{number}")))
        head = f"{section}.{number}" if section else number
        return (head + items, head) if items else (head,)
    return (place,) if _OTHER.fullmatch(place) else ()


def held(cited: Iterable[ParagraphCitation]) -> dict[tuple[str, str], Place]:
    """(symbol, place) of citations -> where it can be read here. Two queries.

    A mention of a revised instrument without its version leads to the latest version that is held.
    """
    wanted = {(one.symbol, one.place) for one in cited}
    symbols = {symbol for symbol, _place in wanted}
    known: dict[str, tuple[int, str]] = {}
    rows = Instrument.objects.filter(family__in={version_of(one)[0] for one in symbols})
    for pk, symbol, family in sorted(
        rows.values_list("pk", "symbol", "family"), key=lambda row: version_of(row[1])[1] or 0
    ):
        known[family] = known[symbol] = (pk, symbol)
    asked = {one: known[one[0]] for one in wanted if one[0] in known}
    ids = {anchor for _symbol, place in asked for anchor in anchors(place)}
    there = set(
        Paragraph.objects.filter(
            instrument__in={pk for pk, _s in asked.values()}, anchor__in=ids
        ).values_list("instrument_id", "anchor")
    )
    return {
        (name, place): Place(symbol, next((one for one in anchors(place) if (pk, one) in there), ""))
        for (name, place), (pk, symbol) in asked.items()
    }


def names_of(instrument: Instrument) -> set[str]:
    """The symbols by which others cite this instrument: its own, and without a version where it is the latest."""
    versions = Instrument.objects.filter(family=instrument.family).values_list("symbol", flat=True)
    latest = max(versions, key=lambda one: version_of(one)[1] or 0, default=instrument.symbol)
    return {instrument.symbol} | ({instrument.family} if latest == instrument.symbol else set())
