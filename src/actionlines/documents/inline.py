"""Text of one paragraph as it grows: single blanks, marks and changes with offsets that hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from actionlines.documents.model import Change, Link, NoteMark
from actionlines.lazily import expression

# An address longer than this leads to no document.
_LONGEST_ADDRESS = 2_000
_BLANKS = expression(r"[\s\u200b\ufeff]+")
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
    links: list[Link] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _drafts: list[_Draft] = field(default_factory=list)
    _blank: bool = False

    def add(self, text: str, revision: Revision | None = None, link: str = "") -> None:
        """Append characters that lead to `link`; a run of blanks becomes one, and none stands first."""
        text = clean(text)
        if not text:
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
            self._link(link, start)

    def _link(self, target: str, start: int) -> None:
        """Record a link; word processors cut the words of one link into many runs."""
        last = self.links[-1] if self.links else None
        if last is not None and last.target == target and start - last.end <= 1:
            start = last.start
            self.links.pop()
        self.links.append(Link(start, self.length, target))

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
                "".join(draft.deleted)
                if draft.revision.action == "delete"
                else text[draft.start : draft.end],
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


def clean(text: str) -> str:
    """Single blanks, plain hyphens, no invisible signs."""
    return _BLANKS.sub(" ", text).translate(_SIGNS)
