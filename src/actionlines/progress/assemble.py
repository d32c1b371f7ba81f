"""Files in, the report out: read, choose, judge, divide, compare, rank."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from actionlines.errors import ActionlinesError, BadMapping
from actionlines.indicators import judge, methods
from actionlines.indicators.aims import Agreed, Aimed, read_aims
from actionlines.indicators.breaks import find
from actionlines.indicators.coverage import People
from actionlines.indicators.methods.cuts import read_thresholds
from actionlines.indicators.methods.cuts import told as own_cuts
from actionlines.indicators.model import Spans
from actionlines.indicators.read import Reading, read_indicators, read_mapping
from actionlines.indicators.table import KEY, empty
from actionlines.progress.beside import NOTHING, OLD, beside, breaks_of, fresh, indicators_of, newest_of
from actionlines.progress.divides import divides
from actionlines.progress.judged import SENTENCES, measured, progress_frame, source_of, with_aims
from actionlines.progress.model import Failed, Flaw, Measured, Report, Source
from actionlines.progress.scope import Scope, filtered
from actionlines.progress.standing import data_gaps, group_figures, priorities
from actionlines.progress.vintage import revisions, turned

# step, number of steps, what is being done
OnProgress = Callable[[int, int, str], None]
STEPS = ("judge", "divides", "priorities")
# Problems of rows that are carried in full; of more, the first of each kind and the count.
FLAWS = 100_000


def measure(
    files: Sequence[str | Path],
    scope: Scope,
    *,
    mapping: Path | None = None,
    targets: Path | None = None,
    population: Path | None = None,
    thresholds: Path | None = None,
    base: int | None = None,
    names: Iterable[str] | None = None,
    old_after: int = OLD,
    set_aside: bool = False,
    before: Sequence[str | Path] = (),
    on_progress: OnProgress | None = None,
) -> Report:
    """Return the report on the scope from all files. A file that cannot be read is among `failed`.

    Of one country only its own rows are read, so that methods of all areas are left out unless they are named.
    `population` is a file of figures with the persons of each country; it weights groups and spreads, and
    by sex or place it gives pairs their head counts. `thresholds` are a user's own cuts of the methods, `base`
    the year from which is counted where a target of the user's does not say. `names` are those of the methods,
    all unless given. A series whose newest value is more than `old_after` years before the newest of all is
    marked as old; with `set_aside` it is not judged, ranked or mapped, and stays among the values and the data
    gaps. `before` are files of an earlier download, judged in the same way and compared. Raises BadMapping (AL603)
    and BadAims (AL605) for what breaks its form.
    """
    every = methods.OWN if scope.country else methods.ALL
    used = list(every) if names is None else list(dict.fromkeys(names))
    steps = len(files) + len(STEPS)
    # First of all: what the user wrote by hand is more often wrong than a file of figures.
    columns, own = read_mapping(mapping), read_aims(targets) if targets else ()
    cuts = read_thresholds(thresholds, methods.CUTS) if thresholds else {}
    people = _population(population) if population else None
    persons = people.total if people else None

    def told(step: int, what: str) -> None:
        """Report a step to `on_progress`, with the file or task in words."""
        if on_progress:
            on_progress(step, steps, what)

    readings: list[tuple[Path, Reading]] = []
    failed: list[Failed] = []
    for step, file in enumerate(files):
        told(step, Path(file).name)
        try:
            readings.append((Path(file), read_indicators(file, columns, area=scope.country)))
        except ActionlinesError as error:
            failed.append(Failed(error.code, error.subject, error.problem, error.advice))
    titles = {series: title for _, reading in readings for series, title in reading.names.items()}
    definitions = {series: text for _, reading in readings for series, text in reading.definitions.items()}
    table, clashes = _together([reading for _, reading in readings])
    chosen = filtered(table, scope)
    given = frozenset().union(*(reading.indicators for _, reading in readings))
    seen = table.height + sum(reading.others for _, reading in readings)
    years = chosen["year"].max()
    as_of = years if isinstance(years, int) else None
    told(len(files), STEPS[0])
    whole, aside = chosen, None
    if set_aside:
        chosen = fresh(whole, as_of, old_after)
        aside = whole.select(*KEY).n_unique() - chosen.select(*KEY).n_unique()
    found = with_aims(chosen, titles, own, base)
    keys, spans = found.keys, found.spans
    verdicts = judge.judge(spans, used, cuts)
    first = _first(keys)
    broken_at = find(chosen)
    broken = breaks_of(broken_at)
    newest = newest_of(chosen, as_of)
    ages = keys.select(*KEY).join(newest, on=KEY, how="left", maintain_order="left")["age"].to_list()
    also = beside(chosen, keys, first, broken)
    rows = {
        at: measured(
            keys, spans, verdicts, at, titles, source_of(found, at), also.get(at, NOTHING), ages[at],
            (ages[at] or 0) > old_after,
        )
        for at in first
    }  # fmt: skip
    told(len(files) + 1, STEPS[1])
    apart = divides(chosen, titles, scope.region, people)
    told(len(files) + 2, STEPS[2])
    flaws = tuple(_flaws(readings))
    report = Report(
        scope=scope.words,
        chosen=scope.chosen,
        as_of=as_of,
        methods=MappingProxyType({name: methods.ALL[name].TITLE for name in used}),
        sources=tuple(_read(path, reading) for path, reading in readings),
        failed=tuple(failed),
        flaws=flaws,
        judged=keys.height,
        measured=tuple(rows.values()),
        divides=apart,
        groups=group_figures(chosen, scope, titles, as_of, persons) if as_of else (),
        priorities=priorities(found, scope, titles, as_of, persons, cuts) if as_of else (),
        gaps=data_gaps(given, whole, scope, as_of or date.today().year, old_after),
        progress=progress_frame(keys, spans, verdicts, rows, titles, newest, broken),
        observations=whole,
        breaks=broken_at,
        indicators=indicators_of(whole, titles, definitions),
        notes=(
            *_notes(seen, chosen, keys.height, len(rows), clashes, scope),
            *own_cuts({name: cuts[name] for name in used if name in cuts}, methods.CUTS, _TITLES),
            *_no_aim(keys["series"].to_list(), spans),
            *_unused(own, found),
            *_ages(ages, aside, as_of, old_after),
        ),
        old_after=old_after,
        set_aside=aside,
    )
    if before:
        earlier = measure(
            before, scope, mapping=mapping, targets=targets, population=population, thresholds=thresholds,
            base=base, names=used, old_after=old_after, set_aside=set_aside,
        )  # fmt: skip
        report = _compared(report, earlier)
    told(steps, "")
    return report


def _compared(report: Report, earlier: Report) -> Report:
    """Return the report with what differs from an earlier one; its files that failed are named too."""
    changed = revisions(earlier.observations, report.observations)
    return replace(
        report,
        failed=(*report.failed, *earlier.failed),
        before=earlier.sources,
        revisions=changed,
        turned=turned(earlier.progress, report.progress, changed),
    )


_TITLES = MappingProxyType({name: one.TITLE for name, one in methods.ALL.items()})


_TOLD = 12  # series without an aim that are named


def _no_aim(series: Sequence[str], spans: Spans) -> Iterable[str]:
    """How many series nothing says of whether more or less is better, and which they are."""
    without = np.flatnonzero((spans.direction == 0) & np.isnan(spans.target)).tolist()
    if not without:
        return
    has = "1 series has" if len(without) == 1 else f"{len(without):,} series have"
    codes = Counter(series[at] for at in without if series[at]).most_common()
    named = ", ".join(f"{code} ({count:,})" for code, count in codes[:_TOLD])
    more = f" and {len(codes) - _TOLD} more" if len(codes) > _TOLD else ""
    told = f" They are, with the number of areas and breakdowns: {named}{more}." if named else ""
    yield f"{has} no known aim, so no method judges what is better: give one with --targets.{told}"


def _unused(own: Sequence[Agreed], found: Aimed) -> Iterable[str]:
    """Yield a sentence for each target of the user's that no series of the report took."""
    taken = {one.id for one in found.agreed if one is not None and one.basis == "own"}
    for one in own:
        if one.id not in taken:
            asked = (one.series, one.indicator, one.area, "total" if one.breakdown == "" else one.breakdown)
            yield (
                f"Your target {one.id.removeprefix('own:')} ({', '.join(part for part in asked if part)}) fits no "
                "series here: check its codes, area and breakdown."
            )


