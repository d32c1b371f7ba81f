"""Codes and names of areas."""

from __future__ import annotations

import pytest

from actionlines.framework import load
from actionlines.indicators.areas import resolve_areas


@pytest.mark.parametrize(
    "given,found",
    [
        ("404", "KEN"), ("4", "AFG"), ("004", "AFG"), ("404.0", "KEN"), ("ken", "KEN"), ("KE", "KEN"),
        ("1", "m49:001"), ("202", "m49:202"), ("m49:202", "m49:202"), ("722", "SIDS"), ("LDC", "LDC"),
        ("itu-region:AFR", "itu-region:AFR"), ("Côte d’Ivoire", "CIV"), ("Ivory Coast", "CIV"),
        ("The Gambia", "GMB"), ("Россия", "RUS"), ("肯尼亚", "KEN"), ("كينيا", "KEN"), ("Türkiye", "TUR"),
        ("Viet Nam", "VNM"), ("Lao P.D.R.", "LAO"), ("World", "m49:001"), ("NA", "NAM"),
    ],
)  # fmt: skip
def test_areas(given: str, found: str) -> None:
    assert resolve_areas([given]).ids == {given: found}


def test_every_name_of_the_framework_is_known() -> None:
    for country in load().countries.values():
        for given in (*country.names.values(), country.id, country.iso2, country.m49):
            assert resolve_areas([given]).ids == {given: country.id}, given


def test_the_system_of_the_column_goes_first() -> None:
    # codes of ITU that are no codes of ISO
    assert resolve_areas(["SUI", "UAE", "BUL"]).ids == {"SUI": "CHE", "UAE": "ARE", "BUL": "BGR"}
    # three letters that both systems use, for two countries: the column decides
    clash = [(c.itu_code, c.id) for c in load().countries.values() if c.itu_code in load().countries]
    for code, country in [pair for pair in clash if pair[0] != pair[1]]:
        assert resolve_areas([code, "DEU", "FRA"]).ids[code] == code
        assert resolve_areas([code, "SUI", "UAE", "BUL", "AGL"]).ids[code] == country


def test_unknown_areas_come_with_what_is_near() -> None:
    found = resolve_areas(["Keniya", "Atlantis", "99018"])
    assert found.ids == {}
    assert found.unknown == {"Keniya": ("KEN",), "Atlantis": (), "99018": ()}
