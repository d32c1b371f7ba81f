"""Stale foundations: citations of a text that has a later version or successor, each with advice.

    drop    the citing text also cites the later text
    update  the later text takes the place of the one cited
    keep    the paragraph cited has no counterpart in the later text: only the older one decides it

The successor is known from the series of texts at hand, from a later text that cites the older one
by its own title,
or from the title that the citing text gives beside the symbol.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from actionlines.citations.graph import version_of
from actionlines.citations.model import Citation
from actionlines.documents.model import Document
from actionlines.lazily import expression
from actionlines.lineage.changes import body_of, compare_paragraphs
from actionlines.lineage.members import Member, subject_of
from actionlines.lineage.series import Lineage

Advice = Literal["drop", "update", "keep"]
Because = Literal["version", "series", "called", "title"]

LIKE = 0.85  # share of common words from which a title beside a symbol is that of a text at hand
SHORTEST = 14  # letters of a title that a text gives beside a symbol; shorter ones are words of any text
_ROMAN = expression(r"(?P<series>[A-Z/]+)/RES/\d+\([IVXL-]+\)")
_RESOLUTION = expression(r"(?P<series>[A-Z/]+)/RES/(?P<session>\d+)\b")


@dataclass(frozen=True, slots=True)
class Stale:
    """What to do with a citation of `cited`, which `latest` takes the place of.

    because  how the successor is known: a version of the same number, the series, a later text that cites the
             older one by its own title (called), or the title beside the symbol
    only     paragraphs of the older text without a counterpart in the later one, where both are at hand
    """

    cited: str
    latest: str
    advice: Advice
    because: Because
    only: tuple[str, ...] = ()


class Succession:
    """Which text replaced which other text, by the texts at hand; `load` reads one of them by its symbol."""

    def __init__(self, lineage: Lineage, load: Callable[[str], Document] | None = None) -> None:
        self.lineage, self._load = lineage, load
        self._only: dict[tuple[str, str], tuple[str, ...]] = {}

    @cached_property
    def _newest(self) -> dict[str, str]:
        """Return for each text the newest adopted one that sure links lead to, through drafts as well."""
        members, newest = self.lineage.members, dict[str, str]()
        for link in reversed(self.lineage.links):  # the newest first, so that what comes after is known
            if link.kind != "amends" and link.strength == "strong" and not link.others:
                reached = [link.newer] if members[link.newer].adopted else []
                reached += [newest[name] for name in (link.newer, link.older) if name in newest]
                if reached:
                    newest[link.older] = max(reached, key=lambda symbol: members[symbol].when)
        return newest

    @cached_property
    def _callers(self) -> dict[str, str]:
        """Return for each text that is not at hand the latest text that calls it by its own title."""
        members = sorted(
            (member for member in self.lineage.members.values() if member.adopted), key=lambda member: member.when
        )
        return {name: member.symbol for member in members for name in member.named if _is_before(name, member)}

    @cached_property
    def _titles(self) -> dict[str, str]:
        members = sorted(
            (member for member in self.lineage.members.values() if member.adopted), key=lambda member: member.when
        )
        return {
            subject_of(member.title): member.symbol for member in members if len(subject_of(member.title)) >= SHORTEST
        }

    @cached_property
    def _versions(self) -> dict[str, str]:
        ordered = sorted(self.lineage.members, key=lambda symbol: version_of(symbol)[1] or 0)
        return {version_of(symbol)[0]: symbol for symbol in ordered}

    def latest(self, instrument: str, words: str = "") -> tuple[str, Because] | None:
        """Return the text that took the place of another, and how that is known; None where nothing did.

        words  what the citing text says beside the symbol, such as its title
        """
        family, order = version_of(instrument)
        version = self._versions.get(family, "")
        if order is not None and (version_of(version)[1] or 0) > order:
            return self._newest.get(version, version), "version"
        if instrument in self._newest:
            return self._newest[instrument], "series"
        if instrument in self.lineage.members:
            return None
        if (titled := self._titled(subject_of(words))) and _is_before(instrument, self.lineage.members[titled]):
            return self._newest.get(titled, titled), "title"
        if caller := self._callers.get(instrument):
            return self._newest.get(caller, caller), "called"
        return None

    def _titled(self, subject: str) -> str:
        """Return the text whose title the words begin with, or are alike to; "" where there is none."""
        if len(subject) < SHORTEST:
            return ""
        if begun := [title for title in self._titles if f"{subject} ".startswith(f"{title} ")]:
            return self._titles[max(begun, key=len)]
        liked = ((self.lineage.likeness_of(subject, title), symbol) for title, symbol in self._titles.items())
        like, symbol = max(liked, default=(0.0, ""))
        return symbol if like >= LIKE else ""

    def advise(
        self, citations: Sequence[Citation], text_of: Callable[[Citation], str], beside: Collection[str] = ()
    ) -> dict[Citation, Stale]:
        """Return the advice on each citation of a text that is stale; `text_of` gives the text around it.

        beside  instruments that other parts of the same record cite
        """
        cited = {*beside, *(citation.instrument for citation in citations)}
        starts: dict[tuple[str, object], list[int]] = {}
        for citation in citations:
            starts.setdefault((citation.paragraph, citation.cell), []).append(citation.start)
        stales: dict[Citation, Stale] = {}
        for citation in citations:
            text = text_of(citation)
            until = min(
                (at for at in starts[citation.paragraph, citation.cell] if at > citation.start), default=len(text)
            )
            newer = self.latest(citation.instrument, text[citation.end : until])
            if newer and newer[0] != citation.instrument:
                latest, because = newer
                only = self.only(citation.instrument, latest)
                stales[citation] = Stale(
                    citation.instrument, latest, _choose_advice(citation, latest in cited, only), because, only
                )
        return stales

    def only(self, older: str, newer: str) -> tuple[str, ...]:
        """Return the operative paragraphs of a text that a later one has no counterpart for, both at hand."""
        if self._load is None or older not in self.lineage.members:
            return ()
        if (older, newer) not in self._only:
            texts = [body_of(self._load(symbol)) for symbol in (older, newer)]
            self._only[older, newer] = tuple(
                change.old.id
                for change in compare_paragraphs(*texts)
                if change.kind == "gone" and change.old and change.old.kind in ("operative", "annex")
            )
        return self._only[older, newer]


def _choose_advice(citation: Citation, beside: bool, only: Sequence[str]) -> Advice:
    """Return what to do: a paragraph that only the older text has is a reason to keep its citation."""
    if re.sub(r"^p(?=\d)", "", citation.canonical.partition("#")[2]) in only:  # "#p113" is paragraph 113
        return "keep"
    return "drop" if beside else "update"


def _is_before(instrument: str, member: Member) -> bool:
    """Return whether a resolution is of an earlier session of the same body as a text."""
    left, other = _RESOLUTION.match(instrument), _RESOLUTION.match(member.symbol)
    if other and (old := _ROMAN.match(instrument)):  # "A/RES/1472(XIV)": up to the session of 1975
        return old["series"] == other["series"]
    return bool(left and other and left["series"] == other["series"] and int(left["session"]) < int(other["session"]))
