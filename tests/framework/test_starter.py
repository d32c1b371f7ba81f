"""The starter register: every id, symbol and paragraph resolves."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from actionlines.citations import find_citations
from actionlines.documents import read
from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN, bodies
from actionlines.framework.starter import in_force, starter_instruments, starter_mandates, starter_summaries, summary_in
from actionlines.mandates import find_mandates
from actionlines.mandates.when import Anchor, recurrences, when_of

DOCUMENTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "documents"
FIVE = ("A/RES/70/125", "A/RES/60/252", "A/RES/56/183", "A/RES/70/299")


def test_it_has_the_instruments_and_mandates_of_the_process() -> None:
    assert len(starter_instruments()) >= 120
    assert len(starter_mandates()) >= 400


def test_every_instrument_has_a_body_a_title_and_a_source() -> None:
    for instrument in starter_instruments().values():
        assert instrument.body in bodies(), instrument
        assert instrument.title and instrument.source, instrument
        assert not instrument.revises or instrument.revises in starter_instruments(), instrument


@pytest.mark.parametrize("symbol", [one for one in starter_instruments() if one.startswith(("A/RES", "E/RES"))])
def test_symbols_are_canonical(symbol: str) -> None:
    assert [found.canonical for found in find_citations(f"See {symbol}.")] == [symbol]


def test_a_revision_is_younger_than_what_it_replaces() -> None:
    held = starter_instruments()
    pairs = [(one.date, held[one.revises].date) for one in held.values() if one.revises]
    assert all(later > earlier for later, earlier in pairs)
    assert in_force("itu:PP/RES/140@2006") == "itu:PP/RES/140@2022"
    assert in_force("A/RES/70/125") == "A/RES/80/173"


def test_every_mandate_has_known_bodies_and_due_forms() -> None:
    known = {f"recurring:{row.form}" for row in recurrences()}
    for mandate in starter_mandates():
        assert mandate.symbol in starter_instruments(), mandate
        assert mandate.bodies and {*mandate.bodies, *mandate.report_to} <= {*bodies(), *LEFT_OPEN}, mandate
        assert all(
            form in known or when_of(form).anchor is not Anchor.NONE or when_of(form).begins for form in mandate.due
        )
        assert not mandate.answered_by or mandate.answered_by in starter_instruments(), mandate
        assert 10 < len(mandate.summary) < 110 and not mandate.summary.endswith("."), mandate


def test_facts_of_the_compact_are_due_as_its_commitments_are() -> None:
    commitments = {row.paragraph: row for row in load().commitments.values()}
    facts = [row for row in starter_mandates() if row.symbol == "A/RES/79/1"]
    for fact in facts:
        commitment = commitments[fact.paragraph.removeprefix("annex-I.")]
        assert not commitment.due or fact.due == (f"year:{commitment.due}",), fact
        assert commitment.kind == "follow-up" or commitment.due or not fact.due, fact
        assert not fact.verified, "no text of it was at hand"


def _texts() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (symbol, ids of its paragraphs) for the official texts at hand."""
    files = [DOCUMENTS / "pdf" / "A_RES_80_173.pdf", *sorted((DOCUMENTS / "itu_pp18").glob("res-*.txt"))]
    documents = [read(file) for file in files]
    with gzip.open(DOCUMENTS / "mandate_sources.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row["symbol"] in FIVE:
                lines = [f"{one.get('number', '')} {one['text']}".strip() for one in row["paragraphs"]]
                documents.append(read("\n\n".join([row["symbol"], *lines]).encode(), name="text.txt"))
    for document in documents:
        yield document.metadata.symbol, frozenset(paragraph.id for paragraph in document.paragraphs)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not here")
def test_every_paragraph_stands_in_the_text_where_it_is_at_hand() -> None:
    texts = dict(_texts())
    missing = defaultdict(list)
    assert {one.symbol for one in starter_mandates() if one.verified} <= texts.keys()
    for mandate in starter_mandates():
        if mandate.symbol in texts and mandate.paragraph not in texts[mandate.symbol]:
            missing[mandate.symbol].append(mandate.paragraph)
    assert not missing


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not here")
def test_the_finder_reads_what_the_facts_of_the_outcome_document_say() -> None:
    read_rows = {
        (row.paragraph, row.strength, frozenset(row.bodies), row.deliverable, row.due, row.report_to)
        for row in find_mandates(read(DOCUMENTS / "pdf" / "A_RES_80_173.pdf"))
    }
    facts = [row for row in starter_mandates() if row.symbol == "A/RES/80/173"]
    others = [
        row
        for row in facts
        if (row.paragraph, row.strength, frozenset(row.bodies), row.deliverable, row.due, row.report_to)
        not in read_rows
    ]
    assert (len(facts), others) == (88, [])


def test_every_title_and_summary_is_in_six_languages() -> None:
    texts = {row.title for row in starter_instruments().values()} | {row.summary for row in starter_mandates()}
    assert starter_summaries().keys() >= texts
    for text in texts:
        numbers = set(re.findall(r"\d+", text))
        for language, words in starter_summaries()[text].items():
            assert 0 < len(words) <= 2 * len(text), (text, language)
            assert set(re.findall(r"\d+", words)) >= numbers, (text, language)
            assert language not in ("ar", "ru", "zh") or not re.search("[A-Za-z]", re.sub(r"C\d", "", words)), (
                text,
                language,
            )
            assert summary_in(text, language) == (words, language)
