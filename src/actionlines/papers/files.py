"""Write files into a folder, all or none, and recognise files that this program wrote by their content.

Text is made safe to show first: no character of a document may reverse its neighbours or break a file.
"""

import contextlib
import csv
import errno
import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib import resources
from operator import attrgetter, is_
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, cast

from actionlines.errors import OutputError
from actionlines.lazily import expression
from actionlines.xml_maker import xml_text

# What every report of any version says near its beginning.
_PAGE = re.compile(rb'<meta name="generator" content="Actionlines [^"<>]*">')
_JSON = re.compile(rb'"generator": "actionlines [^"]*"')
_MADE = re.compile(rb"<dc:(creator|description)>Actionlines( [^<]*)?</dc:")
_UNTOUCHED = re.compile(rb"<cp:lastModifiedBy>(Actionlines)?</cp:lastModifiedBy>|<cp:lastModifiedBy/>")
_PRINT = re.compile(rb"<pdf:Keywords>Actionlines [^<]*</pdf:Keywords>")
HEAD = 4096
_MESSAGE = re.compile(rb'<mes:Sender id="ACTIONLINES"')
_CORE = "docProps/core.xml"
Heading = Callable[[list[str]], bool]


def is_ours(path: Path, heading: Heading = lambda _: False) -> bool:
    """Return whether the file carries the mark of the program.

    heading  whether the first row of a CSV file is one that this program writes: a table has no other mark

    Raises OSError when the file cannot be read.
    """
    return heading(_first_row(path)) if path.suffix == ".csv" else _MARKS[path.suffix](path)


def _read_head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _is_page(path: Path) -> bool:
    return bool(_PAGE.search(_read_head(path)))


def _is_json(path: Path) -> bool:
    return bool(_JSON.search(_read_head(path)))


def _is_message(path: Path) -> bool:
    return bool(_MESSAGE.search(_read_head(path)))


def _first_row(path: Path) -> list[str]:
    line = _read_head(path).partition(b"\n")[0].decode("utf-8-sig", "replace")
    return next(csv.reader([line]), [])


def _is_own_office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_CORE) as core:
            text = core.read(HEAD)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False
    # An editor of an office program leaves a name in the file, which then belongs to that person.
    return bool(_MADE.search(text)) and bool(_UNTOUCHED.search(text))


def _is_print(path: Path) -> bool:
    # An editor of PDF adds to the end of the file, or rewrites it with the words of another program.
    with path.open("rb") as stream:
        whole = stream.read()
    return bool(_PRINT.search(whole)) and whole.count(b"%%EOF") == 1


_MARKS: dict[str, Callable[[Path], bool]] = {
    ".html": _is_page,
    ".json": _is_json,
    ".docx": _is_own_office,
    ".xlsx": _is_own_office,
    ".pdf": _is_print,
    ".xml": _is_message,
}
PARTIAL = ".partial-"
Ours = Callable[[Path], bool]


def write_files(
    makers: Mapping[str, Callable[[], bytes | Iterable[bytes]]], out: Path, *, force: bool = False, ours: Ours = is_ours
) -> dict[str, Path]:
    """Make each file and write it into the folder `out`; returns them by name.

    force  replace files of the same names also where they are not `ours`

    All files are made in a hidden folder inside `out` and moved into place at the end. Whatever goes wrong or
    interrupts leaves the folder as it was: files that were already replaced come back. Raises OutputError
    when the folder cannot be written, or holds files of others that would be replaced.
    """
    with _report_errors(out), _made_folder(out):
        _clear_leftovers(out)
        partial = Path(tempfile.mkdtemp(prefix=f"{PARTIAL}{os.getpid()}-", dir=out))
        try:
            for name, make in makers.items():
                made = make()
                with (partial / name).open("wb") as stream:
                    stream.writelines([made] if isinstance(made, bytes) else made)
            _check_targets(makers, out, force, ours)
            _move_files(makers, partial, out)
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(partial)
    return {name: out / name for name in makers}


