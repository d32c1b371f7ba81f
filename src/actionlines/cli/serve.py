"""`actionlines serve`: the register as a web site."""

from __future__ import annotations

from typing import Annotated

import typer

from actionlines.cli.needs import needs

# What the extra `site` brings: every command of the register needs all of it. django-ninja is not named: it cannot
# be imported before there are settings.
NEEDED = (
    "django", "allauth", "csp", "django_htmx", "django_tasks_db", "granian", "openpyxl", "tantivy", "whitenoise",
)  # fmt: skip

DataOption = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder of the register; by default ACTIONLINES_DATA or actionlines-data.",
    ),
]


def serve(
    data: DataOption = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for all of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests answered at the same time.")] = 4,
    worker: Annotated[bool, typer.Option(help="Run the background worker too.")] = True,
) -> None:
    """Start the register: makes its database the first time, and says the address."""
    needs("serve", "site", NEEDED)
    from actionlines.site.serve import serve as run

    run(data, host, port, say=typer.echo, threads=threads, worker=worker)
