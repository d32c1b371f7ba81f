"""Verdicts of readers on first labels that are not the ones given."""

from __future__ import annotations

import pytest
from benchmarks.judged import First, figures, questions, taken, verdicts
from training.corpus import key

RIGHT = First("Schools are connected.", ("sdg:4",), "sdg:4")
WRONG = [First(f"Clinic number {at} is on line.", ("sdg:9",), "sdg:3") for at in range(40)]


def answer(one: First, label: str) -> dict[str, str]:
    return {key(one.text + one.told): "ab"[one.sides.index(label)] if label else "="}


def test_readers_see_every_pair_without_a_verdict_and_no_sign_of_whose_label_is_whose() -> None:
    asked = list(questions([RIGHT, *WRONG], {WRONG[0].pair: ("told", "told")}))
    assert len(asked) == len(WRONG) - 1
    assert all(set(row) == {"key", "text", "a", "b"} for row in asked)
    sides = [row["a"].startswith("SDG 3:") for row in asked]
    assert 5 < sum(sides) < len(sides) - 5


def test_answers_become_verdicts() -> None:
    one, two, three, none = WRONG[:4]
    first = answer(one, "sdg:3") | answer(two, "sdg:9") | answer(three, "")
    second = answer(one, "") | answer(two, "sdg:3") | answer(three, "sdg:3")
    found = taken([RIGHT, one, two, three, none], [first, second], {})
    assert found == {one.pair: ("told", "both"), two.pair: ("given", "told"), three.pair: ("both", "told")}


def test_an_answer_that_is_none_is_refused() -> None:
    said = {key(WRONG[0].text + WRONG[0].told): "c"}
    with pytest.raises(ValueError, match="'c' is not one of"):
        taken(WRONG[:1], [said, said], {})


def test_a_label_counts_that_both_readers_find_no_worse() -> None:
    known = {
        WRONG[0].pair: ("told", "told"),
        WRONG[1].pair: ("both", "told"),
        WRONG[2].pair: ("told", "given"),
        WRONG[3].pair: ("given", "given"),
    }
    found = figures([*[RIGHT] * 5, *WRONG[:5]], known)
    assert found == pytest.approx(
        {"given": 0.5, "better": 0.1, "no worse": 0.2, "given or no worse": 0.7, "not judged": 0.1}
    )


def test_the_verdicts_kept_are_whole() -> None:
    known = verdicts()
    assert known
    assert {word for said in known.values() for word in said} <= {"given", "told", "both"}
    assert all(given != told for _, given, told in known)
