"""Names in words are certain; labels have three grades; where nothing is likely the best is perhaps."""

from __future__ import annotations

import pytest

from actionlines.alignment import Aligner
from actionlines.alignment.languages import find_names, language_of_names
from actionlines.alignment.model import LEVELS, all_labels, grade_of, perhaps_from
from actionlines.framework.tables import DATA, read_table


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Cybersecurity strategy", "C5"),
        ("e-health pilot", "C7-ehealth"),
        ("An (e-learning) platform", "C7-elearning"),  # a mark before the word
        ("The digital divide", "C2"),
        ("Gender equality", "sdg:5"),
        ("Goal 4", "sdg:4"),
        ("Apprentissage en ligne", "C7-elearning"),  # French
        ("Gobierno electrónico", "C7-egov"),  # Spanish
        ("Стратегия кибербезопасности", "C5"),  # Russian, with an ending
        ("مشروع للتعليم الإلكتروني والأمن السيبراني", "C5"),  # Arabic, with a conjunction and an article in front
        ("网络安全战略", "C5"),  # Chinese
    ],
)
def test_a_phrase_that_names_a_label_is_certain_of_it(text: str, label: str) -> None:
    found = Aligner.load().align(text)
    certain = {one.id for level in LEVELS for one in found.labels(level) if one.grade == "certain"}
    assert label in certain
    assert found.evidence_for(label)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Digital divide", "en"),
        ("Brecha digital", "es"),
        ("Wallpaper", ""),  # no name
        ("cybersecurity " * 9, ""),  # no phrase
    ],
)
def test_the_names_of_a_phrase_say_its_language(text: str, language: str) -> None:
    assert language_of_names(text) == language


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Maternal mortality falls", {"sdg:3", "sdg:3.1"}),  # a target names its goal
        ("Precybersecurity", set()),  # inside of a word
        ("İ cybersecurity", {"C5"}),  # a capital with two small letters
    ],
)
def test_names_are_found_at_the_beginning_of_words(text: str, ids: set[str]) -> None:
    assert set(find_names(text, "en")) == ids


def test_a_name_in_a_long_text_adds_to_the_model_and_decides_nothing_alone() -> None:
    text = "Farmers sell maize and beans at the market in town. " * 4 + "A poster on cybersecurity hangs there."
    (own,) = [one for one in Aligner.load().align(text, threshold=0.0001).action_lines if one.id == "C5"]
    assert own.grade != "certain"
    assert not own.stated


def test_the_best_lines_and_goals_are_given_as_perhaps_and_nothing_where_nothing_is_said() -> None:
    aligner = Aligner.load()
    found = aligner.align("The association bought chairs for the meeting room of the village elders.")
    for level in LEVELS:
        for one in found.labels(level):
            assert one.grade == grade_of(level, one.p)
            assert one.grade != "perhaps" or one.p >= perhaps_from(level) > 0
    assert not aligner.align("Thank you")
    assert not aligner.align("SDG 3", threshold=1.1).action_lines


def test_likely_is_the_threshold_of_the_model() -> None:
    for level, least in Aligner.load().weights.thresholds.items():
        assert grade_of(level, least) in ("likely", "certain")
        assert grade_of(level, least - 0.001) == "perhaps"


def test_names_are_of_labels_and_in_small_letters() -> None:
    for row in read_table("names", DATA.parents[1] / "alignment" / "data"):
        assert row["concept"] in all_labels().index
        assert row["words"] == row["words"].lower()
