"""What a program asks for: mandates and citations of files, folders, symbols or documents.

`to_dict` is a row of JSON: document, symbol, page, paragraph. A flat table has a row for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote

from actionlines.citations import Citation
from actionlines.citations.model import CellPlace
from actionlines.documents import model
from actionlines.documents.model import Document, plain_value
from actionlines.errors import EngineError
from actionlines.framework.calendar import adopted_on, this_day
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.mandates import Mandate
from actionlines.mandates.when import Deadline, deadline_of, whose_sessions
from actionlines.papers.files import neutralise
from actionlines.papers.words import Due
from actionlines.results.inputs import OnError, Source, documents

if TYPE_CHECKING:
    import polars

    from actionlines.documents.akn.writer import AmendedPlace

Kind = Literal["text", "texts", "number", "truth", "dates"]
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table.

    kind   text, number or truth (None where there is none); texts and dates are lists, joined in CSV
    value  from a row of `to_dict`; by default the field with the name of the column
    """

    name: str
    kind: Kind = "text"
    value: Callable[[JsonMapping], Any] | None = None

    def of(self, row: JsonMapping) -> Any:
        """Return the value of a row: str, int, bool, list or None."""
        return self.value(row) if self.value else row[self.name]

    def cell(self, row: JsonMapping) -> str:
        """Return the value as the text of a cell in which no spreadsheet runs a formula."""
        if (value := self.of(row)) is None:
            return ""
        if isinstance(value, list):
            value = SEPARATOR.join(value)
        return neutralise(str(value).lower() if isinstance(value, bool) else str(value))


def _words_column(name: str) -> Callable[[JsonMapping], Any]:
    """Return the words of a phrase, or of each phrase."""

    def value(row: JsonMapping) -> Any:
        """Return the words of one phrase, or a list of those of several."""
        items = row[name]
        if isinstance(items, list):
            return [item["text"] for item in items]
        return items["text"] if items else ""

    return value


def _check_words(row: JsonMapping) -> list[str]:
    return [f"{check['field']}: {check['reason']}" for check in row["checks"]]


def _amendment_words(row: JsonMapping) -> str:
    """Return what would change, in one line: "replace 3 of A/RES/70/1: the new words"."""
    if not (amendment := row["amendment"]):
        return ""
    place = f"{amendment['operation']} {amendment['paragraph']}" + (f" of {amendment['of']}" if amendment["of"] else "")
    return place + (f": {amendment['words']}" if amendment["words"] else "")


def _due_column(part: str) -> Callable[[JsonMapping], list[str]]:
    return lambda row: [due[part] for due in row["due_resolved"] if due[part]]


def _table_cell(row: JsonMapping) -> str:
    return str(CellPlace(**row["cell"])) if row["cell"] else ""


def _note_words(row: JsonMapping) -> list[str]:
    return [note["label"] for note in row["notes"]]


def _stale_column(part: str) -> Callable[[JsonMapping], Any]:
    return lambda row: row["stale"][part] if row["stale"] else ""


