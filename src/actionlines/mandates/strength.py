"""The strength of a mandate, and the special rules of the reaffirming verbs."""

from __future__ import annotations

import re

from actionlines.framework.bodies import by_alias, resolve
from actionlines.mandates.infinitive import is_gerund_or_infinitive
from actionlines.mandates.model import Strength
from actionlines.mandates.names import Names, is_short

Span = tuple[int, int]

_COMMITMENT = re.compile(
    r"\s+(?:its|our|their|the)\s+(?:[a-z-]+,?\s+(?:and\s+)?){0,4}?(?:commitments?|determination|resolve|pledge|readiness|willingness|resolution)"
    r"(?:,\s*[^,;]{1,120},)?\s+to\s+"
)
_CALL = re.compile(
    r"\s+(?:its|our|the|their)\s+(?:[a-z-]+\s+){0,3}?(?P<noun>request|requests|call|calls|invitation|appeal|recommendation|demand|encouragement)s?\b"
    r"(?:(?P<made>,?\s+(?:made|contained|set out|expressed|addressed|in|by|of|as)\b[^;]{0,400}?(?:\d|,|\)))?\s+(?P<link>to|upon|on|for|that)\s+)"
)
_URGED = re.compile(
    r"\s+that\s+(?P<who>[^;:]{3,300}?)\s+(?:are|is)\s+(?:[a-z]+ly\s+|also\s+|hereby\s+)*(?:urged|requested|invited|encouraged|called upon|required)\s+(?P<not>not\s+)?to\s+"
)
_DUTY = re.compile(r"\s+(?:shall|will)\b")
_THAT = re.compile(r",?\s*(?:[^,;:]{1,80},\s*)?that\s+")


def strength_of(word: str) -> Strength:
    """The strength of a verb of the table; the reaffirming families ask unless they commit."""
    if word in ("decides", "requests", "invites", "encourages", "commits"):
        return word  # type: ignore[return-value]
    return "requests"


def commitment(text: str, start: int, end: int) -> int | None:
    """Where the action begins in "reaffirms its commitment to VERB", or None: a noun names a principle."""
    match = _COMMITMENT.match(text, start, end)
    if not match:
        return None
    return match.end() if is_gerund_or_infinitive(text, match.end()) else None


def repeated_call(text: str, start: int, end: int) -> tuple[str, int] | None:
    """(link, position after it) of "reiterates its request to", "the call ... for"; None when nothing is spelled out."""
    match = _CALL.match(text, start, end)
    return (match["link"], match.end()) if match else None


def urged(text: str, start: int, end: int) -> tuple[Span, int] | None:
    """(addressees, action) of "reiterates that States are urged to"."""
    match = _URGED.match(text, start, end)
    return (match.span("who"), match.end()) if match else None


def duty(names: Names, index: int, text: str, start: int, end: int) -> tuple[Span, int] | None:
    """(named body, action) of "stresses that the Department shall ...": a duty laid on a body by name."""
    match = _THAT.match(text, start, end)
    if not match:
        return None
    clause = match.end()
    subject = named_subject(names, index, text, clause, end)
    return (subject, clause) if subject else None


_SUBJUNCTIVE = re.compile(r"(?:\s+not)?\s+(?:be\b|continue\b|remain\b|ensure\b|take\b|have\b|make\b|provide\b|report\b|submit\b|maintain\b)")


def named_subject(names: Names, index: int, text: str, start: int, end: int) -> Span | None:
    """The span of a body that is the subject of a clause with "shall", "will" or a bare subjunctive."""
    for mention in names.within(index, start, min(end, start + 6)):
        low = mention.place[1]
        if _has_duty(text, mention.end, end):
            return low, mention.end
    match = re.compile(r"(?:the )?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,3})").match(text, start, end)
    if match and (is_short(match["name"]) or resolve(match["name"])) and _has_duty(text, match.end(), end):
        if by_alias(match["name"]) and match["name"].split()[0] in ("States", "Member", "Governments"):
            return None
        return match.span("name")
    return None


_ASIDE = re.compile(r"(?:\s+of the Secretariat)?(?:,\s*[^;:]{1,200}?,)?")


def _has_duty(text: str, at: int, end: int) -> bool:
    aside = _ASIDE.match(text, at, end)
    for position in {at, aside.end() if aside else at}:
        if _DUTY.match(text, position, end) or _SUBJUNCTIVE.match(text, position, end):
            return True
    return False
