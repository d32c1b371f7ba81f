"""Lists for an `iframe` of another site: their filters, their policy, and the code that each list gives."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from actionlines.register.mandates.batches import confirm_all
from tests.indexed import reindex
from tests.people import activity, person
from tests.register.mandates.samples import instrument, text
from tests.register.site.api.world import published

pytestmark = pytest.mark.django_db
WORDS = (
    "1. Requests the International Telecommunication Union to connect every school by 31 December 2090;\n"
    "2. Invites the United Nations Educational, Scientific and Cultural Organization to train teachers;\n"
)


@pytest.fixture
def records() -> None:
    """Two mandates of two bodies, sixty activities, one of them in French, and a draft."""
    made = instrument(text("80/903", "Schools", WORDS))
    confirm_all(person("secretariat"), [(one, None) for one in made.mandates.all()])
    for number in range(59):
        published(title=f"Lessons by post {number}")
    published(title="Leçons par la poste", language="fr")
    activity("member", "draft", title="Hidden lessons")
    reindex()


def shown(address: str, client: Client | None = None) -> LexborHTMLParser:
    """Return the page of a frame, after a look at what every frame must be."""
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert "X-Frame-Options" not in answer and not answer.cookies
    page = LexborHTMLParser(answer.content.decode())
    assert page.css("script, form, input, button, [hx-get]") == []
    for link in page.css("a"):
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener")
        assert str(link.attributes["href"]).startswith("http://testserver/")
    return page


def titles(page: LexborHTMLParser) -> list[str]:
    """Return the titles of the rows."""
    return [one.text().strip() for one in page.css("li h2")]


def test_a_frame_has_what_its_filters_find_and_leads_to_the_list(records: None) -> None:
    page = shown("/embed/mandates/?body=itu")
    assert titles(page) == ["Connect every school by 31 December 2090"]
    assert "International Telecommunication Union" in page.css_first("li").text()
    assert len(titles(shown("/embed/mandates/"))) == 2
    assert page.css_first(".source a").attributes["href"] == "http://testserver/mandates/?body=itu"
    assert titles(shown("/embed/mandates/?body=who")) == []
    assert shown("/embed/mandates/?language=fr").css_first("li h2").attributes["lang"] == "en"
    assert titles(shown("/embed/instruments/?q=schools")) == ["A/RES/80/903"]


def test_a_frame_has_ten_rows_or_as_many_as_are_asked_for_up_to_fifty(records: None) -> None:
    for asked, rows in (("", 10), ("?rows=3", 3), ("?rows=0", 1), ("?rows=999", 50), ("?rows=x", 10)):
        assert len(titles(shown(f"/embed/activities/{asked}"))) == rows, asked


def test_a_frame_speaks_the_language_that_is_asked_for_last(records: None) -> None:
    page = shown("/embed/activities/?language=fr&language=ar")
    root = page.css_first("html").attributes
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert titles(page) == ["Leçons par la poste"]
    assert page.css_first("li h2").attributes["lang"] == "fr"
    assert len(titles(shown("/embed/activities/?language=ar"))) == 10


def test_a_frame_is_the_same_for_everybody_and_has_no_draft(records: None) -> None:
    member = Client()
    member.force_login(person("member"))
    for address in ("/embed/activities/?rows=50", "/embed/activities/?q=hidden"):
        page = shown(address)
        assert page.html == shown(address, member).html
        assert "Hidden lessons" not in str(page.html)


def test_a_list_gives_the_code_of_its_frame(records: None) -> None:
    page = Client().get("/mandates/?body=itu").content.decode()
    assert "<iframe" not in page
    code = html.unescape(re.findall(r"&lt;iframe.*?/iframe&gt;", page)[0])
    address = html.unescape(re.findall(r'src="http://testserver([^"]+)"', code)[0])
    assert address == "/embed/mandates/?body=itu&language=en"
    assert titles(shown(address)) == ["Connect every school by 31 December 2090"]
    assert "&lt;iframe" not in Client().get("/organisations/").content.decode()


def test_other_lists_have_no_frame() -> None:
    assert Client().get("/embed/organisations/").status_code == 404
