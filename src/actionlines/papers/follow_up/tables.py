"""Rows and columns of the tables, once for page, workbook, CSV and document; fields to read; the CSV files.

CSV is UTF-8 with a byte order mark, without which spreadsheets guess; no formula runs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from actionlines.alignment.model import LEVELS, Level, all_labels
from actionlines.citations.model import CellPlace
from actionlines.mandates.model import FIELDS, Check, Field, key_of
from actionlines.papers.files import csv_bytes, make_safe
from actionlines.papers.follow_up.alignment_model import PassagePlace, Speaks
from actionlines.papers.follow_up.model import CitationRow, DocumentRead, FollowUp, MandateRow
from actionlines.papers.names import (
    concept_code,
    describe_probability,
    full_name,
    list_label_ids,
    list_labels,
    name_after_code,
)
from actionlines.papers.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label that a paragraph addresses, in words. `share` is its part of the most passages at its level, 0 to 1."""

    id: str
    code: str
    name: str
    passages: int
    share: float
    documents: str
    where: str
    sure: str
    place: PassagePlace


@dataclass(frozen=True, slots=True)
class LabelSheetRow:
    """A label in a table of all levels; `row` is None where no paragraph has the label."""

    level: str
    id: str
    full: str
    row: LabelRow | None


@dataclass(frozen=True, slots=True)
class LevelTable:
    """One level: what is addressed, and the rest as (id, code and name)."""

    level: Level
    title: str
    total: int
    rows: tuple[LabelRow, ...]
    silent: tuple[tuple[str, str], ...]

    @property
    def silent_names(self) -> tuple[str, ...]:
        """Return code and name of each label without a paragraph."""
        return tuple(name for _, name in self.silent)


@dataclass(frozen=True, slots=True)
class PairRow:
    """An action line with a goal, in words."""

    key: str
    line: str
    goal: str
    paragraphs: int
    status: str
    matrix: str
    where: str
    place: PassagePlace


