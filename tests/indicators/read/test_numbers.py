"""Numbers and years as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.indicators.read.numbers import is_missing, parse_number, style_of, year_of


@pytest.mark.parametrize(
    "text,comma,value",
    [
        ("1234.5", False, 1234.5),
        ("1,234", False, 1234.0),  # English thousands
        ("1,234", True, 1.234),  # decimal comma
        ("0,234", False, 0.234),  # no group begins with zero
        ("12,5", False, 12.5),  # no group has one digit
        ("1.234,5", False, 1234.5),  # both signs: the last is the decimal one
        ("1,234.5", True, 1234.5),
        ("1.234.567", False, 1234567.0),
        ("1,23,456", False, 123456.0),  # lakh
        ("1 234,5", False, 1234.5),
        ("1\u202f234,5", False, 1234.5),  # narrow blank of French
        ("1'234.5", False, 1234.5),  # Switzerland
        ("٤٥٫٦", False, 45.6),  # Arabic digits and decimal sign
        ("١٬٢٣٤", False, 1234.0),
        ("３４", False, 34.0),  # full width
        ("−5", False, -5.0),  # minus sign, not hyphen
        (".5", False, 0.5),
        ("1e5", False, 100000.0),
    ],
)
def test_numbers(text: str, comma: bool, value: float) -> None:
    found = parse_number(text, comma=comma)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.2.3", "5-6", "12 34", "1e999", "--5", "1" * 80, "(b)"])
def test_no_numbers(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text,value,mark",
    [
        ("<2.5", 2.5, "<"), (">95", 95.0, ">"), (">=75", 75.0, "≥"), ("<= 5 %", 5.0, "≤"), ("≥ 80", 80.0, "≥"),
        ("45 e", 45.0, "e"), ("45.6%", 45.6, "%"), ("12(b)", 12.0, "b"),
    ],
)  # fmt: skip
def test_marks_stay_beside_the_number(text: str, value: float, mark: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.value, found.mark) == (value, mark)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(value: float) -> None:
    found = parse_number(repr(value))
    assert found is not None
    assert found.value == value


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_a_finite_number_or_none(text: str, comma: bool) -> None:
    found = parse_number(text, comma=comma)
    assert found is None or abs(found.value) < float("inf")


@pytest.mark.parametrize("text", ["", "..", "…", "n/a", "NaN", ":", "#DIV/0!", "无数据", " - "])
def test_words_for_no_value(text: str) -> None:
    assert is_missing(text)


def test_zero_is_a_value() -> None:
    assert not is_missing("0")


@pytest.mark.parametrize(
    "cells,delimiter,comma,sure",
    [
        (["12,5", "1,234"], ",", True, True),  # one cell tells for all
        (["1,234", "0.5"], ";", False, True),
        (["1,234"], ";", True, False),  # a semicolon goes with a decimal comma
        (["1,234"], ",", False, False),
    ],
)
def test_notation_of_a_column(cells: list[str], delimiter: str, comma: bool, sure: bool) -> None:
    style = style_of(cells, delimiter)
    assert (style.comma, style.sure) == (comma, sure)


@pytest.mark.parametrize(
    "text,year,note",
    [
        ("2015", 2015, False),
        ("2015.0", 2015, False),
        ("2015-01-01", 2015, False),
        ("2015-16", 2015, True),
        ("2015/2016", 2015, True),
        ("FY 2015", 2015, True),
        ("31/12/2015", 2015, True),
        ("2015-Q3", 2015, True),
        ("٢٠١٥", 2015, False),
        ("n.d.", None, False),
        ("15", None, False),
        ("2563", None, False),  # another calendar
        ("20151", None, False),
    ],
)
def test_years(text: str, year: int | None, note: bool) -> None:
    assert year_of(text) == (year, note)
