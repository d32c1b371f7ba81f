"""Text to tokens: what a question finds follows from these."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.core.search import analyser, entries, queries, suggestions, tokens, word_forms
from actionlines.register.core.search.analyser import LANGUAGES, analyse
from actionlines.register.core.search.queries import Compound, Phrase, Signs, Word, read


@pytest.mark.parametrize(
    "module",
    [
        analyser,
        word_forms,
        entries,
        word_forms,
        tokens,
        word_forms,
        queries,
        suggestions,
        word_forms,
        suggestions,
        tokens,
    ],
)
def test_the_examples_in_the_rooms_hold(module):
    done = doctest.testmod(module)
    assert done.attempted
    assert not done.failed


def met(question: str, text: str, language: str) -> bool:
    """Whether a question of one word meets a text."""
    (clause,) = read(question).must
    held = {token.text for token in analyse(text, language)}
    options = clause.whole.tokens if isinstance(clause, Compound) else clause.tokens
    return not held.isdisjoint(options)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("networks", "a network", "en"),
        ("ehealth", "E-health", "en"),
        ("e-health", "eHealth", "en"),
        ("numerique", "NUMÉRIQUES", "fr"),
        ("éducation", "l’éducation", "fr"),
        ("conectividad", "Conectividad", "es"),
        ("акушерок", "акушерка", "ru"),
        ("учет", "учёт", "ru"),
        ("合作", "数字合作论坛", "zh"),
        ("مجتمع", "لمجتمع", "ar"),
        ("مجتمع", "وبالمجتمعات", "ar"),
        ("المجتمعات", "مجتمع", "ar"),
        ("مؤسسة", "مُؤَسَّسَةٌ", "ar"),
        ("80/173", "A/RES/80/173", "en"),
        ("9.C", "target 9.c.", "en"),
        ("10000", "10,000 women", "en"),
        ("ＩＣＴ", "ICT", "en"),
        ("cafe\u0301", "café", "fr"),
        ("農村", "农村学校", "zh"),
        ("宽带", "寬帶計劃", "zh"),
        ("2030", "٢٠٣٠", "ar"),
        ("مسؤول", "مسئول", "ar"),
        ("cеть", "сети", "ru"),  # the first letter is Latin
        ("СМС", "SMS", "ru"),
        ("ngos", "NGO", "en"),
        ("NGOs", "ngo", "en"),
    ],
)
def test_a_question_meets_the_word_in_another_form(question, text, language):
    assert met(question, text, language)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("C7", "C70", "en"),
        ("80/17", "A/RES/80/173", "en"),
        ("作数", "数字合作", "zh"),
        ("كتاب", "تابع", "ar"),
        ("rural", "plural", "en"),
        ("section", "secteur", "fr"),
        ("organisation", "organs", "en"),
        ("معهد", "معاهدات", "ar"),
        ("كتابة", "أكتب", "ar"),
        ("ley", "leí", "es"),
    ],
)
def test_a_question_does_not_meet_another_word(question, text, language):
    assert not met(question, text, language)


def test_parts_of_a_compound_meet_in_another_order_where_each_says_something():
    (clause,) = read("женщины-предприниматели").must
    assert isinstance(clause, Compound)
    assert len(clause.apart) == 2
    (clause,) = read("e-health").must
    assert not clause.apart


def test_a_symbol_is_kept_whole_and_in_parts():
    held = {token.text for token in analyse("See A/RES/80/173.", "en")}
    assert {"a/res/80/173", "80/173", "173"} <= held


def test_positions_are_those_of_words():
    places = {token.text: token.position for token in analyse("the digital divide of e-health users", "en")}
    assert places["divide"] == places["digital"] + 1
    assert places["users"] == places["health"] + 1


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_tokens_stand_where_they_say(text, language):
    for token in analyse(text, language):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert not token.text.isspace()


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text):
    read(text)


def test_quotes_make_a_phrase_and_a_minus_excludes():
    found = read("“digital divide” women -men")
    assert found.must[0] == Phrase(("digital", "divide"))
    assert isinstance(found.must[1], Word)
    assert found.never[0].tokens[0] == "men"


def test_words_that_say_nothing_count_only_alone():
    assert [clause.tokens[0] for clause in read("access to the Internet").must] == ["access", "internet"]
    assert [clause.tokens[0] for clause in read("to the").must] == ["to", "the"]


@pytest.mark.parametrize("question", ["resolution 77/150", "resolución 77/150", "القرار 77/150", "77/150号决议"])
def test_beside_a_symbol_its_kind_need_not_stand_in_the_record(question):
    assert [clause.tokens for clause in read(question).must] == [("77/150",)]


def test_signs_of_chinese_are_words_wherever_they_stand():
    (clause,) = read("农村宽带").must
    assert isinstance(clause, Signs)
    assert clause.pairs == ("农村", "村宽", "宽带")


def test_a_country_of_one_word_has_no_stem_that_another_word_has():
    assert set(read("France").must[0].tokens).isdisjoint(analyser.forms("franc", LANGUAGES))
    assert set(read("Chine").must[0].tokens).isdisjoint(analyser.forms("chin", LANGUAGES))
    assert "~france" in read("France").must[0].tokens
