"""What every reader hands to `structure`: blocks of text in reading order, furniture already removed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar, cast

from actionlines.documents.model import Cell, Change, Link, Metadata, NoteMark, Paragraph, shifted

Role = Literal["paragraph", "heading", "note"]


@dataclass(slots=True)
class Block:
    """One visual paragraph, list item, heading or footnote body.

    text    single blanks, words re-joined, footnote marks removed (they are in `notes`)
    role    what the reader knows for certain; "paragraph" when in doubt
    level   heading level if known (1 highest), else 0
    label   the list number when the reader has it apart from the text ("1.", "(a)"; DOCX automatic
            numbering); for role "note" the mark ("3", "*"). Else "" and `structure` looks into the text.
    indent  left edge of the first line in points from the left margin of the page, 0 when unknown
    source  offsets in the input's own characters, plain text only
    links   web addresses that words of the text lead to
    """

    text: str
    role: Role = "paragraph"
    level: int = 0
    label: str = ""
    page: int | None = None
    indent: float = 0.0
    bold: bool = False
    italic: bool = False
    centred: bool = False
    notes: tuple[NoteMark, ...] = ()
    changes: tuple[Change, ...] = ()
    source: tuple[int, int] | None = None
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class PlacedTable:
    """A table as a reader finds it: `after` is the index of the block above it, -1 at the start."""

    rows: tuple[tuple[Cell, ...], ...]
    after: int = -1
    page: int | None = None
    caption: str = ""


@dataclass(slots=True)
class Reading:
    """What a reader returns: `read(data: bytes, name: str, limits: Limits) -> Reading`.

    properties  what the file says of itself, beside its text: title, author, created, modified, language,
                subject
    paragraphs, metadata   of a file that states both; else `structure` and `metadata` find them in the blocks
    """

    blocks: list[Block]
    tables: list[PlacedTable] = field(default_factory=list)
    pages: int | None = None
    properties: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    masthead: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    metadata: Metadata | None = None


class Marked(Protocol):
    """A dataclass that holds a text with marks, changes and links at offsets of it."""

    text: str
    notes: tuple[NoteMark, ...]
    changes: tuple[Change, ...]
    links: tuple[Link, ...]


M = TypeVar("M", bound=Marked)


def behind(opening: str, one: M) -> M:
    """Return a marked text with an opening before its own words."""
    by = len(opening)
    made = replace(
        cast(Any, one),
        text=opening + one.text,
        notes=tuple(replace(note, offset=note.offset + by) for note in one.notes),
        changes=tuple(replace(each, start=each.start + by, end=each.end + by) for each in one.changes),
        links=shifted(one.links, by),
    )
    return cast(M, made)
