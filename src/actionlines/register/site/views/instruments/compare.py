"""Two versions side by side, with the differences marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from actionlines.citations.graph import version_of
from actionlines.lineage.changes import Change, Piece, compare_paragraphs
from actionlines.register.instruments.citation_targets import without_language
from actionlines.register.models import Instrument
from actionlines.register.site.difference import as_html
from actionlines.register.site.pages import page

LONGEST = 120  # characters of a symbol
MOST = 6_000  # paragraphs of each side that are compared
OFFERED = 200  # families to choose from
NEAR = 1  # unchanged paragraphs that stay open before and after a change


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph in both texts as it is shown; both sides as HTML, "" for a side that has nothing."""

    pair: Change[Piece]
    left: SafeString
    right: SafeString


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are shown together; `folded` ones are unchanged and closed."""

    rows: list[Row]
    folded: bool


@page("instrument.view")
def compare(request: HttpRequest) -> HttpResponse:
    """`?a=SYMBOL&b=SYMBOL`; with none or one of them, the form to choose."""
    chosen = [request.GET.get(name, "").strip()[:LONGEST] for name in "ab"]
    held = {one.symbol: one for one in Instrument.objects.filter(symbol__in=chosen).defer("warnings")}
    left, right = (held.get(symbol) for symbol in chosen)
    shown: dict[str, object] = {
        "a": chosen[0], "b": chosen[1], "left": left, "right": right,
        "missing": [symbol for symbol in chosen if symbol and symbol not in held],
        "families": families(),
    }  # fmt: skip
    if left and right:
        found = compare_paragraphs(_pieces(left), _pieces(right))
        shown |= {"blocks": blocks(found), "counts": counts(found)}
    return render(request, "instruments/compare.html", shown, status=404 if shown["missing"] else 200)


def families() -> list[list[Instrument]]:
    """Instruments of which more than one version is held in one language, from the oldest version on."""
    several = Instrument.objects.values("family", "language").annotate(many=Count("pk")).filter(many__gt=1)
    names = list(several.order_by("family").values_list("family", "language")[:OFFERED])
    found: dict[tuple[str, str], list[Instrument]] = {name: [] for name in names}
    for one in Instrument.objects.filter(family__in={family for family, _language in names}).only(
        "symbol", "family", "language"
    ):
        if (one.family, one.language) in found:
            found[one.family, one.language].append(one)
    return [sorted(versions, key=_order) for versions in found.values()]


def _order(one: Instrument) -> tuple[int, str]:
    return version_of(without_language(one.symbol))[1] or 0, one.symbol


def blocks(found: Iterable[Change[Piece]]) -> list[Block]:
    """The pairs in runs; those of unchanged paragraphs are folded but for their edges."""
    rows = [_row(pair) for pair in found]
    result: list[Block] = []
    start = 0
    while start < len(rows):
        same = rows[start].pair.kind == "same"
        stop = next((n for n in range(start, len(rows)) if (rows[n].pair.kind == "same") != same), len(rows))
        run = rows[start:stop]
        before, after = (NEAR if start else 0), (NEAR if stop < len(rows) else 0)
        if not same or len(run) <= before + after + 1:
            result.append(Block(run, folded=False))
        else:
            cut = [run[:before], run[before : len(run) - after], run[len(run) - after :]]
            result += [Block(part, folded=n == 1) for n, part in enumerate(cut) if part]
        start = stop
    return result


def counts(found: Iterable[Change[Piece]]) -> dict[str, int]:
    """How many paragraphs are the same, changed, only on the left, only on the right."""
    return {"same": 0, "changed": 0, "gone": 0, "new": 0} | Counter(pair.kind for pair in found)


def _row(pair: Change[Piece]) -> Row:
    spans = pair.words
    return Row(pair, *(as_html(span for span in spans if span.kind != other) for other in ("ins", "del")))


def _pieces(instrument: Instrument) -> list[Piece]:
    rows = instrument.paragraphs.exclude(kind="removed").order_by("order", "pk")
    return [Piece(*row) for row in rows.values_list("anchor", "number", "text", "kind")[:MOST]]
