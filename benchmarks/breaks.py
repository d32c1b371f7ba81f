"""Breaks by change of source or method: recall and precision over series that were read by hand.

    python -m benchmarks.breaks [DATA]

`breaks_verdicts.tsv` holds series of the ITU DataHub of 2025: 60 whose sources and notes were read and tell of
another office or way of counting, and 200 without one (the same office all the time, in any spelling). They were
drawn at random and read before the finder saw them; another 170 series were used to make it. DATA has the layout
of the shared data (indicators/itu_datahub_2025 in it).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from actionlines.indicators.provenance import find_breaks
from actionlines.indicators.read import read_indicators
from benchmarks.figure import Figure

VERDICTS = Path(__file__).with_name("breaks_verdicts.tsv")


def read_verdicts() -> dict[tuple[str, str], bool]:
    """Return for each series and area whether its sources change."""
    with VERDICTS.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return {(row["series"], row["area"]): row["verdict"] == "change" for row in rows}


def found(folder: Path) -> tuple[set[tuple[str, str]], int]:
    """Return the series and areas in which a change is found, and the number of falls in all series."""
    changed: set[tuple[str, str]] = set()
    falls = 0
    for path in sorted(folder.glob("*.csv*")):
        seen = find_breaks(read_indicators(path).table)
        said = seen.filter(seen["kind"] != "fall")
        changed |= set(said.select("series", "area").iter_rows())
        falls += seen.height - said.height
    return changed, falls


def figures(folder: Path) -> Iterable[Figure]:
    """Recall and precision over the series with a verdict."""
    verdicts = read_verdicts()
    changed, falls = found(folder)
    known = {key for key, change in verdicts.items() if change}
    taken = changed & verdicts.keys()
    yield Figure("series with a known change", len(known), ">=", 60)
    yield Figure("series without one", len(verdicts) - len(known), ">=", 200)
    yield Figure("breaks: recall", len(taken & known) / len(known), ">=", 0.85)
    yield Figure("breaks: precision", len(taken & known) / max(len(taken), 1), ">=", 0.80)
    for what, keys in (("not found", known - taken), ("found wrongly", taken - known)):
        for series, area in sorted(keys):
            print(f"{what}: {series} {area}")
    print(f"falls against the trend, all ten files: {falls}")


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a bar is not reached."""
    data = Path(arguments[0] if arguments else "../shared/data") / "indicators" / "itu_datahub_2025"
    every = list(figures(data))
    for figure in every:
        print(figure.row())
    return 0 if all(figure.reached for figure in every) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
