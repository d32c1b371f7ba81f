"""The numbers of a paper: sections, paragraphs, tables, figures and evidence. Every writer shows these.

Sections count 1, 1.1 by their levels; numbered paragraphs, tables and figures count through the whole paper;
evidence counts in the order of first citation, and evidence without a citation follows in its own order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from actionlines.lazily import expression
from actionlines.papers.model import Figure, Paper, Para, Section, Table, id_of, list_citations
from actionlines.papers.words import Words

PlaceKind = Literal["section", "paragraph", "table", "figure", ""]
# Anchors of the program itself; a block with such an id gets another.
_OWN = expression(r"(?:p|e|b|x)-[0-9]+|contents|evidence|facts|made|main|title|masthead")
_PLAIN = expression(r"[A-Za-z][A-Za-z0-9._-]{0,80}")


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """The place of a block in the paper.

    kind     what it is called by ("" for a block that has no number of its own)
    number   "2.1", "12"; "" for none
    level    of a heading, 1 to 4, never more than one below the heading before it
    anchor   what links lead to, unique in the paper
    section  the place in `Numbers.places` of the heading above, -1 for none
    """

    kind: PlaceKind
    number: str
    level: int
    anchor: str
    section: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of a paper.

    places    of each block of `Paper.blocks`, in their order
    at        where in `places` the block with an id is; the first of those that share one
    evidence  number of each entry by its id, from 1
    cited_in  by id of the evidence, the blocks that cite it as indices of `places`, each once
    """

    places: tuple[BlockPlace, ...]
    at: Mapping[str, int]
    evidence: Mapping[str, int]
    cited_in: Mapping[str, tuple[int, ...]]


def number_paper(paper: Paper) -> Numbers:
    """Number everything in a paper. Pure: the same paper gives the same numbers."""
    places = _number_places(paper)
    at: dict[str, int] = {}
    for index, block in enumerate(paper.blocks):
        if id_of(block):
            at.setdefault(id_of(block), index)
    known = {entry.id for entry in paper.evidence}
    cited_in: dict[str, dict[int, None]] = {}
    for index, block in enumerate(paper.blocks):
        for citation in list_citations(block):
            if citation in known:
                cited_in.setdefault(citation, {})[index] = None
    order = dict.fromkeys((*cited_in, *(entry.id for entry in paper.evidence)))
    return Numbers(
        places,
        at,
        {item: number for number, item in enumerate(order, start=1)},
        {item: tuple(blocks) for item, blocks in cited_in.items()},
    )


def _number_places(paper: Paper) -> tuple[BlockPlace, ...]:
    counters, counts = [0] * 4, {"paragraph": 0, "table": 0, "figure": 0}
    made: list[BlockPlace] = []
    anchors: set[str] = set()
    section = -1
    # Levels of the headings that stand above: one that skips a level is closed up.
    above: list[int] = []
    for index, block in enumerate(paper.blocks):
        kind: PlaceKind = ""
        number, level = "", 0
        if isinstance(block, Section):
            values = max(1, min(block.level, 4))
            above = [*(item for item in above if item < values), values]
            level = len(above)
            kind = "section"
            if block.numbered:
                number = _next_number(counters, level)
            section = index
        elif isinstance(block, Para | Table | Figure):
            kind = "figure" if isinstance(block, Figure) else ""
            if isinstance(block, Table) and block.caption:
                kind = "table"
            if isinstance(block, Para) and block.numbered:
                kind = "paragraph"
            if kind:
                counts[kind] += 1
                number = str(counts[kind])
        anchor = _choose_anchor(id_of(block), f"p-{number}" if kind == "paragraph" else f"b-{index + 1}", anchors)
        made.append(BlockPlace(kind, number, level, anchor, index if kind == "section" else section))
    return tuple(made)


def _next_number(counters: list[int], level: int) -> str:
    """Return the number of the next heading of a level.

    >>> _next_number([2, 3, 0, 0], 2), _next_number([2, 3, 0, 0], 1), _next_number([0, 0, 0, 0], 2)
    ('2.4', '3', '1.1')
    """
    counters[level - 1] += 1
    counters[level:] = [0] * (len(counters) - level)
    # A first heading below one that is not numbered.
    counters[: level - 1] = [counter or 1 for counter in counters[: level - 1]]
    return ".".join(map(str, counters[:level]))


def _choose_anchor(name: str, otherwise: str, taken: set[str]) -> str:
    fits = bool(_PLAIN.fullmatch(name)) and not _OWN.fullmatch(name) and name not in taken
    anchor = name if fits else otherwise
    taken.add(anchor)
    return anchor


def name_place(place: BlockPlace, title: str, words: Words) -> str:
    """Return the words of a cross-reference to a numbered place, or to a heading by its title.

    >>> from actionlines.papers.words import words
    >>> name_place(BlockPlace("table", "3", 0, "t", 0), "", words("en"))
    'table 3'
    """
    if place.number:
        return words(f"ref.{place.kind}", n=place.number)
    return words("ref.titled", title=title)


def find_ranges(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return numbers in ascending order as runs; two that follow each other stay apart.

    >>> find_ranges([4, 1, 2, 3, 7, 8])
    [(1, 4), (7, 7), (8, 8)]
    """
    out: list[tuple[int, int]] = []
    for value in sorted(set(values)):
        if out and value == out[-1][1] + 1:
            out[-1] = (out[-1][0], value)
        else:
            out.append((value, value))
    return [part for low, high in out for part in ([(low, low), (high, high)] if high == low + 1 else [(low, high)])]
