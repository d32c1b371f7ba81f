"""The follow-up as a paper: same order, numbering and captions as the page, one page in brief before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from actionlines.papers import model as m
from actionlines.papers.charts.model import Chart
from actionlines.papers.follow_up import summary, tables
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.model import DueEntry, FollowUp, MandateRow
from actionlines.papers.layout import lay_out
from actionlines.papers.names import concept_code, list_first_labels
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.write import load_writer

if TYPE_CHECKING:  # standing needs polars, which a review without figures does not have
    from actionlines.papers.follow_up.standing.part import LabelText, StandingText

# Rows, and characters of an action and of a title: the page in brief must stay one page.
DATES_SHOWN = 5
ACTION_LETTERS, TITLE_LETTERS, DOCUMENTS_SHOWN = 110, 70, 3
# Rows of a table in the document; the workbook has all.
LABEL_ROWS, STANDING_ROWS, CITED_SHOWN = 40, 60, 60
# Up to this many labels without a paragraph are named; of more, the codes. The workbook names all.
SILENT_NAMED = 20
Cell = str | int | float | m.Inlines


def review_docx(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of review.docx, the report on landscape pages."""
    return load_writer("docx")(lay_out(_FollowUpDraft(follow_up, words).paper()))


def named_text(text: str, *, bold: bool = False, muted: bool = False, language: str = "") -> m.Text:
    """Return text whose digits are part of names, dates and counts of the report."""
    return m.Text(text, bold, muted=muted, language=language, name=True)


