"""Citations as links: to a paragraph that the register holds, to a concept, or to where it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from actionlines.registry.concepts import Concept, concept
from actionlines.registry.marks_places import Place
from actionlines.registry.models import ParagraphCitation
from actionlines.reports import names


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a paragraph cites, however often. `held`: it can be read here; `outside`: only elsewhere."""

    symbol: str
    place: str
    url: str
    held: bool
    name: str

    @property
    def outside(self) -> bool:
        """Whether the address leads out of the register."""
        return bool(self.url) and not self.held


def address(place: Place) -> str:
    """The address of a paragraph; with its anchor in the question too, so that a part of a long text is found."""
    url = reverse("instrument", args=[place.symbol])
    return f"{url}?p={place.anchor}#p{place.anchor}" if place.anchor else url


def cited(found: ParagraphCitation, places: Mapping[tuple[str, str], Place]) -> Cited:
    """Where one citation leads."""
    place = places.get((found.symbol, found.place))
    known = _concept(found.symbol)
    if known:
        return Cited(known.short, "", known.url, True, known.name)
    url = address(place) if place else names.url(found.symbol)
    return Cited(found.symbol, found.place, url, place is not None, names.instrument(found.symbol))


def _concept(symbol: str) -> Concept | None:
    return concept(symbol.removeprefix("al:")) if symbol.startswith(("al:", "sdg:", "gdc:")) else None
