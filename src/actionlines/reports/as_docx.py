"""The follow-up as a document: same order, numbering and captions as the page."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from actionlines.reports import docx_parts as parts
from actionlines.reports.charts import Chart, charts, counted
from actionlines.reports.dates import written
from actionlines.reports.docx_parts import Cells, Heading, Run
from actionlines.reports.draw import png
from actionlines.reports.model import FollowUp, MandateRow
from actionlines.reports.summary import about, sentences, title_of, version_sentence

if TYPE_CHECKING:
    from docx.document import Document as Docx

# Instruments in the table of the document; the workbook and the CSV file have all.
CITED_SHOWN = 60
CREATED = datetime(2000, 1, 1)


def review_docx(follow_up: FollowUp) -> bytes:
    """review.docx"""
    import docx

    out = docx.Document()
    parts.set_up(out, title_of(follow_up), _language(follow_up), CREATED)
    drawn = {chart.id: chart for chart in charts(follow_up)}
    out.add_heading(title_of(follow_up), 0)
    for sentence in sentences(follow_up):
        out.add_paragraph(sentence)
    _mandates(out, follow_up)
    _due(out, follow_up, drawn.get("due"))
    _asked(out, follow_up, drawn.get("asked"))
    _citations(out, follow_up, drawn.get("citations"))
    _documents(out, follow_up)
    out.add_heading("6 How this was made", 1)
    for sentence in about():
        out.add_paragraph(sentence)
    buffer = io.BytesIO()
    out.save(buffer)
    return parts.repacked(buffer.getvalue())


def _language(follow_up: FollowUp) -> str:
    """The properties name the language of the words that the report quotes, when it is one."""
    languages = {document.language for document in follow_up.documents}
    return languages.pop() if len(languages) == 1 else "en"


def _mandates(out: Docx, follow_up: FollowUp) -> None:
    out.add_heading("1 Mandates", 1)
    rows = follow_up.mandates
    if not rows:
        out.add_paragraph("No mandates were found in the documents read.")
        return
    parts.caption(out, "Table", f"Mandates in the order of the documents ({counted(len(rows), 'row')})")
    heads = (
        Heading("Where", 14),
        Heading("Asked", 20),
        Heading("What", 62),
        Heading("Due", 17),
        Heading("Reports to", 17),
    )
    rtl = {document.index for document in follow_up.documents if document.language == "ar"}
    several = len(follow_up.documents) > 1
    parts.table(out, heads, [_mandate_cells(row, row.document in rtl, several) for row in rows])


def _mandate_cells(row: MandateRow, rtl: bool, several: bool) -> Cells:
    what = (Run(f"{row.verb}: ", bold=True), Run(row.action.text, rtl=rtl))
    made = "" if row.deliverable == "none" else f" [{row.deliverable.replace('-', ' ')}]"
    due = (Run(row.due_label),) if row.due else ()
    return (
        (Run(f"{row.label}, {row.place}" if several else row.place),),
        (Run(row.asked),),
        (*what, Run(made, muted=True)) if made else what,
        due,
        (Run("; ".join(row.report_to_names)),),
    )


def _due(out: Docx, follow_up: FollowUp, chart: Chart | None) -> None:
    out.add_heading("2 What falls due", 1)
    if not chart:
        out.add_paragraph("None of the mandates states a due date that can be put on a calendar.")
        return
    _figure(out, chart)
    parts.caption(out, "Table", "Due dates, first date first")
    heads = (Heading("Due", 18), Heading("Asked", 26), Heading("Where", 18), Heading("Action", 68))
    parts.table(out, heads, [
        tuple((Run(str(row[place])),) for place in (0, 2, 3, 4)) for row in chart.rows
    ])  # fmt: skip


def _asked(out: Docx, follow_up: FollowUp, chart: Chart | None) -> None:
    out.add_heading("3 Who is asked", 1)
    if not chart:
        out.add_paragraph("No mandate names a body.")
        return
    _figure(out, chart)
    parts.caption(out, "Table", "Bodies by the number of mandates addressed to them, by strength")
    parts.plain_table(out, chart.header, chart.rows, (50, 12, 12, 12, 12, 16, 12))


def _citations(out: Docx, follow_up: FollowUp, chart: Chart | None) -> None:
    out.add_heading("4 Citations and versions", 1)
    if not chart:
        out.add_paragraph("The documents read cite no instrument that was recognised.")
        return
    _figure(out, chart)
    if follow_up.versions:
        out.add_heading("Versions", 2)
        for note in follow_up.versions:
            out.add_paragraph(version_sentence(note, follow_up), style="List Bullet")
    more = (
        ""
        if len(chart.rows) <= CITED_SHOWN
        else f" (first {CITED_SHOWN} of {len(chart.rows):,}; citations.csv has all)"
    )
    parts.caption(out, "Table", f"Instruments cited{more}")
    parts.plain_table(out, chart.header, chart.rows[:CITED_SHOWN], (26, 40, 10, 50, 10))


def _documents(out: Docx, follow_up: FollowUp) -> None:
    out.add_heading("5 Documents", 1)
    if follow_up.documents:
        parts.caption(out, "Table", "Documents read")
        header = ("Document", "Title", "Date", "Pages", "Mandates", "Citations", "Notes")
        rows = [
            (one.label, one.title, written(one.date), one.pages or 0, one.mandates, one.citations,
             " ".join(one.warnings))
            for one in follow_up.documents
        ]  # fmt: skip
        parts.plain_table(out, header, rows, (18, 50, 14, 8, 10, 10, 26))
    else:
        out.add_paragraph("No document could be read.")
    if follow_up.failed:
        out.add_heading("Inputs that could not be read", 2)
        for failed in follow_up.failed:
            out.add_paragraph(str(failed), style="List Bullet")


def _figure(out: Docx, chart: Chart) -> None:
    out.add_paragraph(chart.sentence).paragraph_format.keep_with_next = True
    parts.picture(
        out, png(chart.spec), f"{chart.title}. {chart.sentence} The figures are in the table below."
    )
    parts.caption(out, "Figure", chart.title)
    parts.small(out, chart.source)
