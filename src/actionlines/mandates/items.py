"""Sub-items: how they continue the words of their chapeau, or of a keyword line of the ITU layout.

"resolves" / "2 to call upon the Members to act" asks the Members; "1 that the Union should:" leaves the rest
to its items; "3 to adopt the plan, inviting the Sectors to use it" asks the Sectors as well.

Where an opening line or the words of a list are missing, who is asked is open, and said to be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.clause import actors, agents, complement, is_body, names_end, subject
from actionlines.mandates.context import Ask, Context, Reading, make, with_due
from actionlines.mandates.model import Phrase, check
from actionlines.mandates.names import Span
from actionlines.mandates.reading import asks_another, names_a_thing
from actionlines.mandates.split import Operative
from actionlines.mandates.words import Hit, find_infinitive, hit_at, hits, is_infinitive, is_verb, word_set

_LONGEST_NAMES = 400
_DOES = expression(r"(?:to|that)\s", re.IGNORECASE)


def addressed(context: Context, chapeau: Ask, stop: int) -> Reading | None:
    """Return what an item asks of those whom it names itself; None where it names nobody.

    The chapeau asks somebody: it names nobody ("Invites:"), or others than the item does.
    """
    if chapeau.strength in ("decides", "commits") or chapeau.lists not in ("to", "keyword"):
        return None
    if _DOES.match(context.text):
        return None
    to = find_infinitive(context.text, 0, min(stop, _LONGEST_NAMES))
    if to is None:
        return None
    spans, bodies = context.named(0, to[0])
    if not spans:
        return None
    certain = bodies != (UNSPECIFIED,) and all(is_body(context, *span) for span in spans)
    if not certain and (chapeau.addressees or context.text[spans[0][0]].islower()):
        return None
    named = tuple(context.phrase(*span) for span in spans)
    sure = tuple(body for body in bodies if body != UNSPECIFIED) or bodies
    ask = replace(chapeau, addressees=named, bodies=sure, checks=())
    return Reading(with_due(context, ask, 0, to[0]), (to[1], stop))


_TO_DO = expression(r"to\s+", re.IGNORECASE)
_THAT_CLAUSE = expression(r"that[\s,]\s*", re.IGNORECASE)
# "in implementing this resolution, to take into account", "each within its mandate, to report"
_OPENING = expression(
    r"(?:in|on|at|by|with|without|within|as|for|from|through|under|upon|after|before|during|when|where|while|if|also"
    r"|pursuant|subject|consistent|based|bearing|taking|given|having|following|each|together|further)\b",
    re.IGNORECASE,
)
_LONGEST_OPENING = 400
_CLAUSE = expression(r"(?:the|[A-Z][a-z]+)\s[^;:.]{1,300}?\b(?:shall|should)\s")
_INFINITIVE = expression(r"[,:]\s+(?P<also>also\s+)?(?P<to>to\s+)")
_MODAL = expression(r"\b(?:shall|should|will|must|may)(?:,[^,;:]{1,80},)?\s*:$|\bto\s*:$")
_SHORT = 3  # words: no action of its own stands before such a colon
_AND_TO = expression(r"[,;]? and (?:also |further )?to (?=[a-z])")
MOST = 20
# A permission lays no duty on anybody.
_PERMITS = expression(r"[^;:]{0,300}?\b(?:may|can)\b(?! not\b)")
_OBLIGES = expression(r"\b(?:shall|should|must|will)\b")
_JOINED = expression(r"(?:,(?: and)?| and) $")


def read_keyword_item(context: Context, chapeau: Ask, stop: int) -> Iterator[Reading]:
    """Yield what the first sentence of an item (up to `stop`) asks, with the participles that ask in it."""
    own = addressed(context, chapeau, stop)
    if own is not None:
        yield own
        return
    start = _keyword_start(context.text, stop)
    if start is None and (chapeau.lists == "lost" or _is_clause(context.text, chapeau)):
        start = 0
    if start is None:
        return
    asked = list(_participles(context, start, stop))
    end = asked[0][0] if asked else stop
    if _permits(context.text, chapeau, start, end):
        return
    further = _further(context, chapeau, start, end)
    yield _first(context, chapeau, start, further[0][0] if further else end)
    yield from (reading for _, reading in further)
    yield from (reading for _, reading in asked)


def _is_clause(text: str, chapeau: Ask) -> bool:
    """Return whether an item of a decision is a clause of its own: "the list shall be open to all"."""
    return chapeau.strength == "decides" and _CLAUSE.match(text) is not None


def _keyword_start(text: str, stop: int) -> int | None:
    """Return where the action begins, behind "to", "that" or an opening that ends in ", to"."""
    lead = _TO_DO.match(text) or _THAT_CLAUSE.match(text)
    if lead:
        return lead.end()
    if not _OPENING.match(text):
        return None
    for match in _INFINITIVE.finditer(text, 0, min(stop, _LONGEST_OPENING)):
        if is_infinitive(text, match.start("to"), match.end(), 0):
            return match.end()
    return None


def _permits(text: str, chapeau: Ask, start: int, end: int) -> bool:
    """Return whether a clause only allows something: "that the Council may exceed the budget"."""
    if chapeau.strength != "decides" or not _THAT_CLAUSE.match(text) or text.startswith("no ", start):
        return False
    return _PERMITS.match(text, start, end) is not None and not _OBLIGES.search(text, start, end)


def _first(context: Context, chapeau: Ask, start: int, end: int) -> Reading:
    """Return the item's own clause: an ask of another, a chapeau for its items, or what the keyword line asks."""
    ask, action = chapeau, start
    if chapeau.strength == "decides" and not chapeau.addressees:
        nested = None if _THAT_CLAUSE.match(context.text) else _keyword_nested(context, start, end)
        if nested is not None:
            ask, action = nested
        elif not _TO_DO.match(context.text):
            ask = _subject_acting(context, chapeau, start, end)
    elif _THAT_CLAUSE.match(context.text):
        ask = _subject_acting(context, chapeau, start, end)
    words = context.text[action:end].rstrip()
    if words.endswith(":") and context.has_items:
        modal = _MODAL.search(words)
        opened = replace(ask, lists="gerund" if modal else ask.lists)
        plain = words.rstrip(" :")
        if modal and (not modal.group().startswith("to") or len(plain.split()) < _SHORT):
            return Reading(opened, None, "chapeau")
        return Reading(opened, (action, end))
    return Reading(ask, (action, end))


