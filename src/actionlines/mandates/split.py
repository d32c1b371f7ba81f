"""Find the operative verbs of a paragraph: those by which the text itself speaks.

A verb counts where the subject is the body that adopts the text: at the head of the sentence ("Requests
..."), after "We", or coordinated with such a verb (", and further invites ..."). The same words inside a
clause about somebody else ("notes that the Committee calls upon ...") do not.

The past tense counts only where a body is said to have acted at a meeting or on a day ("At its 40th meeting, on
1 December 2030, the Assembly decided"), in the sentences that go on from there, and in items that begin with such
a verb ("(a) Requested ..."). What other texts tell of other bodies ("in which it had decided") does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from actionlines.documents.model import Document
from actionlines.framework.bodies import resolve_name
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.languages.grammar import english, skip
from actionlines.mandates.names import Span, known
from actionlines.mandates.words import Form, Hit, Verb, find_infinitive, hit_at, hits, word_set, words_of

_FAR = 400  # characters from the occasion to the name
_WINDOW = 120
_OPENS = (":", "：", " that", " to")
_LABEL = expression(r"[(（]?(?:[a-zа-яء-ي]{1,4}|[一二三四五六七八九十]{1,3})[.)）、]|[•●▪◦‣·–—-]")
_STOP = expression(r"[.!?][”\")]?\s+(?=[“\"(]?[A-Z])")
_QUOTE = expression(r"[“\"«‘\s]*")


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
        if match := english("report of a session").search(words[:600]):
            return match["who"], frozenset(english("organ noun").findall(match["who"]))
    return "", frozenset()


def tells_of_session(text: str, start: int, end: int, nouns: frozenset[str]) -> bool:
    """Return whether a sentence of a report tells what the body did: "At its 4th meeting, the Board decided"."""
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
    parents: dict[str, str] = {}
    by_id = document.by_id
    above = ""
    before = ""
    for paragraph in document.paragraphs:
        text, parent = paragraph.text, paragraph.parent
        item = _LABEL.fullmatch(paragraph.number) is not None
        follows = by_id[above].text if above else ""
        known = parent in by_id and by_id[parent].text.endswith(_OPENS) and not (item and follows.endswith(_OPENS))
        goes_on = not paragraph.number and paragraph.kind == "text" and before.endswith((":", ";", "; and", "; or"))
        hangs = above != "" and not known and (item or (goes_on and text.endswith((";", "; and", "; or", "."))))
        parents[paragraph.id] = above if hangs and above != parent else parent
        opens = not paragraph.number and text.endswith(_OPENS)
        if paragraph.kind in ("heading", "footnote") or opens or not (hangs or parent):
            above = paragraph.id if text.endswith(_OPENS) and paragraph.kind != "footnote" else ""
        before = text
    return parents


def end_of_speaker(text: str, start: int, end: int, again: bool = False) -> int:
    """Return where the name of the body that speaks ends, 0 for none. `again`: "It" is the body that spoke before."""
    for at in dict.fromkeys((start, skip("opening of a sentence", text, start, end))):
        name = english("speaks").match(text, at, end)
        if name and (again or not name["again"] or english("it goes on").match(text, start, end)):
            return name.end()
    return 0


def end_of_acting_name(text: str, start: int, end: int) -> int:
    """Return where the name of the body ends that is said to have acted at a meeting or on a day, or 0."""
    occasion = english("occasion").match(text, start, end)
    before = occasion and english("before name").search(text, occasion.end(), min(end, occasion.end() + _FAR))
    return skip("organ name", text, before.end(), end) if before else 0


def first_past_verb(text: str, start: int, end: int, opens: bool = False) -> Hit | None:
    """Return the first operative verb in the past of the sentence start..end; None where it tells nothing.

    At the head of a paragraph or item (`opens`) the verb may stand alone ("Also decided to ...").
    """
    if opens and (hit := hit_at(text, "past", skip("opening adverbs", text, start))):
        return hit
    at = end_of_speaker(text, start, end) or end_of_acting_name(text, start, end)
    straight = skip("straight on", text, at, end)
    for hit in hits(text, "past", at, end) if at else ():
        if hit.start == straight > at or english("boundary").search(text[max(at, hit.start - _WINDOW) : hit.start]):
            return hit
    return None


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence; they cover the text apart from the blanks between them."""
    stops = (match.span() for match in _STOP.finditer(text))
    abbreviations = words_of("abbreviation")
    ends = (end for stop, end in stops if not text[max(0, stop - 7) : stop + 1].endswith(abbreviations))
    return list(pairwise((0, *ends, len(text)))) if text else []


