"""How often: "annually", "an annual report"."""

from __future__ import annotations

import re

from actionlines.lazily import expression
from actionlines.mandates.due import recurrences
from actionlines.mandates.words import ordinal_pattern

_RECUR = expression(
    r"\b(?:" + "|".join(f"(?P<r{i}>{row.words})" for i, row in enumerate(recurrences())) + r")\b",
    re.IGNORECASE,
)
# An adjective tells how often only when it belongs to what is produced.
_ADJECTIVES = frozenset(
    [
        "annual",
        "biennial",
        "triennial",
        "quadrennial",
        "quinquennial",
        "periodic",
        "regular",
        "monthly",
        "quarterly",
        "semi-annual",
        "biannual",
        "yearly",
        "twice-yearly",
        "half-yearly",
    ]
)
_PRODUCED = expression(
    r",?\s+(?:[a-z-]+,?\s+){0,4}?(?:reports?|reporting|updates?|briefings?|basis|cycle|dialogues?"
    r"|reviews?|discussions?|debates?"
    r"|interactive|observance|assessments?|evaluations?|surveys?|meetings?|contributions?|conferences?"
    r"|events?|workshops?|panels?|consultations|progress)\b",
    re.IGNORECASE,
)
_NO_NOUN = expression(r"\s*(?:$|[,;.]|(?:to|in|at|on|and|with|by)\b)")
_DEFINITE = expression(r"\b(?:its|their|the|of|at)\s+$")
_TITLED = expression(r"\b(?:19|20)\d\d $")
_ENABLED = expression(r"\b(?:enabl|allow)[a-z]+ [^,;]{1,60} to $")
_RELATED = expression(
    r"\b[a-z]+s (?:that|which|who) (?!shall|will|should|must|be\b|meets?\b|is\b|are\b)[a-z]+ [^,;]{0,90}$"
)
_REPORTS = expression(
    r"\s+(?:and \w+ )?(?:reports?|reporting|basis|progress|(?:[A-Z][\w/-]* ){1,8}Reports?)\b"
)


_ONE_OF = expression(
    rf"\b(?:{ordinal_pattern()}|next|forthcoming|upcoming|previous|last|latest|combined|initial|overdue) $",
    re.IGNORECASE,
)
_ACTED_ON = expression(
    r"\b(?:endorse|approve|adopt|accept|welcome|take note of|build(?:ing)? on|based on|contained in) the $"
)
# "the annual report of the Conference on its 2031 session", "the triennial report requested in resolution 1/2"
_GIVEN = expression(
    r"\s+(?:progress )?(?:report|meeting|session)s? (?:of [^,;]{1,60} )?(?:on (?:its|the work of its) "
    r"(?:20\d\d|[a-z-]+) session"
    r"|requested in|contained in|referred to in|submitted (?:to|pursuant)|for (?:the year )?20\d\d\b)"
)


def _is_given(text: str, at: int, end: int) -> bool:
    """Return whether a recurring report is one that exists already or was asked for before."""
    return _GIVEN.match(text, at, end) is not None


# "based on the annual report": the report exists
_BASED = expression(
    r"\b(?:based (?:up)?on|on the basis of|findings of|contained in|according to|in (?:the )?light of|results of) "
    r"(?:the|its|his|her) $"
)


# "a Chair rotating on an annual basis", "the measures on the annual report": of something else than what is asked
_OF_OTHERS = expression(
    r"\b(?!(?:by|and|or|of|to|in|continue|consider|begin|start|keep|while|when)\b)[A-Za-z]{3,} [a-z]+ing"
    r" (?:on )?(?:an? )?$|\brelat(?:ed|ing) to the (?:[a-z]+ )?$"
)


def find_recurring(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...]] | None:
    """Return (start, end, forms) of how often something is asked for in start..end, or None."""
    for match in _RECUR.finditer(text, start, end):
        word = match.group().lower()
        adverb = word == "quarterly" and _NO_NOUN.match(text, match.end(), end)  # "meet at least quarterly"
        if word in _ADJECTIVES and not adverb and not _PRODUCED.match(text, match.end(), end):
            continue
        if word in _ADJECTIVES and _ONE_OF.search(text, max(start, match.start() - 24), match.start()):
            continue  # "the seventh biennial review"
        if word in _ADJECTIVES and _ACTED_ON.search(text, max(start, match.start() - 40), match.start()):
            continue  # "endorse the annual progress report"
        if word in _ADJECTIVES and _is_given(text, match.end(), end):
            continue
        if word in _ADJECTIVES and _BASED.search(text, max(start, match.start() - 30), match.start()):
            continue
        if _TITLED.search(text, max(start, match.start() - 8), match.start()):
            continue  # "the 2023 annual report" exists
        if _RELATED.search(text, max(start, match.start() - 120), match.start()):
            continue  # "threats that account for a hundred deaths annually"
        if _OF_OTHERS.search(text, max(start, match.start() - 60), match.start()):
            continue
        if _ENABLED.search(text, max(start, match.start() - 80), match.start()):
            continue  # "in a manner that enables all Parties to regularly monitor progress"
        # "its annual meetings" take place anyway; "the annual reports" are what is asked for
        definite = _DEFINITE.search(text, max(start, match.start() - 7), match.start())
        if word in _ADJECTIVES and definite and not _REPORTS.match(text, match.end()):
            continue
        form = next(row.form for i, row in enumerate(recurrences()) if match.group(f"r{i}"))
        return match.start(), match.end(), (f"recurring:{form}",)
    return None
