"""Texts with the small model: what is found, what carries it, what is certain because the text says so."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import LEVELS, matrix_links


def ids(labels: tuple) -> list[str]:  # type: ignore[type-arg]
    return [label.id for label in labels]


def test_probability_is_what_the_weights_say(aligner: Aligner) -> None:
    found = aligner.align("The water of the village", scores=True)
    assert ids(found.goals) == ["sdg:6"]
    assert found.goals[0].p == pytest.approx(1 / (1 + math.exp(-3)), abs=0.01)
    assert found.scores["sdg:4"] == pytest.approx(1 / (1 + math.exp(3)), abs=0.01)


def test_nothing_known_is_no_label(aligner: Aligner) -> None:
    for text in ("", "x", "The committee adjourned at noon.", "12 345", "\x00\x07"):
        assert not aligner.align(text), text


def test_every_level_and_the_links_of_the_matrix(aligner: Aligner) -> None:
    found = aligner.align("A rural clinic")
    assert ids(found.action_lines)[0] == "C7-ehealth"
    assert [label.grade for label in found.action_lines] == ["likely", "perhaps", "perhaps"]
    assert ids(found.goals)[0] == "sdg:3"
    assert ids(found.targets) == ["sdg:3.8"]
    assert [(link.concept, link.known) for link in found.links] == [("sdg:3", True), ("sdg:3.8", True)]


def test_a_link_that_the_matrix_lacks_is_new() -> None:
    assert [link.known for link in matrix_links(["C7-ehealth"], ["sdg:14"])] == [False]


def test_a_target_is_never_likelier_than_its_goal(aligner: Aligner) -> None:
    for text in ("clinic", "clinic water school broadband rural", "clinic clinic school"):
        scores = aligner.align(text, scores=True).scores
        for target in aligner.labels.of("targets"):
            assert scores[target] <= scores[target.rpartition(".")[0]]


def test_evidence_quotes_the_words_that_carried_the_label(aligner: Aligner) -> None:
    text = "Water is scarce; a rural clinic was opened."
    found = aligner.align(text)
    quoted = {text[one.start : one.end] for one in found.evidence_for("sdg:3")}
    assert quoted == {"rural clinic"}
    assert {text[one.start : one.end] for one in found.evidence_for("sdg:6")} == {"Water"}


def test_what_the_text_names_is_certain(aligner: Aligner) -> None:
    text = "Progress on SDG 9.c and Action Line C2 was noted."
    found = aligner.align(text)
    assert [(label.id, label.p, label.stated) for label in found.targets] == [("sdg:9.c", 1.0, True)]
    assert ids(found.goals) == ["sdg:9"]
    assert ids(found.action_lines) == ["C2"]
    assert text[found.evidence_for("sdg:9.c")[0].start :].startswith("SDG 9.c")


def test_the_same_sentence_in_chinese(aligner: Aligner) -> None:
    assert ids(aligner.align("农村诊所").goals) == ["sdg:3"]
    assert ids(aligner.align("农村诊所").goals) == ids(aligner.align("rural clinic").goals)


def test_a_language_that_the_model_lacks_has_no_labels(aligner: Aligner) -> None:
    found = aligner.align("Доступ к воде в школах")
    assert found.language == ""
    assert not found


def test_threshold_of_the_user(aligner: Aligner) -> None:
    text = "clinic school water broadband"
    assert len(aligner.align(text, threshold=0.01).goals) == 17
    assert not aligner.align(text, threshold=0.999)


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_together_as_alone(aligner: Aligner, texts: list[str]) -> None:
    together = aligner.align_all(texts, scores=True)
    assert together == [aligner.align(text, scores=True) for text in texts]
    for text, found in zip(texts, together, strict=True):
        for level in LEVELS:
            p = [label.p for label in found.labels(level)]
            assert p == sorted(p, reverse=True)
        for one in found.evidence:
            assert 0 <= one.start < one.end <= len(text)
            assert 0 < one.weight <= 1


def test_ten_megabytes_are_bounded(aligner: Aligner) -> None:
    assert ids(aligner.align("water " * 1_700_000).goals) == ["sdg:6"]