def _ages(ages: Sequence[int | None], aside: int | None, as_of: int | None, old: int) -> Iterable[str]:
    """Return how many series end long before the newest value, and what was done with them."""
    count = sum((age or 0) > old for age in ages) if aside is None else aside
    if not count or as_of is None:
        return
    ends = "1 series ends" if count == 1 else f"{count:,} series end"
    done = "marked as old" if aside is None else "set aside: neither judged nor ranked nor mapped"
    yield f"{ends} more than {old} years before {as_of} and {'is' if count == 1 else 'are'} {done}."


def _population(file: Path) -> People:
    """Return persons by country and year, and by sex, place or age where the file has them."""
    table = read_indicators(file).table
    try:
        return People.from_table(table, f"population ({file.name})")
    except ValueError as error:
        raise BadMapping(file.name, str(error), "Give a file with one series of persons.") from error


def _together(readings: Sequence[Reading]) -> tuple[pl.DataFrame, int]:
    """Return all rows as one table. The same observation in two files: the first file counts."""
    if not readings:
        return empty(), 0
    if len(readings) == 1:
        return readings[0].table, 0
    rows = pl.concat([reading.table for reading in readings])
    kept = rows.unique(
        ["indicator", "series", "area", "breakdown", "unit", "year"], keep="first", maintain_order=True
    )
    return kept, rows.height - kept.height


