"""`actionlines measure`: its arguments; run it with progress, say what came of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from actionlines.cli.choices import Language, named, one_of
from actionlines.cli.needs import needs

if TYPE_CHECKING:
    from actionlines.reports.measure.assemble import OnProgress
    from actionlines.reports.measure.model import Report


# What the extras `measure` and `report` bring and this command cannot do without.
NEEDED = ("polars", "yaml", "jinja2", "vl_convert", "xlsxwriter")


class MethodName(StrEnum):
    """The methods by name."""

    UNSD_2026 = "unsd-2026"
    UNSD_2023 = "unsd-2023"
    STATCAN = "statcan"
    ESCAP_STATUS = "escap-status"
    ESCAP_ANTICIPATED = "escap-anticipated"
    EUROSTAT = "eurostat"
    EUROSTAT_SHORT = "eurostat-short"
    SDG_INDEX = "sdg-index"
    LINEAR = "linear"
    LOGIT = "logit"


def measure(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Figures: CSV, Excel, Parquet, SDMX, JSON-stat, SDG API answers."
        ),
    ],
    out: Annotated[
        str, typer.Option(metavar="DIR", help="Folder for the report; made when it is not there.")
    ],
    mapping: Annotated[
        str | None, typer.Option(metavar="YAML", help="Which column is what, where headers do not tell.")
    ] = None,
    targets: Annotated[
        str | None, typer.Option(metavar="FILE", help="Targets of your own, in YAML or CSV.")
    ] = None,
    thresholds: Annotated[
        str | None,
        typer.Option(metavar="YAML", help="Thresholds of the methods in place of those published."),
    ] = None,
    base: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", min=1900, max=2200, help="Year from which progress is counted, by default 2015."
        ),
    ] = None,
    population: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Persons by country and year: weights of groups, head counts."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="ISO3", help="Only this country, such as KEN.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only members of this area, such as itu-region:AFR or LDC."),
    ] = None,
    line: Annotated[
        str | None,
        typer.Option(metavar="LINE", help="Only indicators linked to this action line, such as C2."),
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only this indicator (17.8.1) or series.")
    ] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this method; may be repeated. By default all of them."),
    ] = None,
    map_file: Annotated[
        str | None, typer.Option("--map", metavar="GEOJSON", help="Draw maps on this file instead of tiles.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(metavar=named(Language), callback=one_of(Language), help="Language of the page."),
    ] = Language.ENGLISH.value,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a summary for machines instead of words.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files of the same names that are not ours.")
    ] = False,
) -> None:
    """Judge progress by named methods side by side, measure divides, find priorities and data gaps."""
    given = (
        *files,
        *(one for one in (out, mapping, targets, thresholds, population, map_file) if one is not None),
    )
    if any(not word.strip() for word in given):
        raise typer.BadParameter("a path is empty")
    if country and region:
        raise typer.BadParameter("--country and --region do not go together")
    for name in method or ():
        if name not in list(MethodName):
            raise typer.BadParameter(f"{name!r} is none of the methods: {', '.join(MethodName)}.")
    options = {"mapping": mapping, "targets": targets, "population": population, "map": map_file}
    options["thresholds"] = thresholds
    scope = (country or "", region or "", line or "", indicator or "")
    raise typer.Exit(_run(files, Path(out), scope, options, base, method, language, as_json, quiet, force))


def _run(
    files: list[str],
    out: Path,
    asked: tuple[str, str, str, str],
    options: dict[str, str | None],
    base: int | None,
    names: list[str] | None,
    language: str,
    as_json: bool,
    quiet: bool,
    force: bool,
) -> int:
    """The exit code: 0, or 1 when a file could not be read or nothing is left of what was asked for."""
    needs("measure", "measure,report", NEEDED)
    from actionlines.cli.streams import print_json
    from actionlines.cli.tables import printable
    from actionlines.reports.measure.assemble import measure as assemble
    from actionlines.reports.measure.charts.maps import read_map
    from actionlines.reports.measure.scope import make_scope
    from actionlines.reports.measure.write import check_writable, write

    scope = make_scope(*asked)
    shapes = read_map(Path(options["map"])) if options["map"] else None
    check_writable(out, force=force)
    with progress(quiet or as_json) as on_progress:
        report = assemble(
            files,
            scope,
            mapping=_path(options["mapping"]),
            targets=_path(options["targets"]),
            population=_path(options["population"]),
            thresholds=_path(options["thresholds"]),
            base=base,
            names=names,
            on_progress=on_progress,
        )
    for one in report.failed:
        print(printable(str(one)), file=sys.stderr)
    written = write(report, out, language, force=force, shapes=shapes)
    if as_json:
        print_json(summary(report, written))
    elif not quiet:
        print("\n".join(map(printable, lines(report, written["index.html"]))))
    return 1 if report.failed or not report.judged else 0


def _path(given: str | None) -> Path | None:
    return Path(given) if given else None


@contextlib.contextmanager
def progress(silent: bool) -> Iterator[OnProgress | None]:
    """A progress bar on the terminal's error stream, or nothing where there is no terminal."""
    if silent or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from actionlines.cli.tables import printable

    columns = (TextColumn("Measuring"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=printable(what).replace("[", r"\["))

        yield on_progress


def lines(report: Report, page: Path) -> list[str]:
    """The summary in words."""
    from collections import Counter

    out = []
    for one in report.sources:
        refused = f", {one.rows_refused:,} refused" if one.rows_refused else ""
        whose = f" of {one.found['area']}" if "area" in one.found else ""
        out.append(f"{one.name}: {one.rows_kept:,} of {one.rows_in:,} rows{whose} read{refused}.")
    if report.flaws:
        kinds = Counter(one.kind for one in report.flaws).most_common(5)
        out.append(f"Problems: {', '.join(f'{kind} {count:,}' for kind, count in kinds)}. See problems.csv.")
    out += report.notes
    out.append(f"{report.judged:,} series judged by {len(report.methods)} methods ({report.scope}).")
    said = report.agreement
    if report.judged:
        apart = said.get("differ", 0) + said.get("contradict", 0)
        alone, none = said.get("one", 0), said.get("none", 0)
        rest = "".join(
            f"; {count:,} {'is' if count == 1 else 'are'} judged by {by}"
            for count, by in ((alone, "one method only"), (none, "none"))
            if count
        )
        out.append(f"Methods agree on {said.get('agree', 0):,} series and disagree on {apart:,}{rest}.")
    out += [
        f"Priority {one.rank}: {one.area_name or one.area}. {one.reason}" for one in report.priorities[:3]
    ]
    if report.gaps:
        out.append(f"Data gaps: {len(report.gaps):,}. See gaps.csv.")
    return [*out, f"Report: {page}"]


def summary(report: Report, files: dict[str, Path]) -> dict[str, Any]:
    """The summary for machines; described in docs/how-to/measure-progress.md."""
    from collections import Counter

    from actionlines.reports.plain import plain

    return {
        "scope": {"words": report.scope, **report.chosen},
        "sources": plain(report.sources),
        "failed": plain(report.failed),
        "problems": dict(Counter(one.kind for one in report.flaws)),
        "judged": report.judged,
        "agreement": dict(report.agreement),
        "divides": len(report.divides),
        "priorities": plain(report.priorities[:10]),
        "gaps": len(report.gaps),
        "notes": list(report.notes),
        "files": {name: str(path) for name, path in files.items()},
    }
