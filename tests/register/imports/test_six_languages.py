"""Documents in French, Spanish, Russian, Arabic and Chinese, from the import to the follow-up table."""

import pytest

from actionlines.papers.reports import build
from actionlines.papers.reports.request import ReportRequest
from actionlines.register.core.search import Query, query
from actionlines.register.mandates.actions import ConfirmMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.queue import waited_on
from actionlines.register.reports.account import gather
from tests.indexed import reindex
from tests.people import person
from tests.register.imports.samples import brought_in
from tests.register.imports.six_texts import TEXTS

pytestmark = pytest.mark.django_db


def asked_of_itu():
    return Mandate.objects.get(addressees__body="itu")


@pytest.mark.parametrize("language", TEXTS)
def test_its_mandates_are_kept_with_their_words(language):
    text, _word, who = TEXTS[language]
    made, became, counts = brought_in(text)
    assert (made.symbol, made.language, became) == ("A/RES/80/903", language, "made")
    assert counts["made"] == made.mandates.count() > 0
    one = asked_of_itu()
    assert (one.strength, one.force, one.addressees.get().words) == ("invites", "decided", who)
    assert one.due_on.year == 2027
    for phrase in (one.words["verb"], one.words["action"], *one.words["addressees"]):
        words = made.paragraphs.get(anchor=phrase["anchor"]).text
        assert words[phrase["start"] : phrase["end"]] == phrase["text"]


@pytest.mark.parametrize("language", TEXTS)
def test_it_is_found_by_its_words_and_by_the_name_of_the_body_in_english(language):
    brought_in(TEXTS[language][0])
    reindex()
    one = asked_of_itu()
    assert one.pk in query(Query(TEXTS[language][2], kind="mandate")).ids
    assert one.pk in query(Query("International Telecommunication Union", kind="mandate")).ids
    assert query(Query(TEXTS[language][1], kind="instrument")).total == 1
    assert query(Query(kind="mandate", filters={"language": (language,)})).total == Mandate.objects.count()


@pytest.mark.parametrize("language", TEXTS)
def test_once_confirmed_it_is_waited_for_and_stands_in_the_follow_up_table(language):
    brought_in(TEXTS[language][0])
    ConfirmMandate(person("secretariat"), asked_of_itu()).do()
    assert [one.key for one in waited_on()] == ["body:itu"]
    paper = build(gather(symbols=["A/RES/80/903"]), ReportRequest("follow-up", language, "A/RES/80/903")).paper
    assert asked_of_itu().action in str(paper)


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_a_second_language_of_a_text_asks_nobody_twice(language):
    brought_in(TEXTS["es"][0])
    before = Mandate.objects.count()
    other, became, counts = brought_in(TEXTS[language][0])
    assert (other.symbol, became, counts["made"]) == (f"A/RES/80/903@{language}", "made", 0)
    assert Mandate.objects.count() == before
    assert brought_in(TEXTS[language][0])[1] == "same"
