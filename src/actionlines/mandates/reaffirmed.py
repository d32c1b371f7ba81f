"""The reaffirming verbs, which carry a mandate only in a few forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actionlines.framework.bodies import UNSPECIFIED, resolve
from actionlines.lazily import expression
from actionlines.mandates.asks import Reading, make, own, with_due
from actionlines.mandates.clause import actors, is_body
from actionlines.mandates.context import Context
from actionlines.mandates.names import MEMBER_STATES, Span, is_short, known
from actionlines.mandates.split import Operative
from actionlines.mandates.words import find_infinitive, is_gerund_or_infinitive, is_verb

_MANNER = r"\s+(?:with (?:[a-z]+ ){1,2})?"  # "reiterates with concern its request"
_COMMITMENT = expression(
    _MANNER + r"(?:its|our|their|the)\s+(?:[a-z-]+,?\s+(?:and\s+)?){0,4}?"
    r"(?:commitments?|determination|resolve|pledge|readiness|willingness"
    r"|resolution)(?:,\s*[^;:]{1,160}?,|\s+(?:at|in|contained in"
    r"|made in|expressed in|set out in)\s[^,;:]{1,100}?)?\s+to\s+"
)
# "reiterates its decision to address the issue": decided again
_DECISION = expression(
    _MANNER + r"(?:its|our|the)\s+(?:[a-z-]+\s+){0,2}?decisions?(?:,[^,;]{1,120},)?\s+to\s+"
)
_CALL = expression(
    _MANNER + r"(?:its|our|the|their)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?:request|call|invitation|appeal|recommendation|demand|encouragement)s?\b"
    r"(?:,?\s+(?:made|contained|set out|expressed|addressed|in|by|of|as)\b[^;]{0,400}?(?:\d|,|\)))?"
    r"\s+(?P<link>to|upon|on|for|that)\s+"
)
_URGED = expression(
    r"\s+that\s+(?P<who>[^;:]{3,300}?)\s+(?:are|is)\s+(?:[a-z]+ly\s+|also\s+|hereby\s+)*"
    r"(?:urged|requested|invited|encouraged|called upon|required)\s+to\s+"
)
_THAT = expression(r",?\s*(?:[^,;:]{1,80},\s*)?that\s+")
_NAME = expression(r"(?:the )?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,3})")
_ASIDE = expression(r"(?:\s+of the Secretariat)?(?:,\s*[^;:]{1,200}?,)?")
_DUTY = expression(
    r"\s+(?:shall|will)\b|(?:\s+not)?\s+(?:be|continue|remain|ensure|take|have|make|provide|report"
    r"|submit|maintain)\b"
)
_STATES = ("States", "Member", "Governments")
# "that all peacekeeping missions shall be given ...": a group of bodies with a duty
_GROUP = expression(
    r"(?:the )?(?P<group>[a-z-]+(?: (?!(?:of|for|in|on|to|by|from|that)\b)[a-z-]+){0,6}) shall\b"
)
_STATE_GROUPS = frozenset((MEMBER_STATES, "governments", "states-parties"))


def readings(context: Context, operative: Operative) -> Iterator[Reading]:
    """Yield mandates of reaffirm, reiterate, renew (patterns "r"), stress and emphasize ("s")."""
    text, start, end = context.text, operative.end, operative.limit
    if operative.verb.patterns == "r":
        # "reaffirms its commitment to VERB"; a noun after it names an instrument or a principle
        match = _COMMITMENT.match(text, start, end)
        if match:
            if is_gerund_or_infinitive(text, match.end()):
                yield Reading(replace(own(context, operative), strength="commits"), (match.end(), end))
            return
        match = _DECISION.match(text, start, end)
        if match and is_verb(text[match.end() : end].split(" ", 1)[0]):
            ask = own(context, operative)  # bound by it still; "reiterates" asks for it, as elsewhere
            ask = replace(ask, strength="commits") if operative.verb.base == "reaffirm" else ask
            yield Reading(ask, (match.end(), end))
            return
        # "reiterates its request to X to VERB", "reaffirms the call for NOUN"
        match = _CALL.match(text, start, end)
        if match:
            yield from _call(context, operative, match["link"], match.end())
            return
        # "reiterates that X are urged to VERB"
        match = _URGED.match(text, start, end)
        if match:
            yield Reading(make(context, operative, *context.named(*match.span("who"))), (match.end(), end))
            return
    # "stresses that the Department shall VERB"
    match = _THAT.match(text, start, end)
    body = _bound(context, match.end(), end) if match else None
    if match and body:
        yield Reading(make(context, operative, *context.named(*body)), (match.end(), end))


def _call(context: Context, operative: Operative, link: str, at: int) -> Iterator[Reading]:
    text, end = context.text, operative.limit
    to = find_infinitive(text, at, end)
    if link == "that":
        asked = actors(context, at, end)
        yield Reading(make(context, operative, *asked), (at, end))
    elif link == "for" and to is None:
        yield Reading(make(context, operative, [], ()), (at, end))
    elif to is None:
        if link == "to" and is_verb(text[at:end].split(" ", 1)[0]):
            yield Reading(make(context, operative, [], ()), (at, end))
        elif text[at:end].rstrip().endswith(":"):
            yield Reading(
                replace(make(context, operative, *context.named(at, end)), lists="to"), None, "chapeau"
            )
    else:
        spans, bodies = context.named(at, to[0])
        if link == "for" and not _for_body(context, at, to[0], spans, bodies):
            yield Reading(make(context, operative, [], ()), (at, end))
            return
        action = to[0] - 4 if text[to[0] - 4 : to[0]] == "not " else to[1]
        ask = make(context, operative, spans, bodies)
        yield Reading(with_due(context, ask, at, to[0]), (action, end))


def _for_body(context: Context, at: int, to: int, spans: list[Span], bodies: tuple[str, ...]) -> bool:
    """Whether "the call for X to act" asks X: a known body, or one by its short name alone ("the Centre")."""
    if not spans or to > at + 300:
        return False
    if not is_body(context, *spans[0], by_capital=False):
        alone = len(spans) == 1 and spans[0][1] >= to - 1
        surface = context.text[slice(*spans[0])]
        return alone and surface[:1].isupper() and is_short(surface)
    return UNSPECIFIED not in bodies


def _bound(context: Context, start: int, end: int) -> Span | None:
    """Return the span of a body named as the subject of a clause with "shall", "will" or a bare subjunctive."""
    for mention in context.names.within(context.index, start, min(end, start + 6)):
        if _has_duty(context.text, mention.end, end):
            return mention.place[1], mention.end
    group = _GROUP.match(context.text, start, end)
    if group and set(_body_of(group["group"])) - _STATE_GROUPS:
        return group.span("group")
    match = _NAME.match(context.text, start, end)
    if not match or match["name"].startswith(_STATES) or not _has_duty(context.text, match.end(), end):
        return None
    return (
        match.span("name")
        if is_short(match["name"]) or known(match["name"]) or resolve(match["name"])
        else None
    )


def _body_of(words: str) -> tuple[str, ...]:
    return known(words) or resolve(words)


def _has_duty(text: str, at: int, end: int) -> bool:
    aside = _ASIDE.match(text, at, end)
    places = {at, aside.end() if aside else at}
    return any(_DUTY.match(text, place, end) is not None for place in places)
