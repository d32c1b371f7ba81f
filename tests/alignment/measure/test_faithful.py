"""Evidence taken away, and as many other words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.alignment_evidence import cases, faithful, random_spans, without
from hypothesis import given
from hypothesis import strategies as st

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.measure.figures import Watch
from tests.alignment.measure.sets import write_data

# Words of different lengths, all different.
TEXT = " ".join(f"w{'o' * (number % 5)}{number}" for number in range(40))


def words_of(text: str, spans: list[tuple[int, int]]) -> list[list[str]]:
    return [text[start:end].split() for start, end in spans]


@given(seed=st.integers(0, 10**6), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_random_spans_have_as_many_words_and_do_not_overlap(seed: int, sizes: list[int]) -> None:
    words, spans, at = TEXT.split(), [], 0
    for size in sizes:
        start = len(" ".join(words[:at])) + (at > 0)
        spans.append((start, start + len(" ".join(words[at : at + size]))))
        at += size
    found = words_of(TEXT, random_spans(TEXT, spans, random.Random(seed)))
    assert sorted(map(len, found)) == sorted(sizes)
    flat = [word for one in found for word in one]
    assert len(set(flat)) == len(flat)
    assert set(flat) <= set(words)  # whole words


def test_random_spans_reach_every_word() -> None:
    chance = random.Random(1)
    seen = {word for _ in range(600) for one in words_of(TEXT, random_spans(TEXT, [(0, 2)], chance)) for word in one}
    assert seen == set(TEXT.split())


@pytest.mark.parametrize(
    "text,spans",
    [
        ("word " * 19, [(0, 4)]),  # too short
        (TEXT, [(0, len(TEXT) * 2 // 3)]),  # most of it is evidence
    ],
)
def test_texts_without_enough_other_words(text: str, spans: list[tuple[int, int]]) -> None:
    assert random_spans(text, spans, random.Random(1)) == []


def test_without() -> None:
    assert without("one two three four", [(8, 13), (0, 3)]) == "  two   four"


def test_evidence_counts_and_other_words_do_not(aligner: Aligner, tmp_path: Path) -> None:
    data = write_data(tmp_path)
    figures = list(faithful(aligner, "default", data / "alignment" / "dev", Watch()))
    seen = {one.kind.key: one.seen for one in figures}
    # One text is long enough. Its only known word is "water" (p .95, logit 3); without it p is held at .0001.
    assert [one.note for one in figures[:2]] == ["1 texts", "1 texts"]
    assert seen["evidence.top"] == pytest.approx(3 + 9.2102, abs=0.05)
    assert seen["evidence.random"] in (0, pytest.approx(seen["evidence.top"]))  # "water" itself may be drawn


def test_what_a_text_names_is_no_evidence_of_the_model(aligner: Aligner) -> None:
    text = f"SDG 6 asks for water {'and this is all that it says of it ' * 4}"
    assert cases(aligner, [text], Watch(), "") == []
    assert len(cases(aligner, [text.replace("SDG 6", "The goal")], Watch(), "")) == 1
