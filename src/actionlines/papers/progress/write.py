"""The files of the report on figures, written all or not at all, by the rules of other reports; the paper for print.

measure.xlsx has a sheet for each table, and one on the request and the method. Its rows are written column by
column: a library that writes cell by cell takes ten times as long for a hundred thousand rows. SpreadsheetML
(ISO/IEC 29500-1, 18.3): a text is in its cell (`inlineStr`).
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import polars as pl

from actionlines import __version__
from actionlines.indicators import gate, methods
from actionlines.json_types import JsonObject
from actionlines.papers.files import CELL_LIMIT, FORMULA_STARTS, cell, check_folder, is_ours, make_safe, write_files
from actionlines.papers.layout import PaperLayout, lay_out
from actionlines.papers.model import (
    Block,
    Column,
    Fact,
    Figure,
    Inlines,
    Listing,
    Made,
    Number,
    Paper,
    Para,
    Section,
    Table,
    TableRow,
    Text,
)
from actionlines.papers.progress import sdmx_files
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.progress.model import Measured, ProgressReport
from actionlines.papers.progress.page import index_html
from actionlines.papers.progress.summary import MOST, VERDICTS, count_verdicts, scope_words, translate_titles
from actionlines.papers.progress.tables import (
    FILES,
    TABLES,
    ReportTable,
    as_texts,
    change_texts,
    csv_metadata,
    data_package,
    frame_csv,
    list_files,
    measure_json,
    progress_parquet,
    safe_frame,
)
from actionlines.papers.progress.words import describe_breaks, read_known, words
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import Words
from actionlines.papers.write import load_writer
from actionlines.papers.writers.as_xlsx import Book

PART = 10_000  # rows that are text at once
# Level 3 packs a long table in half the time of level 6, into a seventh more bytes.
_LEVEL = 3
_END = b"</sheetData>"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
# What XML 1.0 cannot hold, as papers.files has it; text of polars has no surrogates.
_UNSAFE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"
_FORMULA = "^[" + "".join(rf"\x{{{ord(sign):x}}}" for sign in sorted(FORMULA_STARTS)) + "]"
# Office programs read this form as a character, so its first sign is written as one itself.
_CODED = r"_(x[0-9A-Fa-f]{4}_)"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for the sheet with this number (1 is the first), under its headings; `style` of texts by index."""

    sheet: int
    frame: pl.DataFrame
    style: int


def insert_rows(book: bytes, rows: Mapping[int, Rows]) -> bytes:
    """Return the workbook with rows in the sheets of these numbers, which have one line of headings."""
    out = io.BytesIO()
    packed = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(io.BytesIO(book)) as old, packed as new:
        for info in old.infolist():
            number = info.filename.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            if (row := rows.get(int(number) if number.isdecimal() else 0)) is None:
                new.writestr(info, old.read(info))
                continue
            head, end, tail = old.read(info).partition(_END)
            head = _DIMENSION.sub(_dimension_markup(row.frame), head, count=1)
            with new.open(info.filename, "w") as stream:
                stream.write(head)
                for part in row_markup(row.frame, row.style):
                    stream.write(part)
                stream.write(end + tail)
    return out.getvalue()


def _dimension_markup(frame: pl.DataFrame) -> bytes:
    """Which cells there are: readers that go row by row trust it."""
    return f'<dimension ref="A1:{column_letters(frame.width - 1)}{frame.height + 1}"/>'.encode()


def row_markup(frame: pl.DataFrame, style: int) -> Iterator[bytes]:
    """Yield the rows as markup, from line 2 on, in parts."""
    made = change_texts(frame, safe_cell)
    for start in range(0, frame.height, PART):
        part = made.slice(start, PART).with_row_index("\0line", offset=start + 2)
        line = pl.col("\0line").cast(pl.String)
        cells = [
            _cell_markup(name, kind, column_letters(place), line, style)
            for place, (name, kind) in enumerate(frame.schema.items())
        ]
        row = pl.concat_str(pl.lit('<row r="'), line, pl.lit('">'), *cells, pl.lit("</row>"))
        yield "".join(part.select(row.alias("row"))["row"]).encode()


