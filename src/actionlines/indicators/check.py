"""What is wrong with a table of observations, row by row: impossible values, duplicates, units that change, jumps.

There are as many problems as rows, so they are kept in columns and made into objects when asked for. A percentage is
a share, with the limits 0 and 100, unless its series, its indicator (rates.csv) or a word of its title (growth,
change, GDP) says that it is a rate. quantities.csv says what the values of each kind can be.

>>> problems = Problems.of("year", "no-year", [(3, "there is no year in 'n.d.'")])
>>> problems[0].severity, problems[0].row
('error', 3)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.areas import fold_unit, unit_of, units_of
from actionlines.indicators.model import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = MappingProxyType({"row": pl.Int64, "column": pl.String, "kind": pl.String, "message": pl.String})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row.

    row       1-based row of the input (a header counts); 0 for the file as a whole
    column    of the input, or of the table where the input has none
    kind      code of problem_kinds.csv
    severity  "error": the row was refused; "warning": it was kept
    message   a sentence that quotes what was found
    advice    what to do
    """

    row: int
    column: str
    kind: str
    severity: str
    message: str
    advice: str


@cache
def read_kinds() -> Mapping[str, tuple[str, str]]:
    """Return the severity and the advice of each kind of problem."""
    table = read_table("problem_kinds", Path(__file__).parent)
    return MappingProxyType({row["kind"]: (row["severity"], row["advice"]) for row in table})


class Problems(Sequence[Problem]):
    """A sequence of Problem over a frame with the columns of SCHEMA, in the order of the rows."""

    def __init__(self, frame: pl.DataFrame | None = None) -> None:
        self.frame = pl.DataFrame(schema=dict(SCHEMA)) if frame is None else frame

    @classmethod
    def of(cls, column: str, kind: str, problems: Iterable[tuple[int, str]]) -> Problems:
        """Problems of one kind in one column, from (row, message)."""
        rows = [(row, column, kind, message) for row, message in problems]
        return cls(pl.DataFrame(rows, schema=dict(SCHEMA), orient="row"))

    @classmethod
    def join(cls, parts: Iterable[Problems]) -> Problems:
        """Return all problems as one table, by row."""
        frames = [part.frame for part in parts if len(part)]
        return cls(pl.concat(frames).sort("row", maintain_order=True)) if frames else cls()

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> Problem: ...
    @overload
    def __getitem__(self, index: slice) -> Problems: ...
    def __getitem__(self, index: int | slice) -> Problem | Problems:
        if isinstance(index, slice):
            return Problems(self.frame[index])
        return _make_problem(self.frame.row(index))

    def __iter__(self) -> Iterator[Problem]:
        return map(_make_problem, self.frame.iter_rows())

    def of_kind(self, kind: str) -> Problems:
        """Return the problems of one kind."""
        return Problems(self.frame.filter(pl.col("kind") == kind))

    @property
    def errors(self) -> Problems:
        """Return the problems whose row was refused."""
        refusing = [kind for kind, (severity, _) in read_kinds().items() if severity == "error"]
        return Problems(self.frame.filter(pl.col("kind").is_in(refusing)))

    @property
    def counts(self) -> dict[str, int]:
        """Kind -> number of problems, most frequent first."""
        counted = self.frame.group_by("kind").len().sort(["len", "kind"], descending=[True, False])
        return dict(counted.iter_rows())


def name_columns() -> pl.Expr:
    """Return what messages call a row's series: its code, else its indicator."""
    code, indicator = pl.col("series"), pl.col("indicator")
    other = pl.when(indicator != "").then(indicator).otherwise(pl.lit("the series"))
    return pl.when(code != "").then(code).otherwise(other)


def _make_problem(row: tuple[int, str, str, str]) -> Problem:
    number, column, kind, message = row
    severity, advice = read_kinds()[kind]
    return Problem(number, column, kind, severity, message, advice)


FOLDER = Path(__file__).parent
ROUNDING = 0.05  # percentage points above 100 that rounding of parts explains


@dataclass(frozen=True, slots=True)
class ValueLimits:
    """`low` and `high` that all values keep to; None for an open end."""

    low: float | None
    high: float | None


@cache
def _list_rates(what: str) -> frozenset[str]:
    """Return the codes, indicators or words of one kind, in upper case."""
    return frozenset(row["text"].upper() for row in read_table("rates", FOLDER) if row["what"] == what)


