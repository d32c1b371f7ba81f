"""The commands and the one place where errors become lines and exit codes.

Exit codes: 0 all done; 1 some input failed, or nothing could be written; 2 the command was used wrongly;
130 interrupted; 143 terminated.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from actionlines import __version__
from actionlines.cli.align import align
from actionlines.cli.backup import backup, restore
from actionlines.cli.benchmark import app as benchmark
from actionlines.cli.choices import Language, RowFormat, named, one_of
from actionlines.cli.framework import app as framework
from actionlines.cli.measure import measure
from actionlines.cli.register import bring_in
from actionlines.cli.report import app as report
from actionlines.cli.roadmap import roadmap
from actionlines.cli.serve import serve
from actionlines.cli.streams import prepare
from actionlines.errors import ActionlinesError, OutputError

app = typer.Typer(
    name="actionlines",
    help="Who was asked to do what, by when: read resolutions and reports, find mandates and citations.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
# One line each in the list of commands; the first sentence of a longer help would be cut off in it.
app.add_typer(framework, name="framework", short_help="What was agreed: lines, goals, commitments, bodies.")
app.add_typer(benchmark, name="benchmark", short_help="How well it works on this machine, in figures.")
app.add_typer(report, name="report", short_help="Write a report of the register as files.")
app.command(short_help="Say which lines, goals and commitments a text speaks to.")(align)
app.command(short_help="Judge progress and divides by named methods.")(measure)
app.command("import", short_help="Bring documents and tables into the register.")(bring_in)
app.command(short_help="Start the register as a web site.")(serve)
app.command(short_help="Propose the road map of an action line as files.")(roadmap)
app.command(short_help="Write the register to one file.")(backup)
app.command(short_help="Bring a backup back into an empty register.")(restore)


# What the shell expects of a program stopped from the keyboard; typer turns the interrupt into it.
INTERRUPTED = 130


# Errors of writing to a full or broken device.
FULL = (errno.ENOSPC, errno.EFBIG, errno.EIO)


def _given(value: Any) -> Any:
    # An empty path would mean the current folder, which nobody asked for.
    if any(not word.strip() for word in (value if isinstance(value, list) else [value])):
        raise typer.BadParameter("it is empty")
    return value


FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        callback=_given,
        help="PDF, DOCX, HTML or text files, folders (read whole), symbols, or -.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar=named(RowFormat), callback=one_of(RowFormat),
        help="table (default on a terminal), json, jsonl (default elsewhere), or csv.",
    ),
]  # fmt: skip
LanguageOption = Annotated[
    str,
    typer.Option(
        metavar=named(Language), callback=one_of(Language), help="Language in which a symbol is fetched."
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"actionlines {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Read resolutions and reports; find who was asked to do what, by when; write the follow-up."""


@app.command(short_help="Write the follow-up of documents: who must do what by when.")
def review(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE_OR_SYMBOL",
            callback=_given,
            help="Files, folders (read whole), or symbols such as A/RES/80/173.",
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR", callback=_given, help="Folder for the report; made when it is not there."
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a summary for machines instead of words.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Worker processes. By default 2 for more than 8 inputs, else 1."),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            metavar=named(Language),
            callback=one_of(Language),
            help="Language of the report, and in which symbols are fetched.",
        ),
    ] = Language.ENGLISH.value,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files of the same names that are not ours.")
    ] = False,
    no_align: Annotated[bool, typer.Option("--no-align", help="Leave out what the texts speak to.")] = False,
    country: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Also say where this country (KEN) or region (LDC, itu-region:AFR) stands."
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Figures for --country, as `measure` reads them; may be repeated."),
    ] = None,
) -> None:
    """Read all inputs and write the follow-up: index.html, mandates.xlsx, CSV, review.docx, review.json."""
    from actionlines.cli.review import run

    asked = (country, tuple(data or ()))
    raise typer.Exit(run(inputs, Path(out), as_json, quiet, processes, language, force, not no_align, asked))


@app.command(short_help="Show documents as they were read.")
def read(
    files: FilesArgument, form: FormatOption = None, language: LanguageOption = Language.ENGLISH.value
) -> None:
    """Show documents as they were read: metadata, numbered paragraphs, notes, tables."""
    from actionlines.cli.show import show_documents

    raise typer.Exit(show_documents(files, _format(form), language))


@app.command()
def cite(
    files: FilesArgument, form: FormatOption = None, language: LanguageOption = Language.ENGLISH.value
) -> None:
    """Show every citation in documents, in one canonical form."""
    from actionlines.cli.show import show_citations

    raise typer.Exit(show_citations(files, _format(form), language))


@app.command()
def mandates(
    files: FilesArgument, form: FormatOption = None, language: LanguageOption = Language.ENGLISH.value
) -> None:
    """Show who is asked to do what, by when, reporting to whom."""
    from actionlines.cli.show import show_mandates

    raise typer.Exit(show_mandates(files, _format(form), language))


def _format(given: str | None) -> str:
    if given is not None:
        return given
    return "table" if sys.stdout.isatty() else "jsonl"


def main(arguments: list[str] | None = None) -> None:
    """Entry point. Never shows a traceback for an error of ours, an interrupt or a closed pipe."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        prepare()
        try:
            app(args=arguments)
        finally:
            sys.stdout.flush()  # here, where a full device can still be told
    except ActionlinesError as error:
        print(error, file=sys.stderr)
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
        _drop_output()
        problem = f"it cannot be written: {error.strerror}"
        print(OutputError("standard output", problem, "Write it somewhere else."), file=sys.stderr)
        sys.exit(1)


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