def _further(context: Context, chapeau: Ask, start: int, end: int) -> list[tuple[int, Reading]]:
    """What the speaker asks of others behind its own action: "to continue the work, and to call upon Members
    to act"; each with where its words begin.
    """
    if chapeau.strength != "decides" or chapeau.addressees or _keyword_nested(context, start, end):
        return []
    found: list[tuple[int, Ask, int]] = []
    for match in islice(_AND_TO.finditer(context.text, start, end), MOST):
        nested = _keyword_nested(context, match.end(), end)
        if nested:
            found.append((match.start(), *nested))
    ends = [at for at, _, _ in found[1:]] + [end]
    return [(at, Reading(ask, (action, stop))) for (at, ask, action), stop in zip(found, ends, strict=False)]


def _keyword_nested(context: Context, start: int, end: int) -> tuple[Ask, int] | None:
    """Return whom the speaker asks through a verb of its own ("to call upon Members to act"), and where the action
    begins.
    """
    hit = hit_at(context.text, "bare", start)
    if hit is None or "a" not in hit.verb.patterns or not hit.verb.asks:
        return None
    operative = Operative(start, hit.start, hit.end, end, hit.verb, "assembly")
    found = complement(context.text, operative, end)
    if found.shape != "infinitive":
        return None
    ask = _named(context, hit, *found.asked)
    if ask is None or names_a_thing(context, operative, found, [(p.start, p.end) for p in ask.addressees]):
        return None  # "to encourage efforts to act": the speaker's own
    return ask, found.action[0]


def _named(context: Context, hit: Hit, start: int, end: int) -> Ask | None:
    spans, bodies = context.named(start, end)
    if not spans or bodies == (UNSPECIFIED,):
        return None
    operative = Operative(hit.start, hit.start, hit.end, end, hit.verb, "assembly")
    return make(context, operative, spans, bodies)


