"""`actionlines align` and `extract`; align_show.py prints few texts or rows, align_many.py writes files."""

from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.options import FORMATS, QuietOption, SymbolLanguageOption, add_choice, check_filled
from actionlines.lazily import has_neural

# The panel of the options in the help of `align`.
PANEL = "Many texts"
OutputFormatOption = Annotated[
    str, add_choice(("parquet", "jsonl"), rich_help_panel=PANEL, help="Format of the files.")
]
ProcessesOption = Annotated[
    int | None,
    typer.Option(
        min=1, max=1024, metavar="N", rich_help_panel=PANEL, help="Processes; by default as many as there are cores."
    ),
]
EngineOption = Annotated[
    str,
    add_choice(
        ("local", "daft", "ray", "spark"),
        rich_help_panel=PANEL,
        help="Engine that runs the parts; spark is an extra, daft and ray are deprecated.",
    ),
]


# Options for --in only, shown as a panel of their own.
_MANY = ("output_format", "processes", "engine", "part_size", "quiet")


def align(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="Documents, symbols, JSON lines (.jsonl), or - for standard input.", show_default=False
        ),
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Align these words.")] = None,
    form: Annotated[
        str | None,
        add_choice(
            FORMATS,
            "--format",
            "-f",
            help="table (default on a terminal), json, or jsonl (default elsewhere, and for rows).",
        ),
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column or field with the text; by default `text`.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="P", help="Lowest probability of a label; by default the model's."),
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="Add the probability of every label.")] = False,
    no_evidence: Annotated[
        bool, typer.Option("--no-evidence", help="Leave out the words that support a label; faster.")
    ] = False,
    neural: Annotated[
        bool,
        typer.Option(
            "--neural",
            hidden=not has_neural(),
            help="Use the second model for a list of any length; by default up to 2,000 texts.",
        ),
    ] = False,
    neural_share: Annotated[
        float,
        typer.Option(
            min=0,
            max=100,
            metavar="PERCENT",
            hidden=not has_neural(),
            help="Percentage of texts that the second model reads: the least certain ones.",
        ),
    ] = 100.0,
    model: Annotated[
        str,
        typer.Option(metavar="FILE", help="Use this model (.npz, with its .json beside it) in place of the package's."),
    ] = "",
    language: SymbolLanguageOption = "en",
    many: Annotated[
        str | None,
        typer.Option(
            "--in", metavar="DIR_OR_GLOB", rich_help_panel=PANEL, help="Parquet, JSON lines, a folder of documents."
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", rich_help_panel=PANEL, help="Folder for the output of --in; a stopped run goes on there."
        ),
    ] = None,
    output_format: OutputFormatOption = "parquet",
    processes: ProcessesOption = None,
    engine: EngineOption = "local",
    part_size: Annotated[
        float,
        typer.Option(metavar="MB", min=0.001, max=4096, rich_help_panel=PANEL, help="Megabytes of input in one part."),
    ] = 32.0,
    quiet: QuietOption = False,
) -> None:
    """Link texts to action lines, goals, targets and Compact commitments, with the words that support each."""
    if (many is None) != (out is None):
        raise typer.BadParameter("give --in and --out together")
    words = list(files or ())
    if any(not word.strip() for word in (*words, *(value for value in (many, out) if value is not None))):
        raise typer.BadParameter("the value is empty")
    if many is None and not words and text is None:
        raise typer.BadParameter("name a FILE, or use --text, or --in with --out")
    if many is None and (lost := [name for name in _MANY if _given(context, name)]):
        unused = ", ".join(f"--{name.replace('_', '-')}" for name in lost)
        raise typer.BadParameter(f"{unused}: use with --in only")
    if many is not None and (text is not None or form is not None):
        raise typer.BadParameter("--text and --format do not go with --in; use --output-format")
    if form == "json" and len(words) + (text is not None) > 1:
        raise typer.BadParameter("--format json takes one FILE; use jsonl for several")
    if _given(context, "neural_share") and not neural:
        raise typer.BadParameter("--neural-share goes with --neural")
    from actionlines.alignment.scale.model import Options

    options = Options(
        text_column or "text", threshold, scores, not no_evidence, neural, model, output_format, neural_share
    )
    if many is not None and out is not None:
        from actionlines.cli import align_many

        how = {"engine": engine, "part_bytes": int(part_size * 1e6)}
        # The shell expands a glob: its first file follows --in, the others become FILEs.
        raise typer.Exit(align_many.align([many, *words], Path(out), options, quiet, processes, **how))
    from actionlines.cli.align_show import show_alignments

    raise typer.Exit(show_alignments(words, text, options, form, language, stdin_rows=text_column is not None))


def _given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


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
    output_format: OutputFormatOption = "parquet",
    align: Annotated[bool, typer.Option("--align", help="Add the table of alignments (extra `align`).")] = False,
    processes: ProcessesOption = None,
    engine: EngineOption = "local",
    quiet: QuietOption = False,
) -> None:
    """Write tables of documents: paragraphs, citations, mandates and, with --align, what they are about."""
    from actionlines.cli import align_many

    # The shell expands a glob: its first file follows --in, the others become FILEs.
    words = [inputs, *(more or ())]
    raise typer.Exit(align_many.extract(words, Path(out), output_format, align, quiet, processes, engine=engine))
