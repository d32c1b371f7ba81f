"""The alignment of the texts, as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actionlines.papers.concepts import code
from actionlines.papers.follow_up import alignment_part
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.words import Words
from actionlines.papers.writers import docx_parts as parts

if TYPE_CHECKING:
    from docx.document import Document as Docx

    from actionlines.papers.charts.model import Chart

# Rows of a table in the document; the workbook has all.
ROWS = 40
# Up to this many labels that nothing speaks to are named; more stand by number. The workbook names all.
NAMED = 20


def write(out: Docx, follow_up: FollowUp, chart: Chart | None, number: int, words: Words) -> None:
    """Write the heat map with its table, then for each level the labels with and without paragraphs."""
    out.add_heading(f"{number} {words('part.speaks')}", 1)
    for line in (alignment_part.intro(follow_up, words), *alignment_part.remarks(follow_up, words)):
        if line:
            out.add_paragraph(line)
    if chart:
        parts.figure(out, chart, words)
        _caption(out, words("caption.pairs"), len(chart.rows), words)
        parts.plain_table(out, words, chart.header, chart.rows[:ROWS], (40, 40, 12, 24, 30))
    for part in alignment_part.parts(follow_up, words):
        out.add_heading(part.title, 2)
        if part.rows:
            _caption(out, f"{part.title}. {words('caption.spoken')}", len(part.rows), words)
            header = [part.title, words("col.passages"), words("col.strongest"), words("col.sure")]
            rows = [
                (f"{row.code} {row.name}".rstrip(), row.passages, row.where, row.sure) for row in part.rows
            ]
            parts.plain_table(out, words, header, rows[:ROWS], (70, 12, 40, 24))
        else:
            out.add_paragraph(words("empty.level"))
        silent = words("speaks.silent", n=words.number(len(part.silent)))
        out.add_paragraph(
            words("speaks.list", silent=silent, list="; ".join(_silent(part, words)))
            if part.silent
            else words("speaks.all")
        )


def _silent(part: alignment_part.Part, words: Words) -> tuple[str, ...]:
    """What is not spoken to by name, or by number where the names would fill pages."""
    if len(part.silent) <= NAMED:
        return part.silent_names
    return tuple(code(one, words) for one, _ in part.silent)


def _caption(out: Docx, text: str, rows: int, words: Words) -> None:
    if rows > ROWS:
        text += f" ({words('of', found=words.number(ROWS), total=words.counted(rows, 'row'))})"
    parts.caption(out, "Table", words("caption.table"), text)
