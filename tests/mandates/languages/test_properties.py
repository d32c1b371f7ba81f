"""Whatever the input in any of the six languages: no crash, exact quotations, one answer, time in proportion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents.model import Document
from actionlines.mandates import find_mandates
from actionlines.mandates.languages.grammar import fold
from tests.effort import examples
from tests.mandates.build import document

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
WORDS = [
    "Prie", "le Secrétaire général", "de", "d’agir", "et", "que", ":", "invite", "les", "à sa 80e session",
    "Pide", "a los Estados", "a que", "actúen", "y", "en 2031", "le informe", "просит", "государства-члены",
    "представить доклад", "что", "и", "на ее восьмидесятой сессии", "تطلب", "إلى", "الأمين العام",
    "أن", "يقدم", "تقريرا",
    "وتدعو", "ما يلي:", "في دورتها الثمانين", "请", "秘书长", "向大会", "提交报告", "，", "并",
    "决定", "在2031年", "《", "》",
    "ـَّ", "\u200f", "\xa0", "١٥", "１５", "ё", ";", ".", "(", ")", "\x00",
    "ﬁ", "İ", "e\u0301", "will", "Requests", "to",
]  # fmt: skip
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=50).map(" ".join))


def made(language: str, *paragraphs: tuple[str, str]) -> Document:
    """A document of that language."""
    built = document(*paragraphs)
    return replace(built, metadata=replace(built.metadata, language=language))


@examples(200)
@given(st.sampled_from(LANGUAGES), texts, texts)
def test_any_paragraphs(language: str, first: str, second: str) -> None:
    built = made(language, ("3", first), ("3(a)", second), ("heading-1", second), ("4", second))
    found = find_mandates(built)
    for mandate in found:
        phrases = [mandate.verb_phrase, mandate.action, *mandate.addressees]
        for phrase in (*phrases, *((mandate.due_phrase,) if mandate.due_phrase else ())):
            assert built.by_id[phrase.paragraph].text[phrase.start : phrase.end] == phrase.text
            assert phrase.text
        assert mandate.bodies
        assert mandate.implied is (not mandate.addressees)
    assert find_mandates(built) == found


@given(st.sampled_from(LANGUAGES[1:]), st.text(max_size=80))
def test_folding_keeps_places(language: str, text: str) -> None:
    folded = fold(text, language)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(low < high <= len(text) for low, high in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


HOSTILE = {
    "fr": ("Prie le Secrétaire général de faire ceci, ", ["et prie ", "de lui présenter un rapport et ",
           "notamment ", "les États Membres et ", "en 2031 et ", "à sa 80e session et ", "les ", "que "]),
    "es": ("Pide al Secretario General que haga esto, ", ["y pide ", "que presente un informe y ", "a que ",
           "también ", "los Estados Miembros y ", "en 2031 y ", "a "]),
    "ru": ("просит Генерального секретаря сделать это, ", ["и просит ", "представить доклад и ", "также ",
           "государства-члены и ", "в 2031 году и ", "и "]),
    "ar": ("تطلب إلى الأمين العام أن يقوم ", ["وتطلب ", "أن يقدم تقريرا و", "الدول الأعضاء و",
           "أيضا ", "في عام 2031 ", "و"]),
    "zh": ("请秘书长采取措施，", ["并请", "提交报告，并", "会员国和", "在2031年", "第八十届会议", "并",
           "在", "，", "《"]),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "piece"), [(language, piece) for language, (_, pieces) in HOSTILE.items() for piece in pieces]
)
def test_a_long_sentence_of_one_piece_is_read(language: str, piece: str) -> None:
    text = HOSTILE[language][0] + piece * (64_000 // len(piece))
    find_mandates(made(language, ("1", text)))
