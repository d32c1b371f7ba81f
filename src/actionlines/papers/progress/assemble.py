"""Files in, the report out: read, choose, judge, divide, compare, rank."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from actionlines.errors import ActionlinesError, BadMapping
from actionlines.indicators import methods
from actionlines.indicators.aims import Agreed, Aimed, read_aims
from actionlines.indicators.check import Problem, Problems
from actionlines.indicators.coverage import People
from actionlines.indicators.gate import Judged, Policy, Screened, judge_aimed, read_policy, screen_table
from actionlines.indicators.methods.cuts import Cuts, read_thresholds
from actionlines.indicators.methods.cuts import describe_cuts as own_cuts
from actionlines.indicators.model import KEY, Spans, empty_table
from actionlines.indicators.read import ColumnMapping, TableReading, read_indicators, read_mapping
from actionlines.papers.progress import OLD
from actionlines.papers.progress.divides import find_data_gaps, find_divides, group_figures, rank_priorities
from actionlines.papers.progress.judged import (
    NOTHING,
    SENTENCES,
    breaks_of,
    filter_fresh,
    indicators_of,
    make_measured,
    map_beside,
    newest_of,
    progress_frame,
    source_of,
    with_aims,
)
from actionlines.papers.progress.model import Failed, ProgressReport, RowFlaw, Source
from actionlines.papers.progress.scope import Scope, filter_table, tell_apart
from actionlines.papers.progress.tables import find_revisions, find_turned

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
    policy: Path | None = None,
    base: int | None = None,
    names: Iterable[str] | None = None,
    old_after: int = OLD,
    set_aside: bool = False,
    before: Sequence[str | Path] = (),
    on_progress: OnProgress | None = None,
) -> ProgressReport:
    """Return the report on the scope from all files. A file that cannot be read is among `failed`.

    Of one country only its own rows are read, so that methods of all areas are left out unless they are named.
    `population` is a file of figures with the persons of each country; it weights groups and spreads, and
    by sex or place it gives pairs their head counts. `thresholds` are a user's own cuts of the methods, `policy`
    an office's own rules of publication, `base`
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
    rules = read_policy(policy)
    people = _read_population(population) if population else None
    persons = people.total if people else None

    def text(step: int, what: str) -> None:
        """Report a step to `on_progress`, with the file or task in words."""
        if on_progress:
            on_progress(step, steps, what)

    limit = old_after if set_aside else None
    judged = partial(_judge, columns=columns, scope=scope, own=own, base=base, rules=rules, cuts=cuts, limit=limit)
    item = judged(files, told=text)
    keys, spans, chosen, as_of, titles = (item.found.keys, item.found.spans, item.chosen, item.as_of, item.titles)
    readings = [reading for _, reading in item.readings]
    definitions = {series: text for reading in readings for series, text in reading.definitions.items()}
    values = frozenset().union(*(reading.indicators for reading in readings))
    first = _choose_rows(keys)
    broken = breaks_of(item.screened.breaks)
    verdicts = {name: item.judged.methods[name] for name in used}
    ages = keys.select(*KEY).join(item.newest, on=KEY, how="left", maintain_order="left")["age"].to_list()
    also = map_beside(chosen, keys, first, broken)
    rows = {
        at: make_measured(
            keys,
            spans,
            verdicts,
            at,
            titles,
            source_of(item.found, at),
            also.get(at, NOTHING),
            ages[at],
            (ages[at] or 0) > old_after,
            item.judged.fields_of(at),
        )
        for at in first
    }
    text(len(files) + 1, STEPS[1])
    apart = find_divides(chosen, titles, scope.region, people)
    text(len(files) + 2, STEPS[2])
    aside = item.whole.select(*KEY).n_unique() - chosen.select(*KEY).n_unique() if set_aside else None
    recut = {name: cuts[name] for name in used if name in cuts}
    notes = [
        *_list_notes(item, len(rows), scope),
        *(("own-cuts", 1, text) for text in own_cuts(recut, methods.CUTS, _TITLES)),
        *_note_missing_aims(keys["series"].to_list(), spans),
        *_note_unused_targets(own, item.found),
        *_note_ages(ages, aside, as_of, old_after),
    ]
    counts: Counter[str] = Counter()
    for kind, count, _ in notes:
        counts[kind] += count
    report = ProgressReport(
        scope=scope.words,
        chosen=scope.chosen,
        as_of=as_of,
        methods=MappingProxyType({name: methods.ALL[name].TITLE for name in used}),
        sources=item.sources,
        failed=tuple(item.failed),
        flaws=(*_list_flaws(readings), *_list_aside(readings, item.screened.aside)),
        judged=keys.height,
        measured=tuple(rows.values()),
        divides=apart,
        groups=group_figures(chosen, scope, titles, as_of, persons) if as_of else (),
        priorities=rank_priorities(item.found, scope, titles, as_of, persons, item.judged) if as_of else (),
        gaps=find_data_gaps(values, item.whole, scope, as_of or date.today().year, old_after),
        progress=progress_frame(keys, spans, verdicts, rows, titles, item.newest, broken, item.judged),
        observations=item.whole,
        breaks=item.screened.breaks,
        policy=rules,
        indicators=indicators_of(item.whole, titles, definitions),
        notes=tuple(text for _, _, text in notes),
        counts=MappingProxyType(counts),
        recut=tuple(recut),
        old_after=old_after,
        set_aside=aside,
    )
    if before:
        report = _compare_earlier(report, judged(before))
    text(steps, "")
    return report


