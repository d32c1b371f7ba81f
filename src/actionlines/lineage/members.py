"""What is kept of a text to find its series: title, session, citations and a sketch of its words."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from typing import Any

from actionlines.citations import find_citations, graph
from actionlines.citations.model import Citation
from actionlines.documents.model import Document
from actionlines.lazily import expression
from actionlines.lineage.changes import WORD

SHINGLE = 4  # words in a row that count as one
SKETCH = 256  # of these, the smallest by digest, represent the whole text
_NOT_SUBJECT = ("sdg_goal", "sdg_target", "action_line")

# "78/132. Information and …", "RESOLUTION 140 (Rev. Bucharest, 2022)"
_NUMBER = expression(r"^\W*(?:\d{1,4}/\d{1,4}[A-Z]?|\w+ \d{1,3} \([^)]{1,60}\d{4}\))[\s.:–-]*")
_DRAFT = expression(r"\bdraft (?:resolution|decision)\b(?=\W|$)")
# Years, days and numbers of sessions change from text to text of one subject.
_COUNTED = expression(
    r"\b(?:[12]\d{3}|\d{1,3}(?:st|nd|rd|th|e|ème|º|ª)?)\b"
    r"|\b[\w-]*(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tieth|teenth|tenth|eleventh|twelfth)\b"
    r"(?= (?:regular |special |emergency |annual )?session)"
)


@dataclass(frozen=True)
class Member:
    """One text of a series.

    cites   instrument -> id of the paragraph that cites it first
    named   cited instruments that a paragraph calls by the title of this text: earlier ones of the series
    drafts  drafts that its head names: what was adopted, or what this draft goes back to
    amends  of an amendment, the draft that it amends
    sketch  the smallest digests of its shingles of words
    """

    symbol: str
    title: str
    kind: str = ""
    session: str = ""
    date: str = ""
    agenda: str = ""
    cites: dict[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    amends: str = ""
    sketch: tuple[int, ...] = ()

    @property
    def adopted(self) -> bool:
        """Return whether the text was adopted; drafts and amendments were not, whatever their form says."""
        return "/L." not in self.symbol and not self.amends and not self.kind.startswith("draft")

    @property
    def sitting(self) -> int:
        """Return the number of the session, or the year of the version; 0 where neither is known."""
        match = re.search(r"\d+", self.session)
        return int(match[0]) if match else graph.version_of(self.symbol)[1] or 0

    @property
    def when(self) -> tuple[int, bool, bool, str, int, str]:
        """Return the key that orders texts: session, drafts first, then day and version."""
        order = graph.version_of(self.symbol)[1] or 0
        return self.sitting, self.adopted, bool(self.amends), self.date, order, self.symbol


def member_of(document: Document, citations: Sequence[Citation] | None = None) -> Member:
    """Return what a series needs of a document; `citations` are found where they are not given."""
    meta = document.metadata
    rows = find_citations(document) if citations is None else citations
    symbol = graph.name_of(document)
    cited = [(citation.instrument, citation.paragraph) for citation in rows if citation.kind not in _NOT_SUBJECT]
    # "… as well as previous resolutions on the issue,¹": the note lists them.
    notes = {
        paragraph.id: [f"fn-{mark.label}" for mark in paragraph.notes if mark.offset >= len(paragraph.text) - 1]
        for paragraph in document.paragraphs
    }
    return make_member(
        symbol, meta.title, [(paragraph.id, paragraph.text) for paragraph in document.paragraphs], cited, notes,
        kind=meta.kind, session=meta.session, date=meta.date, agenda=meta.agenda, drafts=meta.drafts,
        amends=meta.amends,
    )  # fmt: skip


def make_member(
    symbol: str,
    title: str,
    texts: Sequence[tuple[str, str]],
    cited: Iterable[tuple[str, str]],
    notes: Mapping[str, Sequence[str]] | None = None,
    **fields: Any,
) -> Member:
    """Return a member of paragraphs (id, text) and citations (instrument, id of the paragraph).

    notes  ids of the footnotes whose marks end a paragraph, by its id
    """
    cites: dict[str, str] = {}
    places: dict[str, list[str]] = {}
    for instrument, paragraph in cited:
        if instrument != symbol:
            cites.setdefault(instrument, paragraph)
            places.setdefault(paragraph, []).append(instrument)
    subject = subject_of(title)
    named = [
        item
        for paragraph, text in texts
        if paragraph in places and subject and f" {subject} " in f" {subject_of(text)} "
        for place in (paragraph, *(notes or {}).get(paragraph, ()))
        for item in places.get(place, ())
    ]
    return Member(
        symbol,
        title,
        cites=cites,
        named=tuple(dict.fromkeys(named)),
        sketch=sketch_texts(text for _, text in texts),
        **fields,
    )


@lru_cache(maxsize=8192)
def subject_of(title: str) -> str:
    """Return a title as words that stay from session to session: without number, year and session.

    >>> subject_of("79/194. Report on masts at its seventy-ninth session, 2024")
    'report on masts at its session'
    """
    text = unicodedata.normalize("NFKC", _NUMBER.sub("", title, count=1)).casefold()
    # Drafts of the Sixth Committee print the subject before and after these words.
    text = max(_DRAFT.split(text), key=len)
    return " ".join(WORD.findall(_COUNTED.sub(" ", text)))


def sketch_texts(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the smallest digests of the shingles of a text: two sketches show how much of two texts is common."""
    words = WORD.findall(" ".join(texts).casefold())
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    return tuple(nsmallest(SKETCH, {zlib.crc32(shingle.encode()) for shingle in shingles}))


def measure_likeness(left: Sequence[int], other: Sequence[int]) -> float:
    """Return how many shingles of two texts are common, 0 to 1 (the Jaccard index, estimated from sketches)."""
    if not left or not other:
        return 0.0
    first = frozenset(left)
    if not (common := first.intersection(other)):
        return 0.0
    both = sorted(first.union(other))[:SKETCH]
    return sum(digest <= both[-1] for digest in common) / len(both)
