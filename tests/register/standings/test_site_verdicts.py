"""The benchmark of verdicts over the doors of a site: what contradicts is found, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from benchmarks.site_verdicts import Drawn, find_contradictions, find_miscounts, read_paper, read_word

RISING = ((2010, 20.0), (2015, 40.0), (2019, 52.0), (2024, 64.0))
FALLING = tuple((year, 100 - value) for year, value in RISING)
DIPPED = ((2010, 10.0), (2015, 70.0), (2019, 60.0), (2024, 64.0))


@pytest.mark.parametrize(
    ("doors", "points", "aim", "better", "many"),
    [
        ({"page": "too-slow", "API": "too-slow"}, RISING, 100.0, 1, 0),
        ({"page": "too-slow", "API": "on-course"}, RISING, 100.0, 1, 1),
        ({"page": "reached"}, RISING, 100.0, 1, 1),
        ({"page": "reached"}, RISING, 64.0, 1, 0),
        ({"page": "too-slow"}, RISING, 64.0, 1, 1),
        ({"page": "withheld"}, RISING, 64.0, 1, 0),
        ({"page": "going-back"}, RISING, 100.0, 1, 1),
        ({"page": "going-back"}, DIPPED, 100.0, 1, 0),
        ({"page": "going-back"}, RISING, None, 1, 1),
        ({"page": "going-back"}, RISING, 2.0, -1, 0),
        ({"page": "on-course"}, FALLING, 100.0, 1, 1),
        ({"page": "on-course"}, FALLING, 2.0, -1, 0),
        ({"page": "reached"}, FALLING, 36.0, -1, 0),
        ({"page": "going-back"}, ((2024, 64.0),), 100.0, 1, 0),
        ({"page": "withheld"}, (), None, 0, 0),
    ],
)
def test_what_contradicts_a_verdict_is_found(
    doors: Mapping[str, str], points: tuple[tuple[int, float], ...], aim: float | None, better: int, many: int
) -> None:
    drawn = Drawn(("KEN", "made_up", ""), dict(doors), aim, better, points)
    assert len(list(find_contradictions(drawn))) == many


@pytest.mark.parametrize(("reaching", "lagging", "many"), [("3", "2", 0), ("4", "2", 1), ("–", "–", 2)])
def test_the_list_of_all_series_is_counted_again(reaching: str, lagging: str, many: int) -> None:
    words = Counter({"reached": 1, "on-course": 2, "too-slow": 2, "withheld": 9})
    assert len(list(find_miscounts(words, reaching, lagging))) == many


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Going back; methods differ", "going-back"),
        ("Methods by verdict: on track 0; too slow 3; no progress or worsening 0. Reached.", "reached"),
        ("Cannot be judged", "withheld"),
        ("It was 12 in 2025.", ""),
    ],
)
def test_a_verdict_is_read_from_the_words_of_a_door(text: str, word: str) -> None:
    assert read_word(text) == word


def test_a_row_of_a_paper_has_the_verdict_of_its_own_area() -> None:
    def row(*areas: str) -> dict[str, object]:
        values = [[{"fact": f"value?area={area}&series=made_up&breakdown=sex%3DF"}] for area in areas]
        return {"cells": [*values, [{"text": "Too slow"}]]}

    paper = {"blocks": [{"block": "paragraph"}, {"block": "table", "rows": [row("KEN", "world"), row("UGA")]}]}
    assert list(read_paper(paper, "KEN")) == [(("made_up", "sex=F"), "too-slow")]
