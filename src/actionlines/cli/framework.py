"""`actionlines framework`: what was agreed, listed, shown, checked and exported."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.choices import named, one_of

app = typer.Typer(
    help="What was agreed: action lines, goals, targets, the Compact, bodies, countries.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """What can be listed."""

    ACTION_LINES = "action-lines"
    FACILITATORS = "facilitators"
    GOALS = "goals"
    TARGETS = "targets"
    INDICATORS = "indicators"
    LINKS = "links"
    OBJECTIVES = "objectives"
    COMMITMENTS = "commitments"
    CONNECTIVITY = "connectivity"
    COUNTRIES = "countries"
    AREAS = "areas"
    MEMBERSHIPS = "memberships"
    OFFICES = "offices"
    BODIES = "bodies"


class Form(StrEnum):
    """The forms of an export."""

    JSON = "json"
    SKOS = "skos"
    CSV = "csv"


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command("list")
def list_kind(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", callback=one_of(Kind), help=f"One of: {', '.join(Kind)}.")
    ],
    as_json: JsonOption = False,
) -> None:
    """List everything of one kind."""
    from actionlines.cli.framework_show import show_rows

    show_rows(kind, as_json)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="C7-ehealth, sdg:9.c, gdc:11a, itu, KEN, LDC, …")],
    as_json: JsonOption = False,
) -> None:
    """Show one thing with what it is linked to."""
    from actionlines.cli.framework_show import show_one

    show_one(name, as_json)


@app.command()
def check(
    as_json: JsonOption = False,
    unverified: Annotated[
        bool, typer.Option("--unverified", help="List every row that nobody has verified yet.")
    ] = False,
) -> None:
    """Prove that the data files keep their own rules; exit code 1 if they do not."""
    from actionlines.cli.framework_show import show_check

    raise typer.Exit(0 if show_check(as_json, unverified) else 1)


@app.command()
def export(
    form: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar=named(Form), callback=one_of(Form), help="json, skos (JSON-LD) or csv."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="PATH", help="The file to write.")],
) -> None:
    """Write the whole framework to one file."""
    from actionlines.framework import load
    from actionlines.framework.export import export as write

    size = write(load(), form, out)
    typer.echo(f"{out}: {size:,} bytes")
