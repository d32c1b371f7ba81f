"""The pumps of regular expressions, and expressions that were rewritten to be linear: they find the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from benchmarks.expressions import Pump, bounded, methods, pumps, sample
from hypothesis import settings

from actionlines.documents.pdf import lines
from actionlines.papers import check

WORDS = (
    " ", "  ", "a", "b-", "-", ".", "..", "....", "1", "2027", "(", ")", ",", ":", "=", "in", "st", "/", "é",
    "я", "_", "x:", "5",
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"(?:ab)+$", [Pump("", "ab")]),
        (r"x{3}\s*y", [Pump("xxx", " "), Pump("xxx", "\n"), Pump("xxx", "\t")]),
        (r"(?:ax|by)*c", [Pump("", "ax"), Pump("", "by")]),
        (r"(a+)+z", [Pump("", "a")]),
        (r"q(?P<n>[0-9]{40,})", [Pump("q", "1"), Pump("q", "0")]),
        (r"a{1,5}b?", []),  # no repeat is long
        (r"(?=z*)a", [Pump("", "z")]),
    ],
)
def test_each_long_repeat_is_pumped(expression: str, expected: list[Pump]) -> None:
    assert pumps(re.compile(expression)) == expected


@pytest.mark.parametrize("expression", [r"A/RES/\d{2}/\d+", r"(?i:and|or)\s+[^\W\d]x", r"[^a]b[\w.]{2,}", r"\u0627+"])
def test_a_sample_is_taken_by_its_expression(expression: str) -> None:
    compiled = re.compile(expression)
    made = sample(list(parser.parse(compiled.pattern, compiled.flags)))
    assert compiled.fullmatch(made), made


def test_a_pump_has_its_size() -> None:
    assert len(Pump("ab", "中").text(3_000).encode()) == 3_003


def test_methods_are_those_of_the_own_file() -> None:
    found = methods([lines._MARK, check._CODE])
    assert found == {lines._MARK: {"fullmatch"}, check._CODE: set()}


@pytest.mark.django_db
def test_bounds_are_read_where_they_are_held() -> None:
    assert all(0 < limit <= 2_000 for limit in bounded().values())


def same(before: str, now: re.Pattern[str], found: Callable[[re.Pattern[str], str], object]) -> None:
    """Compare what two expressions find in random texts."""
    old, generator = re.compile(before, now.flags), random.Random(before)
    assert old.pattern != now.pattern
    for _ in range(200 * settings().max_examples):
        text = "".join(generator.choice(WORDS) for _ in range(generator.randrange(1, 12)))
        assert found(old, text) == found(now, text), text


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (r"\s*\.(?:\s?\.){4,}\s*", lines._LEADER),
        (r"[^\s()\[\]«»“”\"]*\d[^\s()\[\]«»“”\"]*", check._TOKEN),
        (r"([^\W\d_]{2,})-$", lines._CUT),
        (check._CODE.pattern.replace("(?<![A-Za-z\\u0400-\\u04ff])", "", 1), check._CODE),
    ],
)
def test_it_finds_what_it_found_before(before: str, now: re.Pattern[str]) -> None:
    same(before, now, lambda one, text: [found.span() for found in one.finditer(text)])


def test_figures_with_a_label_are_found_as_before() -> None:
    from actionlines.register.activities.imports.results import _LABELLED, _TAIL

    before = r"(?P<what>[^:=：]*[^:=：\s\d][^:=：]*)\s*[:=：]\s*(?P<rest>.+)"
    same(before, _LABELLED, lambda one, text: (found := one.fullmatch(text)) and found.groupdict())
    before = _TAIL.pattern.replace(r"(?<!\s)", "", 1)
    same(before, _TAIL, lambda one, text: (found := one.search(text)) and (found.span(), found.groupdict()))
