"""Through the blocks of a paper in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from actionlines.papers.model import Block, Cite, Figure, Inline, Inlines, Listing, Para, Quote, Table


def runs(block: Block) -> Iterator[Inlines]:
    """Every run of inlines in a block, cells before the note of their table."""
    match block:
        case Para():
            yield block.inlines
        case Listing():
            yield from block.items
        case Table():
            for row in block.rows:
                yield from row.cells
            yield block.note
        case Quote():
            yield block.source
        case _:
            return


def inlines(block: Block) -> Iterator[Inline]:
    """Every inline in a block."""
    for run in runs(block):
        yield from run


def cited(block: Block) -> Iterator[str]:
    """Ids of the evidence that a block cites, each as often as it does."""
    for one in inlines(block):
        if isinstance(one, Cite):
            yield from one.evidence
    if isinstance(block, Figure):
        yield from block.evidence


def id_of(block: Block) -> str:
    """The id of a block, "" for one that has none."""
    return str(getattr(block, "id", ""))
