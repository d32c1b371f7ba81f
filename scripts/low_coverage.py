"""Print the files of src that the tests cover least. usage: python scripts/low_coverage.py [TOTAL [FILE]]

Reads .coverage. Exits with 1 where less than TOTAL percent of all lines (92), or FILE percent of a file (70), ran.
"""

from __future__ import annotations

import io
import sys

from coverage import Coverage
from coverage.exceptions import NoDataError


def main(total: float = 92, least: float = 70) -> int:
    """Return the exit code."""
    measured = Coverage()
    measured.load()
    try:
        whole = measured.report(file=io.StringIO())
    except NoDataError:
        print("There is no coverage here: run make coverage.", file=sys.stderr)
        return 1
    low = []
    for name in measured.get_data().measured_files():
        _, lines, _, missing, _ = measured.analysis2(name)
        share = 100 * (len(lines) - len(missing)) / len(lines) if lines else 100.0
        if share < least:
            low.append((share, name, len(missing)))
    for share, name, missing in sorted(low):
        print(f"{share:5.1f} %  {missing:4} lines not run  {name}")
    print(f"{whole:5.1f} %  of all lines, {len(low)} files under {least:.0f} %")
    return int(whole < total or bool(low))


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
