"""Engines that run one function over many parts: this machine's processes, or a cluster by Spark.

Ray is deprecated and works as before; Daft, which ran parts on this machine or on Ray, is another name for those
two: docs/decisions/0030-engines-of-scale.md. The bytes of the output do not depend on the engine.

Each engine is a context manager of the number of processes. It gives `mapped(function, items, crashed)`, which
yields the results as they come, in any order. All workers must see the folders of input and output.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from datetime import date
from importlib import import_module
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Protocol, TypeVar

from actionlines.deprecation import Deprecation
from actionlines.errors import EngineError

DEPRECATED = ("daft", "ray")
DEPRECATION = Deprecation(date(2026, 12, 1), date(2027, 12, 31), "Use local or spark.")
# Parts handed out ahead, for each process: none waits, and few are lost when one dies.
_AHEAD = 2
# The same for each core of a cluster of Ray.
_AHEAD_RAY = 4
# Parts in one job of Spark, for each core: between two jobs there is news, and a wait for the slowest.
_WAVE = 16
# On this machine Spark gives up at the first worker that dies, unless a number of tries is given.
_TRIES = 2
Item = TypeVar("Item")
Result = TypeVar("Result")


class Mapped(Protocol):
    """Runs `function` on each item; `crashed` makes the result of an item whose process died."""

    def __call__(
        self, function: Callable[[Item], Result], items: Sequence[Item], crashed: Callable[[Item], Result]
    ) -> Iterator[Result]:
        """Yield the results as they come."""
        ...


def find_engine(name: str) -> Callable[[int], AbstractContextManager[Mapped]]:
    """Return what starts an engine of so many processes. Raises EngineError where it is not installed."""
    if name == "daft":
        name = "ray" if os.environ.get("DAFT_RUNNER", "").lower() == "ray" else "local"
    if name == "local":
        return start_processes
    package, start = {"ray": ("ray", start_ray), "spark": ("pyspark", start_spark)}[name]
    try:
        import_module(package)
    except ImportError as error:
        advice = f"Install it with `pip install 'actionlines[{name}]'`."
        raise EngineError(f"engine {name}", f"{package} is not installed", advice) from error
    return start


@contextlib.contextmanager
def start_processes(processes: int) -> Iterator[Mapped]:
    """Yield one process: this one. More: a pool; each of them loads the model once.

    A process that dies costs the part that killed it and no other.
    """
    if processes == 1:
        yield _run_here
        return
    pools = _Pools(processes)
    try:
        yield pools.mapped
    finally:
        pools.close()


def _run_here(
    function: Callable[[Item], Result], items: Sequence[Item], crashed: Callable[[Item], Result]
) -> Iterator[Result]:
    return map(function, items)


class _Pools:
    """A pool of processes, started with the first work, and started again when one of its processes has died."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._others = set(active_children())

    def mapped(
        self, function: Callable[[Item], Result], items: Sequence[Item], crashed: Callable[[Item], Result]
    ) -> Iterator[Result]:
        """Yield the results in the order in which they come."""
        waiting = list(reversed(items))
        running: dict[Future[Result], Item] = {}
        while waiting or running:
            while waiting and len(running) < self._processes * _AHEAD:
                item = waiting.pop()
                self._pool = self._pool or _open_pool(self._processes)
                try:
                    running[self._pool.submit(function, item)] = item
                except BrokenProcessPool:
                    waiting.append(item)
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
                # Each in a process of its own: which of them killed the worker shows now.
                for item in suspects:
                    with _open_pool(1) as pool:
                        try:
                            yield pool.submit(function, item).result()
                        except BrokenProcessPool:
                            yield crashed(item)

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


def _open_pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_prepare_worker)


def count_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _prepare_worker() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if (parent := parent_process()) is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait_for([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def start_spark(processes: int) -> Iterator[Mapped]:
    """Yield parts as tasks of a job, each in a partition of its own.

    The session is an open one, that of `spark-submit`, or one of its own on this machine.
    """
    sql = import_module("pyspark.sql")
    own = sql.SparkSession.getActiveSession() is None
    builder = sql.SparkSession.builder.appName("actionlines align")
    if own and "spark.master" not in dict(import_module("pyspark").SparkConf().getAll()):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = (
            builder.master(f"local[{processes},{_TRIES}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
        )
    session = builder.getOrCreate()

    def mapped(
        function: Callable[[Item], Result], items: Sequence[Item], crashed: Callable[[Item], Result]
    ) -> Iterator[Result]:
        """Yield the results of each wave of parts when the wave is done."""
        context = session.sparkContext
        wave = max(1, context.defaultParallelism) * _WAVE
        for begin in range(0, len(items), wave):
            some = items[begin : begin + wave]
            yield from context.parallelize(some, len(some)).map(function).collect()

    try:
        yield mapped
    finally:
        if own:
            session.stop()


@contextlib.contextmanager
def start_ray(processes: int) -> Iterator[Mapped]:
    """Yield parts as tasks of a cluster of Ray (RAY_ADDRESS), of a session that is open, or of this machine."""
    ray = import_module("ray")
    if own := not ray.is_initialized():
        local = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": processes, "include_dashboard": False}
        ray.init(configure_logging=False, log_to_driver=False, **local)

    def mapped(
        function: Callable[[Item], Result], items: Sequence[Item], crashed: Callable[[Item], Result]
    ) -> Iterator[Result]:
        """Yield the results in the order in which they come."""
        task = ray.remote(max_retries=1)(_call_quietly)
        # One copy of what is the same for all.
        shared = ray.put(function)
        most = max(1, int(ray.cluster_resources().get("CPU", 1))) * _AHEAD_RAY
        waiting = list(reversed(items))
        running: dict[object, Item] = {}
        while waiting or running:
            while waiting and len(running) < most:
                item = waiting.pop()
                running[task.remote(shared, item)] = item
            (ready, *_), _ = ray.wait(list(running))
            item = running.pop(ready)
            try:
                yield ray.get(ready)
            except ray.exceptions.WorkerCrashedError:
                yield crashed(item)

    try:
        yield mapped
    finally:
        if own:
            ray.shutdown()


def _call_quietly(function: Callable[[Item], Result], item: Item) -> Result:
    return function(item)