Subject = Literal["assembly", "we", "cooperation"]


@dataclass(frozen=True, slots=True)
class Operative:
    """An operative verb: its clause begins at `lead` ("and further requests"), its complement is at end..limit."""

    lead: int
    start: int
    end: int
    limit: int
    verb: Verb
    subject: Subject
    subject_at: Span | None = None


def _operative(lead: int, hit: Hit, subject: Subject, subject_at: Span | None = None) -> Operative:
    return Operative(lead, hit.start, hit.end, hit.end, hit.verb, subject, subject_at)


def in_sentence(text: str, start: int, end: int, past: bool = False, again: bool = False) -> list[Operative]:
    """The operative verbs of the sentence start..end, which may begin at its verb.

    `again`: whether "It" may represent the body that spoke in the sentence before.
    """
    quote = _QUOTE.match(text, start, end)
    opens, start = not start, quote.end() if quote else start
    first = first_past_verb(text, start, end, opens) if past else None
    named = end_of_speaker(text, start, end, again)
    aside = english("aside after a speaker").match(text, named, end) if named else None
    behind = aside.end() - 1 if aside else named or start
    if first:
        operatives = _joined(text, "past", first.end, end, [_operative(start, first, "assembly")])
    elif named and english("account of a text").search(text, start, behind):
        operatives = []
    else:
        operatives = _recommitted(text, _joined(text, "third", behind, end, []), end)
    operatives = operatives or _first_person(text, start, end, opens)
    operatives = sorted(
        [*operatives, *_participles(text, start, end, operatives)], key=lambda operative: operative.start
    )
    return [replace(item, limit=limit) for item, limit in _limits(operatives, end)]


def _limits(operatives: list[Operative], end: int) -> list[tuple[Operative, int]]:
    return list(zip(operatives, [*(operative.lead for operative in operatives[1:]), end], strict=False))


def _lead(text: str, low: int, at: int, role: str = "before a verb") -> int | None:
    """Return where the words of a role begin that end at `at`, the start of a verb behind `low`; None for none."""
    window = max(low, at - _WINDOW)
    match = english(role).search(text[window:at])
    return window + match.start() if match else None


def _behind_comma(text: str, low: int, at: int) -> int | None:
    """Return where the comma is behind which a verb goes on; None where there is none."""
    return _lead(text, low, at, "before comma")


def _joined(text: str, form: Form, low: int, end: int, operatives: list[Operative]) -> list[Operative]:
    """Return the verbs found with those behind `low` that the same body speaks."""
    for hit in hits(text, form, low, end):
        lead = _lead(text, low, hit.start)
        plural = not operatives and hit.verb.third in word_set("verb or plural")
        if lead is None or (plural and english("noun of").match(text, hit.end)):
            continue  # "Requests for information"
        stated = operatives or english("stated").match(text, low, hit.start)
        if not stated and _is_clause(text, low, lead, hit.start):
            continue
        if operatives and (hit.verb.base == "require" or not _coordinated(text, low, operatives[-1], hit)):
            continue  # "article 13, inter alia, requires the host country to ..." speaks of an instrument
        operatives.append(_operative(lead, hit, "assembly"))
    return operatives


def _recommitted(text: str, main: list[Operative], end: int) -> list[Operative]:
    operatives: list[Operative] = []
    for item, stop in _limits(main, end):
        operatives.append(item)
        for hit in hits(text, "bare", item.end, stop) if item.verb.patterns == "r" else ():
            joined = english("and before a verb").search(text, max(item.end, hit.start - 20), hit.start)
            if hit.verb.patterns == "g" and joined:
                operatives.append(_operative(joined.start(), hit, item.subject, item.subject_at))
    return operatives


def _is_clause(text: str, start: int, lead: int, verb: int) -> bool:
    """Return whether what precedes the first operative verb of a sentence is more than an adverbial."""
    head = text[start:lead]
    adverbial = len(head) <= 300 and english("opener").match(head) and text[lead:verb].startswith(",")
    return bool(head.strip()) and not adverbial


def _coordinated(text: str, low: int, previous: Operative, hit: Hit) -> bool:
    if hit.verb.third in word_set("verb or plural") and english("noun after").match(text, hit.end):
        return False
    # Without a comma it may continue a relative clause: "a body which advises X and encourages Y".
    return (
        _behind_comma(text, low, hit.start) is not None
        or english("relative").search(text, previous.end, hit.start) is None
        or text[hit.end : hit.end + 5] == " the "
    )


