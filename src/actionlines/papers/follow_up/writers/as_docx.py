"""The follow-up as a document: same order, numbering and captions as the page."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from actionlines.papers.charts.model import Chart
from actionlines.papers.concepts import first_listed
from actionlines.papers.follow_up.charts import charts
from actionlines.papers.follow_up.doubtful import told
from actionlines.papers.follow_up.model import DocumentRead, FollowUp, MandateRow
from actionlines.papers.follow_up.summary import about, sentences, title_of, version_sentence
from actionlines.papers.follow_up.writers import docx_alignment, docx_first_page
from actionlines.papers.text_safety import shown
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.writers import docx_parts as parts
from actionlines.papers.writers.docx_parts import Cells, Heading, Run

if TYPE_CHECKING:
    from docx.document import Document as Docx

# Instruments in the table of the document; the workbook and the CSV file have all.
CITED_SHOWN = 60
CREATED = datetime(2000, 1, 1)


def review_docx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of review.docx, the report on landscape pages."""
    import docx

    follow_up = shown(follow_up)
    out = docx.Document()
    parts.set_up(out, title_of(follow_up, words), words("subject"), words.language, CREATED)
    drawn = {chart.id: chart for chart in charts(follow_up, words)}
    out.add_heading(title_of(follow_up, words), 0)
    first, *others = sentences(follow_up, words)
    parts.line(out, first)
    docx_first_page.write(out, follow_up, words)
    for sentence in others:
        out.add_paragraph(sentence)
    later = parts.Later(words("language.direction") == "rtl")
    _mandates(out, follow_up, words, later)
    _due(out, follow_up, drawn.get("due"), words)
    _asked(out, follow_up, drawn.get("asked"), words)
    number = 4
    if follow_up.speaks:
        docx_alignment.write(out, follow_up, drawn.get("speaks"), number, words)
        number += 1
    if follow_up.standing:
        from actionlines.papers.follow_up.writers import docx_standing

        docx_standing.write(out, follow_up, number, words)
        number += 1
    _citations(out, follow_up, drawn.get("citations"), number, words)
    _documents(out, follow_up, number + 1, words)
    out.add_heading(f"{number + 2} {words('part.made')}", 1)
    for sentence in about(follow_up, words):
        out.add_paragraph(sentence)
    if words("language.direction") == "rtl":
        parts.right_to_left(out)
    buffer = io.BytesIO()
    out.save(buffer)
    return parts.repacked(buffer.getvalue(), later)


def _mandates(out: Docx, follow_up: FollowUp, words: Words, later: parts.Later) -> None:
    out.add_heading(f"1 {words('part.mandates')}", 1)
    rows = follow_up.mandates
    if not rows:
        out.add_paragraph(words("empty.mandates"))
        return
    parts.caption(
        out, "Table", words("caption.table"), words("caption.mandates", rows=words.counted(len(rows), "row"))
    )
    heads = (
        Heading(words("col.where"), 14),
        Heading(words("col.asked"), 20),
        Heading(words("col.what"), 62),
        Heading(words("col.due"), 17),
        Heading(words("col.reports"), 17),
        *([Heading(words("col.aligned"), 22)] if follow_up.speaks else []),
    )
    rtl = {document.index for document in follow_up.documents if document.language == "ar"}
    several = len(follow_up.documents) > 1
    cells = (_mandate_cells(row, row.document in rtl, several, words) for row in rows)
    if follow_up.speaks:
        cells = (
            (*one, (Run(first_listed(row.aligned, words)),)) for one, row in zip(cells, rows, strict=True)
        )
    parts.table(out, heads, cells, later=later)


