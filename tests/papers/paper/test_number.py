"""The numbers of a paper, and what references say."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.papers.layout import lay_out, plain_text
from actionlines.papers.model import Cite, Evidence, Listing, Paper, Para, Section, See, Text
from actionlines.papers.numbers import number_paper
from tests.papers.paper.sample import ORDER, sample


def paper(*blocks: object, evidence: tuple[Evidence, ...] = ()) -> Paper:
    return Paper("roadmap", "x", "X", "en", blocks, evidence=evidence)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        # sections count by level
        ([1, 1, 2, 2, 1], ["1", "2", "2.1", "2.2", "3"]),
        # a level that is skipped is closed up
        ([1, 3, 3, 2], ["1", "1.1", "1.2", "1.3"]),
        # a paper may begin below the first level
        ([2, 1], ["1", "2"]),
        ([1, 2, 3, 4, 9], ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2"]),
    ],
)
def test_sections(levels: list[int], expected: list[str]) -> None:
    found = number_paper(paper(*(Section(f"s{at}", "S", level) for at, level in enumerate(levels))))
    assert [place.number for place in found.places] == expected


def test_a_heading_without_number_does_not_count() -> None:
    found = number_paper(paper(Section("a", "A", numbered=False), Section("b", "B", 2), Section("c", "C")))
    assert [place.number for place in found.places] == ["", "1.1", "2"]


def test_paragraphs_tables_figures_count_through_the_paper() -> None:
    found = number_paper(sample())
    kinds = [(place.kind, place.number) for place in found.places if place.number]
    assert [n for kind, n in kinds if kind == "paragraph"] == ["1", "2", "3", "4"]
    assert [n for kind, n in kinds if kind == "table"] == ["1", "2"]
    assert [n for kind, n in kinds if kind == "figure"] == ["1"]


def test_evidence_counts_in_the_order_of_citation() -> None:
    assert number_paper(sample()).evidence == {
        "A/RES/80/173#113": 1,
        "activity:12@3": 2,
        "series:KEN/IT_NET_USER/2023": 3,
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "See also figure 1, section 2.1, paragraph 1. A/RES/80/173"),
        ("ar", "انظر أيضا الشكل 1, القسم 2.1, الفقرة 1. A/RES/80/173"),
        ("zh", "另见 图 1, 第 2.1 节, 第 1 段. A/RES/80/173"),
    ],
)
def test_references_in_words(language: str, words: str) -> None:
    paragraphs = [one for one in lay_out(sample(language)).blocks if getattr(one, "number", "") == "3"]
    assert plain_text(paragraphs[0].spans) == words  # type: ignore[union-attr]


def test_a_reference_to_what_has_no_number_names_its_section() -> None:
    blocks = (Section("s", "Open", numbered=False), Para((Text("a"),), id="p"), Para((See("p"), See("nowhere"))))
    (*_, last) = lay_out(paper(*blocks)).blocks
    assert [(span.text, span.to) for span in last.spans] == [  # type: ignore[union-attr]
        ("section “Open”", "#p"),
        ("not available", ""),
    ]


def test_marks_run_together_and_lead_to_their_entries() -> None:
    evidence = tuple(Evidence(f"e{n}", "record", f"E{n}") for n in range(1, 8))
    first = Para((Cite(("e1", "e2", "e3", "e4", "e5")),))
    second = Para((Cite(("e5", "e2", "e1", "e3", "gone")), Cite(("gone",))))
    spans = [one.spans for one in lay_out(paper(first, second, evidence=evidence)).blocks]  # type: ignore[union-attr]
    assert [plain_text(one) for one in spans] == ["[1–5]", "[1–3, 5]\u00a0[not available]"]
    assert [span.to for span in spans[0] if span.to] == ["#e-1", "#e-5"]


def test_an_entry_says_where_it_is_cited() -> None:
    blocks = (Section("s", "S"), Para((Cite(("e",)),), numbered=True), Listing(((Cite(("e",)), Cite(("e",))),)))
    (entry,) = lay_out(paper(*blocks, evidence=(Evidence("e", "record", "E"),))).evidence
    assert [(span.text, span.to) for span in entry.cited_in if span.to] == [
        ("paragraph 1", "#p-1"),
        ("section 1", "#b-3"),
    ]


@pytest.mark.parametrize("language", ORDER)
def test_numbers_are_the_same_in_every_language(language: str) -> None:
    assert number_paper(sample(language)) == number_paper(sample("en"))


@given(st.lists(st.tuples(st.integers(-3, 9), st.booleans(), st.text(max_size=5)), max_size=30))
def test_any_headings_get_unique_anchors_and_no_level_is_skipped(rows: list[tuple[int, bool, str]]) -> None:
    blocks = [Section(id, id, level, numbered) for level, numbered, id in rows]
    found = number_paper(paper(*blocks))
    anchors = [place.anchor for place in found.places]
    assert len(set(anchors)) == len(anchors)
    levels = [0, *(place.level for place in found.places)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert len({n for n in (place.number for place in found.places) if n}) == sum(numbered for _, numbered, _ in rows)


def test_an_id_of_the_program_itself_is_not_taken() -> None:
    found = number_paper(paper(Section("e-1", "E"), Section("evidence", "E"), Section("b-1", "B"), Section("b-1", "B")))
    assert [place.anchor for place in found.places] == ["b-1", "b-2", "b-3", "b-4"]


def test_words_of_a_sign_before_a_number_stay_together_in_arabic() -> None:
    last = lay_out(sample("ar")).blocks[6]
    assert last.rows[-1].cells[-1][0].text == "\u200e−5\u200e"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        # digits before Latin letters would else stand behind them
        ("ar", "1.4 Equal rights", "\u200e1.4 Equal rights"),
        ("ar", "5.b Technology", "\u200e5.b Technology"),
        # digits before Arabic are in their place, and so are words that begin with a letter
        ("ar", "12 ولاية في A/RES/80/173", "12 ولاية في A/RES/80/173"),
        ("ar", "A/RES/80/173", "A/RES/80/173"),
        ("en", "1.4 Equal rights", "1.4 Equal rights"),
    ],
)
def test_names_that_begin_with_digits_keep_their_order(language: str, text: str, shown: str) -> None:
    whole = Paper("roadmap", "x", "X", language, (Section("s", text), Para((Text(text),))))
    heading, paragraph = lay_out(whole).blocks
    assert heading.title == shown and plain_text(paragraph.spans) == shown  # type: ignore[union-attr]
