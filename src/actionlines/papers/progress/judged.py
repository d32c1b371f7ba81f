"""Every series by every method: the table of verdicts, the series in words, and notes of its file on values."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators import judge, methods
from actionlines.indicators.aims import Agreed, Aimed, Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.aims.agreed import limits_of
from actionlines.indicators.gate import (
    UNJUDGED,
    VERDICTS,
    Judged,
    Outcome,
    Policy,
    Screened,
    default_policy,
    judge_aimed,
    screen_table,
)
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import KEY, Floats, Ints, Spans, Verdicts
from actionlines.indicators.provenance import obs_status, obs_statuses
from actionlines.papers.names import area_name
from actionlines.papers.progress.model import Break, Indicator, Measured, Said, Target, crossed
from actionlines.papers.progress.scope import title_of

_ALL = (*KEY, "year")
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Status (codes of SDMX, "" for a normal value), note and source by year, and the breaks."""

    by_year: Mapping[int, tuple[str, str, str]]
    breaks: tuple[Break, ...]

    def of(self, years: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return statuses, notes and sources of these years; () where none of them has one."""
        rows = [self.by_year.get(year, ("", "", "")) for year in years]
        statuses, notes, sources = zip(*rows, strict=True) if rows else ((), (), ())
        return tuple(status if any(status) else () for status in (statuses, notes, sources))  # type: ignore[return-value]


NOTHING = Beside({}, ())


def breaks_of(frame: pl.DataFrame) -> dict[_Key, tuple[Break, ...]]:
    """Return what `indicators.breaks.find` gives as the breaks of each series by its key, years ascending."""
    rows = frame.select(*KEY, "year", "kind", "before", "after", "value_before", "value").iter_rows()
    grouped = groupby(rows, key=lambda row: row[: len(KEY)])
    return {key: tuple(Break(*row[len(KEY) :]) for row in some) for key, some in grouped}


def map_beside(
    table: pl.DataFrame, keys: pl.DataFrame, rows: Sequence[int], breaks: Mapping[_Key, tuple[Break, ...]]
) -> dict[int, Beside]:
    """Return what is beside the series in `rows` of `keys`, by row."""
    wanted = keys[list(rows)].select(*KEY)
    text = table.filter((pl.col("source") != "") | (pl.col("note") != "") | (pl.col("status") != ""))
    if len(rows) < keys.height:
        text = text.join(wanted, on=KEY, how="semi")
    values: dict[_Key, dict[int, tuple[str, str, str]]] = {}
    for row in text.select(*_ALL, "status", "note", "source").iter_rows():
        code = obs_status(row[6]) if row[6] else ""
        values.setdefault(row[:5], {})[row[5]] = ("" if code == "A" else code, row[7], row[8])
    beside = {}
    for at, key in zip(rows, wanted.iter_rows(), strict=True):
        if key in values or key in breaks:
            beside[at] = Beside(values.get(key, {}), breaks.get(key, ()))
    return beside


def filter_fresh(table: pl.DataFrame, as_of: int | None, old: int) -> pl.DataFrame:
    """Return the rows of series whose newest value is at most `old` years before `as_of`."""
    if as_of is None:
        return table
    return table.filter(pl.col("year").max().over(KEY) >= as_of - old)


def newest_of(table: pl.DataFrame, as_of: int | None) -> pl.DataFrame:
    """Return the status, source and age of the newest value of each series: last_status, last_source, age."""
    rows = table.select(*_ALL, "status", "source").sort("year", maintain_order=True)
    newest = rows.group_by(*KEY, maintain_order=True).last()
    return newest.select(
        *KEY, last_status=obs_statuses(newest), last_source="source", age=(pl.lit(as_of, pl.Int32) - pl.col("year"))
    )


_SOURCES = 12  # of a series, or of its footnotes, that are named


def indicators_of(
    table: pl.DataFrame, titles: Mapping[str, str], definitions: Mapping[str, str]
) -> tuple[Indicator, ...]:
    """Return every series of the long table once, with its definition, sources, licence and what UNSD says of it."""
    rows = table.group_by("indicator", "series", "unit", maintain_order=True).agg(
        pl.col("area").n_unique(),
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
        *(pl.col(name).unique(maintain_order=True) for name in ("source", "licence", "note")),
    )
    known = {row["indicator"]: row for row in read_table("custodians", Path(__file__).parent / "data")}
    return tuple(
        Indicator(
            indicator,
            series,
            title_of(indicator, series, titles),
            unit,
            definitions.get(series, ""),
            areas,
            first,
            last,
            _join_texts(sources),
            "; ".join(licence for licence in licences if licence),
            _join_texts(notes),
            known.get(indicator, {}).get("custodian", ""),
            known.get(indicator, {}).get("tier", ""),
            metadata_address(indicator),
        )
        for indicator, series, unit, areas, first, last, sources, licences, notes in rows.iter_rows()
    )


def _join_texts(texts: Sequence[str]) -> str:
    named = [text for text in texts if text]
    more = [f"and {len(named) - _SOURCES} more"] if len(named) > _SOURCES else []
    return "; ".join([*named[:_SOURCES], *more])


def metadata_address(indicator: str) -> str:
    """Return where UNSD has the metadata of an indicator of the SDGs, "" for others.

    >>> metadata_address("sdg:9.c.1"), metadata_address("")
    ('https://unstats.un.org/sdgs/metadata/files/Metadata-09-0C-01.pdf', '')
    """
    parts = indicator.removeprefix("sdg:").upper().split(".")
    if not indicator.startswith("sdg:") or len(parts) != 3:
        return ""
    return f"https://unstats.un.org/sdgs/metadata/files/Metadata-{'-'.join(part.zfill(2) for part in parts)}.pdf"


# Up to this number every series has sentences; of more, only those chosen by `first`. All have numbers.
SENTENCES = 4_000
# Columns of the table of verdicts, in order, with their types; the order is that of progress.csv.
COLUMNS: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "series": pl.String,
    "title": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "breakdown": pl.String,
    "unit": pl.String,
    "method": pl.String,
    "verdict": pl.String,
    "words": pl.String,
    "ratio": pl.Float64,
    "score": pl.Float64,
    "projected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "base_year": pl.Int32,
    "base_value": pl.Float64,
    "last_year": pl.Int32,
    "last_value": pl.Float64,
    "target": pl.Float64,
    "target_year": pl.Int32,
    "agreement": pl.String,
    "reason": pl.String,
    "breaks": pl.String,
    "last_status": pl.String,
    "last_source": pl.String,
    "age": pl.Int32,
    "reason_code": pl.String,
    "published": pl.String,
    "decided_by": pl.String,
    "withheld": pl.String,
}


def progress_frame(
    keys: pl.DataFrame,
    spans: Spans,
    verdicts: Mapping[str, Verdicts],
    described: Mapping[int, Measured],
    names: Mapping[str, str],
    newest: pl.DataFrame,
    breaks: Mapping[tuple[str, ...], tuple[Break, ...]],
    judged: Judged,
) -> pl.DataFrame:
    """Return one row for each series and method; `reason` is filled for the series in `described` (row -> series).

    `newest` has last_status, last_source and age by the key of a series, `breaks` its breaks. The rows are made in
    blocks of series, their texts as categories, so that millions of them take few hundred megabytes.
    """
    if not verdicts or keys.is_empty():
        return pl.DataFrame(schema={name: _STORED.get(kind, kind) for name, kind in COLUMNS.items()})
    agreement = np.array(judge.AGREEMENTS)[judge.count_agreements(verdicts)]
    kinds = keys.select("indicator", "series").unique()
    titles = kinds.with_columns(title=pl.Series([title_of(i, s, names) for i, s in kinds.iter_rows()], dtype=pl.String))
    areas = pl.DataFrame({"area": keys["area"].unique()})
    areas = areas.with_columns(area_name=pl.Series(map(area_name, areas["area"]), dtype=pl.String))
    shared = (
        keys.select(*KEY)
        .join(titles, on=["indicator", "series"], how="left", maintain_order="left")
        .join(areas, on="area", how="left", maintain_order="left")
        .join(newest, on=KEY, how="left", maintain_order="left")
        .with_columns(
            pl.col("last_status", "last_source").fill_null(""),
            target=pl.Series(spans.target).fill_nan(None),
            target_year=pl.Series(spans.target_year),
            agreement=pl.Series(agreement, dtype=pl.String),
            published=pl.Series(np.array(VERDICTS)[judged.verdict], dtype=pl.String),
            decided_by=pl.Series(np.array([*judged.deciding, ""])[judged.method], dtype=pl.String),
            withheld=pl.Series(judged.withheld, dtype=pl.String),
        )
        .cast({pl.String: pl.Categorical})
    )
    broken = {at: breaks[key] for at, key in enumerate(keys.select(*KEY).iter_rows()) if key in breaks}
    blocks = []
    for start in range(0, keys.height, BLOCK):
        rows = range(start, min(start + BLOCK, keys.height))
        part = shared.slice(start, BLOCK)
        by_method = [_method_frame(part, verdict, rows, described, broken) for verdict in verdicts.values()]
        order = np.arange(len(rows) * len(by_method)).reshape(len(by_method), -1).T.ravel()
        blocks.append(pl.concat(by_method)[order])
    return pl.concat(blocks, rechunk=False)


BLOCK = 20_000  # series whose rows are made together
_STORED: Mapping[type[pl.DataType], type[pl.DataType]] = {pl.String: pl.Categorical}


def _method_frame(
    shared: pl.DataFrame,
    verdicts: Verdicts,
    rows: range,
    described: Mapping[int, Measured],
    broken: Mapping[int, tuple[Break, ...]],
) -> pl.DataFrame:
    """Return the rows of a method for a block of series."""
    method, block = methods.ALL[verdicts.method], slice(rows.start, rows.stop)
    code, nothing = verdicts.verdict[block], np.full(len(rows), np.nan)
    numbers = {name: getattr(verdicts, name)[block] for name in ("ratio", "score", "projected", "low", "high")}
    for name in ("base_year", "base_value", "last_year", "last_value"):
        numbers[name] = verdicts.inputs[name][block] if name in verdicts.inputs else nothing
    reasons, inside = [""] * len(rows), [""] * len(rows)
    for at in described.keys() & set(rows):
        reasons[at - rows.start] = next((s.reason for s in described[at].said if s.method == verdicts.method), "")
    for at in broken.keys() & set(rows):
        place = at - rows.start
        crossed_breaks = crossed(broken[at], numbers["base_year"][place], numbers["last_year"][place])
        inside[place] = "; ".join(f"{each.year} {each.kind}" for each in crossed_breaks)
    return shared.with_columns(
        pl.Series("reason", reasons, dtype=pl.String).cast(pl.Categorical),
        pl.Series("breaks", inside, dtype=pl.String).cast(pl.Categorical),
        _pick_text("method", [verdicts.method], np.zeros(len(rows), dtype=np.int32)),
        _pick_text("verdict", method.COMMON, code),
        _pick_text("words", method.WORDS, code),
        _pick_text("reason_code", Reason.names(), verdicts.reason[block]),
        *(_finite_series(name, values) for name, values in numbers.items()),
    ).select(pl.col(name).cast(_STORED.get(kind, kind)) for name, kind in COLUMNS.items())


def _pick_text(name: str, texts: Sequence[str], code: Ints) -> pl.Series:
    """Return the text of each code as a category, "" for -1."""
    return pl.Series(name, [*texts, ""], dtype=pl.Categorical).gather(np.where(code < 0, len(texts), code))


def _finite_series(name: str, values: Floats) -> pl.Series:
    clean = np.where(np.isfinite(values), values, np.nan)
    return pl.Series(name, clean, dtype=pl.Float64).fill_nan(None)


def make_measured(
    keys: pl.DataFrame,
    spans: Spans,
    verdicts: Mapping[str, Verdicts],
    at: int,
    names: Mapping[str, str],
    source: str,
    also: Beside = NOTHING,
    age: int | None = None,
    old: bool = False,
    outcome: Outcome = UNJUDGED,
) -> Measured:
    """Return the series in row `at`, in words; `also` is what its file says beside the values."""
    row = keys.row(at, named=True)
    start, stop = int(spans.starts[at]), int(spans.starts[at + 1])
    text = judge.make_judgement(verdicts, spans, at)
    years = tuple(spans.years[start:stop].tolist())
    statuses, notes, sources = also.of(years)
    return Measured(
        indicator=row["indicator"],
        series=row["series"],
        title=title_of(row["indicator"], row["series"], names),
        area=row["area"],
        area_name=area_name(row["area"]),
        breakdown=row["breakdown"],
        unit=row["unit"],
        years=years,
        values=tuple(spans.values[start:stop].tolist()),
        target=Target(
            _or_none(spans.target[at]),
            int(spans.target_year[at]),
            int(spans.direction[at]),
            _or_none(spans.low[at]),
            _or_none(spans.high[at]),
            source,
        ),
        said=tuple(
            Said(
                name,
                methods.ALL[name].TITLE,
                row.verdict,
                row.words,
                row.ratio,
                row.score,
                row.projected,
                row.interval[0] if row.interval else None,
                row.interval[1] if row.interval else None,
                row.reason,
                _year_or_none(row.inputs, "base_year"),
                _year_or_none(row.inputs, "last_year"),
            )
            for name, row in text.rows.items()
        ),
        agreement=text.agreement,
        words=text.words,
        statuses=statuses,
        notes=notes,
        sources=sources,
        breaks=also.breaks,
        age=age,
        old=old,
        **outcome,
    )


def _year_or_none(inputs: Mapping[str, float], name: str) -> int | None:
    value = inputs.get(name)
    return None if value is None or not math.isfinite(value) else int(value)


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def with_aims(
    table: pl.DataFrame, names: Mapping[str, str], own: Iterable[Agreed] = (), base: int | None = None
) -> Aimed:
    """Return the series of the table with their aims. `own`: aims of the user, first; `base` as in `aimed`."""
    book = Book.of(own, connectivity_aims(), sdg_aims())
    aims = aimed(table, book, base=base)
    # A percentage without an aim has limits all the same: no projection may leave them.
    of = ["unit", "series", "indicator"]
    kinds = aims.keys.select(of).unique()
    ends = [limits_of(unit, series, names.get(series, ""), id_) for unit, series, id_ in kinds.iter_rows()]
    limits = pl.DataFrame(ends, schema={"low": pl.Float64, "high": pl.Float64}, orient="row")
    known = aims.keys.select(of).join(kinds.hstack(limits), on=of, how="left", maintain_order="left")
    spans = aims.spans
    low, high = (
        np.where(np.isnan(own), known[end].fill_null(np.nan).to_numpy(), own)
        for end, own in (("low", spans.low), ("high", spans.high))
    )
    return replace(aims, spans=replace(spans, low=low, high=high))


def judge_table(
    table: pl.DataFrame, names: Mapping[str, str], policy: Policy | None = None, as_of: int | None = None
) -> tuple[Screened, Aimed, Judged]:
    """Return what may be judged of the table, its series with their aims, and their verdicts."""
    rules = policy or default_policy()
    screened = screen_table(table, names, rules)
    aims = with_aims(screened.table, names)
    return screened, aims, judge_aimed(aims, screened, rules, methods.ALL, as_of=as_of)


def source_of(aims: Aimed, at: int) -> str:
    """Return the source of the aim of a series, with the changes made to it; "" where there is none."""
    agreed = aims.agreed[at]
    parts = (agreed.source, agreed.note, aims.notes[at]) if agreed else ()
    return "; ".join(part for part in parts if part)