class _FollowUpDraft:
    def __init__(self, follow_up: FollowUp, words: Words) -> None:
        self.follow_up, self.words = follow_up, words
        self.several = len(follow_up.documents) > 1
        self.charts = {chart.id: chart for chart in draw_charts(follow_up, words)}
        self.blocks: list[m.Block] = []

    def paper(self) -> m.Paper:
        """Return the whole paper, with all of its sections."""
        words, follow_up = self.words, self.follow_up
        first, *others = summary.list_sentences(follow_up, words)
        self._add_lines(first)
        self._add_brief()
        brief = len(self.blocks)
        self._add_lines(*others)
        self._add_mandates()
        if chart := self._add_part("due"):
            rows = [[str(row[place]) for place in (0, 2, 3, 4)] for row in chart.rows]
            titles = self._titles("due asked where action")
            self._add_table(self.words("caption.due"), titles, (18, 26, 18, 68), rows)
        self._add_requested()
        if follow_up.speaks:
            self._add_alignment()
        if follow_up.standing:
            self._add_standing()
        self._add_citations()
        self._add_documents()
        self._add_heading(words("part.made"))
        self._add_lines(*summary.describe_making(follow_up, words))
        title = summary.title_of(follow_up, words)
        return m.Paper("follow-up", "review", title, words.language, tuple(self.blocks), brief=brief, wide=True)

    def _add_heading(self, title: str, level: int = 1) -> None:
        self.blocks.append(m.Section("", title, level, numbered=level == 1))

    def _add_lines(self, *lines: str) -> None:
        self.blocks += [m.Para((named_text(line),)) for line in lines if line]

    def _add_bullets(self, lines: Iterable[str]) -> None:
        if items := tuple((named_text(line),) for line in lines):
            self.blocks.append(m.Listing(items))

    def _add_table(
        self,
        caption: str,
        titles: Sequence[str],
        shares: Sequence[int],
        rows: Sequence[Sequence[Cell]],
        most: int | None = None,
    ) -> None:
        """Add a table of the first `most` rows; columns that begin with a whole number hold figures."""
        words = self.words
        if most is not None and len(rows) > most:
            total = words.counted(len(rows), "row")
            caption += f" ({words('of', found=words.number(most), total=total)})"
        numbers = [isinstance(value, int) for value in rows[0]] if rows else [False] * len(titles)
        columns = tuple(map(m.Column, titles, shares, numbers))
        cells = tuple(m.TableRow(tuple(map(self._cell, row))) for row in rows[:most])
        self.blocks.append(m.Table("", caption, columns, cells))

    def _cell(self, value: Cell) -> m.Inlines:
        if isinstance(value, tuple):
            return value
        if isinstance(value, str):
            return (named_text(value),)
        return (named_text(self.words.figure(value) if value else ""),)

    def _titles(self, keys: str, words: Words | None = None) -> list[str]:
        return [(words or self.words)(f"col.{key}") for key in keys.split()]

    def _add_brief(self) -> None:
        """Add what was read, the next dates and the doubtful fields, cut so that a page holds them."""
        follow_up, words = self.follow_up, self.words
        page = summary.select_first_page(follow_up, DATES_SHOWN)
        self._add_heading(words("brief.read"), 2)
        lines = []
        for item in page.read[:DOCUMENTS_SHOWN]:
            texts = (
                words.apart(item.label),
                _cut(item.title, TITLE_LETTERS),
                words.date(item.date),
                words.counted(item.mandates, "mandate"),
            )
            lines.append(words("semicolon").join(filter(None, texts)))
        if more := len(follow_up.documents) - len(lines):
            lines.append(words("brief.more-read", n=words.number(more)))
        self._add_bullets(lines)
        if not page.read:
            self._add_lines(words("empty.documents"))
        if not follow_up.mandates:
            return
        self._add_heading(words("brief.owes"), 2)
        if page.owed:
            rows = [self._owed_cells(entry) for entry in page.owed]
            self._add_table("", self._titles("due asked what where"), (22, 26, 66, 20), rows)
        self._add_lines(" ".join(summary.owed_sentences(page, follow_up, words)))
        self._add_heading(words("brief.doubtful"), 2)
        self._add_lines(summary.checks_sentence(page, follow_up, words))
        if checks := summary.check_rows(page, words):
            rows = [row[1:] for row in checks]
            self._add_table("", self._titles("field mandates reasons"), (20, 14, 100), rows)

    def _owed_cells(self, entry: DueEntry) -> Sequence[Cell]:
        words, row = self.words, self.follow_up.mandates[entry.mandate]
        doubted = {check.field for check in row.checks}

        def marked(text: str, field: str) -> m.Inlines:
            """Return text with a mark where a person should read the field."""
            mark = (named_text(f" [{words('page.check')}]", muted=True),) if field in doubted else ()
            return (named_text(text), *mark)

        return (
            marked(words.due(entry.due), "due"),
            marked(row.asked, "addressees"),
            (self._own_words(row, _cut(row.action.text, ACTION_LETTERS)), *self._force(row)),
            self._place(row),
        )

    def _own_words(self, row: MandateRow, text: str) -> m.Text:
        return named_text(text, language=self.follow_up.documents[row.document].language)

    def _force(self, row: MandateRow) -> m.Inlines:
        force = row.force != "decided" and f" [{self.words(f'force.{row.force}')}]"
        return (named_text(force, muted=True),) if force else ()

    def _place(self, row: MandateRow) -> str:
        return self.words.cite(row.label, row.paragraph) if self.several else self.words.place(row.paragraph)

    def _add_mandates(self) -> None:
        words, rows = self.words, self.follow_up.mandates
        self._add_heading(words("part.mandates"))
        if not rows:
            self._add_lines(words("empty.mandates"))
            return
        aligned = self.follow_up.speaks is not None
        titles = self._titles("where asked what due reports" + " aligned" * aligned)
        caption = words("caption.mandates", rows=words.counted(len(rows), "row"))
        cells = [self._mandate_cells(row)[: len(titles)] for row in rows]
        self._add_table(caption, titles, (14, 20, 62, 17, 17, 22), cells)

    def _mandate_cells(self, row: MandateRow) -> Sequence[Cell]:
        words = self.words
        made = words.deliverable(row.deliverable)
        checks = tables.describe_checks(row.checks, words)
        return (
            self._place(row),
            row.asked,
            (
                named_text(f"{row.verb} ", bold=True),
                named_text(f"({words(f'strength.{row.strength}')}): ", muted=True),
                self._own_words(row, row.action.text),
                *((named_text(f" [{made}]", muted=True),) if made else ()),
                *self._force(row),
                *((named_text(f" ({words('col.checks')}: {checks})", muted=True),) if checks else ()),
            ),
            "; ".join(map(words.due, row.due)),
            row.reports,
            list_first_labels(row.aligned, words),
        )

    def _add_part(self, key: str) -> Chart | None:
        """Add the heading of a part with its chart, or with the sentence that there is nothing to draw."""
        self._add_heading(self.words(f"part.{key}"))
        if chart := self.charts.get(key):
            self.blocks.append(m.Figure("", chart))
        else:
            self._add_lines(self.words(f"empty.{key}"))
        return chart

    def _add_requested(self) -> None:
        if chart := self._add_part("asked"):
            shares = (50, *(12 for _ in chart.header[1:]))
            self._add_table(self.words("caption.asked"), chart.header, shares, chart.rows)

    def _add_alignment(self) -> None:
        """Add the heat map with its table, then for each level the labels with and without paragraphs."""
        words, follow_up = self.words, self.follow_up
        self._add_heading(words("part.speaks"))
        self._add_lines(tables.alignment_intro(follow_up, words), *tables.alignment_remarks(follow_up, words))
        if chart := self.charts.get("speaks"):
            self.blocks.append(m.Figure("", chart))
            shares = (40, 40, 12, 24, 30)
            self._add_table(words("caption.pairs"), chart.header, shares, chart.rows, LABEL_ROWS)
        for part in tables.level_tables(follow_up, words):
            self._add_heading(part.title, 2)
            if part.rows:
                caption = f"{part.title}. {words('caption.spoken')}"
                titles = [part.title, *self._titles("passages strongest sure")]
                rows = [(f"{row.code} {row.name}".rstrip(), row.passages, row.where, row.sure) for row in part.rows]
                self._add_table(caption, titles, (70, 12, 40, 24), rows, LABEL_ROWS)
            else:
                self._add_lines(words("empty.level"))
            self._add_lines(self._silent_sentence(part))

    def _silent_sentence(self, part: tables.LevelTable) -> str:
        """Return which labels have no paragraph: by name, or by number where the names would fill pages."""
        words = self.words
        if not part.silent:
            return words("speaks.all")
        names = part.silent_names
        if len(part.silent) > SILENT_NAMED:
            names = tuple(concept_code(item, words) for item, _ in part.silent)
        silent = words("speaks.silent", n=words.number(len(part.silent)))
        return words("speaks.list", silent=silent, list="; ".join(names))

    def _add_standing(self) -> None:
        """Add tables of targets that lag, that are left out and others, of action lines, and of series."""
        assert self.follow_up.standing is not None
        from actionlines.papers.follow_up.standing.part import describe_standing

        standing = describe_standing(self.follow_up, self.words)
        words = catalogue(self.words.language)
        self._add_heading(standing.title)
        self._add_lines(*standing.sentences, standing.intro)
        self._add_bullets(map(str, self.follow_up.standing.failed))
        groups = (
            ("standing.h-lags", standing.lagging),
            ("standing.h-left", standing.left_out),
            ("standing.h-others", standing.others),
            ("standing.h-lines", standing.lines),
        )
        for key, labels in groups:
            if labels:
                self._add_heading(words(key), 2)
                titles = self._titles("what state indicators furthest strongest gaps", words)
                rows = list(map(_label_cells, labels))
                self._add_table(words(key), titles, (34, 14, 14, 40, 18, 30), rows, STANDING_ROWS)
        if series := list(_series_cells(standing)):
            title = words("standing.h-evidence")
            self._add_heading(title, 2)
            titles = self._titles("indicator what value aim state method ranks data-source", words)
            self._add_table(title, titles, (10, 28, 14, 18, 16, 50, 22, 34), series, STANDING_ROWS)

    def _add_citations(self) -> None:
        words, follow_up = self.words, self.follow_up
        if not (chart := self._add_part("citations")):
            return
        if follow_up.versions:
            self._add_heading(words("part.versions"), 2)
            self._add_bullets(summary.version_sentence(note, follow_up, words) for note in follow_up.versions)
        total = len(chart.rows)
        caption = words("caption.cited")
        if total > CITED_SHOWN:
            caption = words("caption.cited-first", n=CITED_SHOWN, total=words.number(total))
        self._add_table(caption, chart.header, (26, 40, 10, 50, 10), chart.rows[:CITED_SHOWN])

    def _add_documents(self) -> None:
        words, follow_up = self.words, self.follow_up
        self._add_heading(words("part.documents"))
        if follow_up.documents:
            rows = [
                (
                    document.label,
                    document.title,
                    words.date(document.date),
                    document.pages or 0,
                    document.mandates,
                    document.citations,
                    " ".join((*document.warnings, self._also(document.also))).rstrip(),
                )
                for document in follow_up.documents
            ]
            titles = self._titles("document title date pages mandates citations notes")
            self._add_table(words("caption.documents"), titles, (18, 50, 14, 8, 10, 10, 26), rows)
        else:
            self._add_lines(words("empty.documents") + " A/RES/80/173")
        if follow_up.failed:
            self._add_heading(words("part.failed"), 2)
            self._add_bullets(map(str, follow_up.failed))

    def _also(self, names: Sequence[str]) -> str:
        return self.words("page.also", list=self.words.apart(", ".join(names))) if names else ""


def _cut(text: str, most: int) -> str:
    """Return the text, or its beginning up to a word where it is longer.

    >>> _cut("submit a report", 12), _cut("a report", 12)
    ('submit a…', 'a report')
    """
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def _label_cells(label: LabelText) -> Sequence[str]:
    name, furthest = f"{label.code} {label.name}".rstrip(), ": ".join(label.furthest or ())
    return name, label.state, label.share, furthest, label.where, "; ".join(label.gaps)


def _series_cells(standing: StandingText) -> Iterable[Sequence[str]]:
    """Yield the series of the targets that the text names or leaves out, each once."""
    known = {indicator.one.id: indicator for indicator in standing.indicators}
    labels = (*standing.lagging, *standing.others, *standing.left_out)
    for name in dict.fromkeys(name for label in labels for name, _ in label.indicators):
        for series in known[name].series:
            yield (
                known[name].code,
                series.name,
                series.value,
                series.aim,
                f"{series.state}. {series.agreement}".rstrip(" ."),
                "; ".join(f"{text.title}: {text.verdict}" for text in series.said),
                "; ".join(series.ranks),
                " ".join((*series.evidence, series.one.source)).rstrip(),
            )
