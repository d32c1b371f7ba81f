"""The benchmark of numbers: a number that leads nowhere is found, whatever it lacks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from benchmarks.numbers import numbers_in, untraced

from actionlines.papers.reports import build
from actionlines.papers.write import render
from tests.papers.kinds.samples import ACCOUNT
from tests.papers.kinds.test_kinds import ASKED


def plain(kind: str) -> dict[str, Any]:
    """Return a paper as its JSON holds it."""
    return dict(json.loads(render(build(ACCOUNT, ASKED[kind]).paper, "json")))


@pytest.mark.parametrize("kind", ASKED)
def test_every_number_leads_to_its_source(kind: str) -> None:
    paper = plain(kind)
    assert list(numbers_in(paper)) and list(untraced(paper, ACCOUNT)) == []


# What is done to the facts and evidence of a paper -> the reason that is given.
def lose_fact(paper: dict[str, Any]) -> None:
    paper["facts"].clear()


def lose_entry(paper: dict[str, Any]) -> None:
    paper["evidence"].clear()


def lose_source(paper: dict[str, Any]) -> None:
    for entry in paper["evidence"]:
        entry["details"] = []


def change_count(paper: dict[str, Any]) -> None:
    for fact in paper["facts"]:
        fact["value"] = 99 if fact["id"].startswith("mandates") else fact["value"]


BROKEN = {
    "is not there": lose_fact, "the evidence": lose_entry, "has no source": lose_source, "asked again": change_count,
}  # fmt: skip


@pytest.mark.parametrize("reason", BROKEN)
def test_a_number_that_leads_nowhere_is_found(reason: str) -> None:
    paper = plain("brief" if reason != "asked again" else "pack")
    BROKEN[reason](paper)
    assert any(reason in text for text in untraced(paper, ACCOUNT))
