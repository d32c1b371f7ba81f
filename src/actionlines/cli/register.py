"""Commands on the register. They meet Django only through the site, when they run."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.choices import named, one_of
from actionlines.cli.needs import needs
from actionlines.cli.serve import NEEDED


class What(StrEnum):
    """What a file brings in."""

    DOCUMENT = "document"
    ACTIVITIES = "activities"
    INDICATORS = "indicators"
    COOPERATION = "cooperation"


def bring_in(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Documents, tables of activities (CSV, XLSX, JSON), files of figures."
        ),
    ],
    data: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="Folder of the register; by default ACTIONLINES_DATA or actionlines-data."
        ),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option(
            metavar=named(What),
            callback=one_of(What),
            help="What the files are. By default told by their content.",
        ),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", help="What a column of activities is; may be repeated."
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Whose cooperation framework the document is, such as KEN."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it; change nothing.")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish complete activities at once, where --as may do so.")
    ] = False,
    email: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="EMAIL", help="Who brings it in. By default the system, which may do all."
        ),
    ] = None,
) -> None:
    """Bring files into the register: documents with their mandates, activities, figures."""
    if any(
        not one.strip() for one in (*files, *(given for given in (data, country, email) if given is not None))
    ):
        raise typer.BadParameter("it is empty")
    if what == What.COOPERATION and not country:
        raise typer.BadParameter("it needs --country: whose cooperation framework it is", param_hint="--what")
    if country and what not in (None, What.COOPERATION):
        raise typer.BadParameter("it goes with --what cooperation alone", param_hint="--country")
    needs("import", "site", NEEDED)
    from actionlines.site.commands.import_files import ImportRequest
    from actionlines.site.commands.import_files import import_files as run

    asked = ImportRequest(
        what or "", _mapping(mapped or []), (country or "").upper(), dry_run, publish, email or ""
    )
    with progress() as (on_progress, say, wrong):
        code = run([Path(one) for one in files], Path(data) if data else None, asked, say, wrong, on_progress)
    raise typer.Exit(code)


def _mapping(given: list[str]) -> dict[str, str]:
    """COLUMN=FIELD; a column may hold the sign, a field does not."""
    out = {}
    for one in given:
        column, sign, field = one.rpartition("=")
        if not (sign and column.strip() and field.strip()):
            raise typer.BadParameter(f"{one!r} is not of the form COLUMN=FIELD", param_hint="--map")
        out[column.strip()] = field.strip()
    return out


OnProgress = Callable[[str, int, int], None]
Say = Callable[[str], None]


@contextlib.contextmanager
def progress() -> Iterator[tuple[OnProgress, Say, Say]]:
    """(progress, answers, errors): a bar on the terminal's error stream where there is one."""
    from actionlines.cli.tables import printable

    if not sys.stderr.isatty():
        yield (
            lambda _name, _done, _all: None,
            lambda line: print(printable(line)),
            lambda line: print(printable(line), file=sys.stderr),
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True, highlight=False)
    with Progress(*shown, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_progress(name: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=printable(name).replace("[", r"\["))

        def wrong(line: str) -> None:
            console.print(printable(line), markup=False)

        answers = Console() if sys.stdout.isatty() else None

        def say(line: str) -> None:
            console.print(printable(line), markup=False) if answers else print(printable(line))

        yield on_progress, say, wrong
