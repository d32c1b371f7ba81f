"""Names of bodies and areas in six languages: of things that there are, shown to readers, found by search."""

from __future__ import annotations

import csv

import pytest
from django.utils.translation import override

from actionlines.framework import load
from actionlines.registry.concepts import NAMES, concept, name_of
from actionlines.registry.search import Query, query

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
