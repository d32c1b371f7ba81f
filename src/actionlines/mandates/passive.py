"""Sentences that ask in the passive: "The regional commissions are invited to use existing platforms."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.mandates.asks import Reading, make
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.members import members
from actionlines.mandates.split import Operative
from actionlines.mandates.verbs import verbs

_ASKED = re.compile(
    r"(?P<who>[A-Z][^;:.]{2,200}?)\s+(?:are|is)\s+(?:[a-z]+ly\s+|also\s+|further\s+|hereby\s+)*"
    r"(?P<verb>requested|invited|urged|encouraged|called upon)\s+(?P<to>to\s+|not\s+to\s+)"
)
_BASE = {
    "requested": "request",
    "invited": "invite",
    "urged": "urge",
    "encouraged": "encourage",
    "called upon": "call upon",
}


def readings(context: Context, start: int, end: int) -> Iterator[Reading]:
    """The mandate of a sentence whose subject is asked; none when the subject is not a body."""
    text = context.text
    match = _ASKED.match(text, start, end)
    if match is None:
        return
    first = next(iter(members(text, *match.span("who"))), None)
    if first is None or first[0] > start + 4 or not is_body(context.names, context.index, text, *first):
        return
    verb = next(verb for verb in verbs() if verb.base == _BASE[match["verb"]])
    operative = Operative(start, match.start("verb"), match.end("verb"), end, verb, "assembly")
    action = match.start("to") if match["to"].startswith("not") else match.end()
    yield Reading(make(context, operative, *context.named(*match.span("who"))), (action, end))
