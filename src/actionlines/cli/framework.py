"""`actionlines framework`: list, show, check and export what was agreed."""

from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.options import add_choice, describe_command, one_of

app = typer.Typer(
    help="Look up action lines, goals, targets, the Compact, bodies and countries.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


# The kinds of entries that `framework list` prints.
CONCEPTS = (
    *("action-lines", "facilitators", "goals", "targets", "indicators", "links", "objectives", "commitments"),
    *("connectivity", "countries", "areas", "memberships", "offices", "bodies"),
)
FormOption = Annotated[str, add_choice(("table", "json"), "--format", "-f", help="Format of the answer.")]


@app.command(**describe_command("framework list"))
def list_kind(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", callback=one_of(CONCEPTS), help=f"One of: {', '.join(CONCEPTS)}.")
    ],
    form: FormOption = "table",
) -> None:
    """List all entries of one kind, one entry a row."""
    from actionlines.cli.framework_show import show_rows

    show_rows(kind, form == "json")


@app.command(**describe_command("framework show"))
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="C7-ehealth, sdg:9.c, gdc:11a, itu, KEN, LDC, …")],
    form: FormOption = "table",
) -> None:
    """Show one entry with everything that is linked to it."""
    from actionlines.cli.framework_show import show_one

    show_one(name, form == "json")


@app.command(**describe_command("framework check"))
def check(
    form: FormOption = "table",
    unverified: Annotated[
        bool, typer.Option("--unverified", help="List each row that has not been compared with its source.")
    ] = False,
) -> None:
    """Check the data files against their own rules; exit code 1 if one is broken."""
    from actionlines.cli.framework_show import show_check

    raise typer.Exit(0 if show_check(form == "json", unverified) else 1)


@app.command(**describe_command("framework export"))
def export(
    form: Annotated[str, add_choice(("json", "skos", "csv"), "--format", "-f", help="json, skos (JSON-LD) or csv.")],
    out: Annotated[Path, typer.Option(metavar="PATH", help="The file to write.")],
) -> None:
    """Write the whole framework to one file."""
    from actionlines.framework import load
    from actionlines.framework.export import export as write

    size = write(load(), form, out)
    typer.echo(f"{out}: {size:,} bytes")
