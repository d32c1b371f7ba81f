"""Review many inputs in one pass: files and symbols -> FollowUp.

Paragraphs and tables are most of a review (two megabytes a document): they are on disk, and a row is read back
each time a writer asks for it.
"""

from __future__ import annotations

import contextlib
import pickle  # reads back what this process has written into a file without a name
import signal
import tempfile
import threading
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from actionlines.errors import ActionlinesError
from actionlines.framework.groups import AskedBodies, asked_of
from actionlines.papers.follow_up.assemble import Repeat, assemble_follow_up
from actionlines.papers.follow_up.collect import Extract, Pipeline, Source, describe_failure, extract_source
from actionlines.papers.follow_up.model import Failed, FollowUp
from actionlines.papers.follow_up.sources import find_repeats

if TYPE_CHECKING:
    from actionlines.papers.follow_up.standing.figures import Figures

Row = TypeVar("Row")
# What is fast and still a fifth of the size.
_LEVEL = 1
OnProgress = Callable[[int, int, str, Failed | None], None]
Result = Extract | Failed
Fetch = Callable[[str], Source]

# Below this, starting processes costs more than it saves.
MANY = 8
# From so many sources on, paragraphs and tables are kept on disk.
SPOOLED = 64


def review(
    sources: Sequence[Source],
    *,
    on_progress: OnProgress | None = None,
    fetch: Fetch | None = None,
    processes: int | None = None,
    pipeline: Pipeline | None = None,
    align: bool = True,
    figures: Figures | None = None,
    asked: str = "",
) -> FollowUp:
    """Read every source once and put together what they ask for. Sources with the same bytes count as one.

    sources      paths; with `fetch`, a string that names no file is fetched as a document symbol
    on_progress  called after each source with (done, total, source, its failure or None)
    fetch        symbol -> path of the document; may raise ActionlinesError
    processes    worker processes; by default one for each core for more than 8 sources, else 1
    align        whether to say what the texts are about: action lines, goals, targets, commitments
    figures      of a country or region (`standing.figures.read_figures`): also say where it is in them
    asked        id of a body or country: only the mandates that ask it, by name, in a group, or its parts

    A source that cannot be read is recorded in `failed`, and the rest goes on. The order of the result is
    that of the sources, however many processes there are.
    """
    total = len(sources)
    if processes is None:
        from actionlines.alignment.scale.engines import count_cores

        processes = count_cores() if total > MANY else 1
    if processes < 1:
        raise ValueError(f"processes must be 1 or more, not {processes}")

    def watched(results: Iterable[Result | Repeat]) -> Iterator[Result | Repeat]:
        """Yield each result after its source is reported to `on_progress`."""
        for done, (source, result) in enumerate(zip(sources, results, strict=True), start=1):
            if on_progress:
                on_progress(done, total, str(source), result if isinstance(result, Failed) else None)
            yield result

    resolved = [_resolve_source(source, fetch) for source in sources]
    again = find_repeats(resolved)
    distinct = [item for place, item in enumerate(resolved) if place not in again]
    alone = processes == 1 or len(distinct) < 2 or pipeline is not None
    results = (
        (_read_source(item, pipeline, align) for item in distinct)
        if alone
        else _in_processes(distinct, processes, align)
    )
    if total >= SPOOLED:
        spool = Spool()
        results = (result if isinstance(result, Failed) else spool.keep(result) for result in results)
    if asked:
        results = (_keep_asking(result, asked_of(asked)) for result in results)
    follow_up = assemble_follow_up(watched(_with_repeats(results, sources, again)))
    if figures is None:
        return follow_up
    from actionlines.papers.follow_up.standing.join import join_standing

    return replace(follow_up, standing=join_standing(figures, follow_up.speaks))


def _keep_asking(result: Result, request: AskedBodies) -> Result:
    """Return a result with only the mandates that ask somebody."""
    if isinstance(result, Failed):
        return result
    mandates = tuple(row for row in result.mandates if request.is_among(row.bodies))
    return replace(result, document=replace(result.document, mandates=len(mandates)), mandates=mandates)


