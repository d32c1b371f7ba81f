"""What the headings of a paper say of the paragraphs beneath: drafts, background, proposals, conclusions."""

from __future__ import annotations

from functools import cache
from typing import Literal

from actionlines.documents.masthead import plain
from actionlines.documents.model import Document
from actionlines.framework.tables import read_table
from actionlines.mandates.words import DATA

Section = Literal["", "draft", "background", "proposals", "conclusions", "terms"]


class Sections:
    """The sections of a document by its headings (`data/headings.csv`)."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[str, Section] = {}

    def of(self, heading: str) -> Section:
        """Return the section of a heading, or that of the nearest heading above it which says one."""
        seen: list[str] = []
        found: Section = ""
        while heading and heading not in seen:
            if heading in self._found:
                found = self._found[heading]
                break
            seen.append(heading)
            above = self._document.by_id.get(heading)
            found = section_of(above.text) if above else ""
            if found or above is None:
                break
            heading = above.heading
        self._found.update(dict.fromkeys(seen, found))
        return found


def section_of(heading: str) -> Section:
    """Return what a heading says of its section.

    >>> section_of("IV. Conclusions and recommendations")
    'conclusions'
    """
    words = plain(heading).strip(" .:*0123456789")
    roman = words.partition(". ")
    words = roman[2] if roman[1] and len(roman[0]) <= _NUMERAL else words
    return next((section for form, section in _forms() if words == form or words.startswith(form + " ")), "")


_NUMERAL = 5  # "viii"


@cache
def _forms() -> tuple[tuple[str, Section], ...]:
    rows = read_table("headings", DATA)
    found = [(plain(row["words"]), _section(row["section"])) for row in rows]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _section(word: str) -> Section:
    match word:
        case "draft" | "background" | "proposals" | "conclusions" | "terms":
            return word
        case _:
            return ""
