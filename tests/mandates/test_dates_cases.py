"""The cases of dates: their form without `shared`, their texts with it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import dates_cases
from benchmarks.dates_cases import CASES, EVERY, load_cases
from benchmarks.dates_draw import draw


def test_halves_languages_and_answers() -> None:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert Counter((row["half"], row["trap"]) for row in rows) == {
        ("work", False): 100,
        ("report", False): 100,
        ("work", True): 30,
        ("report", True): 30,
    }
    assert {row["language"] for row in rows} == {"en", "fr", "es", "ar", "ru", "zh"}
    assert max(Counter(row["file"] for row in rows).values()) <= 2
    for row in rows:
        days = (row["due_on"], row["due_until"])
        assert "text" not in row
        assert row["every"] in ("", *EVERY)
        assert (row["certainty"] == "unknown") == (days == ("", "")), row
        assert not (row["trap"] and (any(days) or row["session"] or row["every"])), row
        assert not days[1] or days[0] <= days[1], row


def test_texts_are_those_that_were_answered(shared: Path) -> None:
    cases = load_cases(shared)
    assert len(cases) == 260
    assert all(case.text == case.text.strip() and 20 < len(case.text) <= 1500 for case in cases)


def test_another_text_is_an_error(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.loads(CASES.read_text(encoding="utf-8").splitlines()[0])
    moved = tmp_path / "moved.jsonl"
    moved.write_text(json.dumps(row | {"start": row["start"] + 1}), encoding="utf-8")
    monkeypatch.setattr(dates_cases, "CASES", moved)
    with pytest.raises(ValueError, match="not the one that was answered"):
        load_cases(shared)


def test_every_case_stands_in_what_the_seed_draws(shared: Path) -> None:
    drawn: dict[str, list[tuple[int, int]]] = {}
    for row in draw(shared):
        drawn.setdefault(row["file"], []).append((row["start"], row["end"]))
    for case in load_cases(shared):
        assert any(start <= case.start and case.end <= end for start, end in drawn[case.file]), case.file
