"""The bodies that receive the product of a mandate."""

from __future__ import annotations

import re
from itertools import islice

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.addressees import bodies_of, members
from actionlines.mandates.clause import is_body
from actionlines.mandates.due_forms import RECENT
from actionlines.mandates.names import Passage
from actionlines.mandates.sessions import holder, year_of_session
from actionlines.mandates.words import governed, ordinal, ordinal_pattern

GENERAL_ASSEMBLY = "general-assembly"
_GIVE = expression(
    r"\b(?:[Rr]eport\w*|submit\w*|present\w*|transmit\w*|convey\w*|provid\w+|brief\w*|inform\w*|updat\w+"
    r"|communicat\w+|contribut\w+|circulat\w+|propos\w+|recommend(?= to\b)|keep(?= )|notif\w+|send"
    r"|account(?= to\b)|recommendations?|findings|results|outcomes|information|be made|apprise|findings)\b",
    re.IGNORECASE,
)
# "to the Assembly", "for the consideration of the Council", "before the Committee"
_TO = expression(
    r"\bfor (?:its )?consideration (?:during|at) (?:the|its) [a-z-]+ session of (?=the [A-Z])|\bbefore "
    r"(?=the (?:[A-Z][a-z]+ )?(?:Assembly|Council|Committee|Commission)\b)|\bto (?=(?:the |its |all "
    r"|relevant |both |States|Member States|each )|[A-Z])|\bfor (?:the |further |its |their )"
    r"?(?:consideration|review|approval|adoption|endorsement|information|decision)(?: and [a-z]+)? (?:of|by)"
    r" "
)
_THROUGH = expression(
    r"\b(?:through|via) (?=(?:the |its )?(?:[A-Z]|(?:[a-z]+ ){1,6}(?:segment|session) of the [A-Z]))"
)
_AND_TO = expression(
    r"\b(?:and|as well as)(?: also)? to (?:(?:transmit|submit|present|provide|convey) (?:it|them|(?:the"
    r"|that|this|such) reports?) to )?(?:(?:the|its) (?:[a-z-]+ ){1,3}sessions? of )?(?=the [A-Z]|[A-Z]{2}"
    r"|(?:the )?(?:next |20\d\d )?plenipotentiary)|\band (?:transmit|submit|present|provide|convey) (?:it"
    r"|them|(?:the|that|this|such) reports?) to (?=the [A-Z]|[A-Z]{2})|\band to bring (?:it|them|(?:the"
    r"|that|this|such) [a-z]+) to the attention of (?=the [A-Z])"
)
_ITS_SESSION = expression(
    rf"\b(?:at|during) (?:its|the) (?:main part of (?:its"
    rf"|the) )?(?P<n>{ordinal_pattern()}) (?:(?:and|or) [a-z-]+ )?sessions?\b",
    re.IGNORECASE,
)
_GIVEN = frozenset(("report", "update"))
_AT = expression(
    r"\bat (?:the 20\d\d (?:ordinary )?session of )?"
    r"(?=(?:the|its) (?:[a-z-]+ ){0,3}(?:[A-Z][\w-]* (?:(?:on|of|for|the|and) )*){0,6}?"
    r"(?:Dialogue|Forum|Conference|Meeting|Summit|Assembly|Committee|Commission|Council|Congress)\b)"
)
_STRAIGHT = expression(
    r"\bprovide (?=the [A-Z][^,;]{1,60} with\b)"
    r"|\b(?:brief|inform|apprise|update|keep|notify|send) (?=the |its |Member States|States)"
)
# What begins with one of these gives something, whatever it is called.
_GIVES = expression(
    r"(?:[a-z]+ly )?(?:report|submit|present|communicate|notify|inform|brief|apprise|send|account|propose"
    r"|deliver|convey)\b(?! (?:the text of )?(?:this|the present) (?:resolution|decision))",
    re.IGNORECASE,
)
# "submit to it, through the Council, a report", "keep it informed": the speaker receives
_TO_IT = expression(
    r"\b(?:submit|report|present|provide|transmit)(?: back)? to it\b|\b(?:keep|brief|inform|update) it\b"
)
_END = expression(
    r",| for an?\b| at (?:its|the|their|each)\b| in (?:its|his|the|their|accordance|20)\b| for (?:its|their"
    r"|[a-z]+(?:tion|val|view|sion)\b)\b| on\b(?= [a-z])| by\b| no later| before\b| during\b| (?:every|each)"
    r"\b| through\b| with\b| as (?:part|appropriate|well as the)| within\b| (?:a|an|the|its|his|their|any"
    r"|concrete|updated)\b(?! )| a | an | its | his | her | their | annually| biennially| regularly| "
    r"periodically| under\b| prior\b| until\b| once\b| upon\b| via\b| thereof\b| of (?:the|its|this|any"
    r"|their) [a-z]| information\b| any | (?:apprised|informed|updated|abreast)\b| proposals\b| "
    r"recommendations\b| options\b| and to\b| (?:a )?written"
)
_MAX_PLACES = 60  # a real action has ten; an endless one must not take for ever
_PRODUCTS = frozenset(
    [
        "report",
        "update",
        "review",
        "assessment",
        "evaluation",
        "mapping",
        "proposal",
        "strategy",
        "road-map",
        "action-plan",
        "targets-indicators",
        "standards",
    ]
)


