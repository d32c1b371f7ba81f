"""Operative clauses whole: which item, which verb, who speaks, who is asked, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actionlines.documents import structure
from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_languages import Keyword, parse_keyword
from actionlines.documents.text import blocks_of
from actionlines.mandates.addressees import members
from actionlines.mandates.clause import blank, complement
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.model import Clause
from actionlines.mandates.split import Operative
from actionlines.mandates.words import find_infinitive, hit_at, verbs, word_set


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
    return list(_clauses(structure.build_paragraphs(blocks_of(source)), raw=True))


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
                formula = english("acting body").match(paragraph.text)
                actor = english("owner").sub("", formula["name"]) if formula else ""
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
    matches: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.parent in operative:
            owner = owners.get(paragraph.parent, paragraph.parent)
            owners[paragraph.id] = owner
            matches.setdefault(owner, []).append(paragraph)
    return matches


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


def _by_keyword(paragraph: Paragraph, items: list[Paragraph], keyword: Keyword, actor: str, raw: bool) -> Clause:
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


@dataclass(frozen=True, slots=True)
class Opening:
    """`verb` as written in small letters, `adverb` before or inside it, `end` where it ends."""

    verb: str
    adverb: str
    end: int


def opening_verb(text: str) -> Opening | None:
    """Return the verb in the third person that a paragraph opens with, or None.

    >>> opening_verb("Also takes note with appreciation of the report").verb
    'takes note with appreciation'
    """
    adverbs: list[str] = []
    speaker = english("we opens").match(text)
    position = speaker.end() if speaker else 0
    while (match := english("opening adverb").match(text, position)) is not None and len(adverbs) < 3:
        adverbs.append(match.group("adverb").lower())
        position = match.end()
    hit = hit_at(text, "bare" if speaker else "third", position)
    if hit is None and english("bare form").match(text, position):
        # Declarations speak in the plural: "We, Ministers, … Recognize that".
        hit = hit_at(text, "bare", position)
    if hit is not None:
        start, end = hit.start, hit.end
    else:
        third = english("third person").match(text, position)
        if third is None or speaker:
            return None
        start, end = third.start(), third.end()
    inner = english("inner adverb").search(text, start, end)
    if inner is not None:
        adverbs.append(inner.group(1))
    verb = text[start:end].lower() if hit is None else getattr(hit.verb, hit.form)
    later = english("later adverb").match(text, end)
    if later is not None:
        adverbs.append(later.group(1))
        end = later.end()
    manner = english("with feeling").match(text, end)
    if manner is not None:
        verb, end = f"{verb} {' '.join(manner.group().lower().split())}", manner.end()
    if verb in ("looks forward", "look forward") and text.startswith(" to ", end):
        verb, end = f"{verb} to", end + 3
    return Opening(verb, next(iter(adverbs), ""), end)


def addressee_of(text: str, opening: Opening) -> str:
    """Return who is asked or thanked, as written, without partners and conditions; "" when nobody is named."""
    start, end = opening.end, len(text)
    verb = next((verb for verb in verbs() if "a" in verb.patterns and opening.verb in (verb.bare, verb.third)), None)
    if verb:
        matches = complement(text, Operative(0, 0, start, end, verb, "assembly"), end)
        start, end = matches.asked if matches.shape in ("infinitive", "open") else (0, 0)
    else:
        again = opening.verb in word_set("asking again")
        role = "words to somebody" if opening.verb.startswith("expresses") else "asked again" if again else ""
        match = english(role).match(text, blank(text, start, end)) if role else None
        if not match and opening.verb not in word_set("thanking"):
            return ""
        start = match.end() if match else blank(text, start, end)
        to, stop = find_infinitive(text, start, end), english("thanks for").search(text, start)
        end = to[0] if to else 0 if again else stop.start() if stop else end
    spans = members(text, start, end)
    if not spans:
        return ""
    the = text[: spans[0][0]].lower().endswith("the ")
    return text[spans[0][0] - len("the ") * the : spans[-1][1]]
