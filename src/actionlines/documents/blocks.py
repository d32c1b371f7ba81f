"""What every reader hands to `structure`: blocks of text in reading order, furniture already removed.

Text of one paragraph as it grows: single blanks, marks and changes with offsets that hold.

How much a document may ask of the machine, and the checks that hold it to that.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar, cast

from actionlines.documents.model import Cell, Change, Metadata, NoteMark, Paragraph, TextLink, shift_links
from actionlines.errors import InputTooLarge
from actionlines.lazily import expression

MB = 1024 * 1024
# An address longer than this leads to no document.
_LONGEST_ADDRESS = 2_000
_BLANKS = expression(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input; every reader takes them.

    file_bytes      the file as it comes
    unpacked_bytes  all parts of a container together, once unpacked
    part_bytes      one part of a container, once unpacked
    entries         parts in a container
    ratio           unpacked : packed size of one part; small parts are let be, whatever their ratio
    pages           pages of a PDF
    objects         objects of a PDF
    depth           elements within elements, in HTML and XML
    elements        elements of an XML part
    page_elements   elements of an HTML page
    lines           lines of a text
    """

    file_bytes: int = 100 * MB
    unpacked_bytes: int = 200 * MB
    part_bytes: int = 80 * MB
    entries: int = 5_000
    ratio: int = 200
    pages: int = 5_000
    objects: int = 1_000_000
    depth: int = 250
    elements: int = 1_000_000
    page_elements: int = 200_000
    lines: int = 1_000_000

    def check_size(self, name: str, size: int) -> None:
        """Raise InputTooLarge (AL106) when a file of `size` bytes is beyond the limit."""
        if size > self.file_bytes:
            raise InputTooLarge(
                name,
                f"{size / MB:,.0f} MB, and the limit is {self.file_bytes / MB:,.0f} MB",
                "Split the file; a program may read it with higher `Limits`.",
            )


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
    links: tuple[TextLink, ...] = ()


@dataclass(slots=True)
class PlacedTable:
    """A table as a reader finds it: `after` is the index of the block above it, -1 at the start."""

    rows: tuple[tuple[Cell, ...], ...]
    after: int = -1
    page: int | None = None
    caption: str = ""


@dataclass(slots=True)
class FileReading:
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
    links: tuple[TextLink, ...]


M = TypeVar("M", bound=Marked)


def move_behind(opening: str, block: M) -> M:
    """Return a marked text with an opening before its own words."""
    by = len(opening)
    made = replace(
        cast(Any, block),
        text=opening + block.text,
        notes=tuple(replace(note, offset=note.offset + by) for note in block.notes),
        changes=tuple(replace(each, start=each.start + by, end=each.end + by) for each in block.changes),
        links=shift_links(block.links, by),
    )
    return cast(M, made)


# Soft hyphens, direction marks and the word joiner are no part of a word; the joiners of Arabic script are,
# and stay.
_SIGNS = {0x2011: "-", **dict.fromkeys((0x00AD, 0x200E, 0x200F, 0x2060))}


@dataclass(frozen=True, slots=True)
class Revision:
    """Who inserted or deleted, and when, as recorded."""

    action: Literal["insert", "delete"]
    author: str
    date: str


@dataclass(slots=True)
class _Draft:
    revision: Revision
    start: int
    end: int
    deleted: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Inline:
    """A text being put together from runs."""

    notes: list[NoteMark] = field(default_factory=list)
    links: list[TextLink] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _drafts: list[_Draft] = field(default_factory=list)
    _blank: bool = False

    def add(self, text: str, revision: Revision | None = None, link: str = "") -> None:
        """Append characters that lead to `link`; a run of blanks becomes one, and none is first."""
        if not (text := clean_text(text)):
            return
        if revision is not None and revision.action == "delete":
            # After a blank that is still to be written: the deleted words stood behind it.
            self._draft(revision, self.length + (self._blank and self.length > 0)).deleted.append(text)
            return
        core = text.strip(" ")
        self._blank = self._blank or text[0] == " "
        if not core:
            return
        gap = self._blank and self.length > 0
        start = self.length + gap
        self._pieces.append(" " + core if gap else core)
        self.length = start + len(core)
        self._blank = text[-1] == " "
        if revision is not None:
            self._draft(revision, start).end = self.length
        if link and len(link) <= _LONGEST_ADDRESS:
            last = self.links[-1] if self.links else None
            if last is not None and last.target == link and start - last.end <= 1:
                start = last.start
                self.links.pop()
            self.links.append(TextLink(start, self.length, link))

    def mark(self, label: str, revision: Revision | None = None) -> None:
        """Add the mark of a note at the end of the text so far."""
        if revision is None or revision.action != "delete":
            self.notes.append(NoteMark(label, self.length))

    @property
    def empty(self) -> bool:
        """Return whether nothing has been added, not even a change."""
        return not (self.length or self._drafts or self.notes)

    def finish(self) -> tuple[str, tuple[NoteMark, ...], tuple[Change, ...]]:
        """Return the text, its marks and its changes."""
        text = "".join(self._pieces)
        changes = tuple(
            Change(
                draft.revision.action,
                min(draft.start, len(text)),
                min(draft.end, len(text)),
                "".join(draft.deleted) if draft.revision.action == "delete" else text[draft.start : draft.end],
                draft.revision.author,
                draft.revision.date,
            )
            for draft in self._drafts
        )
        return text, tuple(self.notes), changes

    def _draft(self, revision: Revision, start: int) -> _Draft:
        """Return the change to extend: word processors cut one change into many runs."""
        last = self._drafts[-1] if self._drafts else None
        reach = 1 if revision.action == "insert" else 0
        if last is None or last.revision != revision or start - last.end > reach:
            last = _Draft(revision, start, start)
            self._drafts.append(last)
        return last


def clean_text(text: str) -> str:
    """Single blanks, plain hyphens, no invisible signs."""
    return _BLANKS.sub(" ", text).translate(_SIGNS)
