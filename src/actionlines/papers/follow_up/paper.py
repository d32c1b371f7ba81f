"""The follow-up as a document: same order, numbering and captions as the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from actionlines.papers.charts.model import Chart
from actionlines.papers.follow_up import tables
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.model import DocumentRead, DueEntry, FollowUp, MandateRow
from actionlines.papers.follow_up.summary import (
    FirstPage,
    check_rows,
    checks_sentence,
    describe_making,
    list_sentences,
    owed_sentences,
    select_first_page,
    title_of,
    version_sentence,
)
from actionlines.papers.follow_up.tables import describe_checks
from actionlines.papers.names import concept_code, list_first_labels
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.text_safety import make_safe
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.writers import docx_parts as parts
from actionlines.papers.writers.docx_parts import Cells, Heading, Run

if TYPE_CHECKING:  # standing needs polars, which a review without figures does not have
    from docx.document import Document as Docx

    from actionlines.papers.charts.model import Chart
    from actionlines.papers.follow_up.standing.part import LabelText, SeriesText, StandingText

# Rows, and characters of an action and of a title: the page must stay one page.
DATES_SHOWN = 5
ACTION_LETTERS, TITLE_LETTERS, DOCUMENTS_SHOWN = 110, 70, 3


def write_first_page(out: Docx, follow_up: FollowUp, words: Words) -> None:
    """Write the page, and let the next part begin on another."""
    first_page = select_first_page(follow_up, DATES_SHOWN)
    parts.add_line(out, words("brief.read"), "Heading 2")
    for item in first_page.read[:DOCUMENTS_SHOWN]:
        text = (words.apart(item.label), _cut(item.title, TITLE_LETTERS), words.date(item.date))
        line = words("semicolon").join([*filter(None, text), words.counted(item.mandates, "mandate")])
        parts.add_line(out, line, "List Bullet")
    if more := len(follow_up.documents) - len(first_page.read[:DOCUMENTS_SHOWN]):
        parts.add_line(out, words("brief.more-read", n=words.number(more)), "List Bullet")
    if not first_page.read:
        parts.add_line(out, words("empty.documents"))
    if follow_up.mandates:
        _owed(out, first_page, follow_up, words)
        _doubtful(out, first_page, follow_up, words)
    out.add_page_break()  # type: ignore[no-untyped-call]


def _owed(out: Docx, page: FirstPage, follow_up: FollowUp, words: Words) -> None:
    parts.add_line(out, words("brief.owes"), "Heading 2")
    if page.owed:
        heads = (
            Heading(words("col.due"), 22),
            Heading(words("col.asked"), 26),
            Heading(words("col.what"), 66),
            Heading(words("col.where"), 20),
        )
        parts.add_table(out, heads, [_owed_cells(entry, follow_up, words) for entry in page.owed], tight=True)
    parts.add_line(out, " ".join(owed_sentences(page, follow_up, words)))


def _owed_cells(entry: DueEntry, follow_up: FollowUp, words: Words) -> Cells:
    row = follow_up.mandates[entry.mandate]
    several = len(follow_up.documents) > 1
    where = words.place(row.paragraph)
    rtl = follow_up.documents[row.document].language == "ar"
    doubted = {check.field for check in row.checks}

    def marked(text: str, field: str) -> tuple[Run, ...]:
        """Return text as runs, with a mark where a person should read the field."""
        mark = (Run(f" [{words('page.check')}]", muted=True),) if field in doubted else ()
        return (Run(text), *mark)

    force = () if row.force == "decided" else (Run(f" [{words(f'force.{row.force}')}]", muted=True),)
    return (
        marked(words.due(entry.due), "due"),
        marked(row.asked, "addressees"),
        (Run(_cut(row.action.text, ACTION_LETTERS), rtl=rtl), *force),
        (Run(f"{words.apart(row.label)}, {where}" if several else where),),
    )


def _doubtful(out: Docx, page: FirstPage, follow_up: FollowUp, words: Words) -> None:
    parts.add_line(out, words("brief.doubtful"), "Heading 2")
    parts.add_line(out, checks_sentence(page, follow_up, words))
    if rows := check_rows(page, words):
        heads = (
            Heading(words("col.field"), 20),
            Heading(words("col.mandates"), 14, number=True),
            Heading(words("col.reasons"), 100),
        )
        cells = [
            ((Run(name),), (Run(words.number(count), number=True),), (Run(reasons),))
            for _, name, count, reasons in rows
        ]
        parts.add_table(out, heads, cells, tight=True)


def _cut(text: str, most: int) -> str:
    """Return the text, or its beginning up to a word where it is longer.

    >>> _cut("submit a report", 12), _cut("a report", 12)
    ('submit a…', 'a report')
    """
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


# Rows of a table in the document; the workbook has all.
LABEL_ROWS = 40
# Up to this many labels without a paragraph are named; of more, the codes. The workbook names all.
SILENT_NAMED = 20


def write_alignment(out: Docx, follow_up: FollowUp, chart: Chart | None, number: int, words: Words) -> None:
    """Write the heat map with its table, then for each level the labels with and without paragraphs."""
    out.add_heading(f"{number} {words('part.speaks')}", 1)
    for line in (tables.alignment_intro(follow_up, words), *tables.alignment_remarks(follow_up, words)):
        if line:
            out.add_paragraph(line)
    if chart:
        parts.add_figure(out, chart, words)
        _cut_caption(out, words("caption.pairs"), len(chart.rows), LABEL_ROWS, words)
        parts.add_plain_table(out, words, chart.header, chart.rows[:LABEL_ROWS], (40, 40, 12, 24, 30))
    for part in tables.level_tables(follow_up, words):
        out.add_heading(part.title, 2)
        if part.rows:
            _cut_caption(out, f"{part.title}. {words('caption.spoken')}", len(part.rows), LABEL_ROWS, words)
            header = [part.title, words("col.passages"), words("col.strongest"), words("col.sure")]
            rows = [
                (f"{row.code} {row.name}".rstrip(), row.passages, row.where, row.sure) for row in part.rows
            ]
            parts.add_plain_table(out, words, header, rows[:LABEL_ROWS], (70, 12, 40, 24))
        else:
            out.add_paragraph(words("empty.level"))
        silent = words("speaks.silent", n=words.number(len(part.silent)))
        out.add_paragraph(
            words("speaks.list", silent=silent, list="; ".join(_silent_labels(part, words)))
            if part.silent
            else words("speaks.all")
        )


def _silent_labels(part: tables.LevelTable, words: Words) -> tuple[str, ...]:
    """What is not spoken to by name, or by number where the names would fill pages."""
    if len(part.silent) <= SILENT_NAMED:
        return part.silent_names
    return tuple(concept_code(item, words) for item, _ in part.silent)


def _cut_caption(out: Docx, text: str, rows: int, most: int, words: Words) -> None:
    if rows > most:
        text += f" ({words('of', found=words.number(most), total=words.counted(rows, 'row'))})"
    parts.add_caption(out, "Table", words("caption.table"), text)


# Rows of a table in the document; the workbook has all.
STANDING_ROWS = 60


def write_standing(out: Docx, follow_up: FollowUp, number: int, words: Words) -> None:
    """Write tables of targets that lag, that are left out and others, of action lines, and of series."""
    assert follow_up.standing is not None
    from actionlines.papers.follow_up.standing.part import describe_standing

    standing, text = describe_standing(follow_up, words), catalogue(words.language)
    out.add_heading(f"{number} {standing.title}", 1)
    for sentence in (*standing.sentences, standing.intro):
        out.add_paragraph(sentence)
    for failed in follow_up.standing.failed:
        out.add_paragraph(str(failed), style="List Bullet")
    groups = (
        ("standing.h-lags", standing.lagging),
        ("standing.h-left", standing.left_out),
        ("standing.h-others", standing.others),
        ("standing.h-lines", standing.lines),
    )
    for key, labels in groups:
        if labels:
            out.add_heading(text(key), 2)
            _label_table(out, text(key), labels, text)
    if rows := _listed_series(standing):
        out.add_heading(text("standing.h-evidence"), 2)
        _evidence(out, rows, text)


def _label_table(out: Docx, caption: str, labels: Sequence[LabelText], words: Words) -> None:
    _cut_caption(out, caption, len(labels), STANDING_ROWS, words)
    header = [words(f"col.{key}") for key in ("what", "state", "indicators", "furthest", "strongest", "gaps")]
    rows = [
        (
            f"{label.code} {label.name}".rstrip(),
            label.state,
            label.share,
            ": ".join(label.furthest or ()),
            label.where,
            "; ".join(label.gaps),
        )
        for label in labels[:STANDING_ROWS]
    ]
    parts.add_plain_table(out, words, header, rows, (34, 14, 14, 40, 18, 30))


def _listed_series(standing: StandingText) -> list[tuple[str, SeriesText]]:
    """Return the series of the targets that the text names or leaves out, each once."""
    known = {indicator.one.id: indicator for indicator in standing.indicators}
    named = dict.fromkeys(
        name
        for item in (*standing.lagging, *standing.others, *standing.left_out)
        for name, _ in item.indicators
    )
    return [(known[name].code, series) for name in named for series in known[name].series]


def _evidence(out: Docx, rows: Sequence[tuple[str, SeriesText]], words: Words) -> None:
    _cut_caption(out, words("standing.h-evidence"), len(rows), STANDING_ROWS, words)
    keys = ("indicator", "what", "value", "aim", "state", "method", "ranks", "data-source")
    cells = [
        (
            code,
            series.name,
            series.value,
            series.aim,
            f"{series.state}. {series.agreement}".rstrip(" ."),
            "; ".join(f"{text.title}: {text.verdict}" for text in series.said),
            "; ".join(series.ranks),
            " ".join((*series.evidence, series.one.source)).rstrip(),
        )
        for code, series in rows[:STANDING_ROWS]
    ]
    parts.add_plain_table(
        out, words, [words(f"col.{key}") for key in keys], cells, (10, 28, 14, 18, 16, 50, 22, 34)
    )


# Instruments in the table of the document; the workbook and the CSV file have all.
CITED_SHOWN = 60
CREATED = datetime(2000, 1, 1)


def review_docx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of review.docx, the report on landscape pages."""
    import docx

    follow_up = make_safe(follow_up)
    out = docx.Document()
    parts.set_up(out, title_of(follow_up, words), words("subject"), words.language, CREATED)
    drawn = {chart.id: chart for chart in draw_charts(follow_up, words)}
    out.add_heading(title_of(follow_up, words), 0)
    first, *others = list_sentences(follow_up, words)
    parts.add_line(out, first)
    write_first_page(out, follow_up, words)
    for sentence in others:
        out.add_paragraph(sentence)
    later = parts.Later(words("language.direction") == "rtl")
    _mandates(out, follow_up, words, later)
    _due(out, follow_up, drawn.get("due"), words)
    _asked(out, follow_up, drawn.get("asked"), words)
    number = 4
    if follow_up.speaks:
        write_alignment(out, follow_up, drawn.get("speaks"), number, words)
        number += 1
    if follow_up.standing:
        write_standing(out, follow_up, number, words)
        number += 1
    _citations(out, follow_up, drawn.get("citations"), number, words)
    _documents(out, follow_up, number + 1, words)
    out.add_heading(f"{number + 2} {words('part.made')}", 1)
    for sentence in describe_making(follow_up, words):
        out.add_paragraph(sentence)
    if words("language.direction") == "rtl":
        parts.turn_right_to_left(out)
    buffer = io.BytesIO()
    out.save(buffer)
    return parts.repack(buffer.getvalue(), later)


