"""The whole index, made by one process or several."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import count as numbers
from pathlib import Path

import tantivy
from django.db.models import Max

from actionlines.register.core.kinds import kinds, searches
from actionlines.register.core.search import concepts, index_store
from actionlines.register.core.search.entries import Entry, document
from actionlines.register.core.search.index_store import join, write_index

_NICE = 5


def main() -> int:
    """Write the share, or print the number of an error of the disk."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICE)
    folder, place, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    try:
        print(write(folder, share(place, count)))
    except OSError as error:
        print(error.errno)
        return DISK_ERROR
    return 0


def _end_with_parent() -> None:
    """End this process when the other end of its input is closed."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


CHUNK = 250  # records read at once
MANY = 20_000  # records from which several processes are worth their start
MOST = 4  # processes, each of some 300 MB
_RANGE, _RANGE_OF_WHOLES = 2_000, 40  # numbers of records that are dealt out at once; with their parts, fewer
DISK_ERROR = 3  # exit code of a process that printed the number of an error of the disk
# Models cannot be imported before Django is set up.
_SHARE = f"import sys, django; django.setup(); from {__name__} import main; sys.exit(main())"


def everything() -> Iterator[Entry]:
    """All entries as they follow from the database and the framework."""
    yield from concepts.entries()
    for kind in searches():
        yield from entries_of(kind)


def entries_of(kind: str, after: int = 0, last: int | None = None) -> Iterator[Entry]:
    """Yield the entries of records of one kind, those with a number above `after` and up to `last`."""
    keys = kinds()[kind].model.objects.order_by("pk").values_list("pk", flat=True)
    if last is not None:
        keys = keys.filter(pk__lte=last)
    # Chunks by key: no cursor stays open, and memory does not grow with the register.
    while chunk := list(keys.filter(pk__gt=after)[:CHUNK]):
        yield from searches()[kind].entries(chunk)
        after = chunk[-1]


def fill(writer: tantivy.IndexWriter, entries: Iterable[Entry]) -> int:
    """Add entries to a writer and return how many they were."""
    made = 0
    with index_store.seldom():
        for made, entry in enumerate(entries, 1):
            writer.add_document(document(entry))
            if made % 1000 == 0:
                index_store.collect()
    return made


def build(folder: Path) -> int:
    """Write the index of everything into an empty folder; return the number of entries.

    Raises OSError where the disk is full or cannot be used, RuntimeError where a process ended without its share.
    """
    if (count := _processes()) > 1:
        return _by_several(folder, count)
    return write(folder, everything())


def _processes() -> int:
    from actionlines.alignment.scale.engines import count_cores

    if (matches := min(count_cores(), MOST)) < 2:
        return 1
    return matches if sum(kinds()[kind].model.objects.count() for kind in searches()) >= MANY else 1


def write(folder: Path, entries: Iterable[Entry]) -> int:
    """Write an index of these entries into an empty folder; return how many they are."""
    made = 0

    def add(writer: tantivy.IndexWriter) -> None:
        """Add the entries to the writer."""
        nonlocal made
        made = fill(writer, entries)

    write_index(folder, add)
    return made


def _by_several(folder: Path, count: int) -> int:
    parts = [folder / f"share-{place}" for place in range(count)]
    started: list[subprocess.Popen[str]] = []
    try:
        for place, part in enumerate(parts):
            part.mkdir()
            command = [sys.executable, "-c", _SHARE, str(part), str(place), str(count)]
            pipe = subprocess.PIPE
            started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))  # noqa: S603 - our own module
        made = sum(_said(row) for row in started)
    finally:
        for item in started:
            item.kill()
            item.wait()
            for stream in (item.stdin, item.stdout):
                if stream:
                    stream.close()
    join(folder, parts)
    return made


def _said(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    text = process.stdout.read().strip()
    if (code := process.wait()) == DISK_ERROR:
        raise OSError(int(text), os.strerror(int(text)), "search")
    if code:
        raise RuntimeError(f"a process that wrote a share of the index ended with {code}")
    return int(text)


def share(place: int, count: int) -> Iterator[Entry]:
    """Yield the entries of one share: every `count`th range of records, from `place` on."""
    if place == 0:
        yield from concepts.entries()
    turn = numbers()
    for kind in searches():
        step = _RANGE_OF_WHOLES if searches()[kind].part else _RANGE
        last = kinds()[kind].model.objects.aggregate(last=Max("pk"))["last"] or 0
        for after in range(0, last, step):
            if next(turn) % count == place:
                yield from entries_of(kind, after, after + step)
