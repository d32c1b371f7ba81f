"""`read`, `cite`, `mandates`: documents as a table for people, or as rows of JSON or CSV for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from actionlines.cli.tables import (
    Column,
    make_printable,
    print_array,
    print_csv,
    print_json,
    print_lines,
    print_table,
    read_document,
    show_error,
    write_lines,
)
from actionlines.documents.model import Document, paragraph_rows, plain_value
from actionlines.errors import ActionlinesError, unexpected
from actionlines.json_types import JsonObject
from actionlines.results import find as columns
from actionlines.results.find import Citations, Mandates, akoma_ntoso, citations_of, mandates_of
from actionlines.results.inputs import documents as each

if TYPE_CHECKING:
    from actionlines.lineage.stale import Stale
    from actionlines.mandates import BlockReading
    from actionlines.results.find import FoundCitation


@dataclass
class Inputs:
    """The documents of a command; one that fails is named on the error stream, and the others go on."""

    words: Sequence[str]
    language: str
    failed: list[str] = field(default_factory=list)

    @property
    def many(self) -> bool:
        """Whether more than one document may come."""
        return len(self.words) > 1 or Path(self.words[0]).is_dir()

    def make(self, find: Callable[[Document], Any]) -> Iterator[tuple[Document, Any]]:
        """Yield each document with what is found in it."""
        for read in each(self.words, language=self.language, on_error=self.fail, reader=read_document):
            try:
                made = find(read)
            except Exception as error:  # one document must not cost the user the others
                self.fail(read.name, error)
            else:
                yield read, made

    def fail(self, name: str, error: Exception) -> None:
        """Name an input that cannot be read; the others go on."""
        problem = error if isinstance(error, ActionlinesError) else unexpected(name, error)
        sys.stdout.flush()
        print(show_error(problem), file=sys.stderr)
        self.failed.append(name)

    def write(
        self,
        form: str,
        find: Callable[[Document], Any],
        rows: Callable[[Document, Any], Iterator[JsonObject]],
        flat: Sequence[columns.Column],
    ) -> None:
        """Write the rows of all documents as json, jsonl or csv, each when it is found."""
        every = (row for read, made in self.make(find) for row in rows(read, made))
        if form == "json":
            print_array(every)
        elif form == "jsonl":
            print_lines(every)
        else:
            print_csv([columns.list_header(flat)])
            print_csv(columns.list_cells(flat, every))

    @property
    def code(self) -> int:
        """The exit code: 0, or 1 when an input failed."""
        return 1 if self.failed else 0


def show_documents(words: Sequence[str], form: str, language: str) -> int:
    """Show documents; as jsonl and csv one paragraph a line. Returns the exit code."""
    inputs = Inputs(words, language)
    if form == "json" and not inputs.many:
        for _, value in inputs.make(Document.to_dict):
            print_json(value)
    elif form == "json":
        print_array(value for _, value in inputs.make(Document.to_dict))
    elif form == "akn":
        if inputs.many:
            raise typer.BadParameter("--format akn takes one FILE")
        for _, made in inputs.make(akoma_ntoso):
            write_lines([made])
    elif form != "table":
        inputs.write(form, lambda read: read, lambda read, _: paragraph_rows(read), columns.PARAGRAPHS)
    else:
        for read, _ in inputs.make(lambda read: read):
            _table_of_document(read, inputs.many)
    return inputs.code


def _table_of_document(read: Document, many: bool) -> None:
    meta = read.metadata
    facts = [("Document", read.name if many else ""), ("Symbol", meta.symbol), ("Title", meta.title),
             ("Body", meta.body), ("Date", meta.date), ("Session", meta.session),
             ("Language", meta.language), ("Kind", meta.kind), ("Pages", read.pages),
             ("Paragraphs", len(read.paragraphs)), ("Tables", len(read.tables)),
             ("SHA-256", read.sha256), *(("Note", warning) for warning in read.warnings)]  # fmt: skip
    print_table("", (Column(""), Column("", sentences=True)), [(name, str(value)) for name, value in facts if value])
    rows = [(p.id, p.kind, "" if p.page is None else str(p.page), p.text) for p in read.paragraphs]
    heads = (Column("Id"), Column("Kind", fold=2), Column("Page", fold=1), Column("Text", sentences=True))
    print_table("Paragraphs", heads, rows)


def show_fascicles(words: Sequence[str], form: str, language: str) -> int:
    """Show what fascicles of a programme budget say; json, jsonl and csv one row a fact. Returns the exit code."""
    from actionlines.programmes.fascicle import read_fascicle

    inputs = Inputs(words, language)
    if form == "akn":
        raise typer.BadParameter("--fascicle takes table, json, jsonl or csv", param_hint="--format")
    if form != "table":
        inputs.write(form, read_fascicle, lambda _, budget: budget.rows(), columns.fascicle_columns())
        return inputs.code
    money = (Column("Entity"), Column("Total", sentences=True), Column("Unit", fold=1), Column("Source", fold=2))
    cited = Column("Programme", fold=1), Column("Cites"), Column("Title", sentences=True)
    for read, fascicle in inputs.make(read_fascicle):
        title = f"{fascicle.symbol or read.name}  Section {' '.join(fascicle.section)}, {fascicle.year}"
        totals: dict[tuple[str, str, str], list[str]] = {}
        for total in fascicle.totals():
            totals.setdefault((total.entity, total.unit, total.source), []).append(f"{total.column} {total.printed}")
        rows = [(entity, "; ".join(texts), unit, source) for (entity, unit, source), texts in totals.items()]
        print_table(title, money, rows)
        listed = [
            (mandate.programme, ", ".join(mandate.symbols) or mandate.words, mandate.title)
            for mandate in fascicle.mandates
        ]
        print_table("Mandates", cited, listed)
        for flaw in fascicle.flaws:
            warning = f"{flaw.row}, {flaw.column} is {flaw.stated}, and its rows make {flaw.found}."
            print(make_printable(f"{flaw.place}: {warning}"))
    return inputs.code


def show_citations(words: Sequence[str], form: str, language: str, within: Sequence[str] = ()) -> int:
    """Show the citations of documents. Returns the exit code.

    within  where later texts are: each citation of an older one gets advice
    """
    from actionlines.papers.words import ENGLISH

    inputs = Inputs(words, language)
    advise = _make_adviser(inputs, within) if within else None
    if form != "table":
        if advise is None:
            inputs.write(form, citations_of, _plain_rows, columns.CITATIONS)
        else:
            inputs.write(form, advise, _rows_with_advice, (*columns.CITATIONS, *columns.ADVICE))
        return inputs.code
    heads = [Column("Paragraph"), Column("Cites"), Column("Kind", fold=1), Column("Words", sentences=True)]
    heads += [Column("Advice", fold=2)] if advise else []
    for read, citations in inputs.make(advise or citations_of):
        advice = citations if advise else dict.fromkeys(citations)
        rows = [
            (
                citation.paragraph or str(citation.cell or ""),
                citation.canonical,
                citation.kind,
                citation.quote,
                *([_stale_words(stale)] if advise else []),
            )
            for citation, stale in advice.items()
        ]
        print_table(_table_title(ENGLISH.counted(len(rows), "citation"), read, inputs.many), heads, rows)
    return inputs.code


def _make_adviser(inputs: Inputs, within: Sequence[str]) -> Callable[[Document], dict[FoundCitation, Stale | None]]:
    """Return what gives the citations of a document, each with advice where it is stale."""
    from actionlines.results.series import read_succession

    known = read_succession(within, language=inputs.language, on_error=inputs.fail)

    def advise(read: Document) -> dict[FoundCitation, Stale | None]:
        """Return the citations in reading order, with None for those that are not stale."""
        citations = citations_of(read)
        stale = known.advise(citations, lambda citation: citation.text_in(read))
        return {citation: stale.get(citation) for citation in citations}

    return advise


def _stale_words(stale: Stale | None) -> str:
    if stale is None:
        return ""
    only = f" (only {stale.cited} has {', '.join(stale.only)})" if stale.only else ""
    target = {"update": f"update to {stale.latest}", "drop": f"drop: {stale.latest} is cited", "keep": "keep"}
    return target[stale.advice] + only


def _rows_with_advice(_: Document, citations: dict[FoundCitation, Stale | None]) -> Iterator[JsonObject]:
    return (
        citation.to_dict() | {"stale": plain_value(asdict(stale)) if stale else None}
        for citation, stale in citations.items()
    )


def show_mandates(words: Sequence[str], form: str, language: str, asked_bodies: str | None = None) -> int:
    """Show the mandates of documents, each due date also in words. Returns the exit code.

    asked  a body or country: only what it is asked, by name, in a group, or its parts
    """
    from actionlines.mandates.amendments import in_words
    from actionlines.papers.names import short_name
    from actionlines.papers.words import ENGLISH

    inputs = Inputs(words, language)
    ids = _parse_ids(asked_bodies) if asked_bodies else ()

    def found_in(read: Document) -> Mandates:
        """Return the mandates of a document, those of `asked` only where somebody is named."""
        return _read_mandates(read).asking(*ids) if ids else _read_mandates(read)

    if form != "table":
        inputs.write(form, found_in, _plain_rows, columns.MANDATES)
        return inputs.code
    heads = (
        Column("Paragraph"), Column("Decided or proposed", fold=4), Column("Asked"), Column("What", sentences=True),
        Column("Deliverable", fold=3), Column("Due", fold=1), Column("Reports to", fold=2),
    )  # fmt: skip
    for read, results in inputs.make(found_in):
        rows = [
            (
                row.paragraph,
                row.force,
                "; ".join(map(short_name, row.bodies)),
                " – ".join(filter(None, (f"{row.verb}: {row.action.text}", in_words(row.amendment)))),
                ENGLISH.deliverable(row.deliverable),
                "; ".join(date.label.removeprefix("Due ") for date in row.due_resolved),
                "; ".join(map(short_name, row.report_to)),
            )
            for row in results
        ]
        print_table(_table_title(ENGLISH.counted(len(rows), "mandate"), read, inputs.many), heads, rows)
    return inputs.code


def _parse_ids(ids: str) -> tuple[str, ...]:
    from actionlines.framework.find import find_body

    return (find_body(ids),)


def _read_mandates(read: Document) -> Mandates:
    """The mandates, and on the error stream why there are none."""
    from actionlines.mandates import why_not_read

    if not (mandates := mandates_of(read)):
        print(make_printable(f"{read.name}: {why_not_read(read)}"), file=sys.stderr)
    return mandates


def show_explained(words: Sequence[str], form: str, language: str) -> int:
    """Show each paragraph with its mandates, or with the reason why it has none. Returns the exit code."""
    from actionlines.mandates import find

    inputs = Inputs(words, language)
    if form != "table":
        inputs.write(form, find.explain, _rows_with_reasons, columns.EXPLAINED)
        return inputs.code
    heads = (Column("Paragraph"), Column("Page", fold=1), Column("Mandates"), Column("Text", sentences=True))
    for read, blocks in inputs.make(find.explain):
        rows = [
            (
                block.paragraph.id,
                str(block.paragraph.page or ""),
                "; ".join(mandate.verb for mandate in block.mandates) or f"({block.reason})",
                block.paragraph.text,
            )
            for block in blocks
        ]
        print_table(read.name if inputs.many else "", heads, rows)
        print("\n".join(map(make_printable, find.summary(blocks))))
    return inputs.code


def _rows_with_reasons(read: Document, blocks: list[BlockReading]) -> Iterator[JsonObject]:
    from actionlines.mandates.find import reason_words
    from actionlines.results.find import locate_mandate

    for row, block in zip(paragraph_rows(read), blocks, strict=True):
        mandates = [locate_mandate(item, read).to_dict() for item in block.mandates]
        why = reason_words().get(block.reason, "")
        yield {**row, "reason": block.reason, "why": why, "mandates": mandates}


def _plain_rows(_: Document, rows: Mandates | Citations) -> Iterator[JsonObject]:
    return (row.to_dict() for row in rows)


def _table_title(counted: str, read: Document, many: bool) -> str:
    return f"{read.name}: {counted}" if many else counted
