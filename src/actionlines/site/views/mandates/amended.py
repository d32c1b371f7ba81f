"""What a mandate rests on, and what it would change: other instruments, with their words where they are held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from actionlines.registry.marks_places import anchors, held
from actionlines.registry.models import Mandate, Paragraph, ParagraphCitation
from actionlines.site.difference import as_html, pieces
from actionlines.site.views.instruments.cited import Cited, cited


@dataclass(frozen=True, slots=True)
class Changed:
    """`words` as they would stand, with what goes and what comes where the old ones are held here; `of` is the
    instrument that would change, None where the text does not name it.
    """

    words: SafeString
    of: Cited | None


def leading(canonical: Iterable[str]) -> list[Cited]:
    """Return where canonical citations (`A/RES/70/125#p3`) lead, here or elsewhere. Two queries."""
    found = [
        ParagraphCitation(symbol=one.partition("#")[0], place=one.partition("#")[2]) for one in canonical
    ]
    places = held(found) if found else {}
    return [cited(one, places) for one in found]


def would_change(mandate: Mandate) -> Changed | None:
    """Return what would change, or None where the mandate amends nothing."""
    asked = mandate.amendment
    if not asked:
        return None
    number, symbol = asked.get("paragraph", ""), asked.get("of", "")
    place = f"p{number}" if number[:1].isdigit() else number
    found = leading([f"{symbol}#{place}" if place else symbol]) if symbol else []
    old = "" if asked["operation"] == "insert" or not symbol else _text(symbol, place)
    return Changed(as_html(pieces(old, asked.get("words", ""))), found[0] if found else None)


def _text(symbol: str, place: str) -> str:
    """The words of a paragraph as they are held, "" where they are not."""
    where = held([ParagraphCitation(symbol=symbol, place=place)]).get((symbol, place))
    if where is None or not anchors(place):
        return ""
    rows = Paragraph.objects.filter(instrument__symbol=where.symbol, anchor=where.anchor)
    return rows.values_list("text", flat=True).first() or ""
