"""Kills a worker that has nothing to do, then gives the pool work again; run as a program.

    python -m tests.alignment.scale.idle

Prints the results of both rounds.
"""

from __future__ import annotations

import time
from multiprocessing import active_children

from actionlines.alignment.scale.engines import start_processes
from tests.alignment.scale.deadly import crashed, deadly


def main() -> None:
    """Two rounds, as a run has: the survey of the lines, then the parts."""
    with start_processes(2) as mapped:
        print(*sorted(mapped(deadly, range(4), crashed)), sep="\n")
        active_children()[0].kill()
        # The pool stops the others itself, once it knows that it is broken.
        while active_children():
            time.sleep(0.01)
        print(*sorted(mapped(deadly, range(6, 10), crashed)), sep="\n")


if __name__ == "__main__":
    main()
