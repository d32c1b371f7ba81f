"""Names of the standard, and the text within a paragraph: out of elements with its links, marks and changes, and
into them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from lxml import etree

from actionlines.documents.blocks import Inline, Revision
from actionlines.documents.model import Change, Kind, NoteMark, TextLink
from actionlines.documents.xml_tree import local_name
from actionlines.xml_maker import say, xml_text

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
# Attributes of `p` and `heading`: what the standard has no word for, so that no paragraph changes on its way.
OWN = "{urn:actionlines:akn}"
KINDS = frozenset(get_args(Kind))
# What the own element of a file holds of the metadata, beside drafts.
METADATA = ("symbol", "title", "body", "date", "session", "language", "kind", "amends", "agenda")
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
# What joins the two halves of an element that another one cuts.
CONTINUED = f"{OWN}continued"
_OTHER = re.compile(r"[^\w.-]+")
_BREAKS = frozenset(("br", "eol", "eop", "td", "th", "p", "li"))
_WEB = ("http://", "https://")


def make_slug(text: str) -> str:
    """Return a text as part of an identifier: letters, digits, dots and hyphens.

    >>> make_slug("A/RES/70/125"), make_slug("3(b)(i)"), make_slug("(*)")
    ('A-RES-70-125', '3-b-i', 'x')
    """
    return _OTHER.sub("-", text).strip("-.") or "x"


@dataclass
class Words:
    """What a paragraph says; with the fields of `documents.model.Paragraph`."""

    text: str = ""
    notes: tuple[NoteMark, ...] = ()
    changes: tuple[Change, ...] = ()
    links: tuple[TextLink, ...] = ()
    bodies: list[tuple[str, etree._Element]] = field(default_factory=list)  # notes that are in the text


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some characters or, with `note`, a mark; the element that deletes, inserts or links them."""

    text: str = ""
    note: str = ""
    revision: etree._Element | None = None
    link: etree._Element | None = None


def list_pieces(
    element: etree._Element, result: Words, revision: etree._Element | None = None, link: etree._Element | None = None
) -> Iterator[TextPiece]:
    """Yield the text below an element in order; notes that are in it go to `found.bodies`."""
    if element.text:
        yield TextPiece(element.text, "", revision, link)
    for child in element:
        if (name := local_name(child)) in ("noteRef", "authorialNote"):
            label = child.get("marker") or ""
            yield TextPiece("", label or "*")
            if name == "authorialNote":
                result.bodies.append((label, child))
        elif name:
            inner = child if name in ("ins", "del") else revision
            yield from list_pieces(child, result, inner, child if name == "a" else link)
            if name in _BREAKS:
                yield TextPiece(" ")
        if child.tail:
            yield TextPiece(child.tail, "", revision, link)


def join_words(element: etree._Element) -> Words:
    """Return what an element of any file says: single blanks, web addresses alone as links."""
    result, made = Words(), Inline()
    for piece in list_pieces(element, result):
        if piece.note:
            made.mark(piece.note)
            continue
        revision = None
        if piece.revision is not None:
            action = "delete" if local_name(piece.revision) == "del" else "insert"
            revision = Revision(action, *_find_author(piece.revision))  # type: ignore[arg-type]
        target = "" if piece.link is None else (piece.link.get("href") or "").strip()
        made.add(piece.text, revision, target if target.lower().startswith(_WEB) else "")
    result.text, result.notes, result.changes = made.finish()
    result.links = tuple(made.links)
    return result


def exact_words(element: etree._Element) -> Words:
    """Return what an element that `put_text` has filled says, character for character."""
    result = Words()
    text = ""
    notes: list[NoteMark] = []
    links: dict[etree._Element, TextLink] = {}
    changes: dict[etree._Element, Change] = {}
    last: dict[str, etree._Element] = {}
    for piece in list_pieces(element, result):
        start = len(text)
        if piece.note:
            notes.append(NoteMark(piece.note, start))
            continue
        if piece.revision is not None and local_name(piece.revision) == "del":
            changes[piece.revision] = Change("delete", start, start, piece.text, *_find_author(piece.revision))
            continue
        text += piece.text
        if piece.revision is not None:
            revision = _close_element(piece.revision, last)
            begun = changes[revision].start if revision in changes else start
            changes[revision] = Change("insert", begun, len(text), text[begun:], *_find_author(revision))
        if piece.link is not None:
            revision = _close_element(piece.link, last)
            links[revision] = TextLink(
                links[revision].start if revision in links else start, len(text), revision.get("href") or ""
            )
    result.text, result.notes, result.links, result.changes = (
        text,
        tuple(notes),
        tuple(links.values()),
        tuple(changes.values()),
    )
    return result


def _close_element(element: etree._Element, last: dict[str, etree._Element]) -> etree._Element:
    """Return the first half of an element that was cut; `last` holds the latest whole one of each name."""
    name = local_name(element)
    if not element.get(CONTINUED):
        last[name] = element
    return last.get(name, element)


def _find_author(element: etree._Element) -> tuple[str, str]:
    return element.get(f"{OWN}author", ""), element.get(f"{OWN}date", "")


@dataclass(frozen=True)
class InlineSpan:
    """Characters `start` to `end` are in an element `name` with these attributes."""

    start: int
    end: int
    name: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Point:
    """An element `name` at an offset, with attributes and a text of its own."""

    at: int
    name: str
    attributes: dict[str, str]
    text: str = ""


def put_text(parent: etree._Element, text: str, spans: Sequence[InlineSpan], points: Sequence[Point]) -> None:
    """Fill an element with text in elements; an element that another one cuts goes on in a second one."""
    opening = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    opening.sort(key=lambda span: (-span.start, span.end))  # taken from the end: by start, the longest first
    waiting = sorted(points, key=lambda mark: mark.at, reverse=True)
    edges = {0, len(text), *(min(mark.at, len(text)) for mark in waiting)}
    edges.update(edge for span in opening for edge in (span.start, span.end))
    held: list[tuple[InlineSpan, etree._Element]] = []

    def add(name: str, attributes: dict[str, str]) -> etree._Element:
        """Return a new element at the end of what is written."""
        safe = {key: xml_text(value) for key, value in attributes.items()}
        return etree.SubElement(held[-1][1] if held else parent, AKN + name, safe)

    at = 0
    for place in sorted(edges):
        say(held[-1][1] if held else parent, text[at:place])
        at = place
        first = next((index for index, (span, _element) in enumerate(held) if span.end <= place), len(held))
        cut = [span for span, _element in held[first:] if span.end > place]
        del held[first:]
        while waiting and waiting[-1].at <= place:
            point = waiting.pop()
            say(add(point.name, point.attributes), point.text)
        begun = [(span, {CONTINUED: "1"}) for span in cut]
        while opening and opening[-1].start <= place:
            begun.append((opening.pop(), {}))
        for open_span, more in begun:
            held += [(open_span, add(open_span.name, open_span.attributes | more))]
