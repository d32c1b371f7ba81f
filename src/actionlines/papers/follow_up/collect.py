"""Read inputs and keep what a report needs of each: the functions that read, extracts, labels."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from actionlines.alignment.model import LEVELS, Alignment, DocumentAlignment, Label
from actionlines.citations.model import Citation
from actionlines.documents.model import Document
from actionlines.errors import ActionlinesError
from actionlines.framework.calendar import adopted_on, this_day
from actionlines.mandates import why_not_read
from actionlines.mandates.model import Mandate
from actionlines.mandates.when import When, deadline_of, whose_sessions
from actionlines.papers import names
from actionlines.papers.follow_up.model import (
    CitationRow,
    DocumentLine,
    DocumentRead,
    Failed,
    FollowUp,
    Grid,
    MandateRow,
)
from actionlines.papers.follow_up.sources import not_a_file
from actionlines.papers.words import Due
from actionlines.programmes.fascicle_model import Fascicle

Source = str | Path
Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Functions from a source to mandates and citations; tests put their own in.

    align  None where nothing is to be aligned
    """

    read: Callable[[Source], Document]
    find_citations: Callable[[Document], Sequence[Citation]]
    find_mandates: Callable[[Document], Sequence[Mandate]]
    due: Callable[[When, date | None, Sequence[str]], Due]
    body_name: Namer
    url: Callable[[str], str]
    short_name: Namer = names.short_name
    align: Callable[[Document], DocumentAlignment] | None = None


def standard_pipeline(align: bool = True) -> Pipeline:
    """Return the functions of this package; without the alignment where it is not wanted."""
    from actionlines.citations import find_citations
    from actionlines.documents import read
    from actionlines.mandates import find_mandates

    return Pipeline(
        read,
        find_citations,
        find_mandates,
        names.describe_due,
        names.name_body,
        names.find_url,
        align=align_document if align else None,
    )


def align_document(document: Document) -> DocumentAlignment:
    """Align with a model of the package, which is loaded once per process. Raises ModelError."""
    from actionlines.alignment import Aligner

    # The default grade: with the neural one a review takes twice the time and the memory.
    return Aligner.load().align_document(document)


# Fields that a row of the report takes from what was read, under the same names.
_OF_PARAGRAPH = {field.name for field in fields(DocumentLine)} - {"alignment"}
_OF_CITATION = {field.name for field in fields(Citation)} & {field.name for field in fields(CitationRow)}
_OF_MANDATE = {field.name for field in fields(Mandate)} & {field.name for field in fields(MandateRow)} - {"when"}


