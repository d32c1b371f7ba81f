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
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.names import Span, known
from actionlines.mandates.words import Hit, Verb, find_infinitive, hit_at, hits, word_set

_FAR = 400  # characters from the occasion to the name
_WINDOW = 120


def tells_decisions(document: Document) -> bool:
    """Return whether a document tells in the past tense what its body decided at a meeting."""
    return any(
        end_of_acting_name(paragraph.text, 0, len(paragraph.text)) > 0
        for paragraph in document.of_kind("operative", "annex", "heading")
    )


def body_reported(document: Document) -> tuple[str, frozenset[str]]:
    """Return the name of the body whose session a document reports, and the nouns that call it by a short name.

    ("", nothing) where the document reports none.
    """
    headings = [paragraph.text for paragraph in document.paragraphs[:12] if paragraph.kind == "heading"]
    for words in (document.metadata.title, *headings):
        match = english("report of a session").search(words[:600])
        if match:
            return match["who"], frozenset(english("organ noun").findall(match["who"]))
    return "", frozenset()


def tells_of_session(text: str, start: int, end: int, nouns: frozenset[str]) -> bool:
    """Return whether a sentence of a report tells what the body did: "The Board requested", "At its 4th meeting,
    on 3 May 2031, the Board decided".
    """
    if not nouns:
        return end_of_acting_name(text, start, end) > 0
    at = end_of_acting_name(text, start, end) or end_of_speaker(text, start, end)
    heads = english("organ noun").findall(text[start:at])
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


def end_of_speaker(text: str, start: int, end: int, again: bool = False) -> int:
    """Return where the name of the body that speaks ends, 0 where none is named. `again`: "It" stands for the
    body that spoke before.
    """
    opening = english("opening of a sentence").match(text, start, end)
    for at in dict.fromkeys((start, opening.end() if opening else start)):
        name = english("speaks").match(text, at, end)
        if name and (again or not name["again"] or english("it goes on").match(text, start, end)):
            return name.end()
    return 0


def verb_after_speaker(text: str, at: int, end: int) -> int:
    """Return where the verb of a speaker may begin whose name ends at `at`: behind an aside in commas."""
    aside = english("aside after a speaker").match(text, at, end)
    return aside.end() - 1 if aside else at


def end_of_acting_name(text: str, start: int, end: int) -> int:
    """Return where the name of the body ends that is said to have acted at a meeting or on a day, or 0."""
    occasion = english("occasion").match(text, start, end)
    if occasion is None:
        return 0
    for match in english("before name").finditer(text, occasion.end(), min(end, occasion.end() + _FAR)):
        name = english("organ name").match(text, match.end(), end)
        if name:
            return name.end()
    return 0


def first_past_verb(text: str, start: int, end: int, opens: bool = False) -> Hit | None:
    """Return the first operative verb in the past of the sentence start..end; None where it tells nothing.

    At the head of a paragraph or item (`opens`) the verb may stand alone ("Also decided to ...").
    """
    if opens:
        opening = english("opening adverbs").match(text, start)
        hit = hit_at(text, "past", opening.end() if opening else start)
        if hit:
            return hit
    at = end_of_speaker(text, start, end) or end_of_acting_name(text, start, end)
    return _of(text, at, end) if at else None


def _of(text: str, at: int, end: int) -> Hit | None:
    """Return the first past verb of the body whose name ends at `at`."""
    skip = english("straight on").match(text, at, end)
    for hit in hits(text, "past", at, end):
        if skip and hit.start == skip.end():
            return hit
        before = text[max(at, hit.start - _WINDOW) : hit.start]
        if english("boundary").search(before):
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

_WINDOW = 120
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
    if named and english("account of a text").search(text, start, behind):
        return []
    start = behind
    for hit in hits(text, "third", start, end):
        window = max(start, hit.start - _WINDOW)
        before = text[window : hit.start]
        match = english("before a verb").search(before)
        if match is None or (match.start() == 0 and window > start and before[0] not in ",;:"):
            continue
        if (
            not marks
            and english("noun of").match(text, hit.end)
            and hit.verb.third in word_set("verb or plural")
        ):
            continue  # "Requests for information"
        stated = marks or english("stated").match(text, start, hit.start)
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
        match = english("before a verb").search(before)
        if match is None:
            continue
        if hit.verb.base != "require" and _coordinated(text, marks[-1], hit, before):
            marks.append(_Mark(window + match.start(), hit, "assembly", None))
    return marks