def check_folder(names: Iterable[str], out: Path, *, force: bool = False, ours: Ours = is_ours) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError."""
    made = _missing_folders(out)
    with _report_errors(out), _made_folder(out):
        with tempfile.TemporaryFile(dir=out):
            pass
        _check_targets(names, out, force, ours)
        _remove_folders(made)


def _move_files(names: Iterable[str], partial: Path, out: Path) -> None:
    """Move the finished files into place; when one cannot be moved, put back those it had replaced."""
    before = partial / "before"
    before.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if os.path.lexists(out / name):
                _link_file(out / name, before / name)
            moved.append(name)
            (partial / name).replace(out / name)
    except BaseException:  # an interrupt as well
        for name in moved:
            if os.path.lexists(before / name):
                (before / name).replace(out / name)
            elif not (partial / name).exists():
                (out / name).unlink(missing_ok=True)
        raise


def _link_file(file: Path, to: Path) -> None:
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
        problem = f"it holds files that this program did not write, or that were edited since: {', '.join(theirs)}"
        raise OutputError(
            str(out), problem, "Choose another folder with --out, move them away, or replace them with --force."
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
def _made_folder(out: Path) -> Iterator[None]:
    """Yield the folder, made where it is missing, and gone again when what is done in it fails."""
    made = _missing_folders(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        _remove_folders(made)
        raise


def _missing_folders(out: Path) -> list[Path]:
    """Return the folders that have to be made, innermost first. Raises OutputError where a file is in the way."""
    made: list[Path] = []
    for item in (out, *out.parents):
        if item.is_dir():
            break
        if os.path.lexists(item):
            advice = "Name a folder with --out; it is made when it is not there."
            raise OutputError(str(item), "this is a file, and the report needs a folder", advice)
        made.append(item)
    return made


def _remove_folders(made: list[Path]) -> None:
    with contextlib.suppress(OSError):  # something else was put into it meanwhile
        for item in made:
            item.rmdir()


@contextlib.contextmanager
def _report_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = f"the report cannot be written: {error.strerror or error}"
        raise OutputError(str(out), problem, "Choose another folder with --out.") from error


def read_asset(name: str, package: str = "actionlines.papers") -> str:
    """Return the text of a file in the `templates` of a package: a style or a script of a page."""
    return resources.files(package).joinpath("templates", name).read_text("utf-8")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """Return a CSV file (RFC 4180), UTF-8 with a byte order mark; text never runs as a formula."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(header)
    for row in rows:
        write.writerow([neutralise(value) if isinstance(value, str) else value for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")


T = TypeVar("T")

# Overrides print words in an order in which nobody reads them: they are made visible. Embeddings, isolates
# and their ends may be well meant, and the bidirectional algorithm does without them: a space without width
# replaces them. One character for one keeps every offset. The marks U+200E and U+200F stay: they turn
# nothing. Unicode Technical Report 36, 2.6; UAX 9, 2.
# Control characters show nothing; what XML 1.0 cannot hold besides ends the process that draws the charts.
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_NO_XML = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_TURNS = {
    **dict.fromkeys((*_CONTROLS, *_NO_XML), "\ufffd"),
    **dict.fromkeys((0x202D, 0x202E), "\ufffd"),
    **dict.fromkeys((0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A)), "\u200b"),
}
_ANY = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def make_safe(value: T) -> T:
    """Return the value with every string in it safe to show; the value itself where nothing changes.

    value  a string, or a frozen dataclass or tuple of such, however deep; anything else stays as it is

    >>> make_safe("a\\u202eb"), make_safe("a\\u200fb") == "a\\u200fb"
    ('a\ufffdb', True)
    """
    return cast(T, _safe_value(value))


def _safe_value(value: Any) -> Any:
    kind: Any = type(value)
    if kind is float or kind is int or value is None:
        return value
    if isinstance(value, str):
        # Printable ASCII is most of all text, and known much faster than by the expression.
        safe = (value.isascii() and value.isprintable()) or not _ANY.search(value)
        return value if safe else value.translate(_TURNS)
    if isinstance(value, tuple):
        if len(value) > _LONG and _is_plain_table(value):
            return value
        made = tuple(map(_safe_value, value))
        return value if all(map(is_, made, value)) else made
    changes = {}
    for name in field_names(kind):
        old = getattr(value, name)
        # Most fields are numbers or plain text: a call for each of millions would be most of the work.
        if old is None or (type(old) is str and old.isascii() and old.isprintable()) or type(old) is float:
            continue
        if (new := _safe_value(old)) is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


_LONG = 1_000  # records, from which a table is looked at column by column
_PLAIN = frozenset((str, float, int, bool, NoneType, dict))


def _is_plain_table(rows: tuple[Any, ...]) -> bool:
    """Return whether all rows are records of one type, whose fields are numbers, or texts that are safe to show."""
    if len(set(map(type, rows))) > 1 or not (names := field_names(cast(object, type(rows[0])))):
        return False
    for name in names:
        column = list(map(attrgetter(name), rows))
        if not _PLAIN.issuperset(kinds := set(map(type, column))):
            return False
        if str in kinds and _ANY.search("".join({text for text in column if type(text) is str})):
            return False
    return True


@cache
def field_names(kind: object) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass, () for other types. Reports hold hundreds of thousands."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


# What the common spreadsheets take for the start of a formula. OWASP ASVS 5.0, 1.2.10.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
# The most that a cell of a workbook holds.
CELL_LIMIT = 32_767


def neutralise(text: str) -> str:
    """Return the text, with an apostrophe before it when a spreadsheet would run it as a formula.

    >>> neutralise("=1+1"), neutralise("Requests"), neutralise("")
    ("'=1+1", 'Requests', '')
    """
    return f"'{text}" if text[:1] in FORMULA_STARTS and text else text


def csv_line(values: Iterable[object], *, is_safe: bool = True) -> str:
    """Return values as a line of CSV; where it `is_safe`, no text becomes a formula."""
    out = io.StringIO()
    csv.writer(out).writerow([cell(value) if is_safe and isinstance(value, str) else value for value in values])
    return out.getvalue()


def cell(text: str) -> str:
    """Return text for a cell: no formula, nothing that XML forbids, within the limit of a workbook."""
    text = neutralise(xml_text(text))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
