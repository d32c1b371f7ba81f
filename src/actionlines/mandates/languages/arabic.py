"""Those who are asked in an Arabic text.

The subject stands behind its verb, where other languages name those whom it asks: "توصي اللجنة الدولة" recommends
the Committee the State. A pronoun is an ending of the verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.lazily import expression
from actionlines.mandates.languages.addressees import Member, within
from actionlines.mandates.languages.grammar import Verb
from actionlines.mandates.languages.hits import Place, VerbHit
from actionlines.mandates.languages.names import Named

_PRONOUN = expression(r"(?:ها|ه|هم)$")
_TO = expression(r"\s*(?:الي|من)\s+")
_JOINED = expression(r"\s*(?:الي\s|من\s|الـ?)?")
_NEAR = 60  # letters behind the verb within which its subject stands


def behind_speaker(place: Place, hit: VerbHit, members: Sequence[Member]) -> tuple[int, int] | None:
    """Return where the asked stand when the subject stands between them and the verb; None without a subject.

    members  those that the words behind the verb name, the subject among them
    """
    inside = within(place.names, hit.end, hit.end + _NEAR)
    if len(inside) < 2:
        return None
    first, second = inside[:2]
    gap = place.text[first.end : second.start]
    if not (_speaks(first) or hit.verbs[0].form == "past" or _TO.fullmatch(gap)):
        return None
    if place.text[hit.end : first.start].strip() or not _JOINED.fullmatch(gap):
        return None
    stop = max((member.end for member in members), default=second.end)
    return (first.end, max(stop, second.end)) if stop > first.end else None


def joins_pronoun(text: str, hit: VerbHit) -> bool:
    """Return whether the verb ends in the pronoun of those whom it asks: "requests it to"."""
    return _PRONOUN.search(text, hit.start + 3, hit.end) is not None


def only_speaker(place: Place, verb: Verb, members: Sequence[Member]) -> bool:
    """Return whether the body behind a verb is its subject and nobody is addressed."""
    if len(members) != 1 or verb.base != "recommend":
        return False
    inside = within(place.names, members[0].start, members[0].end)
    return bool(inside) and _speaks(inside[0])


def _speaks(name: Named) -> bool:
    """Return whether a name alone shows that the body speaks: "the Committee", ACABQ."""
    return name.generic or name.bodies == ("acabq",)
