"""Reports of the register as files: follow-up, biennial report, contribution, profile, framework check."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from actionlines.cli.choices import Language, named, one_of
from actionlines.cli.needs import needs
from actionlines.cli.register import progress
from actionlines.cli.serve import NEEDED

app = typer.Typer(
    help="Write a report of the register: follow-up, biennial, contribution, profile, cooperation.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip


class PaperFormat(StrEnum):
    """The formats of a paper."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"


def _format(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        one_of(PaperFormat)(value)
    return values


def _given(value: Any) -> Any:
    if value is not None and not value.strip():
        raise typer.BadParameter("it is empty")
    return value


Out = Annotated[
    str, typer.Option(metavar="DIR", callback=_given, help="Folder for the files; made when it is not there.")
]
Data = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        callback=_given,
        help="Folder of the register; by default ACTIONLINES_DATA or actionlines-data.",
    ),
]  # fmt: skip
Tongue = Annotated[
    str,
    typer.Option("--language", metavar=named(Language), callback=one_of(Language), help="Language of the report."),
]  # fmt: skip
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar=named(PaperFormat),
        callback=_format,
        help="May be repeated. By default all five.",
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace files of the same names that are not of this program.")
]
Title = Annotated[str | None, typer.Option(callback=_given, metavar="TEXT", help="A title of your own.")]


def _run(out: str, data: str | None, formats: list[str] | None, force: bool, **asked: Any) -> None:
    needs("report", "site", NEEDED)
    from pathlib import Path

    from actionlines.site.commands.papers import report

    with progress() as (on_progress, say, _wrong):
        forms = tuple(dict.fromkeys(formats or PaperFormat))
        report(asked, Path(out), Path(data) if data else None, forms, say, on_progress, force=force)


@app.command("follow-up")
def follow_up(
    symbol: Annotated[str, typer.Argument(callback=_given, help="Symbol of an instrument in the register.")],
    out: Out, data: Data = None, language: Tongue = "en", formats: Formats = None, title: Title = None,
    force: Force = False,
) -> None:  # fmt: skip
    """Every paragraph of an instrument that asks for something, and what became of it."""
    _run(out, data, formats, force, kind="follow-up", symbol=symbol, language=language, title=title or "")


@app.command()
def biennial(
    out: Out, data: Data = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="YEAR", callback=_given, help="First year of activities.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="YEAR", callback=_given, help="Last year of activities.")
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(metavar="ID", callback=_given, help="To whom it goes, such as cstd or itu-council."),
    ] = None,
    language: Tongue = "en", formats: Formats = None, title: Title = None, force: Force = False,
) -> None:  # fmt: skip
    """Progress by action line, divides, regions, resources, and the detailed report with its evidence."""
    _run(
        out, data, formats, force, kind="biennial", since=since or "", until=until or "", body=body or "",
        language=language, title=title or "",
    )  # fmt: skip


@app.command()
def contribution(
    country: Annotated[
        str, typer.Option(metavar="ID", callback=_given, help="Whose contribution it is, such as KEN.")
    ],
    out: Out, data: Data = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="fact:QUESTION, mandate:N, activity:N or paragraph:SYMBOL#N; may be repeated. "
            "By default what the register proposes.",
        ),
    ] = None,
    meeting: Annotated[str, typer.Option(metavar="TEXT", help="Meeting, for the masthead.")] = "",
    agenda: Annotated[str, typer.Option(metavar="TEXT", help="Agenda item.")] = "",
    number: Annotated[str, typer.Option(metavar="TEXT", help="Number of the document.")] = "",
    date: Annotated[str, typer.Option(metavar="DAY", help="Day of the document, such as 2026-05-04.")] = "",
    language: Tongue = "en", formats: Formats = None, title: Title = None, force: Force = False,
) -> None:  # fmt: skip
    """A Member's draft contribution in the layout of documents of working groups."""
    masthead = (("meeting", meeting), ("agenda", agenda), ("number", number), ("date", date))
    _run(
        out, data, formats, force, kind="contribution", area=country, chosen=tuple(choose or ()),
        masthead=tuple(pair for pair in masthead if pair[1]), language=language, title=title or "",
    )  # fmt: skip


@app.command()
def profile(
    area: Annotated[str, typer.Argument(callback=_given, help="A country (KEN) or region (itu-region:AFR, LDC).")],
    out: Out, data: Data = None, language: Tongue = "en", formats: Formats = None, title: Title = None,
    force: Force = False,
) -> None:  # fmt: skip
    """How a country or region stands, what it does, and what is asked of it."""
    _run(out, data, formats, force, kind="profile", area=area, language=language, title=title or "")


@app.command()
def cooperation(
    country: Annotated[str, typer.Argument(callback=_given, help="A country, such as KEN.")],
    out: Out, data: Data = None,
    symbol: Annotated[
        str | None,
        typer.Option(metavar="SYMBOL", callback=_given, help="One document; by default all of the country."),
    ] = None,
    language: Tongue = "en", formats: Formats = None, title: Title = None, force: Force = False,
) -> None:  # fmt: skip
    """What a country's cooperation framework covers, against where the country lags."""
    _run(
        out,
        data,
        formats,
        force,
        kind="cooperation",
        area=country,
        symbol=symbol or "",
        language=language,
        title=title or "",
    )
