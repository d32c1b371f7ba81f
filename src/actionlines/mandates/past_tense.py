"""Verbs in the past tense: decisions, and decisions in reports of sessions.

"At its 40th plenary meeting, on 1 December 2030, the General Assembly, recalling its resolution 84/1, decided
to convene ...". The past counts only where a body is said to have acted at a meeting or on a day, in the
sentences that go on from there ("The Assembly also requested ..."), and in items that begin with such a verb
("(a) Requested ..."). What other texts tell of other bodies ("in which it had decided") does not.
"""

from __future__ import annotations

import re

from actionlines.documents.model import Document
from actionlines.lazily import expression
from actionlines.mandates.verbs import Hit, hit_at, hits
from actionlines.mandates.words import alternatives

_ADVERBS = rf"(?:(?:{alternatives('adverb')}),?\s+)*"
_HEAD = (
    r"(?:Assembly|Council|Board|Commission|Committee|Conference|Forum|Authority|Congress|Bureau|Panel|Group"
    r"|Sub-?[Cc]ommi(?:ttee|ssion)|Working Party|Parties|SBI|SBSTA|COP|CMP|CMA|Platform|Plenary|Meeting|Summit)"
)
_ROLE = r"(?:(?:Vice-|Co-)?(?:President|Chair|Secretary|Secretariat|Member|Rapporteur|Director|Head|Under)s?)"
NAME = (
    rf"[Tt]he (?!{_ROLE}\b)(?:[A-Z][\w’/-]*,? (?:(?:of|on|for|the|and|to) ){{0,2}}){{0,12}}?{_HEAD}\b"
    r"(?: (?:of|on|for|to)(?: the)?(?: [A-Z][\w’/-]*(?: (?:of|on|for|the|and|to)(?= ))*){1,14})?"
)
_SPEAKER = expression(NAME)
# "The Security Council", "the Committee", "It": who speaks before the verb, and what may stand between
_OPENING = expression(
    r"(?:(?:In|To|On|With|For|At|As|While|By|Within|Under|Upon|After|Before|Pursuant|Following|Bearing|Having"
    r"|Taking|Mindful|Consistent|Accordingly|Further|Furthermore|Moreover|Finally|Therefore|Additionally"
    r"|[A-Z][a-z]+ing)\b[^;:.]{0,400}?, )?"
)
_SPEAKS = expression(rf"(?:{NAME}|(?P<again>[Ii]t|[Tt]hey)(?= ))")
_INSERTED = expression(
    r", (?:[a-z]+ing|having|mindful|in|on|at|while|with|as|by|to|through|within|under|pursuant|for)\b"
    r"[^;:.]{1,300}?, (?=[a-z]+(?:s|ly|her|so) )"
)
# "At its 40th (resumed) plenary meeting, on 1 December 2030, on the proposal of X, "; "On 1 December 2030, "
_OCCASION = expression(
    r"(?:(?:Also |Further )?[Aa]t (?:its|the|their) (?:\([a-z ]{1,20}\) |[\w-]+ ){1,8}?(?:meeting|session"
    r"|segment)s?\b|On \d{1,2} [A-Z][a-z]{2,8} 20\d\d\b)"
)
_BEFORE_NAME = expression(rf"[,)]\d{{0,3}} (?={NAME})")
_FAR = 400  # characters from the occasion to the name
# Where a clause begins: after a comma, or after a note in brackets.
_BOUNDARY = expression(
    rf"(?:[,;:–—]|\)\.?\d{{0,3}})\s+(?:(?:and )?\([a-z]{{1,3}}\) )?{_ADVERBS}$", re.IGNORECASE
)
_STRAIGHT = expression(rf"\s+{_ADVERBS}", re.IGNORECASE)
# "the report requested in resolution 1/2", "designated by the Council": a participle
_PARTICIPLE = expression(
    r"\s+(?:by|pursuant|under|from|at|of|in (?:paragraph|its|his|their|resolution|decision|part|section"
    r"|annex|the annex|accordance))\b"
)
_WINDOW = 120


def tells(document: Document) -> bool:
    """Return whether a document tells in the past tense what its body decided at a meeting."""
    return any(
        speaks(paragraph.text, 0, len(paragraph.text)) > 0
        for paragraph in document.of_kind("operative", "annex", "heading")
    )


# "Report of the Executive Board on its second regular session of 2031"
_REPORT = expression(
    rf"(?:[Rr]eport|[Pp]roceedings|[Mm]inutes|[Ss]ummary|[Dd]ecisions adopted) (?:of|by) (?:the )?"
    rf"(?P<who>.{{0,160}}?{_HEAD}\b.{{0,160}}?)"
    r"(?:,| on| at)? (?:the work of )?(?:its|the) .{0,80}?(?:session|meeting)s?\b"
)


