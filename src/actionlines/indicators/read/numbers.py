"""Numbers as people write them: decimal commas, grouped thousands, digits of other scripts, marks of sources.

>>> parse_number("1.234,5", comma=True).value
1234.5
>>> parse_number("<2.5")
Number(value=2.5, mark='<', plain=False)

Cells to numbers and years, a column at a time: what is plain goes fast, other texts are looked at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category, decimal, normalize

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.check import SCHEMA, Problems

# Blanks and quotes that group thousands, Arabic separators, minus signs; source: Unicode CLDR.
_GROUPERS = "\u0020\u00a0\u2009\u202f\u2007'\u2019\u02bc\u066c"
_MINUS = "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
_PLAIN = str.maketrans({**dict.fromkeys(_MINUS, "-"), "\u066b": "\u066b", "\uff0c": ",", "\uff0e": "."})
_FORM = re.compile(
    r"(?P<bound>[<>]=?|[≤≥~≈]?)\s*(?P<sign>[-+]?)\s*(?P<digits>\d[\d.,\u066b" + _GROUPERS + r"]*|[.,]\d+)"
    r"(?P<power>[eE][-+]?\d{1,3})?\s*(?P<mark>%|٪|\*{1,3}|†|[a-z]{1,3}|\([a-z0-9]{1,3}\)|\[[a-z0-9]{1,3}\])?"
)
LONGEST = 64  # characters of a cell that can be a number
_GROUPED = r"\d{1,3}(?:G\d{2,3})*G\d{3}"  # lakh and crore group by two


@dataclass(frozen=True, slots=True)
class Number:
    """`mark` is what the source wrote beside it ("<", "%", "e"); `plain` where float() reads the same."""

    value: float
    mark: str
    plain: bool


@cache
def missing_words() -> frozenset[str]:
    """Return words and signs that represent no value, in lower case."""
    return frozenset(row["text"] for row in read_table("missing", Path(__file__).parent / "data")) | {""}


def is_missing(text: str) -> bool:
    """Return whether the cell says that there is no value."""
    return text.strip().casefold() in missing_words()


def parse_number(text: str, *, comma: bool = False) -> Number | None:
    """Return the number, or None; `comma` where a lone comma is the decimal sign and a lone point groups."""
    clean = text.strip()
    if len(clean) > LONGEST:
        return None
    # Spreadsheets put an apostrophe before what is to stay text: '-5.
    clean = clean.lstrip("'\u2019\u2018`").lstrip()
    clean = _western_digits(clean).translate(_PLAIN)
    if (match := _FORM.fullmatch(clean)) is None:
        return None
    if (digits := _join_digits(match["digits"].rstrip(_GROUPERS), comma)) is None:
        return None
    value = float(f"{match['sign']}{digits}{match['power'] or ''}")
    if value in (float("inf"), float("-inf")):
        return None
    mark = match["bound"].replace("<=", "≤").replace(">=", "≥") or (match["mark"] or "").strip("()[]").replace("٪", "%")
    return Number(value, mark, plain=clean == text and clean == f"{match['sign']}{digits}{match['power'] or ''}")


def _western_digits(text: str) -> str:
    text = normalize("NFKC", text) if not text.isascii() else text
    if text.isascii():
        return text
    return "".join(str(decimal(char)) if category(char) == "Nd" else char for char in text)


def _join_digits(text: str, comma: bool) -> str | None:
    for blank in _GROUPERS:
        if blank in text:
            whole, sign, part = _cut_number(text, comma)
            if not re.fullmatch(_GROUPED.replace("G", re.escape(blank)), whole):
                return None
            return whole.replace(blank, "") + ("." + part if sign else "")
    if "\u066b" in text:
        whole, _, part = text.partition("\u066b")
        return _join_groups(whole, part, ",.") if part.isdigit() or not part else None
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = max(text.rfind("."), text.rfind(","))
        group = "," if text[last] == "." else "."
        return None if text.count(text[last]) > 1 else _join_groups(text[:last], text[last + 1 :], group)
    if commas > 1 or (commas and not comma):
        return _join_groups(text, "", ",") if commas > 1 or _has_threes(text, ",") else text.replace(",", ".")
    if points > 1 or (points and comma):
        return _join_groups(text, "", ".") if points > 1 or _has_threes(text, ".") else text
    return text.replace(",", ".")


def _cut_number(text: str, comma: bool) -> tuple[str, str, str]:
    last = max(text.rfind("."), text.rfind(","), text.rfind("\u066b"))
    return (text, "", "") if last < 0 else (text[:last], text[last], text[last + 1 :])


def _has_threes(text: str, group: str) -> bool:
    return re.fullmatch(r"[1-9]\d{0,2}" + re.escape(group) + r"\d{3}", text) is not None


def _join_groups(whole: str, part: str, groups: str) -> str | None:
    """Digits without their groups; None where these do not have the length of groups."""
    for group in groups:
        if group in whole:
            if not re.fullmatch(_GROUPED.replace("G", re.escape(group)), whole):
                return None
            whole = whole.replace(group, "")
    return f"{whole or '0'}.{part}" if part else whole


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a column writes its numbers; `sure` is False where the cells allow both readings."""

    comma: bool
    sure: bool


