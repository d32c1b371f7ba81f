"""Words as the model sees them, in six languages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from actionlines.alignment.encode import LANGUAGES, Encoder, list_spans, list_surfaces, stem_word
from actionlines.alignment.languages import quick_language
from tests.alignment.small_model import PAIRS, WORDS

STEMS = [
    # Forms of one word share a stem.
    ("en", "technologies", "technology"),
    ("fr", "numérique", "numériques"),
    ("es", "educación", "educaciones"),
    ("ru", "образование", "образования"),
    # Vowel signs, letter forms and the article are no difference in Arabic.
    ("ar", "التَّعليم", "تعليم"),
    # Accents and capitals are none in French and Spanish.
    ("es", "Índice", "indice"),
]


@pytest.mark.parametrize(("language", "one", "other"), STEMS)
def test_forms_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem_word(one, language) == stem_word(other, language)


# Older rules of Snowball took these for one word, the model does not.
APART = [("university", "universal"), ("evening", "even"), ("organic", "organ"), ("internal", "international")]


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem_word(one, "en") != stem_word(other, "en")


def test_no_stemmer_with_older_rules_is_taken() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    (wanted,) = (one for one in map(Requirement, project["dependencies"]) if one.name == "PyStemmer")
    assert list(wanted.specifier.filter(["2.2.0", "2.2.0.3", "3.0.0", "3.1.0"])) == ["3.1.0"]


def test_signs_of_chinese_go_in_overlapping_pairs() -> None:
    assert list_surfaces("数字鸿沟, ICT", "zh") == ["数字", "字鸿", "鸿沟"]


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_spans_quote_the_surfaces(text: str, language: str) -> None:
    assert [text[start:end] for start, end in list_spans(text, language)] == list_surfaces(text, language)


def test_pairs_reach_over_two_words_and_never_over_texts() -> None:
    encoder = Encoder("en", WORDS, PAIRS)
    pair = len(WORDS)
    near, far = "rural and other clinics", "rural roads and very few clinics"
    for text, expected in ((near, True), (far, False), ("clinic rural", False)):
        features, _, _ = encoder.encode([text])
        assert (pair in features) is expected, text
    features, _, starts = encoder.encode(["rural", "clinic"])
    assert pair not in features
    assert starts.tolist() == [0, 1, 2]


def test_a_word_counts_more_when_repeated_but_less_than_twice() -> None:
    encoder = Encoder("en", WORDS, PAIRS)
    _, once, _ = encoder.encode(["water"])
    _, twice, _ = encoder.encode(["water and water"])
    assert once[0] == 1
    assert 1 < twice[0] < 2


def test_three_and_four_signs_make_pairs() -> None:
    words = ("可持", "发展", "持续", "数字")
    encoder = Encoder("zh", words, __import__("numpy").array([[0, 2], [0, 1]], "int32"))
    features, _, _ = encoder.encode(["可持续"])
    assert len(words) in features
    features, _, _ = encoder.encode(["可持发展"])
    assert len(words) + 1 in features


@given(st.lists(st.text(max_size=60), max_size=8))
def test_texts_do_not_change_each_other(texts: list[str]) -> None:
    encoder = Encoder("en", WORDS, PAIRS)
    features, often, starts = encoder.encode(texts)
    for place, text in enumerate(texts):
        alone, count, _ = encoder.encode([text])
        part = slice(starts[place], starts[place + 1])
        assert features[part].tolist() == alone.tolist()
        assert often[part].tolist() == count.tolist()


LANGUAGE = [
    ("Access to the Internet in schools of rural districts and to health", "en"),
    ("L'accès des écoles et des dispensaires à Internet dans les zones rurales", "fr"),
    ("El acceso de las escuelas y los hospitales a Internet en las zonas rurales", "es"),
    ("Доступ школ к Интернету в сельских районах", "ru"),
    ("وصول المدارس إلى الإنترنت في المناطق الريفية", "ar"),
    ("农村地区学校的互联网接入", "zh"),
    # Nothing to tell a language by.
    ("12 345,6 (2030)", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGE)
def test_language(text: str, language: str) -> None:
    assert quick_language(text) == language
