"""The folder of the index: its format, who may write, and a reader that is never older than the last commit.

    DATA/search/current.json    format, framework and the name of the folder that counts
    DATA/search/<name>/         an index of tantivy
    DATA/search/lock            held by the one process that writes

An index of another format, or of another framework, is none. A new one is built beside the old one, and counts
from the moment that current.json is replaced; until then readers go on with the old one.
"""

import fcntl
import gc
import json
import logging
import os
import re
import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4
from zlib import crc32

import tantivy
from django.conf import settings

from actionlines.framework.manifest import read_manifest
from actionlines.framework.tables import DATA as FRAMEWORK
from actionlines.register.core.kinds import kind_facets
from actionlines.register.core.search.queries import Query

FORMAT = 10
_log = logging.getLogger(__name__)
_OS_ERROR = re.compile(r"\(os error (\d{1,4})\)")

# Facets of all kinds, with their places in the closed list of the API, where those that a kind declares stand too;
# docs/reference/search.md says what they hold.
_FACETS = {
    "kind": 10, "status": 20, "language": 50, "country": 60, "region": 70, "area": 80, "action_line": 90,
    "goal": 100, "target": 110, "commitment": 120, "body": 130, "due_year": 180, "year": 190,
}  # fmt: skip
# Facets that are counted from other fields: the countries of a record are few, its regions are many.
COUNTED_FROM = {"country": ("nation", "region")}
# `text` holds all words of a record; `title` and `summary` hold some of them once more, to weigh more; `names` are
# the names of its concepts in six languages, by which it is found too, but not as well.
WEIGHTS = {"title": 3.0, "summary": 1.0}
NAMES_WEIGHT = 0.5
RANGES = ("due", "starts")  # days since 1 January of the year 1
NO_DAY = 9_999_999  # a due date that is not known sorts last


@cache
def facet_names() -> tuple[str, ...]:
    """Return the facets, which are one word each in the index, in the order of the closed list of the API."""
    places = {**_FACETS, **{name: facet.place for name, facet in kind_facets().items()}}
    return tuple(sorted(places, key=lambda name: (places[name], name)))


@cache
def filter_names() -> tuple[str, ...]:
    """Return the facets and `asked`, which is answered from the bodies of a mandate: somebody alone, or as part of
    a group (framework/groups.py).
    """
    return (*facet_names(), "asked")


