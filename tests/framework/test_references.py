"""Series, conference cycles and instruments: the tables hold together."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from actionlines.citations import parse_symbol
from actionlines.framework import references


@pytest.mark.parametrize(
    ("place", "year", "event"),
    [
        # one city, three bodies
        ("Dubai", 2012, "WTSA-12"),
        ("Dubai", 2014, "WTDC-14"),
        ("DUBAI", 2018, "PP-18"),
        ("Doha", 2006, "WTDC-06"),
        ("Doha", 2026, "PP-26"),
        # the assembly of 2020 met in 2022
        ("Geneva", 2022, "WTSA-20"),
        # in other languages
        ("Бухарест", 2022, "PP-22"),
        ("迪拜", 2014, "WTDC-14"),
        # without accents
        ("Florianopolis", 2004, "WTSA-04"),
    ],
)
def test_place_and_year_name_the_conference(place: str, year: int, event: str) -> None:
    conference = references.conference_at(place, year)
    assert conference is not None
    assert conference.event == event


def test_unknown_places() -> None:
    assert references.conference_at("Dubai", 2013) is None
    assert references.conference_at("", 2014) is None


def test_each_conference_is_a_body_and_ends_after_it_begins() -> None:
    bodies = {row.prefix for row in references.list_series() if row.numbering == "conference"}
    for conference in references.list_conferences():
        assert conference.body in bodies
        assert conference.start < conference.until
        assert conference.start.startswith(str(conference.year))
    keys = Counter((references.plain_name(c.place), c.year) for c in references.list_conferences())
    assert max(keys.values()) == 1


def test_series_are_unique_and_have_sources() -> None:
    rows = references.list_series()
    assert len({row.prefix for row in rows}) == len(rows)
    words = Counter(word.lower() for row in rows for word in row.words)
    assert max(words.values()) == 1  # no word means two bodies
    assert all(row.source for row in rows)


def test_instruments_lead_to_symbols() -> None:
    for instrument in references.list_instruments():
        assert instrument.source
        if not re.match(r"wsis:|itu-", instrument.canonical):
            assert parse_symbol(instrument.canonical) is not None, instrument


def test_labels() -> None:
    assert references.label_of("A/RES/70/1") == "2030 Agenda for Sustainable Development"
    assert references.label_of("A/RES/69/313").startswith("Addis Ababa")
    assert references.label_of("A/RES/1/1") == ""
