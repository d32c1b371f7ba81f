"""The report on figures as a paper: complete, in six languages, as Word and PDF."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actionlines.papers.model import Figure, Table
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.page import index_html
from actionlines.papers.progress.words import words
from actionlines.papers.progress.write import progress_paper, write
from actionlines.papers.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_matrix_charts_and_methods(report: ProgressReport, language: str) -> None:
    made = progress_paper(report, language)
    tables = [one for one in made.blocks if isinstance(one, Table)]
    assert tables[0].caption == words(language)("part.summary")
    assert len(tables[0].rows) == len(tables) - 2  # the last are the rules
    assert [one for one in made.blocks if isinstance(one, Figure)]
    assert len({fact.id for fact in made.facts}) == len(made.facts)


def test_word_and_pdf_are_written_where_asked(report: ProgressReport, tmp_path: Path) -> None:
    out = write(report, tmp_path, papers=True)
    assert out["measure.docx"].read_bytes().startswith(b"PK")
    assert out["measure.pdf"].read_bytes().startswith(b"%PDF")
    write(report, tmp_path, papers=True)  # known as ours


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_sentence_of_the_page_stays_english(report: ProgressReport, language: str) -> None:
    page = index_html(report, words(language)).decode()
    body = re.sub(r"(?s)<script.*?</script>|<svg.*?</svg>", "", page[page.index("<body") :])
    # Sources are called what their authors call them.
    body = re.sub(r'(?s)<t[hd][^>]*lang="en"[^>]*>.*?</t[hd]>|<figcaption>.*?</figcaption>', "", body)
    texts = (text.strip() for text in re.sub(r"<[^>]+>", "\n", body).split("\n"))
    english = [text for text in texts if re.search(r"\b(?:the|of|and|with|from|are|by|to|at)\b", text)]
    assert {text for text in english if "invented for this example" not in text} <= set()
