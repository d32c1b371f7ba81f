"""Read a fascicle of the United Nations programme budget: one section, in English, from DOCX, PDF or HTML.

    read_fascicle(read("A_80_6_Sect.12.docx")).totals()

Headings say which entity and programme a table belongs to; its title, its unit and its headers say what its
numbers are. No table is known by its number or by the words of one section.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from actionlines.citations.find import find_citations
from actionlines.citations.model import CellPlace
from actionlines.documents.model import Document, Paragraph, Table
from actionlines.errors import UnknownFormat
from actionlines.lazily import expression
from actionlines.programmes.fascicle_model import (
    BudgetEntry,
    Fascicle,
    Figure,
    MandateRow,
    PlannedResult,
    Scope,
    SumFlaw,
    is_total,
    list_entries,
    without_letters,
    year_in,
)

_SECTION = expression(r"Section (\d+[A-Z]?)\.?(?:\s+(.+))?$")
_PART = expression(r"Part [IVX]+[A-Z]?\b.*")
_PROGRAMME = expression(r"Programme (\d+)\.?(?:\s+(.+))?")
_SUBPROGRAMME = expression(r"(Subprogramme \d+|Component \d+)(?:[.:]?\s+(.+))?")
_PART_OF_ENTITY = expression(r"([A-H])\.\s+(?:Proposed|Post and non-post)")
_ENTITY = expression(r"[IVX]+\.\s+(.+)")
_RESULT = expression(r"Result (\d+):\s*(.+)")
_TABLE = expression(r"Table ?([A-Z0-9][\w.]*)?$")
_FIGURE = expression(r"Figure\b")
_UNIT = expression(r"\((.+)\)")
_ITEM = expression(r"\(\d+\)(?:-\d+)?")
_MEASURED = expression(r"\((number of [^()]+)\)")
_OVERALL = expression(r"(?:overall|cross-cutting)\b", re.IGNORECASE)
_MANDATES = expression(r"mandates$", re.IGNORECASE)
_DELIVERABLES = expression(r"deliverables\b", re.IGNORECASE)
# Headings of a component of the resources: their tables are of the component.
_COMPONENT = expression(r"(?:Policymaking organs|Executive direction and management|Programme support)$")
_SOURCE = expression(
    r"regular budget|extrabudgetary|other assessed|jointly financed|voluntary contributions", re.IGNORECASE
)
_POSTS = expression(r"\b(?:posts?|positions?)\b", re.IGNORECASE)
_MONEY = expression(r"dollars|francs|euros|\$", re.IGNORECASE)
_RATE = expression(r"percent", re.IGNORECASE)
_OPEN = 200  # rows that a total may add up


def is_fascicle(document: Document) -> bool:
    """Whether a document is a section of a programme budget, by its headings."""
    heads = [paragraph.text for paragraph in document.paragraphs[:40] if paragraph.kind == "heading"]
    return any("programme budget" in head.lower() for head in heads) and any(map(_SECTION.match, heads))


def read_fascicle(document: Document) -> Fascicle:
    """Return what a section of a programme budget plans, names as mandate and costs.

    Raises UnknownFormat (AL103) where the headings are not those of a programme budget.
    """
    if not is_fascicle(document):
        raise UnknownFormat(
            document.name,
            "it has no heading “programme budget” with a section below",
            "Give a fascicle in English, such as A/80/6 (Sect. 12).",
        )
    return _Reader(document).fascicle()


@dataclass
class _Place:
    """Where the reader is: what the headings above say of the next table."""

    entity: str = ""
    whole: str = ""  # the entity that an annex interrupts
    subprogramme: str = ""
    component: str = ""
    heading: str = ""
    mandates: bool = False
    table: str = ""
    title: str = ""
    unit: str = ""
    item: str = ""
    source: str = ""
    usual: str = ""
    names: str = ""  # number of the scope whose name the next heading says

    @property
    def programme(self) -> str:
        """Return the number of the programme that the headings name."""
        return self.component or self.subprogramme

    def leave(self, entity: str) -> None:
        """Begin an entity, or a part of one: no programme, source or list of mandates goes on."""
        self.entity, self.mandates = entity, False
        self.subprogramme = self.component = self.source = self.usual = ""


@dataclass
class _Reader:
    """Walk a document once, paragraphs and tables in their order."""

    document: Document
    scopes: list[Scope] = field(default_factory=list)
    mandates: list[MandateRow] = field(default_factory=list)
    results: list[PlannedResult] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    part: str = ""
    section: tuple[str, str] = ("", "")
    programme: tuple[str, str] = ("", "")
    year: str = ""

    def fascicle(self) -> Fascicle:
        """Return what the document says."""
        self.cited: dict[tuple[int, int, int], list[str]] = defaultdict(list)
        for citation in find_citations(self.document):
            if citation.cell:
                self.cited[citation.cell.table, citation.cell.row, citation.cell.column].append(citation.instrument)
        after: dict[str, list[tuple[int, Table]]] = defaultdict(list)
        for number, table in enumerate(self.document.tables):
            after[table.after].append((number, table))
        place = _Place()
        for paragraph in self.document.paragraphs:
            if paragraph.kind == "heading":
                self._heading(place, paragraph)
            elif paragraph.kind != "footnote":
                _check_text(place, paragraph)
            for number, table in after[paragraph.id]:
                self._table(place, number, table)
        return Fascicle(
            self.document.name, self.document.sha256, self.document.metadata.symbol, self.year, self.part,
            self.section, self.programme, tuple(self.scopes), tuple(self.mandates), tuple(self.results),
            tuple(self.figures), tuple(_find_flaws(self.figures)),
        )  # fmt: skip

    def _heading(self, place: _Place, paragraph: Paragraph) -> None:
        text = paragraph.text
        if match := _TABLE.match(text):
            place.table, place.title, place.unit, place.item = match[1] or text, "", "", ""
        elif _FIGURE.match(text):
            place.table = place.title = ""
        elif place.names:
            self._name(place, paragraph)
        elif place.table and not place.title:
            place.title = without_letters(text)
        elif self._is_of_all(text, place):
            pass
        elif match := _SUBPROGRAMME.match(text):
            if ":" not in text.split(" ", 2)[-1]:
                self._scope(place, paragraph, match[1], match[2] or "")
        elif match := _RESULT.match(text):
            result = PlannedResult(paragraph.id, place.entity, place.programme, match[1], match[2])
            self.results.append(result)
        else:
            self._other(place, paragraph)

    def _is_of_all(self, text: str, place: _Place) -> bool:
        """Take what the first page says of the whole: year, part, section, programme."""
        if "programme budget" in text.lower() and year_in(text):
            self.year = self.year or year_in(text)
        elif _PART.match(text) and not self.part:
            self.part = text
        elif (match := _SECTION.match(text)) and not self.section[0]:
            self.section = match[1], match[2] or ""
            place.names = "" if match[2] else "section"
        elif (match := _PROGRAMME.match(text)) and not self.programme[0]:
            self.programme = match[1], match[2] or ""
            place.names = "" if match[2] else "programme"
        else:
            return False
        return True

    def _name(self, place: _Place, paragraph: Paragraph) -> None:
        """Give the scope that the heading before has numbered the name that this one says."""
        if place.names == "programme":
            self.programme = self.programme[0], paragraph.text
        elif place.names == "section":
            self.section = self.section[0], paragraph.text
        else:
            self._add(Scope(paragraph.id, place.entity, place.names, paragraph.text))
        place.names = ""

    def _scope(self, place: _Place, paragraph: Paragraph, number: str, name: str) -> None:
        if number.startswith("Component"):
            parent = place.subprogramme
            place.component = f"{parent}, {number.lower()}" if parent else number
        else:
            place.subprogramme, place.component = number, ""
        place.source = place.usual
        place.names = "" if name else place.programme
        if name:
            self._add(Scope(paragraph.id, place.entity, place.programme, name))

    def _add(self, scope: Scope) -> None:
        if not any((known.entity, known.number) == (scope.entity, scope.number) for known in self.scopes):
            self.scopes.append(scope)

    def _other(self, place: _Place, paragraph: Paragraph) -> None:
        text = paragraph.text
        place.heading, place.table, place.title, place.unit = text, "", "", ""
        if text.startswith("Annex"):
            place.leave("")
        elif _PART_OF_ENTITY.match(text):
            place.leave(place.whole)
        elif (match := _ENTITY.match(text)) and paragraph.level == 1 and place.entity == place.whole:
            place.whole = match[1]
            place.leave(match[1])
            self._add(Scope(paragraph.id, match[1], "", ""))
        else:
            place.source = _find_source(text) or place.usual
            if _COMPONENT.match(text):
                place.subprogramme, place.component = "", text
            elif _MANDATES.search(text):
                place.mandates = True
            elif _DELIVERABLES.match(text) or paragraph.level == 1:
                place.mandates = False

    def _table(self, place: _Place, number: int, table: Table) -> None:
        if place.mandates and not place.table:
            self._mandates(place, number, table)
            return
        if not (kinds := _find_kinds(place, table)):
            return
        prefix = place.title.partition(":")[0]
        programme = "" if _OVERALL.match(prefix) else place.programme
        if ":" in place.title and not _OVERALL.match(prefix):
            programme = prefix
        for entry in list_entries(table, nested="deliverable" in kinds):
            self.figures.append(self._figure(place, number, entry, kinds, programme))

    def _figure(self, place: _Place, number: int, entry: BudgetEntry, kinds: Sequence[str], programme: str) -> Figure:
        column, group = ": ".join(entry.headers), ": ".join(entry.group)
        unit = place.unit
        if (kind := _find_kind(kinds, entry, f"{group} {place.title}")) == "deliverable":
            match = _MEASURED.search(f"{group} {entry.label}")
            unit = match[1] if match else ""
        elif len(kinds) > 1:
            unit = next((word for word in unit.split("/") if bool(_POSTS.search(word)) == (kind == "posts")), unit)
        source = "" if kind == "deliverable" else _find_source(column) or _find_source(group)
        if kind != "deliverable" and not source and not any(is_total(header) for header in entry.headers[:-1]):
            of_all = place.item and entry.label.lower().startswith("total")
            source = "" if of_all else place.item or _find_source(place.title) or place.source
        year = year_in(column) or year_in(entry.label)
        return Figure(
            CellPlace(number, entry.row, entry.column), kind, place.entity, programme, place.table, place.title,
            source, group, entry.label, column, year, unit, entry.value, entry.printed,
        )  # fmt: skip

    def _mandates(self, place: _Place, number: int, table: Table) -> None:
        """Take the rows of a list of mandates: numbers, and the title beside them."""
        for at, row in enumerate(table.rows):
            # A row that is merged with the one above has no cell of its own.
            if 0 < len(row) <= 2 and (words := row[0].text):
                symbols = tuple(dict.fromkeys(self.cited[number, at, 0]))
                self.mandates.append(MandateRow(
                    CellPlace(number, at, 0), place.entity, place.programme, place.heading, words,
                    row[1].text if len(row) > 1 else "", symbols,
                ))  # fmt: skip


def _check_text(place: _Place, paragraph: Paragraph) -> None:
    """Take unit and source from the paragraphs between a heading and its table."""
    text = paragraph.text
    if _ITEM.fullmatch(paragraph.id) and _find_source(text):
        place.item = text
    elif (match := _UNIT.fullmatch(text)) and not _ITEM.fullmatch(text):
        place.unit = match[1]
    elif source := _find_source(text):
        place.source = source
        place.usual = place.usual or source


def _find_source(text: str) -> str:
    match = _SOURCE.search(text)
    return match.group().capitalize() if match else ""


def _find_kinds(place: _Place, table: Table) -> tuple[str, ...]:
    """Return what the numbers of the next table may be, by its title and its unit, which may be in its headers."""
    if _DELIVERABLES.search(place.title):
        return ("deliverable",)
    unit = place.unit or " ".join(cell.text for row in table.rows[:2] for cell in row)
    patterns = (("rate", _RATE), ("money", _MONEY), ("posts", _POSTS))
    return tuple(kind for kind, word in patterns if word.search(unit) and (place.unit or kind != "rate"))


def _find_kind(kinds: Sequence[str], entry: BudgetEntry, words: str) -> str:
    """Return what one number is: a column of percentages is none of money; rows of posts name them."""
    if entry.headers and _RATE.match(entry.headers[-1]):
        return "rate"
    if "posts" in kinds and "money" in kinds:
        head = " ".join(entry.headers)
        return (
            "posts"
            if _POSTS.search(words.partition(":")[0]) or (_POSTS.search(head) and not _MONEY.search(head))
            else "money"
        )
    return kinds[0]


def _find_flaws(figures: Sequence[Figure]) -> Iterator[SumFlaw]:
    """Yield each total that no run of the rows above it adds up to.

    A total of several sources is passed over, and one that has more rows above it than are kept open.
    """
    open_rows: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.kind not in ("money", "posts"):
            continue
        rows = open_rows[figure.place.table, figure.column]
        if is_total(figure.row) and rows and rows[-1].source == figure.source:
            if added := _total_run(rows, figure.value):
                del rows[-added:]
            elif len(rows) < _OPEN:
                under = [row for row in rows if row.group == figure.group] or rows
                sums = (sum((row.value for row in some), Decimal(0)) for some in (under, rows))
                near = min(sums, key=lambda value: abs(value - figure.value))
                yield SumFlaw(figure.place, figure.row, figure.column, figure.value, near)
        rows.append(figure)
        del rows[:-_OPEN]


def _total_run(rows: Sequence[Figure], total: Decimal) -> int:
    """Return how many of the last rows add up to a total, each of them rounded; 0 where no number does."""
    digit = Decimal(1).scaleb(min(0, int(total.as_tuple().exponent)))
    amount = Decimal(0)
    for many, row in enumerate(reversed(rows), start=1):
        amount += row.value
        if abs(amount - total) <= digit * (many + 1) / 2:
            return many
    return 0
