"""Names of bodies and areas in six languages: of things that there are, shown to readers, found by search."""

from __future__ import annotations

import csv
import re

import pytest
from django.utils.translation import override

from actionlines.framework import load
from actionlines.registry.concepts import NAMES, TITLES, concept, name_of, title
from actionlines.registry.search import Query, query
from actionlines.site.templatetags.house import titled

_ARABIC, _CYRILLIC, _HAN = (
    re.compile("[\u0600-\u06ff]"),
    re.compile("[\u0400-\u04ff]"),
    re.compile("[\u4e00-\u9fff]"),
)
LANGUAGES = ("ar", "es", "fr", "ru", "zh")


def test_every_row_names_something_in_every_language() -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {*load().bodies, *load().areas}
    assert {one["id"] for one in rows} <= known and len({one["id"] for one in rows}) == len(rows)
    assert set(load().areas) <= {one["id"] for one in rows}
    assert all(one[code].strip() == one[code] != "" for one in rows for code in LANGUAGES)


def test_a_name_is_the_readers_and_english_where_there_is_no_other() -> None:
    with override("ar"):
        assert name_of("itu") == "الاتحاد الدولي للاتصالات"
    with override("zh-hans"):
        assert name_of("itu-region:AFR") == "非洲"
    assert concept("itu", "en").name == "International Telecommunication Union"
    without = next(one for one in load().bodies.values() if concept(one.id, "fr").name == one.name)
    assert name_of(without.id, "fr") == without.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    ["الاتحاد الدولي للاتصالات", "国际电信联盟", "Международный союз электросвязи", "Union internationale"],
)
def test_a_body_is_found_by_its_name_in_any_language(words: str) -> None:
    assert "itu" in query(Query(text=words, kind="concept", size=20)).ids


def test_titles_are_of_things_that_there_are_and_in_every_language() -> None:
    with TITLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    f = load()
    known = {*f.targets, *f.commitments, *f.objectives, *f.indicators}
    ids = [one["id"] for one in rows]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= known
    listed = {one.id for one in f.indicators.values() if not one.repeats}
    assert {*f.targets, *f.commitments, *f.objectives, *listed} == set(ids)
    for one in rows:
        assert all(one[code].strip() == one[code] != "" for code in LANGUAGES), one["id"]
        assert _ARABIC.search(one["ar"]) and _CYRILLIC.search(one["ru"]) and _HAN.search(one["zh"]), one["id"]


def test_a_title_is_the_readers_or_marked_as_english(monkeypatch: pytest.MonkeyPatch) -> None:
    with override("fr"):
        assert title("sdg:9.c") == ("Accès aux TIC et Internet abordable", "fr")
        assert titled("sdg:9.c") == "Accès aux TIC et Internet abordable"
        assert titled("gdc:objective-1").startswith("Combler")
        assert titled("KEN") == "Kenya"
    with override("ar"):
        assert name_of("gdc:11a").startswith("أهداف")
    repeated = next(one for one in load().indicators.values() if one.repeats)
    assert title(repeated.id, "fr") == title(repeated.repeats, "fr") != title(repeated.id, "en")
    monkeypatch.setattr("actionlines.registry.concepts._names", dict)
    with override("fr"):
        assert titled("sdg:17.8.1") == '<span lang="en" dir="ltr">People using the Internet</span>'
    assert title("nothing") == ("", "")