def _with_repeats(
    results: Iterable[Result], sources: Sequence[Source], again: dict[int, int]
) -> Iterator[Result | Repeat]:
    """Yield the results with each repeated source in its place: it shares the fate of the first."""
    read = iter(results)
    order: dict[int, int] = {}
    errors: dict[int, Failed] = {}
    for place, source in enumerate(sources):
        if place not in again:
            result = next(read)
            if isinstance(result, Failed):
                errors[place] = result
            else:
                order[place] = len(order)
            yield result
        elif again[place] in errors:
            yield replace(errors[again[place]], subject=str(source))
        else:
            yield Repeat(str(source), order[again[place]])


def _resolve_source(source: Source, fetch: Fetch | None) -> Source | Failed:
    if fetch is None or isinstance(source, Path) or Path(source).exists():
        return source
    try:
        return fetch(source)
    except ActionlinesError as error:
        return describe_failure(error)


def _read_source(source: Source | Failed, pipeline: Pipeline | None = None, align: bool = True) -> Result:
    return source if isinstance(source, Failed) else extract_source(source, pipeline, align)


def _in_processes(items: Sequence[Source | Failed], processes: int, align: bool = True) -> Iterator[Result]:
    """Yield results in the order of the items. When an input kills its worker, a new pool reads what is left."""
    others = active_children()
    with _make_pool(processes) as pool:
        try:
            futures = _submit_all(pool, items, align)
            for position, item in enumerate(items):
                if futures is None:
                    yield _read_source(item, align=align)
                    continue
                future = futures[position]
                # Results are taken and let go one by one: they are the bulk of the memory.
                futures[position] = Future()
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield _read_alone(item, align)
                    yield from _in_processes(items[position + 1 :], processes, align)
                    return
        except BaseException:
            # A user who interrupts does not want to wait for the documents being read.
            for process in active_children():
                if process not in others:
                    process.terminate()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _read_alone(source: Source | Failed, align: bool) -> Result:
    """One item in a process of its own: whether it was this one that killed the worker shows now."""
    with _make_pool(1) as pool:
        futures = _submit_all(pool, [source], align)
        try:
            return futures[0].result() if futures else _read_source(source, align=align)
        except BrokenProcessPool:
            problem = "the reader was stopped by the system"
            return Failed("AL000", str(source), problem, "It may need too much memory.")


def _make_pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_leave_interrupts_to_parent)


def _submit_all(
    pool: ProcessPoolExecutor, items: Sequence[Source | Failed], align: bool
) -> list[Future[Result]] | None:
    try:
        with _hold_interrupts():
            return [pool.submit(_read_source, item, None, align) for item in items]
    except OSError:  # no process can be started: the limit of the machine, or the working folder is gone
        return None


@contextlib.contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Start processes so that an interrupt from the keyboard reaches only this one."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: `_leave_interrupts_to_parent` comes a little later
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # children inherit what is blocked
    came: list[int] = []  # another thread may take the signal; its handler would stop a start half-way
    is_main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda number, _: came.append(number)) if is_main else None
    try:
        yield
    finally:
        if is_main:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number in came[:1]:
            signal.raise_signal(number)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Spool:
    """A file without a name, which goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as its rows
        self._lock = threading.Lock()  # between the search for a place and what is read or written there
        weakref.finalize(self, self._file.close)

    def keep(self, extract: Extract) -> Extract:
        """Return an extract whose paragraphs and tables are in the file."""
        document = extract.document
        document_on_disk = replace(document, lines=self.rows(document.lines), tables=self.rows(document.tables))
        return replace(extract, document=document_on_disk)

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the same rows, kept in the file."""
        if not rows:
            return ()
        packed = zlib.compress(pickle.dumps(tuple(rows), pickle.HIGHEST_PROTOCOL), _LEVEL)
        with self._lock:
            place = self._file.seek(0, 2)
            size = self._file.write(packed)
        return _Rows(self, place, size, len(rows))

    def read(self, place: int, size: int) -> Any:
        """Return what was written at a place."""
        with self._lock:
            self._file.seek(place)
            packed = self._file.read(size)
        return pickle.loads(zlib.decompress(packed))  # noqa: S301


class _Rows(Sequence[Row]):
    """Rows in a spool; equal to a tuple of them."""

    def __init__(self, spool: Spool, place: int, size: int, count: int) -> None:
        self._spool, self._place, self._size, self._count = spool, place, size, count

    def _read(self) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = self._spool.read(self._place, self._size)
        return rows

    def __reduce__(self) -> tuple[type[tuple[Row, ...]], tuple[tuple[Row, ...]]]:
        return tuple, (self._read(),)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return iter(self._read())

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        return self._read()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._read())
