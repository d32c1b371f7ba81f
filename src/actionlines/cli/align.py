"""`actionlines align`: its arguments. One text, some documents, rows: align_show.py; many: align_many.py."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.choices import Format, Language, named, one_of


class Engine(StrEnum):
    """What runs the parts of a large input."""

    LOCAL = "local"
    DAFT = "daft"
    RAY = "ray"
    SPARK = "spark"


class To(StrEnum):
    """The files that are written for a large input."""

    PARQUET = "parquet"
    JSONL = "jsonl"


# Options for --in alone.
_MANY = ("to", "processes", "engine", "part_size", "quiet")


def align(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Documents, symbols, JSON lines (.jsonl), or - for standard input.",
            show_default=False,
        ),
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Align these words.")] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar=named(Format),
            callback=one_of(Format),
            help="table (default on a terminal), json, or jsonl (default elsewhere, and for rows).",
        ),
    ] = None,
    many: Annotated[
        str | None,
        typer.Option(
            "--in", metavar="DIR_OR_GLOB", help="Many texts: Parquet, JSON lines, a folder of documents."
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Folder for the output of --in; a stopped run goes on there."),
    ] = None,
    to: Annotated[
        str, typer.Option(metavar=named(To), callback=one_of(To), help="Files that --out gets.")
    ] = To.PARQUET.value,
    text_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Column or field with the text; by default text."),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Least probability of a label; by default that of the model."),
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="Add the probability of every label.")] = False,
    no_evidence: Annotated[
        bool, typer.Option("--no-evidence", help="Leave out the words that carried a label; faster.")
    ] = False,
    neural: Annotated[
        bool, typer.Option("--neural", help="Use the second model of the extra `neural` as well; slower.")
    ] = False,
    model: Annotated[str, typer.Option(metavar="FILE", help="Another model than that of the package.")] = "",
    language: Annotated[
        str,
        typer.Option(
            metavar=named(Language), callback=one_of(Language), help="Language in which a symbol is fetched."
        ),
    ] = Language.ENGLISH.value,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=1024, help="Processes for --in; by default as many as there are cores."),
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar=named(Engine), callback=one_of(Engine), help="What runs --in.")
    ] = Engine.LOCAL.value,
    part_size: Annotated[
        float, typer.Option(metavar="MB", min=0.001, max=4096, help="Input of --in in one part.")
    ] = 32.0,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="With --in: no progress and no summary; errors only.")
    ] = False,
) -> None:
    """Align texts with the action lines, goals, targets and the Compact, with the words that say so."""
    if (many is None) != (out is None):
        raise typer.BadParameter("--in and --out go together")
    words = list(files or ())
    if any(not word.strip() for word in (*words, *(one for one in (many, out) if one is not None))):
        raise typer.BadParameter("a path is empty")
    if many is None and not words and text is None:
        raise typer.BadParameter("name a FILE, or use --text, or --in with --out")
    if many is None and (lost := [name for name in _MANY if _given(context, name)]):
        unused = ", ".join(f"--{name.replace('_', '-')}" for name in lost)
        raise typer.BadParameter(f"without --in there is no use for {unused}")
    if many is not None and (text is not None or form is not None):
        raise typer.BadParameter("--text and --format do not go with --in; see --to")
    if form == Format.JSON and len(words) + (text is not None) > 1:
        raise typer.BadParameter("--format json is one value, of one FILE; for several use jsonl")
    from actionlines.alignment.scale.model import Options

    options = Options(text_column or "text", threshold, scores, not no_evidence, neural, model, to)
    if many is not None and out is not None:
        from actionlines.cli.align_many import run

        cores = processes or _cores()
        # A glob that the shell has opened leaves its first file with --in and the others behind.
        raise typer.Exit(run([many, *words], Path(out), options, engine, cores, int(part_size * 1e6), quiet))
    from actionlines.cli.align_show import show

    raise typer.Exit(show(words, text, options, form, language, stdin_rows=text_column is not None))


def _given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