def _mandate_cells(row: MandateRow, rtl: bool, several: bool, words: Words) -> Cells:
    where = words.place(row.paragraph)
    what = (
        Run(f"{row.verb} ", bold=True),
        Run(f"({words(f'strength.{row.strength}')}): ", muted=True),
        Run(row.action.text, rtl=rtl),
    )
    made = words.deliverable(row.deliverable)
    made = f" [{made}]" if made else ""
    force = "" if row.force == "decided" else f" [{words(f'force.{row.force}')}]"
    checks = f" ({words('col.checks')}: {told(row.checks, words)})" if row.checks else ""
    due = (Run("; ".join(map(words.due, row.due))),) if row.due else ()
    return (
        (Run(f"{words.apart(row.label)}, {where}" if several else where),),
        (Run(row.asked),),
        (*what, *(Run(text, muted=True) for text in (made, force, checks) if text)),
        due,
        (Run(row.reports),),
    )


def _due(out: Docx, follow_up: FollowUp, chart: Chart | None, words: Words) -> None:
    out.add_heading(f"2 {words('part.due')}", 1)
    if not chart:
        out.add_paragraph(words("empty.due"))
        return
    parts.figure(out, chart, words)
    parts.caption(out, "Table", words("caption.table"), words("caption.due"))
    heads = (
        Heading(words("col.due"), 18),
        Heading(words("col.asked"), 26),
        Heading(words("col.where"), 18),
        Heading(words("col.action"), 68),
    )
    parts.table(out, heads, [
        tuple((Run(str(row[place])),) for place in (0, 2, 3, 4)) for row in chart.rows
    ])  # fmt: skip


def _asked(out: Docx, follow_up: FollowUp, chart: Chart | None, words: Words) -> None:
    out.add_heading(f"3 {words('part.asked')}", 1)
    if not chart:
        out.add_paragraph(words("empty.asked"))
        return
    parts.figure(out, chart, words)
    parts.caption(out, "Table", words("caption.table"), words("caption.asked"))
    parts.plain_table(out, words, chart.header, chart.rows, (50, *(12 for _ in chart.header[1:])))


def _citations(out: Docx, follow_up: FollowUp, chart: Chart | None, number: int, words: Words) -> None:
    out.add_heading(f"{number} {words('part.citations')}", 1)
    if not chart:
        out.add_paragraph(words("empty.citations"))
        return
    parts.figure(out, chart, words)
    if follow_up.versions:
        out.add_heading(words("part.versions"), 2)
        for note in follow_up.versions:
            out.add_paragraph(version_sentence(note, follow_up, words), style="List Bullet")
    total = len(chart.rows)
    some = words("caption.cited-first", n=CITED_SHOWN, total=words.number(total))
    some = some if total > CITED_SHOWN else words("caption.cited")
    parts.caption(
        out, "Table", words("caption.table"), words("caption.cited") if total <= CITED_SHOWN else some
    )
    parts.plain_table(out, words, chart.header, chart.rows[:CITED_SHOWN], (26, 40, 10, 50, 10))


def _documents(out: Docx, follow_up: FollowUp, number: int, words: Words) -> None:
    out.add_heading(f"{number} {words('part.documents')}", 1)
    if follow_up.documents:
        parts.caption(out, "Table", words("caption.table"), words("caption.documents"))
        keys = ("document", "title", "date", "pages", "mandates", "citations", "notes")
        header = [words(f"col.{key}") for key in keys]
        rows = [
            (one.label, one.title, words.date(one.date), one.pages or 0, one.mandates, one.citations,
             " ".join((*one.warnings, *_also(one, words))))
            for one in follow_up.documents
        ]  # fmt: skip
        parts.plain_table(out, words, header, rows, (18, 50, 14, 8, 10, 10, 26))
    else:
        out.add_paragraph(words("empty.documents") + " A/RES/80/173")
    if follow_up.failed:
        out.add_heading(words("part.failed"), 2)
        for failed in follow_up.failed:
            out.add_paragraph(str(failed), style="List Bullet")


def _also(one: DocumentRead, words: Words) -> list[str]:
    return [words("page.also", list=words.apart(", ".join(one.also)))] if one.also else []
