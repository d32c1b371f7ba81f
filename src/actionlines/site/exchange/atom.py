"""Feeds by RFC 4287 (Atom): what is newly published, and what was done to mandates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Tree

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` and `url` are addresses; `terms` ids of concepts; `language` that of title and summary."""

    id: str
    url: str
    title: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    author: str = ""
    language: str = ""
    terms: tuple[str, ...] = ()


def feed(
    title: str, address: str, page: str, entries: Iterable[Entry], now: datetime, language: str
) -> bytes:
    """The feed as XML.

    address  its own; `page` that of the list that it follows
    now      when it was last changed where it has no entry
    """
    held = list(entries)
    root = Tree.Element("feed", {"xmlns": _ATOM, _LANGUAGE: language})
    _text(root, "title", title)
    _text(root, "id", address)
    Tree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    Tree.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(root, "updated", max((one.updated for one in held), default=now).isoformat())
    _text(Tree.SubElement(root, "author"), "name", "Actionlines")
    for one in held:
        _entry(root, one)
    return bytes(Tree.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Tree.Element, one: Entry) -> None:
    entry = Tree.SubElement(root, "entry", {_LANGUAGE: one.language} if one.language else {})
    _text(entry, "title", one.title)
    _text(entry, "id", one.id)
    Tree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
    _text(entry, "updated", one.updated.isoformat())
    if one.published:
        _text(entry, "published", one.published.isoformat())
    if one.author:
        _text(Tree.SubElement(entry, "author"), "name", one.author)
    for term in one.terms:
        Tree.SubElement(entry, "category", {"term": term})
    if one.summary:
        _text(entry, "summary", one.summary)


def _text(parent: Tree.Element, name: str, words: str) -> None:
    # Signs that XML cannot hold are not in the register's own fields; words of documents may have them.
    Tree.SubElement(parent, name).text = "".join(
        sign for sign in words if sign in "\t\n\r" or (ord(sign) >= 32 and ord(sign) not in (0xFFFE, 0xFFFF))
    )