@cache
def schema() -> tantivy.Schema:
    """The schema of the index.

    key      `activity:12`; parent: of what it is a part (`instrument:3` for a paragraph)
    shown    JSON of what a page shows of it: title, summary, text, language
    digest   of all that is in the entry: equal digests, equal entries
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("parent", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("shown", stored=True)
    builder.add_bytes_field("digest", stored=True)
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in ("summary", "names"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in facet_names():
        fast = name not in COUNTED_FROM
        builder.add_text_field(name, fast=fast, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("nation", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("by_title", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("number", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("by_due", fast=True)
    builder.add_integer_field("checks", fast=True)
    for name in RANGES:
        builder.add_integer_field(name, fast=True, indexed=True)
    return builder.build()


FileStat = tuple[int, int, int]
COPY = "copy"  # a store of its own: the index of the last night
_DAMAGED = "damaged"  # a file beside those of an index that cannot be read
_FOOTER, _MAGIC = struct.Struct("<II"), 1337  # how files of tantivy end: size of a JSON with their CRC-32, its sign
_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_META, _MANAGED = ("meta.json", ".managed.json")  # of tantivy: the segments that count, the files that are its own
HEAP = 50_000_000  # bytes that a writer may hold before it writes a segment


class Store:
    """One index. Safe in threads; processes see each other's commits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current = folder / "current.json"
        self._lock = threading.Lock()
        self._opened: tuple[FileStat | None, Path, tantivy.Index] | None = None
        self._stamp: tuple[FileStat | None, FileStat | None] | None = None
        self._listed: tuple[tuple[Path, FileStat | None], list[Path]] | None = None  # files that a meta.json names
        self._sound: dict[Path, FileStat] = {}  # files whose checksum was right, as they were then
        self._written = False

    def exists(self) -> bool:
        """Return whether there is an index of this format."""
        return self._path() is not None

    def is_sound(self) -> bool:
        """Return whether there is one whose files have the size and sums with which they were written."""
        self.verify()
        return self.exists()

    def _path(self) -> Path | None:
        try:
            state = json.loads(self._current.read_text())
        except (OSError, ValueError):
            return None
        name = state.pop("folder", "")
        path = self.folder / str(name)
        return path if state == _state() and name and not (path / _DAMAGED).exists() else None

    def stamp(self) -> tuple[str, FileStat | None] | None:
        """Return what changes with every commit of the index; None where there is no index."""
        path = self._path()
        return None if path is None else (path.name, _stat(path / _META))

    def searcher(self) -> tuple[Any, tuple[FileStat | None, FileStat | None]]:
        """(searcher, stamp): the stamp changes with every commit. FileNotFoundError where there is no index."""
        with self._lock:
            current = _stat(self._current)
            if self._opened is None or self._opened[0] != current:
                if (path := self._path()) is None:
                    raise FileNotFoundError(self._current)
                self._verify(path)
                with self._damage(path):
                    index = tantivy.Index(schema(), str(path))
                    index.config_reader("manual")
                self._opened, self._stamp = (current, path, index), None
            _, path, index = self._opened
            stamp = (current, _stat(path / _META))
            self._verify(path)
            if stamp != self._stamp:
                with self._damage(path):
                    index.reload()
                self._stamp = stamp
            return index.searcher(), stamp

    def verify(self, *, again: bool = False) -> None:
        """Mark an index that cannot be read as missing. `again`: read files too that were sound and look the same."""
        with self._lock:
            if again:
                self._sound.clear()
            if path := self._path():
                with suppress(FileNotFoundError):
                    self._verify(path)

    def _verify(self, path: Path) -> None:
        """Raise FileNotFoundError for an index with a file that is missing or is no longer what was written: tantivy
        would answer wrongly, or end the process where a file that it maps is shorter now.
        """
        meta = None
        while meta != (meta := _stat(path / _META)):  # else a commit has replaced files meanwhile
            if self._listed is None or self._listed[0] != (path, meta):
                self._listed = (path, meta), list(_files_of(path))
            files = self._listed[1]
            wrong = [file for file in files if not self._is_sound(file)]
            self._sound = {file: seen for file in files if (seen := self._sound.get(file))}
            if files and not wrong:
                return
        self._set_aside(path)

    def _is_sound(self, file: Path) -> bool:
        now = _stat(file)
        if now is None or (self._sound.get(file) != now and not _has_its_checksum(file)):
            return False
        self._sound[file] = now
        return True

    @contextmanager
    def _damage(self, path: Path) -> Iterator[None]:
        """Take an error of tantivy for damage; it panics where it meets what it never writes."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, OSError):
            raise
        except BaseException as error:
            self._set_aside(path, error)

    def _set_aside(self, path: Path, cause: BaseException | None = None) -> NoReturn:
        with suppress(OSError):
            (path / _DAMAGED).touch()
        self._opened = None
        _log.error("The search index is damaged, and counts as missing: %s", cause or path)
        raise FileNotFoundError(self._current) from cause

    @contextmanager
    def locked(self, wait: float) -> Iterator[bool]:
        """Holds the lock of writers; yields False where another process keeps it longer than `wait` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            until = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() >= until:
                        yield False
                        return
                    time.sleep(0.02)
            # The lock goes with the file, also when the process is killed.
            yield True

    @contextmanager
    def writer(self) -> Iterator[tantivy.IndexWriter]:
        """A writer on the index that counts; only while the lock is held."""
        if (path := self._path()) is None:
            raise FileNotFoundError(self._current)
        self._written = True
        with _errors_of_the_disk():
            with self._damage(path), _errors_of_the_disk():
                writer = tantivy.Index(schema(), str(path)).writer(HEAP, 1)
            try:
                yield writer
            finally:
                writer.wait_merging_threads()

    def empty(self) -> None:
        """Take all records out again and leave the concepts, where this process has written any."""
        if not self._written or not self.exists():
            return
        query = tantivy.Query
        concepts = query.term_query(schema(), "kind", "concept")
        records = query.boolean_query([(tantivy.Occur.Must, query.all_query()), (tantivy.Occur.MustNot, concepts)])
        with self.locked(60.0), self.writer() as writer:
            writer.delete_documents_by_query(records)
            writer.commit()
        self._written = False

    def copy(self) -> "Store":
        """Return the store of the copy, which may not exist."""
        return Store(self.folder / COPY)

    def take_over(self, other: "Store") -> None:
        """Let a copy of the index of another store count here. Only while the locks of both are held."""
        source = other._path()
        assert source

        def copy(path: Path) -> None:
            """Copy the files into an empty folder."""
            shutil.copytree(source, path, dirs_exist_ok=True)

        self.replace(copy)

    def replace(self, make: Callable[[Path], None]) -> None:
        """Let `make(folder)` write a new index into an empty folder, and let it count.

        Only while the lock is held.
        """
        name = f"v{FORMAT}-{uuid4().hex[:12]}"
        path = self.folder / name
        beside = self.folder / "current.new"
        try:
            path.mkdir(parents=True)
            make(path)
            beside.write_text(json.dumps({**_state(), "folder": name}))
            beside.replace(self._current)
            self._written = True
        except BaseException:
            beside.unlink(missing_ok=True)
            shutil.rmtree(path, ignore_errors=True)
            raise
        for old in self.folder.iterdir():
            if old.is_dir() and old.name not in (name, COPY):
                # A reader that has it open keeps its files until it looks again.
                shutil.rmtree(old, ignore_errors=True)


