"""Footnotes of a page: a link with a mark as its text, and the element that the link leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from actionlines.lazily import expression

_MARK = expression(r"\[?\(?(\d{1,4}|\*{1,4}|[†‡§]|[a-z]{1,2}|[ivxl]{1,6})\)?\]?$")
_NOTE_NAME = expression(r"fn|ftn|foot|note|edn|cite", re.I)
_BLOCKS = frozenset({
    "li", "p", "div", "dd", "aside", "td", "section", "article",
})  # fmt: skip


@dataclass(slots=True)
class PageNotes:
    """`marks`: label by link, `bodies`: label by the block that is the note, `back`: links inside notes."""

    marks: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    back: set[int] = field(default_factory=set)


def find_notes(root: LexborNode) -> PageNotes:
    """Return links and bodies below `root`, by the parser's own node numbers.

    A link counts as a mark when it is raised, declared so, or named like one, and leads into a block; the
    first link to a note is its mark, and links that stand inside the note are links back.
    """
    notes = PageNotes()
    targets = _targets(root)
    for link in root.css("a[href^='#']"):
        ident = (link.attributes.get("href") or "#")[1:]
        target = targets.get(ident)
        match = _MARK.match(link.text().strip())
        if target is None or match is None or link.mem_id in notes.back or not _is_mark(link, ident):
            continue
        body = _block(target)
        if body is None or _inside(link, notes.bodies) or _contains(body, link):
            continue
        notes.marks[link.mem_id] = match.group(1)
        notes.bodies.setdefault(body.mem_id, match.group(1))
        notes.back.update(back.mem_id for back in body.css("a[href^='#']"))
    return notes


def _targets(root: LexborNode) -> dict[str, LexborNode]:
    found: dict[str, LexborNode] = {}
    for node in root.css("[id], a[name]"):
        for key in ("id", "name"):
            value = node.attributes.get(key)
            if value:
                found.setdefault(value, node)
    return found


def _is_mark(link: LexborNode, ident: str) -> bool:
    role = (link.attributes.get("role") or "") + (link.attributes.get("epub:type") or "")
    if "noteref" in role or _NOTE_NAME.search(ident):
        return True
    parent = link.parent
    return link.css_first("sup") is not None or (parent is not None and parent.tag == "sup")


def _block(node: LexborNode | None) -> LexborNode | None:
    """Return the nearest block around a target: the note itself."""
    while node is not None and node.tag not in _BLOCKS:
        node = node.parent
    return node


def _inside(node: LexborNode, bodies: dict[int, str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in bodies:
            return True
        parent = parent.parent
    return False


def _contains(block: LexborNode, node: LexborNode) -> bool:
    return _inside(node, {block.mem_id: ""})
