"""Numbers as people write them: decimal commas, grouped thousands, digits of other scripts, marks of sources.

>>> parse("1.234,5", comma=True).value
1234.5
>>> parse("<2.5")
Number(value=2.5, mark='<', plain=False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category, decimal, normalize

from actionlines.framework.tables import read_table

# Blanks and quotes that group thousands, Arabic separators, minus signs; source: Unicode CLDR.
_GROUPERS = "\u0020\u00a0\u2009\u202f\u2007'\u2019\u02bc\u066c"
_MINUS = "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
_PLAIN = str.maketrans({**dict.fromkeys(_MINUS, "-"), "\u066b": "\u066b", "\uff0c": ",", "\uff0e": "."})
_FORM = re.compile(
    r"(?P<bound>[<>≤≥~≈]?)\s*(?P<sign>[-+]?)\s*(?P<digits>\d[\d.,\u066b" + _GROUPERS + r"]*|[.,]\d+)"
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
    """Return words and signs that stand for no value, in lower case."""
    return frozenset(row["text"] for row in read_table("missing", Path(__file__).parent / "data")) | {""}


def is_missing(text: str) -> bool:
    """Return whether the cell says that there is no value."""
    return text.strip().casefold() in missing_words()


def parse(text: str, *, comma: bool = False) -> Number | None:
    """Return the number, or None; `comma` where a lone comma is the decimal sign and a lone point groups."""
    clean = text.strip()
    if len(clean) > LONGEST:
        return None
    # Spreadsheets put an apostrophe before what is to stay text: '-5.
    clean = clean.lstrip("'\u2019\u2018`").lstrip()
    clean = _western(clean).translate(_PLAIN)
    found = _FORM.fullmatch(clean)
    if found is None:
        return None
    digits = _digits(found["digits"].rstrip(_GROUPERS), comma)
    if digits is None:
        return None
    value = float(f"{found['sign']}{digits}{found['power'] or ''}")
    if value in (float("inf"), float("-inf")):
        return None
    mark = found["bound"] or (found["mark"] or "").strip("()[]").replace("٪", "%")
    return Number(
        value, mark, plain=clean == text and clean == f"{found['sign']}{digits}{found['power'] or ''}"
    )


def _western(text: str) -> str:
    text = normalize("NFKC", text) if not text.isascii() else text
    if text.isascii():
        return text
    return "".join(str(decimal(char)) if category(char) == "Nd" else char for char in text)


def _digits(text: str, comma: bool) -> str | None:
    for blank in _GROUPERS:
        if blank in text:
            whole, sign, part = _cut(text, comma)
            if not re.fullmatch(_GROUPED.replace("G", re.escape(blank)), whole):
                return None
            return whole.replace(blank, "") + ("." + part if sign else "")
    if "\u066b" in text:
        whole, _, part = text.partition("\u066b")
        return _joined(whole, part, ",.") if part.isdigit() or not part else None
    points, commas = text.count("."), text.count(",")
    if points and commas:
        last = max(text.rfind("."), text.rfind(","))
        group = "," if text[last] == "." else "."
        return None if text.count(text[last]) > 1 else _joined(text[:last], text[last + 1 :], group)
    if commas > 1 or (commas and not comma):
        return _joined(text, "", ",") if commas > 1 or _three(text, ",") else text.replace(",", ".")
    if points > 1 or (points and comma):
        return _joined(text, "", ".") if points > 1 or _three(text, ".") else text
    return text.replace(",", ".")


def _cut(text: str, comma: bool) -> tuple[str, str, str]:
    last = max(text.rfind("."), text.rfind(","), text.rfind("\u066b"))
    return (text, "", "") if last < 0 else (text[:last], text[last], text[last + 1 :])


def _three(text: str, group: str) -> bool:
    return re.fullmatch(r"[1-9]\d{0,2}" + re.escape(group) + r"\d{3}", text) is not None


def _joined(whole: str, part: str, groups: str) -> str | None:
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
    open_comma = any(_three(cell.strip().lstrip("-+"), ",") for cell in cells)
    open_point = any(_three(cell.strip().lstrip("-+"), ".") for cell in cells)
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
    if len(clean) > 40 or not (found := _ANY.search(clean)):
        return None, False
    return int(found[1]), True
