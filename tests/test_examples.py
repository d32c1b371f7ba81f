"""The examples that the project ships: one resolution in three formats says the same three times."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.citations import find_citations
from actionlines.documents import Document, read
from actionlines.mandates import find_mandates

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module", params=["pdf", "docx", "txt"])
def resolution(request: pytest.FixtureRequest) -> Document:
    return read(EXAMPLES / f"resolution.{request.param}")


def test_paragraphs_are_the_same_in_every_format(resolution: Document) -> None:
    numbered = {p.id: p.text for p in resolution.of_kind("operative", "preambular", "footnote")}
    assert list(numbered) == [
        "preamble-1", "preamble-2", "preamble-3",
        "1", "2", "3", "3(a)", "3(b)", "3(c)", "4", "5", "6", "fn-1", "fn-2",
    ]  # fmt: skip
    assert numbered["3(c)"] == (
        "To share what they learn through the stocktaking database of the World Summit on the Information Society;"
    )
    assert numbered["2"].startswith(
        "Invites the International Telecommunication Union, in cooperation with the regional"
    )
    assert [note.label for note in resolution.by_id["preamble-2"].notes] == ["1", "2"]


def test_metadata_is_the_same_in_every_format(resolution: Document) -> None:
    metadata = resolution.metadata
    assert (metadata.symbol, metadata.body, metadata.date, metadata.session, metadata.language) == (
        "A/RES/99/901", "general-assembly", "2044-12-17", "99", "en",
    )  # fmt: skip


def test_mandates_are_the_same_in_every_format(resolution: Document) -> None:
    found = [(m.paragraph, m.verb, m.bodies, m.deliverable, m.report_to, m.due) for m in find_mandates(resolution)]
    assert found == [
        ("1", "request", ("secretary-general",), "report", ("general-assembly",), ("session:100",)),
        ("2", "invite", ("itu",), "road-map", (), ("2045-06-30",)),
        ("3(a)", "call upon", ("member-states",), "none", (), ("year:2046",)),
        ("3(b)", "call upon", ("member-states",), "none", (), ("recurring:annual",)),
        ("3(c)", "call upon", ("member-states",), "none", (), ()),
        ("4", "encourage", ("private-sector", "civil-society", "academia"), "none", (), ()),
        ("5", "request", ("cstd",), "review", (), ("recurring:biennial",)),
        ("5", "request", ("cstd",), "report", ("ecosoc",), ("recurring:biennial",)),
        ("6", "decide", ("general-assembly",), "agenda-item", (), ("session:101",)),
    ]


def test_citations_are_the_same_in_every_format(resolution: Document) -> None:
    found = {(c.paragraph, c.canonical) for c in find_citations(resolution)}
    assert {
        ("preamble-1", "A/RES/70/1"), ("preamble-1", "A/RES/70/125#p71"), ("2", "al:C2"), ("2", "al:C5"),
        ("2", "sdg:9.c"), ("2", "sdg:17.8"), ("fn-1", "A/C.2/59/3#annex"), ("fn-1", "A/60/687"),
        ("fn-2", "A/RES/79/1#annexI"),
    } <= found  # fmt: skip


def test_a_tracked_change_is_kept_with_its_state() -> None:
    contribution = read(EXAMPLES / "contribution.docx")
    (changed,) = [paragraph for paragraph in contribution.paragraphs if paragraph.changes]
    assert changed.text.endswith("for each Action Line by June 2027.")
    assert [(change.action, change.text.strip()) for change in changed.changes] == [
        ("delete", "as soon as possible"),
        ("insert", "by June 2027"),
    ]
