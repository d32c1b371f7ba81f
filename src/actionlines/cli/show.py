"""`read`, `cite`, `mandates`: one document, as a table for people or as JSON for programs."""

from __future__ import annotations

import sys
from dataclasses import asdict

from actionlines.cli.inputs import document
from actionlines.cli.streams import print_json, print_lines
from actionlines.cli.tables import Column, print_table


def show_document(word: str, form: str, language: str) -> None:
    """The document; as jsonl one paragraph a line."""
    read = document(word, language)
    if form == "json":
        print_json(asdict(read))
    elif form == "jsonl":
        print_lines(asdict(paragraph) for paragraph in read.paragraphs)
    else:
        meta = read.metadata
        facts = [("Symbol", meta.symbol), ("Title", meta.title), ("Body", meta.body), ("Date", meta.date),
                 ("Session", meta.session), ("Language", meta.language), ("Kind", meta.kind),
                 ("Pages", read.pages), ("Paragraphs", len(read.paragraphs)), ("Tables", len(read.tables)),
                 ("SHA-256", read.sha256), *(("Note", warning) for warning in read.warnings)]  # fmt: skip
        print_table(
            "",
            (Column(""), Column("", sentences=True)),
            [(name, str(value)) for name, value in facts if value],
        )
        rows = [(p.id, p.kind, "" if p.page is None else str(p.page), p.text) for p in read.paragraphs]
        columns = (
            Column("Id"),
            Column("Kind", fold=2),
            Column("Page", fold=1),
            Column("Text", sentences=True),
        )
        print_table("Paragraphs", columns, rows)


def show_citations(word: str, form: str, language: str) -> None:
    """The citations of a document."""
    from actionlines.citations import find_citations
    from actionlines.reports.words import ENGLISH

    found = find_citations(document(word, language))
    if form == "json":
        print_json([asdict(one) for one in found])
    elif form == "jsonl":
        print_lines(asdict(one) for one in found)
    else:
        rows = [(one.paragraph or str(one.cell or ""), one.canonical, one.kind, one.quote) for one in found]
        columns = (
            Column("Paragraph"), Column("Cites"), Column("Kind", fold=1), Column("Words", sentences=True)
        )  # fmt: skip
        print_table(ENGLISH.counted(len(rows), "citation"), columns, rows)


def show_mandates(word: str, form: str, language: str) -> None:
    """The mandates of a document, each due date also in words and as a date to sort by."""
    from actionlines.mandates import find_mandates, why_not_read
    from actionlines.reports.names import due, short
    from actionlines.reports.words import ENGLISH

    read = document(word, language)
    found = find_mandates(read)
    if reason := why_not_read(read):
        print(f"{word}: {reason}", file=sys.stderr)
    dates = [[due(raw, read.metadata.date) for raw in one.due] for one in found]
    rows = [{**asdict(one), "due_resolved": [asdict(date) for date in when]}
            for one, when in zip(found, dates, strict=True)]  # fmt: skip
    if form == "json":
        print_json(rows)
    elif form == "jsonl":
        print_lines(rows)
    else:
        table = [
            (one.paragraph, "; ".join(map(short, one.bodies)), f"{one.verb}: {one.action.text}",
             ENGLISH.deliverable(one.deliverable),
             "; ".join(date.label.removeprefix("Due ") for date in when),
             "; ".join(map(short, one.report_to)))
            for one, when in zip(found, dates, strict=True)
        ]  # fmt: skip
        columns = (
            Column("Paragraph"), Column("Asked"), Column("What", sentences=True),
            Column("Deliverable", fold=3), Column("Due", fold=1), Column("Reports to", fold=2),
        )  # fmt: skip
        print_table(ENGLISH.counted(len(table), "mandate"), columns, table)