# Of `cite --in`: what to do with a citation of a text that has a successor.
ADVICE = (
    *(Column(name, value=_stale_column(name)) for name in ("advice", "latest", "because")),
    Column("only", "texts", lambda row: row["stale"]["only"] if row["stale"] else []),
)
_PLACE = (Column("document"), Column("symbol"), Column("page", "number"), Column("paragraph"))
MANDATES: tuple[Column, ...] = (
    *_PLACE,
    Column("force"), Column("verb"), Column("strength"), Column("bodies", "texts"),
    Column("candidates", "texts"), Column("action", value=_words_column("action")), Column("deliverable"),
    Column("report_to", "texts"), Column("due", "texts"), Column("due_label", "texts", _due_column("label")),
    Column("due_date", "dates", _due_column("date")), Column("implied", "truth"), Column("rests_on", "texts"),
    Column("checks", "texts", _check_words), Column("amendment", value=_amendment_words), Column("instrument"),
    Column("verb_phrase", value=_words_column("verb_phrase")),
    Column("addressees", "texts", _words_column("addressees")), Column("due_phrase", value=_words_column("due_phrase")),
    Column("due_on"), Column("due_until"), Column("due_certainty"), Column("due_session"), Column("due_words"),
)  # fmt: skip
# Of `mandates --explain`: one paragraph a row.
EXPLAINED: tuple[Column, ...] = (
    *_PLACE,
    Column("kind"),
    Column("mandates", "number", lambda row: len(row["mandates"])),
    Column("verbs", "texts", lambda row: [mandate["verb"] for mandate in row["mandates"]]),
    Column("reason"),
    Column("why"),
    Column("text"),
)
CITATIONS: tuple[Column, ...] = (
    *_PLACE,
    Column("cell", value=_table_cell), Column("kind"), Column("canonical"), Column("quote"),
    Column("start", "number"), Column("end", "number"), Column("link"),
)  # fmt: skip
PARAGRAPHS: tuple[Column, ...] = (
    *_PLACE,
    Column("kind"), Column("number"), Column("level", "number"), Column("parent"), Column("heading"),
    Column("text"), Column("notes", "texts", _note_words), Column("start", "number"), Column("end", "number"),
)  # fmt: skip

DOCUMENTS: tuple[Column, ...] = (
    *(Column(name) for name in ("document", "symbol", "title", "body", "date", "session", "language", "kind")),
    Column("amends"), Column("agenda"), Column("drafts", "texts"), Column("format"),
    Column("pages", "number"), Column("sha256"),
    *(Column(name, "number") for name in ("paragraphs", "tables", "citations", "mandates")),
    Column("warnings", "texts"), Column("error"),
)  # fmt: skip


def fascicle_columns() -> tuple[Column, ...]:
    """Return the columns of what a fascicle of a programme budget says."""
    from actionlines.programmes.fascicle_model import FIELDS

    names = ("document", "symbol", "section", "year", *FIELDS)
    return tuple(Column(name, "texts" if name == "symbols" else "text") for name in names)


def list_header(columns: Sequence[Column]) -> list[str]:
    """Return the first line of a CSV file."""
    return [column.name for column in columns]


def list_cells(columns: Sequence[Column], rows: Iterable[JsonMapping]) -> Iterable[list[str]]:
    """Yield each row of `to_dict` as the cells of CSV."""
    return ([column.cell(row) for column in columns] for row in rows)


# What every row begins with.
PLACE = ("document", "symbol", "page", "paragraph")
Row = JsonObject


@dataclass(frozen=True, slots=True)
class FoundMandate(Mandate):
    """A mandate and where it is.

    document      name of the document: that of its file
    symbol        canonical symbol of the document, or of its instrument where a file binds several; or ""
    page          1-based page on which the paragraph begins, or None
    due_resolved  each due value with its words, its date to sort by and its last day
    deadline      the next day by which it is due, how it is known, and the session that takes it up
    """

    document: str = ""
    symbol: str = ""
    page: int | None = None
    due_resolved: tuple[Due, ...] = ()
    deadline: Deadline = field(default_factory=Deadline)

    def to_dict(self) -> Row:
        """Return the row of `actionlines mandates --format jsonl`; docs/reference/data-model.md lists its keys."""
        row = _plain_row(self)
        del row["deadline"]
        row = {("due" if name == "when" else name): value for name, value in row.items()}
        whens = [when.as_data() for when in self.when]
        return row | {"due": list(self.due), **self.deadline.as_data(), "when": whens}


@dataclass(frozen=True, slots=True)
class FoundCitation(Citation):
    """A citation and where it is: `document`, `symbol` and `page` as in FoundMandate."""

    document: str = ""
    symbol: str = ""
    page: int | None = None

    def to_dict(self) -> Row:
        """Return the row of `actionlines cite --format jsonl`; docs/reference/data-model.md lists its keys."""
        return _plain_row(self)


