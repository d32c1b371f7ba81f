"""Qualified names of WordprocessingML (ECMA-376), transitional and strict, in Clark notation."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def local(element: etree._Element) -> str:
    """The name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str, default: str = "") -> str:
    """A `w:` attribute, however its namespace is written."""
    if element is None:
        return default
    value = element.get(W + name)
    if value is None:
        value = element.get(f"{{{_STRICT}}}{name}")
    return default if value is None else value


def refers_to(element: etree._Element) -> str:
    """The id of the part or address that an element refers to, or ""."""
    return element.get(_RELATION) or element.get(_STRICT_RELATION) or ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute, or None when it is absent or no number."""
    value = attribute(element, name)
    return (
        int(value)
        if value.lstrip("-").isascii() and value.lstrip("-").isdigit() and len(value) < 10
        else None
    )


def is_on(element: etree._Element | None) -> bool:
    """A switch such as `w:b`: present without a value means on."""
    return element is not None and attribute(element, "val", "1").lower() not in ("0", "false", "off", "none")
