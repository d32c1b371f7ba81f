"""`actionlines benchmark alignment`: the accuracy of alignment on this machine, as a table with bars."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli.options import describe_command
from actionlines.cli.tables import Column, make_printable, open_bar, print_table

if TYPE_CHECKING:
    from actionlines.alignment.measure.figures import FigureKind, Measured, Watch

app = typer.Typer(
    help="Measure how well Actionlines works on this machine.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def common() -> None:
    """Measure how well Actionlines works on this machine."""


@app.command(**describe_command("benchmark alignment"))
def alignment(
    texts: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of labelled texts, with alignment/dev and languages.")
    ] = Path("../shared/data"),
    neural: Annotated[
        bool, typer.Option("--neural", help="Measure the neural grade too (extra `neural`); takes minutes.")
    ] = False,
    model: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Use this model (.npz, with its .json beside it) in place of the package's."),
    ] = None,
    test: Annotated[
        bool,
        typer.Option("--test", help="Run the SDG Classification Benchmark too: a test, not to choose settings by."),
    ] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Measure seesus on the same texts (extra `benchmark`).")
    ] = False,
    seconds: Annotated[
        float, typer.Option(min=0, metavar="N", help="Seconds that a peer has for each set of texts.")
    ] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure alignment on labelled texts; exit code 1 when nothing could be measured."""
    from actionlines.alignment.measure.benchmark import Plan, measure_models
    from actionlines.cli.tables import print_json

    if test:
        print("The benchmark is a test: nothing may be chosen by it.", file=sys.stderr)
    plan = Plan(texts, model, neural, test, peers, seconds)
    with watch_progress() as watch:
        figures = list(measure_models(plan, watch))
    if as_json:
        print_json([figure.as_dict() for figure in figures])
    elif figures:
        columns, rows = figures_table(figures)
        print_table("", columns, rows)
        print(figures_summary(figures))
    if not figures:
        print(f"Nothing could be measured: {make_printable(str(texts))} has no labelled texts.", file=sys.stderr)
        raise typer.Exit(1)


def figures_table(figures: Sequence[Measured]) -> tuple[list[Column], list[list[str]]]:
    """One row per figure in the order of bars.csv, one column per model in the order measured."""
    from actionlines.alignment.measure.figures import read_kinds

    models = list(dict.fromkeys(figure.model for figure in figures))
    cells = {(figure.kind.key, figure.model): _format_cell(figure) for figure in figures}
    rows = [
        [f"{kind.what}{f', {kind.unit}' if kind.unit else ''}", _format_bar(kind, models)]
        + [cells.get((key, model), "") for model in models]
        for key, kind in read_kinds().items()
        if any((key, model) in cells for model in models)
    ]
    return [Column("Figure", sentences=True), Column("Bar"), *map(Column, models)], rows


def figures_summary(figures: Sequence[Measured]) -> str:
    """Return how many of the figures that have a bar reach it."""
    reached = [figure.reached for figure in figures if figure.reached is not None]
    return f"{sum(reached)} of {len(reached)} bars reached{'' if all(reached) else '; * misses its bar'}"


def format_number(value: float) -> str:
    """A figure in so many digits as it deserves.

    >>> format_number(0.71234), format_number(86.41), format_number(14061.3), format_number(float("nan"))
    ('0.712', '86.4', '14,061', 'none')
    """
    if value != value:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"


def _format_cell(figure: Measured) -> str:
    return f"{format_number(figure.seen)}{'*' if figure.reached is False else ''}"


def _format_bar(kind: FigureKind, models: Sequence[str]) -> str:
    bars = dict.fromkeys(f"{kind.bars[model]:g}" for model in models if model in kind.bars)
    return f"{kind.sense}{' or '.join(bars)}" if bars else ""


@contextlib.contextmanager
def watch_progress() -> Iterator[Watch]:
    """Progress on the terminal's error stream, stages only where there is none; what is left out, at once."""
    from actionlines.alignment.measure.figures import Watch

    def left_out(why: str) -> None:
        """Print why something is left out."""
        print(make_printable(f"Left out: {why}"), file=sys.stderr)

    if not sys.stderr.isatty():
        seen: set[str] = set()

        def said(stage: str, _done: int, _total: int) -> None:
            """Print the name of each stage once."""
            if stage not in seen:
                seen.add(stage)
                print(stage, file=sys.stderr, flush=True)

        yield Watch(said, left_out)
        return
    with open_bar("Measuring") as move:
        yield Watch(lambda stage, done, total: move(stage, completed=done, total=total), left_out)