@dataclass(frozen=True, slots=True)
class _Judged:
    """Files read and judged: `whole` is the table of the scope, `chosen` the part that is judged."""

    readings: Sequence[tuple[Path, TableReading]]
    failed: Sequence[Failed]
    seen: int
    clashes: int
    titles: Mapping[str, str]
    whole: pl.DataFrame
    chosen: pl.DataFrame
    as_of: int | None
    screened: Screened
    found: Aimed
    judged: Judged
    newest: pl.DataFrame

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the files that were read, with their digests."""
        return tuple(_describe_source(path, reading) for path, reading in self.readings)


def _judge(
    files: Sequence[str | Path],
    *,
    columns: ColumnMapping,
    scope: Scope,
    own: Sequence[Agreed],
    base: int | None,
    rules: Policy,
    cuts: Mapping[str, Cuts],
    limit: int | None,
    told: Callable[[int, str], None] = lambda step, what: None,
) -> _Judged:
    """Return the verdicts on the scope from the files; series that are more than `limit` years old have none."""
    readings: list[tuple[Path, TableReading]] = []
    failed: list[Failed] = []
    for step, file in enumerate(files):
        told(step, Path(file).name)
        try:
            readings.append((Path(file), read_indicators(file, columns, area=scope.country)))
        except ActionlinesError as error:
            failed.append(Failed(error.code, error.subject, error.problem, error.advice))
    titles = {series: title for _, reading in readings for series, title in reading.names.items()}
    table, clashes = join_readings([reading for _, reading in readings])
    seen = table.height + sum(reading.others for _, reading in readings)
    whole = chosen = filter_table(table, scope)
    years = whole["year"].max()
    as_of = years if isinstance(years, int) else None
    told(len(files), STEPS[0])
    if limit is not None:
        chosen = filter_fresh(whole, as_of, limit)
    screened = screen_table(chosen, titles, rules)
    chosen = screened.table
    aims = with_aims(chosen, titles, own, base)
    names = methods.OWN if scope.country else methods.ALL
    verdicts = judge_aimed(aims, screened, rules, names, cuts, as_of)
    newest = newest_of(chosen, as_of)
    titles = tell_apart(whole, titles)
    return _Judged(readings, failed, seen, clashes, titles, whole, chosen, as_of, screened, aims, verdicts, newest)


def _compare_earlier(report: ProgressReport, earlier: _Judged) -> ProgressReport:
    """Return the report with what differs from an earlier download; its files that failed are named too."""
    changed = find_revisions(earlier.whole, report.observations)
    keys, spans = earlier.found.keys, earlier.found.spans
    verdicts = {name: earlier.judged.methods[name] for name in report.methods}
    progress = progress_frame(keys, spans, verdicts, {}, earlier.titles, earlier.newest, {}, earlier.judged)
    return replace(
        report,
        failed=(*report.failed, *earlier.failed),
        before=earlier.sources,
        revisions=changed,
        turned=find_turned(progress, report.progress, changed),
    )


_TITLES = MappingProxyType({name: item.TITLE for name, item in methods.ALL.items()})
_Note = tuple[str, int, str]  # key of `page.…` in words.csv, the number in it, the English sentence
_TOLD = 12  # series without an aim that are named


def _note_missing_aims(series: Sequence[str], spans: Spans) -> Iterable[_Note]:
    """How many series nothing says of whether more or less is better, and which they are."""
    if not (without := np.flatnonzero((spans.direction == 0) & np.isnan(spans.target)).tolist()):
        return
    has = "1 series has" if len(without) == 1 else f"{len(without):,} series have"
    codes = Counter(series[at] for at in without if series[at]).most_common()
    named = ", ".join(f"{code} ({count:,})" for code, count in codes[:_TOLD])
    more = f" and {len(codes) - _TOLD} more" if len(codes) > _TOLD else ""
    text = f" They are, with the number of areas and breakdowns: {named}{more}." if named else ""
    sentence = f"{has} no known aim, so no method judges what is better: give one with --targets.{text}"
    yield "no-aim", len(without), sentence


def _note_unused_targets(own: Sequence[Agreed], aims: Aimed) -> Iterable[_Note]:
    """Yield a sentence for each target of the user's that no series of the report took."""
    taken = {item.id for item in aims.agreed if item is not None and item.basis == "own"}
    for item in own:
        if item.id not in taken:
            question = (item.series, item.indicator, item.area, "total" if item.breakdown == "" else item.breakdown)
            sentence = (
                f"Your target {item.id.removeprefix('own:')} ({', '.join(filter(None, question))}) fits no "
                "series here: check its codes, area and breakdown."
            )
            yield "unused", 1, sentence