def _mandates(out: Docx, follow_up: FollowUp, words: Words, later: parts.Later) -> None:
    out.add_heading(f"1 {words('part.mandates')}", 1)
    rows = follow_up.mandates
    if not rows:
        out.add_paragraph(words("empty.mandates"))
        return
    parts.add_caption(
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
            (*cell, (Run(list_first_labels(row.aligned, words)),))
            for cell, row in zip(cells, rows, strict=True)
        )
    parts.add_table(out, heads, cells, later=later)


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
    checks = f" ({words('col.checks')}: {describe_checks(row.checks, words)})" if row.checks else ""
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
    parts.add_figure(out, chart, words)
    parts.add_caption(out, "Table", words("caption.table"), words("caption.due"))
    heads = (
        Heading(words("col.due"), 18),
        Heading(words("col.asked"), 26),
        Heading(words("col.where"), 18),
        Heading(words("col.action"), 68),
    )
    parts.add_table(
        out, heads, [tuple((Run(str(row[place])),) for place in (0, 2, 3, 4)) for row in chart.rows]
    )


def _asked(out: Docx, follow_up: FollowUp, chart: Chart | None, words: Words) -> None:
    out.add_heading(f"3 {words('part.asked')}", 1)
    if not chart:
        out.add_paragraph(words("empty.asked"))
        return
    parts.add_figure(out, chart, words)
    parts.add_caption(out, "Table", words("caption.table"), words("caption.asked"))
    parts.add_plain_table(out, words, chart.header, chart.rows, (50, *(12 for _ in chart.header[1:])))


