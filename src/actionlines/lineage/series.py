"""Series: texts of one subject through the sessions, each link with its reasons and its strength.

A text has at most one link to the text before it. Where another text fits about as well, the link names it too.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Literal

from actionlines.citations.graph import version_of
from actionlines.lineage.members import Member, measure_likeness, subject_of

LinkKind = Literal["adopted", "revised", "version", "amends", "follows"]
"""adopted: the newer text is the adopted form of a draft; revised: a draft goes back to an older one; version:
a revision of the same instrument; amends: an amendment to a draft; follows: the subject of an earlier session."""
Why = Literal["number", "head", "title", "like-title", "cites", "calls", "agenda", "text"]
Strength = Literal["strong", "likely"]

NEAR = 0.15  # another text whose score comes so near is named
OFTEN = 30  # digests and titles in more texts than this find nothing
SHARED = 6  # digests that two sketches must share to be compared


@dataclass(frozen=True, slots=True)
class LinkReason:
    """Why two texts belong together; `detail` is a share of common words, or the id of a citing paragraph."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SeriesLink:
    """The newer text comes after the older one; `others` fit about as well: a person decides."""

    older: str
    newer: str
    kind: LinkKind
    strength: Strength
    reasons: tuple[LinkReason, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Sessions between two linked texts for which the sources hold no text of the series."""

    older: str
    newer: str
    sessions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextSeries:
    """Texts in the order of time, the links between them, and what a reader must know of both.

    twins   adopted texts of one session and one title
    absent  earlier texts that a member calls by its own title, and that the sources do not hold
    """

    members: tuple[Member, ...]
    links: tuple[SeriesLink, ...]
    gaps: tuple[Gap, ...] = ()
    twins: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()

    def before(self, symbol: str) -> SeriesLink | None:
        """Return the link to the text before this one, or None."""
        return next((link for link in self.links if link.newer == symbol), None)

    @property
    def adopted(self) -> tuple[Member, ...]:
        """Return the texts that were adopted."""
        return tuple(member for member in self.members if member.adopted)


@dataclass(frozen=True, slots=True)
class _Fit:
    older: str
    kind: LinkKind
    strength: Strength
    score: float
    reasons: tuple[LinkReason, ...]


class Lineage:
    """All texts at hand, and the links between them."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = {member.symbol: member for member in members}
        self._subjects = {symbol: subject_of(member.title) for symbol, member in self.members.items()}
        often = Counter(word for subject in self._subjects.values() for word in set(subject.split()))
        self._rarest = math.log(1 + len(self.members))
        self._weight = {word: math.log(1 + len(self.members) / many) for word, many in often.items()}

    @cached_property
    def links(self) -> tuple[SeriesLink, ...]:
        """Return the link of each text to the text before it, oldest first."""
        pairs = self._candidates()
        ordered = sorted(self.members, key=lambda symbol: self.members[symbol].when)
        links = {symbol: link for symbol in ordered if (link := self._link(symbol, pairs[symbol]))}
        # A draft that the best one goes back to is no rival of it.
        return tuple(
            replace(link, others=tuple(other for other in link.others if other not in _find_earlier(link.older, links)))
            for link in links.values()
        )

    def series(self, symbol: str) -> TextSeries:
        """Return the series of a text; KeyError where it is not at hand."""
        before = {link.newer: link for link in self.links}
        after: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            after[link.older].append(link.newer)
        at = self.members[symbol].symbol
        while at in before:  # links lead to earlier texts alone, so this ends
            at = before[at].older
        seen, waiting = {at}, [at]
        while waiting:
            more = [text for text in after[waiting.pop()] if text not in seen]
            seen.update(more)
            waiting += more
        members = tuple(sorted((self.members[symbol] for symbol in seen), key=lambda member: member.when))
        links = tuple(link for link in self.links if link.newer in seen)
        absent = {name for member in members for name in member.named if name not in self.members}
        return TextSeries(
            members,
            links,
            tuple(self._gaps(links)),
            tuple(self._twins(members)),
            tuple(sorted(absent, key=_natural_key)),
        )

    def _gaps(self, links: Iterable[SeriesLink]) -> Iterator[Gap]:
        for link in links:
            first, last = self.members[link.older].sitting, self.members[link.newer].sitting
            if link.kind == "follows" and first and last - first > 1:
                yield Gap(link.older, link.newer, tuple(range(first + 1, last)))

    def _twins(self, members: Iterable[Member]) -> Iterator[tuple[str, ...]]:
        groups: dict[tuple[int, str], list[str]] = defaultdict(list)
        for member in members:
            if member.adopted and member.sitting:
                groups[member.sitting, self._subjects[member.symbol]].append(member.symbol)
        return (tuple(group) for group in groups.values() if len(group) > 1)

    def _candidates(self) -> dict[str, set[str]]:
        """Return for each text the ones that it could come after: cited, of like title, of like words."""
        groups: dict[tuple[str, object], list[str]] = defaultdict(list)
        pairs: dict[str, set[str]] = {symbol: set() for symbol in self.members}
        for symbol, member in self.members.items():
            groups["family", version_of(symbol)[0]].append(symbol)
            groups["subject", self._subjects[symbol] or symbol].append(symbol)
            for digest in member.sketch:
                groups["digest", digest].append(symbol)
            pairs[symbol].update(self.members.keys() & {*member.cites, *member.drafts, member.amends})
        shared: Counter[tuple[str, str]] = Counter()
        for (kind, _), group in groups.items():
            if 1 < len(group) <= OFTEN:
                worth = 1 if kind == "digest" else SHARED
                for pair in combinations(group, 2):
                    shared[pair] += worth
        for (first, second), many in shared.items():
            if many >= SHARED:
                pairs[first].add(second)
                pairs[second].add(first)
        return pairs

    def _link(self, symbol: str, candidates: Iterable[str]) -> SeriesLink | None:
        newer = self.members[symbol]
        earlier = [self.members[other] for other in sorted(candidates) if self.members[other].when < newer.when]
        if not (fits := [fit for other in earlier if (fit := self._fit(newer, other))]):
            return None

        def rank(fit: _Fit) -> tuple[bool, bool, int, float]:
            """Return the order of fits: other kinds before `follows`, then strong ones, later sittings, scores."""
            return fit.kind != "follows", fit.strength == "strong", self.members[fit.older].sitting, fit.score

        best = max(fits, key=rank)
        others = tuple(
            fit.older
            for fit in fits
            if fit is not best and rank(fit)[:3] == rank(best)[:3] and fit.score > best.score - NEAR
        )
        return SeriesLink(best.older, symbol, best.kind, best.strength, best.reasons, others)

    def _fit(self, newer: Member, older: Member) -> _Fit | None:
        """Return how an older text fits, or None where it does not."""
        alike, text = (self.title_likeness(newer.symbol, older.symbol), measure_likeness(newer.sketch, older.sketch))
        cited = newer.cites.get(older.symbol)
        agenda = bool(newer.agenda) and subject_of(newer.agenda) == subject_of(older.agenda)
        head = older.symbol in newer.drafts or older.symbol == newer.amends
        reasons = [LinkReason("head")] if head else []
        reasons += [LinkReason("title" if alike == 1 else "like-title", _format_share(alike))] if alike >= 0.5 else []
        if cited is not None:
            reasons.append(LinkReason("calls" if older.symbol in newer.named else "cites", cited))
        reasons += [LinkReason("agenda")] if agenda else []
        reasons += [LinkReason("text", _format_share(text))] if text >= 0.05 else []
        score = 2 * head + alike + text + 0.3 * (cited is not None) + 0.1 * agenda
        if (kind := self._kind(newer, older)) == "version":
            order = 9 + (version_of(older.symbol)[1] or 0)
            return _Fit(older.symbol, kind, "strong", order, (LinkReason("number"), *reasons))
        # Two drafts of one title, or two amendments, may be beside each other: only the head says more.
        if kind is None or (kind in ("revised", "amends") and not head):
            return None
        if kind == "follows":
            calls = cited is not None and older.symbol in newer.named
            strength = _of_session(alike, text, cited is not None, calls, agenda)
        else:
            strength = "strong" if head else _of_draft(alike, text)
        return _Fit(older.symbol, kind, strength, score, tuple(reasons)) if strength else None

    @staticmethod
    def _kind(newer: Member, older: Member) -> LinkKind | None:
        if version_of(newer.symbol)[0] == version_of(older.symbol)[0]:
            return "version"
        if newer.amends or newer.kind == "amendment":
            return "amends"
        if older.amends or older.kind == "amendment":
            return None
        if newer.sitting == older.sitting:
            # Adopted texts of one session are beside each other, and no draft goes back to an adopted text.
            return None if older.adopted else "adopted" if newer.adopted else "revised"
        return "follows" if older.adopted else None

    def title_likeness(self, symbol: str, other: str) -> float:
        """Return how much two titles have in common, 1 where they name the same subject; rare words count more."""
        if self._subjects[symbol] and self._subjects[symbol] == self._subjects[other]:
            return 1.0
        return self.likeness_of(self._subjects[symbol], self._subjects[other])

    def likeness_of(self, symbol: str, other: str) -> float:
        """Return the same for two subjects that differ, as `subject_of` gives them; below 1."""
        a, b = Counter(symbol.split()), Counter(other.split())
        total = self._sum(a) + self._sum(b)
        return min(0.99, 2 * self._sum(a & b) / total) if total else 0.0

    def _sum(self, bag: Counter[str]) -> float:
        return sum(self._weight.get(word, self._rarest) * many for word, many in bag.items())


def _of_session(alike: float, text: float, cited: bool, calls: bool, agenda: bool) -> Strength | None:
    """Return how sure it is that a text takes up one of an earlier session, by independent signs."""
    if alike == 1:
        return "strong" if cited or agenda or text >= 0.15 else "likely"
    # Texts on different missions or countries share half of their words: without a citation the titles decide.
    if (calls and text >= 0.15) or (cited and alike >= 0.6 and text >= 0.2) or (alike >= 0.75 and text >= 0.5):
        return "strong"
    likely = (cited and text >= 0.25) or (alike >= 0.6 and text >= 0.6) or (alike >= 0.75 and text >= 0.2)
    return "likely" if likely or text >= 0.8 or (calls and alike >= 0.5 and text >= 0.05) else None


def _of_draft(alike: float, text: float) -> Strength | None:
    """Return how sure it is that a text comes from a draft of its session."""
    if (alike == 1 and text >= 0.4) or (alike >= 0.5 and text >= 0.6) or text >= 0.8:
        return "strong"
    return "likely" if (alike == 1 and text >= 0.1) or text >= 0.5 else None


def _find_earlier(symbol: str, links: Mapping[str, SeriesLink]) -> set[str]:
    earlier: set[str] = set()
    while symbol in links:
        symbol = links[symbol].older
        earlier.add(symbol)
    return earlier


def _format_share(value: float) -> str:
    return f"{value:.2f}"


def _natural_key(symbol: str) -> list[tuple[int, int | str]]:
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"\d+|\D+", symbol)]
