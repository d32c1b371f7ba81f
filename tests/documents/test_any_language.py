"""Any text in any of the six languages, or a mixture: read without a crash, quoted exactly, the same each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.citations import find_citations
from actionlines.documents import read
from actionlines.documents.model import Document
from actionlines.errors import ActionlinesError
from actionlines.mandates import find_clauses, find_mandates
from tests.documents.docx_builder import docx, para
from tests.effort import examples

# Pieces of papers in the six languages, and what stands about them.
_PIECES = (
    "The General Assembly,", "1. Requests the Board to report by 2030;", "(a) on wells;", "(aaa)", "aaa) x",
    "resolves", "1 to act", "Recalling resolution 70/1,", "Annex I", "1 See A/RES/70/1.", "_______", "ivvi. x",
    "L’Assemblée générale,", "1. Prie le Secrétaire général de présenter un rapport d’ici à 2030;", "a) l’eau;",
    "La Asamblea General,", "1. Solicita al Secretario General que le informe en 2030;", "b) los pozos;",
    "Генеральная Ассамблея,", "1. просит Генерального секретаря представить доклад к 2030 году;",
    "إن الجمعية العامة،", "١ - تطلب إلى الأمين العام أن يقدم تقريرا بحلول عام 2030؛", "(أ) عن الآبار؛",
    "大会，", "1. 请秘书长到2030年提交报告；", "(a) 关于水井；", "第70/1号决议", "“", "(", "\u202e", "\x00",
    "²) x", "①. x", "(0) x", "(etc) x", "a) о колодцах;",
)  # fmt: skip
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_LINES = st.lists(st.one_of(st.sampled_from(_PIECES), _ANY), max_size=14)


def _text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def _page(lines: list[str]) -> bytes:
    held = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in lines)
    return f"<html><body>{held}<table><tr><td>{held}</td></tr></table></body></html>".encode()


def _word(lines: list[str]) -> bytes:
    kept = ("".join(c for c in line if c.isprintable() and c not in "<&") for line in lines)
    return docx("".join(para(f" {line}") for line in kept))


def _checked(document: Document) -> tuple[object, ...]:
    """What is found in a document, every span of which quotes it."""
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
    assert len(document.by_id) == len(document.paragraphs)
    cited, asked = find_citations(document), find_mandates(document)
    for one in cited:
        assert one.text_in(document)[one.start : one.end] == one.quote
    for mandate in asked:
        for phrase in (mandate.action, mandate.verb_phrase, mandate.due_phrase, *mandate.addressees):
            if phrase is not None:
                assert document.by_id[phrase.paragraph].text[phrase.start : phrase.end] == phrase.text
    return document, cited, asked, find_clauses(document)


@pytest.mark.parametrize("made", [_text, _page, _word], ids=["text", "html", "docx"])
@examples(40)
@given(lines=_LINES)
def test_any_text_is_read_or_refused(made, lines: list[str]) -> None:  # type: ignore[no-untyped-def]
    data = made(lines)
    try:
        first = _checked(read(data, name="a"))
    except ActionlinesError:
        return
    assert first == _checked(read(data, name="a"))


@pytest.mark.parametrize(
    "label,expected",
    [
        # the third round of the alphabet is a place in an order
        ("aaa) x", "x"),
        ("(aaa) x", "x"),
        # letters in no order begin a text
        ("(etc) x", "(etc) x"),
        ("abc) x", "abc) x"),
    ],
)
def test_odd_labels(label: str, expected: str) -> None:
    """A label that is no place in any order ended the reading with an IndexError."""
    document = read(f"Some words\n\n{label}\n".encode(), name="a.txt")
    assert document.paragraphs[-1].text == expected


def test_each_paragraph_by_its_own_language() -> None:
    """Mandates of a text that mixes languages are those of each paragraph in its own."""
    lines = (
        "The General Assembly,",
        "1. Requests the Secretary-General to submit a report at its eightieth session;",
        "2. Prie le Secrétaire général de lui présenter un rapport à sa quatre-vingtième session;",
        "3. 请秘书长向大会第八十届会议提交报告。",
    )
    document = read("\n\n".join(lines).encode(), name="a.txt")
    found = [(one.paragraph, one.bodies) for one in find_mandates(document)]
    assert found == [(number, ("secretary-general",)) for number in ("1", "2", "3")]


def test_a_range_of_numbers_of_itu() -> None:
    """ "Resolution 9-11" has no one number: it was taken for one."""
    assert find_citations("The Telecommunication Union. ITU adopted Resolution 9-11 and more.") is not None