@cache
def _compile_words(*kinds: str) -> re.Pattern[str]:
    words = "|".join(re.escape(fold_unit(word)) for what in kinds for word in sorted(_list_rates(what)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What values of a kind can be, as quantities.csv declares it.

    zero, negative  whether a value may be 0, or less
    most      largest value; None for no end
    refused   a value outside is refused when it is read; else it is set aside until a person confirms it
    """

    kind: str
    zero: bool = True
    negative: bool = True
    most: float | None = None
    refused: bool = False


@cache
def _list_quantities() -> Mapping[str, Quantity]:
    out = {}
    for row in read_table("quantities", FOLDER):
        most = float(row["most"]) if row["most"] else None
        outside = row["outside"] == "refused"
        out[row["of"]] = Quantity(row["of"], row["zero"] == "yes", row["negative"] == "yes", most, outside)
    return out


@cache
def quantity_of(unit: str, series: str = "", title: str = "", indicator: str = "") -> Quantity:
    """Return what values in a unit can be; anything where the unit is not known. Money called a price is a price.

    >>> [quantity_of(*item).kind for item in (("percent",), ("percent", "NY_GDP_PCAP"), ("usd", "x", "Price of fuel"))]
    ['share', 'growth', 'price']
    """
    kind = unit_of(unit)[1]
    if kind == "share" and is_rate(series, title, indicator):
        words = _compile_words("growth-word").search(fold_unit(f"{series} {title}"))
        kind = "growth" if words or is_growth(series, indicator) else "relation"
    elif kind == "money" and _compile_words("price-word").search(fold_unit(title)):
        kind = "price"
    known = _list_quantities()
    return known.get(unit) or known.get(kind) or Quantity("")


def is_rate(series: str, title: str = "", indicator: str = "") -> bool:
    """Return whether percentages of the series may leave 0 to 100.

    >>> is_rate("NY_GDP_PCAP"), is_rate("x", "Annual growth (%)"), is_rate("x", indicator="sdg:6.4.2")
    (True, True, True)
    """
    if is_growth(series, indicator) or series.upper() in _list_rates("series"):
        return True
    return (
        indicator.upper() in _list_rates("indicator")
        or _compile_words("growth-word", "relation-word").search(fold_unit(f"{series} {title}")) is not None
    )


def is_growth(series: str, indicator: str = "", unit: str = "percent") -> bool:
    """Return whether the series is itself a yearly rate of growth, so that its own growth means nothing.

    An indicator of growth may be given as a level instead (GDP per person in dollars): then it is none.

    >>> is_growth("NY_GDP_PCAP"), is_growth("own", "sdg:8.1.1"), is_growth("own", "sdg:8.1.1", "usd")
    (True, True, False)
    """
    by_indicator = unit == "percent" and indicator.upper() in _list_rates("growth-indicator")
    return by_indicator or series.upper() in _list_rates("growth")


def find_unscaled(table: pl.DataFrame, names: Mapping[str, str]) -> Problems:
    """Return a warning for each series in per cent whose values all lie between 0 and 1, as shares of one do."""
    shares = table.filter(pl.col("unit").is_in(units_of("share")))
    spans = (
        shares.group_by("indicator", "series", maintain_order=True)
        .agg(pl.len(), pl.col("row", "area", "unit").first(), low=pl.col("value").min(), high=pl.col("value").max())
        .filter((pl.col("len") >= _SEVERAL) & (pl.col("low") >= 0) & (pl.col("high") > pl.col("low")))
        .filter(pl.col("high") <= 1)
    )
    columns = [
        (
            row["row"],
            f"{names.get(row['series']) or row['series'] or row['indicator']}: all {row['len']} values are from "
            f"{row['low']:g} to {row['high']:g}, and the unit is {row['unit']}: are they shares of one?",
        )
        for row in spans.iter_rows(named=True)
        if not is_rate(row["series"], names.get(row["series"], ""), row["indicator"])
    ]
    return Problems.of("value", "scale", columns)


_SEVERAL = 3  # values before their size says something of the unit


def take_impossible(
    table: pl.DataFrame, limits: ValueLimits | None, names: Mapping[str, str]
) -> tuple[pl.DataFrame, Problems]:
    """Return the rows whose value can be, and a problem for every other one."""
    value, unit = pl.col("value"), pl.col("unit")
    if limits is not None:
        below = pl.lit(False) if limits.low is None else value < limits.low
        above = pl.lit(False) if limits.high is None else value > limits.high
        near, outside = pl.lit(False), above | below
    else:
        outside = (value < 0) | (value > 100)  # few are: what follows looks at these only
        known = {text: kind for text in table["unit"].unique() if (kind := quantity_of(text)).refused}
        most = unit.replace_strict(
            {text: kind.most for text, kind in known.items()}, default=None, return_dtype=pl.Float64
        )
        above = (value > most + ROUNDING).fill_null(False)
        near = ((value > most) & (value <= most + ROUNDING)).fill_null(False)
        below = unit.is_in(list(known)) & (value < 0)
    at = table.select(outside.arg_true()).to_series()
    rows = table[at].filter(above | below | near)
    if rows.is_empty():
        return table, Problems()
    if limits is None:
        kinds = rows.select("series", "indicator").unique()
        free = kinds.filter([is_rate(kind, names.get(kind, ""), of) for kind, of in kinds.iter_rows()])
        allowed = pl.struct("series", "indicator").is_in(free.to_struct().implode())
        above, below, near = above & ~allowed, below & ~allowed, near & ~allowed
    unit_text = pl.when(unit == "").then(pl.lit("the mapping")).otherwise(unit)
    problems = rows.filter(above | below | near).rechunk().select(
        row="row",
        column=pl.lit("value"),
        kind=pl.when(near).then(pl.lit("rounding")).otherwise(pl.lit("impossible")),
        message=pl.format(
            "{} for {} in {}, {}: {} what {} allows",
            "value", name_columns(), "area", "year",
            pl.when(below).then(pl.lit("below")).otherwise(pl.lit("above")), unit_text,
        ),
    )  # fmt: skip
    gone = at.filter(table[at].select(above | below).to_series())
    if gone.is_empty():
        return table, Problems(problems)
    keep = pl.repeat(True, table.height, eager=True).scatter(gone, False)
    return table.filter(keep), Problems(problems)


_SERIES = ["indicator", "series", "area", "breakdown"]
FEWEST = 5  # years of a series before its history can speak
TIMES = 8.0  # a break moves by this many times the usual yearly change
TWICE = 2.0  # and to more than twice or less than half: counts grow by large steps
AGAINST = 3.0  # a step of a share against its other years is this many times the usual one
POINTS = 10.0  # and this many percentage points, or half of them and a quarter of the value


def identify_series(table: pl.DataFrame) -> pl.Series:
    """A number for the series of every row, whatever its unit: far less memory than comparing four texts."""
    return table.select(_SERIES).hash_rows(seed=1).alias("of")


def unit_changes(table: pl.DataFrame, of: pl.Series) -> Problems:
    """Return a warning where a unit ends and another goes on in a series; units side by side are no change."""
    if table.is_empty() or table["unit"].n_unique() < 2:
        return Problems()
    pairs = pl.DataFrame({"of": of, "unit": table["unit"]}).unique()
    mixed = pairs.filter(pl.col("of").is_duplicated())["of"].unique()
    if mixed.is_empty():
        return Problems()
    spans = (
        table.filter(of.is_in(mixed.implode()))
        .group_by(*_SERIES, "unit")
        .agg(first=pl.col("year").min(), last=pl.col("year").max(), row=pl.col("row").sort_by("year").first())
        .sort(*_SERIES, "first", "last", "unit")
        .with_columns(before=pl.col("unit").shift().over(_SERIES), until=pl.col("last").shift().over(_SERIES))
        .filter(pl.col("until") < pl.col("first"))
    )
    return Problems(
        spans.rechunk().select(
            row="row",
            column=pl.lit("unit"),
            kind=pl.lit("unit-change"),
            message=pl.format(
                "{} in {}: {} until {}, {} from {}", name_columns(), "area", "before", "until", "unit", "first"
            ),
        )
    )


def report_breaks(table: pl.DataFrame, of: pl.Series) -> Problems:
    """Return a warning where the yearly change is far from what the series did in all its other years."""
    rows = find_jumps(table, of)
    if rows.is_empty():
        return Problems()
    return Problems(
        rows.rechunk().select(
            row="row", column=pl.lit("value"), kind=pl.lit("break"),
            message=pl.format(
                "{} in {}, {}: {} is a yearly change of {}, usual is {}", name_columns(), "area", "year", "value",
                *(pl.col(name).map_elements(_count_figures, pl.String) for name in ("step", "usual")),
            ),
        )
    )  # fmt: skip


def find_jumps(table: pl.DataFrame, of: pl.Series) -> pl.DataFrame:
    """Return the rows whose yearly change is far from all others, with `before`, `step` and `usual`.

    `back` says whether the step goes against all others. Usual change: the median of the absolute yearly changes.
    A share that moves fast in the direction of all its other years is a roll-out; only a large step against them
    counts. Of other numbers that never moved, flags and treaties above all, the first move is no break.
    """
    if table.height < FEWEST:
        return table.clear().with_columns(before=0.0, step=0.0, usual=0.0, back=False)
    key = pl.DataFrame({"of": of, "unit": table["unit"]}).hash_rows(seed=1)
    at = pl.int_range(table.height, dtype=pl.UInt32, eager=True)
    # the last twelve bits of the key make room for the year: one number is sorted twice as fast as two
    order = key // 4096 * 4096 + (table["year"] + 1).clip(0, 4095).cast(pl.UInt64)
    frame = pl.DataFrame({"order": order, "key": key // 4096, "year": table["year"], "value": table["value"], "at": at})
    candidates = (
        frame.lazy()
        .sort("order")
        .with_columns(before=pl.col("value").shift())
        .with_columns(
            step=pl.when(pl.col("key") == pl.col("key").shift()).then(
                (pl.col("value") - pl.col("before")).abs() / (pl.col("year") - pl.col("year").shift())
            )
        )
        .with_columns(
            usual=pl.col("step").median().over("key"),
            years=pl.len().over("key"),
            rest=(pl.col("value").last() - pl.col("value").first()).over("key") - (pl.col("value") - pl.col("before")),
        )
        .filter((pl.col("years") >= FEWEST) & (pl.col("step") > AGAINST * pl.col("usual")))
        .collect()
    )
    rows = table[candidates["at"]].with_columns(candidates.select("step", "usual", "before", "rest"))
    rows = rows.with_columns(back=(pl.col("value") - pl.col("before")) * pl.col("rest") < 0).drop("rest")
    now, then = pl.col("value").abs(), pl.col("before").abs()
    far = ((now > TWICE * then) | (then > TWICE * now)) & (pl.col("usual") > 0)
    large = (pl.col("step") >= POINTS) | ((pl.col("step") >= POINTS / 2) & (pl.col("step") > then / 4))
    share = pl.col("unit").is_in(units_of("share"))
    return rows.filter(
        pl.when(share).then(pl.col("back") & large).otherwise(far & (pl.col("step") > TIMES * pl.col("usual")))
    )


def _count_figures(value: float) -> str:
    """Three figures, as people write them: 13,900,000, not 13899999.999999998.

    >>> _count_figures(13899999.999999998), _count_figures(0.8), _count_figures(62.04)
    ('13,900,000', '0.8', '62')
    """
    short = float(f"{value:.3g}")
    return f"{short:,.0f}" if abs(short) >= 1000 else f"{short:g}"


_ALL = [*KEY, "year"]
PART = 2_000_000  # rows that are sorted at once


@dataclass(frozen=True)
class Checked:
    """The rows that can stand, what is wrong, and how many rows were refused."""

    table: pl.DataFrame
    problems: Problems
    refused: int


def check_table(
    table: pl.DataFrame, limits: ValueLimits | None = None, names: Mapping[str, str] | None = None
) -> Checked:
    """Look at a table in the contract's columns; rows with an error are left out and named.

    `limits` of the mapping go before those of the units; `names`: series -> title, which may say that a
    percentage is no share. Raises nothing: what is wrong is in the answer.
    """
    problems: list[Problems] = []
    before = table.height
    table, part = take_impossible(table, limits, names or {})
    problems.append(part)
    of = identify_series(table)
    table, of, part = take_duplicates(table, of)
    problems += [part, unit_changes(table, of), find_unscaled(table, names or {}), *_iterate_breaks(table, of)]
    return Checked(table, Problems.join(problems), before - table.height)


def _iterate_breaks(table: pl.DataFrame, of: pl.Series) -> Iterator[Problems]:
    """Breaks, in parts that hold whole series: sorting ten million rows at once takes gigabytes."""
    if (parts := 1 + table.height // PART) == 1:
        yield report_breaks(table, of)
        return
    for part in range(parts):
        mask = of % parts == part
        yield report_breaks(table.filter(mask), of.filter(mask))


def take_duplicates(table: pl.DataFrame, of: pl.Series) -> tuple[pl.DataFrame, pl.Series, Problems]:
    """Return the first row of each observation, their series, and a problem for every other one."""
    if table.is_empty():
        return table, of, Problems()
    hashed = pl.DataFrame({"of": of, "unit": table["unit"], "year": table["year"]}).hash_rows(seed=1)
    if hashed.n_unique() == table.height:
        return table, of, Problems()
    again = hashed.is_duplicated()  # equal hashes are compared in full below
    few = table.with_row_index("_at").filter(again)
    few = few.with_columns(
        _first=pl.col("row").first().over(_ALL),
        _value=pl.col("value").first().over(_ALL),
        _nth=pl.int_range(pl.len()).over(_ALL),
    ).filter(pl.col("_nth") > 0)
    rows = few.rechunk().select(
        row="row",
        column=pl.lit("value"),
        kind=pl.when(pl.col("value") == pl.col("_value")).then(pl.lit("repeated")).otherwise(pl.lit("duplicate")),
        message=pl.format(
            "{}, {}, {}, {}: {} stands here and {} in row {}",
            name_columns(),
            "area",
            pl.when(pl.col("breakdown") == "").then(pl.lit("total")).otherwise("breakdown"),
            "year",
            "value",
            "_value",
            "_first",
        ),
    )
    drop = pl.repeat(False, table.height, eager=True)
    drop[few["_at"].to_list()] = True
    return table.filter(~drop), of.filter(~drop), Problems(rows)
