"""The language of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents import read
from actionlines.documents.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The libraries lend machines to all of their readers.", "en"),
        ("Les bibliothèques prêtent des machines à leurs lecteurs.", "fr"),
        ("Las bibliotecas prestan máquinas a sus lectores.", "es"),
        ("Библиотеки выдают читателям машины.", "ru"),
        ("تعير المكتبات الآلات للقراء.", "ar"),
        ("图书馆向读者出借机器。", "zh"),
        # Without the accents that give a language away.
        ("Rapport du Secretaire general sur les machines", "fr"),
        ("Informe del Secretario General", "es"),
        # Names and symbols in Latin letters within another script.
        ("Резолюция A/RES/70/125 (WSIS), см. www.itu.int/wsis", "ru"),
        ("决议 A/RES/70/125 (WSIS)", "zh"),
        ("القرار A/RES/70/125", "ar"),
        # Nothing to tell it by.
        ("", ""),
        ("12 345, 2025/26", ""),
        ("ひらがな", ""),
        ("¿Qué se pide a la Liga?", "es"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text())
def test_any_text_has_one_of_six_languages_or_none(text: str) -> None:
    assert language_of(text) in ("", "ar", "en", "es", "fr", "ru", "zh")


def test_the_document_says_its_language() -> None:
    assert read("Les bibliothèques prêtent des machines.".encode(), name="a.txt").metadata.language == "fr"


@pytest.mark.long
def test_figures_on_parallel_lines(shared: Path) -> None:
    from benchmarks.languages import accuracy, lines_of

    lines = {code: texts[::4] for code, texts in lines_of(shared / "data").items()}
    assert accuracy(lines)["all"] >= 0.985
    assert accuracy(lines, short=True)["all"] >= 0.98
