"""`roadmap`, `report` and `export`: the register as papers and as pages in files."""

from pathlib import Path
from typing import Annotated, Any

import typer

from actionlines.cli.options import (
    SITE,
    DataOption,
    FilesOption,
    ForceOption,
    PaperFormat,
    PaperFormatsOption,
    PaperLanguageOption,
    QuietOption,
    check_filled,
    command_with_help,
    group_with_help,
    require_packages,
)
from actionlines.cli.register import show_progress


def roadmap(
    out: FilesOption,
    lines: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LINE", callback=check_filled, help="Action lines such as C2; several make a joint road map."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write the road map of each of the 18 lines.")] = False,
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    form: PaperFormatsOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
) -> None:
    """Propose the road map of an action line from the records of the register, which stay as they are."""
    if bool(lines) == every:
        raise typer.BadParameter("Give lines (C5) or --all.", param_hint="LINE")
    require_packages("roadmap", "site", SITE)
    from actionlines.register.site.commands.papers import RoadMapRequest, road_maps

    request = RoadMapRequest(
        tuple(lines or ()), every, language, tuple(PaperFormat(name) for name in form or ()), force
    )
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
    cls=group_with_help("reference/commands/report.md"),
    no_args_is_help=True,
    rich_markup_mode=None,
)
TitleOption = Annotated[
    str | None, typer.Option("--title", callback=check_filled, metavar="TEXT", help="Title in place of the usual one.")
]


def _help_option(*examples: str, **renamed: tuple[str, ...]) -> Any:
    return command_with_help(
        "how-to/write-reports.md", *examples, renamed={f"--{old}": new for old, new in renamed.items()}
    )


def _run_report(out: str, data: str | None, formats: list[str] | None, force: bool, **fields: Any) -> None:
    require_packages("report", "site", SITE)
    from actionlines.register.site.commands.papers import report

    with show_progress() as (on_progress, say, _wrong):
        forms = tuple(dict.fromkeys(formats or PaperFormat))
        report(fields, Path(out), Path(data) if data else None, forms, say, on_progress, force=force)


