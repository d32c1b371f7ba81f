"""Write files into a folder, all or none; every report uses this."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import IO, Any

from actionlines.errors import OutputError
from actionlines.papers.own_files import is_ours

PARTIAL = ".partial-"
Ours = Callable[[Path], bool]


def write_files(
    makers: Mapping[str, Callable[[], bytes | Iterable[bytes]]],
    out: Path,
    *,
    force: bool = False,
    ours: Ours = is_ours,
) -> dict[str, Path]:
    """Make each file and write it into the folder `out`; returns them by name.

    force  replace files of the same names also where they are not `ours`

    All files are made in a hidden folder inside `out` and moved into place at the end. Whatever goes wrong or
    interrupts leaves the folder as it was: files that were already replaced come back. Raises OutputError
    when the folder cannot be written, or holds files of others that would be replaced.
    """
    with _told(out), _folder(out):
        _clear_leftovers(out)
        partial = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{os.getpid()}-", dir=out))
        try:
            for name, make in makers.items():
                made = make()
                with (partial / name).open("wb") as stream:
                    stream.writelines([made] if isinstance(made, bytes) else made)
            _check_targets(makers, out, force, ours)
            _move(makers, partial, out)
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(partial)
    return {name: out / name for name in makers}


def check_folder(names: Iterable[str], out: Path, *, force: bool = False, ours: Ours = is_ours) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError."""
    made = _missing(out)
    with _told(out), _folder(out):
        with tempfile.TemporaryFile(dir=out):
            pass
        _check_targets(names, out, force, ours)
        _remove(made)


def _move(names: Iterable[str], partial: Path, out: Path) -> None:
    """Move the finished files into place; when one cannot be moved, put back those it had replaced."""
    before = partial / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in names:
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


def _keep(file: Path, to: Path) -> None:
    """A second name for the file, so that the first is never missing; a copy where there are no links."""
    try:
        if file.is_symlink():
            to.symlink_to(file.readlink())
        else:
            os.link(file, to)
    except OSError:
        shutil.copy2(file, to, follow_symlinks=False)


def _check_targets(names: Iterable[str], out: Path, force: bool, ours: Ours) -> None:
    """Check before the first file moves into place that none will be refused. Raises OSError, OutputError."""
    theirs = []
    for name in names:
        target = out / name
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, f"{name} may not be replaced")
        if not force and target.exists() and not ours(target):
            theirs.append(name)
    if theirs:
        problem = (
            f"it holds files that this program did not write, or that were edited since: {', '.join(theirs)}"
        )
        raise OutputError(
            str(out),
            problem,
            "Choose another folder with --out, move them away, or replace them with --force.",
        )


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


@contextlib.contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Yield the folder, made where it is missing, and gone again when what is done in it fails."""
    made = _missing(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        _remove(made)
        raise


def _missing(out: Path) -> list[Path]:
    """Return the folders that have to be made, innermost first. Raises OutputError where a file is in the way."""
    made: list[Path] = []
    for one in (out, *out.parents):
        if one.is_dir():
            break
        if os.path.lexists(one):
            advice = "Name a folder with --out; it is made when it is not there."
            raise OutputError(str(one), "this is a file, and the report needs a folder", advice)
        made.append(one)
    return made


def _remove(made: list[Path]) -> None:
    with contextlib.suppress(OSError):  # something else was put into it meanwhile
        for one in made:
            one.rmdir()


@contextlib.contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"the report cannot be written: {error.strerror or error}"
        raise OutputError(str(out), problem, "Choose another folder with --out.") from error


def asset(name: str, package: str = "actionlines.papers") -> str:
    """Return the text of a file in the `templates` of a package: a style or a script of a page."""
    return resources.files(package).joinpath("templates", name).read_text("utf-8")


@contextlib.contextmanager
def streamed_workbook(file: IO[bytes]) -> Iterator[Any]:
    """Yield a workbook that keeps one row in memory; write it to `file`, which is then at its start.

    The temporary files of its sheets are gone afterwards, also where the disk is full: that raises OSError.
    """
    import xlsxwriter  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory(prefix="actionlines-sheets-") as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, {**options, "tmpdir": folder})
        yield book
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
    file.seek(0)
