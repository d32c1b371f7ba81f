"""Data for the scripts of the page: short keys, offsets instead of repeated words, one piece a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from actionlines.alignment.model import Alignment, Label, all_labels
from actionlines.documents.model import Cell
from actionlines.mandates.model import FIELDS, Phrase
from actionlines.papers.concepts import code, level_of, name, whole
from actionlines.papers.follow_up.doubtful import field_name, reason
from actionlines.papers.follow_up.extract import ranked
from actionlines.papers.follow_up.model import CitationRow, DocumentRead, FollowUp, MandateRow
from actionlines.papers.text_safety import shown
from actionlines.papers.words import ENGLISH, PLURALS, Words, direction

# Keys of the catalogue that the scripts use.
IN_PAGE = (
    "page.", "col.", "count.", "strength.", "made.", "caption.", "sheet.", "part.", "of", "more",
    "empty.coming", "number.", "month.", "date.", "percent", "align.", "force.", "semicolon", "field-reason",
)  # fmt: skip


def shared(follow_up: FollowUp, words: Words = ENGLISH) -> dict[str, Any]:
    """Return documents, names of bodies, mandates and instruments cited: everything but the texts."""
    names: dict[str, tuple[str, str]] = {}
    for row in follow_up.mandates:
        asked = zip(row.body_names, row.body_shorts or row.body_names, strict=True)
        told = zip(row.report_to_names, row.report_to_shorts or row.report_to_names, strict=True)
        names |= zip(row.bodies, asked, strict=True)
        names |= zip(row.report_to, told, strict=True)
    urls = {row.instrument: row.url for row in follow_up.citations}
    labels = numbered(follow_up)
    return {
        "plurals": PLURALS[words.language],
        "words": {key: text for key, text in words.table.items() if key.startswith(IN_PAGE)},
        "documents": [_document(document, words) for document in follow_up.documents],
        "bodies": names,
        "fields": {field: field_name(field, words) for field in FIELDS},
        "labels": [[one, level_of(one), code(one, words), name(one, words)] for one in labels],
        "aligned": bool(labels),
        "mandates": [{**_mandate(row, words), "a": _sure(row.aligned, labels)} for row in follow_up.mandates],
        "cited": [
            {"i": one.instrument, "w": one.name, "n": one.citations, "d": one.documents, "r": one.read_as,
             "u": urls.get(one.instrument, "")}
            for one in follow_up.cited
        ],
        "due": [[entry.date, words.due(entry.due), entry.mandate, entry.until] for entry in follow_up.due],
        "asked": [
            [one.body, one.short or one.name, one.mandates, *one.by_strength, *one.by_force[1:]]
            for one in follow_up.asked
        ],
    }  # fmt: skip


def texts(follow_up: FollowUp, words: Words = ENGLISH) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each document, and its text with tables, citations and what each paragraph speaks to."""
    labels = numbered(follow_up)
    cited: dict[int, list[CitationRow]] = defaultdict(list)
    for row in follow_up.citations:
        cited[row.document].append(row)
    for one in follow_up.documents:
        # Rows on disk are read once, and only here made safe to show.
        document = replace(one, lines=shown(tuple(one.lines)), tables=shown(tuple(one.tables)))
        yield one.index, _text(document, cited[one.index], labels, words)


def _text(
    document: DocumentRead, cited: Iterable[CitationRow], labels: Mapping[str, int], words: Words
) -> dict[str, Any]:
    return {
        "p": [
            {"i": line.id, "k": line.kind, "t": line.text, "n": line.number, "l": line.level, "g": line.page,
             "w": words.place(line.id), "f": [[note.offset, note.label] for note in line.notes],
             "d": [[change.start, change.end, change.text, change.author] for change in line.changes],
             "a": _aligned(line.alignment, labels)}
            for line in document.lines
        ],
        "t": [
            {"a": table.after, "c": table.caption, "r": [[_cell(cell) for cell in row] for row in table.rows]}
            for table in document.tables
        ],
        "c": [
            {**_where(row, document), "c": row.canonical, "i": row.instrument,
             "q": row.quote, "n": row.name, "k": row.kind, "u": row.url}
            for row in cited
        ],
    }  # fmt: skip


def numbered(follow_up: FollowUp) -> dict[str, int]:
    """Return the labels that some paragraph speaks to, each with the place by which scripts refer to it."""
    spoken = {one.id for one in follow_up.speaks.spoken} if follow_up.speaks else set()
    return {one: place for place, one in enumerate(one for one in all_labels().ids if one in spoken)}


def _sure(labels: Iterable[Label], places: Mapping[str, int]) -> list[list[int]]:
    """Return [place, percent] for each label; 100 is for what the text names, a proposal never reaches it."""
    return [[places[one.id], 100 if one.stated else whole(one.p)] for one in labels]


def _aligned(found: Alignment | None, places: Mapping[str, int]) -> list[list[Any]] | None:
    """Return labels as `_sure`, with the words behind each: [start, end, percent of the evidence for it]."""
    if found is None or not found.language:
        return None
    labels = ranked(found)
    return [
        [*sure, [[one.start, one.end, round(100 * one.weight)] for one in found.evidence_for(label.id)]]
        for label, sure in zip(labels, _sure(labels, places), strict=True)
    ]


def _where(row: CitationRow, document: DocumentRead) -> dict[str, Any]:
    """Return paragraph and span: of a cell the paragraph above its table, and no words of it."""
    if row.cell is None:
        return {"p": row.paragraph, "s": row.start, "e": row.end}
    return {"p": document.tables[row.cell.table].after, "s": 0, "e": 0}


def _cell(cell: Cell) -> list[Any]:
    return [cell.text, cell.colspan, cell.rowspan] if cell.colspan > 1 or cell.rowspan > 1 else [cell.text]


def _document(document: DocumentRead, words: Words) -> dict[str, Any]:
    return {
        "label": document.label,
        "title": document.title,
        "lang": document.language,
        "dir": direction(document.language),
        "date": words.date(document.date),
    }


def _mandate(row: MandateRow, words: Words) -> dict[str, Any]:
    return {
        "id": row.id,
        "d": row.document,
        "p": row.paragraph,
        "w": words.place(row.paragraph),
        "g": row.page,
        "v": row.verb,
        "s": row.strength,
        "b": row.bodies,
        "x": row.action.text,
        "f": "" if row.deliverable == "none" else row.deliverable,
        "r": row.report_to,
        "u": [[words.due(due), due.date, due.until] for due in row.due],
        "o": row.due_date,
        "m": {
            "verb": [_span(row.verb_phrase)],
            "addressee": [_span(phrase) for phrase in row.addressees],
            "action": [_span(row.action)],
            "due": [_span(row.due_phrase)] if row.due_phrase else [],
        },
        "q": " ".join(one.text for one in (row.verb_phrase, *row.addressees, row.due_phrase) if one),
        "h": row.implied,
        "k": row.force,
        "c": [[one.field, reason(one.reason, words)] for one in row.checks],
    }


def _span(phrase: Phrase) -> list[Any]:
    return [phrase.start, phrase.end, phrase.paragraph]
