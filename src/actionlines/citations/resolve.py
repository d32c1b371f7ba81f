"""What one mention needs from the others: antecedents of "Ibid." and "thereof", bodies of ITU numbers."""

from __future__ import annotations

import re
from bisect import bisect_right

from actionlines.citations.unit import Context, Mention, Unit
from actionlines.lazily import expression

_RESOLUTIONS = frozenset({"un_res", "un_dec", "itu_res", "itu_dec"})
_INSTRUMENTS = _RESOLUTIONS | {"un_doc", "named", "wsis_doc", "itu_doc"}
_NOTED = _INSTRUMENTS | {"treaty", "ibid"}
_CONFERENCES = frozenset({"PP", "WTDC", "WTSA", "WRC", "RA", "WCIT"})
_NOTE = expression(r"^[ \t]{0,4}(?:\d{1,3}|\*{1,3})[ \t]{1,4}(?=\S)", re.M)
_CHAPTER = expression(r"ch[IVXLC]+")
_SECTION = expression(r"s[A-Z](?![a-z])")
# "that resolution" was named in the same or the preceding sentences, what "thereof" means a few words before
_REACH = {"resolution": 1500, "thereof": 200}


def settle(units: list[tuple[Unit, list[Mention]]], context: Context) -> None:
    """Complete the pending mentions in place; what finds no antecedent stays pending."""
    _bodies([mention for _, mentions in units for mention in mentions], context)
    last: Mention | None = None
    noted = _Notes()
    for unit, mentions in units:
        recent: list[Mention] = []
        if unit.note:
            noted.enter(unit)
        for mention in mentions:
            if mention.pending == "ibid":
                _take_ibid(mention, noted.antecedent(mention) if unit.note else last)
            elif mention.pending == "antecedent":
                _take(mention, _antecedent(unit, mention, recent))
            if mention.kind in _NOTED and not mention.pending:
                last = mention
                if unit.note:
                    noted.seen(mention)
                if mention.kind in _INSTRUMENTS:
                    recent.append(mention)


class _Notes:
    """What each footnote cites last: "Ibid." means the note before it, or nothing that we know."""

    def __init__(self) -> None:
        self._number = 0
        self._starts: list[int] = []
        self._last: dict[int, Mention] = {}

    def enter(self, unit: Unit) -> None:
        """Go on to the next note, or to all notes of a file."""
        self._number += len(self._starts) + 1
        self._starts = [] if unit.single else [m.start() for m in _NOTE.finditer(unit.text)]

    def _note_of(self, mention: Mention) -> int:
        return self._number + bisect_right(self._starts, mention.start)

    def seen(self, mention: Mention) -> None:
        """Keep the mention as the last of its note."""
        self._last[self._note_of(mention)] = mention

    def antecedent(self, mention: Mention) -> Mention | None:
        """Return the last mention of the same note, or of the one before."""
        note = self._note_of(mention)
        return self._last.get(note) or self._last.get(note - 1)


def _antecedent(unit: Unit, mention: Mention, recent: list[Mention]) -> Mention | None:
    """Return the last resolution before a pointer, or failing that the last instrument, in reach."""
    reach = next(length for word, length in _REACH.items() if unit.lower.endswith(word, 0, mention.end))
    near = [found for found in recent[-12:] if mention.start - found.end < reach]
    resolutions = [found for found in near if found.kind in _RESOLUTIONS]
    return (resolutions or near or [None])[-1]  # type: ignore[list-item]


def _take(mention: Mention, antecedent: Mention | None) -> None:
    if antecedent is not None:
        mention.instrument, mention.pending = antecedent.instrument.partition("#")[0], ""


def _take_ibid(mention: Mention, antecedent: Mention | None) -> None:
    if antecedent is None:
        return
    if not mention.place:
        mention.instrument, mention.place = antecedent.instrument, antecedent.place
    else:
        mention.instrument = antecedent.instrument.partition("#")[0]
        chapter = _CHAPTER.match(antecedent.place)
        if _SECTION.match(mention.place) and chapter is not None:  # the section of the same chapter
            mention.place = f"{chapter.group()}.{mention.place[1:]}"
    mention.pending = ""


def _bodies(mentions: list[Mention], context: Context) -> None:
    """Bodies of ITU numbers that stand alone: as elsewhere in the document, else the body that meets."""
    named: dict[str, str] = {}
    for mention in mentions:
        if mention.kind in ("itu_res", "itu_dec") and not mention.pending:
            body, _, number = mention.instrument.removeprefix("itu:").partition("/")
            named.setdefault(number.partition("@")[0], body)
    for mention in mentions:
        if mention.pending == "itu":
            body = named.get(mention.instrument.partition("@")[0], "")
            if not body and context.family == "itu":
                # numbers below 1000 are never the Council's: its papers mean those of the Plenipotentiary
                body = context.series if context.series in _CONFERENCES else "PP"
            if body:
                mention.instrument = f"itu:{body}/{mention.instrument}"
                mention.pending = ""
