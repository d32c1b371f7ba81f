"""Lists and tables are told from prose by their function words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from actionlines.alignment.classifier import LONG, Scorer, lower_lists
from actionlines.alignment.encode import Encoder
from tests.alignment.small_model import PAIRS, WORDS, write_model

SMALL = frozenset({"the", "of", "and", "for", "in"})


@pytest.mark.parametrize(
    ("words", "small", "less"),
    [(40, 16, 0), (40, 8, 0), (40, 4, 4), (40, 0, 8), (LONG - 1, 0, 0), (LONG, 0, 8), (0, 0, 0)],
)
def test_what_a_list_loses(words: int, small: int, less: float) -> None:
    assert lower_lists(np.array([words]), np.array([small]))[0] == pytest.approx(less, abs=1e-4)


def test_words_are_counted_for_each_text() -> None:
    encoder = Encoder("en", WORDS, PAIRS, SMALL)
    tokens = encoder.tokens(["the water of the school", "", "Clinic, School, Water"])
    assert tokens.words.tolist() == [5, 0, 3]
    assert tokens.small.tolist() == [3, 0, 0]


def test_a_list_of_offices_is_believed_less_than_prose(tmp_path) -> None:
    from actionlines.alignment.weights import read_model

    weights = read_model(write_model(tmp_path))
    prose = "the water of the school and the water in the clinic for all of the school"
    offices = "School Office Water Board Clinic Desk School Board Water Office Clinic Board School Desk Water"
    plain = Scorer("en", weights)
    own = replace(weights.language("en"), small=tuple(sorted(SMALL)))
    told = Scorer("en", replace(weights, _known={"en": own}))
    before, after = (one.probabilities([prose, offices]) for one in (plain, told))
    assert np.array_equal(after[0], before[0])
    assert (after[1] < before[1]).all()
    assert after[1].argmax() == before[1].argmax()


def test_prose_in_capitals_is_prose() -> None:
    encoder = Encoder("en", WORDS, PAIRS, SMALL)
    prose = "the water of the school and the clinic for all"
    assert encoder.tokens([prose, prose.upper()]).small.tolist() == [6, 6]