def _cell_markup(name: str, kind: pl.DataType, column: str, line: pl.Expr, style: int) -> pl.Expr:
    value = pl.col(name)
    if kind != pl.String:
        number = pl.concat_str(pl.lit(f'<c r="{column}'), line, pl.lit('"><v>'), value, pl.lit("</v></c>"))
        return pl.when(value.is_null()).then(pl.lit("")).otherwise(number)
    begin = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    text = pl.concat_str(pl.lit(f'<c r="{column}'), line, pl.lit(begin), value, pl.lit("</t></is></c>"))
    return pl.when(value.fill_null("") == "").then(pl.lit("")).otherwise(text)


def safe_cell(text: pl.Expr) -> pl.Expr:
    """Return text as `papers.files.cell` makes it, as markup."""
    clean = text.str.replace_all(_UNSAFE, "\ufffd")
    clean = pl.when(clean.str.contains(_FORMULA)).then(pl.lit("'") + clean).otherwise(clean)
    short = pl.concat_str(clean.str.slice(0, CELL_LIMIT - 1), pl.lit("…"))
    clean = pl.when(clean.str.len_chars() > CELL_LIMIT).then(short).otherwise(clean)
    clean = clean.str.replace_all(_CODED, "_x005F_$1")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "_x000D_")):
        clean = clean.str.replace_all(sign, name, literal=True)
    return clean