def _citations(out: Docx, follow_up: FollowUp, chart: Chart | None, number: int, words: Words) -> None:
    out.add_heading(f"{number} {words('part.citations')}", 1)
    if not chart:
        out.add_paragraph(words("empty.citations"))
        return
    parts.add_figure(out, chart, words)
    if follow_up.versions:
        out.add_heading(words("part.versions"), 2)
        for note in follow_up.versions:
            out.add_paragraph(version_sentence(note, follow_up, words), style="List Bullet")
    total = len(chart.rows)
    some = words("caption.cited-first", n=CITED_SHOWN, total=words.number(total))
    some = some if total > CITED_SHOWN else words("caption.cited")
    parts.add_caption(
        out, "Table", words("caption.table"), words("caption.cited") if total <= CITED_SHOWN else some
    )
    parts.add_plain_table(out, words, chart.header, chart.rows[:CITED_SHOWN], (26, 40, 10, 50, 10))


def _documents(out: Docx, follow_up: FollowUp, number: int, words: Words) -> None:
    out.add_heading(f"{number} {words('part.documents')}", 1)
    if follow_up.documents:
        parts.add_caption(out, "Table", words("caption.table"), words("caption.documents"))
        keys = ("document", "title", "date", "pages", "mandates", "citations", "notes")
        header = [words(f"col.{key}") for key in keys]
        rows = [
            (
                document.label,
                document.title,
                words.date(document.date),
                document.pages or 0,
                document.mandates,
                document.citations,
                " ".join((*document.warnings, *_also(document, words))),
            )
            for document in follow_up.documents
        ]
        parts.add_plain_table(out, words, header, rows, (18, 50, 14, 8, 10, 10, 26))
    else:
        out.add_paragraph(words("empty.documents") + " A/RES/80/173")
    if follow_up.failed:
        out.add_heading(words("part.failed"), 2)
        for failed in follow_up.failed:
            out.add_paragraph(str(failed), style="List Bullet")


def _also(document: DocumentRead, words: Words) -> list[str]:
    return [words("page.also", list=words.apart(", ".join(document.also)))] if document.also else []
