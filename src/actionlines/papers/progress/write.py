"""The files of the report on figures, written all or not at all, by the rules of the other reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from actionlines.papers.files import check_folder, is_ours, write_files
from actionlines.papers.layout import PaperLayout, lay_out
from actionlines.papers.progress import sdmx_files
from actionlines.papers.progress.datasets import (
    csv_metadata,
    data_package,
    measure_json,
    progress_parquet,
    safe_frame,
    table_csv,
)
from actionlines.papers.progress.model import Report
from actionlines.papers.progress.page import index_html
from actionlines.papers.progress.paper import progress_paper
from actionlines.papers.progress.tables import FILES, TABLES, Table
from actionlines.papers.progress.words import words
from actionlines.papers.progress.workbook import measure_xlsx
from actionlines.papers.text_safety import make_safe
from actionlines.papers.write import load_writer


def write(
    report: Report,
    out: Path,
    language: str = "en",
    *,
    force: bool = False,
    shapes: dict[str, Any] | None = None,
    papers: bool = False,
) -> dict[str, Path]:
    """Write every file of the report into the folder `out`; returns them by name.

    language  of headings and labels in the page: one of papers.words.LANGUAGES
    force     replace files of the same names also where they were not written by this program
    shapes    a GeoJSON FeatureCollection for the maps; tiles without it
    papers    write measure.docx and measure.pdf too

    Whatever goes wrong or interrupts leaves the folder as it was. Raises OutputError (AL401) when the folder
    cannot be written, or holds files of others that would be replaced.
    """
    made = _list_writers(report, language, shapes)
    if papers:
        layout = cache(lambda: lay_out(progress_paper(report, language)))
        made |= {name: partial(_write_paper, layout, kind) for name, kind in PAPERS.items()}
    return write_files(made, out, force=force, ours=_is_own_file)


PAPERS = {"measure.docx": "docx", "measure.pdf": "pdf"}


def _write_paper(make_layout: Callable[[], PaperLayout], kind: str) -> bytes:
    return load_writer(kind)(make_layout())


def _list_writers(
    report: Report, language: str, shapes: dict[str, Any] | None
) -> dict[str, Callable[[], bytes]]:
    """How each file is made. Files that a person opens hold no character that turns the words around it."""
    safe = replace(
        make_safe(report),
        progress=safe_frame(report.progress),
        observations=safe_frame(report.observations),
        breaks=safe_frame(report.breaks),
        revisions=None if report.revisions is None else safe_frame(report.revisions),
        turned=None if report.turned is None else safe_frame(report.turned),
    )
    message = cache(lambda: sdmx_files.make_message(report))

    def table(table: Table) -> Callable[[], bytes]:
        """Return the function that makes the CSV file of a table."""
        return lambda: table_csv(table, safe)

    return {
        "measure.json": lambda: measure_json(report),
        **{item.name: table(item) for item in TABLES},
        "measure.xlsx": lambda: measure_xlsx(safe),
        "progress.parquet": lambda: progress_parquet(report),
        "progress.sdmx.csv": lambda: sdmx_files.data_csv(message()),
        "structure.sdmx.xml": lambda: sdmx_files.structure_xml(message(), new=True),
        "progress.sdmx21.xml": lambda: sdmx_files.data_xml(message()),
        "structure.sdmx21.xml": lambda: sdmx_files.structure_xml(message(), new=False),
        "datapackage.json": lambda: data_package(report),
        "csv-metadata.json": lambda: csv_metadata(report),
        "index.html": lambda: index_html(safe, words(language), shapes),
    }


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
    return row in tables or (
        row[:1] == ["STRUCTURE"] and row[-len(sdmx_files.VALUES) :] == list(sdmx_files.VALUES)
    )
