"""`actionlines measure --preview` and `--backtest`: what is understood, and how projections would have done."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from actionlines.cli.options import MEASURE, require_packages

if TYPE_CHECKING:
    from actionlines.indicators.read import TableReading

BACKTEST = "backtest.csv"


def _read_inputs(
    files: Sequence[str], mapping: str | None, area: str, failed: list[str]
) -> Iterator[TableReading]:
    """Yield the files that can be read; name the others on the error stream."""
    from actionlines.cli.tables import make_printable
    from actionlines.errors import ActionlinesError
    from actionlines.indicators.read import read_indicators, read_mapping

    columns = read_mapping(mapping)
    for file in files:
        try:
            yield read_indicators(file, columns, area=area)
        except ActionlinesError as error:
            failed.append(file)
            print(make_printable(str(error)), file=sys.stderr)


def show_preview(
    files: Sequence[str], mapping: str | None, targets: str | None, area: str, *, as_json: bool
) -> int:
    """Print what is understood of each file, and judge nothing. Return the exit code: 1 when a file failed."""
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.cli.streams import print_json
    from actionlines.cli.tables import make_printable
    from actionlines.indicators.aims import read_aims
    from actionlines.papers.progress.preview import describe_preview, preview_file
    from actionlines.papers.writers.as_json import plain_value

    own = read_aims(targets) if targets else ()
    failed: list[str] = []
    every = [preview_file(reading, own) for reading in _read_inputs(files, mapping, area, failed)]
    if as_json:
        print_json(plain_value(every))
    else:
        for part in every:
            print("\n".join(map(make_printable, describe_preview(part))))
    return 1 if failed else 0


def run_backtest(
    files: Sequence[str], year: int, options: Mapping[str, str | None], names: Sequence[str], *, as_json: bool
) -> int:
    """Print how projections made in `year` would have done; write BACKTEST where `out` names a folder.

    Return the exit code: 1 when a file failed or nothing could be compared.
    """
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.cli.streams import print_json
    from actionlines.cli.tables import make_printable
    from actionlines.papers.files import is_ours, write_files
    from actionlines.papers.progress.assemble import join_readings
    from actionlines.papers.progress.backtest import COLUMNS, PROJECTING, backtest, describe_backtest
    from actionlines.papers.progress.datasets import frame_csv, safe_frame

    chosen = [name for name in PROJECTING if name in names] if names else PROJECTING
    if not chosen:
        raise typer.BadParameter(
            f"{', '.join(names)} projects nothing: give one of {', '.join(PROJECTING)}.",
            param_hint="'--method'",
        )
    failed: list[str] = []
    readings = list(_read_inputs(files, options["mapping"], "", failed))
    titles = {series: title for entry in readings for series, title in entry.names.items()}
    table, _ = join_readings(readings)
    errors = backtest(table, year, titles, chosen)
    if out := options["out"]:
        write_files(
            {BACKTEST: lambda: frame_csv(safe_frame(errors))}, Path(out), force=options["force"] is not None,
            ours=lambda path: is_ours(path, lambda row: row == list(COLUMNS)),
        )  # fmt: skip
    if as_json:
        print_json(errors.to_dicts())
    else:
        print("\n".join(map(make_printable, describe_backtest(errors))))
    return 1 if failed or not errors.height else 0
