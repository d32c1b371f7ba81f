"""`actionlines search`: what is public in a register, the thing that the words name first."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from actionlines.cli.options import SITE, DataOption, check_filled, require_packages
from actionlines.cli.tables import make_printable, print_json


def search(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", callback=check_filled, help="Words, a name or a symbol, in any language.")
    ],
    data: DataOption = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, metavar="N", help="Results at most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON on standard output.")] = False,
) -> None:
    """Search a register in the order of its page and API; exit code 1 where nothing is found."""
    require_packages("search", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.pages.search import list_results

    total, rows = list_results(words, most)
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            print(make_printable(f"{row['title']} ({row['about']})\n  {row['address']}"))
        if total > len(rows):
            print(f"{len(rows)} of {total}")
    if not rows:
        print("Nothing is found. Write fewer words, a symbol or a name.", file=sys.stderr)
    raise typer.Exit(0 if rows else 1)
