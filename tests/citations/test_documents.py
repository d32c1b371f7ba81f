"""Citations over a `Document`, over raw text with page furniture, and notes that point back."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from actionlines.citations import find_citations
from actionlines.documents import read
from actionlines.documents.model import Document, Kind, Metadata, Paragraph

PAGE = """United Nations
A/RES/80/173

General Assembly
Distr.: General

80/173. A title of the resolution

The General Assembly,

Recalling its resolution 70/125, and the work under paragraph 8 of
_______________

1 See A/60/687.

2 Ibid.

3 Resolution 70/1.

4 Ibid., para. 70.

5 Sales No. E.93.I.8.

6 Ibid., annex II.

A/RES/80/173
A title of the resolution

25-20874
2/20

its resolution 78/244 of 22 December 2023,
"""


def _document(*paragraphs: tuple[str, Kind, str], symbol: str = "", body: str = "") -> Document:
    built, offset = [], 0
    for name, kind, text in paragraphs:
        built.append(Paragraph(name, kind, text, offset, offset + len(text)))
        offset += len(text) + 1
    whole = "\n".join(text for _, _, text in paragraphs)
    return Document("test", "text", Metadata(symbol=symbol, body=body), tuple(built), text=whole)


def test_raw_text() -> None:
    """Furniture is no citation; a sentence runs on behind the page; notes know the note before them."""
    found = find_citations(PAGE)
    assert [c.canonical for c in found] == [
        "A/RES/70/125", "A/RES/78/244#p8", "A/60/687", "A/60/687", "A/RES/70/1", "A/RES/70/1#p70",
    ]  # fmt: skip
    assert [c.kind for c in found if c.quote.startswith("Ibid")] == ["ibid", "ibid"]
    across = found[1]
    assert across.quote.startswith("paragraph 8 of") and across.quote.endswith("resolution 78/244")
    assert PAGE[across.start : across.end] == across.quote


def test_paragraphs() -> None:
    """Offsets are those of the paragraph; notes come last and know the note before them."""
    document = _document(
        ("1", "operative", "Recalls its resolution 17/4 and General Assembly resolution 80/173;"),
        ("fn-1", "footnote", "See A/HRC/17/31, chap. VI, sect. B."),
        ("2", "operative", "Recalls also resolution 16/18;"),
        ("fn-2", "footnote", "Ibid., sect. C."),
        ("fn-3", "footnote", "A book without a symbol."),
        ("fn-4", "footnote", "Ibid."),
        symbol="A/RES/80/173",
        body="human-rights-council",
    )
    found = find_citations(document)
    assert [(c.paragraph, c.canonical) for c in found] == [
        ("1", "A/HRC/RES/17/4"),
        ("fn-1", "A/HRC/17/31#chVI.B"),
        ("2", "A/HRC/RES/16/18"),
        ("fn-2", "A/HRC/17/31#chVI.C"),
    ]
    for citation in found:
        text = document.by_id[citation.paragraph].text
        assert text[citation.start : citation.end] == citation.quote


def test_a_note_is_not_the_head() -> None:
    """A footnote that consists of a symbol is not the document's own symbol."""
    assert [c.canonical for c in find_citations("* A/80/50.\n\nThe estimates are high.\n")] == ["A/80/50"]


@pytest.mark.parametrize(
    "line",
    [
        "الأمم المتحدة A/RES/99/173",
        "A/RES/99/173 األمم المتحدة",
        "\u200fA/RES/99/173\u200f",
        "Distr.: General A/RES/99/173",
        "A/RES/99/173 عربي",
        "Организация Объединенных Наций A/RES/99/173",
        "联合国 A/RES/99/173",
        "Nations Unies A/RES/99/173",
    ],
)
def test_own_symbol_in_the_head_of_every_language(line: str) -> None:
    """The symbol beside the name of the organization is the document's own, there and in its headers."""
    text = f"{line}\n\n1. A/RES/70/1\n\nA/RES/99/173\n"
    assert [c.canonical for c in find_citations(text)] == ["A/RES/70/1"]
    document = read(text.encode())
    assert [c.canonical for c in find_citations(document)] == ["A/RES/70/1"]


def test_own_double_symbol() -> None:
    """Neither half of its own symbol is a citation of the document."""
    document = _document(("1", "text", "This is A/71/67 and E/2016/51, after A/70/63."), symbol="A/71/67-E/2016/51")
    assert [c.canonical for c in find_citations(document)] == ["A/70/63"]


@pytest.mark.parametrize(("mode", "bar"), [("full", 0.97), ("base", 0.98)])
def test_gold(shared: Path, mode: str, bar: float) -> None:
    """The labelled documents: F1 of spans that overlap and resolve to the same form."""
    folder = shared / "data" / "citations"
    spec = importlib.util.spec_from_file_location("citations_score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    rows = []
    for doc in sorted({row["doc"] for row in gold}):
        text = (shared / "data" / "documents" / "text" / f"{doc}.txt").read_bytes().decode("utf-8")
        rows += [{"doc": doc, "start": c.start, "end": c.end, "canonical": c.canonical} for c in find_citations(text)]
    assert scorer.score(gold, rows)[mode][2] >= bar
