"""The files of a report, written all or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from actionlines.errors import OutputError
from actionlines.reports import as_csv, as_docx, as_html, as_json, as_xlsx
from actionlines.reports.model import FollowUp
from actionlines.reports.words import Words, words

PARTIAL = ".partial-"
WRITERS: dict[str, Callable[[FollowUp, Words], bytes]] = {
    "mandates.csv": lambda follow_up, _: as_csv.mandates(follow_up),
    "citations.csv": lambda follow_up, _: as_csv.citations(follow_up),
    "review.json": lambda follow_up, _: as_json.review_json(follow_up),
    "mandates.xlsx": as_xlsx.mandates,
    "review.docx": as_docx.review_docx,
    "index.html": as_html.index_html,
}


def write(follow_up: FollowUp, out: Path, language: str = "en") -> dict[str, Path]:
    """Write every file of the report into the folder `out`; returns them by name.

    language  of headings and labels in the page, the workbook and the document: one of words.LANGUAGES

    All files are made in a hidden folder inside `out` and moved into place at the end, so that an interrupted
    run leaves the report that was there before. Raises OutputError when the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(out)
        partial = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{os.getpid()}-", dir=out))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        for name, writer in WRITERS.items():
            (partial / name).write_bytes(writer(follow_up, words(language)))
        _check_targets(out)
        for name in WRITERS:
            (partial / name).replace(out / name)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(partial)
    return {name: out / name for name in WRITERS}


def _clear_leftovers(out: Path) -> None:
    """Remove the hidden folder of a run that was killed, never that of one that is still at work."""
    if os.name != "posix":  # elsewhere a process cannot be asked for without touching it
        return
    for folder in out.glob(f"{PARTIAL}*"):
        number = folder.name.removeprefix(PARTIAL).partition("-")[0]
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (OSError, ValueError, OverflowError):
            continue


def check_writable(out: Path) -> None:
    """Fail before the work rather than after it. Raises OutputError; makes the folder when it is missing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
        _check_targets(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def _check_targets(out: Path) -> None:
    """Before the first file moves into place: that none of them will be refused. Raises OSError."""
    for name in WRITERS:
        target = out / name
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, f"{name} may not be replaced")


def _unwritable(out: Path, error: OSError) -> OutputError:
    problem = error.strerror or str(error)
    return OutputError(
        str(out), f"the report cannot be written: {problem}", "Choose another folder with --out."
    )
