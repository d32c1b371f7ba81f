"""Random sequences of actions by all roles over all that is reviewed: 0 words that nobody published knowingly.

    python -m benchmarks.unreviewed [--sequences 10000] [--length 20] [--seed 1]

The steps and the oracle are those of tests/register/test_nothing_unreviewed.py, in a new register in
a folder that is thrown away. Every 250th sequence also asks the pages, feeds and operations of the site.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from benchmarks.world import register_of_tests

PAGES_EVERY, WHOLE_EVERY = 250, 5


def main() -> int:
    """Print how many sequences and steps were done, and each that showed an unreviewed word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--length", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with register_of_tests():
        return _run(given.sequences, given.length, given.seed)


def _run(wanted: int, length: int, seed: int) -> int:
    import pytest
    from tests.register import test_nothing_unreviewed as played

    began, steps, published, wrong = time.perf_counter(), 0, 0, []
    with pytest.MonkeyPatch.context() as patch:
        played.patched(patch)
        played.world()
        for number in range(wanted):
            way = played.sequence(random.Random(f"{seed}:{number}"), length)
            try:
                found = played.play(way, pages=number % PAGES_EVERY == 0, whole=number % WHOLE_EVERY == 0)
            except AssertionError as error:
                wrong.append(f"sequence {number}: {error}")
                continue
            steps, published = steps + found.done, published + len(found.approved)
            if number % 500 == 499:
                print(f"{number + 1} sequences, {time.perf_counter() - began:.0f} s", flush=True)
    print(f"{wanted} sequences of {length} steps with seed {seed} in {time.perf_counter() - began:.0f} s")
    print(f"{steps} steps that were allowed; {published} words published knowingly; {len(wrong)} sequences wrong")
    for one in wrong[:20]:
        print(" ", one[:500])
    return 1 if wrong or not published else 0


if __name__ == "__main__":
    sys.exit(main())
