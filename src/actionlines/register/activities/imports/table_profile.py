"""A look at the whole table before its rows are read: how it writes days and numbers, which areas it names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from actionlines.citations import find_citations
from actionlines.indicators.areas import resolve_areas
from actionlines.indicators.read.numbers import style_of
from actionlines.register.activities.imports import cells
from actionlines.register.activities.imports.cells import key, meanings
from actionlines.register.core.concepts import WORLD
from actionlines.register.core.imports.sheet import Line
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
    def at(cls, columns: tuple[str, ...], mapping: Mapping[str, str], lines: Iterable[Line]) -> "TableProfile":
        """Return the profile of a table after one pass over all rows."""
        samples: dict[str, list[str]] = {}
        texts: dict[str, None] = {}
        watched = [
            (at, column, mapping[column])
            for at, column in enumerate(columns)
            if mapping.get(column) in (*_AREAS, *_AMOUNTS, "starts_on", "ends_on")
        ]
        for _row, fields, _problem in lines:
            for at, column, name in watched if fields else ():
                cell = fields[at] if fields and at < len(fields) else ""
                if not cell:
                    continue
                if name in _AREAS:
                    if len(texts) < _MOST_AREAS:
                        whole = [cell] if isinstance(cell, str) else cell
                        texts.update(dict.fromkeys((*whole, *cells.parts([cell]), *cells.parts([cell], _split))))
                elif len(saved := samples.setdefault(column, [])) < _SAMPLE:
                    saved += cells.parts([cell]) if name == "result_value" else [cells.text(cell)]
        matches = resolve_areas(texts)
        areas = {text: WORLD if id_ == _M49_WORLD else id_ for text, id_ in matches.ids.items()}
        areas |= {text: WORLD for text in texts if key(text) in meanings("place")}
        return cls(
            areas,
            matches.unknown,
            frozenset(c for c, some in samples.items() if mapping[c] not in _AMOUNTS and cells.month_first(some)),
            {c: style_of(some).comma for c, some in samples.items() if mapping[c] in _AMOUNTS},
        )

    def day(self, text: str, column: str, last: bool) -> date | None:
        """The day that a cell of a column means; remembered, as days repeat."""
        query = (text, column, last)
        if query not in self._days:
            if len(self._days) > 50_000:
                self._days.clear()
            self._days[query] = cells.read(text, month_first=column in self.months, last=last)
        return self._days[query]

    def mandates(self, parts: Iterable[str], wrong: Callable[[str, str, str], None]) -> list[int]:
        """The mandates of the paragraphs named (`A/RES/80/173#p113`, or as one cites them)."""
        out: list[int] = []
        for part in parts:
            if part not in self._mandates:
                symbol, _hash, place = part.partition("#")
                if not place:
                    cited = next((c.canonical for c in find_citations(part) if "#" in c.canonical), "")
                    symbol, _hash, place = cited.partition("#")
                rows = Mandate.objects.filter(
                    instrument__symbol=symbol[:120], paragraph__anchor=place.removeprefix("p")[:80]
                )
                self._mandates[part] = list(rows.exclude(status="rejected").values_list("pk", flat=True))
            if not self._mandates[part]:
                problem = _("“%(value)s” is not a paragraph with a mandate in the register.") % {"value": part[:80]}
                wrong("mandates", problem, _("Write symbol and paragraph: A/RES/80/173#p113."))
            out += self._mandates[part]
        return list(dict.fromkeys(out))
