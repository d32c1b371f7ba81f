"""`actionlines extract`, and the options that it shares with `align --in`: engine, processes, format."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.options import QuietOption, check_filled, list_choices, one_of


class Engine(StrEnum):
    """The engines that run the parts of a large input."""

    LOCAL = "local"
    DAFT = "daft"
    RAY = "ray"
    SPARK = "spark"


class Output(StrEnum):
    """The formats of the files written for a large input."""

    PARQUET = "parquet"
    JSONL = "jsonl"


# The panel of the options in the help of `align`.
PANEL = "Many texts"
OutputFormatOption = Annotated[
    str,
    typer.Option(
        metavar=list_choices(Output), callback=one_of(Output), rich_help_panel=PANEL, help="Format of the files."
    ),
]
ProcessesOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=1024, metavar="N", rich_help_panel=PANEL, help="Processes; by default as many as there are cores."
    ),
]
EngineOption = Annotated[
    str,
    typer.Option(
        metavar=list_choices(Engine),
        callback=one_of(Engine),
        rich_help_panel=PANEL,
        help="Engine that runs the parts; spark is an extra, daft and ray are deprecated.",
    ),
]


def extract(
    inputs: Annotated[
        str,
        typer.Option(
            "--in", metavar="DIR_OR_GLOB", callback=check_filled, help="PDF, DOCX, HTML, Akoma Ntoso and text files."
        ),
    ],
    out: Annotated[
        str,
        typer.Option(metavar="DIR", callback=check_filled, help="Folder for the tables; a stopped run goes on there."),
    ],
    more: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="More files or folders.", show_default=False)
    ] = None,
    output_format: OutputFormatOption = Output.PARQUET.value,
    align: Annotated[bool, typer.Option("--align", help="Add the table of alignments (extra `align`).")] = False,
    processes: ProcessesOption = None,
    engine: EngineOption = Engine.LOCAL.value,
    quiet: QuietOption = False,
) -> None:
    """Write tables of documents: paragraphs, citations, mandates and, with --align, what they are about."""
    from actionlines.cli import align_many

    # The shell expands a glob: its first file follows --in, the others become FILEs.
    words = [inputs, *(more or ())]
    raise typer.Exit(align_many.extract(words, Path(out), output_format, align, quiet, processes, engine=engine))
