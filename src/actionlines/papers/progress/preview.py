"""What was understood of a file, before anything is judged: its columns, its series, their aims and kinds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from actionlines.indicators import methods
from actionlines.indicators.aims import Agreed, Aimed
from actionlines.indicators.methods.ends import KINDS, list_kinds
from actionlines.indicators.read import TableReading
from actionlines.papers.progress.judged import source_of, with_aims
from actionlines.papers.progress.scope import title_of

_MANY = 8  # breakdowns that are named


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """One series of a file in one unit, over all areas.

    aim         of most areas: the number and year, or which way is better; "" where none is known
    target      the number of that aim, with its `year`; None where no number is known
    better      1 where more is better, -1 where less is, 0 where it is not known
    kind        that of most areas, one of methods.kinds.KINDS
    not_judged  methods that cannot judge this kind
    """

    series: str
    title: str
    indicator: str
    unit: str
    areas: int
    first: int
    last: int
    values: int
    breakdowns: tuple[str, ...]
    aim: str
    source: str
    kind: str
    not_judged: tuple[str, ...]
    target: float | None
    year: int | None
    better: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it is understood; `columns` says what is taken from each header, `found` how it is written."""

    name: str
    layout: str
    rows_in: int
    rows_kept: int
    found: Mapping[str, str]
    columns: Mapping[str, str]
    problems: Mapping[str, int]
    series: tuple[SeriesPreview, ...]


def preview_file(reading: TableReading, own: Iterable[Agreed] = ()) -> Preview:
    """Return what was understood of a file that was read; `own` are targets of the user, which go first."""
    found_aims = with_aims(reading.table, reading.names, own)
    number = list_kinds(found_aims.spans)
    rows: dict[tuple[str, str, str], list[int]] = {}
    for at, key in enumerate(found_aims.keys.select("indicator", "series", "unit").iter_rows()):
        rows.setdefault(key, []).append(at)
    parts = reading.table.group_by("indicator", "series", "unit", maintain_order=True).agg(
        pl.col("area").n_unique(),
        pl.len(),
        pl.col("breakdown").unique(maintain_order=True),
        first=pl.col("year").min(),
        last=pl.col("year").max(),
    )
    every = []
    for row in parts.iter_rows(named=True):
        of = rows[row["indicator"], row["series"], row["unit"]]
        kind = Counter(KINDS[number[at]] for at in of).most_common(1)[0][0]
        aims = Counter((*_find_aim(found_aims, at), source_of(found_aims, at)) for at in of)
        target, year, better, source = aims.most_common(1)[0][0]
        every.append(
            SeriesPreview(
                series=row["series"],
                title=title_of(row["indicator"], row["series"], reading.names),
                indicator=row["indicator"],
                unit=row["unit"],
                areas=row["area"],
                first=row["first"],
                last=row["last"],
                values=row["len"],
                breakdowns=tuple(row["breakdown"]),
                aim=f"{target:g} by {year}"
                if target is not None
                else {1: "more is better", -1: "less is better"}.get(better, ""),
                source=source,
                kind=kind,
                not_judged=tuple(name for name, item in methods.ALL.items() if kind in item.REFUSES),
                target=target,
                year=year,
                better=better,
            )
        )
    return Preview(
        reading.name,
        reading.layout,
        reading.rows_in,
        reading.table.height,
        reading.found,
        reading.columns,
        reading.problems.counts,
        tuple(every),
    )


def _find_aim(aims: Aimed, at: int) -> tuple[float | None, int | None, int]:
    target, better = float(aims.spans.target[at]), int(aims.spans.direction[at])
    known = target == target
    return (target, int(aims.spans.target_year[at]), better) if known else (None, None, better)


def describe_preview(file: Preview) -> list[str]:
    """Return the preview as lines of text."""
    how = ", ".join(f"{name} {value!r}" for name, value in file.found.items())
    out = [f"{file.name}: {file.rows_kept:,} of {file.rows_in:,} rows kept; layout {file.layout}; {how}"]
    used = {header: what for header, what in file.columns.items() if what != "not used"}
    out.append("  Columns: " + ", ".join(f"{header} = {what}" for header, what in used.items()))
    if rest := [header for header in file.columns if header not in used]:
        out.append(f"  Not used: {', '.join(rest)}")
    for each in file.series:
        named = ", ".join(part or "total" for part in each.breakdowns[:_MANY])
        more = f" and {len(each.breakdowns) - _MANY} more" if len(each.breakdowns) > _MANY else ""
        out += [
            f"  {each.series or '(no code)'}: {each.title}",
            f"    indicator {each.indicator or '(none)'}; unit {each.unit or '(none)'}; {each.areas:,} areas, "
            f"{each.first} to {each.last}, {each.values:,} values; breakdowns: {named}{more}",
            f"    aim: {each.aim or 'none known'}; kind: {each.kind}"
            + (f"; not judged by {', '.join(each.not_judged)}" if each.not_judged else ""),
        ]
    if any(not each.indicator for each in file.series):
        out.append("  Series without an indicator: name it under `series` of a mapping, and keep the mapping.")
    if file.problems:
        out.append("  Problems: " + ", ".join(f"{kind} {many:,}" for kind, many in file.problems.items()))
    return out
