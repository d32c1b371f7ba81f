"""The series of an instrument in the register."""

import pytest

from tests.register.mandates.samples import PORTALS, instrument, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Two resolutions of one title, and one on something else that the newer one cites."""
    older = instrument(text("79/801", body=PORTALS.replace("its resolution 80/901", "its work")))
    newer = instrument(text("80/901").replace("resolution 70/125 of 16 December 2015", "resolution 79/801"))
    instrument(text("70/125", "Information society", "1. Decides to hold a review in 2025.\n"))
    return older, newer


def shown(client, symbol, language="en"):
    answer = client.get("/instruments/series/", {"symbol": symbol}, headers={"accept-language": language})
    return answer.status_code, answer.content.decode()


def test_the_time_line_has_the_reason_and_leads_to_the_difference(client, three):
    for symbol in ("A/RES/79/801", "A/RES/80/901"):
        status, html = shown(client, symbol)
        assert status == 200
        assert html.index("A/RES/79/801</bdi></a></h2>") < html.index("A/RES/80/901</bdi></a></h2>")
        assert "same title; cited" in html
        assert "?a=A%2FRES%2F79%2F801&amp;b=A%2FRES%2F80%2F901" in html
        assert "A/RES/70/125</bdi></a></h2>" not in html


def test_the_page_of_an_instrument_leads_to_its_series(client, three):
    html = client.get(three[1].get_absolute_url()).content.decode()
    assert "/instruments/series/?symbol=A%2FRES%2F80%2F901" in html


def test_an_instrument_alone_and_one_that_is_not_held_say_so(client, three):
    status, html = shown(client, "A/RES/70/125")
    assert (status, "no earlier text at hand" in html) == (200, True)
    status, html = shown(client, "<b>no")
    assert (status, "&lt;b&gt;no" in html) == (404, True)


def test_the_time_line_is_in_the_language_of_the_reader(client, three):
    assert "même titre" in shown(client, "A/RES/80/901", "fr")[1]


def test_queries_are_bounded(client, three, django_assert_max_num_queries):
    for n in range(20):
        instrument(text(f"78/{500 + n}"), symbol=f"A/RES/78/{500 + n}")
    with django_assert_max_num_queries(8):
        shown(client, "A/RES/80/901")
