"""Occasions that are due dates: "prior to the high-level meeting", "in his next proposed programme budget"."""

from __future__ import annotations

import re
from itertools import islice

_EVENT = re.compile(
    r"\b(?P<prep>in the context of|at|during|in advance of|in preparation for|as part of|before|by|upon"
    r"|(?:upon|at|after|following) the (?:conclusion|completion|end) of) "
    r"(?:the|its|their) (?:[a-z-]+ )?(?P<coming>upcoming|forthcoming|next|coming) "
    r"(?P<what>(?:[a-z-]+ ){0,3}?(?:review|conference|summit|meeting|forum|evaluation|assessment|dialogue"
    r"|consultations|negotiations)\b(?: of (?:the )?[A-Z][\w-]*(?:(?: (?:and"
    r"|of|for|the|on)){0,3} [A-Z][\w-]*)*)?)",
)
# "in his next proposed programme budget"
_BUDGET = re.compile(
    r"\b(?:in|within|through|as part of|in the context of) (?:his|its|her|their|the) "
    r"(?P<what>(?:next|forthcoming|upcoming|subsequent) (?:[a-z-]+ ){0,3}?budget"
    r"(?: (?:submission|proposal|outline))?)s?\b"
)
# "prior to the high-level meeting", "ahead of the beginning of the fourth Review Conference"
_BEFORE = re.compile(
    r"\b(?<!months )(?<!weeks )(?<!days )(?:prior to|ahead of|in advance of|before) "
    r"(?:the (?:start|beginning|commencement|opening|convening|holding) of )?(?:the|its) "
    r"(?P<what>(?:[a-z-]+ ){0,3}?(?:[A-Z][\w-]* ){0,4}?"
    r"(?:high-level meeting|high-level conference|summit|conference|midterm review|review conference"
    r"|Meeting|Conference|Summit|Congress|Forum|Dialogue)\b"
    r"(?: of (?:the )?(?:States(?: Parties)?|Parties)\b)?)",
)
_SLUG = re.compile(r"[^a-z0-9]+")


def find_events(text: str, start: int, end: int, found: list[tuple[int, int, tuple[str, ...]]]) -> None:
    """Occasions without a date: "in the context of the upcoming review of the Department ..."."""
    dated = bool(found)
    for pattern in (_EVENT, _BUDGET, _BEFORE):
        if pattern is _BEFORE and dated:
            break  # a date says more
        for match in islice(pattern.finditer(text, start, end), _MOST):
            if all(match.end() <= low or match.start() >= high for low, high, _ in found):
                found.append((match.start(), match.end(), (f"event:{slug(match['what'])}",)))


def slug(words: str) -> str:
    """Words as the form of an event has them: "high-level-meeting"."""
    return _SLUG.sub("-", words.lower()).strip("-")


_MOST = 40  # occasions looked at in one action
