"""Who acts in a clause or a noun phrase."""

from __future__ import annotations

import re

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.addressees import bodies_of, named
from actionlines.mandates.names import Names

Span = tuple[int, int]

_VERB = re.compile(
    r"\s+(?:shall|will|should|must|may|can|be|is|are|continues?|consider|remain|take|ensure|report|submit|provide|have|make|convene|hold"
    r"|include|develop|give|undertake|establish|conduct|prepare|explore|promote|support|strengthen|work|address|do|review|avoid)\b"
)
_OPENING = re.compile(r"(?:,?\s*(?:during|in|at|for|as|on|from|by|under|within|pursuant|subject|starting|beginning|if|when|where)\b[^,;]{1,160},\s*)")
_BY = re.compile(r"\b(?:by|of|from|between|among)\s+(?=all |the |other |relevant |Member |States|Governments|those |[A-Z])")
_AGENT = re.compile(r"\b(?:hosted|provided|serviced|supported|convened|organized|prepared|led|chaired|undertaken|carried out)\s+by\s+(?=the )")
# Nouns whose "of X" names who acts: "the participation of those stakeholders".
_DOER = re.compile(
    r"(?:participation|involvement|engagement|cooperation|contributions?|efforts|action|actions|attendance|commitment|support)"
    r"(?:\s+and\s+[a-z]+)?$"
)
_STOP = re.compile(r"[,;:.]| to | in | for | on | with | at | through | towards | within | as ")
# "shall be met": the subject is not who acts.


def subject(names: Names, index: int, text: str, start: int, end: int) -> Span | None:
    """The subject of a clause, up to its verb."""
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    verb = _VERB.search(text, start, min(end, start + 400))
    if verb is None:
        return None
    by = _BY.search(text, start, verb.start())
    low = start
    if text[start : verb.start()].split(" ", 1)[0] in ("annual", "the", "any") and by and not _is_body(names, index, text, start, verb.start()):
        if text[by.start() : by.end()].strip() == "by":
            return by.end(), _phrase_end(text, by.end(), verb.start())
        return None
    return low, verb.start()


def _is_body(names: Names, index: int, text: str, start: int, end: int) -> bool:
    low = start + 4 if text.startswith("the ", start) else start
    return bodies_of(names, index, text, low, end) != (UNSPECIFIED,)


def _phrase_end(text: str, start: int, end: int) -> int:
    stop = _STOP.search(text, start, end)
    return stop.start() if stop else end


def agents(names: Names, index: int, text: str, start: int, end: int) -> tuple[list[Span], tuple[str, ...]]:
    """Addressees inside a noun phrase: "action by all stakeholders", "the participation of States"."""
    spans: list[Span] = []
    bodies: list[str] = []
    for match in _BY.finditer(text, start, min(end, start + 300)):
        word = match.group().split()[0]
        if word == "of" and not _DOER.search(text[start : match.start()].rstrip()):
            continue
        if word not in ("by", "of"):
            continue
        found, ids = named(names, index, text, match.end(), _phrase_end(text, match.end(), end))
        if found and ids and ids != (UNSPECIFIED,):
            spans += found
            bodies += ids
            break
    return spans, tuple(dict.fromkeys(bodies))
