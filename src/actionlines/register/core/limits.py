"""Everything that is bounded, in one table: data/limits.csv, which docs/administer/security.md prints; and the counts
of who has done what how often, one table in memory for all server processes of a machine.

    most_of("file-bytes")     what a request may send
    rate_of("sign-in")        how often somebody may do it

`per` says for what a row counts: a request, an account, a block of addresses (a /64 of IPv6), or all together.

The counts are a file of fixed size in the data folder that processes map into their memory: counting costs
microseconds, no reading waits for a database, and two workers do not allow twice as much. A place of the table is
found by a digest of what is counted; of a few places beside each other the least recently used gives way.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from actionlines.framework.tables import read_table


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: at most `most` in `seconds`, or at a time where `seconds` is 0."""

    name: str
    most: int
    seconds: int = 0
    per: str = "block"


@cache
def limits() -> dict[str, Limit]:
    """Return name -> limit, as the table declares them."""
    rows = read_table("limits", Path(__file__).parent / "data")
    return {row["name"]: Limit(row["name"], int(row["most"]), int(row["seconds"] or 0), row["per"]) for row in rows}


def most_of(name: str) -> int:
    """Return the number of a limit, in the unit of the table. KeyError for one that is not declared."""
    return limits()[name].most


def rate_of(name: str) -> Limit:
    """Return a limit of how often something is done. KeyError for one that is not declared."""
    return limits()[name]


_PLACES = 1 << 14
_NEAR = 8  # places that one digest may be at
_PLACE = struct.Struct("<Qdd")  # digest, how many are left, when that was
_BYTES = _PLACES * _PLACE.size


class Counts:
    """Counts for threads and processes. `where` gives the file; without one they are of this process alone.

    The clock must be the same for all processes.
    """

    def __init__(self, clock: Callable[[], float] = time.time, where: Callable[[], Path] | None = None) -> None:
        self._clock, self._where = clock, where
        self._lock = threading.Lock()
        self._table: mmap.mmap | None = None
        self._file = -1

    def take(self, limit: Limit, who: str) -> float:
        """Count one; 0 when it is within the limit, else the seconds to wait. What is refused is not counted.

        A bucket that fills evenly: after a pause `most` at once, then one each `seconds / most`.
        """
        digest = _digest(limit.name, who)
        each, most = limit.seconds / limit.most, float(limit.most)
        with self._alone() as table:
            now = self._clock()
            place, matches = _find(table, digest)
            left, at = matches or (most, now)
            if (left := min(most, left + max(0.0, now - at) / each)) < 1:
                if at > now:  # the clock was set back: nobody waits until it is there again
                    _PLACE.pack_into(table, place, digest, left, now)
                return (1 - left) * each
            _PLACE.pack_into(table, place, digest, left - 1, now)
        return 0.0

    def give(self, limit: Limit, who: str) -> None:
        """Take back what was counted last, as it came to a good end."""
        with self._alone() as table:
            place, matches = _find(table, digest := _digest(limit.name, who))
            if matches:
                left, at = matches
                _PLACE.pack_into(table, place, digest, min(float(limit.most), left + 1), at)

    def clear(self) -> None:
        """Set every count of the table back."""
        with self._alone() as table:
            table[:] = bytes(_BYTES)

    @contextmanager
    def _alone(self) -> Iterator[mmap.mmap]:
        with self._lock:
            if self._table is None:
                self._open()
            assert self._table is not None
            if self._file < 0:
                yield self._table
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield self._table
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _open(self) -> None:
        try:
            if self._where is None:
                raise FileNotFoundError
            path = self._where()
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            # With its blocks: a page of memory without one ends the process where the disk is full.
            os.posix_fallocate(self._file, 0, _BYTES)
            self._table = mmap.mmap(self._file, _BYTES)
        except OSError:
            # A folder that cannot be written to, or a full disk: then each process counts for itself.
            if self._file >= 0:
                os.close(self._file)
            self._file, self._table = -1, mmap.mmap(-1, _BYTES)


def _digest(*words: str) -> int:
    whole = "\0".join(words).encode(errors="replace")
    return int.from_bytes(blake2b(whole, digest_size=8).digest()) or 1


def _find(table: mmap.mmap, digest: int) -> tuple[int, tuple[float, float] | None]:
    """(offset of the place, what is there of this digest)."""
    oldest = (float("inf"), 0)
    for n in range(_NEAR):
        offset = (digest + n) % _PLACES * _PLACE.size
        held, left, at = _PLACE.unpack_from(table, offset)
        if held == digest:
            return offset, (left, at)
        oldest = min(oldest, (at, offset))
    return oldest[1], None
