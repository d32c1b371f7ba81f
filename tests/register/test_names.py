"""Names of bodies and areas in six languages: of things that there are, shown to readers, found by search."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from actionlines.framework import load
from actionlines.framework.called import find_bodies
from actionlines.framework.find import find_body
from actionlines.mandates.languages.grammar import fold
from actionlines.mandates.languages.names import names_in
from actionlines.register.core.concepts import concept, name_of, title
from actionlines.register.core.search import Query, query
from actionlines.register.mandates.forms import list_near_names
from actionlines.register.organisations.models import body_named
from actionlines.register.site.templatetags.common import titled
from actionlines.results.question import parse_question
from actionlines.results.things import called_so


def test_a_name_is_the_readers_and_english_where_there_is_no_other() -> None:
    with override("ar"):
        assert name_of("itu") == "الاتحاد الدولي للاتصالات"
    with override("zh-hans"):
        assert name_of("itu-region:AFR") == "非洲"
    assert concept("itu", "en").name == "International Telecommunication Union"
    assert name_of("nobody", "fr") == "nobody"
    # what a chip shows: the acronym, in another language the short form there
    assert (concept("itu", "en").short, concept("itu", "ru").short) == ("ITU", "МСЭ")
    assert (concept("cstd", "ar").language, concept("cstd", "en").language) == ("ar", "en")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["الاتحاد الدولي للاتصالات", "国际电信联盟", "Международный союз электросвязи", "Union internationale"]
)
def test_a_body_is_found_by_its_name_in_any_language(words: str) -> None:
    assert "itu" in query(Query(text=words, kind="concept", size=20)).ids


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
    english = {"en": "People using the Internet"}
    monkeypatch.setattr("actionlines.framework.called.in_all", lambda identifier: english)
    with override("fr"):
        assert titled("sdg:17.8.1") == '<span lang="en" dir="ltr">People using the Internet</span>'
    assert title("nothing") == ("", "")


@pytest.mark.django_db
def test_pages_of_bodies_and_commissions_are_named_in_the_readers_language(client: Client) -> None:
    for language, address, name in (
        ("ru", "/itu/", "Международный союз электросвязи (<bdi>МСЭ</bdi>)"),
        ("fr", "/regions/un-commission:ECA/", "Commission économique pour l’Afrique"),
        ("zh-hans", "/cstd/", "<title>科学和技术促进发展委员会"),
        ("en", "/cstd/", "Commission on Science and Technology for Development (<bdi>CSTD</bdi>)"),
    ):
        text = client.get(address, headers={"accept-language": language}).content.decode()
        assert name in text, (language, address)


def test_a_body_may_be_written_in_any_language() -> None:
    for words in ("ITU", "itu", "国际电联", "union internationale des télécommunications", "МСЭ"):
        assert find_bodies(words) == ("itu",), words
    with override("ar"):
        assert "الأمين العام للأمم المتحدة" in list_near_names("الأمين العام للأمم", leads=False)


@pytest.mark.parametrize(
    ("body", "language", "name"),
    [
        ("itu", "en", "International Telecommunications Union"),
        ("cstd", "en", "CSTD"),
        ("itu", "fr", "UIT"),
        ("itu", "fr", "l’Union internationale des télécommunications"),
        ("igf", "es", "Foro sobre la Gobernanza de Internet"),
        ("ecosoc", "es", "el Consejo Económico y Social"),
        ("cstd", "ru", "Комиссия по науке и технике в целях развития"),
        ("itu", "ru", "МСЭ"),
        ("unesco", "ar", "يونسكو"),
        ("itu", "ar", "الاتحاد الدولي للاتصالات"),
        ("itu", "zh", "国际电联"),
        ("ecosoc", "zh", "经社理事会"),
    ],
)
def test_a_name_is_the_same_body_for_forms_search_questions_files_command_and_reading(
    body: str, language: str, name: str
) -> None:
    assert find_bodies(name) == (body,)
    assert find_body(name) == body
    assert body_named(name, "international-organization") == body
    assert body in called_so(name)
    assert parse_question(f"{name} 2027?", language).bodies[0] == body
    if language != "en":
        assert body in [named.body for named in names_in(fold(name, language).text, language)]
