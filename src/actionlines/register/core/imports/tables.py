"""Tables among the uploads: what they hold, and the rows that an import refused."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError
from actionlines.papers.text_safety import cell
from actionlines.register.activities.imports import columns
from actionlines.register.activities.imports.load import opened
from actionlines.register.core.imports import sheet
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.schema import Data

_DOCUMENTS = frozenset({"pdf", "docx", "html", "akn"})
_FIGURES = frozenset({"parquet"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})
# A table with a title and one of these is one of activities.
_TELLING = frozenset({"summary", "description", "organisation", "action_lines", "beneficiaries", "challenges"})


def known(file: StoredFile) -> str:
    """Return document, indicators or uninfo where the type says it, "" where a reader must look."""
    if file.type in _DOCUMENTS or (file.type == "text" and PurePath(file.name).suffix.lower() not in _TABLES):
        return "document"
    if file.type == "gzip":
        return "uninfo"
    return "indicators" if file.type in _FIGURES else ""


def guess(file: StoredFile) -> str:
    """Return document, activities, indicators or uninfo; a reader looks at a table."""
    if found_by_type := known(file):
        return found_by_type
    try:
        if settled(file).type in _DOCUMENTS:
            return "document"
        matches = set(columns.guess(look(file).columns).values())
    except ActionlinesError:
        return "indicators"  # whose readers know more formats, and say what is wrong
    return "activities" if "title" in matches and matches & _TELLING else "indicators"


def look(file: StoredFile) -> sheet.Look:
    """Headers and first rows of a table of activities. Raises what `sheet.look` raises, and UploadRefused."""
    settled(file, "activities")
    return bounded(
        f"{sheet.__name__}:look", sheet.Look, path_of(file), file.type, file.name,
        memory=sheet.MEMORY, seconds=sheet.LOOK_SECONDS, name=file.name,
    )  # fmt: skip


@contextmanager
def opened_rows(file: StoredFile) -> Iterator[tuple[tuple[str, ...], Iterator[sheet.Line], int]]:
    """Open a table: its columns, its rows (number from 1, cells, what is wrong), and how many there are."""
    with opened(file) as rows:
        yield rows.found.columns, sheet.read(rows.path), rows.found.rows


_BOM = "\ufeff"  # as spreadsheets expect it


def refused_file(run: ImportRun) -> Path:
    """Return where the refused rows of an import are kept for a day, once `keep_refused` has written them."""
    folder: Path = settings.DATA / "work"
    return folder / f"refused-{run.pk}.csv"


def keep_refused(run: ImportRun) -> None:
    """Write the refused rows to their file: all of them or none."""
    path = refused_file(run)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix="refused-", suffix=".partial", encoding="utf-8", newline="", delete=False
    ) as out:
        try:
            out.writelines(refused_rows(run))
            out.flush()
            Path(out.name).replace(path)
        finally:
            Path(out.name).unlink(missing_ok=True)


def refused_rows(run: ImportRun) -> Iterator[str]:
    """Lines of CSV: the columns of the file, and at the end what is wrong. Only of activities, whose rows are
    the user's own words. Raises what reading the file raises.
    """
    wrong = {row.row: row.problems for row in run.rows.filter(outcome="refused")}
    with opened(run.file) as rows:
        yield _BOM + _line([*rows.found.columns, _("What is wrong")])
        for number, cells, _problem in sheet.read(rows.path):
            if number in wrong:
                own = cells or [""] * len(rows.found.columns)
                texts = [item if isinstance(item, str) else "; ".join(item) for item in own]
                yield _line([*texts, sentences(wrong[number])])


def sentences(problems: list[Data]) -> str:
    """What is wrong with a row and what to do, in one text."""
    return " ".join(
        f"{problem['field']}: {problem['problem']} {problem['advice']}".strip(": ")
        if problem["field"]
        else f"{problem['problem']} {problem['advice']}".strip()
        for problem in problems
    )


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([cell(item) for item in cells])
    return out.getvalue()