def _recommitted(text: str, marks: list[_Mark], end: int) -> list[_Mark]:
    found: list[_Mark] = []
    for index, mark in enumerate(marks):
        found.append(mark)
        if mark.hit.verb.patterns != "r":
            continue
        stop = marks[index + 1].lead if index + 1 < len(marks) else end
        for hit in hits(text, "bare", mark.hit.end, stop):
            joined = english("and before a verb").search(text, max(mark.hit.end, hit.start - 20), hit.start)
            if hit.verb.patterns == "g" and joined:
                found.append(_Mark(joined.start(), hit, mark.subject, mark.subject_at))
    return found


def _is_clause(text: str, start: int, lead: int, verb: int) -> bool:
    """Return whether what precedes the first operative verb of a sentence is more than an adverbial."""
    head = text[start:lead]
    if not head.strip():
        return False
    return len(head) > 300 or not english("opener").match(head) or not text[lead:verb].startswith(",")


def _coordinated(text: str, previous: _Mark, hit: Hit, before: str) -> bool:
    if hit.verb.third in word_set("verb or plural") and english("noun after").match(text, hit.end):
        return False
    if english("before comma").search(before):
        return True
    # Without a comma it may continue a relative clause: "a body which advises X and encourages Y".
    return (
        english("relative").search(text, previous.hit.end, hit.start) is None
        or text[hit.end : hit.end + 5] == " the "
    )


def _first_person(text: str, start: int, end: int, opens: bool) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in english("we").finditer(text, start, end):
        hit = hit_at(text, "bare", match.end())
        if hit is None:
            continue
        ours = match.group("ours") is not None
        if ours and hit.verb.base != "will":
            continue
        name = "ours" if ours else "we"
        lead = match.start()
        joined = english("before a verb").search(text[max(start, lead - _WINDOW) : lead])
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
        if hit.verb.patterns != "w" and english("before comma").search(
            text[max(start, hit.start - _WINDOW) : hit.start]
        ):
            return [_Mark(start, hit, "we", (start, start + 2))]
    return []


def _bare_opening(text: str, start: int) -> list[_Mark]:
    """Return paragraphs of a declaration go on after "We, the Ministers, therefore": "Commit to ...", "
    ""Request ...".
    """
    if not text[start : start + 1].isupper():
        return []
    skip = english("opening adverbs").match(text, start)
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
            joined = english("before a verb").search(before)
            if (
                joined is None
                or (joined.start() == 0 and window > mark.hit.end)
                or hit.verb.patterns == "w"
                or (
                    hit.verb.patterns == "g"
                    and (found[-1].hit.verb.asks or not english("before comma").search(before))
                )
            ):
                continue
            if _shares_subject(text, found[-1], hit, bool(english("before comma").search(before)), stop):
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
        joined = english("before comma").search(text[window : hit.start]) if main else re.match("", text)
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


_CALLS = ("request", "call upon", "call on", "call for")


def _shares_subject(text: str, previous: _Mark, hit: Hit, comma: bool, end: int) -> bool:
    """Return a bare form after "and" is the next operative verb, or an infinitive of the running complement.

    After a statement ("We recognize ... and call upon") or a complement without infinitive it is a verb
    of the text itself when it asks somebody; after an infinitive only behind a comma.
    """
    if previous.hit.verb.patterns == "w":  # "We will ..., and call upon States to"
        return comma and hit.verb.base in _CALLS and _asks_somebody(text, hit, end)
    if not hit.verb.asks:
        return comma or not english("infinitive open").search(text, previous.hit.end, hit.start)
    if hit.verb.base in ("decide", "resolve", "commit", "reaffirm", "reiterate", "stress", "establish"):
        return comma or not english("infinitive open").search(text, previous.hit.end, hit.start)
    asked = (
        bool(english("somebody ahead").match(text, hit.end))
        or " " in hit.verb.bare
        or text.startswith(" that ", hit.end)
    )
    if comma:
        return asked
    running = english("infinitive open").search(text, previous.hit.end, hit.start) is not None
    if not previous.hit.verb.asks and running and " " not in hit.verb.bare:
        return _asks_somebody(text, hit, end)  # "the need to connect people and encourage the use of"
    return asked and (not previous.hit.verb.asks or not running or hit.verb.base in _CALLS)
