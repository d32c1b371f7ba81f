"""Processes of this machine. One that dies costs the part that killed it and no other."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Any

from actionlines.alignment.scale.engines import Mapped

# Parts handed out ahead, for each process: none waits, and few are lost when one dies.
_AHEAD = 2


@contextlib.contextmanager
def started(processes: int) -> Iterator[Mapped]:
    """Yield one process: this one. More: a pool, each of which loads the model once."""
    if processes == 1:
        yield _here
        return
    pools = _Pools(processes)
    try:
        yield pools.mapped
    finally:
        pools.close()


def _here(
    function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
) -> Iterator[Any]:
    return map(function, items)


class _Pools:
    """A pool of processes, started with the first work, and started again when one of its processes has died."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._others = set(active_children())

    def mapped(
        self, function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
    ) -> Iterator[Any]:
        """Yield the results in the order in which they come."""
        left = list(reversed(items))
        running: dict[Future[Any], Any] = {}
        while left or running:
            while left and len(running) < self._processes * _AHEAD:
                item = left.pop()
                try:
                    running[self._get().submit(function, item)] = item
                except BrokenProcessPool:
                    left.append(item)
                    if not running:  # no result is awaited that would say so
                        self._drop()
                    break
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            suspects = []
            for future in ready:
                item = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(item)
            if suspects:
                suspects += running.values()
                running.clear()
                self._drop()
                for item in suspects:
                    yield self._alone(function, item, crashed)

    def _alone(self, function: Callable[[Any], Any], item: Any, crashed: Callable[[Any], Any]) -> Any:
        """Return one item in a process of its own: whether it was this one that killed the worker shows now."""
        with _pool(1) as pool:
            try:
                return pool.submit(function, item).result()
            except BrokenProcessPool:
                return crashed(item)

    def _get(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool(self._processes)
        return self._pool

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        """Stop at once: after an interrupt nobody wants to wait for the parts being done."""
        for process in active_children():
            if process not in self._others:
                process.terminate()
        self._drop()


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_worker)


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _worker() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)
