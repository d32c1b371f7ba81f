"""Items that name whom they ask: "We call on:" / "(a) Governments to build wells", or some of those above."""

from __future__ import annotations

import re
from dataclasses import replace

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.asks import Ask, Reading, with_due
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.infinitive import find_infinitive

_LONGEST_NAMES = 400
_DOES = re.compile(r"(?:to|that)\s", re.IGNORECASE)
_WHICH = re.compile(r"(?:which|who|that)\s+[a-z]+\s")


def addressed(context: Context, chapeau: Ask, stop: int) -> Reading | None:
    """Return what an item asks of those whom it names itself; None where it names nobody.

    The chapeau asks somebody: it names nobody ("Invites:"), or others than the item does.
    """
    if chapeau.strength in ("decides", "commits") or chapeau.lists not in ("to", "keyword"):
        return None
    if _DOES.match(context.text) and not _WHICH.match(context.text):
        return None
    to = find_infinitive(context.text, 0, min(stop, _LONGEST_NAMES))
    if to is None:
        return None
    if chapeau.addressees and _WHICH.match(context.text):
        return Reading(chapeau, (to[1], stop))
    spans, bodies = context.named(0, to[0])
    if not spans:
        return None
    certain = bodies != (UNSPECIFIED,) and all(
        is_body(context.names, context.index, context.text, *span) for span in spans
    )
    if not certain and (chapeau.addressees or context.text[spans[0][0]].islower()):
        return None
    named = tuple(context.phrase(*span) for span in spans)
    sure = tuple(body for body in bodies if body != UNSPECIFIED) or bodies
    ask = replace(chapeau, addressees=named, bodies=sure, checks=())
    return Reading(with_due(context, ask, 0, to[0]), (to[1], stop))
