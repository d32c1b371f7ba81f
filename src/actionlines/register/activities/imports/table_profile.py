"""A look at the whole table before its rows are read: how it writes days and numbers, which areas it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from actionlines.citations import find_citations
from actionlines.indicators.areas import resolve_areas
from actionlines.indicators.read.numbers import style_of
from actionlines.register.activities.imports import cells
from actionlines.register.activities.imports.cells import key, meanings
from actionlines.register.activities.imports.sheet import Line
from actionlines.register.core.concepts import WORLD
from actionlines.register.mandates.models import Mandate

_AREAS = ("places", "organisation_country")
_AMOUNTS = ("budget", "result_value")
_SAMPLE = 5_000  # cells of a column that tell how it writes days or numbers
_MOST_AREAS = 20_000  # different texts; a column with more is none of areas
_M49_WORLD = "m49:001"


def _split(_text: str) -> bool:
    return False


@dataclass
class TableProfile:
    """areas: text -> id; near: text that is none -> ids that come near; months: columns of days that write the
    month first; comma: column of amounts or figures -> whether it has a decimal comma.
    """

    areas: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    months: frozenset[str] = frozenset()
    comma: Mapping[str, bool] = field(default_factory=dict)
    _days: dict[tuple[str, str, bool], date | None] = field(default_factory=dict)
    _mandates: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def at(cls, columns: tuple[str, ...], mapping: Mapping[str, str], lines: Iterable[Line]) -> TableProfile:
        """Return the profile of a table after one pass over all rows."""
        samples: dict[str, list[str]] = {}
        texts: dict[str, None] = {}
        watched = [
            (at, column, mapping[column])
            for at, column in enumerate(columns)
            if mapping.get(column) in (*_AREAS, *_AMOUNTS, "starts_on", "ends_on")
        ]
        for _row, given, _problem in lines:
            for at, column, name in watched if given else ():
                cell = given[at] if given and at < len(given) else ""
                if not cell:
                    continue
                if name in _AREAS:
                    if len(texts) < _MOST_AREAS:
                        whole = [cell] if isinstance(cell, str) else cell
                        texts.update(
                            dict.fromkeys((*whole, *cells.parts([cell]), *cells.parts([cell], _split)))
                        )
                elif len(kept := samples.setdefault(column, [])) < _SAMPLE:
                    kept += cells.parts([cell]) if name == "result_value" else [cells.text(cell)]
        found = resolve_areas(texts)
        areas = {text: WORLD if one == _M49_WORLD else one for text, one in found.ids.items()}
        areas |= {text: WORLD for text in texts if key(text) in meanings("place")}
        return cls(
            areas,
            found.unknown,
            frozenset(
                c for c, some in samples.items() if mapping[c] not in _AMOUNTS and cells.month_first(some)
            ),
            {c: style_of(some).comma for c, some in samples.items() if mapping[c] in _AMOUNTS},
        )

    def day(self, text: str, column: str, last: bool) -> date | None:
        """The day that a cell of a column means; remembered, as days repeat."""
        asked = (text, column, last)
        if asked not in self._days:
            if len(self._days) > 50_000:
                self._days.clear()
            self._days[asked] = cells.read(text, month_first=column in self.months, last=last)
        return self._days[asked]

    def mandates(self, parts: Iterable[str], wrong: Callable[[str, str, str], None]) -> list[int]:
        """The mandates of the paragraphs named (`A/RES/80/173#p113`, or as one cites them)."""
        out: list[int] = []
        for one in parts:
            if one not in self._mandates:
                symbol, _hash, place = one.partition("#")
                if not place:
                    cited = next((c.canonical for c in find_citations(one) if "#" in c.canonical), "")
                    symbol, _hash, place = cited.partition("#")
                rows = Mandate.objects.filter(
                    instrument__symbol=symbol[:120], paragraph__anchor=place.removeprefix("p")[:80]
                )
                self._mandates[one] = list(rows.exclude(status="rejected").values_list("pk", flat=True))
            if not self._mandates[one]:
                problem = _("“%(value)s” is no paragraph with a mandate in the register.") % {
                    "value": one[:80]
                }
                wrong("mandates", problem, _("Write symbol and paragraph: A/RES/80/173#p113."))
            out += self._mandates[one]
        return list(dict.fromkeys(out))
