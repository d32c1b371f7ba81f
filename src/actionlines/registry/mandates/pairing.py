"""Which of the mandates found in a paragraph is which of those held: by their words first, then by their place.

A finder that has learned something finds one mandate more before another, or ends an action later. What a person
confirmed must stay with the words that were confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from actionlines.follow_up.model import MandateRow
from actionlines.registry.core.schema import Data
from actionlines.registry.core.texts import fitted, kept
from actionlines.registry.models import Mandate

Key = tuple[str, int]  # anchor of the paragraph, place among its mandates


def paired(found: Iterable[MandateRow], held: Mapping[Key, Mandate]) -> dict[Key, MandateRow]:
    """Return each row under the key of the mandate that it is, or under the next free key of its paragraph."""
    rows: dict[str, list[MandateRow]] = defaultdict(list)
    for row in found:
        rows[fitted(row.paragraph, 80)].append(row)
    there: dict[str, dict[int, Mandate]] = defaultdict(dict)
    for (anchor, place), one in held.items():
        there[anchor][place] = one
    return {
        (anchor, place): row
        for anchor, own in rows.items()
        for place, row in _paired(own, there.get(anchor, {}))
    }


def _paired(rows: list[MandateRow], held: dict[int, Mandate]) -> Iterator[tuple[int, MandateRow]]:
    left, open_ = dict(enumerate(rows)), dict(held)
    for number, row in enumerate(rows):
        if number in open_ and _same_action(row, open_[number]):
            yield number, left.pop(number)
            del open_[number]
    for same in (_same_action, _overlap):
        for number, row in list(left.items()):
            likeness = {place: same(row, one) for place, one in open_.items()}
            best = max(likeness, key=lambda place: (likeness[place], -abs(place - number)), default=None)
            if best is not None and likeness[best]:
                yield best, left.pop(number)
                del open_[best]
    for number in list(left):
        if number in open_:
            yield number, left.pop(number)
            del open_[number]
    free = (place for place in count() if place not in held)
    for number in left:
        yield next(free), left[number]


def _same_action(row: MandateRow, one: Mandate) -> int:
    """Whether it asks for the same with the same verb, as it was found the last time."""
    before = _words(one, "action").get("text", one.proposal.get("action"))
    return int(before == kept(row.action.text) and one.verb == row.verb[:80])


def _overlap(row: MandateRow, one: Mandate) -> int:
    """Characters of the action that both have."""
    before = _words(one, "action")
    if before.get("anchor") != fitted(row.action.paragraph, 80):
        return 0
    return max(0, min(before["end"], row.action.end) - max(before["start"], row.action.start))


def _words(one: Mandate, part: str) -> Data:
    found = one.words.get(part)
    return found if isinstance(found, dict) else {}
