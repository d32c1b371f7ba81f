"""Work that kills the process that does it, importable by that process; run as a program with an engine.

    python -m tests.alignment.scale.deadly ENGINE FILE

The first process that does item 5 writes the file and is killed. Prints the results in order.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

from actionlines.alignment.scale.engines import find_engine


def deadly(item: int) -> str:
    """Done, except 5, which takes its process along."""
    if item == 5:
        os._exit(1)
    return f"{item} done"


def crashed(item: int) -> str:
    """What is said of such an item."""
    return f"{item} crashed"


def deadly_once(died: Path, item: int) -> str:
    """Done, and 5 at the second time."""
    if item == 5 and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{item} done"


def main(engine: str, died: str) -> None:
    """Eight items on two processes."""
    from tests.alignment.scale.deadly import deadly_once as work  # by the name that workers import

    with find_engine(engine)(2) as mapped:
        print(*sorted(mapped(partial(work, Path(died)), range(8), crashed)), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
