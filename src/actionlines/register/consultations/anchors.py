"""Where a comment is in a text, and when it may move to the next version of it. Nothing is ever guessed.

An anchor names a version, a paragraph, a span of its characters, and keeps digests of the words quoted and of the
whole paragraph. On a new version it moves to a paragraph only where

    1. the words of the paragraph are the same, character for character,
    2. these words are in it exactly once, in the old version and in the new one, and
    3. the paragraphs that it hangs on (the chapeau of a sub-item) have the same words too, and
    4. no changed paragraph could be meant: none with like words beside it, and none anywhere
       where it is in another order than before (its words may have been copied, and the paragraph changed),

or where a person says so. Where words stand more than once, nothing in a text tells twins apart, so they move
only when the two versions are equal as a whole. Everything else is orphaned: it keeps its quote, and waits for a
person. Who is orphaned once stays so, even if the words come back: they could be another's.
"""

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

How = Literal["same", "mapped", "orphaned"]
Why = Literal["", "gone", "several", "chapeau", "alike"]

# Two paragraphs are alike when so much of the words of the shorter one is in the other too.
ALIKE = 0.6
MOST_PAIRS = 200_000  # that are compared; where there were more, what is in another order does not move
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a version. `id` is unique in it; `parent` is the id of the paragraph it hangs on, or ""."""

    id: str
    text: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`text[start:end]` of `paragraph` in `version`, with the SHA-256 of these words and of the paragraph."""

    version: int
    paragraph: str
    start: int
    end: int
    quote_sha256: str
    paragraph_sha256: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The new place of a paragraph's comments: `to` is its id in the new version, "" where they are orphaned.

    why   `gone`: the words stand nowhere; `several`: they stand more than once, before or after;
          `chapeau`: what the paragraph hangs on says something else now; `alike`: another could be it, changed
    """

    to: str
    how: How
    why: Why = ""


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def anchor(version: int, passage: Passage, start: int = 0, end: int | None = None) -> Anchor:
    """The anchor of a span; of the whole paragraph without one. ValueError for a span that is empty or outside.

    >>> anchor(1, Passage("12", "Invites all"), 0, 7).end
    7
    """
    end = len(passage.text) if end is None else end
    if not 0 <= start < end <= len(passage.text):
        raise ValueError(f"{start}..{end} is not a span of the {len(passage.text)} characters of {passage.id}")
    return Anchor(version, passage.id, start, end, digest(passage.text[start:end]), digest(passage.text))


def holds(item: Anchor, passage: Passage) -> bool:
    """Return whether the words of the anchor are in the passage where it says."""
    return (
        item.end <= len(passage.text)
        and digest(passage.text) == item.paragraph_sha256
        and digest(passage.text[item.start : item.end]) == item.quote_sha256
    )


def carry(
    old: Sequence[Passage], new: Sequence[Passage], mapping: Mapping[str, str] | None = None
) -> dict[str, Carried]:
    """Return where each paragraph of the old version is in the new one. `mapping`: old id -> new id, as a person said.

    Linear in the length of both, but for MOST_PAIRS paragraphs compared. KeyError where a mapping leads to a
    paragraph that is not there.
    """
    mapping = mapping or {}
    ids = {passage.id for passage in new}
    if missing := [to for to in mapping.values() if to and to not in ids]:
        raise KeyError(missing[0])
    equal = list(old) == list(new)
    matches = {passage.id: Carried(passage.id, "same") for passage in old} if equal else _by_words(old, new)
    for at, to in mapping.items():
        matches[at] = Carried(to, "mapped") if to else Carried("", "orphaned", "gone")
    return matches


def _by_words(old: Sequence[Passage], new: Sequence[Passage]) -> dict[str, Carried]:
    before, after = _counts(old), _counts(new)
    places = {item.text: item.id for item in new}
    hung, hangs = _chains(old), _chains(new)
    matches = {}
    for passage in old:
        if not passage.text.strip() or not after[passage.text]:
            matches[passage.id] = Carried("", "orphaned", "gone")
        elif before[passage.text] > 1 or after[passage.text] > 1:
            matches[passage.id] = Carried("", "orphaned", "several")
        elif hung[passage.id] != hangs[places[passage.text]]:
            matches[passage.id] = Carried("", "orphaned", "chapeau")
        else:
            matches[passage.id] = Carried(places[passage.text], "same")
    for name in _doubtful(old, new, {item: move.to for item, move in matches.items() if move.to}):
        matches[name] = Carried("", "orphaned", "alike")
    return matches


def _doubtful(old: Sequence[Passage], new: Sequence[Passage], to: Mapping[str, str]) -> set[str]:
    """Return the paragraphs with the same words for which another paragraph could have been meant."""
    words = {passage.text for passage in old}
    place = {passage.id: n for n, passage in enumerate(new)}
    changed = [n for n, passage in enumerate(new) if passage.text not in words and passage.text.strip()]
    if not changed:
        return set()
    bags = {n: _bag(new[n].text) for n in changed}
    moving = [passage for passage in old if passage.id in to]
    steady = _in_order([place[to[row.id]] for row in moving])
    doubtful = set()
    compared = 0
    for n, item in enumerate(moving):
        if n in steady:
            # Between the nearest paragraphs that kept their order: there its changed self would stand.
            before, after = steady[n]
            near = changed[bisect_left(changed, before) : bisect_left(changed, after)]
        else:
            near = changed
        compared += len(near)
        bag = _bag(item.text)
        if compared > MOST_PAIRS or any(_alike(bag, bags[other]) for other in near):
            doubtful.add(item.id)
    return doubtful


def _in_order(places: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The longest run of places that grow: index -> (place of the one before, place of the one after)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [n]
    run, n = [], ends[-1] if ends else -1
    while n >= 0:
        run.append(n)
        n = before[n]
    run.reverse()
    last = max(places, default=0) + 10**9
    held = [-1, *(places[n] for n in run), last]
    return {n: (held[at], held[at + 2]) for at, n in enumerate(run)}


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _alike(item: Counter[str], other: Counter[str]) -> bool:
    least = min(item.total(), other.total())
    return least > 0 and (item & other).total() >= ALIKE * least


def _counts(passages: Iterable[Passage]) -> Counter[str]:
    return Counter(passage.text for passage in passages)


def _chains(passages: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """id -> the words of what it hangs on, outermost first."""
    by_id = {item.id: item for item in passages}
    matches: dict[str, tuple[str, ...]] = {}
    for passage in passages:
        chain: list[str] = []
        at, seen = by_id.get(passage.parent), {passage.id}
        while at is not None and at.id not in seen:
            seen.add(at.id)
            chain.append(at.text)
            at = by_id.get(at.parent)
        matches[passage.id] = tuple(reversed(chain))
    return matches


def move(item: Anchor, version: int, to: Passage, carried: Carried, quote: str = "") -> Anchor | None:
    """The anchor in the new version; None where it is orphaned.

    Words that stayed keep their span. Where a person mapped the paragraph to other words, the span is that of
    `quote` if it is there exactly once, else the whole paragraph.
    """
    if carried.how == "orphaned" or not to.text:
        return None
    if digest(to.text) == item.paragraph_sha256:
        return anchor(version, to, item.start, item.end)
    if carried.how == "same":
        raise ValueError(f"{item.paragraph} is not the same as {to.id}")
    return anchor(version, to, *span_of(quote, to.text))


def span_of(quote: str, text: str) -> tuple[int, int]:
    """Return where a quote is in a text, if it is there exactly once; else the whole text.

    >>> span_of("all", "Invites all of us"), span_of("i", "Invites all in it")
    ((8, 11), (0, 17))
    """
    at = text.find(quote) if quote else -1
    if at < 0 or text.find(quote, at + 1) >= 0:
        return 0, len(text)
    return at, at + len(quote)
