"""Coordinates of the citation graph: documents read in one column, instruments cited in the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from actionlines.papers.follow_up.model import Cited, FollowUp
from actionlines.papers.words import ENGLISH, Words

# More cannot be read on one screen.
READ_SHOWN = 20
CITED_SHOWN = 24
LABEL_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Layered:
    """Nodes and links with coordinates; `note` says what was left out, `height` is in rows."""

    nodes: list[dict[str, Any]]
    links: list[dict[str, Any]]
    height: float
    note: str


def layered(follow_up: FollowUp, words: Words = ENGLISH) -> Layered:
    """Return two columns; the right is ordered by the mean row of its documents, so that few lines cross."""
    cited = follow_up.cited[:CITED_SHOWN]
    kept = {one.instrument for one in cited}
    weight: dict[int, int] = defaultdict(int)
    for link in follow_up.links:
        if link.instrument in kept:
            weight[link.document] += link.citations
    chosen = sorted(sorted(weight, key=lambda index: (-weight[index], index))[:READ_SHOWN])
    height = float(max(len(chosen), len(cited)))
    left = _spread(chosen, height)
    linked = {link.instrument for link in follow_up.links if link.document in left}
    cited = tuple(one for one in cited if one.instrument in linked)

    def middle(documents: tuple[int, ...]) -> float:
        """Return the mean row of the documents that cite an instrument."""
        places = [left[index] for index in documents if index in left]
        return sum(places) / len(places)

    ordered = sorted(cited, key=lambda one: (middle(one.documents), -one.citations, one.instrument))
    right = _spread([one.instrument for one in ordered], height)
    documents = follow_up.documents
    nodes: list[dict[str, Any]] = [
        {"side": "read", "x": 0, "y": y, "label": documents[index].label,
         "title": documents[index].title or documents[index].label}
        for index, y in left.items()
    ]  # fmt: skip
    nodes += [
        {
            "side": "cited",
            "x": 1,
            "y": right[one.instrument],
            "label": _called(one) + (f" ({words('chart.read')})" if one.read_as is not None else ""),
            "title": f"{one.name} ({one.instrument})" if one.name else one.instrument,
            "instrument": one.instrument,
        }
        for one in ordered
    ]
    links = [
        {"x": 0, "x2": 1, "y": left[link.document], "y2": right[link.instrument], "citations": link.citations,
         "from": documents[link.document].label, "to": link.instrument}
        for link in follow_up.links
        if link.document in left and link.instrument in right
    ]  # fmt: skip
    return Layered(nodes, links, height, _note(follow_up, len(left), len(right), words))


def _called(one: Cited) -> str:
    """Return the name of an instrument, with its canonical form when both fit; a picture has no room for more."""
    both = f"{one.name} · {one.instrument}"
    if not one.name or len(one.name) > LABEL_LIMIT:
        return one.instrument
    return both if len(both) <= LABEL_LIMIT else one.name


def _spread(keys: list[Any], height: float) -> dict[Any, float]:
    step = height / max(len(keys), 1)
    return {key: (position + 0.5) * step for position, key in enumerate(keys)}


def _note(follow_up: FollowUp, read: int, cited: int, words: Words) -> str:
    citing = len({link.document for link in follow_up.links})
    if read == citing and cited == len(follow_up.cited):
        return ""
    return words(
        "chart.graph-part",
        cited=words.number(cited),
        instruments=words.counted(len(follow_up.cited), "instrument"),
        read=words.number(read),
        documents=words.counted(citing, "document"),
    )
