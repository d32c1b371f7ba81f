"""An ask: an operative verb with those whom it addresses, before its action is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.context import Context
from actionlines.mandates.due_forms import find_due
from actionlines.mandates.model import Check, Phrase, Strength
from actionlines.mandates.names import MEMBER_STATES, Span, head_noun
from actionlines.mandates.split import Operative

Lists = Literal["", "to", "bare", "gerund", "that", "clause", "keyword", "lost"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a chapeau hands down to its sub-items, and what a mandate adds its action to.

    `lists` tells how sub-items continue the words: "to" ("Calls upon X:"), "bare" ("... to:"), "gerund"
    ("We commit to:"), "that", "clause" (items that are sentences: "the arrangements will be as follows:"),
    "keyword" (a keyword line of the ITU layout), "lost" (the opening of the list is missing beneath one), ""
    (the words are complete). `checks` are the fields of it that a person should read.
    """

    verb: str
    strength: Strength
    verb_phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    due: tuple[str, ...] = ()
    due_phrase: Phrase | None = None
    lists: Lists = ""
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One ask with its action; `action` is None when the ask shares the next verb's action (`role` "shared")
    or leaves it to the sub-items ("chapeau").
    """

    ask: Ask
    action: Span | None
    role: Literal["mandate", "shared", "chapeau"] = "mandate"


def make(context: Context, operative: Operative, spans: Sequence[Span], bodies: tuple[str, ...]) -> Ask:
    """Return the ask of `operative`; without addressees a decision is the speaker's own, anything else "
    "unspecified.
    """
    verb = operative.verb
    if not bodies:
        bodies = (context.speaker,) if verb.strength == "decides" else (UNSPECIFIED,)
    if AMBIGUOUS in bodies:
        bodies = (AMBIGUOUS,)
    if len(bodies) > 1 and UNSPECIFIED in bodies:
        bodies = tuple(body for body in bodies if body != UNSPECIFIED)
    return Ask(
        verb.base,
        strength_of(verb.strength),
        context.phrase(operative.start, operative.end),
        tuple(context.phrase(*span) for span in spans),
        bodies,
    )


def own(context: Context, operative: Operative) -> Ask:
    """Return the body that binds itself: "We" are the Member States, except where "We decide" as the Assembly."""
    decides = operative.verb.strength == "decides"
    if operative.subject_at is None:
        ours = operative.subject == "we" and not decides
        return make(context, operative, [], (MEMBER_STATES if ours else context.speaker,))
    return make(context, operative, [operative.subject_at], (context.speaker if decides else MEMBER_STATES,))


def same_again(ask: Ask, before: Ask | None) -> Ask:
    """Return an ask to "them" after one to several, or to "it" after one to a single body, in the same paragraph:
    the same are asked ("Requests X and Y to act, and also requests them to ...").
    """
    words = [phrase.text.lower() for phrase in ask.addressees]
    if before is None or len(words) != 1:
        return ask
    single = len(before.bodies) == len(before.addressees) == 1
    if words[0] in ("it", "latter") and single and not head_noun(before.addressees[0].text).endswith("s"):
        return replace(ask, bodies=before.bodies)
    if words[0] not in ("them", "they"):
        return ask
    several = len(before.addressees) > 1 or before.addressees[0].text.endswith(("s", "parties", "Parties"))
    return replace(ask, bodies=before.bodies) if several and before.bodies != (UNSPECIFIED,) else ask


# "as part of his regular reporting to the Council, to provide an update"
_IN_REPORTS = expression(
    r"\b(?:as part of|in|within|through|in the context of) (?:his|her|its|their|the) "
    r"(?:regular|periodic|annual|biennial|quarterly) (?:[a-z]+ )?report(?:s|ing)?\b"
)


# "By 2030, we will": what opens the sentence of a verb
_OPENING = expression(
    r"(?:^|[.;:]\s|,\s)(?P<when>(?:by|before|until|no later than|not later than|within|between|from|starting)\s"
    r"[^,;:.]{1,60}),\s(?:(?:we|our|also|further|therefore)\s)*$",
    re.IGNORECASE,
)
_LONGEST_OPENING = 120


def with_due(context: Context, ask: Ask, start: int, end: int, lead: int | None = None) -> Ask:
    """Return a date between the verb and its infinitive counts for the whole, as does one that opens the sentence
    of the verb at `lead`.
    """
    text = context.text
    found = _dated(context, ask, text, start, end)
    opening = None
    if found is None and lead is not None:
        opening = _OPENING.search(text, max(0, lead - _LONGEST_OPENING), lead)
    if opening:
        low, high = opening.span("when")
        found = _dated(context, ask, f"{text[:low]}{text[low].lower()}{text[low + 1 : high]}", low, high)
    if found is None:
        return ask
    return replace(ask, due=found[0], due_phrase=context.phrase(*found[1]))


def _dated(
    context: Context, ask: Ask, text: str, start: int, end: int
) -> tuple[tuple[str, ...], Span] | None:
    due = find_due(text, start, end, context.year, context.holders(ask.bodies))
    # What recurs belongs to the action; before it stand addressees ("States that report annually").
    regular = _IN_REPORTS.search(text, start, end)
    forms = tuple(form for form in due.forms if regular or not form.startswith("recurring:")) if due else ()
    return (forms, (due.start, due.end)) if due and forms else None


def strength_of(word: str) -> Strength:
    """Return the strength of a verb of the table; the reaffirming families ask unless they commit."""
    match word:
        case "decides" | "invites" | "encourages" | "commits":
            return word
        case _:
            return "requests"
