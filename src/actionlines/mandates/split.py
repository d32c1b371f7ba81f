"""Find the operative verbs of a paragraph: those by which the text itself speaks.

A verb counts where the subject is the body that adopts the text: at the head of the sentence ("Requests
..."), after "We", or coordinated with such a verb (", and further invites ..."). The same words inside a
clause about somebody else ("notes that the Committee calls upon ...") do not.

The past tense counts only where a body is said to have acted at a meeting or on a day ("At its 40th meeting, on
1 December 2030, the Assembly decided"), in the sentences that go on from there, and in items that begin with such
a verb ("(a) Requested ..."). What other texts tell of other bodies ("in which it had decided") does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from actionlines.documents.model import Document
from actionlines.framework.bodies import resolve
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.names import Span, known
from actionlines.mandates.words import Hit, Verb, alternatives, find_infinitive, hit_at, hits, word_set

_ADVERBS_AHEAD = rf"(?:(?:{alternatives('adverb')}),?\s+)*"
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
    rf"(?:[,;:–—]|\)\.?\d{{0,3}})\s+(?:(?:and )?\([a-z]{{1,3}}\) )?{_ADVERBS_AHEAD}$", re.IGNORECASE
)
_STRAIGHT = expression(rf"\s+{_ADVERBS_AHEAD}", re.IGNORECASE)
_WINDOW = 120


def tells_decisions(document: Document) -> bool:
    """Return whether a document tells in the past tense what its body decided at a meeting."""
    return any(
        end_of_acting_name(paragraph.text, 0, len(paragraph.text)) > 0
        for paragraph in document.of_kind("operative", "annex", "heading")
    )


# "Report of the Executive Board on its second regular session of 2031"
_REPORT = expression(
    rf"(?:[Rr]eport|[Pp]roceedings|[Mm]inutes|[Ss]ummary|[Dd]ecisions adopted) (?:of|by) (?:the )?"
    rf"(?P<who>.{{0,160}}?{_HEAD}\b.{{0,160}}?)"
    r"(?:,| on| at)? (?:the work of )?(?:its|the) .{0,80}?(?:session|meeting)s?\b"
)


def body_reported(document: Document) -> tuple[str, frozenset[str]]:
    """Return the name of the body whose session a document reports, and the nouns that call it by a short name.

    ("", nothing) where the document reports none.
    """
    headings = [paragraph.text for paragraph in document.paragraphs[:12] if paragraph.kind == "heading"]
    for words in (document.metadata.title, *headings):
        match = _REPORT.search(words[:600])
        if match:
            return match["who"], frozenset(re.findall(_HEAD, match["who"]))
    return "", frozenset()


def tells_of_session(text: str, start: int, end: int, nouns: frozenset[str]) -> bool:
    """Return whether a sentence of a report tells what the body did: "The Board requested", "At its 4th meeting,
    on 3 May 2031, the Board decided".
    """
    if not nouns:
        return end_of_acting_name(text, start, end) > 0
    at = end_of_acting_name(text, start, end) or end_of_speaker(text, start, end)
    heads = re.findall(_HEAD, text[start:at])
    return bool(heads) and heads[-1] in nouns and first_past_verb(text, start, end, not start) is not None


def parents_of(document: Document) -> dict[str, str]:
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


_GOES_ON = expression(r"(?:Furthermore|Moreover|Additionally|Finally), it ")


def end_of_speaker(text: str, start: int, end: int, again: bool = False) -> int:
    """Return where the name of the body that speaks ends, 0 where none is named. `again`: "It" stands for the
    body that spoke before.
    """
    opening = _OPENING.match(text, start, end)
    for at in dict.fromkeys((start, opening.end() if opening else start)):
        name = _SPEAKS.match(text, at, end)
        if name and (again or not name["again"] or _GOES_ON.match(text, start, end)):
            return name.end()
    return 0


def verb_after_speaker(text: str, at: int, end: int) -> int:
    """Return where the verb of a speaker may begin whose name ends at `at`: behind an aside in commas."""
    aside = _INSERTED.match(text, at, end)
    return aside.end() - 1 if aside else at


def end_of_acting_name(text: str, start: int, end: int) -> int:
    """Return where the name of the body ends that is said to have acted at a meeting or on a day, or 0."""
    occasion = _OCCASION.match(text, start, end)
    if occasion is None:
        return 0
    for match in _BEFORE_NAME.finditer(text, occasion.end(), min(end, occasion.end() + _FAR)):
        name = _SPEAKER.match(text, match.end(), end)
        if name:
            return name.end()
    return 0


def first_past_verb(text: str, start: int, end: int, opens: bool = False) -> Hit | None:
    """Return the first operative verb in the past of the sentence start..end; None where it tells nothing.

    At the head of a paragraph or item (`opens`) the verb may stand alone ("Also decided to ...").
    """
    if opens:
        opening = re.compile(_ADVERBS_AHEAD, re.IGNORECASE).match(text, start)
        hit = hit_at(text, "past", opening.end() if opening else start)
        if hit:
            return hit
    at = end_of_speaker(text, start, end) or end_of_acting_name(text, start, end)
    return _of(text, at, end) if at else None


def _of(text: str, at: int, end: int) -> Hit | None:
    """Return the first past verb of the body whose name ends at `at`."""
    skip = _STRAIGHT.match(text, at, end)
    for hit in hits(text, "past", at, end):
        if skip and hit.start == skip.end():
            return hit
        before = text[max(at, hit.start - _WINDOW) : hit.start]
        if _BOUNDARY.search(before):
            return hit
    return None


# A full stop between these and a capital does not end a sentence.
_ABBREVIATIONS = (
    "No.",
    "Nos.",
    "vol.",
    "Vol.",
    "Rev.",
    "Add.",
    "Corr.",
    "para.",
    "paras.",
    "art.",
    "chap.",
    "sect.",
    "Mr.",
    "Ms.",
    "Mrs.",
    "Dr.",
    "Messrs.",
)
_STOP = expression(r"[.!?][”\")]?\s+(?=[“\"(]?[A-Z])")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence; they cover the text apart from the blanks between them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        stop = match.start() + 1
        if text[max(0, stop - 8) : stop].endswith(_ABBREVIATIONS):
            continue
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


Subject = Literal["assembly", "we", "cooperation"]

_ADVERBS = alternatives("adverb")
# What may stand between a clause boundary and a coordinated operative verb.
_BEFORE = expression(
    rf"(?:^\s*|[,;:–—]\s+(?:and\s+)?(?:\([a-z]{{1,3}}\)\s+)?|\b(?:and|but|as well as)\s+)"
    rf"(?:(?:{_ADVERBS}),?\s+|and,?\s+)*$",
    re.IGNORECASE,
)
_BEFORE_COMMA = expression(
    rf"[,;:–—]\s+(?:(?:and|but)\s+)?(?:\([a-z]{{1,3}}\)\s+)?(?:(?:{_ADVERBS}),?\s+|and,?\s+)*$", re.IGNORECASE
)
_WINDOW = 120
# Nouns that look like a third person: "the requests of", "notes by the Secretariat".
_NOUN_AFTER = expression(
    r"\s*(?:of|made|by|from|in(?! (?:particular|(?:this|that) (?:regard|respect|context"
    r"|connection))\b)|contained|submitted|received|addressed|for|and|or|[,;.])(?=\s|$)"
)
_NOUN_OF = expression(r"\s+(?:for|of|by|from|made|received)\b")
_WE = expression(
    rf"\b(?:(?P<we>we)|(?P<ours>our cooperation))\s+(?:(?:{_ADVERBS}),?\s+|,\s*[^,;:.]{{1,120}},\s+)*",
    re.IGNORECASE,
)
_RELATIVE = expression(r"\b(?:which|who|that|whose|where)\b", re.IGNORECASE)
# "In its resolution 4/1, the Council requests": an account of that resolution
ELSEWHERE = expression(
    r"\b(?:[Ii]n|[Bb]y) (?:(?:its|their|General Assembly|Security Council|Council) )?"
    r"(?:resolutions?|decisions?|(?:paragraph|article)s? \d+ of)\b"
)
_QUOTE = expression(r"[“\"«‘\s]*")


@dataclass(frozen=True, slots=True)
class Operative:
    """An operative verb of the paragraph: `lead` is where its clause begins ("and further requests"),
    complement at end..limit (the next operative verb's lead, or the end of the sentence).
    """

    lead: int
    start: int
    end: int
    limit: int
    verb: Verb
    subject: Subject
    subject_at: Span | None = None


def operatives(text: str, past: bool = False) -> list[Operative]:
    """Return all operative verbs of a paragraph in reading order, statements (`verb.asks` false) included.

    `past`: whether the document tells in the past tense what its body decided (`py`).
    """
    found: list[Operative] = []
    for start, end in sentences(text):
        found += in_sentence(text, start, end, past, again=bool(found))
    return found


@dataclass(slots=True)
class _Mark:
    lead: int
    hit: Hit
    subject: Subject
    subject_at: Span | None


def in_sentence(text: str, start: int, end: int, past: bool = False, again: bool = False) -> list[Operative]:
    """The operative verbs of the sentence start..end, which may begin at its verb.

    `again`: whether "It" may stand for the body that spoke in the sentence before.
    """
    quote = _QUOTE.match(text, start, end)
    opens, start = not start, quote.end() if quote else start
    marks = _past_tense(text, start, end, opens) if past else []
    if not marks:
        marks = _third_person(text, start, end, again)
    if not marks:
        marks = _first_person(text, start, end, opens)
    marks = sorted([*marks, *_participles(text, start, end, marks)], key=lambda mark: mark.hit.start)
    found = []
    for index, mark in enumerate(marks):
        limit = marks[index + 1].lead if index + 1 < len(marks) else end
        hit = mark.hit
        found.append(Operative(mark.lead, hit.start, hit.end, limit, hit.verb, mark.subject, mark.subject_at))
    return found


def _third_person(text: str, start: int, end: int, again: bool) -> list[_Mark]:
    marks: list[_Mark] = []
    named = end_of_speaker(text, start, end, again)
    behind = verb_after_speaker(text, named, end) if named else start
    if named and ELSEWHERE.search(text, start, behind):
        return []
    start = behind
    for hit in hits(text, "third", start, end):
        window = max(start, hit.start - _WINDOW)
        before = text[window : hit.start]
        match = _BEFORE.search(before)
        if match is None or (match.start() == 0 and window > start and before[0] not in ",;:"):
            continue
        if not marks and _NOUN_OF.match(text, hit.end) and hit.verb.third in word_set("verb or plural"):
            continue  # "Requests for information"
        stated = marks or _STATED.match(text, start, hit.start)
        if not stated and _is_clause(text, start, window + match.start(), hit.start):
            continue
        if marks and (hit.verb.base == "require" or not _coordinated(text, marks[-1], hit, before)):
            continue  # "article 13, inter alia, requires the host country to ..." speaks of an instrument
        marks.append(_Mark(window + match.start(), hit, "assembly", None))
    return _recommitted(text, marks, end)


def _past_tense(text: str, start: int, end: int, opens: bool) -> list[_Mark]:
    first = first_past_verb(text, start, end, opens)
    if first is None:
        return []
    marks = [_Mark(start, first, "assembly", None)]
    for hit in hits(text, "past", first.end, end):
        window = max(first.end, hit.start - _WINDOW)
        before = text[window : hit.start]
        match = _BEFORE.search(before)
        if match is None:
            continue
        if hit.verb.base != "require" and _coordinated(text, marks[-1], hit, before):
            marks.append(_Mark(window + match.start(), hit, "assembly", None))
    return marks


# "Reaffirms the pledge to leave nobody behind and commit to taking steps": a commitment of its own
_AND = expression(r"\band (?:also |further )?$")


def _recommitted(text: str, marks: list[_Mark], end: int) -> list[_Mark]:
    found: list[_Mark] = []
    for index, mark in enumerate(marks):
        found.append(mark)
        if mark.hit.verb.patterns != "r":
            continue
        stop = marks[index + 1].lead if index + 1 < len(marks) else end
        for hit in hits(text, "bare", mark.hit.end, stop):
            joined = _AND.search(text, max(mark.hit.end, hit.start - 20), hit.start)
            if hit.verb.patterns == "g" and joined:
                found.append(_Mark(joined.start(), hit, mark.subject, mark.subject_at))
    return found


# "Raises awareness of X, and encourages Y": a statement by a verb that the table does not have.
_STATED = expression(
    r"(?:Also |Further )?[A-Z][a-z]{2,}s (?:with [a-z]+ )?(?:also |further )?"
    r"(?:the|its|their|a|an|awareness|attention)\b"
)
# What may open a sentence before its operative verb: "In this regard, requests".
_OPENER = expression(
    r"(?:In|On|To|With|For|At|As|While|By|Within|Under|Upon|After|Before|Pursuant|Following|Bearing|Having"
    r"|Taking|Mindful|Consistent|[A-Z][a-z]+ing)\b"
)


def _is_clause(text: str, start: int, lead: int, verb: int) -> bool:
    """Return whether what precedes the first operative verb of a sentence is more than an adverbial."""
    head = text[start:lead]
    if not head.strip():
        return False
    return len(head) > 300 or not _OPENER.match(head) or not text[lead:verb].startswith(",")


def _coordinated(text: str, previous: _Mark, hit: Hit, before: str) -> bool:
    if hit.verb.third in word_set("verb or plural") and _NOUN_AFTER.match(text, hit.end):
        return False
    if _BEFORE_COMMA.search(before):
        return True
    # Without a comma it may continue a relative clause: "a body which advises X and encourages Y".
    return (
        _RELATIVE.search(text, previous.hit.end, hit.start) is None or text[hit.end : hit.end + 5] == " the "
    )


def _first_person(text: str, start: int, end: int, opens: bool) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _WE.finditer(text, start, end):
        hit = hit_at(text, "bare", match.end())
        if hit is None:
            continue
        ours = match.group("ours") is not None
        if ours and hit.verb.base != "will":
            continue
        name = "ours" if ours else "we"
        lead = match.start()
        joined = _BEFORE.search(text[max(start, lead - _WINDOW) : lead])
        if joined:
            lead = max(start, match.start() - _WINDOW) + joined.start()
        marks.append(_Mark(lead, hit, "cooperation" if ours else "we", match.span(name)))
    if not marks:
        marks = (_bare_opening(text, start) if opens else []) or _long_subject(text, start, end)
    return _with_coordinated(text, marks, end) if marks else marks


def _long_subject(text: str, start: int, end: int) -> list[_Mark]:
    """ "We, Heads of State and Government, assembled in Doha, commit to ..."."""
    if not text.startswith("We, ", start):
        return []
    for hit in hits(text, "bare", start, end):
        if hit.verb.patterns != "w" and _BEFORE_COMMA.search(
            text[max(start, hit.start - _WINDOW) : hit.start]
        ):
            return [_Mark(start, hit, "we", (start, start + 2))]
    return []


_OPENING_ADVERBS = expression(rf"(?:(?:{_ADVERBS}),?\s+)*", re.IGNORECASE)


def _bare_opening(text: str, start: int) -> list[_Mark]:
    """Return paragraphs of a declaration go on after "We, the Ministers, therefore": "Commit to ...", "
    ""Request ...".
    """
    if not text[start : start + 1].isupper():
        return []
    skip = _OPENING_ADVERBS.match(text, start)
    hit = hit_at(text, "bare", skip.end() if skip else start)
    if hit is None or hit.verb.patterns == "w":
        return []
    return [_Mark(start, hit, "we", None)]


def _with_coordinated(text: str, marks: list[_Mark], end: int) -> list[_Mark]:
    """Add the verbs that share the subject: "We note X and call upon Y to ..."."""
    found: list[_Mark] = []
    for index, mark in enumerate(marks):
        found.append(mark)
        stop = marks[index + 1].lead if index + 1 < len(marks) else end
        for hit in hits(text, "bare", mark.hit.end, stop):
            window = max(mark.hit.end, hit.start - _WINDOW)
            before = text[window : hit.start]
            joined = _BEFORE.search(before)
            if (
                joined is None
                or (joined.start() == 0 and window > mark.hit.end)
                or hit.verb.patterns == "w"
                or (
                    hit.verb.patterns == "g" and (found[-1].hit.verb.asks or not _BEFORE_COMMA.search(before))
                )
            ):
                continue
            if _shares_subject(text, found[-1], hit, bool(_BEFORE_COMMA.search(before)), stop):
                found.append(_Mark(window + joined.start(), hit, mark.subject, mark.subject_at))
    return found


# Participles behind these tell what an earlier text asked.
_REPORTING = frozenset(["recall", "take note", "note", "welcome", "acknowledge", "endorse"])


def _participles(text: str, start: int, end: int, marks: list[_Mark]) -> Iterator[_Mark]:
    """Participles that ask somebody: "..., while continuing to encourage States to consult", or that "
    "commit.
    """
    for hit in hits(text, "gerund", start, end):
        if not hit.verb.asks or hit.verb.patterns in ("r", "s"):
            continue
        main = [mark for mark in marks if mark.hit.start < hit.start]
        if not main and hit.start > start:
            continue
        window = max(start, hit.start - _WINDOW)
        joined = _BEFORE_COMMA.search(text[window : hit.start]) if main else re.match("", text)
        if joined is None or (main and main[-1].hit.verb.base in _REPORTING):
            continue
        if _asks_somebody(text, hit, end):
            lead = window + joined.start() if main else start
            subject = main[-1].subject if main else "assembly"
            yield _Mark(lead, hit, subject, main[-1].subject_at if main else None)


def _asks_somebody(text: str, hit: Hit, end: int) -> bool:
    if hit.verb.patterns == "g":
        return True
    found = find_infinitive(text, hit.end, end) if "a" in hit.verb.patterns else None
    first = next(iter(members(text, hit.end, found[0])), None) if found else None
    if first is None:
        return False
    words = text[first[0] : first[1]]
    return bool(known(words)) or bool(words[0].isupper() and resolve(words))


_ASKED = expression(
    r"(?:,[^,;:.]{1,80},)?\s+(?:the |all |them\b|it\b|that |[A-Z]|relevant |other |development partners"
    r"|stakeholders)"
)
_CALLS = ("request", "call upon", "call on", "call for")
_INFINITIVE_OPEN = expression(r"\bto\s+(?:\w+ly\s+)?[a-z]+")


def _shares_subject(text: str, previous: _Mark, hit: Hit, comma: bool, end: int) -> bool:
    """Return a bare form after "and" is the next operative verb, or an infinitive of the running complement.

    After a statement ("We recognize ... and call upon") or a complement without infinitive it is a verb
    of the text itself when it asks somebody; after an infinitive only behind a comma.
    """
    if previous.hit.verb.patterns == "w":  # "We will ..., and call upon States to"
        return comma and hit.verb.base in _CALLS and _asks_somebody(text, hit, end)
    if not hit.verb.asks:
        return comma or not _INFINITIVE_OPEN.search(text, previous.hit.end, hit.start)
    if hit.verb.base in ("decide", "resolve", "commit", "reaffirm", "reiterate", "stress", "establish"):
        return comma or not _INFINITIVE_OPEN.search(text, previous.hit.end, hit.start)
    asked = bool(_ASKED.match(text, hit.end)) or " " in hit.verb.bare or text.startswith(" that ", hit.end)
    if comma:
        return asked
    running = _INFINITIVE_OPEN.search(text, previous.hit.end, hit.start) is not None
    if not previous.hit.verb.asks and running and " " not in hit.verb.bare:
        return _asks_somebody(text, hit, end)  # "the need to connect people and encourage the use of"
    return asked and (not previous.hit.verb.asks or not running or hit.verb.base in _CALLS)