_DECIMAL_COMMA = re.compile(
    r"^\D*(?:\d+,\d{1,2}|\d+,\d{4,}|0,\d+|\d{4,},\d+|[\d.]+\.\d{3},\d+|[\d\s\u00a0\u202f]+,\d{1,2})\D*$"
)
_DECIMAL_POINT = re.compile(
    r"^\D*(?:\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+|\d{4,}\.\d+|[\d,]+,\d{3}\.\d+|[\d\s\u00a0\u202f]+\.\d{1,2})\D*$"
)


def style_of(cells: list[str], delimiter: str = "") -> NumberStyle:
    """Decimal comma or point, by the cells that allow one reading only; by the delimiter where none does.

    A comma as delimiter goes with a decimal point, a semicolon with a decimal comma.
    """
    cells = [cell for cell in cells if len(cell) <= LONGEST]
    commas = sum(_DECIMAL_COMMA.match(cell) is not None for cell in cells)
    points = sum(_DECIMAL_POINT.match(cell) is not None for cell in cells)
    if commas or points:
        return NumberStyle(commas > points, not (commas and points))
    open_comma = any(_has_threes(cell.strip().lstrip("-+"), ",") for cell in cells)
    open_point = any(_has_threes(cell.strip().lstrip("-+"), ".") for cell in cells)
    if open_comma:
        return NumberStyle(delimiter == ";" and not open_point, False)
    # 1.234 without any other evidence is a number with three decimals: what programs write
    return NumberStyle(False, not (open_point and delimiter == ";"))


FIRST, LAST = 1800, 2100
_PLAIN_YEAR = re.compile(r"(\d{4})(?:\.0+)?(?:-01-01(?:[T ]00:00:00(?:\.0+)?)?)?")
_ANY = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")


def year_of(text: str) -> tuple[int | None, bool]:
    """Return the first year that the text names, and whether it was written as anything but that year.

    None where there is none, or where it is outside 1800 to 2100.
    """
    clean = text.strip()
    if not clean.isascii():
        clean = "".join(str(decimal(char)) if category(char) == "Nd" else char for char in clean)
    if plain := _PLAIN_YEAR.fullmatch(clean):
        year = int(plain[1])
        return (year, False) if FIRST <= year <= LAST else (None, False)
    if len(clean) > 40 or not (match := _ANY.search(clean)):
        return None, False
    return int(match[1]), True


_WITH_COMMA = r"^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$"
_GROUPED_CELL = r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_EVIDENCE = 20_000  # texts that are looked at to tell the notation of a column
NO_VALUE, EMPTY = "there is no value: '{}'", "the cell is empty"
_QUOTED = 60  # characters of a cell that a message quotes


def look_up(column: pl.Series, make: Callable[[list[str]], Mapping[str, str]]) -> pl.Series:
    """Return each text replaced by what `make` says of it; it is asked once for every text. Nulls become ""."""
    texts = column.unique().drop_nulls().to_list()
    replaced = make(texts)
    changed = {text: replaced[text] for text in texts if replaced.get(text, text) != text}
    column = column.fill_null("")
    if not changed:
        return column
    return column.replace(list(changed), list(changed.values()))


def cell_text(frame: pl.DataFrame, header: str) -> pl.Series:
    """Return the column as text without blanks at the ends, "" for null."""
    column = frame[header]
    if column.dtype != pl.String:
        if column.dtype.is_float() and bool((column == column.floor()).all()):
            column = column.cast(pl.Int64, strict=False)
        column = column.cast(pl.String, strict=False)
    return column.fill_null("").str.strip_chars()


def number_style(column: pl.Series, delimiter: str, decimal: str) -> NumberStyle:
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


def _make_problems(rows: pl.Series, column: str | pl.Series, kind: str, messages: pl.Series) -> Problems:
    frame = pl.DataFrame({"row": rows, "message": messages}).with_columns(
        column=pl.lit(column) if isinstance(column, str) else column, kind=pl.lit(kind)
    )
    return Problems(frame.select(*SCHEMA))