def _participles(context: Context, start: int, stop: int) -> Iterator[tuple[int, Reading]]:
    """Yield where a participle that asks begins, and what it asks: ", inviting the Sectors to use it"."""
    text = context.text
    found: list[tuple[int, Ask, int]] = []
    for hit in hits(text, "gerund", start, stop):
        joined = _JOINED.search(text, max(start, hit.start - 6), hit.start)
        if joined is None or "a" not in hit.verb.patterns or not hit.verb.asks:
            continue
        to = find_infinitive(text, hit.end, min(stop, hit.end + _LONGEST_OPENING))
        ask = _named(context, hit, hit.end, to[0]) if to else None
        if to and ask and (ask.addressees[0].start - hit.end <= len(" all the ")):
            found.append((joined.start(), ask, to[1]))
    for index, (at, ask, action) in enumerate(found):
        end = found[index + 1][0] if index + 1 < len(found) else stop
        yield at, Reading(ask, (action, end))


# "that the Union's role should": the owner acts
_OWNED = expression(
    r"(?:the )?(?P<who>[A-Z][\w-]*(?: [A-Z][\w-]*){0,4})['’]s? (?:[a-z-]+ ){0,2}?"
    r"(?:role|work|activit(?:y|ies)|efforts|contribution|participation|programmes?|assistance|support)\b"
)
_HOUSE = expression(r"(?:the )?(?P<name>[A-Z][\w-]*)")
_OPENINGS = 4
_DUTY = expression(r"(?:, [^,;:]{1,120},)? (?:shall|should|must|will)\b")
_ADVERBIAL = expression(
    r"(?:to the extent|based|notwithstanding|in|on|at|for|as|from|by|under|within|pursuant|subject|if|when"
    r"|where|while|until|pending|with|without|after|before|upon|during|given|having)\b"
)
_NEXT_WORD = expression(r"\s+([A-Za-z][\w-]*)")
_NAMES_END = expression(
    r", (?:including|in|as|through|within|with|when|which)\b| (?:shall|should|will|must|continue)\b"
)


def _subject_acting(context: Context, chapeau: Ask, start: int, end: int) -> Ask:
    """Return the subject of a that-clause, where it is a body, or the body whose work the subject is."""
    if chapeau.addressees:
        return chapeau
    owned = _OWNED.match(context.text, start, end)
    if owned:
        spans, bodies = context.named(*owned.span("who"))
    elif chapeau.strength == "decides":
        spans, bodies = actors(context, start, end, decides=True)
    else:
        span = subject(context, start, end)
        spans, bodies = context.named(*span) if span else ([], ())
    if spans and not owned:
        spans, bodies = _who_acts(context, spans, bodies, end)
    if not spans or bodies == (UNSPECIFIED,):
        span = _subject_after_opening(context, start, end)
        spans, bodies = context.named(*span) if span else ([], ())
    if not spans or bodies == (UNSPECIFIED,):
        # "special action be started by the Secretary-General"
        spans, bodies = agents(context, start, end, passive=True)
    if not spans or bodies == (UNSPECIFIED,):
        return chapeau
    known = tuple(body for body in bodies if body != UNSPECIFIED)
    return replace(chapeau, addressees=tuple(context.phrase(*span) for span in spans), bodies=known)


def _name_end(context: Context, at: int, end: int) -> int:
    """Return where the names that begin at `at` end, those of the Union's own organs included ("the Union")."""
    stop = names_end(context, at, end)
    match = _HOUSE.match(context.text, at, end)
    known = match is not None and stop == at and match["name"].lower() in context.names.house
    return match.end() if match and known else stop


