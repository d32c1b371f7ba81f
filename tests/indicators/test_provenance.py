"""The words and codes of sources as one status, and notes that stay with their values."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.indicators import provenance
from actionlines.indicators.read import read_indicators

DATAHUB = """seriesCode,seriesName,seriesUnits,entityIso,dataValue,dataYear,dataNote,dataSource
i99H,Individuals using the Internet,%,UGA,15.3,2015,,ITU estimate.
i99H,Individuals using the Internet,%,UGA,8.9,2017,"Age 15+, preliminary",Bureau of Statistics
i99H,Individuals using the Internet,%,UGA,10,2019,,Bureau of Statistics
"""


@pytest.mark.parametrize(
    ("note", "source", "status"),
    [
        ("", "ITU estimate.", "E"),
        ("Estimaciones propias", "", "E"),
        ("Données provisoires", "", "P"),
        ("Break in time series", "Estimate of the ministry", "B"),
        ("", "Estonia, Statistics office", ""),
        ("Оценка МСЭ", "", "E"),
        ("Цифровой разрыв", "", ""),
        ("Разрыв во временном ряду", "", "B"),
        ("", "", ""),
    ],
)
def test_words_of_notes_and_sources_as_codes(note: str, source: str, status: str) -> None:
    assert provenance.status_in(note, source) == status


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("A", "A"),
        ("M", "E"),
        ("CA", "A"),
        ("be", "B"),
        ("p", "P"),
        (">", "A"),
        ("Estimated value", "E"),
        ("UIS_EST", "E"),
        ("NAT_EST", "E"),
        ("NIL", "A"),
        ("OBS", "A"),
        ("bep", "B"),
        ("dr", "D"),
    ],
)
def test_codes_of_several_lists_as_those_of_sdmx(given: str, code: str) -> None:
    assert provenance.obs_status(given) == code
    assert code in provenance.STATUSES


def test_note_source_and_status_stay_with_each_value(tmp_path: Path) -> None:
    path = tmp_path / "use.csv"
    path.write_text(DATAHUB, "utf-8")
    table = read_indicators(path).table
    assert table.select("year", "status", "note", "source").rows() == [
        (2015, "E", "", "ITU estimate."),
        (2017, "P", "Age 15+, preliminary", "Bureau of Statistics"),
        (2019, "", "", "Bureau of Statistics"),
    ]