def locate_mandate(result: Mandate, document: Document, today: date | None = None) -> FoundMandate:
    """Return a mandate of a document with where it is, and its deadline as seen from `today`, this day if None."""
    from actionlines.papers.names import describe_due

    adopted = adopted_on(document.metadata.symbol, document.metadata.date)
    receivers = whose_sessions(result.deliverable, result.report_to, result.bodies)
    when = tuple(describe_due(item, adopted, receivers) for item in result.when)
    place = _locate_paragraph(document, result.paragraph)
    place["symbol"] = result.instrument or place["symbol"]
    deadline = deadline_of(result.when, adopted, receivers, today or this_day())
    return FoundMandate(**_row_fields(result), **place, due_resolved=when, deadline=deadline)


def locate_citation(result: Citation, document: Document) -> FoundCitation:
    """Return a citation of a document with where it is; a cell of a table has the page of its table."""
    place = _locate_paragraph(document, result.paragraph)
    if result.cell is not None:
        place["page"] = document.tables[result.cell.table].page
    return FoundCitation(**_row_fields(result), **place)


def _row_fields(row: Mandate | Citation) -> Row:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _locate_paragraph(document: Document, paragraph: str) -> Row:
    passage = document.by_id.get(paragraph)
    return {
        "document": document.name,
        "symbol": document.metadata.symbol,
        "page": None if passage is None else passage.page,
    }


def _plain_row(source: FoundMandate | FoundCitation) -> Row:
    row: Row = plain_value(asdict(source))
    return {name: row[name] for name in PLACE} | row


One = TypeVar("One", FoundMandate, FoundCitation)
# Columns of the small table.
_MANDATE = ("document", "paragraph", "force", "bodies", "verb", "action", "due_label")
_CITATION = ("document", "paragraph", "canonical", "kind", "quote")


