"""Python's garbage collector, kept out of work that makes millions of values and no cycles.

Again and again it would look at all that is held, the framework and the model included, for nothing: a third of
the time of an import, half of that of making the index.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom() -> Iterator[None]:
    """Nothing is collected within but by `collect`, which does not look at what is held at the beginning.

    Where objects were frozen before, by a caller too, they stay frozen.
    """
    was, frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if not frozen:
            gc.unfreeze()
        if was:
            gc.enable()


def collect() -> None:
    """Between two pieces of work: what is left of the last one, which is little."""
    gc.collect()
