"""What `check` finds, one case for each promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.papers.check import KnownNames, check_paper, find_loose_figure
from actionlines.papers.model import (
    Block,
    Cite,
    Column,
    Evidence,
    Fact,
    Figure,
    Number,
    Para,
    Section,
    See,
    Table,
    TableRow,
    Text,
)
from tests.papers.paper.sample import ORDER, hostile, sample


@pytest.mark.parametrize("language", ORDER)
def test_the_sample_keeps_all_promises(language: str) -> None:
    assert check_paper(sample(language)) == ()


@pytest.mark.parametrize(
    ("block", "code", "words"),
    [
        (Para((Number("7", "gone"),)), "fact", "gone"),
        (Para((Number("n/a", "none"),)), "fact", "no value"),
        (Para((Text("There are 48 of them"),)), "figure", "48"),
        (Para((See("nowhere"),)), "see", "nowhere"),
        (Para((Cite(("gone",)),)), "cite", "gone"),
        (Para((Cite(()),)), "cite", "names none"),
        (Section("s-gaps", "Again"), "id", "s-gaps"),
        (Table("t", "T", (Column("a"), Column("b")), (TableRow(((),)),)), "cells", "row 1 has 1 cells, not 2"),
        (Table("t", "T", (Column("a"), Column("b")), (TableRow(((), ()), head=True),)), "cells", "not 1"),
        (Section("s-last", "Last"), "empty", "Last"),
    ],
)
def test_a_broken_promise_is_told(block: Block, code: str, words: str) -> None:
    whole = sample()
    broken = replace(whole, blocks=(*whole.blocks, block), facts=(*whole.facts, Fact("none", None)))
    found = [flaw for flaw in check_paper(broken) if flaw.code == code]
    assert found and words in found[0].message
    assert found[0].severity == "error"


def test_a_section_with_parts_only_is_not_empty() -> None:
    whole = sample()
    blocks = (Section("s-a", "A"), Section("s-b", "B", 2), Para((Text("x"),)))
    assert check_paper(replace(whole, blocks=(*whole.blocks, *blocks))) == ()


def test_evidence_must_be_cited_and_there() -> None:
    whole = sample()
    more = (*whole.evidence, Evidence("more", "record", "More"))
    assert [flaw.code for flaw in check_paper(replace(whole, evidence=more))] == ["uncited"]
    figure = next(block for block in whole.blocks if isinstance(block, Figure))
    wrong = replace(whole, blocks=(*whole.blocks, replace(figure, id="f-2", evidence=("gone",))))
    assert [flaw.code for flaw in check_paper(wrong)] == ["cite"]
    facts = (*whole.facts, Fact("f", 1, evidence=("gone",)))
    assert [flaw.code for flaw in check_paper(replace(whole, facts=facts))] == ["cite"]


def test_a_figure_that_a_person_wrote_is_milder() -> None:
    whole = sample()
    by_hand = Para((Text("We met 14 partners in 2026."),), by="secretariat")
    (flaw,) = check_paper(replace(whole, blocks=(*whole.blocks, by_hand)))
    assert (flaw.code, flaw.severity) == ("figure", "unbound") and "14" in flaw.message


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        # figures
        ("en", "12 mandates touch this line", "12"),
        ("en", "costs 12.5M, or 1,998 people", "12.5M"),
        ("en", "35 per cent by 2030", "35"),
        ("en", "٣٥ countries", "٣٥"),
        ("ar", "12 ولاية", "12"),
        ("zh", "共有12项任务", "共有12项任务"),
        ("ru", "12 поручений", "12"),
        # symbols, with their paragraphs
        ("en", "as A/RES/80/173, para. 113, and resolution 140 (Rev. Bucharest, 2022) ask", ""),
        ("ar", "الفقرة 113 من القرار 80/173", ""),
        ("zh", "第113段，具体目标17.8", ""),
        ("ru", "пункт 113, цель 9, задача 17.8", ""),
        ("es", "párrs. 12 y 13", ""),
        ("fr", "les paragraphes 12 à 14 et la cible 9.c", ""),
        # years and dates
        ("en", "from 17 December 2025 to 2026–2027, 2026-11-20", ""),
        ("zh", "2025年12月17日", ""),
        ("fr", "le 1er décembre 2025", ""),
        ("ru", "17 декабря 2025 года", ""),
        ("ar", "17 كانون الأول/ديسمبر 2025", ""),
        # names
        ("en", "Action Line C5, 4G, IPv6, WSIS+20 and the 80th session", ""),
        ("en", "Climate finance of 100 billion dollars a year", ""),
    ],
)
def test_digits(language: str, text: str, found: str) -> None:
    assert find_loose_figure(text, language, KnownNames(())) == found


def test_names_of_records_may_have_digits() -> None:
    assert find_loose_figure("“50 schools online” has begun", "en", KnownNames(("50 schools online",))) == ""
    assert find_loose_figure("50 schools closed", "en", KnownNames(("50 schools online",))) == "50"


def test_hostile_words_are_checked_in_bounded_time() -> None:
    assert all(flaw.severity in ("error", "unbound", "note") for flaw in check_paper(hostile()))
    whole = sample()
    long = replace(whole, blocks=(*whole.blocks, Para((Text("1" * 100_000 + "a (" * 10_000),))))
    assert "figure" in {flaw.code for flaw in check_paper(long)}
