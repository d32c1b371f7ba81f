"""`roadmap`, `report` and `export`: the register as papers and as pages in files."""

from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from actionlines.cli import options
from actionlines.cli.register import show_progress


def roadmap(
    out: options.FilesOption,
    lines: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LINE",
            callback=options.check_filled,
            help="Action lines such as C2; several make a joint road map.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write the road map of each of the 18 lines.")] = False,
    data: options.DataOption = None,
    language: options.PaperLanguageOption = "en",
    form: options.PaperFormatsOption = None,
    force: options.ForceOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Propose the road map of an action line from the records of the register, without changing them."""
    if bool(lines) == every:
        raise typer.BadParameter("Give lines (C5) or --all.", param_hint="LINE")
    options.require_packages("roadmap", "site", options.SITE)
    from actionlines.register.site.commands.papers import RoadMapRequest, road_maps

    request = RoadMapRequest(tuple(lines or ()), every, language, tuple(form or ()), force)
    with show_progress() as (on_progress, say, _wrong):
        code = road_maps(
            request,
            Path(out),
            Path(data) if data else None,
            (lambda _line: None) if quiet else say,
            (lambda *_: None) if quiet else on_progress,
        )
    raise typer.Exit(code)


app = typer.Typer(
    help="Write a report of the register: of an instrument, a body, a country, or on all action lines.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
TitleOption = Annotated[
    str | None,
    typer.Option("--title", callback=options.check_filled, metavar="TEXT", help="Title in place of the usual one."),
]


def _write_report(
    kind: str,
    out: options.FilesOption,
    data: options.DataOption = None,
    language: options.PaperLanguageOption = "en",
    formats: options.PaperFormatsOption = None,
    title: TitleOption = None,
    force: options.ForceOption = False,
    **own: Any,
) -> None:
    """Write a report; `own` are the fields of `ReportRequest` that the command has beside those of every report."""
    options.require_packages("report", "site", options.SITE)
    from actionlines.register.site.commands.papers import report

    fields = {name: value for name, value in own.items() if value and name not in _MASTHEAD}
    masthead = tuple((name, own[name]) for name in _MASTHEAD if own.get(name))
    fields |= {"kind": kind, "language": language, "title": title or ""}
    fields |= {"masthead": masthead, "chosen": tuple(own.get("chosen") or ())}
    with show_progress() as (on_progress, say, _wrong):
        forms = tuple(dict.fromkeys(formats or options.PAPER_FORMATS))
        report(fields, Path(out), Path(data) if data else None, forms, say, on_progress, force=force)


_MASTHEAD = ("meeting", "agenda", "number", "date")
_, _OUT, _DATA, *_COMMON, _ = signature(_write_report).parameters.values()


def _declare(name: str, how: Any, kind: Any = str | None, default: Any = None) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, how])


def _argument(name: str, text: str, metavar: str | None = None) -> Parameter:
    return _declare(
        name, typer.Argument(metavar=metavar, callback=options.check_filled, help=text), str, Parameter.empty
    )


def _option(name: str, option: str, metavar: str, text: str) -> Parameter:
    return _declare(name, typer.Option(option, metavar=metavar, callback=options.check_filled, help=text))


def _add_report(kind: str, *own: Parameter) -> None:
    """Add the command of a kind of report with its own arguments and options."""

    def run(**values: Any) -> None:
        _write_report(kind, **values)

    needed = [parameter for parameter in own if parameter.default is Parameter.empty]
    every = (*needed, _OUT, _DATA, *(parameter for parameter in own if parameter not in needed), *_COMMON)
    keywords = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in every]
    run.__signature__ = Signature(keywords)  # type: ignore[attr-defined]
    described = options.describe_command(f"report {kind}")
    app.command(help=described.pop("short_help"), **described)(run)


_SUBJECT = _argument("subject", "A body by name or id (ITU, cstd), or a country (KEN).")
_add_report("follow-up", _argument("symbol", "Symbol of an instrument in the register."))
_add_report(
    "biennial",
    _option("since", "--from", "YEAR", "First year of activities."),
    _option("until", "--to", "YEAR", "Last year of activities."),
    _option("body", "--body", "ID", "Body that receives it, such as cstd or itu-council."),
)
_INCLUDE = (
    "fact:QUESTION, mandate:N, activity:N or paragraph:SYMBOL#N; may be repeated. "
    "By default what the register proposes."
)
_add_report(
    "contribution",
    _option("area", "--country", "ID", "Country that contributes, such as KEN.").replace(default=Parameter.empty),
    _declare("chosen", typer.Option("--include", metavar="ITEM", help=_INCLUDE), list[str] | None),
    _declare("meeting", typer.Option("--meeting", metavar="TEXT", help="Meeting, for the masthead.")),
    _declare("agenda", typer.Option("--agenda", metavar="TEXT", help="Agenda item, for the masthead.")),
    _declare("number", typer.Option("--number", metavar="TEXT", help="Number of the document, for the masthead.")),
    _declare("date", typer.Option("--date", metavar="DAY", help="Day of the document, such as 2026-05-04.")),
)
_add_report("profile", _argument("area", "A country (KEN) or region (itu-region:AFR, LDC)."))
_add_report("brief", _argument("area", "Country of three letters, such as SEN.", "country"))
_add_report("pack", _SUBJECT)
_add_report("implementation", _SUBJECT, _option("body", "--body", "ID", "Organ that receives it, such as itu-council."))


@app.command(**options.describe_command("report agenda"))
def agenda(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOC", callback=options.check_filled, help="Files or symbols of a meeting's documents."),
    ],
    out: options.FilesOption,
    data: options.DataOption = None,
    subject: Annotated[
        str,
        typer.Option(
            "--for", metavar="NAME", callback=options.check_filled, help="Body (ITU) or country (KEN) to brief."
        ),
    ] = "",
    language: options.PaperLanguageOption = "en",
    formats: options.PaperFormatsOption = None,
    force: options.ForceOption = False,
) -> None:
    """Write the agenda pack of a meeting: who is asked what by its documents, and what was asked before."""
    options.require_packages("report", "site", options.SITE)
    from actionlines.papers.write import write
    from actionlines.register.site.commands.compare import make_agenda

    paper = make_agenda(documents, subject, language, Path(data) if data else None)
    for path in write(paper, Path(out), formats or options.PAPER_FORMATS, force=force).values():
        typer.echo(str(path))


_add_report(
    "cooperation",
    _argument("area", "A country or region, such as KEN."),
    _option("symbol", "--symbol", "SYMBOL", "One document; by default all of the country."),
)


export = typer.Typer(help="Write the public register as files.", no_args_is_help=True, rich_markup_mode=None)


@export.command(**options.describe_command("export figures"))
def figures(
    out: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write: its name ends with .csv, .csv.gz or .parquet.")
    ],
    data: options.DataOption = None,
    area: Annotated[str, typer.Option(metavar="ID", help="Country or region, such as KEN or LDC.")] = "",
    indicator: Annotated[str, typer.Option(metavar="NUMBER", help="Indicator, such as 17.8.1.")] = "",
    series: Annotated[str, typer.Option(metavar="CODE", help="Series, by its code.")] = "",
    language: options.PaperLanguageOption = "en",
    force: options.ForceOption = False,
) -> None:
    """Write figures as CSV or Parquet, and beside them what each column holds."""
    if not out.name.endswith((".csv", ".csv.gz", ".parquet")):
        raise typer.BadParameter("End the name with .csv, .csv.gz or .parquet.", param_hint="FILE")
    options.require_packages("export", "site", options.SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.doors.figures import FiguresQuestion, write_figures

    rows = write_figures(FiguresQuestion(area, indicator, series, language), out, force=force)
    typer.echo(f"{out}: {rows:,} values written.")


@export.command(**options.describe_command("export site"))
def site(
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            callback=options.check_filled,
            help="Folder of the copy. A copy that is there is replaced, another folder is refused.",
        ),
    ],
    data: options.DataOption = None,
    language: options.PaperLanguageOption = "en",
    quiet: options.QuietOption = False,
) -> None:
    """Write every page that a visitor sees, with a search, as files that open without a server."""
    options.require_packages("export", "site", options.SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.site.static_copy.write import write

    with show_progress() as (on_progress, say, _wrong):
        pages = write(Path(out), language, (lambda *_: None) if quiet else on_progress)
        if not quiet:
            say(f"{out}: {pages:,} pages written.")