def column_letters(place: int) -> str:
    """Return the name of a column, the first being 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# Characters of a column; sentences get the wide one.
WIDTH, SENTENCE = 16, 70
ROWS, PROBLEMS = 25_000, 5_000
SENTENCES = frozenset({"reason", "words", "message", "advice", "coverage", "measures", "closes", "title"})


def measure_xlsx(report: ProgressReport) -> bytes:
    """Return the bytes of measure.xlsx, a workbook without formulas and links."""
    book = Book(f"Progress and divides to 2030: {cell(report.scope)}")
    tables = [table for table in TABLES if table.name != "values.csv"]  # values are for programs
    frames = [as_texts(table.frame(report, row_limit(table))) for table in tables]
    for table, frame in zip(tables, frames, strict=True):
        widths = [(name, SENTENCE if name in SENTENCES else WIDTH) for name, _ in table.columns]
        book.add_table(table.title, widths, (), filtered=frame.height)
    book.add_lines("About", _about_lines(report))
    # The number of a format is known once the workbook is closed.
    content, text = book.close(), book.text.xf_index
    return insert_rows(content, {at: Rows(at, frame, text) for at, frame in enumerate(frames, start=1)})


def row_limit(table: ReportTable) -> int:
    """Return rows of a table that the workbook takes; longer ones are for programs, which read the CSV files."""
    return PROBLEMS if table.name == "problems.csv" else ROWS


def _about_lines(report: ProgressReport) -> Iterable[str]:
    yield f"Progress and divides to 2030: {report.scope}"
    yield f"{report.judged:,} series judged by: {', '.join(report.methods.values())}."
    for source in report.sources:
        yield (
            f"{source.name} ({source.format}): {source.rows_in:,} rows, {source.rows_kept:,} kept, "
            f"{source.rows_refused:,} refused; SHA-256 {source.sha256}"
        )
    yield from map(str, report.failed)
    yield from report.notes
    for table in TABLES:
        if table.count(report) > row_limit(table):
            yield f"{table.title}: the first {row_limit(table):,} rows; all of them are in {table.name}."


def write(
    report: ProgressReport,
    out: Path,
    language: str = "en",
    *,
    force: bool = False,
    shapes: JsonObject | None = None,
    papers: bool = False,
    also: Collection[str] = (),
) -> dict[str, Path]:
    """Write every file of the report into the folder `out`; returns them by name.

    language  of headings and labels in the page: one of papers.words.LANGUAGES
    force     replace files of the same names also where they were not written by this program
    shapes    a GeoJSON FeatureCollection for the maps; tiles without it
    papers    write measure.docx and measure.pdf too
    also      files of a large report on request: json, sdmx

    Whatever goes wrong or interrupts leaves the folder as it was. Raises OutputError (AL401) when the folder
    cannot be written, or holds files of others that would be replaced.
    """
    every, names = _list_writers(report, language, shapes, also), list_files(report.judged, also)
    made = {name: every[name] for name in names}
    if papers:
        layout = cache(lambda: lay_out(progress_paper(report, language)))
        made |= {name: partial(_write_paper, layout, kind) for name, kind in PAPERS.items()}
    return write_files(made, out, force=force, ours=_is_own_file)


PAPERS = {"measure.docx": "docx", "measure.pdf": "pdf"}


def _write_paper(make_layout: Callable[[], PaperLayout], kind: str) -> bytes:
    return load_writer(kind)(make_layout())


def _list_writers(
    report: ProgressReport, language: str, shapes: JsonObject | None, also: Collection[str] = ()
) -> dict[str, Callable[[], bytes | Iterable[bytes]]]:
    """How each file is made. Files that a person opens hold no character that turns the words around it."""
    message = cache(lambda: sdmx_files.make_message(report))
    world = cache(lambda: sdmx_files.make_global_message(report))
    names = list_files(report.judged, also)
    safe = cache(lambda: _make_safe(report))
    return {
        "measure.json": lambda: measure_json(report),
        **{table.name: partial(_write_table, table, report) for table in TABLES},
        "measure.xlsx": lambda: measure_xlsx(safe()),
        "progress.parquet": lambda: progress_parquet(report),
        "progress.sdmx.csv": lambda: sdmx_files.data_csv(message()),
        "structure.sdmx.xml": lambda: sdmx_files.structure_xml(message(), new=True),
        "progress.sdmx21.xml": lambda: sdmx_files.data_xml(message()),
        "structure.sdmx21.xml": lambda: sdmx_files.structure_xml(message(), new=False),
        "sdg.sdmx21.xml": lambda: sdmx_files.data_xml(world()),
        "structure.sdg.sdmx21.xml": lambda: sdmx_files.structure_xml(world(), new=False),
        "datapackage.json": lambda: data_package(report),
        "csv-metadata.json": lambda: csv_metadata(report),
        "index.html": lambda: index_html(safe(), words(language), shapes, names),
    }


def _make_safe(report: ProgressReport) -> ProgressReport:
    frames = ("progress", "observations", "breaks", "revisions", "turned")
    safe: dict[str, Any] = {name: safe_frame(frame) for name in frames if (frame := getattr(report, name)) is not None}
    return replace(make_safe(report), **safe)


def _write_table(table: ReportTable, report: ProgressReport) -> Iterator[bytes]:
    return frame_csv(table.frame(report))


def check_writable(out: Path, *, force: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError."""
    check_folder(FILES, out, force=force, ours=_is_own_file)


def _is_own_file(path: Path) -> bool:
    """Return whether the file carries the mark of the program; a table has its first line."""
    if path.suffix == ".parquet":
        import polars as pl

        try:
            return pl.read_parquet_metadata(path).get("generator", "").startswith("actionlines ")
        except (pl.exceptions.PolarsError, OSError):
            return False
    return is_ours(path, _is_heading)


def _is_heading(row: list[str]) -> bool:
    """Return whether this is the first row of a table, or of SDMX-CSV with our measures."""
    tables = ([name for name, _ in table.columns] for table in TABLES)
    return row in tables or (row[:1] == ["STRUCTURE"] and row[-len(sdmx_files.VALUES) :] == list(sdmx_files.VALUES))


CHARTS = 12  # of the paper; everything is in the tables beside it


def progress_paper(report: ProgressReport, language: str = "en") -> Paper:
    """Return the report as a paper. Raises KeyError for a language that papers are not written in."""
    words = catalogue(language)
    return _ProgressDraft(translate_titles(report, words), words).paper()