class FoundRows(tuple[One, ...]):
    """Mandates or citations: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def to_dict(self) -> dict[str, list[JsonObject]]:
        """Return {"rows": …}: every row as its own `to_dict` gives it."""
        return {"rows": [row.to_dict() for row in self]}

    def _repr_html_(self) -> str:
        columns, names, what = self._shown()
        chosen = [column for column in columns if column.name in names]
        rows = ([_cell_words(column.of(row.to_dict())) for column in chosen] for row in self)
        return model.write_table(f"{len(self):,} {what}", [column.name for column in chosen], rows, len(self))

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        raise NotImplementedError


class Mandates(FoundRows[FoundMandate]):
    """Mandates of one document or many, in reading order."""

    __slots__ = ()

    def asking(self, *ids: str) -> Mandates:
        """Return what these bodies or countries (`itu`, `KEN`) are asked: by name, in a group, or their parts."""
        from actionlines.framework.groups import asked_of

        ask = asked_of(*ids)
        return Mandates(row for row in self if ask.is_among(row.bodies))

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        return MANDATES, _MANDATE, "mandate" if len(self) == 1 else "mandates"


class Citations(FoundRows[FoundCitation]):
    """Citations of one document or many, in reading order."""

    __slots__ = ()

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        return CITATIONS, _CITATION, "citation" if len(self) == 1 else "citations"


def _cell_words(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, list) else "" if value is None else str(value)


def mandates(sources: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None) -> Mandates:
    """Return who is asked to do what, by when, with the document, symbol, page and paragraph of each mandate.

    sources   a path, folder, symbol, bytes or Document, or several of them
    language  in which a symbol is fetched
    on_error  takes the name and the error of an input that cannot be read, and the rest is read; without it the
              error is raised

    >>> text = b"The General Assembly,\\n1. Requests the Secretary-General to report in 2027;\\n"
    >>> [(one.paragraph, one.bodies, one.due) for one in mandates(text)]
    [('1', ('secretary-general',), ('year:2027',))]
    """
    return Mandates(
        row for read in documents(sources, language=language, on_error=on_error) for row in mandates_of(read)
    )


def citations(
    sources: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None
) -> Citations:
    """Return every citation in its canonical form, with its document, symbol, page and paragraph.

    The arguments are those of `mandates`.

    >>> [one.canonical for one in citations(b"Recalling its resolution 70/125 of 16 December 2015,\\n")]
    ['A/RES/70/125']
    """
    return Citations(
        row for read in documents(sources, language=language, on_error=on_error) for row in citations_of(read)
    )


def mandates_of(document: Document) -> Mandates:
    """Return the mandates of one document, then its amendments that ask nothing."""
    from actionlines.mandates import find_mandates
    from actionlines.mandates.amendments import amendment_rows

    results = find_mandates(document)
    return Mandates(locate_mandate(row, document) for row in (*results, *amendment_rows(document, results)))


def citations_of(document: Document) -> Citations:
    """Return the citations of one document."""
    from actionlines.citations import find_citations

    return Citations(locate_citation(row, document) for row in find_citations(document))


def akoma_ntoso(document: Document) -> bytes:
    """Return a document as Akoma Ntoso 3.0, with its citations as references, its mandates as metadata."""
    from actionlines.documents.akn.writer import AskedMandate, Cited, write_akn
    from actionlines.papers.names import identify_instrument

    cited = (
        Cited(row.paragraph, row.start, row.end, identify_instrument(row.canonical))
        for row in citations_of(document)
        if row.paragraph
    )
    asks = [
        AskedMandate(
            row.paragraph, row.verb, row.strength, row.force, row.bodies, row.action.text, row.deliverable,
            row.due, row.report_to,
        )
        for row in mandates_of(document)
    ]  # fmt: skip
    return write_akn(document, cited=cited, asks=asks, amends=list(list_amended(document)))


def list_amended(document: Document) -> Iterator[AmendedPlace]:
    """Yield what a draft would change, place by place, as Akoma Ntoso has it."""
    from actionlines.documents.akn.writer import AmendedPlace
    from actionlines.mandates.amendments import amendments
    from actionlines.papers.names import identify_instrument

    for paragraph, changes in amendments(document).items():
        for change in changes:
            amendment = change.amendment
            href = f"{identify_instrument(amendment.of) if amendment.of else ''}#{quote(amendment.paragraph)}"
            words = change.words.text if change.words else ""
            span = (len(words) - len(words.lstrip()), len(words.rstrip()))
            yield AmendedPlace(paragraph, amendment.operation, href, change.words.id if change.words else "", *span)


def mandates_frame(
    paths: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None
) -> polars.DataFrame:
    """Return the mandates of documents and folders as a polars frame, one mandate a row.

    The columns are those of `actionlines mandates --format csv` (docs/reference/data-model.md): lists stay lists,
    `due_date` is a list of dates, `page` is null where a format has no pages. The arguments are those of
    `mandates`.

    Raises EngineError (AL503) where polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        advice = "Install it with `pip install 'actionlines[measure]'`."
        raise EngineError("mandates_frame", "polars is not installed", advice) from error
    types: JsonObject = {
        "text": polars.String,
        "texts": polars.List(polars.String),
        "number": polars.Int64,
        "truth": polars.Boolean,
        "dates": polars.List(polars.Date),
    }
    rows = [row.to_dict() for row in mandates(paths, language=language, on_error=on_error)]
    data = {column.name: [_column_value(column, row) for row in rows] for column in MANDATES}
    return polars.DataFrame(data, schema={column.name: types[column.kind] for column in MANDATES})


def _column_value(column: Column, row: JsonObject) -> Any:
    value = column.of(row)
    return list(map(date.fromisoformat, value)) if column.kind == "dates" else value
