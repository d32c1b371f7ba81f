"""Reading the data files of this room: CSV, UTF-8, first line names the columns."""

import csv
from collections.abc import Iterator
from pathlib import Path

from actionlines.errors import FrameworkError

DATA = Path(__file__).parent / "data"


def read_table(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    """Return the rows of `name`.csv as column -> text (an empty cell is ""), in the order of the file.

    Raises FrameworkError naming the file and line when a row has more or fewer cells than the header.
    """
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return list(_iterate_rows(path.name, csv.reader(handle)))
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise FrameworkError(path.name, f"cannot be read ({cause})", "Install the package again.") from cause


def _iterate_rows(name: str, reader: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    if not (header := next(reader, None)):
        raise FrameworkError(name, "has no header", "The first line names the columns.")
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(header):
            problem = f"line {number} has {len(cells)} cells, the header {len(header)}"
            raise FrameworkError(name, problem, "Quote cells that contain a comma.")
        yield dict(zip(header, cells, strict=True))


def split_list(cell: str) -> tuple[str, ...]:
    """Return the members of a semicolon list, trimmed; () for an empty cell."""
    return tuple(part for raw in cell.split(";") if (part := raw.strip()))
