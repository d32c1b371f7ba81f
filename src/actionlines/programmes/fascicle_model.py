"""A fascicle of a programme budget: what a section plans, what it names as mandate, and what it costs.

    Fascicle
    ├── scopes     entities, subprogrammes and their components
    ├── mandates   one row of a list of legislative mandates, with the instruments that it cites
    ├── results    planned results
    └── figures    amounts, posts, deliverables and rates: each the number of one cell, with that cell

`place` is a cell ("table 33, row 5, column 3", counted as `actionlines read` does) or the id of a paragraph.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from actionlines.citations.model import CellPlace
from actionlines.programmes.fascicle_tables import is_total

FIELDS = (
    "kind", "entity", "programme", "table", "title", "source", "group", "row", "column", "unit", "value",
    "printed", "symbols", "place",
)  # fmt: skip
KINDS = ("money", "posts", "deliverable", "rate")


@dataclass(frozen=True, slots=True)
class Scope:
    """An entity of the section, or one of its programmes: `number` is "Subprogramme 7, component 1"."""

    place: str
    entity: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One row of a list of mandates.

    issuer   heading of the list ("General Assembly resolutions")
    words    numbers as printed ("2015/26; 2020/12"); `title` beside them
    symbols  canonical forms of what they cite; empty where the instrument has none
    """

    place: CellPlace
    entity: str
    programme: str
    issuer: str
    words: str
    title: str
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedResult:
    """A planned result: `number` of its programme, and its words."""

    place: str
    entity: str
    programme: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table.

    kind      one of KINDS
    table     number of the table as printed ("12.24"), or ""; `title` is its heading
    source    of the funds ("Regular budget"); "" for all together, or where the document does not say
    group     headings of the row, from the outermost, joined by ": "
    row       first cell; `column` are the headers above the number, joined by ": "
    year      of the column or row ("2026", "2022–2023"), or ""
    unit      as printed ("Thousands of United States dollars", "number of documents")
    value     in that unit; a dash is 0
    printed   as it stands in the cell
    """

    place: CellPlace
    kind: str
    entity: str
    programme: str
    table: str
    title: str
    source: str
    group: str
    row: str
    column: str
    year: str
    unit: str
    value: Decimal
    printed: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A total that the rows above it do not add up to: `stated` and `found`, in the unit of the table."""

    place: CellPlace
    row: str
    column: str
    stated: Decimal
    found: Decimal


@dataclass(frozen=True)
class Fascicle:
    """One section of a programme budget, as its document says.

    section    number and name ("12", "Trade and development"); `programme` ("10", "Trade and development")
    part       "Part IV International cooperation for development"
    year       of the budget ("2026")
    """

    document: str
    digest: str
    symbol: str
    year: str
    part: str
    section: tuple[str, str]
    programme: tuple[str, str]
    scopes: tuple[Scope, ...]
    mandates: tuple[MandateRow, ...]
    results: tuple[PlannedResult, ...]
    figures: tuple[Figure, ...]
    flaws: tuple[Flaw, ...] = ()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the section says as flat rows for programs, each with its `kind` and `place`."""
        head = {
            "document": self.document,
            "symbol": self.symbol,
            "section": self.section[0],
            "year": self.year,
        }
        for mandate in self.mandates:
            yield head | _row(mandate, kind="mandate", row=mandate.words, group=mandate.issuer)
        for result in self.results:
            yield head | _row(result, kind="result", row=result.number, title=result.text)
        for figure in self.figures:
            yield head | _row(figure, kind=figure.kind, year=figure.year)

    def of_kind(self, *kinds: str) -> Iterator[Figure]:
        """Return the numbers of these kinds, in the order of the document."""
        return (one for one in self.figures if one.kind in kinds)

    def cited(self) -> tuple[str, ...]:
        """Return the instruments that the section names as mandates, each once."""
        return tuple(dict.fromkeys(symbol for row in self.mandates for symbol in row.symbols))

    def costs(self, scope: Scope, kind: str = "money") -> list[Figure]:
        """Return the amounts (or posts) of an entity, or of one of its programmes, by source and year.

        A programme is the row of its name in the tables of the entity as a whole: these have all sources.
        """
        if not scope.number:
            return [one for one in self.totals(kind) if one.entity == scope.entity]
        name = scope.name.casefold()
        return [
            one for one in self.of_kind(kind)
            if one.entity == scope.entity and not one.programme and one.year
            and _unmarked(one.row).casefold() == name
        ]  # fmt: skip

    def totals(self, kind: str = "money") -> Iterator[Figure]:
        """Return what each entity costs (or its posts) by year: its first table with a total, or with one row."""
        tables: dict[tuple[str, int], list[Figure]] = defaultdict(list)
        for one in self.of_kind(kind):
            tables[one.entity, one.place.table].append(one)
        seen: set[str] = set()
        for whole in (True, False):  # a table without a total only where there is no other
            for (entity, _table), rows in tables.items():
                last = rows[-1].place.row
                if entity not in seen and (not whole or is_total(rows[-1].row) or rows[0].place.row == last):
                    seen.add(entity)
                    yield from (one for one in rows if one.place.row == last and one.year)


def _unmarked(row: str) -> str:
    """Return the name in a row without its number: "4. Technology", "(a) Activities in North Africa"."""
    return re.sub(r"^(?:\d+[A-Z]?\.|\([a-z]\)|[A-Z]\.)\s*", "", row)


def _row(given: MandateRow | PlannedResult | Figure, **said: str) -> dict[str, Any]:
    found = dict.fromkeys(FIELDS, "") | {"symbols": ()} | asdict(given) | said
    found |= {"place": str(given.place), "symbols": list(found["symbols"]), "value": str(found["value"])}
    return {name: found[name] for name in (*FIELDS, *said)}