def problems_at(
    mask: pl.Series, rows: pl.Series, column: str | pl.Series, kind: str, cells: pl.Series, form: str, empty: str = ""
) -> Problems:
    """Problems of the rows in `mask`; `{}` in `form` is the cell, `empty` is said of a cell without text."""
    if not mask.any():
        return Problems()
    cells = cells.filter(mask).cast(pl.String)
    quoted = cells.str.slice(0, _QUOTED).fill_null("").alias("cell").to_frame()
    message = pl.format(form, "cell")
    if empty:
        message = pl.when(pl.col("cell").str.strip_chars() == "").then(pl.lit(empty)).otherwise(message)
    messages = quoted.select(message).to_series()
    where = column if isinstance(column, str) else column.filter(mask)
    return _make_problems(rows.filter(mask), where, kind, messages)


class Values:
    """Numbers of one column: `values` (null where refused), `marks` beside them, and what is wrong."""

    def __init__(self, column: pl.Series, rows: pl.Series, where: str | pl.Series, how: NumberStyle) -> None:
        self.problems: list[Problems] = []
        self.marks: pl.Series | None = None
        self.notation = 0  # cells with a decimal comma or grouped thousands, as the whole column has them
        if column.dtype != pl.String:
            self.values = column.cast(pl.Float64, strict=False)
            bad = self.values.is_null() | ~self.values.is_finite()
            self.problems.append(problems_at(bad, rows, where, "missing", column, NO_VALUE, EMPTY))
            self.values = pl.select(pl.when(~bad).then(self.values)).to_series()
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

    def _look(
        self,
        cells: pl.Series,
        plain: pl.Series,
        odd: pl.Series,
        rows: pl.Series,
        where: str | pl.Series,
        how: NumberStyle,
    ) -> pl.Series:
        usual = odd & cells.str.contains(_WITH_COMMA if how.comma else _GROUPED_CELL)
        if usual.any():
            self.notation = int(usual.sum())
            digits = cells.str.replace_all(".", "", literal=True) if how.comma else cells
            digits = digits.str.replace_all(",", "." if how.comma else "", literal=True)
            plain = pl.select(pl.when(usual).then(digits.cast(pl.Float64, strict=False)).otherwise(plain)).to_series()
            if how.sure:
                odd = odd & ~usual
        texts = cells.filter(odd).unique().to_list()
        read = {text: None if is_missing(text) else parse_number(text, comma=how.comma) for text in texts}
        table = pl.DataFrame(
            {
                "cell": texts,
                "value": [number.value if number else None for number in read.values()],
                "mark": [number.mark if number else None for number in read.values()],
                "plain": [number.plain if number else None for number in read.values()],
                "missing": [is_missing(text) for text in texts],
            },
            schema={
                "cell": pl.String,
                "value": pl.Float64,
                "mark": pl.String,
                "plain": pl.Boolean,
                "missing": pl.Boolean,
            },
        )
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


def parse_years(column: pl.Series, rows: pl.Series, where: str) -> tuple[pl.Series, list[Problems]]:
    """Return years as Int32, null where refused."""
    if column.dtype.is_temporal():
        column = column.dt.year()
    if column.dtype.is_numeric():
        whole = column.cast(pl.Float64)
        good = (whole == whole.floor()) & whole.is_between(FIRST, LAST)
        year_column = pl.select(pl.when(good.fill_null(False)).then(whole).cast(pl.Int32)).to_series()
        return year_column, [
            problems_at(year_column.is_null(), rows, where, "no-year", column, "'{}' names no year", EMPTY)
        ]
    texts = column.cast(pl.String).fill_null("").str.strip_chars()
    kinds = texts.unique().to_list()
    read = {kind: year_of(kind) for kind in kinds}
    numbers = [read[kind][0] for kind in kinds]
    year_column = texts.replace_strict(kinds, pl.Series(numbers, dtype=pl.Int32), return_dtype=pl.Int32)
    noted = pl.Series([text for text, (_, note) in read.items() if note], dtype=pl.String)
    is_noted = texts.is_in(noted.implode())
    took = pl.DataFrame({"cell": texts, "year": year_column}).select(pl.format("{}' was taken as {}", "cell", "year"))
    return year_column, [
        problems_at(year_column.is_null(), rows, where, "no-year", texts.fill_null(""), "'{}' names no year", EMPTY),
        problems_at(is_noted, rows, where, "year-text", took.to_series(), "'{}"),
    ]