def _same_fields(source: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


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
    others: "tuple[Extract, ...]" = ()


def extract_source(source: Source, pipeline: Pipeline | None = None, align: bool = True) -> Extract | Failed:
    """Read one input. Never raises for a bad input: the error comes back as `Failed`.

    align  whether the package's own pipeline aligns what it reads
    """
    try:
        pipeline = pipeline or standard_pipeline(align)
        if source != "" and Path(source).is_dir():
            raise not_a_file(str(source))
        return replace(extract_document(pipeline.read(source), pipeline), source=str(source))
    except ActionlinesError as error:
        return describe_failure(error)
    except RecursionError:
        return Failed("AL000", str(source), "it is nested too deeply to be read", "Please report this file.")
    except Exception as error:  # a bug of ours must not cost the user the other documents
        problem = f"unexpected {type(error).__name__}: {error}"
        return Failed("AL000", str(source), problem, "Please report this file.")


def describe_failure(error: ActionlinesError) -> Failed:
    """Return the error as a row of the report."""
    return Failed(**error.as_dict())


def extract_document(document: Document, pipeline: Pipeline) -> Extract:
    """Return the part of a document that a report keeps."""
    meta = document.metadata
    label = meta.symbol or shorten_name(PurePath(document.name).name or "document")
    alignment, problem = align_safely(document, pipeline)
    passages = {passage.paragraph: passage.alignment for passage in alignment.passages} if alignment else {}
    mandates = tuple(
        replace(row, aligned=rank_labels(passages.get(row.paragraph)))
        for row in _mandate_rows(document, label, pipeline.find_mandates(document), pipeline)
    )
    citations = tuple(
        CitationRow(
            document=0,
            label=label,
            instrument=citation.instrument,
            **_same_fields(citation, _OF_CITATION),
            url=pipeline.url(citation.canonical),
            name=names.name_instrument(citation.instrument),
        )
        for citation in pipeline.find_citations(document)
    )
    read = DocumentRead(
        index=0,
        name=document.name,
        label=label,
        symbol=meta.symbol,
        title=_find_title(document),
        body=meta.body,
        body_name=pipeline.body_name(meta.body) if meta.body else "",
        date=meta.date,
        session=meta.session,
        language=meta.language,
        kind=meta.kind,
        format=document.format,
        pages=document.pages,
        sha256=document.sha256,
        warnings=document.warnings if mandates else (*document.warnings, why_not_read(document)),
        lines=tuple(
            DocumentLine(
                **_same_fields(paragraph, _OF_PARAGRAPH), alignment=_trim_alignment(passages.get(paragraph.id))
            )
            for paragraph in document.paragraphs
        ),
        tables=tuple(Grid(table.after, table.caption, table.rows) for table in document.tables),
        mandates=len(mandates),
        citations=len(citations),
        alignment=replace(alignment, passages=()) if alignment else None,
    )
    return Extract(read, mandates, citations, problem=problem)


def align_safely(document: Document, pipeline: Pipeline) -> tuple[DocumentAlignment | None, str]:
    """Return the alignment of a document, and why there is none ("" where there is one)."""
    if not pipeline.align:
        return None, ""
    try:
        return pipeline.align(document), ""
    except ActionlinesError as error:
        return None, str(describe_failure(error))
    except Exception as error:  # what is asked of whom must not be lost with it
        return None, f"AL000 {document.name}: unexpected {type(error).__name__}: {error}"


def rank_labels(alignment: Alignment | None) -> tuple[Label, ...]:
    """Return the labels of all levels, those named in the text first, then the highest probability."""
    if alignment is None:
        return ()
    labels = [label for level in LEVELS for label in alignment.labels(level)]
    return tuple(sorted(labels, key=lambda label: (not label.stated, -label.p)))


def _trim_alignment(alignment: Alignment | None) -> Alignment | None:
    return None if alignment is None else replace(alignment, links=(), scores={})


def shorten_name(name: str) -> str:
    """Return a file name that fits a line of a table: its beginning and its end.

    >>> shorten_name("plan.pdf"), len(shorten_name("x" * 200 + ".pdf"))
    ('plan.pdf', 60)
    """
    return name if len(name) <= LABEL_LIMIT else f"{name[: LABEL_LIMIT - 20]}…{name[-19:]}"


def _find_title(document: Document) -> str:
    if document.metadata.title:
        return document.metadata.title
    return next((p.text for p in document.of_kind("heading")), "")


def _mandate_rows(
    document: Document, label: str, mandates: Iterable[Mandate], pipeline: Pipeline
) -> Iterable[MandateRow]:
    seen: Counter[str] = Counter()
    adopted = adopted_on(document.metadata.symbol, document.metadata.date)
    for mandate in mandates:
        seen[mandate.paragraph] += 1
        paragraph = document.by_id.get(mandate.paragraph)
        receivers = whose_sessions(mandate.deliverable, mandate.report_to, mandate.bodies)
        deadline: dict[str, Any] = deadline_of(mandate.when, adopted, receivers, this_day()).as_data()
        yield MandateRow(
            id=f"{mandate.instrument or label}#p{mandate.paragraph}/{seen[mandate.paragraph]}",
            document=0,
            label=mandate.instrument or label,
            page=paragraph.page if paragraph else None,
            **_same_fields(mandate, _OF_MANDATE),
            body_names=tuple(map(pipeline.body_name, mandate.bodies)),
            report_to_names=tuple(map(pipeline.body_name, mandate.report_to)),
            due=tuple(pipeline.due(when, adopted, receivers) for when in mandate.when),
            when=tuple(when.as_data() for when in mandate.when),
            **deadline,
            body_shorts=tuple(map(pipeline.short_name, mandate.bodies)),
            report_to_shorts=tuple(map(pipeline.short_name, mandate.report_to)),
        )


def label_documents(extracts: Sequence[Extract]) -> list[str]:
    """Return a label for each document: its symbol, or its file name; both where two symbols are the same.

    Two inputs may state one symbol: a draft and its final text, or two languages. Files of one name are
    distinguished by the folders that they need, and labels that are still the same by a number.
    """
    many = {label for label, count in Counter(extract.document.label for extract in extracts).items() if count > 1}
    names = [extract.document.label for extract in extracts]
    for label in many:
        places = [place for place, name in enumerate(names) if name == label]
        text = shortest_ends([extracts[place].source or extracts[place].document.name for place in places])
        for place, tail in zip(places, text, strict=True):
            symbol = extracts[place].document.symbol
            names[place] = f"{label} ({shorten_name(tail)})" if symbol else shorten_name(tail)
    seen: Counter[str] = Counter()
    out: list[str] = []
    for name in names:
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def shortest_ends(paths: Sequence[str]) -> list[str]:
    """Return for each path the shortest end that no other path has; the file name where two paths are equal.

    >>> shortest_ends(["a/x.pdf", "b/x.pdf", "b/y.pdf"])
    ['a/x.pdf', 'b/x.pdf', 'y.pdf']
    """
    parts = [PurePath(path).parts for path in paths]
    uses = Counter(part[-depth:] for part in parts for depth in range(1, len(part) + 1))
    out = []
    for part in parts:
        depth = next((depth for depth in range(1, len(part) + 1) if uses[part[-depth:]] == 1), 1)
        out.append("/".join(part[-depth:]))
    return out


def translate_names(follow_up: FollowUp, language: str) -> FollowUp:
    """Return the follow-up with the names of bodies in a language; unchanged for English."""
    if language == "en":
        return follow_up

    def named(bodies: Iterable[str]) -> tuple[str, ...]:
        """Return the names of bodies in the language."""
        return tuple(names.name_body(body, language) for body in bodies)

    def short(bodies: Iterable[str]) -> tuple[str, ...]:
        """Return the short names of bodies in the language."""
        return tuple(names.short_name(body, language) for body in bodies)

    return replace(
        follow_up,
        documents=tuple(
            replace(document, body_name=names.name_body(document.body, language) if document.body else "")
            for document in follow_up.documents
        ),
        mandates=tuple(
            replace(
                mandate,
                body_names=named(mandate.bodies),
                body_shorts=short(mandate.bodies),
                report_to_names=named(mandate.report_to),
                report_to_shorts=short(mandate.report_to),
            )
            for mandate in follow_up.mandates
        ),
        asked=tuple(
            replace(item, name=names.name_body(item.body, language), short=names.short_name(item.body, language))
            for item in follow_up.asked
        ),
    )
