"""`import`, `serve`, `backup`, `restore`, `fixity`, `mcp`: the register. They meet Django only when they run."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from actionlines.cli.options import LANGUAGES, SITE, DataOption, QuietOption, add_choice, check_filled, require_packages
from actionlines.json_types import JsonObject

# The kinds of files that the register imports.
IMPORTS = ("document", "activities", "indicators", "cooperation", "uninfo")
SetOption = Annotated[
    str | None,
    add_choice(("wsis",), "--set", help="The starter register: instruments of WSIS, and what they ask in summaries."),
]


def import_files(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            callback=check_filled,
            help="Documents, tables of activities (CSV, XLSX, JSON), files of figures or of UN INFO.",
        ),
    ] = None,
    data: DataOption = None,
    starter: SetOption = None,
    kind: Annotated[
        str | None, add_choice(IMPORTS, help="Kind of the files. By default their content decides.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="COLUMN=FIELD",
            help="Field of a column of activities whose header is not recognised; may be repeated. "
            "Then only the columns named are read.",
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="ID", callback=check_filled, help="Country of a cooperation framework, such as KEN."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report the outcome row by row; change nothing.")] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish complete activities at once, if the account of --as may publish.")
    ] = False,
    email: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="EMAIL",
            callback=check_filled,
            help="Account that imports, with its permissions. By default the system, which may do all.",
        ),
    ] = None,
) -> None:
    """Import documents with their mandates, tables of activities and files of figures into the register."""
    if kind == "cooperation" and not country:
        raise typer.BadParameter("add --country ID for its cooperation framework", param_hint="--kind")
    if country and kind not in (None, "cooperation", "uninfo"):
        raise typer.BadParameter("use it with --kind cooperation or uninfo only", param_hint="--country")
    if not files and not starter:
        raise typer.BadParameter("name a file, or --set wsis", param_hint="FILE")
    require_packages("import", "site", SITE)
    if starter:
        from actionlines.register.site.setup import start

        start(data)
        from actionlines.register.mandates.starter import load_starter

        typer.echo("{} instruments and {} mandates added.".format(*load_starter()))
    from actionlines.register.site.commands.import_files import ImportRequest
    from actionlines.register.site.commands.import_files import import_files as run

    request = ImportRequest(
        kind or "", _parse_fields(columns or []), (country or "").upper(), dry_run, publish, email or ""
    )
    with show_progress() as (on_progress, say, wrong), TemporaryDirectory() as folder:
        paths, failed = _list_paths(files or [], Path(folder), wrong)
        code = run(paths, Path(data) if data else None, request, say, wrong, on_progress)
    raise typer.Exit(1 if failed else code)


def fetch(
    name: SetOption = "wsis",
    data: DataOption = None,
    language: Annotated[str, add_choice(LANGUAGES, help="Language of the texts.")] = "en",
) -> None:
    """Fetch the texts of a set by their symbols and import them, one by one. After a stop, run it again."""
    require_packages("fetch", "site", SITE)
    from actionlines.register.site.commands.import_files import fetch_starter_texts

    with show_progress() as (on_progress, say, wrong):
        code = fetch_starter_texts(Path(data) if data else None, language, say, wrong, on_progress)
    raise typer.Exit(code)


def _list_paths(words: list[str], folder: Path, wrong: Callable[[str], None]) -> tuple[list[Path], bool]:
    """Return the files of the words, folders and zips unpacked, and whether some cannot be had: `wrong` says why."""
    from actionlines.errors import FetchError, InputError
    from actionlines.results.inputs import fetch_symbol, unpack_papers

    paths, failed = [], False
    for number, word in enumerate(words):
        own = folder / str(number)
        own.mkdir()
        try:
            paths += unpack_papers(fetch_symbol(word), own)
        except (FetchError, InputError) as error:
            failed = True
            wrong(str(error))
    return paths, failed


def _parse_fields(pairs: list[str]) -> dict[str, str]:
    """COLUMN=FIELD; a column may hold the sign, a field does not."""
    out = {}
    for text in pairs:
        column, sign, field = text.rpartition("=")
        if not (sign and column.strip() and field.strip()):
            raise typer.BadParameter(f"{text!r} is not of the form COLUMN=FIELD", param_hint="--column")
        out[column.strip()] = field.strip()
    return out


def serve(
    data: DataOption = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; 0.0.0.0 for all of this machine.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port to listen on.")] = 8000,
    threads: Annotated[
        int | None, typer.Option(min=1, max=64, metavar="N", help="Requests worked on at the same time (default: 4).")
    ] = None,
    worker: Annotated[bool, typer.Option(help="Run the background worker too.")] = True,
) -> None:
    """Start the register as a web site. The first start makes its database and a link for the administrator."""
    require_packages("serve", "site", SITE)
    from actionlines.register.site.serve import serve as run

    run(data, host, port, say=typer.echo, threads=threads, worker=worker)


def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The file to write; it must be new.")],
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the database and files of the register to one file, while the register runs."""
    require_packages("backup", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.site.backup import backup as run

    _print_backup("written", run(out, _open_progress(quiet)), out)


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A file that `backup` wrote.")],
    data: DataOption = None,
    quiet: QuietOption = False,
) -> None:
    """Restore a backup into a new, empty register, and compare every table and file by its checksum."""
    require_packages("restore", "site", SITE)
    from actionlines.register.site.backup import checked
    from actionlines.register.site.setup import data_folder, must_be_free, start

    # A wrong file or folder is found before anything is made.
    must_be_free(data_folder(data))
    manifest = checked(source)
    start(data)
    from actionlines.register.core.search import rebuild
    from actionlines.register.site.backup import restore as run

    run(source, _open_progress(quiet), manifest=manifest)
    from actionlines.register.site.accounts import seal_factors

    if lost := seal_factors():
        typer.echo(f"{lost} second factors are of another secret key: their holders set them up again.", err=True)
    rebuild()
    _print_backup("restored", manifest, source)


