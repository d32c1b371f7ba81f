"""Daft: parts as rows of a data frame, on this machine or on Ray (DAFT_RUNNER=ray)."""

from __future__ import annotations

import contextlib
import pickle  # carries our own values between our own processes, as all engines do
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from actionlines.alignment.scale.engines import Mapped


@contextlib.contextmanager
def started(processes: int) -> Iterator[Mapped]:
    """As many processes as given; Daft itself decides where they run."""
    yield partial(_mapped, processes)


def _mapped(
    processes: int, function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
) -> Iterator[Any]:
    left = dict(enumerate(items))
    # A worker that dies takes its frame along: what is left is tried once more.
    for again in (False, True):
        try:
            for number, done in _rows(processes, function, dict(left)):
                del left[number]
                yield done
        except Exception:
            if again:
                raise


def _rows(processes: int, function: Callable[[Any], Any], items: dict[int, Any]) -> Iterator[tuple[int, Any]]:
    if not items:
        return
    daft = import_module("daft")
    kind = daft.DataType.binary()
    shared = pickle.dumps(function)

    class Work:
        """The function, unpacked once per process."""

        def __init__(self) -> None:
            self.function = pickle.loads(shared)  # noqa: S301

        def __call__(self, column: Any) -> list[bytes]:
            return [pickle.dumps(self.function(pickle.loads(one))) for one in column.to_pylist()]  # noqa: S301

    wrapped = daft.udf(return_dtype=kind, concurrency=processes, use_process=True, batch_size=1)
    run: Any = wrapped(Work)
    frame = daft.from_pydict({"part": [pickle.dumps(one) for one in items.values()], "number": list(items)})
    if daft.runners.get_or_create_runner().name != "native":  # which has no partitions
        frame = frame.into_partitions(len(items))
    for row in frame.select(frame["number"], run(frame["part"]).alias("done")).iter_rows():
        yield row["number"], pickle.loads(row["done"])  # noqa: S301