def level_tables(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[LevelTable, ...]:
    """Return the four levels, or none where nothing was aligned."""
    speaks = follow_up.speaks
    if speaks is None or not speaks.paragraphs:
        return ()
    return tuple(_level_table(follow_up, speaks, level, words) for level in LEVELS)


def _level_table(follow_up: FollowUp, speaks: Speaks, level: Level, words: Words) -> LevelTable:
    linked = speaks.at(level)
    most = max((label.passages for label in linked), default=1)
    rows = tuple(
        LabelRow(
            label.id,
            *_code_and_name(label.id, words),
            label.passages,
            label.passages / most,
            "; ".join(words.apart(follow_up.documents[index].label) for index in label.documents),
            cite_passage(follow_up, label.strongest, words),
            describe_probability(label.strongest.p, label.strongest.stated, words),
            label.strongest,
        )
        for label in linked
    )
    silent = tuple((item, full_name(item, words)) for item in speaks.silent(level))
    return LevelTable(level, words(f"level.{level}"), len(all_labels().of(level)), rows, silent)


def label_rows(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[LabelSheetRow, ...]:
    """Return every label of every level: those addressed first, then the others."""
    out: list[LabelSheetRow] = []
    for part in level_tables(follow_up, words):
        out += [LabelSheetRow(part.title, row.id, f"{row.code} {row.name}".rstrip(), row) for row in part.rows]
        out += [LabelSheetRow(part.title, item, name, None) for item, name in part.silent]
    return tuple(out)


def _code_and_name(concept: str, words: Words) -> tuple[str, str]:
    """Return code and name of a label, also of a line of C7."""
    if ":" in concept:
        return concept_code(concept, words), name_after_code(concept, words)
    line, _, named = full_name(concept, words).partition(" ")
    return line, named


def pair_rows(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[PairRow, ...]:
    """Return action lines with goals, those in most paragraphs first."""
    pairs = sorted(follow_up.speaks.pairs if follow_up.speaks else (), key=lambda pair: -pair.paragraphs)
    return tuple(
        PairRow(
            f"{pair.action_line}~{pair.goal}",
            full_name(pair.action_line, words),
            full_name(pair.goal, words),
            pair.paragraphs,
            pair.status,
            words(f"matrix.{pair.status}"),
            cite_passage(follow_up, pair.strongest, words),
            pair.strongest,
        )
        for pair in pairs
    )


def cite_passage(follow_up: FollowUp, place: PassagePlace, words: Words = ENGLISH) -> str:
    """Return a passage as one would cite it; with its document where there are several."""
    if len(follow_up.documents) == 1:
        return words.place(place.paragraph)
    return words.cite(follow_up.documents[place.document].label, place.paragraph)


def alignment_remarks(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return sentences on what could not be aligned and why, or that no label was found."""
    if (speaks := follow_up.speaks) is None:
        return []
    sentences = [words("speaks.problem", problem=speaks.problem)] if speaks.problem else []
    for key, indexes in (("no-text", speaks.no_text), ("no-language", speaks.no_language)):
        if indexes:
            labels = ", ".join(words.apart(follow_up.documents[index].label) for index in indexes)
            sentences.append(words(f"speaks.{key}", list=labels))
    if speaks.paragraphs and not speaks.spoken:
        sentences.append(words("empty.speaks"))
    return sentences


def alignment_intro(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return the sentence on how to read the part; "" where nothing was aligned."""
    speaks = follow_up.speaks
    if speaks is None or not speaks.paragraphs:
        return ""
    return words("speaks.intro", paragraphs=words.counted(speaks.paragraphs, "paragraph"))


# What a field is called in a report: keys of the catalogue.
CALLED: dict[Field, str] = {
    "verb": "col.verb",
    "addressees": "col.asked",
    "action": "col.action",
    "deliverable": "col.deliverable",
    "due": "col.due",
    "report_to": "col.reports",
}


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A field with the number of mandates in which a person should read it.

    reasons  in English, the most frequent first, each with its number
    """

    field: Field
    mandates: int
    reasons: tuple[tuple[str, int], ...]


def field_name(field: Field, words: Words = ENGLISH) -> str:
    """Return the name of a field in the language of the report."""
    return words(CALLED[field])


def describe_reason(check_reason: str, words: Words = ENGLISH) -> str:
    """Return a reason in the language of the report; in English where it is outside the closed list.

    >>> describe_reason("two dates in the sentence")
    'two dates in the sentence'
    """
    return words.table.get(f"check.{key_of(check_reason)}", check_reason)


def describe_checks(checks: Iterable[Check], words: Words = ENGLISH) -> str:
    """Return all checks in one line of a table.

    >>> describe_checks([Check("due", "two dates in the sentence"), Check("action", "very long")])
    'Due: two dates in the sentence; Action: very long'
    """
    return words("semicolon").join(
        words("field-reason", field=field_name(check.field, words), reason=describe_reason(check.reason, words))
        for check in checks
    )


def identify_checks(checks: Iterable[Check]) -> str:
    """Return the checks for programs.

    >>> identify_checks([Check("due", "two dates in the sentence")])
    'due=two-dates'
    """
    return ", ".join(f"{check.field}={key_of(check.reason) or check.reason}" for check in checks)


def count_doubtful(rows: Iterable[MandateRow]) -> tuple[Doubtful, ...]:
    """Return the fields that carry checks, in the order of FIELDS."""
    mandates: Counter[Field] = Counter()
    reasons: dict[Field, Counter[str]] = {field: Counter() for field in FIELDS}
    for row in rows:
        mandates.update({check.field for check in row.checks})
        for check in row.checks:
            reasons[check.field][check.reason] += 1
    return tuple(
        Doubtful(field, mandates[field], tuple(sorted(reasons[field].items(), key=lambda item: (-item[1], item[0]))))
        for field in FIELDS
        if mandates[field]
    )


Row = TypeVar("Row")
Value = str | int | float


@dataclass(frozen=True, slots=True)
class SheetColumn(Generic[Row]):
    """A key of the catalogue for the heading, the value for a row, and a width in characters."""

    key: str
    value: Callable[[Row, Words], Value]
    width: int

    def heading(self, words: Words = ENGLISH) -> str:
        """Return the heading in the language of the report."""
        return words(f"col.{self.key}")


MANDATES: tuple[SheetColumn[MandateRow], ...] = (
    SheetColumn("document", lambda row, _: row.label, 18),
    SheetColumn("paragraph", lambda row, _: row.paragraph, 12),
    SheetColumn("page", lambda row, _: row.page if row.page is not None else "", 6),
    SheetColumn("strength", lambda row, words: words(f"strength.{row.strength}"), 12),
    SheetColumn("force", lambda row, words: words(f"force.{row.force}"), 13),
    SheetColumn("checks", lambda row, words: describe_checks(row.checks, words), 40),
    SheetColumn("verb", lambda row, _: row.verb, 14),
    SheetColumn("verb-words", lambda row, _: row.verb_phrase.text, 18),
    SheetColumn("asked", lambda row, _: row.asked, 30),
    SheetColumn("asked-words", lambda row, _: "; ".join(phrase.text for phrase in row.addressees), 30),
    SheetColumn("action", lambda row, _: row.action.text, 70),
    SheetColumn("deliverable", lambda row, words: words.deliverable(row.deliverable), 16),
    SheetColumn("due", lambda row, words: "; ".join(map(words.due, row.due)), 22),
    SheetColumn("due-sorted", lambda row, _: row.due_date, 14),
    SheetColumn("due-words", lambda row, _: row.due_phrase.text if row.due_phrase else "", 26),
    SheetColumn("reports", lambda row, _: row.reports, 26),
    SheetColumn("aligned", lambda row, words: list_labels(row.aligned, words), 34),
    SheetColumn("asked-full", lambda row, _: "; ".join(row.body_names), 30),
    SheetColumn("reports-full", lambda row, _: "; ".join(row.report_to_names), 30),
    SheetColumn("asked-ids", lambda row, _: ", ".join(row.bodies), 24),
    SheetColumn("due-ids", lambda row, _: ", ".join(due.raw for due in row.due), 18),
    SheetColumn("reports-ids", lambda row, _: ", ".join(row.report_to), 20),
    SheetColumn("mandate", lambda row, _: row.id, 26),
    SheetColumn("aligned-ids", lambda row, _: list_label_ids(row.aligned), 26),
    SheetColumn("check-ids", lambda row, _: identify_checks(row.checks), 26),
)
# Columns that earlier versions did not write, the oldest addition first.
ADDED = (frozenset({"aligned", "aligned-ids"}), frozenset({"force", "checks", "check-ids"}))


def earlier_columns() -> tuple[tuple[SheetColumn[MandateRow], ...], ...]:
    """Return the columns of each earlier version of the table of mandates, the oldest first."""
    return tuple(
        tuple(column for column in MANDATES if not any(column.key in keys for keys in ADDED[at:]))
        for at in range(len(ADDED))
    )


SPOKEN: tuple[SheetColumn[LabelSheetRow], ...] = (
    SheetColumn("level", lambda row, _: row.level, 22),
    SheetColumn("identifier", lambda row, _: row.id, 16),
    SheetColumn("name", lambda row, _: row.full, 60),
    SheetColumn("passages", lambda row, _: row.row.passages if row.row else 0, 11),
    SheetColumn("strongest", lambda row, _: row.row.where if row.row else "", 34),
    SheetColumn("sure", lambda row, _: row.row.sure if row.row else "", 20),
    SheetColumn("documents", lambda row, _: row.row.documents if row.row else "", 40),
)

PAIRS: tuple[SheetColumn[PairRow], ...] = (
    SheetColumn("line", lambda row, _: row.line, 50),
    SheetColumn("goal", lambda row, _: row.goal, 44),
    SheetColumn("paragraphs", lambda row, _: row.paragraphs, 12),
    SheetColumn("matrix", lambda row, _: row.matrix, 24),
    SheetColumn("strongest", lambda row, _: row.where, 34),
)


def _cite_cell(cell: CellPlace | None, words: Words) -> str:
    """Return where a cell stands, as people count tables, rows and columns."""
    if cell is None:
        return ""
    return words("where.cell", table=cell.table + 1, row=cell.row + 1, column=cell.column + 1)


CITATIONS: tuple[SheetColumn[CitationRow], ...] = (
    SheetColumn("document", lambda row, _: row.label, 18),
    SheetColumn("paragraph", lambda row, words: row.paragraph or _cite_cell(row.cell, words), 12),
    SheetColumn("cites", lambda row, _: row.canonical, 28),
    SheetColumn("instrument", lambda row, _: row.instrument, 24),
    SheetColumn("name", lambda row, _: row.name, 44),
    SheetColumn("kind", lambda row, _: row.kind, 12),
    SheetColumn("words", lambda row, _: row.quote, 50),
    SheetColumn("address", lambda row, _: row.url, 44),
)

DOCUMENTS: tuple[SheetColumn[DocumentRead], ...] = (
    SheetColumn("document", lambda row, _: row.label, 18),
    SheetColumn("title", lambda row, _: row.title, 70),
    SheetColumn("body", lambda row, _: row.body_name, 24),
    SheetColumn("date", lambda row, _: row.date, 12),
    SheetColumn("session", lambda row, _: row.session, 10),
    SheetColumn("language", lambda row, _: row.language, 10),
    SheetColumn("kind", lambda row, _: row.kind, 14),
    SheetColumn("pages", lambda row, _: row.pages if row.pages is not None else "", 8),
    SheetColumn("paragraphs", lambda row, _: len(row.lines), 11),
    SheetColumn("mandates", lambda row, _: row.mandates, 10),
    SheetColumn("citations", lambda row, _: row.citations, 10),
    SheetColumn("notes", lambda row, _: "; ".join(row.warnings), 50),
    SheetColumn("file", lambda row, _: row.names, 40),
    SheetColumn("sha256", lambda row, _: row.sha256, 68),
)


def write_csv(columns: Sequence[SheetColumn[Row]], rows: Iterable[Row], words: Words = ENGLISH) -> bytes:
    """Return a CSV file (RFC 4180) with a header row, always in English: programs read it."""
    values = ([str(column.value(row, words)) for column in columns] for row in rows)
    return csv_bytes([column.heading(words) for column in columns], values)


def mandates_csv(follow_up: FollowUp) -> bytes:
    """Return the bytes of mandates.csv, a row for each mandate."""
    return write_csv(MANDATES, make_safe(follow_up.mandates))


def citations_csv(follow_up: FollowUp) -> bytes:
    """Return the bytes of citations.csv, a row for each citation."""
    return write_csv(CITATIONS, make_safe(follow_up.citations))