def fixity(
    data: DataOption = None,
    backups: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of backups to check too; by default ACTIONLINES_BACKUPS.")
    ] = None,
    trial: Annotated[
        bool, typer.Option("--restore", help="Restore the newest backup, or one made now, into a temporary register.")
    ] = False,
    alarm: Annotated[
        bool, typer.Option("--alarm", help="Write to the administrators of the site where something is wrong.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Check that rows, originals, versions and backups have not changed; exit code 1 if one has."""
    require_packages("fixity", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.site.backup.fixity import check, report

    result = check(backups=backups, trial=trial)
    if alarm and result.wrong:
        report(result)
    for error in result.wrong:
        typer.echo(str(error), err=True)
    if not quiet:
        typer.echo(result.words)
    raise typer.Exit(1 if result.wrong else 0)


def mcp(data: DataOption = None) -> None:
    """Serve assistants on standard input and output by the Model Context Protocol: they read, and change nothing.

    The environment variable ACTIONLINES_TOKEN holds the token of an account; without it assistants see what
    visitors see.
    """
    require_packages("mcp", "mcp", (*SITE, "mcp"))
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.site.assistants.server import stdio

    stdio(os.environ.get("ACTIONLINES_TOKEN", "").strip())


def _open_progress(quiet: bool) -> Any:
    def tell(what: str, done: int) -> None:
        """Print how many rows of a table are done."""
        if not quiet and done:
            typer.echo(f"{done:>12,}  {what}", err=True)

    return tell


def _print_backup(verb: str, manifest: JsonObject, file: Path) -> None:
    rows = sum(table.get("rows", 0) for table in manifest["tables"].values())
    for damage in manifest.get("damaged", ()):
        typer.echo(f"AL707 {damage}. An empty value is in its place. Enter it again.", err=True)
    typer.echo(
        f"{file}: {rows:,} rows of {len(manifest['tables'])} tables and {len(manifest['files']):,} files {verb}."
    )


OnProgress = Callable[[str, int, int], None]
Say = Callable[[str], None]


@contextlib.contextmanager
def show_progress() -> Iterator[tuple[OnProgress, Say, Say]]:
    """Yield (progress, answers, errors): a bar on the error stream where that is a terminal."""
    from actionlines.cli.tables import make_printable, show_error

    if not sys.stderr.isatty():
        yield (
            lambda _name, _done, _all: None,
            lambda line: print(make_printable(line)),
            lambda line: print(show_error(line), file=sys.stderr),
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True, highlight=False)
    with Progress(*bars, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_progress(name: str, done: int, total: int) -> None:
            """Show the progress of the import."""
            bar.update(task, completed=done, total=total, description=make_printable(name).replace("[", r"\["))

        def wrong(line: str) -> None:
            """Print an error above the progress bar."""
            console.print(show_error(line), markup=False)

        answers = Console() if sys.stdout.isatty() else None

        def say(line: str) -> None:
            """Print an answer, above the bar in a terminal."""
            console.print(make_printable(line), markup=False) if answers else print(make_printable(line))

        yield on_progress, say, wrong
