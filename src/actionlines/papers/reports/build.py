"""Build a report of any kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actionlines.papers.account.model import Account
from actionlines.papers.model import Paper
from actionlines.papers.reports import biennial, contribution, cooperation, follow_up, lines, profile
from actionlines.papers.reports.request import Asked, Built, checked
from actionlines.papers.reports.words import words
from actionlines.papers.sections.closing import Told

_BUILDERS: Mapping[str, Callable[[Told, Asked], Paper]] = {
    "follow-up": follow_up.follow_up,
    "biennial": biennial.biennial,
    "contribution": contribution.contribution,
    "profile": profile.profile,
    "cooperation": cooperation.cooperation,
}


def build(account: Account, asked: Asked, *, mark: bool = True) -> Built:
    """Return the report. The same account and request give the same paper.

    mark  whether numbers that changed or are bound to nothing are marked in the text of people

    Raises NotAsked (AL822) and UnknownConcept (AL302) for what cannot be asked, NothingToReport (AL821) where the
    account does not hold what the report is about.
    """
    asked = checked(asked)
    numbered = asked.kind in ("biennial", "contribution")
    draft = Told(account, words(asked.language), asked.texts, numbered=numbered, mark=mark)
    paper = _BUILDERS[asked.kind](draft, asked)
    seen = tuple((section, tuple(pairs.items())) for section, pairs in draft.seen.items())
    return Built(paper, tuple(draft.flags), seen)


def slots(asked: Asked) -> tuple[str, ...]:
    """Return the sections in which people may write, in the order of the paper."""
    if asked.kind == "biennial":
        return ("introduction", *(f"line:{one}" for one in lines.all_lines()), *biennial.AFTER)
    return {
        "follow-up": follow_up.SLOTS,
        "contribution": contribution.SLOTS,
        "profile": profile.SLOTS,
        "cooperation": cooperation.SLOTS,
    }[asked.kind]
