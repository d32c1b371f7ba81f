"""Footnotes and endnotes: the labels that Word computes, and the bodies."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from actionlines.documents.docx.names import attribute, child, local, number
from actionlines.documents.docx.number_format import format_number


@dataclass(slots=True)
class NoteSeries:
    """One kind of note ("footnote" or "endnote") of one document."""

    bodies: dict[str, etree._Element]
    style: str
    value: int
    start: int = 1
    restarts: bool = False

    def next_label(self) -> str:
        """The label of the next automatic mark."""
        label = format_number(self.value, self.style)
        self.value += 1
        return label

    def new_section(self, properties: etree._Element | None, kind: str) -> None:
        """A section ends: its own note settings hold for what follows where they say so."""
        if self.restarts:
            self.value = self.start
        settings = child(properties, f"{kind}Pr")
        style = attribute(child(settings, "numFmt"), "val")
        if style:
            self.style = style


def note_series(root: etree._Element | None, settings: etree._Element | None, kind: str) -> NoteSeries:
    """The notes of a part (`footnotes.xml`, `endnotes.xml`) under the settings of the document.

    Separators between text and notes are notes in the file as well; they have a type and are left out.
    """
    bodies = {
        attribute(element, "id"): element
        for element in (root if root is not None else ())
        if local(element) == kind and attribute(element, "type", "normal") == "normal"
    }
    properties = child(settings, f"{kind}Pr")
    start = number(child(properties, "numStart")) or 1
    default = "decimal" if kind == "footnote" else "lowerRoman"
    return NoteSeries(
        bodies=bodies,
        style=attribute(child(properties, "numFmt"), "val", default),
        value=start,
        start=start,
        restarts=attribute(child(properties, "numRestart"), "val") == "eachSect",
    )
