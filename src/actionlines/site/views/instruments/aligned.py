"""Two versions of a text paragraph by paragraph: which belong together, and which words differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from actionlines.site.difference import pieces

ALIKE = 0.5  # paragraphs belong together when at least so much of their words is common
NUMBER = 0.25  # what the same number counts for: it helps a rewritten paragraph, moved words weigh more
MOST_PAIRS = 60_000  # compared one by one in a gap; a larger gap is matched by numbers alone

# Han characters are words of their own: they stand without blanks.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of a version: its id, its printed number and its text."""

    anchor: str
    number: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs that belong together; None where the other version has none."""

    left: Piece | None
    right: Piece | None

    @property
    def same(self) -> bool:
        """Whether both say the same; white space does not count, nor the number."""
        return bool(self.left and self.right and _plain(self.left.text) == _plain(self.right.text))


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of one side; `changed` where the other side does not have them."""

    text: str
    changed: bool


def pairs(left: Sequence[Piece], right: Sequence[Piece]) -> list[Pair]:
    """All paragraphs of both, each once and in order, those that belong together beside each other.

    Equal texts are matched first; between them, those with the same number or with enough words in common.
    """
    matcher = SequenceMatcher(
        None, [_plain(one.text) for one in left], [_plain(one.text) for one in right], autojunk=False
    )
    found: list[Pair] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            found += [Pair(one, other) for one, other in zip(left[a:b], right[c:d], strict=True)]
        else:
            found += _gap(left[a:b], right[c:d])
    return found


def words(left: str, right: str) -> tuple[list[Bit], list[Bit]]:
    """The words of both sides with what differs marked; joined, the bits of a side are its text."""
    a_side: list[Bit] = []
    b_side: list[Bit] = []
    parts = pieces(left, right)
    for n, (kind, text) in enumerate(parts):
        # A blank between two changes is no anchor for the eye: the change goes on over it.
        changed = kind != "same" or (text.isspace() and 0 < n < len(parts) - 1)
        if kind != "ins":
            _add(a_side, text, changed)
        if kind != "del":
            _add(b_side, text, changed)
    return a_side, b_side


def _add(side: list[Bit], text: str, changed: bool) -> None:
    if side and side[-1].changed == changed:
        side[-1] = Bit(side[-1].text + text, changed)
    elif text:
        side.append(Bit(text, changed))


def _gap(left: Sequence[Piece], right: Sequence[Piece]) -> Iterator[Pair]:
    """Paragraphs between two that are equal: the best set of pairs that keeps the order (Needleman and Wunsch)."""
    if len(left) * len(right) > MOST_PAIRS:
        yield from _by_number(left, right)
        return
    bags = [_bag(one.text) for one in right]
    score = [[0.0] * (len(right) + 1) for _row in range(len(left) + 1)]
    likeness = []
    for a in range(len(left) - 1, -1, -1):
        bag = _bag(left[a].text)
        row = [_worth(left[a], right[b], bag, bags[b]) for b in range(len(right))]
        likeness.append(row)
        for b in range(len(right) - 1, -1, -1):
            score[a][b] = max(score[a + 1][b], score[a][b + 1], score[a + 1][b + 1] + row[b])
    likeness.reverse()
    a = b = 0
    while a < len(left) and b < len(right):
        together = likeness[a][b]
        if together and score[a][b] == score[a + 1][b + 1] + together:
            yield Pair(left[a], right[b])
            a, b = a + 1, b + 1
        elif score[a][b] == score[a + 1][b]:
            yield Pair(left[a], None)
            a += 1
        else:
            yield Pair(None, right[b])
            b += 1
    yield from (Pair(one, None) for one in left[a:])
    yield from (Pair(None, other) for other in right[b:])


def _worth(one: Piece, other: Piece, bag: Counter[str], other_bag: Counter[str]) -> float:
    """How much is gained by putting two paragraphs beside each other; 0 where they do not belong together."""
    bonus = NUMBER if one.number and one.anchor == other.anchor else 0.0
    size, other_size = bag.total(), other_bag.total()
    # More words than the shorter one has are never common: that alone rules out most pairs.
    if not size + other_size or 2 * min(size, other_size) / (size + other_size) + bonus < ALIKE:
        return 0.0
    common = 2 * sum(min(count, other_bag[word]) for word, count in bag.items() if word in other_bag)
    worth = common / (size + other_size) + bonus
    return worth if worth >= ALIKE else 0.0


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _by_number(left: Sequence[Piece], right: Sequence[Piece]) -> Iterator[Pair]:
    places = {other.anchor: n for n, other in enumerate(right)}
    b = 0
    for one in left:
        at = places.get(one.anchor, -1)
        if at < b:
            yield Pair(one, None)
            continue
        yield from (Pair(None, other) for other in right[b:at])
        yield Pair(one, right[at])
        b = at + 1
    yield from (Pair(None, other) for other in right[b:])


def _plain(text: str) -> str:
    return " ".join(text.split())
