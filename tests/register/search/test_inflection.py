"""The data of forms: each rule brings together what it says, and none eats a word."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.register.core.search.analyser import forms
from actionlines.register.core.search.tokens import simplified
from actionlines.register.core.search.word_forms import families, levelled, respelled, rows, singulars

LANGUAGES = ("en", "fr", "es", "ru", "ar")
EXAMPLES = [
    (row["language"], *pair)
    for row in rows("endings")
    for group in row["such_as"].split("; ")
    for pair in pairwise(re.split(" as typed and | and ", group))
]
PLURALS = [(row["such_as"].split()[0], row["such_as"].split()[1]) for row in rows("broken_plurals")]


def stems(word, language):
    return {token for token in forms(word, (language,)) if token[0] == "~"}


@pytest.mark.parametrize(("language", "one", "other"), EXAMPLES)
def test_a_rule_brings_its_example_together(language, one, other):
    assert stems(one, language) & stems(other, language)


@pytest.mark.parametrize(("plural", "singular"), PLURALS)
def test_a_broken_plural_meets_its_singular(plural, singular):
    assert stems(plural, "ar") & stems(singular, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_irregular_form_meets_its_word(language):
    apart = [
        (first, form)
        for first, *others in families(language)
        for form in others
        if len(form) > 2 and not set(forms(first, (language,))) & set(forms(form, (language,)))
    ]
    assert not apart


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30), st.sampled_from(("en", "fr", "es")))
def test_no_rule_leaves_nothing_of_a_word(word, language):
    assert respelled(word, language)
    assert levelled(word, language)


@given(st.text("абвгдежзиклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=30))
def test_nor_of_a_russian_one(word):
    assert levelled(word, "ru")


@given(st.text(st.characters(min_codepoint=0x621, max_codepoint=0x64A), min_size=1, max_size=30))
def test_a_plural_has_few_singulars(word):
    assert len(singulars(word)) <= 8


def test_signs_of_chinese_keep_their_places():
    assert len(simplified()) > 3000
    assert "寬頻網絡".translate(simplified()) == "宽频网络"
