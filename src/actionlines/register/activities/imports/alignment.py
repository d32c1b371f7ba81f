"""What the words of many activities are about: one call of the aligner for a chunk.

A long import has a second process that aligns the next chunk while this one is written: `Ahead`.
"""

import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

from actionlines.alignment.languages import quick_language

Texts = Mapping[str, str]
Given = Sequence[tuple[Texts, str]]  # (field -> text, language) of each activity
_SIZE = struct.Struct("!Q")


def propose_all(fields: Given, rows: int) -> list[list[object]]:
    """Return the proposals for each activity of a list of so many `rows`, as `proposals.propose` makes them."""
    from actionlines.alignment import Aligner
    from actionlines.register.activities import proposals

    wholes = [proposals.joined(texts) for texts, _language in fields]
    query = [at for at, whole in enumerate(wholes) if len(whole) >= proposals.LEAST]
    languages = [quick_language(wholes[at]) or fields[at][1] for at in query]
    alignments = Aligner.for_texts(rows).align_all([wholes[at] for at in query], languages=languages)
    out: list[list[Any]] = [[] for _one in fields]
    for at, alignment in zip(query, alignments, strict=True):
        out[at] = proposals.of_alignment(fields[at][0], alignment)
    return out


class Ahead:
    """Another process that aligns. It ends with this one, however that ends: its input is then at its end."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, given: Given, rows: int) -> None:
        """Begin with a chunk of a list of so many rows; `answer` gives what was asked, in order."""
        assert self._child.stdin
        _send(self._child.stdin, ([(dict(texts), language) for texts, language in given], rows))

    def answer(self) -> list[list[Any]]:
        """The proposals for the next chunk that was asked."""
        assert self._child.stdout
        matches: list[list[Any]] = _take(self._child.stdout)
        return matches

    def close(self) -> None:
        """Kill the other process and wait for its end."""
        self._child.kill()
        self._child.communicate()


def _send(pipe: IO[bytes], value: object) -> None:
    body = pickle.dumps(value)
    pipe.write(_SIZE.pack(len(body)) + body)
    pipe.flush()


def _take(pipe: IO[bytes]) -> Any:
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError("the aligner has stopped")
    return pickle.loads(pipe.read(_SIZE.unpack(head)[0]))  # noqa: S301 - between two processes of our own


def main() -> None:
    """Answer until the input ends, or nobody listens any more: the other process has died."""
    import django

    django.setup()  # proposals.py knows the records; the settings are in the environment
    from actionlines.register.core.search import index_store

    try:
        with index_store.seldom():
            while True:
                _send(sys.stdout.buffer, propose_all(*_take(sys.stdin.buffer)))
                index_store.collect()
    except (EOFError, BrokenPipeError):
        # What is left in the buffer of the output, which nobody reads, must not end in an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
