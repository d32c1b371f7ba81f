"""The instruments of a file that binds several: resolutions one after the other, each with its own head."""

from __future__ import annotations

import re
from dataclasses import replace

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import is_date_line, is_head_line, says_who_adopted
from actionlines.documents.metadata import describe_document_head, is_numbered_title
from actionlines.documents.metadata_itu import is_title
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.lazily import expression

_BELOW = 4  # paragraphs from a title to the enacting formula
_ABOVE = 12  # lines of a masthead above a title
_LONGEST = 300
# Behind the instruments of a conference its members declare and reserve, which is no part of the last one.
_DECLARED = expression(r"(?:FINAL )?DECLARATIONS (?:AND|/) RESERVATIONS\b|DECLARATIONS$")
_CLOSING = expression(r"\d{1,5}(?:st|nd|rd|th) (?:\([a-z]+\) )?(?:plenary )?meeting\b")


def split_instruments(document: Document) -> tuple[Document, ...]:
    """Return the instruments of a document in reading order: each with its paragraphs, their ids as they are, and
    the metadata of its own head. A document that is no bundle is returned as it is, alone.

    A title with a number above an enacting formula begins an instrument, with the lines of the masthead above it.
    What stands before the first one belongs to it; a report that holds drafts is one document.
    """
    paragraphs = document.paragraphs
    starts = [at for at, paragraph in enumerate(paragraphs) if _opens_instrument(paragraphs, at, paragraph)]
    if len(starts) < 2:
        return (document,)
    titles = dict(zip([0, *(_find_head(paragraphs, at) for at in starts[1:])], starts, strict=True))
    end = next((at for at in range(starts[-1], len(paragraphs)) if _DECLARED.match(paragraphs[at].text)), 0)
    if end:
        titles[end] = end
    cuts = [*titles, len(paragraphs)]
    parts = []
    for number, (start, title) in enumerate(titles.items()):
        own = paragraphs[start : cuts[number + 1]]
        metadata = (
            Metadata(title=own[0].text, language=document.metadata.language, kind="statement")
            if end and start == end
            else _describe_instrument(own, title - start, document)
        )
        if not number and not metadata.symbol:
            metadata = document.metadata
        ids = {instrument.id for instrument in own}
        tables = tuple(table for table in document.tables if table.after in ids or (not number and not table.after))
        parts.append(replace(document, metadata=metadata, paragraphs=own, tables=tables, text=""))
    return tuple(parts)


def _opens_instrument(paragraphs: tuple[Paragraph, ...], at: int, paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the title of an instrument: a number, and below it the enacting formula."""
    if paragraph.kind not in ("heading", "text", "operative") or len(paragraph.text) > _LONGEST:
        return False
    if not (is_numbered_title(paragraph.text) or is_title(paragraph.text)):
        return False
    return any(_is_formula(paragraph) for paragraph in paragraphs[at + 1 : at + 1 + _BELOW])


def _is_formula(paragraph: Paragraph) -> bool:
    return re.fullmatch(r"(?:.*\.)?intro(?:-\d+)?", paragraph.id) is not None


def _find_head(paragraphs: tuple[Paragraph, ...], title: int) -> int:
    """Return where the masthead above a title begins."""
    start = title
    for at in range(title - 1, max(-1, title - 1 - _ABOVE), -1):
        text = paragraphs[at].text
        closes = _CLOSING.match(text) is not None
        if closes or not (is_head_line(text) or is_date_line(text) or says_who_adopted(text) or text[:1] == "["):
            break
        start = at
    return start


def _describe_instrument(own: tuple[Paragraph, ...], title: int, document: Document) -> Metadata:
    """Return what an instrument says of itself: its title and its formula stand as in a file of its own."""
    formula = next(at for at in range(title + 1, len(own)) if _is_formula(own[at]))
    # A title that ran into the text is a heading here; the first formula is "intro".
    alone = [
        replace(paragraph, kind="heading", id="intro" if at == formula else f"heading-{at}")
        for at, paragraph in enumerate(own[title : formula + 1], title)
    ]
    blocks = [
        Block(paragraph.text, "heading" if at >= title else "paragraph")
        for at, paragraph in enumerate(own[: formula + 1])
    ]
    return describe_document_head(blocks, [*alone, *own[formula + 1 :]], (), document.metadata.language)
