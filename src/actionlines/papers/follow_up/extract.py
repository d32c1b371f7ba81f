"""Read one input and keep what a report needs of it; the document itself is released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from actionlines.alignment.model import LEVELS, Alignment, DocumentAlignment, Label
from actionlines.documents.model import Document
from actionlines.errors import ActionlinesError
from actionlines.mandates import why_not_read
from actionlines.mandates.model import Mandate
from actionlines.papers import names
from actionlines.papers.follow_up.model import CitationRow, DocumentRead, Failed, Grid, Line, MandateRow
from actionlines.papers.follow_up.pipeline import Pipeline, Source, standard
from actionlines.papers.follow_up.sources import not_a_file
from actionlines.programmes.fascicle_model import Fascicle

# Characters of a document without symbol in tables and charts; `name` keeps the whole.
LABEL_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Extract:
    """A document with its mandates and citations, numbered 0 until `assemble` gives it its place.

    source   the path it was read from, "" where there is none
    problem  why it could not be aligned, or ""
    fascicle  what a section of a programme budget says, for the register alone
    others    the instruments behind the first one, of a file that binds several; for the register alone
    """

    document: DocumentRead
    mandates: tuple[MandateRow, ...]
    citations: tuple[CitationRow, ...]
    source: str = ""
    problem: str = ""
    fascicle: Fascicle | None = None
    others: tuple[Extract, ...] = ()


def extract(source: Source, pipeline: Pipeline | None = None, align: bool = True) -> Extract | Failed:
    """Read one input. Never raises for a bad input: the error comes back as `Failed`.

    align  whether the package's own pipeline aligns what it reads
    """
    try:
        pipeline = pipeline or standard(align)
        if source != "" and Path(source).is_dir():
            raise not_a_file(str(source))
        return replace(of_document(pipeline.read(source), pipeline), source=str(source))
    except ActionlinesError as error:
        return failed(error)
    except RecursionError:
        return Failed("AL000", str(source), "it is nested too deeply to be read", "Please report this file.")
    except Exception as error:  # a bug of ours must not cost the user the other documents
        problem = f"unexpected {type(error).__name__}: {error}"
        return Failed("AL000", str(source), problem, "Please report this file.")


def failed(error: ActionlinesError) -> Failed:
    """Return the error as a row of the report."""
    return Failed(**error.as_dict())


def of_document(document: Document, pipeline: Pipeline) -> Extract:
    """Return the part of a document that a report keeps."""
    meta = document.metadata
    label = meta.symbol or shortened(PurePath(document.name).name or "document")
    alignment, problem = aligned(document, pipeline)
    passages = {one.paragraph: one.alignment for one in alignment.passages} if alignment else {}
    mandates = tuple(
        replace(row, aligned=ranked(passages.get(row.paragraph)))
        for row in _mandate_rows(document, label, pipeline.find_mandates(document), pipeline)
    )
    citations = tuple(
        CitationRow(0, label, found.paragraph, found.kind, found.canonical, found.instrument, found.quote,
                    found.start, found.end, pipeline.url(found.canonical),
                    names.instrument(found.instrument), found.cell, found.link)
        for found in pipeline.find_citations(document)
    )  # fmt: skip
    read = DocumentRead(
        index=0, name=document.name, label=label, symbol=meta.symbol, title=_title(document), body=meta.body,
        body_name=pipeline.body_name(meta.body) if meta.body else "", date=meta.date, session=meta.session,
        language=meta.language, kind=meta.kind, format=document.format, pages=document.pages,
        sha256=document.sha256, warnings=_warnings(document, mandates),
        lines=tuple(
            Line(p.id, p.kind, p.text, p.number, p.level, p.parent, p.page, p.notes, p.changes,
                 _kept(passages.get(p.id)))
            for p in document.paragraphs
        ),
        tables=tuple(
            Grid(table.after, table.caption, table.rows) for table in document.tables
        ),
        mandates=len(mandates), citations=len(citations),
        alignment=replace(alignment, passages=()) if alignment else None,
    )  # fmt: skip
    return Extract(read, mandates, citations, problem=problem)


def aligned(document: Document, pipeline: Pipeline) -> tuple[DocumentAlignment | None, str]:
    """Return the alignment of a document, and why there is none ("" where there is one)."""
    if not pipeline.align:
        return None, ""
    try:
        return pipeline.align(document), ""
    except ActionlinesError as error:
        return None, str(failed(error))
    except Exception as error:  # what is asked of whom must not be lost with it
        return None, f"AL000 {document.name}: unexpected {type(error).__name__}: {error}"


def ranked(found: Alignment | None) -> tuple[Label, ...]:
    """Return the labels of all levels, those named in the text first, then the highest probability."""
    if found is None:
        return ()
    labels = [label for level in LEVELS for label in found.labels(level)]
    return tuple(sorted(labels, key=lambda label: (not label.stated, -label.p)))


def _kept(found: Alignment | None) -> Alignment | None:
    return None if found is None else replace(found, links=(), scores={})


def _warnings(document: Document, mandates: Sequence[MandateRow]) -> tuple[str, ...]:
    """Return the warnings of the reader, and why there are no mandates."""
    return document.warnings if mandates else (*document.warnings, why_not_read(document))


def shortened(name: str) -> str:
    """Return a file name that fits a line of a table: its beginning and its end.

    >>> shortened("plan.pdf"), len(shortened("x" * 200 + ".pdf"))
    ('plan.pdf', 60)
    """
    return name if len(name) <= LABEL_LIMIT else f"{name[: LABEL_LIMIT - 20]}…{name[-19:]}"


def _title(document: Document) -> str:
    if document.metadata.title:
        return document.metadata.title
    return next((p.text for p in document.of_kind("heading")), "")


def _mandate_rows(
    document: Document, label: str, mandates: Iterable[Mandate], pipeline: Pipeline
) -> Iterable[MandateRow]:
    seen: Counter[str] = Counter()
    for found in mandates:
        seen[found.paragraph] += 1
        paragraph = document.by_id.get(found.paragraph)
        yield MandateRow(
            id=f"{found.instrument or label}#p{found.paragraph}/{seen[found.paragraph]}", document=0,
            label=found.instrument or label,
            paragraph=found.paragraph, page=paragraph.page if paragraph else None, verb=found.verb,
            strength=found.strength, verb_phrase=found.verb_phrase, addressees=found.addressees,
            bodies=found.bodies, body_names=tuple(map(pipeline.body_name, found.bodies)),
            action=found.action, deliverable=found.deliverable, report_to=found.report_to,
            report_to_names=tuple(map(pipeline.body_name, found.report_to)),
            due=tuple(pipeline.due(raw, document.metadata.date) for raw in found.due),
            due_phrase=found.due_phrase, implied=found.implied,
            body_shorts=tuple(map(pipeline.short_name, found.bodies)),
            report_to_shorts=tuple(map(pipeline.short_name, found.report_to)),
            force=found.force, rests_on=found.rests_on, candidates=found.candidates, checks=found.checks,
            amendment=found.amendment,
        )  # fmt: skip