def _who_acts(
    context: Context, spans: Sequence[Span], bodies: tuple[str, ...], end: int
) -> tuple[list[Span], tuple[str, ...]]:
    """Return the subject whole ("RAG (the first group), TSAG and TDAG, continue"); nobody where a name is only the
    beginning of one ("ITU fairs should be held").
    """
    text, last = context.text, spans[-1][1]
    word = _NEXT_WORD.match(text, last, end)
    if word and not (word[1] in word_set("behind a subject") or is_verb(word[1])):
        return [], ()
    if text.startswith(" (", last):
        stop = _NAMES_END.search(text, last, min(end, last + _LONGEST_OPENING))
        if stop:
            return context.named(spans[0][0], stop.start())
    return list(spans), bodies


def _subject_after_opening(context: Context, start: int, end: int) -> Span | None:
    """Where a body is named that shall act: behind "based on the review, " or "to the extent possible, ", or
    though the clause is a passive ("the offices shall be involved").
    """
    at = start
    for _ in range(_OPENINGS):
        stop = _name_end(context, at, end)
        word = _NEXT_WORD.match(context.text, stop, end) if stop > at else None
        small = word_set("behind a subject") - {"also", "further"}
        bare = word is not None and word[1] not in small and is_verb(word[1])
        if stop > at and (bare or _DUTY.match(context.text, stop, end)):
            return at, stop
        comma = context.text.find(", ", at, min(end, at + _LONGEST_OPENING))
        if comma < 0 or not (at > start or _ADVERBIAL.match(context.text, start)):
            return None
        at = comma + len(", ")
    return None


# The reason stands for the words that open a list as well: what said who is asked is missing.
_MISSING = "no-keyword-line"
_UNHEADED = "unheaded"
_FIRST_WORD = expression(r"(?:[a-z]+ly\s+)?(?P<word>[a-z][\w-]*)")


def is_unheaded(paragraph: Paragraph) -> bool:
    """Return whether the keyword line above an item is missing."""
    return _UNHEADED in paragraph.id.split(".")


def unknown(paragraph: Paragraph) -> Ask:
    """Return the ask of an item without a keyword line: its first word stands for the verb."""
    first = paragraph.text.partition(" ")[0]
    return Ask(
        "instruct", "requests", Phrase(first, 0, len(first), paragraph.id), (), (UNSPECIFIED,),
        lists="keyword", checks=(check("addressees", _MISSING),),
    )  # fmt: skip


def lists_of_verbs(document: Document) -> frozenset[str]:
    """Return the ids of the lists without an opening, each item of which begins with something to do."""
    lists: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in document.paragraphs:
        if paragraph.kind == "operative" and paragraph.level and not paragraph.parent:
            lists[list_of(paragraph)].append(paragraph)
    return frozenset(ident for ident, items in lists.items() if all(_does(item.text) for item in items))


def list_of(paragraph: Paragraph) -> str:
    """Return the id of the list that an item stands in."""
    return paragraph.id.rpartition(".")[0]


def _does(text: str) -> bool:
    match = _FIRST_WORD.match(text)
    return text.startswith("to ") or (
        match is not None and (match["word"].endswith("ing") or is_verb(match["word"]))
    )


def lost(above: Ask, siblings: Collection[tuple[str, ...]]) -> Ask:
    """Return what a list without an opening is asked: whom the keyword line names, else the one body that
    the items above it name.
    """
    checks = (check("addressees", _MISSING),)
    if above.addressees:
        return replace(above, lists="lost", checks=checks)
    same = set(siblings)
    return replace(
        above, bodies=same.pop() if len(same) == 1 else (UNSPECIFIED,), lists="lost", checks=checks
    )


MOST = 20  # further asks looked at in one item
# "decided: (a) To welcome the report": a statement
_STATES = expression(r"[Tt]o (?:take note|welcome|note|commend|express|recognize|acknowledge|recall)\b")
_TO = expression(r"[Tt]o\s+")
_THAT = expression(r"[Tt]hat\s+")
# An item that is a sentence, or goes on in one ("Shall be held").
_FINITE = expression(r"^[^;:]*\b(?:shall|will|should|would|may|might|must|can|is|are|be)\b|^(?:Shall|Will)\b")
_WORD = expression(r"(?:[A-Z][a-z]+ly\s+(?:and\s+)?)*(?P<word>[A-Za-z][\w-]*)")


