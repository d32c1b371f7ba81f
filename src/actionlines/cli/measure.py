"""`actionlines measure`: its arguments, its progress bar and its summary.

`actionlines measure --preview` and `--backtest`: what is understood, and how projections would have done.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli.options import (
    MEASURE,
    FilesWhereAskedOption,
    ForceOption,
    PaperLanguageOption,
    QuietOption,
    SummaryOption,
    check_filled,
    require_packages,
)
from actionlines.json_types import JsonObject
from actionlines.papers.progress import OLD

if TYPE_CHECKING:
    from actionlines.indicators.read import TableReading
    from actionlines.papers.progress.assemble import OnProgress
    from actionlines.papers.progress.model import ProgressReport


BACKTEST = "backtest.csv"


def _read_inputs(files: Sequence[str], mapping: str | None, area: str, failed: list[str]) -> Iterator[TableReading]:
    """Yield the files that can be read; name the others on the error stream."""
    from actionlines.cli.tables import show_error
    from actionlines.errors import ActionlinesError
    from actionlines.indicators.read import read_indicators, read_mapping

    columns = read_mapping(mapping)
    for file in files:
        try:
            yield read_indicators(file, columns, area=area)
        except ActionlinesError as error:
            failed.append(file)
            print(show_error(error), file=sys.stderr)


def show_preview(files: Sequence[str], mapping: str | None, targets: str | None, area: str, *, as_json: bool) -> int:
    """Print what is understood of each file, and judge nothing. Return the exit code: 1 when a file failed."""
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.cli.tables import make_printable, print_json
    from actionlines.indicators.aims import read_aims
    from actionlines.papers.progress.preview import describe_preview, preview_file
    from actionlines.papers.writers.as_json import plain_value

    own = read_aims(targets) if targets else ()
    failed: list[str] = []
    every = [preview_file(reading, own) for reading in _read_inputs(files, mapping, area, failed)]
    if as_json:
        print_json(plain_value(every))
    else:
        for part in every:
            print("\n".join(map(make_printable, describe_preview(part))))
    return 1 if failed else 0


def run_backtest(
    files: Sequence[str], year: int, options: Mapping[str, str | None], names: Sequence[str], *, as_json: bool
) -> int:
    """Print how projections made in `year` would have done; write BACKTEST where `out` names a folder.

    Return the exit code: 1 when a file failed or nothing could be compared.
    """
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.cli.tables import make_printable, print_json
    from actionlines.papers.files import is_ours, write_files
    from actionlines.papers.progress.assemble import join_readings
    from actionlines.papers.progress.backtest import COLUMNS, PROJECTING, backtest, describe_backtest
    from actionlines.papers.progress.tables import frame_csv, safe_frame

    chosen = [name for name in PROJECTING if name in names] if names else PROJECTING
    if not chosen:
        raise typer.BadParameter(
            f"{', '.join(names)} projects nothing: give one of {', '.join(PROJECTING)}.", param_hint="'--method'"
        )
    failed: list[str] = []
    readings = list(_read_inputs(files, options["mapping"], "", failed))
    titles = {series: title for entry in readings for series, title in entry.names.items()}
    table, _ = join_readings(readings)
    errors = backtest(table, year, titles, chosen)
    if out := options["out"]:
        write_files(
            {BACKTEST: lambda: frame_csv(safe_frame(errors))},
            Path(out),
            force=options["force"] is not None,
            ours=lambda path: is_ours(path, lambda row: row == list(COLUMNS)),
        )
    if as_json:
        print_json(errors.to_dicts())
    else:
        print("\n".join(map(make_printable, describe_backtest(errors))))
    return 1 if failed or not errors.height else 0


class AlsoName(StrEnum):
    """The files that `--also` takes."""

    JSON = "json"
    SDMX = "sdmx"


# The methods of progress that `--method` takes.
METHODS = (
    *("unsd-2026", "unsd-2023", "statcan", "escap-status", "escap-anticipated", "eurostat", "eurostat-short"),
    *("sdg-index", "linear", "logit", "pooled"),
)


def measure(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            callback=check_filled,
            help="Figures: CSV, Excel, Parquet, SDMX, JSON-stat, SDG API answers.",
        ),
    ],
    out: FilesWhereAskedOption = None,
    mapping: Annotated[
        str | None,
        typer.Option(metavar="YAML", callback=check_filled, help="Meaning of columns whose headers are not known."),
    ] = None,
    targets: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", callback=check_filled, help="Your own targets, in YAML or CSV; they precede those agreed."
        ),
    ] = None,
    thresholds: Annotated[
        str | None,
        typer.Option(
            metavar="YAML", callback=check_filled, help="Thresholds of the methods in place of those published."
        ),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="CSV", callback=check_filled, help="Your rules of publication in place of those of the package."
        ),
    ] = None,
    base: Annotated[
        int | None,
        typer.Option(metavar="YEAR", min=1900, max=2200, help="Year from which progress is counted, by default 2015."),
    ] = None,
    population: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", callback=check_filled, help="Persons by country and year: weights of groups, head counts."
        ),
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="ISO3", help="Only this country, such as KEN.")] = None,
    region: Annotated[
        str | None, typer.Option(metavar="ID", help="Only members of this area, such as itu-region:AFR or LDC.")
    ] = None,
    line: Annotated[
        str | None, typer.Option(metavar="LINE", help="Only indicators linked to this action line, such as C2.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only this indicator (17.8.1) or series (IT_USE_ii99).")
    ] = None,
    method: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"Only this method; may be repeated: {', '.join(METHODS)}.")
    ] = None,
    before: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="An earlier download to compare with; may be repeated.")
    ] = None,
    old_after: Annotated[
        int, typer.Option(metavar="YEARS", min=0, max=100, help="Mark series that end this long before the newest.")
    ] = OLD,
    set_aside_old: Annotated[
        bool, typer.Option("--set-aside-old", help="Leave old series out of verdicts, ranks and maps.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show how the files are read, without verdicts.")] = False,
    backtest: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", min=1900, max=2200, help="Project from this year and compare with what came later."
        ),
    ] = None,
    also: Annotated[
        list[AlsoName] | None,
        typer.Option(metavar="NAME", help="Write json or sdmx for more than 4,000 series too; may be repeated."),
    ] = None,
    papers: Annotated[bool, typer.Option("--papers", help="Write measure.docx and measure.pdf for print too.")] = False,
    map_file: Annotated[
        str | None,
        typer.Option(
            "--map", metavar="GEOJSON", callback=check_filled, help="Draw maps on this file instead of tiles."
        ),
    ] = None,
    language: PaperLanguageOption = "en",
    as_json: SummaryOption = False,
    quiet: QuietOption = False,
    force: ForceOption = False,
) -> None:
    """Judge progress by named methods side by side; measure divides; list priorities and data gaps."""
    if country and region:
        raise typer.BadParameter("give --country or --region, not both")
    for name in method or ():
        if name not in METHODS:
            raise typer.BadParameter(f"{name!r} is none of the methods: {', '.join(METHODS)}.")
    if preview:
        raise typer.Exit(show_preview(files, mapping, targets, (country or "").upper(), as_json=as_json))
    if backtest is not None:
        tried = {"mapping": mapping, "out": out, "force": "yes" if force else None}
        raise typer.Exit(run_backtest(files, backtest, tried, method or (), as_json=as_json))
    if not out:
        raise typer.BadParameter("give the folder for the files", param_hint="'--out'")
    options = {"mapping": mapping, "targets": targets, "population": population, "map": map_file}
    options |= {"thresholds": thresholds, "policy": policy}
    scope = (country or "", region or "", line or "", indicator or "")
    raise typer.Exit(
        _run_measure(
            files, Path(out), scope, options, base, method, language, as_json, quiet, force,
            old_after=old_after, set_aside=set_aside_old, before=before or (), papers=papers, also=also or (),
        )
    )  # fmt: skip


def _run_measure(
    files: list[str],
    out: Path,
    choices: tuple[str, str, str, str],
    options: dict[str, str | None],
    base: int | None,
    names: list[str] | None,
    language: str,
    as_json: bool,
    quiet: bool,
    force: bool,
    *,
    old_after: int,
    set_aside: bool,
    before: Sequence[str],
    papers: bool,
    also: Sequence[str],
) -> int:
    """Return the exit code: 0, or 1 when a file failed or no series matches."""
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.cli.tables import make_printable, print_json, show_error
    from actionlines.papers.progress.assemble import measure as assemble
    from actionlines.papers.progress.maps import read_map
    from actionlines.papers.progress.scope import make_scope
    from actionlines.papers.progress.write import check_writable, write

    gc.set_threshold(50_000, 50, 100)  # a report holds a million records and no circles: looking for them is a tenth
    scope = make_scope(*choices)
    shapes = read_map(Path(options["map"])) if options["map"] else None
    check_writable(out, force=force)
    with show_progress(quiet or as_json) as on_progress:
        report = assemble(
            files,
            scope,
            mapping=_as_path(options["mapping"]),
            targets=_as_path(options["targets"]),
            population=_as_path(options["population"]),
            thresholds=_as_path(options["thresholds"]),
            policy=_as_path(options["policy"]),
            base=base,
            names=names,
            old_after=old_after,
            set_aside=set_aside,
            before=before,
            on_progress=on_progress,
        )
    for failure in report.failed:
        print(show_error(failure), file=sys.stderr)
    written_files = write(report, out, language, force=force, shapes=shapes, papers=papers, also=also)
    if as_json:
        print_json(summarise_report(report, written_files))
    elif not quiet:
        print("\n".join(map(make_printable, describe_report(report, written_files["index.html"]))))
    return 1 if report.failed or not report.judged else 0


def _as_path(text: str | None) -> Path | None:
    return Path(text) if text else None


@contextlib.contextmanager
def show_progress(silent: bool) -> Iterator[OnProgress | None]:
    """Yield a progress bar on the error stream, or None where that is no terminal."""
    if silent or not sys.stderr.isatty():
        yield None
        return
    from actionlines.cli.tables import open_bar

    with open_bar("Measuring") as move:
        yield lambda done, total, what: move(what, completed=done, total=total)


def describe_report(report: ProgressReport, page: Path) -> list[str]:
    """Return the lines of the summary: rows read and refused for each source, verdicts, the report's path."""
    from collections import Counter

    from actionlines.indicators.gate import VERDICTS

    out = []
    for source in report.sources:
        refused = f", {source.rows_refused:,} refused" if source.rows_refused else ""
        whose = f" of {source.found['area']}" if "area" in source.found else ""
        out.append(f"{source.name}: {source.rows_kept:,} of {source.rows_in:,} rows{whose} read{refused}.")
    if report.flaws:
        kinds = Counter(flaw.kind for flaw in report.flaws).most_common(5)
        out.append(f"Problems: {', '.join(f'{kind} {count:,}' for kind, count in kinds)}. See problems.csv.")
    out += report.notes
    counts = report.published
    parts = (f"{counts[item]:,} {item}" for item in VERDICTS if counts.get(item))
    out.append(f"Verdicts: {', '.join(parts) or 'none'}.")
    if "withheld" in counts:
        out.append(f"Withheld for {', '.join(f'{code} {count:,}' for code, count in report.withheld.items())}.")
    out.append(f"{report.judged:,} series judged by {len(report.methods)} methods ({report.scope}).")
    agreement = report.agreement
    if report.judged:
        apart = agreement.get("differ", 0) + agreement.get("contradict", 0)
        alone, none = agreement.get("one", 0), agreement.get("none", 0)
        rest = "".join(
            f"; {count:,} {'is' if count == 1 else 'are'} judged by {by}"
            for count, by in ((alone, "one method only"), (none, "none"))
            if count
        )
        out.append(f"Methods agree on {agreement.get('agree', 0):,} series and disagree on {apart:,}{rest}.")
    out += [
        f"Priority {priority.rank}: {priority.area_name or priority.area}. {priority.reason}"
        for priority in report.priorities[:3]
    ]
    if report.revisions is not None and report.turned is not None:
        changed = Counter(report.revisions["kind"])
        changes = ", ".join(f"{changed[kind]:,} {kind}" for kind in ("revised", "new", "gone"))
        out.append(f"Values since the earlier download: {changes}; {report.turned.height:,} verdicts turned.")
    if report.gaps:
        out.append(f"Data gaps: {len(report.gaps):,}. See gaps.csv.")
    return [*out, f"Report: {page}"]


def summarise_report(report: ProgressReport, files: dict[str, Path]) -> JsonObject:
    """Return the summary for programs; described in docs/how-to/measure-progress.md."""
    from collections import Counter

    from actionlines.papers.writers.as_json import plain_value

    return {
        "scope": {"words": report.scope, **report.chosen},
        "sources": plain_value(report.sources),
        "failed": plain_value(report.failed),
        "problems": dict(Counter(flaw.kind for flaw in report.flaws)),
        "judged": report.judged,
        "agreement": dict(report.agreement),
        "published": dict(report.published),
        "withheld": dict(report.withheld),
        "policy": dict(report.policy.rules),
        "divides": len(report.divides),
        "priorities": plain_value(report.priorities[:10]),
        "gaps": len(report.gaps),
        "notes": list(report.notes),
        "files": {name: str(path) for name, path in files.items()},
    }
