"""A fascicle of a programme budget: what a section plans, what it names as mandate, and what it costs.

    Fascicle
    ├── scopes     entities, subprogrammes and their components
    ├── mandates   one row of a list of legislative mandates, with the instruments that it cites
    ├── results    planned results
    └── figures    amounts, posts, deliverables and rates: each the number of one cell, with that cell

`place` is a cell ("table 33, row 5, column 3", counted as `actionlines read` does) or the id of a paragraph.

Tables of a fascicle: merged headers joined, rows under their headings, numbers as they are written.

A table is read by its form alone. Headers are the rows before the first one with a number; merged cells count for
all columns that they span. A row without numbers is a heading of the rows below, as deep as its mark says.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache, partial
from itertools import takewhile

from actionlines.citations.model import CellPlace
from actionlines.documents.model import Cell, Table
from actionlines.json_types import JsonObject
from actionlines.lazily import expression

_DASHES = frozenset("–—-−‒")
# Letters of footnotes behind a number or a label: "75 a", "9 b, c", "16^d".
_LETTERS = expression(r"(?:[ \u00a0^]|(?<=\d))[a-z](?:, ?[a-z])*$")
_NUMBER = expression(
    r"(?P<minus>[(\-−–]\s?)?\$?(?P<whole>\d{1,3}(?:[ \u00a0\u2009\u202f'’,]\d{3})+|\d+)"
    r"(?P<part>[.,]\d{1,2})?\s?\)?%?"
)
_YEAR = expression(r"(?:19|20)\d\d(?:[–/-](?:(?:19|20)\d\d|\d\d))?(?!\d)")
_TOTAL = expression(r"(?:sub-?)?total\b", re.IGNORECASE)
_MARKS = (
    expression(r"[A-Z]\. ?\S"),
    expression(r"(?!\d|\().*(?<!:)$", re.DOTALL),
    expression(r".*:$", re.DOTALL),
    expression(r"\d+[A-Z]?\. "),
    expression(r"\([a-z]+\) "),
)
_WIDEST = 1_000  # columns of a table that are read: spans of a page may claim many more
LETTERED, PLAIN, LEADING, NUMBERED, ITEM = range(len(_MARKS))


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """A number of a table: its cell (row and column of `Table.rows`), what is above and before it, its value."""

    row: int
    column: int
    group: tuple[str, ...]
    label: str
    headers: tuple[str, ...]
    value: Decimal
    printed: str


def read_number(text: str) -> Decimal | None:
    """Return the number that a cell holds: "(12.3)" is negative, a dash is 0; None where it holds anything else.

    Footnote letters are left out; thousands are apart by a blank, an apostrophe or a comma before three digits.
    """
    if (text := without_letters(text.strip())) in _DASHES:
        return Decimal(0)
    match = _NUMBER.fullmatch(text)
    if match is None or (text.startswith("(") != text.endswith(")")):
        return None
    whole = re.sub(r"\D", "", match["whole"])
    value = Decimal(whole + (match["part"] or "").replace(",", "."))
    return -value if match["minus"] else value


def without_letters(text: str) -> str:
    """Return a label or a number without the letters of its footnotes."""
    return _LETTERS.sub("", text).strip()


def year_in(text: str) -> str:
    """Return the year or years that a header names, or ""."""
    match = _YEAR.search(text)
    return match.group() if match else ""


def is_total(label: str) -> bool:
    """Return whether a row adds up others."""
    return _TOTAL.match(label) is not None


def list_entries(table: Table, *, nested: bool = False) -> Iterator[BudgetEntry]:
    """Return the numbers of a table, row by row.

    nested  a plain row with numbers is a heading of the numbered rows below it, as in lists of deliverables
    """
    grid = _make_grid(table)
    top = _count_headers(grid)
    above = cache(partial(_heads_above, grid[:top]))
    path: list[_Heading] = []
    after_heading = False
    for at, row in enumerate(grid[top:], start=top):
        label = without_letters(row[0][2].text) if row else ""
        values = list(_iterate_numbers(row, at))
        form = next((form for form, mark in enumerate(_MARKS) if mark.match(label)), PLAIN)
        if not values:
            if label and not any(cell.text for _row, _column, cell in row if cell is not row[0][2]):
                while path and path[-1].ends(form, plain=not after_heading):
                    path.pop()
                path.append(_Heading(label.rstrip(": "), form, form))
                after_heading = True
            continue
        if after_heading and path[-1].form != form:
            path[-1].least = min(path[-1].least, form)  # this row and those of its form are below it
        while path and not is_total(label) and path[-1].ends(form, plain=nested):
            path.pop()
        group = tuple(heading.label for heading in path)
        for column, cell, value, span in values:
            yield BudgetEntry(at, column, group, label, above(span), value, cell.text)
        after_heading = False
        if nested and form == PLAIN:
            path.append(_Heading(label, form, form))
        elif label.lower().startswith("total"):
            path.clear()
        elif is_total(label) and path:
            path.pop()


@dataclass(slots=True)
class _Heading:
    """A heading of rows, of one form; a row of a form under `least` is not below it."""

    label: str
    form: int
    least: int

    def ends(self, form: int, *, plain: bool) -> bool:
        """Whether a row of a form comes after all rows of the heading; `plain` ones follow each other."""
        return form < self.least or (form == self.form and (plain or form != PLAIN))


_Place = tuple[int, int, Cell]  # row and column of `Table.rows` where the cell begins


def _make_grid(table: Table) -> list[list[_Place]]:
    """Return the cells by row and column of the page: merged ones are in each place that they span.

    Rows end with their last cell, and with the last column that is read.
    """
    rows: list[dict[int, _Place]] = [{} for _row in table.rows]
    for at, row in enumerate(table.rows):
        column = 0
        for nth, cell in enumerate(row):
            while column in rows[at]:
                column += 1
            if column >= _WIDEST:
                break
            for down in rows[at : at + cell.rowspan]:
                for across in range(column, min(column + cell.colspan, _WIDEST)):
                    down.setdefault(across, (at, nth, cell))
            column += cell.colspan
    none = (-1, -1, Cell(""))
    return [[row.get(column, none) for column in range(max(row, default=-1) + 1)] for row in rows]


def _count_headers(grid: Sequence[Sequence[_Place]]) -> int:
    """Return how many rows are headers: those before the first with a number that is no bare year."""

    def _is_header(row: Sequence[_Place]) -> bool:
        cells = [cell.text for _row, _column, cell in row if cell.text and cell is not row[0][2]]
        if not cells:  # a blank row, or a heading of the rows below
            return not row or not row[0][2].text
        return not any(read_number(cell) is not None and not _YEAR.fullmatch(cell) for cell in cells)

    return sum(1 for _row in takewhile(_is_header, grid))


def _iterate_numbers(row: Sequence[_Place], at: int) -> Iterator[tuple[int, Cell, Decimal, range]]:
    """Return the numbers that begin in this row, with the columns of the page that each spans."""
    seen: set[int] = set()
    for column, (begins, nth, cell) in enumerate(row):
        if column == 0 or begins != at or nth in seen or cell is row[0][2]:
            continue
        seen.add(nth)
        value = read_number(cell.text) if cell.text else None
        if value is not None:
            yield nth, cell, value, range(column, column + cell.colspan)


def _heads_above(headers: Sequence[Sequence[_Place]], span: range) -> tuple[str, ...]:
    """Return the words of the header cells above these columns, from the top, each once."""
    heads: dict[str, None] = {}
    for row in headers:
        for column in range(span.start, min(span.stop, len(row))):
            if text := re.sub(r"/ ", "/", without_letters(row[column][2].text)):
                heads[text] = None
                break
    return tuple(heads)


FIELDS = (
    "kind", "entity", "programme", "table", "title", "source", "group", "row", "column", "unit", "value",
    "printed", "symbols", "place",
)  # fmt: skip
KINDS = ("money", "posts", "deliverable", "rate")


@dataclass(frozen=True, slots=True)
class Scope:
    """An entity of the section, or one of its programmes: `read_number` is "Subprogramme 7, component 1"."""

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
    """A planned result: `read_number` of its programme, and its words."""

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
    printed   as it is in the cell
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
class SumFlaw:
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
    flaws: tuple[SumFlaw, ...] = ()

    def rows(self) -> Iterator[JsonObject]:
        """Yield what the section says as flat rows for programs, each with its `kind` and `place`."""
        head = {"document": self.document, "symbol": self.symbol, "section": self.section[0], "year": self.year}
        for mandate in self.mandates:
            yield head | _fact_row(mandate, kind="mandate", row=mandate.words, group=mandate.issuer)
        for result in self.results:
            yield head | _fact_row(result, kind="result", row=result.number, title=result.text)
        for figure in self.figures:
            yield head | _fact_row(figure, kind=figure.kind, year=figure.year)

    def of_kind(self, *kinds: str) -> Iterator[Figure]:
        """Return the numbers of these kinds, in the order of the document."""
        return (figure for figure in self.figures if figure.kind in kinds)

    def cited(self) -> tuple[str, ...]:
        """Return the instruments that the section names as mandates, each once."""
        return tuple(dict.fromkeys(symbol for row in self.mandates for symbol in row.symbols))

    def costs(self, scope: Scope, kind: str = "money") -> list[Figure]:
        """Return the amounts (or posts) of an entity, or of one of its programmes, by source and year.

        A programme is the row of its name in the tables of the entity as a whole: these have all sources.
        """
        if not scope.number:
            return [total for total in self.totals(kind) if total.entity == scope.entity]
        name = scope.name.casefold()
        # The name in a row without its number: "4. Technology", "(a) Activities in North Africa".
        return [
            figure
            for figure in self.of_kind(kind)
            if figure.entity == scope.entity
            and not figure.programme
            and figure.year
            and re.sub(r"^(?:\d+[A-Z]?\.|\([a-z]\)|[A-Z]\.)\s*", "", figure.row).casefold() == name
        ]

    def totals(self, kind: str = "money") -> Iterator[Figure]:
        """Return what each entity costs (or its posts) by year: its first table with a total, or with one row."""
        tables: dict[tuple[str, int], list[Figure]] = defaultdict(list)
        for figure in self.of_kind(kind):
            tables[figure.entity, figure.place.table].append(figure)
        seen: set[str] = set()
        for whole in (True, False):  # a table without a total only where there is no other
            for (entity, _table), rows in tables.items():
                last = rows[-1].place.row
                if entity not in seen and (not whole or is_total(rows[-1].row) or rows[0].place.row == last):
                    seen.add(entity)
                    yield from (row for row in rows if row.place.row == last and row.year)


def _fact_row(mandate_row: MandateRow | PlannedResult | Figure, **text: str) -> JsonObject:
    row = dict.fromkeys(FIELDS, "") | {"symbols": ()} | asdict(mandate_row) | text
    row |= {"place": str(mandate_row.place), "symbols": list(row["symbols"]), "value": str(row["value"])}
    return {name: row[name] for name in (*FIELDS, *text)}
