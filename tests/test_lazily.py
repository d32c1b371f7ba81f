"""Expressions that are compiled at their first use, and packages that import their names at theirs."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

import actionlines.mandates
from actionlines.lazily import expression


def test_an_expression_answers_as_the_compiled_one() -> None:
    pattern, text = r"(?P<word>[a-z]+)\d", "A1 b2 c d3"
    lazy, plain = expression(pattern, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)
    for name in ("findall", "split", "search", "match", "fullmatch"):
        assert str(getattr(lazy, name)(text)) == str(getattr(plain, name)(text))
    assert [one.span() for one in lazy.finditer(text)] == [one.span() for one in plain.finditer(text)]
    assert lazy.sub("-", text) == plain.sub("-", text) and lazy.subn("-", text) == plain.subn("-", text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (plain.pattern, plain.flags, plain.groups)
    assert lazy.groupindex == plain.groupindex


@pytest.mark.parametrize("used", [False, True])
def test_an_expression_is_copied_and_pickled(used: bool) -> None:
    lazy = expression("[a-z]+", re.IGNORECASE)
    assert not used or lazy.search("a")
    for again in (copy.copy(lazy), copy.deepcopy(lazy), pickle.loads(pickle.dumps(lazy))):
        assert again.findall("A 1 b") == ["A", "b"]


def test_a_pattern_that_is_none_fails_when_it_is_used() -> None:
    lazy = expression("(")
    with pytest.raises(re.error):
        lazy.search("a")


def test_every_name_of_a_package_is_there_and_no_other() -> None:
    assert all(getattr(actionlines.mandates, name) for name in actionlines.mandates.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'find_nothing'"):
        actionlines.mandates.find_nothing  # noqa: B018
