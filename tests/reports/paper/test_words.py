"""The words of the furniture: complete, and with the same places to fill in."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import get_args

import pytest

from actionlines.papers.furniture import words
from actionlines.papers.model import EvidenceKind, Kind
from actionlines.papers.words import LANGUAGES


def rows() -> list[dict[str, str]]:
    text = files("actionlines.papers").joinpath("data/words.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["key"])
def test_every_word_is_there_in_six_languages(row: dict[str, str]) -> None:
    assert all(row[language] for language in LANGUAGES)
    holes = [sorted(re.findall(r"\{(\w+)\}", row[language])) for language in LANGUAGES]
    assert all(one == holes[0] for one in holes)


def test_keys_are_unique_and_every_kind_has_a_name() -> None:
    keys = [row["key"] for row in rows()]
    assert len(set(keys)) == len(keys)
    for kind in (*get_args(Kind), *get_args(EvidenceKind)):
        assert words("fr")(f"kind.{kind}")


def test_every_language_has_its_words_for_places() -> None:
    text = files("actionlines.papers").joinpath("data/places.csv").read_text("utf-8")
    assert sorted(row["language"] for row in csv.DictReader(text.splitlines())) == sorted(LANGUAGES)
