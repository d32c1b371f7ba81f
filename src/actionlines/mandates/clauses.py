"""Operative clauses whole: which item, which verb, who speaks, who is asked, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines.documents import structure
from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_words import Keyword, parse_keyword
from actionlines.documents.text import blocks_of
from actionlines.lazily import expression
from actionlines.mandates.clause_verbs import addressee_of, opening_verb
from actionlines.mandates.model import Clause

_ACTOR = expression(r"The\s+(?P<name>[A-Z][\w-]*(?:\s+(?:and|of|for|on|the|[A-Z][\w-]*))*)")
_OWNER = expression(r"\s+of\s+the\s+International\s+Telecommunication\s+Union$")


def find_clauses(source: Document | str) -> list[Clause]:
    """Return the operative clauses of a document, or of a raw text, in reading order.

    For a raw text, `start` and `end` are offsets in it: from the number of the clause to the end of its last
    sub-item, page furniture between included. For a Document they are offsets in `Document.text`, numbers not
    included. A clause of a UN resolution is an operative paragraph that begins with a verb in the third
    person, with the items beneath it; one of an ITU resolution is an item directly under an operative keyword
    line.
    """
    if isinstance(source, Document):
        return list(_clauses(source.paragraphs, raw=False))
    return list(_clauses(structure.build(blocks_of(source)), raw=True))


def _clauses(paragraphs: Sequence[Paragraph], raw: bool) -> Iterator[Clause]:
    actor = ""
    keywords: dict[str, Keyword] = {}
    operative = {paragraph.id for paragraph in paragraphs if paragraph.kind == "operative"}
    below = _below(paragraphs, operative)
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            keyword = parse_keyword(paragraph.text)
            if keyword is not None:
                keywords[paragraph.id] = keyword
            elif paragraph.id.endswith("intro"):
                actor = _actor(paragraph.text)
        elif paragraph.kind == "operative" and paragraph.parent not in operative:
            items = below.get(paragraph.id, [])
            keyword = keywords.get(paragraph.heading)
            if keyword is not None and keyword.part == "operative":
                yield _by_keyword(paragraph, items, keyword, actor, raw)
            elif (clause := _by_verb(paragraph, items, actor, raw)) is not None:
                yield clause


def _below(paragraphs: Sequence[Paragraph], operative: set[str]) -> dict[str, list[Paragraph]]:
    """Sub-items by the id of the outermost paragraph that they hang on."""
    owners: dict[str, str] = {}
    found: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.parent in operative:
            owner = owners.get(paragraph.parent, paragraph.parent)
            owners[paragraph.id] = owner
            found.setdefault(owner, []).append(paragraph)
    return found


def _by_verb(paragraph: Paragraph, items: list[Paragraph], actor: str, raw: bool) -> Clause | None:
    opening = opening_verb(paragraph.text)
    if opening is None:
        return None
    start, end = _span(paragraph, items, raw)
    return Clause(
        start=start,
        end=end,
        item=paragraph.number.strip("()") or paragraph.id,
        verb=opening.verb,
        adverb=opening.adverb,
        actor=actor,
        addressee=addressee_of(paragraph.text, opening),
        subitems=tuple(item.number for item in items),
    )


def _by_keyword(
    paragraph: Paragraph, items: list[Paragraph], keyword: Keyword, actor: str, raw: bool
) -> Clause:
    start, end = _span(paragraph, items, raw)
    section = " ".join(part for part in (keyword.verb, keyword.addressee) if part)
    if keyword.adverb:
        section = section.replace(keyword.verb, f"{keyword.verb} {keyword.adverb}", 1)
    return Clause(
        start=start,
        end=end,
        item=f"{section}.{paragraph.number}" if paragraph.number else section,
        verb=keyword.verb,
        adverb=keyword.adverb,
        actor=actor,
        addressee=keyword.addressee,
        subitems=tuple(item.number for item in items),
    )


def _span(paragraph: Paragraph, items: list[Paragraph], raw: bool) -> tuple[int, int]:
    spans = [paragraph, *items]
    if raw:
        places = [item.source for item in spans if item.source is not None]
        return min(start for start, _ in places), max(end for _, end in places)
    return paragraph.start, max(item.end for item in spans)


def _actor(formula: str) -> str:
    match = _ACTOR.match(formula)
    return _OWNER.sub("", match.group("name")) if match else ""
