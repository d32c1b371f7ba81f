"""Speed of the citation finder and how it grows with the length of the text.

    python -m benchmarks.citations [FILE...]

Repeats the given texts (or a built-in sample) to 0.1, 1 and 10 MB and prints megabytes per second and the
ratio of the time per megabyte at 10 MB to that at 0.1 MB: 1 is linear. The same for texts made to be slow.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from actionlines.citations import find_citations

SIZES = (100_000, 1_000_000, 10_000_000)
SAMPLE = """
Recalling its resolutions 69/38 of 2 December 2014, 70/53 of 7 December 2015 and 71/90, as well as its
decision 66/517, and paragraph 111 of the Tunis Agenda for the Information Society, with the work of many,
Noting that the Council, in Resolution 1332 (Modified 2024), asks for reports on Action Lines C2, C5 and C6,
Taking note of the report of the Secretary-General (A/79/62-E/2024/3) and of all that was said about SDG 9,
"""
_UN = ("resolution ", "resolution 70/1, ", "resolutions on x ", "paragraph 1 of ", "1 of ", "A/", "A/1/", "Ibid. ")
_ITU = ("resolution 1, ", "Resolution 1 (Rev. X ", "C25/1 ", "document 1 ", "ITU-T Y.1, ", "CV 1 and ")
_SUBJECTS = ("goals 4, ", "C2 ", "Action ", "Action Line C7 ", "2030 Agenda ", "Plan of Action ", "决议第")
_LAYOUT = ("7", "(", "((1) ", " ", "\n", "_____\n", "1/2\n", "General Assembly ", "the same resolution ")
HOSTILE = (*_UN, *_ITU, *_SUBJECTS, *_LAYOUT)


def per_megabyte(text: str) -> float:
    """Seconds per million characters, best of two for short texts."""
    best = float("inf")
    for _ in range(2 if len(text) < 2_000_000 else 1):
        start = time.perf_counter()
        find_citations(text)
        best = min(best, time.perf_counter() - start)
    return best / len(text) * 1e6


def row(name: str, unit: str, sizes: tuple[int, ...] = SIZES) -> str:
    """One line of the table."""
    costs = [per_megabyte((unit * (size // len(unit) + 1))[:size]) for size in sizes]
    speeds = "  ".join(f"{1 / cost:8.2f}" for cost in costs)
    return f"{name:24.24}  {speeds}  MB/s   ratio {costs[-1] / costs[0]:5.2f}"


def first_use() -> float:
    """Seconds that a new process needs for the import and a first sentence, best of three."""
    words = "from actionlines.citations import find_citations; find_citations('its resolution 70/1 and SDG 9')"
    loaded, bare = (min(_seconds(code) for _ in range(3)) for code in (words, "pass"))
    return loaded - bare


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the tables."""
    print(f"import and first use: {first_use() * 1000:.0f} ms")
    texts = [Path(name).read_text("utf-8") for name in sys.argv[1:]]
    print(f"{'text':24}  " + "  ".join(f"{size / 1e6:8.1f}" for size in SIZES))
    print(row("documents" if texts else "sample", "".join(texts) or SAMPLE))
    for unit in HOSTILE:
        print(row(repr(unit), unit, SIZES[:2]))


if __name__ == "__main__":
    main()
