"""Sub-items: how they continue the words of their chapeau."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates import keyword_items
from actionlines.mandates.asks import Ask, Reading, make
from actionlines.mandates.clause import actors, complement, subject
from actionlines.mandates.context import Context
from actionlines.mandates.keyword_items import addressed
from actionlines.mandates.reading import asks_another
from actionlines.mandates.split import Operative
from actionlines.mandates.verbs import hit_at
from actionlines.mandates.words import is_verb

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
        yield from keyword_items.readings(context, chapeau, stop)
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
