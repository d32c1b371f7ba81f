"""Engines that run one function over many parts: this machine's processes, Daft, Ray or Spark.

Each is a module with one context manager, `started(processes)`. It gives `mapped(function, items, crashed)`,
which yields the results as they come, in any order. All workers must see the folders of input and output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, Protocol

from actionlines.errors import EngineError

# Engine -> module here, package that it needs, extra that installs it.
ENGINES = {
    "local": ("local", "", ""),
    "daft": ("on_daft", "daft", "daft"),
    "ray": ("on_ray", "ray", "ray"),
    "spark": ("on_spark", "pyspark", "spark"),
}


class Mapped(Protocol):
    """Runs `function` on each item; `crashed` makes the result of an item whose process died."""

    def __call__(
        self, function: Callable[[Any], Any], items: Sequence[Any], crashed: Callable[[Any], Any]
    ) -> Iterator[Any]:
        """Yield the results in the order of the items."""
        ...


def engine_of(name: str) -> Callable[[int], AbstractContextManager[Mapped]]:
    """Starts an engine, given the number of processes. Raises EngineError where it is not installed."""
    module, needed, extra = ENGINES[name]
    if needed:
        try:
            import_module(needed)
        except ImportError as error:
            advice = f"Install it with `pip install 'actionlines[{extra}]'`."
            raise EngineError(f"engine {name}", f"{needed} is not installed", advice) from error
    started: Callable[[int], AbstractContextManager[Mapped]] = import_module(f"{__name__}.{module}").started
    return started
