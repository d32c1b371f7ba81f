"""Paragraph styles with what they inherit: numbering, outline level, looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from actionlines.documents.docx.package import attribute, child, is_on, number
from actionlines.documents.xml_tree import local
from actionlines.lazily import expression

_HEADING = expression(r"heading ([1-9])$")
# A chain of styles longer than this is a loop or an attack.
_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style, without what it inherits; None where it says nothing."""

    ident: str
    name: str
    base: str
    num_id: str | None
    level: int | None
    outline: int | None
    bold: bool | None
    italic: bool | None
    align: str | None
    indent: int | None


class Styles:
    """Styles by id, with lookup along the chain of `basedOn`."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        self.numbering: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) != "style":
                continue
            ident = attribute(element, "styleId")
            kind = attribute(element, "type")
            if kind == "numbering":
                self.numbering[ident] = attribute(child(element, "pPr", "numPr", "numId"), "val")
            elif kind in ("paragraph", "character"):
                self._styles[ident] = _style(element)
                if kind == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                    self.default = ident

    def chain(self, ident: str) -> list[Style]:
        """Return the style and those it is based on, nearest first; at most 32, each once."""
        found: list[Style] = []
        seen: set[str] = set()
        while ident in self._styles and ident not in seen and len(found) < _CHAIN:
            seen.add(ident)
            found.append(self._styles[ident])
            ident = self._styles[ident].base
        return found

    @cached_property
    def headings(self) -> dict[str, int]:
        """Heading level (1 highest) by style id, from the outline level or the built-in name."""
        levels: dict[str, int] = {}
        for ident in self._styles:
            for style in self.chain(ident):
                built_in = _HEADING.match(style.name)
                if style.outline is not None:
                    if style.outline < 9:
                        levels[ident] = style.outline + 1
                    break
                if built_in:
                    levels[ident] = int(built_in.group(1))
                    break
                if style.name == "title":
                    levels[ident] = 1
                    break
        return levels


def _style(element: etree._Element) -> Style:
    properties = child(element, "pPr")
    look = child(element, "rPr")
    num_id = child(properties, "numPr", "numId")
    bold, italic = child(look, "b"), child(look, "i")
    return Style(
        ident=attribute(element, "styleId"),
        name=attribute(child(element, "name"), "val").lower(),
        base=attribute(child(element, "basedOn"), "val"),
        num_id=None if num_id is None else attribute(num_id, "val"),
        level=number(child(properties, "numPr", "ilvl")),
        outline=number(child(properties, "outlineLvl")),
        bold=None if bold is None else is_on(bold),
        italic=None if italic is None else is_on(italic),
        align=attribute(child(properties, "jc"), "val") or None,
        indent=indent_of(properties),
    )


def indent_of(properties: etree._Element | None) -> int | None:
    """Left edge of the first line in twentieths of a point, or None."""
    indent = child(properties, "ind")
    if indent is None:
        return None
    left = number(indent, "left") if number(indent, "left") is not None else number(indent, "start")
    first = number(indent, "firstLine")
    hanging = number(indent, "hanging")
    if left is None and first is None and hanging is None:
        return None
    return (left or 0) + (first or 0) - (hanging or 0)