def write_index(folder: Path, fill: Callable[[tantivy.IndexWriter], None]) -> None:
    """Write an index into a folder with `fill(writer)`."""
    with _errors_of_the_disk():
        writer = tantivy.Index(schema(), str(folder)).writer(HEAP, 1)
        fill(writer)
        writer.commit()
        writer.wait_merging_threads()


def join(folder: Path, parts: Iterable[Path]) -> None:
    """Make one index in a folder of several, whose folders go. Their segments stay as they are: a segment is a set
    of files of its own, and `meta.json` names those that count.
    """
    segments: list[object] = []
    files: list[str] = [_META]
    meta: dict[str, object] = {}
    for part in parts:
        meta = json.loads((part / _META).read_text())
        segments += meta["segments"]  # type: ignore[arg-type]
        for path in part.iterdir():
            if path.name.partition(".")[0] and path.name != _META:
                path.rename(folder / path.name)
                files.append(path.name)
        shutil.rmtree(part)
    (folder / _MANAGED).write_text(json.dumps(files))
    (folder / _META).write_text(json.dumps({**meta, "segments": segments}))
    write_index(folder, lambda writer: None)  # merges small ones


@contextmanager
def _errors_of_the_disk() -> Iterator[None]:
    """Raise OSError for an error of the disk, which tantivy gives as text in a ValueError."""
    try:
        yield
    except ValueError as error:
        if match := _OS_ERROR.search(str(error)):
            raise OSError(int(match[1]), os.strerror(int(match[1])), "search") from error
        raise


def _files_of(path: Path) -> Iterator[Path]:
    """Yield `meta.json` and the files that it names; nothing where it cannot be read."""
    try:
        meta = json.loads((path / _META).read_text())
        for segment in meta["segments"]:
            name = str(segment["segment_id"]).replace("-", "")
            yield from (path / f"{name}.{part}" for part in _PARTS)
            if segment["deletes"]:
                yield path / f"{name}.{segment['deletes']['opstamp']}.del"
    except (OSError, ValueError, LookupError, TypeError):
        return
    yield path / _META


def _has_its_checksum(path: Path) -> bool:
    if path.name == _META:
        return True
    try:
        with path.open("rb") as file:
            left = file.seek(-_FOOTER.size, os.SEEK_END)
            size, sign = _FOOTER.unpack(file.read(_FOOTER.size))
            left = file.seek(left - size)
            footer = json.loads(file.read(size))
            file.seek(0)
            checksum = 0
            while left > 0 and (piece := file.read(min(left, 1 << 20))):
                checksum, left = crc32(piece, checksum), left - len(piece)
            return sign == _MAGIC and bool(checksum == footer["crc"])
    except (OSError, ValueError, LookupError, TypeError):
        return False


def store() -> Store:
    """Return the search index of the data folder."""
    return _store(Path(getattr(settings, "SEARCH_FOLDER", "") or Path(settings.DATA) / "search"))


@cache
def _store(folder: Path) -> Store:
    return Store(folder)


@cache
def _state() -> dict[str, int | str]:
    files = json.dumps(dict(read_manifest(FRAMEWORK).files), sort_keys=True)
    # "tantivy v0.27.0, index_format v7"
    engine = str(vars(tantivy)["__version__"]).rpartition("index_format")[2].strip()
    return {"format": FORMAT, "engine": engine, "framework": sha256(files.encode()).hexdigest()[:16]}


def _stat(path: Path) -> FileStat | None:
    with suppress(OSError):
        matches = path.stat()
        return matches.st_ino, matches.st_mtime_ns, matches.st_size
    return None


FULL = 20  # a collection of all after so many of what is young
_lock = threading.Lock()
_within = 0  # blocks of all threads that are open now


@contextmanager
def seldom() -> Iterator[None]:
    """Nothing is collected within but by `collect`, in all threads of the process.

    Nothing is frozen: what `gc.freeze` sets apart never counts as garbage that waits, and a server that froze
    with each change grew by 90 kB each time.
    """
    global _within
    with _lock:
        _within += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _within -= 1
            if not _within:
                gc.enable()


def collect() -> None:
    """Free what is left of the last pieces of work; only now and then what was held longer is looked at too."""
    _, _, since = gc.get_count()
    gc.collect(2 if since >= FULL else 1)


def check_question(question: Query) -> None:
    """Raise ValueError for what no index could answer: a facet, range or page that does not exist."""
    unknown = [name for name in question.filters if name not in filter_names()]
    unknown += [name for name in question.facets if name not in facet_names()]
    unknown += [name for name in question.ranges if name not in RANGES]
    if unknown:
        raise ValueError(f"no such facet: {', '.join(unknown)}")
    if question.page < 1 or not 0 <= question.size <= 100:
        raise ValueError("page and size are out of bounds")
