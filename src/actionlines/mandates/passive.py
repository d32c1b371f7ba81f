"""Sentences that ask in the passive: "The regional commissions are invited to use existing platforms."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from actionlines.mandates.asks import Reading, make
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.members import members
from actionlines.mandates.predicates import asked
from actionlines.mandates.split import Operative
from actionlines.mandates.words import alternatives


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>[A-Z][^;:.]{{2,200}}?)\s+(?:are|is)\s+(?:(?:{alternatives('asking adverb')})\s+)*"
        rf"(?P<verb>{'|'.join(asked('passive'))})\s+(?P<to>to\s+|not\s+to\s+)"
    )


# "Since members are many, users are invited": the subject is not all that stands before the verb.
_CLAUSE = re.compile(
    r"(?:Since|When|While|As|If|Although|Though|Because|Where|Whenever|Once|Unless|After|Before|That)\b"
    r"|\b(?:is|was|were|has|had|when|because|although)\b|,\s+(?:who|which)\s*$|\b(?:who|which|that)$"
)


def readings(context: Context, start: int, end: int) -> Iterator[Reading]:
    """The mandate of a sentence whose subject is asked; none when the subject is not a body."""
    text = context.text
    match = _asked().match(text, start, end)
    if match is None or _CLAUSE.search(match["who"]):
        return
    first = next(iter(members(text, *match.span("who"))), None)
    if first is None or first[0] > start + 4 or not is_body(context.names, context.index, text, *first):
        return
    verb = asked("passive")[match["verb"]]
    operative = Operative(start, match.start("verb"), match.end("verb"), end, verb, "assembly")
    action = match.start("to") if match["to"].startswith("not") else match.end()
    yield Reading(make(context, operative, *context.named(*match.span("who"))), (action, end))