def _first_person(text: str, start: int, end: int, opens: bool) -> list[Operative]:
    operatives: list[Operative] = []
    for match in english("we").finditer(text, start, end):
        if hit := hit_at(text, "bare", match.end()):
            lead = _lead(text, start, match.start())
            lead = match.start() if lead is None else lead
            who: tuple[Subject, str] = ("cooperation", "ours") if match["ours"] else ("we", "we")
            operatives.append(_operative(lead, hit, who[0], match.span(who[1])))
    if not operatives:
        operatives = (_bare_opening(text, start) if opens else []) or _long_subject(text, start, end)
    return _with_coordinated(text, operatives, end)


def _long_subject(text: str, start: int, end: int) -> list[Operative]:
    """ "We, Heads of State and Government, assembled in Doha, commit to ..."."""
    for hit in hits(text, "bare", start, end) if text.startswith("We, ", start) else ():
        if _behind_comma(text, start, hit.start) is not None:
            return [_operative(start, hit, "we", (start, start + 2))]
    return []


def _bare_opening(text: str, start: int) -> list[Operative]:
    """Return how paragraphs of a declaration go on after "We, the Ministers, therefore": "Commit to ..."."""
    hit = hit_at(text, "bare", skip("opening adverbs", text, start))
    if hit is None or hit.verb.patterns == "w" or not text[start : start + 1].isupper():
        return []
    return [_operative(start, hit, "we")]


def _with_coordinated(text: str, main: list[Operative], end: int) -> list[Operative]:
    """Add the verbs that share the subject: "We note X and call upon Y to ..."."""
    operatives: list[Operative] = []
    for item, stop in _limits(main, end):
        operatives.append(item)
        for hit in hits(text, "bare", item.end, stop):
            lead, comma = _lead(text, item.end, hit.start), _behind_comma(text, item.end, hit.start) is not None
            commits = hit.verb.patterns == "g" and (operatives[-1].verb.asks or not comma)
            if lead is None or hit.verb.patterns == "w" or commits:
                continue
            if _shares_subject(text, operatives[-1], hit, comma, stop):
                operatives.append(_operative(lead, hit, item.subject, item.subject_at))
    return operatives


def _participles(text: str, start: int, end: int, others: list[Operative]) -> Iterator[Operative]:
    """Yield participles that commit or ask somebody ("..., while continuing to encourage States to consult")."""
    for hit in hits(text, "gerund", start, end):
        main = next((operative for operative in reversed(others) if operative.start < hit.start), None)
        if not hit.verb.asks or hit.verb.patterns in ("r", "s") or (main is None and hit.start > start):
            continue
        lead = _behind_comma(text, start, hit.start) if main else start
        # Participles behind these tell what an earlier text asked.
        reports = main is not None and main.verb.base in word_set("reporting")
        if lead is not None and not reports and _asks_somebody(text, hit, end):
            yield _operative(lead, hit, main.subject if main else "assembly", main.subject_at if main else None)


def _asks_somebody(text: str, hit: Hit, end: int) -> bool:
    if hit.verb.patterns == "g":
        return True
    infinitive = find_infinitive(text, hit.end, end) if "a" in hit.verb.patterns else None
    first = next(iter(members(text, hit.end, infinitive[0])), (0, 0)) if infinitive else (0, 0)
    words = text[slice(*first)]
    return bool(known(words) or (words[:1].isupper() and resolve_name(words)))


def _shares_subject(text: str, previous: Operative, hit: Hit, comma: bool, end: int) -> bool:
    """Return whether a bare form after "and" is the next operative verb, not an infinitive of the running
    complement.

    After a statement ("We recognize ... and call upon") or a complement without infinitive it is a verb
    of the text itself when it asks somebody; after an infinitive only behind a comma.
    """
    calls = hit.verb.base in word_set("calling")
    if previous.verb.patterns == "w":  # "We will ..., and call upon States to"
        return comma and calls and _asks_somebody(text, hit, end)
    running = english("infinitive open").search(text, previous.end, hit.start) is not None
    if not hit.verb.asks or hit.verb.base in word_set("own act"):
        return comma or not running
    asks = bool(english("somebody ahead").match(text, hit.end)) or " " in hit.verb.bare
    if comma:
        return asks
    if not previous.verb.asks and running and " " not in hit.verb.bare:
        return _asks_somebody(text, hit, end)  # "the need to connect people and encourage the use of"
    return asks and (not previous.verb.asks or not running or calls)
