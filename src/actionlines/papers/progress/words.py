"""The words of this report in six languages: data/words.csv on top of those that all reports share."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from actionlines.papers.progress.model import Measured
from actionlines.papers.words import Words, catalogue
from actionlines.papers.words import words as shared


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return catalogue(language, "actionlines.papers.progress", shared(language))


ENGLISH = words("en")


@cache
def known() -> Mapping[str, str]:
    """Return method -> how well its source is known: checked, code, document, partly or own."""
    text = files("actionlines.papers.progress").joinpath("data/known.csv").read_text("utf-8")
    return {row["method"]: row["known"] for row in csv.DictReader(text.splitlines())}


@cache
def families() -> Mapping[str, str]:
    """Return method -> family, for the methods whose way of counting has a sentence."""
    text = files("actionlines.papers.progress").joinpath("data/families.csv").read_text("utf-8")
    return {row["method"]: row["family"] for row in csv.DictReader(text.splitlines())}


def because(one: Measured, words: Words) -> tuple[str, ...]:
    """Return the sentences of the families that say something else than another; () where the methods agree."""
    # Here: the room of indicators loads polars, which a review without figures does not have.
    from actionlines.indicators import judge

    if one.agreement not in ("differ", "contradict"):
        return ()
    said: dict[str, set[str]] = {}
    for row in one.said:
        if row.verdict and row.method in families():
            said.setdefault(families()[row.method], set()).add(judge.GROUPS[row.verdict])  # type: ignore[index]
    return tuple(
        words(f"because.{family}")
        for family, groups in said.items()
        if any(groups != other for name, other in said.items() if name != family)
    )
