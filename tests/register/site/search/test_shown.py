"""How what was found is said: kinds by name, words around, a title that is not said twice."""

import re

import pytest

from actionlines.framework import load
from actionlines.register.core.pages.difference import fields, in_words
from actionlines.register.core.pages.facets import Names, shown
from actionlines.register.core.pages.results import shown as found
from actionlines.register.core.search import Query, catch_up, near, query
from tests.register.search.samples import instrument, mandate, published

pytestmark = pytest.mark.django_db


def test_a_mandate_is_called_by_what_it_asks_and_says_it_once():
    where = instrument(texts=("Requests the Secretary-General to report on broadband.",))
    mandate(where, "report on broadband")
    catch_up()
    (one,) = found(query(Query("broadband", kind="mandate")).hits)
    assert one.title == "Report on broadband"
    assert [one.title[start:end] for start, end in one.spans] == ["broadband"]
    assert not one.says_more
    assert one.kind_name == "Mandate"


def test_a_concept_is_called_in_the_language_of_the_reader(settings):
    from django.utils.translation import override

    with override("fr"):
        (one,) = found(query(Query("KEN", kind="concept", filters={"type": ["country"]})).hits)
        assert (one.title, one.url) == ("Kenya", "/KEN/")
    with override("ar"):
        (one,) = found(query(Query("KEN", kind="concept", filters={"type": ["country"]})).hits)
        assert one.title == "كينيا"


def test_of_countries_the_regions_have_a_filter_of_their_own():
    published("Radio", places=("KEN",))
    catch_up()
    hits = query(Query(kind="activity", facets=("country", "region")))
    country, region = shown(("country", "region"), hits.facets, {})
    assert [value.id for value in country.values] == ["KEN"]
    assert "itu-region:AFR" in [value.id for value in region.values]
    assert "m49:002" not in [value.id for value in region.values]


def test_what_is_chosen_stands_first_even_with_no_record():
    (facet,) = shown(("goal",), {"goal": (("sdg:9", 3), ("sdg:10", 1))}, {"goal": ("sdg:13",)})
    assert [(value.id, value.on, value.count) for value in facet.values] == [
        ("sdg:13", True, 0),
        ("sdg:9", False, 3),
        ("sdg:10", False, 1),
    ]


def test_any_value_has_a_name():
    names = Names()
    for facet in ("organisation", "lead", "country", "type", "status", "language", "strength", "year", "goal"):
        assert names.of(facet, "x" * 50) == "x" * 50


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("type", "training", "Training initiative"),
        ("language", "zh", "Chinese"),
        ("technologies", ["ai", "5g"], "Artificial intelligence\n5G and later"),
        ("due_on", "2027-12-31", "31 December 2027"),
        ("published_at", "2026-01-02T03:04:05.678+00:00", "2 January 2026, 03:04 UTC"),
        ("status", "under_way", "Under way"),
        ("title", "2027-12-31", "2027-12-31"),
    ],
)
def test_values_are_said_in_words(field, value, words):
    assert in_words(field, value, "activity") == words


def test_of_several_words_those_are_replaced_that_have_one_near():
    published("Broadband for islands")
    catch_up()
    assert near("brodband qqqqqqqq") == "broadband qqqqqqqq"


def test_an_organisation_is_said_by_its_name_alone():
    words = {name: said for name, _, said in fields("activity", {"organisation": 7, "organisation_name": "A trust"})}
    assert words == {"organisation_name": "A trust"}


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ITU", "itu", "UIT", "МСЭ", "International Telecommunication Union"])
def test_what_is_called_so_comes_first(client, words):
    page = client.get("/search/", {"q": words}).content.decode()
    parts = re.findall(r'href="/([^/"?]+)/"', page[page.index("<main") :])
    assert next(part for part in parts if part in load().bodies) == "itu"


def _rows(client, text):
    html = client.get("/search/", {"q": text}).content.decode()
    return re.findall(r"<li>\s*<h3>.*?</li>\s*(?=<li>\s*<h3>|</ul>\s*(?:<p>|</section>))", html, re.S), html


def test_of_several_versions_of_a_text_the_newest_alone_is_a_result(client):
    for year in (2014, 2018, 2022):
        instrument(
            f"itu:PP/RES/139@{year}", title="ICTs to bridge the gulf", family="itu:PP/RES/139", date=f"{year}-11-01"
        )
    catch_up()
    rows, html = _rows(client, "bridge gulf")
    (row,) = [row for row in rows if "/instruments/" in row]
    assert 'href="/instruments/itu:PP/RES/139@2022/"' in row
    assert re.search(
        r'href="/instruments/series/[^"]*139@2022">2 other versions</a>|symbol=[^"]*">2 other versions</a>', row
    )
    assert "RES/139@2018" not in html


def test_a_paragraph_shows_its_sentence_and_the_title_of_its_text(client):
    before = "The Assembly recalls its earlier decisions and takes note of them once more. "
    sentence = "Every lighthouse keeper reports to the harbour on the state of the lamps, the stairs and the sea."
    instrument(texts=(before * 3 + sentence,), title="On lamps")
    catch_up()
    rows, _ = _rows(client, "stairs")
    (row,) = [row for row in rows if "para. 1" in row]
    assert re.sub(r"<[^>]+>", "", row).split("… ")[1].startswith("Every lighthouse keeper")
    assert "<mark>stairs</mark>" in row and "On lamps" in row
