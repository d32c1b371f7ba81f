"""`actionlines backup` and `actionlines restore`: the whole register in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from actionlines.cli.needs import needs
from actionlines.cli.serve import NEEDED, DataOption

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress; errors only.")]


def backup(
    out: Annotated[
        Path, typer.Argument(metavar="FILE.zip", help="The file to write; it must not be there yet.")
    ],
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write database and files of the register to one file; the register may go on running."""
    needs("backup", "site", NEEDED)
    from actionlines.site.setup import start

    start(data)
    from actionlines.site.backup import backup as run

    _say("written", run(out, _progress(quiet)), out)


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A file that `backup` wrote.")],
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bring a backup back into a new, empty register, and compare every table and file by its checksum."""
    needs("restore", "site", NEEDED)
    from actionlines.site.setup import start

    start(data)
    from actionlines.registry.search import rebuild
    from actionlines.site.backup import restore as run

    manifest = run(source, _progress(quiet))
    rebuild()
    _say("restored", manifest, source)


def _progress(quiet: bool) -> Any:
    def tell(what: str, done: int) -> None:
        if not quiet and done:
            typer.echo(f"{done:>12,}  {what}", err=True)

    return tell


def _say(verb: str, manifest: dict[str, Any], file: Path) -> None:
    rows = sum(table["rows"] for table in manifest["tables"].values())
    typer.echo(
        f"{file}: {rows:,} rows of {len(manifest['tables'])} tables and {len(manifest['files']):,} files {verb}."
    )