class _ProgressDraft:
    def __init__(self, report: ProgressReport, words: Words) -> None:
        self.report, self.words = report, words
        self.facts: list[Fact] = []

    def paper(self) -> Paper:
        """Return the report as a paper with all its facts."""
        words, report = self.words, self.report
        blocks = (*self._summary(), *self._series(), *self._methods())
        files = tuple((source.name, source.sha256) for source in report.sources)
        as_of = f"{report.as_of}-12-31" if report.as_of else ""
        return Paper(
            "progress",
            "measure",
            words("page.title"),
            words.language,
            blocks,
            subtitle=words("page.scope", scope=words.apart(scope_words(report, words))),
            facts=tuple(self.facts),
            made=Made(as_of=as_of, data=files, software=__version__),
        )

    def _number(self, value: int, label: str) -> Inlines:
        fact = Fact(f"measure:{len(self.facts) + 1}", value, label=label)
        self.facts.append(fact)
        return (Number(self.words.number(value), fact.id),)

    def _summary(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-summary", words("part.summary"))
        yield Para((Text(words("about.verdicts")),))
        heads = [*(words(f"published.{item}") for item in gate.VERDICTS), words("col.agree"), words("col.contradict")]
        columns = [Column(words("col.indicator"), 28), Column(words("col.countries"), 9, True)]
        rows, shown_rows = [], count_verdicts(self.report)[:MOST]
        for item in shown_rows:
            counts = [item.countries, *(len(item.classes[kind]) for kind in gate.VERDICTS), item.agree, item.contradict]
            cells = (self._number(count, item.title) for count in counts)
            rows.append(TableRow(((Text(item.title, name=True),), *cells)))
        every = (*columns, *(Column(head, 9, True) for head in heads))
        yield Table("t-summary", words("part.summary"), every, tuple(rows), empty=words("empty.indicators"))
        for at, item in enumerate(shown_rows, start=1):
            verdicts = [kind for kind in VERDICTS if any(some.get(kind) for some in item.methods.values())]
            titles = (words(f"verdict.{kind or 'none'}") for kind in verdicts)
            yield Table(
                f"t-methods-{at}",
                item.title,
                (Column(words("col.method"), 30), *(Column(title, 10, True) for title in titles)),
                tuple(
                    TableRow(
                        (
                            (Text(words(f"method.{name}"), name=True),),
                            *(self._number(some.get(kind, 0), item.title) for kind in verdicts),
                        )
                    )
                    for name, some in item.methods.items()
                ),
            )

    def _series(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-indicators", words("part.indicators"))
        files = words.apart(", ".join(source.name for source in self.report.sources)) or "–"
        for at, series in enumerate(_choose_series(self.report), start=1):
            if chart := line_chart(series, at, words, files):
                yield Figure(f"f-{at}", chart)
                if breaks := describe_breaks(series, words):
                    yield Para((Text(breaks, name=True),))

    def _methods(self) -> Iterator[Block]:
        words = self.words
        yield Section("s-about", words("part.about"))
        yield Para((Text(words("about.values"), name=True),))
        yield Listing(
            tuple(
                (
                    Text(words(f"method.{name}"), bold=True, name=True),
                    Text(f" – {words(f'known.{read_known()[name]}')}. ", name=True),
                    Text(methods.ALL[name].SOURCE, muted=True, language="en", name=True),
                )
                for name in self.report.methods
            )
        )
        yield Table(
            "t-policy",
            words("about.policy"),
            (Column(words("col.rule"), 14), Column(words("col.value"), 20), Column(words("col.meaning"), 50)),
            tuple(
                TableRow(tuple((Text(part, name=True),) for part in (rule, value, words(f"policy.{rule}"))))
                for rule, value in self.report.policy.rows()
            ),
        )


def _choose_series(report: ProgressReport) -> Iterable[Measured]:
    """Return the series that are drawn: totals, those furthest from their aims first."""
    rank = {(p.indicator, p.series, p.unit, p.area, p.breakdown): p.rank for p in report.priorities}
    last = len(rank) + 1
    totals = [series for series in report.measured if not series.breakdown and series.values]
    totals.sort(key=lambda total: (rank.get((*total.quantity, total.area, total.breakdown), last), total.title))
    return totals[:CHARTS]