def report_to(
    here: Passage, start: int, end: int, deliverable: str, speaker: str = UNSPECIFIED
) -> tuple[str, ...]:
    """Return labels of the bodies to which the action start..end gives its product; () when it names none.
    `speaker` is "it".
    """
    if (
        deliverable not in _PRODUCTS
        and not _GIVES.match(here.text, start, end)
        and not _BE_GIVEN.match(here.text, start, end)
    ):
        return ()
    if speaker != UNSPECIFIED and _TO_IT.search(here.text, start, end):
        return (speaker,)
    given = _GIVE.search(here.text, start, end)
    if not given:
        return ()
    for pattern in (_STRAIGHT, _TO, _AT, _THROUGH):
        places = pattern.finditer(here.text, start if pattern is _STRAIGHT else given.start(), end)
        for match in islice(places, _MAX_PLACES):
            if pattern is _TO and governed(here.text, match.start(), start):
                continue
            found = _bodies(here, match.end(), end)
            if found:
                return tuple(dict.fromkeys((*found, *_further(here, match.end(), end))))
    if deliverable in _GIVEN and _at_session(here, start, end):
        return (GENERAL_ASSEMBLY,)
    return ()


# "the draft be presented to the Board"
_BE_GIVEN = expression(r"[^,;]{1,120} be (?:submitted|presented|transmitted|communicated|sent|reported) to ")


def _at_session(here: Passage, start: int, end: int) -> bool:
    """Return whether a session of the Assembly, by a number that no other body has, is the date."""
    numbered = _ITS_SESSION.search(here.text, start, end)
    if not numbered or ordinal(numbered["n"]) < RECENT:
        return False
    whose = holder(here.names, here.index, here.text, *numbered.span())
    return year_of_session(whose, ordinal(numbered["n"])) is None


def _further(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Receivers added with a "to" of their own: "to the Assembly at its ... session and to the Council"."""
    match = _AND_TO.search(here.text, start, min(end, start + 300))
    return _bodies(here, match.end(), end) if match else ()


def _bodies(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return the bodies named from `start`, as far as names go."""
    named = next(iter(here.names.within(here.index, start, start + 5)), None)
    stop = _END.search(here.text, named.end if named else start + 4, end)
    limit = min(stop.start() if stop else end, start + 240)
    found: list[str] = []
    for low, high in members(here.text, start, limit):
        if here.text[low].isupper() and not is_body(here, low, high, by_capital=False):
            continue
        for body in bodies_of(here, low, high):
            if body != UNSPECIFIED and body not in found:
                found.append(body)
    return tuple(found)