def readings(context: Context, chapeau: Ask, stop: int) -> Iterator[Reading]:
    """Yield what the first sentence of a sub-item (up to `stop`) asks in the words of its chapeau."""
    if chapeau.lists in ("keyword", "lost"):
        yield from read_keyword_item(context, chapeau, stop)
        return
    nested = list(_nested(context, chapeau, stop))
    if nested:
        yield from nested
        return
    if chapeau.strength == "decides" and _STATES.match(context.text):
        return
    named = addressed(context, chapeau, stop)
    if named is not None:
        yield named
        return
    loose = chapeau.lists == "to" and context.paragraph.kind == "text"
    start = _start(context.text, "bare" if loose else chapeau.lists)
    if start is not None:
        ask = _acting(context, chapeau, start, stop)
        yield Reading(ask, (start, stop))


def _start(text: str, lists: str) -> int | None:
    """Return where the action of a sub-item begins; None when the item is a means, a topic or a content."""
    to, that = _TO.match(text), _THAT.match(text)
    if to:
        return to.end()
    if lists == "that":
        return that.end() if that else 0
    if lists == "clause":
        return that.end() if that else 0 if _FINITE.search(text) else None
    if lists in ("bare", "gerund"):
        match = _WORD.match(text)
        word = match["word"].lower() if match else ""
        gerund = lists == "gerund" and word.endswith("ing")
        return 0 if word and (gerund or is_verb(word)) else None
    return that.end() if that and lists == "to" else None


def _acting(context: Context, chapeau: Ask, start: int, stop: int) -> Ask:
    """`resolves` / `2 that the Council shall ...`: the subject of the clause is asked, where it is a body."""
    if chapeau.lists in ("that", "clause") and not chapeau.addressees and chapeau.strength == "decides":
        spans, bodies = actors(context, start, stop, decides=True)
    elif not chapeau.addressees and (chapeau.lists == "that" or _THAT.match(context.text)):
        span = subject(context, start, stop)
        spans, bodies = context.named(*span) if span else ([], ())
    else:
        return chapeau
    if not spans or bodies == (UNSPECIFIED,):
        return chapeau
    known = tuple(body for body in bodies if body != UNSPECIFIED)
    return replace(chapeau, addressees=tuple(context.phrase(*s) for s in spans), bodies=known)


# ", and also to request the Secretary-General to": a second ask of the same item
# "The Assembly may wish: (c) To request the Office to ...": the Office is asked.
_WISHES = ("may wish", "should")
_ALSO_TO = expression(r"[,;] and (?:also |further )?to (?=[a-z])")


def _nested(context: Context, chapeau: Ask, stop: int) -> Iterator[Reading]:
    """Asks inside a list of commitments or decisions: "(d) Call on all stakeholders to provide ..."."""
    wishes = chapeau.verb in _WISHES
    binds = chapeau.strength in ("commits", "decides")
    if chapeau.lists not in ("bare", "gerund", "to") or not (binds or wishes):
        return
    to = _TO.match(context.text) if chapeau.lists == "to" or wishes else None
    if chapeau.lists == "to" and to is None:
        return
    at = to.end() if to else 0
    hit = hit_at(context.text, "bare", at) or hit_at(context.text, "gerund", at)
    while hit is not None and asks_another(hit.verb):
        more = _ALSO_TO.finditer(context.text, hit.end, stop) if to else iter(())
        others = ((match, hit_at(context.text, "bare", match.end())) for match in islice(more, MOST))
        cut, following = next(((m, h) for m, h in others if h and asks_another(h.verb)), (None, None))
        operative = Operative(hit.start, hit.start, hit.end, cut.start() if cut else stop, hit.verb, "we")
        found = complement(context.text, operative, operative.limit)
        spans, bodies = context.named(*found.asked) if found.shape == "infinitive" else ([], ())
        named = bool(spans) and context.text[spans[0][0]].isupper()
        if not spans or (bodies == (UNSPECIFIED,) and not (wishes and named)):
            return
        ask = make(context, operative, spans, bodies)
        due = replace(ask, due=chapeau.due, due_phrase=chapeau.due_phrase)
        yield Reading(due, (found.action[0], operative.limit))
        hit = following