def _note_ages(ages: Sequence[int | None], aside: int | None, as_of: int | None, old: int) -> Iterable[_Note]:
    """Return how many series end long before the newest value, and what was done with them."""
    count = sum((age or 0) > old for age in ages) if aside is None else aside
    if not count or as_of is None:
        return
    ends = "1 series ends" if count == 1 else f"{count:,} series end"
    done = "marked as old" if aside is None else "set aside: neither judged nor ranked nor mapped"
    key = "ages" if aside is None else "ages-aside"
    yield (key, count, f"{ends} more than {old} years before {as_of} and {'is' if count == 1 else 'are'} {done}.")


def _read_population(file: Path) -> People:
    """Return persons by country and year, and by sex, place or age where the file has them."""
    table = read_indicators(file).table
    try:
        return People.from_table(table, f"population ({file.name})")
    except ValueError as error:
        raise BadMapping(file.name, str(error), "Give a file with one series of persons.") from error


def join_readings(readings: Sequence[TableReading]) -> tuple[pl.DataFrame, int]:
    """Return all rows as one table. The same observation in two files: the first file counts."""
    if not readings:
        return empty_table(), 0
    if len(readings) == 1:
        return readings[0].table, 0
    rows = pl.concat([reading.table for reading in readings])
    unique_rows = rows.unique(
        ["indicator", "series", "area", "breakdown", "unit", "year"], keep="first", maintain_order=True
    )
    return unique_rows, rows.height - unique_rows.height


def _choose_rows(keys: pl.DataFrame) -> list[int]:
    """Return the rows that have sentences: totals before breakdowns, in the order of the input."""
    if keys.height <= SENTENCES:
        return list(range(keys.height))
    at = keys.with_row_index("_at").sort(pl.col("breakdown").str.len_chars(), "_at")["_at"]
    return sorted(at.head(SENTENCES).to_list())


def _describe_source(path: Path, reading: TableReading) -> Source:
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


def _list_flaws(readings: Iterable[TableReading]) -> Iterable[RowFlaw]:
    for reading in readings:
        for problem in reading.problems[:FLAWS]:
            yield _flaw_of(reading.name, problem)
        if (rest := len(reading.problems) - FLAWS) > 0:
            more = f"{rest:,} more problems are not listed"
            yield RowFlaw(reading.name, 0, "", "more", "warning", more, "Put the listed ones right first.")


def _list_aside(readings: Sequence[TableReading], aside: Problems) -> Iterable[RowFlaw]:
    name = readings[0].name if len(readings) == 1 else ""
    return (_flaw_of(name, problem) for problem in aside[:FLAWS])


def _flaw_of(file: str, flaw: Problem) -> RowFlaw:
    return RowFlaw(file, flaw.row, flaw.column, flaw.kind, flaw.severity, flaw.message, flaw.advice)


def _list_notes(files: _Judged, described: int, scope: Scope) -> Iterable[_Note]:
    judged = files.found.keys.height
    if files.clashes:
        sentence = f"{files.clashes:,} observations are in more than one file; that of the first file counts."
        yield "clashes", files.clashes, sentence
    if files.chosen.is_empty() and files.seen:
        yield ("outside", files.seen, f"None of the {files.seen:,} observations in the files is of {scope.words}.")
    if described < judged:
        sentence = f"{judged:,} series were judged; {described:,} are described in words, all in progress.csv."
        yield "in-words", described, sentence
