"""The standing of a country or region, as a part of the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.evidence import Series
from actionlines.papers.follow_up.standing.part import Label, Told, told
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import Words
from actionlines.papers.writers import docx_parts as parts

if TYPE_CHECKING:
    from docx.document import Document as Docx

# Rows of a table in the document; the workbook has all.
ROWS = 60


def write(out: Docx, follow_up: FollowUp, number: int, words: Words) -> None:
    """Write tables of targets that lag, that are left out and others, of action lines, and of series."""
    assert follow_up.standing is not None
    found, said = told(follow_up, words), catalogue(words.language)
    out.add_heading(f"{number} {found.title}", 1)
    for sentence in (*found.sentences, found.intro):
        out.add_paragraph(sentence)
    for failed in follow_up.standing.failed:
        out.add_paragraph(str(failed), style="List Bullet")
    groups = (
        ("standing.h-lags", found.lagging),
        ("standing.h-left", found.left_out),
        ("standing.h-others", found.others),
        ("standing.h-lines", found.lines),
    )
    for key, labels in groups:
        if labels:
            out.add_heading(said(key), 2)
            _labels(out, said(key), labels, said)
    if rows := _series(found):
        out.add_heading(said("standing.h-evidence"), 2)
        _evidence(out, rows, said)


def _labels(out: Docx, caption: str, labels: Sequence[Label], words: Words) -> None:
    _caption(out, caption, len(labels), words)
    header = [words(f"col.{key}") for key in ("what", "state", "indicators", "furthest", "strongest", "gaps")]
    rows = [
        (
            f"{one.code} {one.name}".rstrip(),
            one.state,
            one.share,
            ": ".join(one.furthest or ()),
            one.where,
            "; ".join(one.gaps),
        )
        for one in labels[:ROWS]
    ]
    parts.plain_table(out, words, header, rows, (34, 14, 14, 40, 18, 30))


def _series(found: Told) -> list[tuple[str, Series]]:
    """Return the series of the targets that the text speaks to or leaves out, each once."""
    known = {one.one.id: one for one in found.indicators}
    named = dict.fromkeys(
        name for one in (*found.lagging, *found.others, *found.left_out) for name, _ in one.indicators
    )
    return [(known[name].code, series) for name in named for series in known[name].series]


def _evidence(out: Docx, rows: Sequence[tuple[str, Series]], words: Words) -> None:
    _caption(out, words("standing.h-evidence"), len(rows), words)
    keys = ("indicator", "what", "value", "aim", "state", "method", "ranks", "data-source")
    cells = [
        (code, series.name, series.value, series.aim, f"{series.state}. {series.agreement}".rstrip(" ."),
         "; ".join(f"{one.title}: {one.verdict}" for one in series.said), "; ".join(series.ranks),
         " ".join((*series.evidence, series.one.source)).rstrip())
        for code, series in rows[:ROWS]
    ]  # fmt: skip
    parts.plain_table(
        out, words, [words(f"col.{key}") for key in keys], cells, (10, 28, 14, 18, 16, 50, 22, 34)
    )


def _caption(out: Docx, text: str, rows: int, words: Words) -> None:
    if rows > ROWS:
        text += f" ({words('of', found=words.number(ROWS), total=words.counted(rows, 'row'))})"
    parts.caption(out, "Table", words("caption.table"), text)
