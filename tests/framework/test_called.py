"""Names in six languages: of every body and area, in the script of the language; English is told apart."""

from __future__ import annotations

import re
import unicodedata

import pytest

from actionlines.framework import load
from actionlines.framework.called import ROOM, in_all, name_in, names_of, short_name_in
from actionlines.framework.model import LANGUAGES
from actionlines.framework.tables import read_table

OTHERS = tuple(one for one in LANGUAGES if one != "en")
_SCRIPTS = {
    "ar": re.compile("[\u0600-\u06ff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
# Names that are the same in the script of another language: brands, and acronyms of ITU in Chinese.
_LATIN = {"itu-r", "itu-t", "itu-d", "commonwealth"}


def test_every_area_has_a_name_in_each_language_and_a_body_in_all_or_in_english() -> None:
    f = load()
    for one in f.areas:
        assert tuple(in_all(one)) == LANGUAGES, one
    for one in f.bodies:
        assert tuple(in_all(one)) in (LANGUAGES, ("en",)), one
    assert set(f.names) >= {*f.targets, *f.commitments, *f.objectives}


@pytest.mark.parametrize("table", ["names", "short_names", "titles"])
def test_names_are_clean_and_in_the_script_of_their_language(table: str) -> None:
    for row in read_table(table):
        for language in OTHERS:
            name = row[language]
            if table == "short_names" and not name:
                continue
            assert name == name.strip() != "", row
            assert name == unicodedata.normalize("NFC", name), row
            assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069|]|  ", name), row
            if language in _SCRIPTS and row.get("body") not in _LATIN:
                assert _SCRIPTS[language].search(name), (row, language)
            if language in ("es", "fr"):
                assert not any(script.search(name) for script in _SCRIPTS.values()), row
                assert "'" not in name, row


def test_names_of_two_bodies_are_the_same_only_where_they_are_in_english_too() -> None:
    f = load()
    for language in OTHERS:
        seen: dict[str, str] = {}
        for one in f.bodies:
            other = seen.setdefault(in_all(one).get(language, one), one)
            assert other == one, (language, other, one)


@pytest.mark.parametrize(
    ("body", "language", "said"),
    [
        ("secretary-general", "fr", ("Secrétaire général", "fr")),
        ("member-states", "ar", ("الدول الأعضاء", "ar")),
        ("cstd", "en", ("CSTD", "en")),
        # no short form: the whole name in the language of the reader rather than an acronym in English
        ("unff", "es", ("Foro de las Naciones Unidas sobre los Bosques", "es")),
        ("unff", "en", ("United Nations Forum on Forests", "en")),
        # what nobody knows is English, and says so
        ("some-body", "zh", ("Some body", "en")),
    ],
)
def test_a_short_name_fits_a_table(body: str, language: str, said: tuple[str, str]) -> None:
    assert short_name_in(body, language) == said


def test_english_short_names_have_room() -> None:
    for one in load().bodies.values():
        name, language = short_name_in(one.id)
        assert language == "en"
        assert len(name) <= ROOM or not one.acronyms or name in one.acronyms


def test_repeated_indicators_share_their_title_and_english_stands_in() -> None:
    f = load()
    repeated = next(one for one in f.indicators.values() if one.repeats)
    assert name_in(repeated.id, "fr")[0] == name_in(repeated.repeats, "fr")[0]
    assert name_in("itu", "de") == ("International Telecommunication Union", "en")
    assert (name_in("m49:001"), name_in("m49:001", "ru")) == (("World", "en"), ("Мир", "ru"))
    assert names_of(f, "") == {}
