"""Who shall act by a clause under a keyword line: "that, where possible, the Council shall merge"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.asks import Ask
from actionlines.mandates.clause import actors, agents, names_end, subject
from actionlines.mandates.context import Context
from actionlines.mandates.infinitive import is_verb
from actionlines.mandates.names import Span
from actionlines.mandates.words import word_set

_LONGEST_OPENING = 400
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


def acting(context: Context, chapeau: Ask, start: int, end: int) -> Ask:
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
    if bodies == (UNSPECIFIED,) and context.names.defined(context.text[slice(*spans[0])]):
        # An organ that the paper defines itself acts, though the framework does not know it.
        return replace(chapeau, addressees=tuple(context.phrase(*span) for span in spans), bodies=bodies)
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
