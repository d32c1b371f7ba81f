"""`actionlines roadmap`: the road map of an action line, made from the register."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from actionlines.cli.choices import Language, named, one_of
from actionlines.cli.needs import needs
from actionlines.cli.serve import NEEDED, DataOption


class PaperFormat(StrEnum):
    """The forms of a paper."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


def roadmap(
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder for the files; made when it is not there.")],
    lines: Annotated[
        list[str] | None,
        typer.Argument(metavar="LINE", help="An action line such as C2; several make a joint road map."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The road map of each of the 18 lines.")] = False,
    data: DataOption = None,
    language: Annotated[
        str,
        typer.Option(
            metavar=named(Language), callback=one_of(Language), help="Language of headings and labels."
        ),
    ] = Language.ENGLISH.value,
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar=named(PaperFormat),
            help="Form to write; may be repeated. By default all.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files of the same names that are not ours.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no names of files.")] = False,
) -> None:
    """Propose the road map of an action line from what the register holds; nothing in it is changed."""
    if bool(lines) == every:
        raise typer.BadParameter("name action lines, or ask for --all, and not both", param_hint="LINE")
    if any(not one.strip() for one in (out, *(lines or ()), *([data] if data is not None else ()))):
        raise typer.BadParameter("it is empty")
    check = one_of(PaperFormat)
    formats = tuple(check(one) for one in form or ())
    needs("roadmap", "site", NEEDED)
    from actionlines.cli.register import progress
    from actionlines.site.commands.papers import RoadMapRequest, road_maps

    asked = RoadMapRequest(tuple(lines or ()), every, language, formats, force)
    with progress() as (on_progress, say, _wrong):
        code = road_maps(
            asked, Path(out), Path(data) if data else None,
            (lambda _line: None) if quiet else say, (lambda *_: None) if quiet else on_progress,
        )  # fmt: skip
    raise typer.Exit(code)
