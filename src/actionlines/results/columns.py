"""Rows as flat tables: the columns of CSV and of a data frame, made from the rows of `to_dict`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from actionlines.citations.model import CellPlace
from actionlines.json_types import JsonMapping
from actionlines.papers.text_safety import neutralise

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
        value = self.of(row)
        if value is None:
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
    amendment = row["amendment"]
    if not amendment:
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
