"""Spark: parts as tasks of a job, each in a partition of its own."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from actionlines.alignment.scale.engines import Mapped

# Parts in one job, for each core: between two jobs there is news, and a wait for the slowest.
_WAVE = 16
# On this machine Spark gives up at the first worker that dies, unless a number of tries is given.
_TRIES = 2


@contextlib.contextmanager
def started(processes: int) -> Iterator[Mapped]:
    """Use the session that is open or that `spark-submit` describes, or one of its own on this machine."""
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
        function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
    ) -> Iterator[Any]:
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
