"""What one mention needs from the others: antecedents of "Ibid." and "thereof", bodies of bare ITU numbers."""

from __future__ import annotations

from actionlines.citations.unit import Context, Mention, Unit

_RESOLUTIONS = frozenset({"un_res", "un_dec", "itu_res", "itu_dec"})
_INSTRUMENTS = _RESOLUTIONS | {"un_doc", "named", "wsis_doc", "itu_doc"}
_NOTED = _INSTRUMENTS | {"treaty"}
_CONFERENCES = frozenset({"PP", "WTDC", "WTSA", "WRC", "RA", "WCIT"})
# an antecedent stands in the same or the preceding sentences
_REACH = 1500


def settle(units: list[tuple[Unit, list[Mention]]], context: Context) -> None:
    """Complete the pending mentions in place; what finds no antecedent stays pending."""
    _bodies([mention for _, mentions in units for mention in mentions], context)
    in_notes: Mention | None = None
    anywhere: Mention | None = None
    for unit, mentions in units:
        recent: list[Mention] = []
        for mention in mentions:
            if mention.pending == "ibid":
                _take(mention, in_notes if unit.note and in_notes is not None else anywhere, whole=True)
            elif mention.pending == "antecedent":
                _take(mention, _antecedent(mention, recent), whole=False)
            if mention.kind in _NOTED and not mention.pending:
                anywhere = mention
                if unit.note:
                    in_notes = mention
                if mention.kind in _INSTRUMENTS:
                    recent.append(mention)


def _antecedent(mention: Mention, recent: list[Mention]) -> Mention | None:
    """The last resolution before a pointer, or failing that the last instrument, in reach."""
    near = [found for found in recent[-12:] if mention.start - found.end < _REACH]
    resolutions = [found for found in near if found.kind in _RESOLUTIONS]
    return (resolutions or near or [None])[-1]  # type: ignore[list-item]


def _take(mention: Mention, antecedent: Mention | None, *, whole: bool) -> None:
    if antecedent is None:
        return
    if whole and not mention.place:
        mention.instrument, mention.place = antecedent.instrument, antecedent.place
    else:
        mention.instrument = antecedent.instrument.partition("#")[0]
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
