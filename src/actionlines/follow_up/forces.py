"""What is decided counts; what is proposed, recommended or restated is counted apart."""

from __future__ import annotations

from collections import Counter

from actionlines.follow_up.model import FORCES, Asked, FollowUp
from actionlines.papers.words import ENGLISH, Words


def decides(follow_up: FollowUp) -> bool:
    """Return whether some mandate is decided: then only such count, and all others apart."""
    return any(row.force == "decided" for row in follow_up.mandates)


def counted(one: Asked, follow_up: FollowUp) -> int:
    """Return the number of mandates that count for a body: the decided ones, all where nothing is decided."""
    return one.mandates if decides(follow_up) else sum(one.by_force)


def counting(follow_up: FollowUp) -> frozenset[int]:
    """Return the positions of the mandates that count: the decided ones, all where nothing is decided."""
    only = decides(follow_up)
    return frozenset(at for at, row in enumerate(follow_up.mandates) if not only or row.force == "decided")


def forces_apart(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return what is not decided as a sentence with its numbers, "" where everything is."""
    found = Counter(row.force for row in follow_up.mandates)
    told = ", ".join(
        f"{words(f'force.{one}')} {words.number(found[one])}" for one in FORCES[1:] if found[one]
    )
    return words("brief.apart" if found["decided"] else "brief.none-decided", list=told) if told else ""