@app.command(
    "follow-up",
    cls=_help_option(
        "actionlines report follow-up A/RES/80/173 --out documents",
        "actionlines report follow-up A/RES/80/173 --out documents --language ar --format pdf",
    ),
)
def follow_up(
    symbol: Annotated[str, typer.Argument(callback=check_filled, help="Symbol of an instrument in the register.")],
    out: FilesOption,
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """List every paragraph of an instrument that carries a mandate, with its status and evidence."""
    _run_report(out, data, formats, force, kind="follow-up", symbol=symbol, language=language, title=title or "")


@app.command(
    cls=_help_option(
        "actionlines report biennial --from 2025 --to 2026 --out documents",
        "actionlines report biennial --body cstd --out documents",
    )
)
def biennial(
    out: FilesOption,
    data: DataOption = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="YEAR", callback=check_filled, help="First year of activities.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="YEAR", callback=check_filled, help="Last year of activities.")
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(metavar="ID", callback=check_filled, help="Body that receives it, such as cstd or itu-council."),
    ] = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Report progress by action line, divides, regions and resources, with the evidence."""
    _run_report(
        out, data, formats, force, kind="biennial", since=since or "", until=until or "", body=body or "",
        language=language, title=title or "",
    )  # fmt: skip


@app.command(
    cls=_help_option(
        'actionlines report contribution --country KEN --agenda "PL 3" --out documents',
        "actionlines report contribution --country KEN --include mandate:12 --out documents",
        choose=("--include",),
    )
)
def contribution(
    country: Annotated[
        str, typer.Option(metavar="ID", callback=check_filled, help="Country that contributes, such as KEN.")
    ],
    out: FilesOption,
    data: DataOption = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM",
            help="fact:QUESTION, mandate:N, activity:N or paragraph:SYMBOL#N; may be repeated. "
            "By default what the register proposes.",
        ),
    ] = None,
    meeting: Annotated[str, typer.Option(metavar="TEXT", help="Meeting, for the masthead.")] = "",
    agenda: Annotated[str, typer.Option(metavar="TEXT", help="Agenda item, for the masthead.")] = "",
    number: Annotated[str, typer.Option(metavar="TEXT", help="Number of the document, for the masthead.")] = "",
    date: Annotated[str, typer.Option(metavar="DAY", help="Day of the document, such as 2026-05-04.")] = "",
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Draft a Member's contribution in the layout of documents of working groups."""
    masthead = (("meeting", meeting), ("agenda", agenda), ("number", number), ("date", date))
    _run_report(
        out, data, formats, force, kind="contribution", area=country, chosen=tuple(include or ()),
        masthead=tuple(pair for pair in masthead if pair[1]), language=language, title=title or "",
    )  # fmt: skip


@app.command(
    cls=_help_option(
        "actionlines report profile KEN --out documents --language fr --format pdf",
        "actionlines report profile itu-region:AFR --out documents",
    )
)
def profile(
    area: Annotated[
        str, typer.Argument(callback=check_filled, help="A country (KEN) or region (itu-region:AFR, LDC).")
    ],
    out: FilesOption,
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Profile a country or region: its figures, its activities and the mandates addressed to it."""
    _run_report(out, data, formats, force, kind="profile", area=area, language=language, title=title or "")


@app.command(
    cls=_help_option(
        "actionlines report brief SEN --out documents",
        "actionlines report brief KEN --language fr --format docx --out documents",
    )
)
def brief(
    country: Annotated[str, typer.Argument(callback=check_filled, help="Country of three letters, such as SEN.")],
    out: FilesOption,
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Write a brief on a country: core ICT indicators, what it is asked, its activities, framework and money."""
    _run_report(out, data, formats, force, kind="brief", area=country, language=language, title=title or "")


SubjectArgument = Annotated[
    str, typer.Argument(callback=check_filled, help="A body by name or id (ITU, cstd), or a country (KEN).")
]


@app.command(
    cls=_help_option(
        "actionlines report pack ITU --out documents",
        "actionlines report pack KEN --out documents --language fr --format docx",
    )
)
def pack(
    subject: SubjectArgument,
    out: FilesOption,
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Write the meeting pack of a body or country: what it is asked, by when, to whom, and what was done."""
    _run_report(out, data, formats, force, kind="pack", subject=subject, language=language, title=title or "")


@app.command(
    cls=_help_option(
        "actionlines report implementation ITU --body itu-council --out documents",
        "actionlines report implementation UNESCO --out documents --language fr",
    )
)
def implementation(
    subject: SubjectArgument,
    out: FilesOption,
    data: DataOption = None,
    body: Annotated[
        str, typer.Option(metavar="ID", help="Organ that receives it, such as itu-council.", callback=check_filled)
    ] = "",
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Report what a body did about each of its mandates, with evidence, resources and what is proposed."""
    _run_report(
        out,
        data,
        formats,
        force,
        kind="implementation",
        subject=subject,
        body=body,
        language=language,
        title=title or "",
    )


@app.command(
    cls=_help_option(
        "actionlines report agenda draft.docx report.pdf --for ITU --out documents",
        "actionlines report agenda A/80/L.41 --for KEN --language fr --format docx --out documents",
    )
)
def agenda(
    documents: Annotated[
        list[str],
        typer.Argument(metavar="DOC", callback=check_filled, help="Files or symbols of a meeting's documents."),
    ],
    out: FilesOption,
    data: DataOption = None,
    subject: Annotated[
        str, typer.Option("--for", metavar="NAME", callback=check_filled, help="Body (ITU) or country (KEN) to brief.")
    ] = "",
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    force: ForceOption = False,
) -> None:
    """Write the agenda pack of a meeting: who is asked what by its documents, and what was asked before."""
    require_packages("report", "site", SITE)
    from actionlines.papers.write import write
    from actionlines.register.site.commands.compare import make_agenda

    paper = make_agenda(documents, subject, language, Path(data) if data else None)
    for path in write(paper, Path(out), formats or tuple(PaperFormat), force=force).values():
        typer.echo(str(path))


@app.command(
    cls=_help_option(
        "actionlines report cooperation KEN --out documents",
        "actionlines report cooperation itu-region:AFR --format docx --out documents",
    )
)
def cooperation(
    area: Annotated[str, typer.Argument(callback=check_filled, help="A country or region, such as KEN.")],
    out: FilesOption,
    data: DataOption = None,
    symbol: Annotated[
        str | None,
        typer.Option(metavar="SYMBOL", callback=check_filled, help="One document; by default all of the country."),
    ] = None,
    language: PaperLanguageOption = "en",
    formats: PaperFormatsOption = None,
    title: TitleOption = None,
    force: ForceOption = False,
) -> None:
    """Report on ICTs in cooperation frameworks: what they cover and fund, and the targets they leave out."""
    _run_report(
        out, data, formats, force, kind="cooperation", area=area, symbol=symbol or "",
        language=language, title=title or "",
    )  # fmt: skip


export = typer.Typer(
    help="Write the public register as files.",
    cls=group_with_help("reference/commands/export.md"),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@export.command(
    "figures",
    cls=command_with_help(
        "reference/commands/export.md",
        "actionlines export figures all.parquet --data register",
        "actionlines export figures kenya.csv --area KEN --language fr",
    ),
)
def figures(
    out: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write: its name ends with .csv, .csv.gz or .parquet.")
    ],
    data: DataOption = None,
    area: Annotated[str, typer.Option(metavar="ID", help="Country or region, such as KEN or LDC.")] = "",
    indicator: Annotated[str, typer.Option(metavar="NUMBER", help="Indicator, such as 17.8.1.")] = "",
    series: Annotated[str, typer.Option(metavar="CODE", help="Series, by its code.")] = "",
    language: PaperLanguageOption = "en",
    force: ForceOption = False,
) -> None:
    """Write figures as CSV or Parquet, and beside them what each column holds."""
    if not out.name.endswith((".csv", ".csv.gz", ".parquet")):
        raise typer.BadParameter("End the name with .csv, .csv.gz or .parquet.", param_hint="FILE")
    require_packages("export", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.doors.figures import FiguresQuestion, write_figures

    rows = write_figures(FiguresQuestion(area, indicator, series, language), out, force=force)
    typer.echo(f"{out}: {rows:,} values written.")


@export.command(
    "site",
    cls=command_with_help(
        "connect/static-copy.md",
        "actionlines export site --data register --out copy",
        "actionlines export site --out copie --language fr",
    ),
)
def site(
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            callback=check_filled,
            help="Folder of the copy. A copy that is there is replaced, another folder is refused.",
        ),
    ],
    data: DataOption = None,
    language: PaperLanguageOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Write every page that a visitor sees, with a search, as files that open without a server."""
    require_packages("export", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.site.static_copy.write import write

    with show_progress() as (on_progress, say, _wrong):
        pages = write(Path(out), language, (lambda *_: None) if quiet else on_progress)
        if not quiet:
            say(f"{out}: {pages:,} pages written.")
