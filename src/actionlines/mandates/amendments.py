"""Amendments: "Replace operative paragraph 3 with: …", "Insert a new paragraph 5 bis", "Delete paragraph 7".

An instruction says what would change; the new words stand in quotes behind it or in the paragraph below. What the
new words ask is read as it would stand in the amended text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from actionlines.citations import find_citations
from actionlines.documents.model import Document, Paragraph
from actionlines.lazily import expression
from actionlines.mandates.force import document_force
from actionlines.mandates.model import Amendment
from actionlines.mandates.words import ordinal, ordinal_pattern

Operation = Literal["replace", "insert", "delete"]

_BIS = r"[0-9]{1,3}(?: ?(?:bis|ter|quater|alt)\b)?(?: ?\([a-z]{1,2}\))?"
# "operative paragraph 3", "new paragraph 5 bis", "the third preambular paragraph"
_PLACE = re.compile(
    rf"(?:\b(?P<kind>operative |preambular )?(?:sub)?paragraphs? (?P<n>{_BIS})"
    rf"|\b(?P<ordinal>{ordinal_pattern()}) (?P<pre>preambular |operative )paragraph)",
    re.IGNORECASE,
)
_NEW = expression(rf"\bnew (?P<kind>operative |preambular )?(?:sub)?paragraph (?P<n>{_BIS})", re.IGNORECASE)
_OPERATION = expression(
    r"\b(?:(?P<replace>replaced?|substituted?|amend(?:ed)?|revised? to read|should read)"
    r"|(?P<insert>insert(?:ed)?|add(?:ed)?)|(?P<delete>deleted?|omit(?:ted)?|removed?))\b",
    re.IGNORECASE,
)
# An instruction begins with its verb or its place ("After paragraph 5, insert", "Operative paragraph 7: delete").
_OPENS = expression(
    r"(?:Replace|Insert|Add|Delete|Omit|Remove|Amend|Substitute|Revise)\b"
    r"|(?:(?:After|Before|Following|In|At the end of|To) )?(?:the )?(?:[a-z-]{3,12} )?(?:operative |preambular )?"
    r"(?:sub)?paragraphs?\b",
    re.IGNORECASE,
)
_AFTER = expression(r"(?:After|Following)\b", re.IGNORECASE)
# A part of a paragraph changes: 'replace the words "all wells" with "deep wells"'.
_PART = expression(r"\b(?:words?|phrase|expression)\s+[“\"«]")
_QUOTED = expression(r"[“\"«](?P<words>[^“”\"«»]{1,4000})[”\"»]")
_NUMBERED = expression(rf"[\s“\"«]*(?:{_BIS}\.?\s+)?")
_ENDS = ' \t.;,”"»'
_LONGEST = 500  # characters of an instruction


@dataclass(frozen=True, slots=True)
class Change:
    """One amendment. `words` is the paragraph that holds its new words, blank but for them, so that offsets
    stay; None where there are none.
    """

    amendment: Amendment
    words: Paragraph | None = None


def in_words(amendment: Amendment | None) -> str:
    """Return what an amendment would do, in words; "" for none.

    >>> in_words(Amendment("insert", "5 bis", "A/C.3/80/L.7"))
    'would insert paragraph 5 bis in A/C.3/80/L.7'
    """
    if amendment is None:
        return ""
    text = f" in {amendment.of}" if amendment.of else ""
    return f"would {amendment.operation} paragraph {amendment.paragraph}{text}"


def amendments(document: Document) -> dict[str, Change]:
    """Return the amendments of a draft or a contribution by the id of the paragraph of the instruction."""
    if document_force(document.metadata) not in ("proposed", None):
        return {}
    found: dict[str, Change] = {}
    paragraphs = [p for p in document.paragraphs if p.kind not in ("footnote", "heading")]
    for at, paragraph in enumerate(paragraphs):
        read = _instruction(paragraph.text[:_LONGEST])
        if read is None:
            continue
        operation, place = read
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        part = _PART.search(paragraph.text[:_LONGEST]) is not None
        words = None if operation == "delete" else _new_words(paragraph, below, operation, part=part)
        said = words.text.strip().rstrip(_ENDS) if words else ""
        of = _named(paragraph.text) or document.metadata.amends
        found[paragraph.id] = Change(
            Amendment(operation, place, of, f"… {said} …" if part and said else said), words
        )
    return found


def _instruction(text: str) -> tuple[Operation, str] | None:
    """Return the operation and the paragraph of an instruction; None for any other text."""
    if not _OPENS.match(text):
        return None
    quoted = min((at for mark in '“"«' if (at := text.find(mark)) >= 0), default=len(text))
    head = text[:quoted] if quoted else text
    operation = _OPERATION.search(head)
    place = _NEW.search(head) or _PLACE.search(text)
    if operation is None or place is None:
        return None
    inserted = operation.lastgroup == "insert"
    number = _number(place)
    if inserted and place.re is _PLACE and _AFTER.match(text):
        number += " bis"
    name: Operation = "insert" if inserted else "delete" if operation.lastgroup == "delete" else "replace"
    return ("replace" if inserted and _PART.search(text) else name), number


def _number(place: re.Match[str]) -> str:
    groups = place.groupdict()
    number = groups["n"] or str(ordinal(groups["ordinal"].lower()))
    kind = groups.get("kind") or groups.get("pre") or ""
    return f"preamble-{number}" if kind.strip().lower() == "preambular" else number


def _new_words(
    paragraph: Paragraph, below: Paragraph | None, operation: Operation, *, part: bool
) -> Paragraph | None:
    """Return the paragraph in which the new words stand, all else blank."""
    quotes = list(_QUOTED.finditer(paragraph.text))
    if quotes:
        # 'replace "all" with "deep"' names the old words first.
        quote = (
            quotes[-1] if operation == "replace" and not paragraph.text.startswith("Insert") else quotes[0]
        )
        return _padded(paragraph, *quote.span("words"))
    if paragraph.text.rstrip().endswith(":") and below is not None and not part:
        return _padded(below, 0, len(below.text))
    colon = paragraph.text.find(": ")
    return _padded(paragraph, colon + 2, len(paragraph.text)) if colon > 0 else None


def _padded(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    text = paragraph.text
    lead = _NUMBERED.match(text, start, end)
    start = lead.end() if lead else start
    stop = start + len(text[start:end].rstrip(' ”"»'))
    return replace(paragraph, text=" " * start + text[start:stop] + " " * (len(text) - stop))


_CITED = ("un_res", "un_dec", "un_doc", "itu_res", "itu_dec", "wsis_doc")


def _named(text: str) -> str:
    """Return the instrument that an instruction names itself."""
    head = text[: text.find(":") if ":" in text[:_LONGEST] else _LONGEST]
    if "/" not in head and "esolution" not in head:
        return ""
    return next((one.instrument for one in find_citations(head) if one.kind in _CITED), "")
