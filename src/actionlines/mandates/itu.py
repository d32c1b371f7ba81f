"""The layout of ITU resolutions: a keyword line ("instructs the Secretary-General") over items without verbs.

The keyword line is the chapeau of the items below it. `resolves` decides here: it is the verb by which a
Plenipotentiary Conference disposes, where the General Assembly writes "decides" and keeps "resolves" for
what it commits itself to. Names mean the Union's own organs ("the Council").
"""

from __future__ import annotations

import re
from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.tables import read_table
from actionlines.mandates.verbs import Hit, hit_at
from actionlines.mandates.words import DATA

_KEYWORD = re.compile(r"(?:further|also|and)?\s*", re.IGNORECASE)
PLENIPOTENTIARY = "itu-pp"


@cache
def house_names() -> dict[str, str]:
    """What names mean inside an ITU document, in lower case."""
    return {row["words"]: row["body"] for row in read_table("itu_names", DATA)}


def keyword(heading: Paragraph | None) -> Hit | None:
    """The operative verb at the head of a keyword line; None for any other heading."""
    if heading is None or heading.kind != "heading":
        return None
    skip = _KEYWORD.match(heading.text)
    hit = hit_at(heading.text, "third", skip.end() if skip else 0)
    return hit if hit and heading.text[hit.start].islower() else None


def is_itu(document: Document) -> bool:
    """Whether a document is written in this layout, or says that it is the Union's."""
    if document.metadata.body.startswith("itu") or document.metadata.symbol.startswith("itu:"):
        return True
    by_id = document.by_id
    return any(
        keyword(by_id.get(paragraph.heading)) is not None
        for paragraph in document.paragraphs
        if paragraph.kind == "operative"
    )
