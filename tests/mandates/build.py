"""Documents made of a few paragraphs, for table tests."""

from __future__ import annotations

from actionlines.documents.model import Document, Kind, Metadata, Paragraph
from actionlines.mandates import Mandate, find_mandates


def document(*paragraphs: tuple[str, str] | str, symbol: str = "A/RES/80/999", title: str = "") -> Document:
    """Paragraphs as text (numbered 1, 2, ...) or (id, text).

    An id `3(a)` makes the parent `3`; `heading-1`, `preamble-1`, `annex-I.1` and `fn-1` give the kind;
    the heading of a paragraph is the nearest one above.
    """
    built: list[Paragraph] = []
    text = heading = ""
    for number, entry in enumerate(paragraphs, 1):
        name, words = (str(number), entry) if isinstance(entry, str) else entry
        start = len(text)
        text += words + "\n"
        parent = name.rpartition("(")[0] if name.endswith(")") else ""
        built.append(Paragraph(name, _kind(name), words, start, len(text) - 1, parent=parent, heading=heading))
        heading = name if _kind(name) == "heading" else heading
    return Document("test", "text", Metadata(symbol=symbol, title=title), tuple(built), text=text)


def _kind(name: str) -> Kind:
    kinds: dict[str, Kind] = {"heading": "heading", "preamble": "preambular", "annex": "annex", "fn": "footnote"}
    return kinds.get(name.split("-")[0], "operative")


def find(*paragraphs: tuple[str, str] | str, symbol: str = "A/RES/80/999", title: str = "") -> list[Mandate]:
    """The mandates of such a document."""
    return find_mandates(document(*paragraphs, symbol=symbol, title=title))
