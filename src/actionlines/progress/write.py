"""The files of the report on figures, written all or not at all, by the rules of the other reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from actionlines.papers.files import check_folder, write_files
from actionlines.papers.own_files import is_ours
from actionlines.papers.text_safety import shown
from actionlines.progress.model import Report
from actionlines.progress.tables import FILES, TABLES, Table
from actionlines.progress.words import words
from actionlines.progress.writers.as_data import (
    SDMX_COLUMNS,
    datapackage,
    progress_parquet,
    progress_sdmx,
    safe_frame,
    table_csv,
)
from actionlines.progress.writers.as_html import index_html
from actionlines.progress.writers.as_json import measure_json
from actionlines.progress.writers.as_xlsx import measure_xlsx


def write(
    report: Report,
    out: Path,
    language: str = "en",
    *,
    force: bool = False,
    shapes: dict[str, Any] | None = None,
) -> dict[str, Path]:
    """Write every file of the report into the folder `out`; returns them by name.

    language  of headings and labels in the page: one of papers.words.LANGUAGES
    force     replace files of the same names also where they were not written by this program
    shapes    a GeoJSON FeatureCollection for the maps; tiles without it

    Whatever goes wrong or interrupts leaves the folder as it was. Raises OutputError (AL401) when the folder
    cannot be written, or holds files of others that would be replaced.
    """
    return write_files(_writers(report, language, shapes), out, force=force, ours=_ours)


def _writers(report: Report, language: str, shapes: dict[str, Any] | None) -> dict[str, Callable[[], bytes]]:
    """How each file is made. Files that a person opens hold no character that turns the words around it."""
    safe = replace(shown(report), progress=safe_frame(report.progress))

    def table(one: Table) -> Callable[[], bytes]:
        """Return the function that makes the CSV file of a table."""
        return lambda: table_csv(one, safe)

    return {
        "measure.json": lambda: measure_json(report),
        **{one.name: table(one) for one in TABLES},
        "measure.xlsx": lambda: measure_xlsx(safe),
        "progress.parquet": lambda: progress_parquet(report),
        "progress.sdmx.csv": lambda: progress_sdmx(report),
        "datapackage.json": lambda: datapackage(report),
        "index.html": lambda: index_html(safe, words(language), shapes),
    }


def check_writable(out: Path, *, force: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError."""
    check_folder(FILES, out, force=force, ours=_ours)


def _ours(path: Path) -> bool:
    """Return whether the file carries the mark of the program; a table has its first line."""
    if path.suffix == ".parquet":
        import polars as pl

        try:
            return pl.read_parquet_metadata(path).get("generator", "").startswith("actionlines ")
        except (pl.exceptions.PolarsError, OSError):
            return False
    return is_ours(path, lambda row: row in _headings())


def _headings() -> list[list[str]]:
    return [*([name for name, _ in table.columns] for table in TABLES), list(SDMX_COLUMNS)]