def _first(keys: pl.DataFrame) -> list[int]:
    """Return the rows that have sentences: totals before breakdowns, in the order of the input."""
    if keys.height <= SENTENCES:
        return list(range(keys.height))
    at = keys.with_row_index("_at").sort(pl.col("breakdown").str.len_chars(), "_at")["_at"]
    return sorted(at.head(SENTENCES).to_list())


def _read(path: Path, reading: Reading) -> Source:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(
        reading.name,
        reading.format,
        reading.layout,
        digest,
        reading.rows_in,
        reading.table.height,
        reading.rows_refused,
        MappingProxyType(dict(reading.found)),
    )


def _flaws(readings: Iterable[tuple[Path, Reading]]) -> Iterable[Flaw]:
    for _, reading in readings:
        for one in reading.problems[:FLAWS]:
            yield Flaw(reading.name, one.row, one.column, one.kind, one.severity, one.message, one.advice)
        if len(reading.problems) > FLAWS:
            rest = len(reading.problems) - FLAWS
            yield Flaw(
                reading.name,
                0,
                "",
                "more",
                "warning",
                f"{rest:,} more problems are not listed",
                "Put the listed ones right first.",
            )


def _notes(
    seen: int, chosen: pl.DataFrame, judged: int, told: int, clashes: int, scope: Scope
) -> Iterable[str]:
    if clashes:
        yield f"{clashes:,} observations stand in more than one file; that of the first file counts."
    if chosen.is_empty() and seen:
        yield f"None of the {seen:,} observations in the files is of {scope.words}."
    if told < judged:
        yield f"{judged:,} series were judged; {told:,} are described in words, all in progress.csv."


def series_by_id(report: Report) -> Mapping[str, Measured]:
    """Return the series that have sentences, by id."""
    return {one.id: one for one in report.measured}
