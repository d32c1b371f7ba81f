"""A search of everything: the thing first, then mandates, then paragraphs and the rest; the page and the API alike."""

import re

import pytest

from actionlines.register.core.search import Query, catch_up, first_things, query, suggest, things
from actionlines.register.standings.models import Standing
from tests.register.search.samples import instrument, mandate, organisation_of, published

pytestmark = pytest.mark.django_db


def keys(text, **more):
    return [hit.key for hit in query(Query(text, is_wide=True, **more)).hits]


@pytest.fixture
def held():
    where = instrument("A/RES/99/7", title="Wells of the north", texts=("Requests ITU to map dry wells.",))
    asked = mandate(where, "map dry wells", ("itu",))
    activity = published("Dry wells of the north")
    group = organisation_of("Dry Wells Trust")
    organisation_of("Dry Wells Unit", status="proposed", published_version=None)
    catch_up()
    return {
        "instrument": f"instrument:{where.pk}",
        "paragraph": f"paragraph:{where.paragraphs.get().pk}",
        "mandate": f"mandate:{asked.pk}",
        "activity": f"activity:{activity.pk}",
        "organisation": f"organisation:{group.pk}",
    }


def test_kinds_come_in_their_order(held):
    order = [held[kind] for kind in ("organisation", "mandate", "paragraph", "activity", "instrument")]
    assert keys("dry wells") == order  # the organisation is a thing whose name holds the words


@pytest.mark.parametrize("text", ["A/RES/99/7", "a res 99 7", "resolution 99/7", "Wells of the north"])
def test_an_instrument_is_named_by_its_symbol_or_title(held, text):
    assert keys(text)[0] == held["instrument"] and first_things(text) == [(held["instrument"], True)]


@pytest.mark.parametrize(
    ("text", "key"), [("UIT", "concept:itu"), ("Sénégal", "concept:SEN"), ("9.c", "concept:sdg:9.c")]
)
def test_a_thing_comes_first(held, text, key):
    assert keys(text)[0] == key and key not in keys(text, exclude=(key,))


def test_a_name_with_a_slip_is_found_and_its_records_are_not_lost(held):
    assert keys("Dry Wells Trust")[0] == held["organisation"]
    assert things("Senagal") == [("concept:SEN", True)]


def test_what_is_not_public_is_in_no_answer(held):
    assert "unit" not in " ".join(item.text.casefold() for item in suggest("dry wells"))
    assert not [hit for hit in query(Query("dry wells unit", is_wide=True)).hits if "Unit" in hit.title]


@pytest.mark.parametrize("text", ["connecter les écoles à Internet", "ربط المدارس بالإنترنت", "学校 互联网"])
def test_words_of_another_language_find_english_texts(text):
    asked = mandate(instrument(texts=("Calls upon States to connect schools to the Internet.",)), "connect schools")
    catch_up()
    assert keys(text, kind="mandate") == [f"mandate:{asked.pk}"]


def test_a_filter_by_kind_leaves_the_things_of_others_out(held):
    assert keys("ITU", kind="mandate") == [held["mandate"]]


def test_the_page_and_the_api_have_one_order(client, held):
    answer = client.get("/api/search", {"q": "dry wells"}).json()["records"]
    assert [f"{row['kind']}:{row['id']}" for row in answer] == keys("dry wells")
    html = client.get("/search/", {"q": "dry wells"}).content.decode()
    assert html.index("partial-h") < html.index("group-mandate") < html.index("group-paragraph")


def test_the_page_offers_the_thing_and_has_one_search(client, held):
    html = client.get("/search/", {"q": "МСЭ"}).content.decode()
    assert re.search(r'class="button primary" href="/itu/">Go to', html)
    assert html.count('type="search"') == 1 and 'value="МСЭ"' in html
    assert client.get("/explore/").content.decode().count('type="search"') == 1


@pytest.mark.parametrize(
    "text", ["\x00\x1b" * 200, "(" * 5000, '"' * 301, "-" * 300, "A/RES/" * 400, "\u202e" + "x" * 400]
)
def test_hostile_text_is_answered(client, text):
    for address in ("/search/", "/search/suggest", "/for/suggest", "/for/"):
        assert client.get(address, {"q": text}).status_code == 200
    assert client.get("/api/suggest", {"q": text[:100]}).status_code == 200


def test_an_empty_search_says_what_to_try(client, held):
    html = client.get("/search/", {"q": "zzqqxxyy"}).content.decode()
    assert "Write a symbol, such as" in html and "/ask/?q=zzqqxxyy" in html


@pytest.fixture
def figures():
    values = {"years": [2015, 2023], "values": [20.0, 41.5], "unit": "percent", "source": "Office of wells"}
    for code, name in (("X1", "Individuals using the Internet"), ("X2", "Households with a well")):
        Standing.objects.create(area="KEN", series=code, indicator="", name=name, **values)


@pytest.mark.parametrize("text", ["internet use Kenya", "how many people use the Internet in Kenya?"])
def test_the_figure_of_a_country_answers(client, figures, text):
    catch_up()
    for url in ("search", "ask"):
        html = client.get(f"/{url}/", {"q": text}).content.decode()
        assert (
            "Individuals using the Internet: 41.5% (2023)" in html
            and "/progress/compare/?area=KEN&amp;series=X1" in html
        )
        assert "Households with a well" not in html
    assert "/KEN/" in client.get("/search/", {"q": text}).content.decode()


def test_a_question_is_answered_where_it_was_searched(client, held):
    html = client.get("/search/", {"q": "what is ITU asked to do"}).content.decode()
    assert "map dry wells" in html and ">Answers<" in html
    lonely = client.get("/search/", {"q": "who facilitates action line C5"}).content.decode()
    assert "Building confidence" in lonely, "also where no record has the words"
    assert ">Answers<" not in client.get("/search/", {"q": "dry wells"}).content.decode()
