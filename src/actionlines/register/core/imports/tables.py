"""Tables among the uploads: what they hold, and the rows that an import refused."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError
from actionlines.papers.files import csv_line
from actionlines.register.core.imports import sheet
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.kinds import mapped_format
from actionlines.register.core.schema import Data

_DOCUMENTS = frozenset({"pdf", "docx", "html", "akn"})
_FIGURES = frozenset({"parquet"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})


def known(file: StoredFile) -> str:
    """Return document, indicators or uninfo where the type says it, "" where a reader must look."""
    if file.type in _DOCUMENTS or (file.type == "text" and PurePath(file.name).suffix.lower() not in _TABLES):
        return "document"
    if file.type == "gzip":
        return "uninfo"
    return "indicators" if file.type in _FIGURES else ""


def guess(file: StoredFile) -> str:
    """Return the key of a format; a reader looks at a table."""
    if found_by_type := known(file):
        return found_by_type
    try:
        if settled(file).type in _DOCUMENTS:
            return "document"
        matches = set(guess_mapping(look(file).columns).values())
    except ActionlinesError:
        return "indicators"  # whose readers know more formats, and say what is wrong
    return mapped_format().key if "title" in matches and matches & mapped_format().tells else "indicators"


def guess_mapping(headers: Sequence[str]) -> dict[str, str]:
    """Return header -> field of the columns of a table that are understood."""
    mapping: dict[str, str] = import_string(mapped_format().guess)(headers)
    return mapping


def look(file: StoredFile) -> sheet.Look:
    """Headers and first rows of a table of activities. Raises what `sheet.look` raises, and UploadRefused."""
    settled(file, mapped_format().key)
    return bounded(
        f"{sheet.__name__}:look", sheet.Look, path_of(file), file.type, file.name,
        memory=sheet.MEMORY, seconds=sheet.LOOK_SECONDS, name=file.name,
    )  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """A table cut into rows, in a file that lasts as long as it is used."""

    path: Path
    found: sheet.Sheet


@contextmanager
def opened(stored: StoredFile) -> Iterator[Rows]:
    """The rows of a stored file, cut in a process of its own. Raises what the readers raise, and UploadRefused."""
    work: Path = settings.DATA / "work"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        path = Path(folder) / "rows.jsonl"
        settled(stored, mapped_format().key)
        matches = bounded(
            f"{sheet.__name__}:convert", sheet.Sheet, path_of(stored), path, stored.type, stored.name,
            memory=sheet.MEMORY, seconds=sheet.SECONDS, name=stored.name, work=Path(folder),
        )  # fmt: skip
        yield Rows(path, matches)


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
        yield _BOM + csv_line([*rows.found.columns, _("What is wrong")])
        for number, cells, _problem in sheet.read(rows.path):
            if number in wrong:
                own = cells or [""] * len(rows.found.columns)
                texts = [item if isinstance(item, str) else "; ".join(item) for item in own]
                yield csv_line([*texts, sentences(wrong[number])])


def sentences(problems: list[Data]) -> str:
    """Return what is wrong with a row and what to do, in one text."""
    return " ".join(
        f"{problem['field']}: {problem['problem']} {problem['advice']}".strip(": ")
        if problem["field"]
        else f"{problem['problem']} {problem['advice']}".strip()
        for problem in problems
    )