def sitting(document: Document) -> tuple[str, frozenset[str]]:
    """Return the name of the body whose session a document reports, and the nouns that call it by a short name.

    ("", nothing) where the document reports none.
    """
    headings = [paragraph.text for paragraph in document.paragraphs[:12] if paragraph.kind == "heading"]
    for words in (document.metadata.title, *headings):
        match = _REPORT.search(words[:600])
        if match:
            return match["who"], frozenset(re.findall(_HEAD, match["who"]))
    return "", frozenset()


def in_session(text: str, start: int, end: int, nouns: frozenset[str]) -> bool:
    """Return whether a sentence of a report tells what the body did: "The Board requested", "At its 4th meeting,
    on 3 May 2031, the Board decided".
    """
    if not nouns:
        return speaks(text, start, end) > 0
    at = speaks(text, start, end) or speaker_end(text, start, end)
    heads = re.findall(_HEAD, text[start:at])
    return bool(heads) and heads[-1] in nouns and first(text, start, end, not start) is not None


def parents(document: Document) -> dict[str, str]:
    """Return the id of the paragraph that each paragraph hangs on, or "".

    Beside those that the document knows: items with letters or bullets, and words that go on without any, after a
    paragraph that ends in a colon ("We commit to:").
    """
    found: dict[str, str] = {}
    by_id = document.by_id
    above = ""
    before = ""
    for paragraph in document.paragraphs:
        text, parent = paragraph.text, paragraph.parent
        item = _LABEL.fullmatch(paragraph.number) is not None
        follows = by_id[above].text if above else ""
        known = (
            parent in by_id
            and by_id[parent].text.endswith(_OPENS)
            and not (item and follows.endswith(_OPENS))
        )
        goes_on = (
            not paragraph.number and paragraph.kind == "text" and before.endswith((":", ";", "; and", "; or"))
        )
        hangs = (
            above != "" and not known and (item or (goes_on and text.endswith((";", "; and", "; or", "."))))
        )
        found[paragraph.id] = above if hangs and above != parent else parent
        opens = not paragraph.number and text.endswith(_OPENS)
        if paragraph.kind in ("heading", "footnote") or opens or not (hangs or parent):
            above = paragraph.id if text.endswith(_OPENS) and paragraph.kind != "footnote" else ""
        before = text
    return found


_OPENS = (":", "：", " that", " to")
_LABEL = expression(r"[(（]?(?:[a-zа-яء-ي]{1,4}|[一二三四五六七八九十]{1,3})[.)）、]|[•●▪◦‣·–—-]")


def speaker_end(text: str, start: int, end: int, again: bool = False) -> int:
    """Return where the name of the body that speaks ends, 0 where none is named. `again`: "It" stands for the
    body that spoke before.
    """
    opening = _OPENING.match(text, start, end)
    for at in dict.fromkeys((start, opening.end() if opening else start)):
        name = _SPEAKS.match(text, at, end)
        if name and (again or not name["again"]):
            return name.end()
    return 0


def verb_at(text: str, at: int, end: int) -> int:
    """Return where the verb of a speaker may begin whose name ends at `at`: behind an aside in commas."""
    aside = _INSERTED.match(text, at, end)
    return aside.end() - 1 if aside else at


def speaks(text: str, start: int, end: int) -> int:
    """Return where the name of the body ends that is said to have acted at a meeting or on a day, or 0."""
    occasion = _OCCASION.match(text, start, end)
    if occasion is None:
        return 0
    for match in _BEFORE_NAME.finditer(text, occasion.end(), min(end, occasion.end() + _FAR)):
        name = _SPEAKER.match(text, match.end(), end)
        if name:
            return name.end()
    return 0


def first(text: str, start: int, end: int, opens: bool = False) -> Hit | None:
    """Return the first operative verb in the past of the sentence start..end; None where it tells nothing.

    At the head of a paragraph or item (`opens`) the verb may stand alone ("Also decided to ...").
    """
    if opens:
        opening = re.compile(_ADVERBS, re.IGNORECASE).match(text, start)
        hit = hit_at(text, "past", opening.end() if opening else start)
        if hit and not _PARTICIPLE.match(text, hit.end):
            return hit
    at = speaker_end(text, start, end) or speaks(text, start, end)
    return _of(text, at, end) if at else None


def _of(text: str, at: int, end: int) -> Hit | None:
    """Return the first past verb of the body whose name ends at `at`."""
    skip = _STRAIGHT.match(text, at, end)
    for hit in hits(text, "past", at, end):
        if skip and hit.start == skip.end():
            return hit
        before = text[max(at, hit.start - _WINDOW) : hit.start]
        if is_participle(text, hit):
            continue
        if _BOUNDARY.search(before):
            return hit
    return None


def is_participle(text: str, hit: Hit) -> bool:
    """Return whether a past form belongs to the noun before it ("the report requested in resolution 1/2")."""
    return _PARTICIPLE.match(text, hit.end) is not None
