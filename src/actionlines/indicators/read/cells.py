"""Cells to numbers and years, a column at a time: what is plain goes fast, other texts are looked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from actionlines.indicators.check.problem import SCHEMA, Problems
from actionlines.indicators.read.numbers import FIRST, LAST, NumberStyle, is_missing, parse, style_of, year_of

_WITH_COMMA = r"^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$"
_GROUPED = r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_EVIDENCE = 20_000  # texts that are looked at to tell the notation of a column
NO_VALUE, EMPTY = "there is no value: '{}'", "the cell is empty"
_QUOTED = 60  # characters of a cell that a message quotes


def look_up(column: pl.Series, make: Callable[[list[str]], Mapping[str, str]]) -> pl.Series:
    """Return each text replaced by what `make` says of it; it is asked once for every text. Nulls become ""."""
    texts = column.unique().drop_nulls().to_list()
    found = make(texts)
    changed = {text: found[text] for text in texts if found.get(text, text) != text}
    column = column.fill_null("")
    if not changed:
        return column
    return column.replace(list(changed), list(changed.values()))


def text(frame: pl.DataFrame, header: str) -> pl.Series:
    """Return the column as text without blanks at the ends, "" for null."""
    column = frame[header]
    if column.dtype != pl.String:
        if column.dtype.is_float() and bool((column == column.floor()).all()):
            column = column.cast(pl.Int64, strict=False)
        column = column.cast(pl.String, strict=False)
    return column.fill_null("").str.strip_chars()


def style(column: pl.Series, delimiter: str, decimal: str) -> NumberStyle:
    """Return how the column writes numbers; `decimal` of a mapping decides."""
    if decimal:
        return NumberStyle(decimal == ",", True)
    if column.dtype != pl.String:
        return NumberStyle(False, True)
    marked = column.filter(column.str.contains(r"[.,]")).head(_EVIDENCE)
    if not marked.str.contains(",", literal=True).any():
        # points alone: only 1.234.567 and lone groups of three would speak for points that group
        marked = marked.filter(marked.str.contains(r"^\D*\d{1,3}(?:\.\d{3})+\D*$"))
        if marked.is_empty() or not marked.str.contains(r"\..*\.").any():
            return NumberStyle(False, True)
        whole = column.filter(column.str.contains(".", literal=True))
        return NumberStyle(bool(whole.str.contains(r"^\D*\d{1,3}(?:\.\d{3})+\D*$").all()), True)
    return style_of(marked.to_list(), delimiter)


def _problems(rows: pl.Series, column: str | pl.Series, kind: str, messages: pl.Series) -> Problems:
    frame = pl.DataFrame({"row": rows, "message": messages}).with_columns(
        column=pl.lit(column) if isinstance(column, str) else column, kind=pl.lit(kind)
    )
    return Problems(frame.select(*SCHEMA))


def problems_at(
    mask: pl.Series,
    rows: pl.Series,
    column: str | pl.Series,
    kind: str,
    cells: pl.Series,
    form: str,
    empty: str = "",
) -> Problems:
    """Problems of the rows in `mask`; `{}` in `form` is the cell, `empty` is said of a cell without text."""
    if not mask.any():
        return Problems()
    cells = cells.filter(mask).cast(pl.String)
    quoted = cells.str.slice(0, _QUOTED).fill_null("").alias("cell").to_frame()
    said = pl.format(form, "cell")
    if empty:
        said = pl.when(pl.col("cell").str.strip_chars() == "").then(pl.lit(empty)).otherwise(said)
    messages = quoted.select(said).to_series()
    where = column if isinstance(column, str) else column.filter(mask)
    return _problems(rows.filter(mask), where, kind, messages)


class Values:
    """Numbers of one column: `values` (null where refused), `marks` beside them, and what is wrong."""

    def __init__(self, column: pl.Series, rows: pl.Series, where: str | pl.Series, how: NumberStyle) -> None:
        self.problems: list[Problems] = []
        self.marks: pl.Series | None = None
        self.notation = 0  # cells with a decimal comma or grouped thousands, as the whole column has them
        if column.dtype != pl.String:
            self.values = column.cast(pl.Float64, strict=False)
            self._refuse(column, rows, where)
            return
        plain = column.cast(pl.Float64, strict=False)
        odd = plain.is_null() | ~plain.is_finite()
        if how.comma:
            odd = odd | column.str.contains(".", literal=True)
        if not odd.any():
            self.values = plain
            return
        cells = column.fill_null("").str.strip_chars()
        self.values = self._look(cells, plain, odd, rows, where, how)

    def _refuse(self, column: pl.Series, rows: pl.Series, where: str | pl.Series) -> None:
        bad = self.values.is_null() | ~self.values.is_finite()
        self.problems.append(problems_at(bad, rows, where, "missing", column, NO_VALUE, EMPTY))
        self.values = pl.select(pl.when(~bad).then(self.values)).to_series()

    def _look(
        self,
        cells: pl.Series,
        plain: pl.Series,
        odd: pl.Series,
        rows: pl.Series,
        where: str | pl.Series,
        how: NumberStyle,
    ) -> pl.Series:
        usual = odd & cells.str.contains(_WITH_COMMA if how.comma else _GROUPED)
        if usual.any():
            self.notation = int(usual.sum())
            digits = cells.str.replace_all(".", "", literal=True) if how.comma else cells
            digits = digits.str.replace_all(",", "." if how.comma else "", literal=True)
            plain = pl.select(
                pl.when(usual).then(digits.cast(pl.Float64, strict=False)).otherwise(plain)
            ).to_series()
            if how.sure:
                odd = odd & ~usual
        texts = cells.filter(odd).unique().to_list()
        read = {one: None if is_missing(one) else parse(one, comma=how.comma) for one in texts}
        table = pl.DataFrame(
            {
                "cell": texts,
                "value": [found.value if found else None for found in read.values()],
                "mark": [found.mark if found else None for found in read.values()],
                "plain": [found.plain if found else None for found in read.values()],
                "missing": [is_missing(one) for one in texts],
            },
            schema={
                "cell": pl.String, "value": pl.Float64, "mark": pl.String, "plain": pl.Boolean,
                "missing": pl.Boolean,
            },
        )  # fmt: skip
        frame = pl.DataFrame({"cell": cells, "odd": odd, "fast": plain})
        frame = frame.join(table, on="cell", how="left", maintain_order="left").with_columns(
            value=pl.when("odd").then("value").otherwise("fast"), missing=pl.col("missing") & pl.col("odd")
        )
        gone = frame["missing"].fill_null(False)
        bad = frame["value"].is_null() & ~gone
        mark = frame["mark"].fill_null("")
        about = mark.is_in(["~", "≈"])
        bound = mark.is_in(["<", ">", "≤", "≥"])
        other = odd & ~(frame["plain"].fill_null(True)) & ~gone & ~bad & ~bound & ~about
        read_as = frame.select(pl.format("{}' was read as {}", "cell", "value")).to_series()
        self.problems += [
            problems_at(gone, rows, where, "missing", cells, NO_VALUE, EMPTY),
            problems_at(bad, rows, where, "not-a-number", cells, "'{}' is not a number"),
            problems_at(bound, rows, where, "bound", cells, "'{}' is a bound, not a value"),
            problems_at(about, rows, where, "about", cells, "'{}' is about that value, not exactly"),
            problems_at(other, rows, where, "number-text", read_as, "'{}"),
        ]
        if bool((mark != "").any()):
            self.marks = mark
        return frame["value"]


def years(column: pl.Series, rows: pl.Series, where: str) -> tuple[pl.Series, list[Problems]]:
    """Return years as Int32, null where refused."""
    if column.dtype.is_temporal():
        column = column.dt.year()
    if column.dtype.is_numeric():
        whole = column.cast(pl.Float64)
        good = (whole == whole.floor()) & whole.is_between(FIRST, LAST)
        found = pl.select(pl.when(good.fill_null(False)).then(whole).cast(pl.Int32)).to_series()
        return found, [
            problems_at(found.is_null(), rows, where, "no-year", column, "'{}' names no year", EMPTY)
        ]
    texts = column.cast(pl.String).fill_null("").str.strip_chars()
    kinds = texts.unique().to_list()
    read = {one: year_of(one) for one in kinds}
    numbers = [read[one][0] for one in kinds]
    found = texts.replace_strict(kinds, pl.Series(numbers, dtype=pl.Int32), return_dtype=pl.Int32)
    noted = pl.Series([one for one, (_, note) in read.items() if note], dtype=pl.String)
    told = texts.is_in(noted.implode())
    took = pl.DataFrame({"cell": texts, "year": found}).select(
        pl.format("{}' was taken as {}", "cell", "year")
    )
    return found, [
        problems_at(
            found.is_null(), rows, where, "no-year", texts.fill_null(""), "'{}' names no year", EMPTY
        ),
        problems_at(told, rows, where, "year-text", took.to_series(), "'{}"),
    ]
