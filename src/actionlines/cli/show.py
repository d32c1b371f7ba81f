"""`read`, `cite`, `mandates`: one document, as a table for people or as JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from actionlines.cli.inputs import document


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
        print_table("", ("", ""), [(name, str(value)) for name, value in facts if value])
        rows = [(p.id, p.kind, "" if p.page is None else str(p.page), p.text) for p in read.paragraphs]
        print_table("Paragraphs", ("Id", "Kind", "Page", "Text"), rows)


def show_citations(word: str, form: str, language: str) -> None:
    """The citations of a document."""
    from actionlines.citations import find_citations

    found = find_citations(document(word, language))
    if form == "json":
        print_json([asdict(one) for one in found])
    elif form == "jsonl":
        print_lines(asdict(one) for one in found)
    else:
        rows = [(one.paragraph, one.canonical, one.kind, one.quote) for one in found]
        print_table(f"{len(rows)} citations", ("Paragraph", "Cites", "Kind", "Words"), rows)


def show_mandates(word: str, form: str, language: str) -> None:
    """The mandates of a document, each due date also in words and as a date to sort by."""
    from actionlines.mandates import find_mandates, why_not_read
    from actionlines.reports.names import body, due

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
            (one.paragraph, "; ".join(map(body, one.bodies)), f"{one.verb}: {one.action.text}",
             "; ".join(date.label for date in when), "; ".join(map(body, one.report_to)))
            for one, when in zip(found, dates, strict=True)
        ]  # fmt: skip
        print_table(
            f"{len(table)} {'mandate' if len(table) == 1 else 'mandates'}",
            ("Paragraph", "Asked", "What", "Due", "Reports to"),
            table,
            (1, 2, 5, 2, 2),
        )


def print_json(value: Any) -> None:
    """One JSON value, indented."""
    _out(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_lines(values: Iterable[Any]) -> None:
    """JSON Lines."""
    for value in values:
        _out(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[int] = ()
) -> None:
    """A table as wide as the terminal; control characters of the document do not reach the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=title or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_header=any(header),
        pad_edge=False,
    )
    for place, name in enumerate(header):
        share = shares[place] if shares else None
        table.add_column(name, overflow="fold", ratio=share, min_width=8 if share else None)
    table.expand = bool(shares)
    for row in rows:
        table.add_row(*(Text(printable(value)) for value in row))
    Console(file=sys.stdout, highlight=False).print(table)


def printable(text: str) -> str:
    """The text without control characters: an escape sequence in a document must not move the cursor."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def _out(text: str) -> None:
    # Documents may hold lone surrogates, and a terminal may not be UTF-8: never fail over one character.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
