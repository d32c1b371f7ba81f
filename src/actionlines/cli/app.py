"""The commands, and the one place that turns errors into lines and exit codes.

Exit codes: 0 all done; 1 some input failed, or nothing could be written; 2 the command was used wrongly;
130 interrupted; 143 terminated.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Annotated

import typer

from actionlines import __version__
from actionlines.cli import framework, options, papers, register
from actionlines.cli.align import align, extract
from actionlines.cli.ask import ask, search
from actionlines.cli.benchmark import app as benchmark
from actionlines.cli.compare import compare, series
from actionlines.cli.measure import measure
from actionlines.cli.tables import WORDS, prepare_streams, show_error
from actionlines.errors import ActionlinesError, OutputError, SetupError

app = typer.Typer(
    name="actionlines",
    help="Find who was asked to do what, by when, in United Nations and ITU documents.",
    cls=options.CommandGroup,
    context_settings=options.SETTINGS,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# What the shell expects of a program stopped from the keyboard; typer turns the interrupt into it.
INTERRUPTED = 130

# Errors of writing to a full or broken device.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        callback=options.check_filled,
        help="PDF, DOCX, HTML, Akoma Ntoso or text files, folders (read whole), symbols, web addresses, or - for "
        "standard input.",
    ),
]
FormatOption = Annotated[
    str | None,
    options.add_choice(
        options.ROW_FORMATS,
        "--format",
        "-f",
        help="table (default on a terminal), json, jsonl (default elsewhere), or csv.",
    ),
]
DocumentFormatOption = Annotated[
    str | None,
    options.add_choice(
        options.DOCUMENT_FORMATS,
        "--format",
        "-f",
        help="table (default on a terminal), json, jsonl (default elsewhere), csv, or akn (Akoma Ntoso).",
    ),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"actionlines {__version__}")
        raise typer.Exit


@app.callback(cls=options.CommandGroup, context_settings=options.SETTINGS)
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find who was asked to do what, by when, in United Nations and ITU documents."""


@app.command(**options.describe_command("review"))
def review(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE_OR_SYMBOL",
            callback=options.check_filled,
            help="Files, folders (read whole), web addresses, or symbols such as A/RES/80/173.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            callback=options.check_filled,
            help="Folder for the report; made when it is not there. Files of an earlier report are replaced.",
        ),
    ] = "follow-up",
    as_json: options.SummaryOption = False,
    quiet: options.QuietOption = False,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            metavar="N",
            help="Worker processes; by default one for each core for more than 8 inputs, else 1. "
            "The result does not depend on it.",
        ),
    ] = None,
    language: Annotated[
        str,
        options.add_choice(
            options.LANGUAGES, help="Language of headings and labels, and in which symbols are fetched."
        ),
    ] = "en",
    force: options.ForceOption = False,
    no_align: Annotated[
        bool, typer.Option("--no-align", help="Leave out the links to action lines, goals, targets and commitments.")
    ] = False,
    country: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Add the figures of this country (KEN) or region (LDC, itu-region:AFR); needs --figures."
        ),
    ] = None,
    figures: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Figures for --country, as `measure` reads them; may be repeated."),
    ] = None,
    asked: options.AskedOption = None,
) -> None:
    """Read all inputs and write the follow-up: index.html, mandates.xlsx, CSV, review.docx, review.json."""
    options.require_packages("review", "report", options.REPORT)
    from actionlines.cli.review import run_review

    standing = (country, tuple(figures or ()))
    code = run_review(inputs, Path(out), as_json, quiet, processes, language, force, not no_align, standing, asked)
    raise typer.Exit(code)


@app.command(**options.describe_command("mandates"))
def mandates(
    files: FilesArgument,
    form: FormatOption = None,
    language: options.SymbolLanguageOption = "en",
    asked_option: options.AskedOption = None,
    explain: options.ExplainOption = False,
) -> None:
    """List who is asked to do what, by when, reporting to whom."""
    from actionlines.cli.show import show_explained, show_mandates

    if explain and asked_option:
        raise typer.BadParameter("--explain shows every paragraph; leave --asked out")
    if explain:
        raise typer.Exit(show_explained(files, _choose_format(form), language))
    raise typer.Exit(show_mandates(files, _choose_format(form), language, asked_option))


