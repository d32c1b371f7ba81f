"""Regions and the world as pages show them from files of country values, against what ITU publishes.

    python -m benchmarks.regions [DATA]        DATA holds indicators/owid and indicators/itu_datahub

Each file of country values is worked out as an import does it. Every value that the register then shows of an area is
held against the aggregate of its year.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, verdict

FILES = ("owid/share-of-individuals-using-the-internet.csv", "itu_datahub/itu_datahub_lean.csv")


def main() -> int:
    """1 where a figure misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    return verdict(list(_figures(parser.parse_args().data / "indicators")))


def _figures(folder: Path) -> Iterator[Figure]:
    from actionlines.indicators.groups import all_published
    from actionlines.register.standings.figures import work_out

    for name in FILES:
        areas, far = 0, 0.0
        for row in work_out(folder / name, Path(name).name).rows:
            area = "m49:001" if row["area"] == "world" else row["area"]
            held = {} if row["breakdown"] else {item.year: item.value for item in all_published(row["series"], area)}
            values = dict(zip(row["years"], row["values"], strict=True))
            areas += bool(held.keys() & values.keys())
            far = max(far, *(abs(values[year] - held[year]) for year in held.keys() & values.keys()), 0.0)
        yield Figure(f"{Path(name).stem}: areas shown with an aggregate", areas, ">=", 7)
        yield Figure(f"{Path(name).stem}: furthest from the aggregate", far, "<=", 0.5, "points")


if __name__ == "__main__":
    raise SystemExit(main())
