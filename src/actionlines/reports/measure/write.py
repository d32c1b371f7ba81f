"""The files of the report on figures, written all or not at all, by the rules of the other reports."""

from __future__ import annotations

import contextlib
import csv
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from actionlines.errors import OutputError
from actionlines.reports.measure.as_data import (
    SDMX_COLUMNS,
    datapackage,
    progress_parquet,
    progress_sdmx,
    safe_frame,
    table_csv,
)
from actionlines.reports.measure.as_html import index_html
from actionlines.reports.measure.as_json import measure_json
from actionlines.reports.measure.as_xlsx import measure_xlsx
from actionlines.reports.measure.model import Report
from actionlines.reports.measure.tables import TABLES, Table
from actionlines.reports.measure.words import words
from actionlines.reports.ours import HEAD, is_ours
from actionlines.reports.shown import shown
from actionlines.reports.write import PARTIAL, _clear_leftovers, _folder, _keep, _missing, _remove, _told

FILES = (
    "measure.json",
    *(table.name for table in TABLES),
    "measure.xlsx",
    "progress.parquet",
    "progress.sdmx.csv",
    "datapackage.json",
    "index.html",
)


def write(
    report: Report,
    out: Path,
    language: str = "en",
    *,
    force: bool = False,
    shapes: dict[str, Any] | None = None,
) -> dict[str, Path]:
    """Write every file of the report into the folder `out`; returns them by name.

    language  of headings and labels in the page: one of reports.words.LANGUAGES
    force     replace files of the same names also where they were not written by this program
    shapes    a GeoJSON FeatureCollection for the maps; tiles without it

    Whatever goes wrong or interrupts leaves the folder as it was. Raises OutputError (AL401) when the folder
    cannot be written, or holds files of others that would be replaced.
    """
    with _told(out), _folder(out):
        _clear_leftovers(out)
        partial = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{os.getpid()}-", dir=out))
        try:
            for name, make in _writers(report, language, shapes).items():
                (partial / name).write_bytes(make())
            _check_targets(out, force)
            _move(partial, out)
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(partial)
    return {name: out / name for name in FILES}


def _writers(report: Report, language: str, shapes: dict[str, Any] | None) -> dict[str, Callable[[], bytes]]:
    """How each file is made. Files that a person opens hold no character that turns the words around it."""
    safe = replace(shown(report), progress=safe_frame(report.progress))

    def table(one: Table) -> Callable[[], bytes]:
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
    made = _missing(out)
    with _told(out), _folder(out):
        with tempfile.TemporaryFile(dir=out):
            pass
        _check_targets(out, force)
        _remove(made)


def _move(partial: Path, out: Path) -> None:
    """Move the finished files into place; when one cannot be moved, put back those it had replaced."""
    before = partial / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in FILES:
            if os.path.lexists(out / name):
                _keep(out / name, before / name)
            moved.append(name)
            (partial / name).replace(out / name)
    except BaseException:  # an interrupt as well
        for name in moved:
            if os.path.lexists(before / name):
                (before / name).replace(out / name)
            elif not (partial / name).exists():
                (out / name).unlink(missing_ok=True)
        raise


def _check_targets(out: Path, force: bool) -> None:
    theirs = []
    for name in FILES:
        target = out / name
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, f"{name} may not be replaced")
        if not force and target.exists() and not _ours(target):
            theirs.append(name)
    if theirs:
        raise OutputError(
            str(out),
            f"it holds files that this program did not write, or that were edited since: {', '.join(theirs)}",
            "Choose another folder with --out, move them away, or replace them with --force.",
        )


def _ours(path: Path) -> bool:
    """Whether the file carries the mark of the program; for a table that is its first line."""
    if path.suffix == ".csv":
        with path.open("rb") as stream:
            line = stream.read(HEAD).partition(b"\n")[0].decode("utf-8-sig", "replace")
        return next(csv.reader([line]), []) in _headings()
    if path.suffix == ".parquet":
        import polars as pl

        try:
            return pl.read_parquet_metadata(path).get("generator", "").startswith("actionlines ")
        except (pl.exceptions.PolarsError, OSError):
            return False
    return is_ours(path)


def _headings() -> Iterable[list[str]]:
    return [*([name for name, _ in table.columns] for table in TABLES), list(SDMX_COLUMNS)]
