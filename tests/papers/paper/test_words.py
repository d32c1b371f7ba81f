"""The words of writers: every kind has a name, every language its words for places. test_words.py has the rest."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import get_args

from actionlines.papers.model import EvidenceKind, Kind
from actionlines.papers.words import LANGUAGES, words


def rows() -> list[dict[str, str]]:
    text = files("actionlines.papers").joinpath("data/words.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_keys_are_unique_and_every_kind_has_a_name() -> None:
    keys = [row["key"] for row in rows()]
    assert len(set(keys)) == len(keys)
    for kind in (*get_args(Kind), *get_args(EvidenceKind)):
        assert words("fr")(f"kind.{kind}")


def test_every_language_has_its_words_for_places() -> None:
    text = files("actionlines.papers").joinpath("data/places.csv").read_text("utf-8")
    assert sorted(row["language"] for row in csv.DictReader(text.splitlines())) == sorted(LANGUAGES)