@app.command(**options.describe_command("cite"))
def cite(
    files: FilesArgument,
    form: FormatOption = None,
    language: options.SymbolLanguageOption = "en",
    within: options.WithinOption = None,
) -> None:
    """List every citation in documents, each in one canonical form; with --in, advice on those that are stale."""
    from actionlines.cli.show import show_citations

    raise typer.Exit(show_citations(files, _choose_format(form), language, within or ()))


@app.command(**options.describe_command("read"))
def read(
    files: FilesArgument,
    form: DocumentFormatOption = None,
    language: options.SymbolLanguageOption = "en",
    fascicle: Annotated[
        bool, typer.Option("--fascicle", help="Read a section of the UN programme budget: mandates, results, money.")
    ] = False,
) -> None:
    """Show documents as Actionlines reads them: metadata, numbered paragraphs, notes, tables."""
    from actionlines.cli.show import show_documents, show_fascicles

    raise typer.Exit((show_fascicles if fascicle else show_documents)(files, _choose_format(form), language))


# The commands and groups of the other files, in the order of the help.
_OTHERS: dict[str, Callable[..., None] | typer.Typer] = {
    "align": align,
    "extract": extract,
    "series": series,
    "compare": compare,
    "ask": ask,
    "search": search,
    "measure": measure,
    "serve": register.serve,
    "import": register.import_files,
    "fetch": register.fetch,
    "report": papers.app,
    "roadmap": papers.roadmap,
    "export": papers.export,
    "backup": register.backup,
    "restore": register.restore,
    "fixity": register.fixity,
    "mcp": register.mcp,
    "framework": framework.app,
    "benchmark": benchmark,
}
for _name, _command in _OTHERS.items():
    if isinstance(_command, typer.Typer):
        app.add_typer(_command, **options.describe_command(_name, options.CommandGroup))
    else:
        app.command(**options.describe_command(_name))(_command)


def _choose_format(text: str | None) -> str:
    if text is not None:
        return text
    return "table" if sys.stdout.isatty() else "jsonl"


def _build_part(words: Sequence[str]) -> typer.Typer:
    """Return the application with the one command that the first word names, else whole: each takes time."""
    made = copy(app)
    made.registered_commands = [command for command in app.registered_commands if command.name in words[:1]]
    made.registered_groups = [group for group in app.registered_groups if group.name in words[:1]]
    return made if made.registered_commands or made.registered_groups else app


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error of Actionlines, an interrupt or a closed pipe shows no traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    WORDS[:] = arguments if arguments is not None else sys.argv[1:]
    try:
        prepare_streams()
        try:
            _build_part(list(WORDS))(args=arguments)
        finally:
            sys.stdout.flush()  # here, where an error of a full device can still be printed
    except ActionlinesError as error:
        print(show_error(error), file=sys.stderr)
        sys.exit(1)
    except SystemExit as left:
        if left.code == INTERRUPTED:
            print("Interrupted.", file=sys.stderr)
        raise
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, also not at shutdown.
        _drop_output()
        sys.exit(1)
    except OSError as error:
        if error.errno not in FULL:
            raise
        if error.filename is None:
            _drop_output()
        problem = f"it cannot be written: {error.strerror}"
        subject = str(error.filename or "standard output")
        print(OutputError(subject, problem, "Write it somewhere else."), file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        if (away := _database_away(error)) is None:
            raise
        print(away, file=sys.stderr)
        sys.exit(1)


def _database_away(error: Exception) -> SetupError | None:
    """Return what to say of a database that cannot be used now; None for every other error."""
    # Where no command has loaded Django, the error is none of its own.
    if "django.db" not in sys.modules:
        return None
    from actionlines.register.site.middleware.errors import is_away

    if not is_away(error):
        return None
    problem = f"it cannot be used ({str(error).strip().splitlines()[0]})"
    return SetupError("Database of the register", problem, "Nothing was half done. Repair it, and try again.")


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
