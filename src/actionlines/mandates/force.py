"""What a mandate is: decided, proposed, recommended, or restated from elsewhere with the texts it rests on.

The paper decides first: its kind, its symbol and the heading of the paragraph. In a paper that adopts nothing, a
duty that rests on a cited text ("In accordance with resolution 1, the Secretary-General should …") is restated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from typing import cast

from actionlines.citations import Citation, find_citations
from actionlines.documents.masthead import plain_text
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.context import Sections
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.model import Force, Mandate
from actionlines.mandates.split import body_reported
from actionlines.mandates.words import DATA, hit_at

# "A/C.2/80/L.59", "S/2024/123/L.1"
_LIMITED = expression(r"/L\.\d")
# Documents with a session or year and a number, and nothing that says that a text was adopted.
_PAPER = expression(r"(?:A/(?:HRC/|AC\.\d+/|CN\.\d+/)?\d{1,3}|S/\d{4}|E/(?:CN\.\d+/)?\d{4})/\d|JIU/")
_ADOPTED = expression(r"(?i)/(?:RES|DEC|PRST|PV|CONF|SGB|HLS)[./]")
# Their Presidents make statements on behalf of the whole body.
_PRESIDED = ("security-council", "human-rights-council")
_DUTIES = frozenset(("should", "shall", "must", "commit", "be required"))
_CITED = frozenset(("un_res", "un_dec", "un_doc", "named", "wsis_doc", "itu_res", "itu_dec"))


def with_force(document: Document, mandates: Iterable[Mandate]) -> Iterator[Mandate]:
    """Yield the mandates of a document, each with its force and, where it is restated, what it rests on."""
    whole = document_force(document.metadata)
    forces = _Forces(document, whole)
    for mandate in mandates:
        force, rests_on = forces.of(mandate)
        yield mandate if force == "decided" else replace(mandate, force=force, rests_on=rests_on)


def document_force(metadata: Metadata) -> Force | None:
    """Return what a paper is by its kind, else by its symbol; None where neither tells.

    >>> document_force(Metadata(symbol="A/C.2/80/L.59"))
    'proposed'
    """
    kind = metadata.kind.partition("-")[0]
    presided = "/PRST/" in metadata.symbol or (not metadata.symbol and metadata.body in _PRESIDED)
    if kind == "statement" and presided:
        return "decided"
    if matches := _table()["kind"].get(kind):
        return cast("Force", matches)
    if _LIMITED.search(metadata.symbol):
        return "proposed"
    if _ADOPTED.search(metadata.symbol):
        return "decided"
    return "recommended" if _PAPER.match(metadata.symbol) else None


@cache
def _table() -> dict[str, dict[str, str]]:
    matches: dict[str, dict[str, str]] = {}
    for row in read_table("force", DATA):
        matches.setdefault(row["role"], {})[plain_text(row["word"])] = row["force"]
    return matches


class _Forces:
    """The force of each mandate of one document."""

    def __init__(self, document: Document, whole: Force | None) -> None:
        self.document = document
        self.whole = whole
        self.sitting = bool(body_reported(document)[1])
        self.sections = Sections(document)

    def of(self, mandate: Mandate) -> tuple[Force, tuple[str, ...]]:
        """Return the force of a mandate and the citations that it rests on."""
        if mandate.amendment:
            return "proposed", ()
        if self.whole == "decided":
            return "decided", ()
        paragraph = self.document.by_id.get(mandate.paragraph)
        if paragraph is None:
            return self.whole or "decided", ()
        runs, verb = paragraph.kind == "text", mandate.verb_phrase
        past = hit_at(verb.text, "past", 0) if self.whole != "proposed" and self.sitting and runs else None
        if past and not english("was done").search(paragraph.text, max(0, verb.start - 60), verb.start):
            return "decided", ()  # the report of a session tells what its body "requested"
        section = self.sections.of(paragraph.heading)
        if section == "draft" or (self.whole == "proposed" and not runs):
            return "proposed", ()
        # "Requests the Board to": so opens what a body adopts, wherever it was pasted from.
        opens = verb.start == 0 and hit_at(paragraph.text, "third", 0) is not None
        # Those who adopt speak: "We commit", "We call upon".
        ours = mandate.strength in ("commits", "decides") and mandate.verb != "will"
        if self.whole is None and (not runs or opens or ours):
            return "decided", ()
        rests_on = self.rests_on(paragraph, mandate, in_background=section == "background")
        return ("restated", rests_on) if rests_on else (self.whole or "recommended", ())

    def rests_on(self, paragraph: Paragraph, mandate: Mandate, *, in_background: bool) -> tuple[str, ...]:
        """The texts cited before a duty in its paragraph, where the paragraph says that it follows from them."""
        start = min(mandate.verb_phrase.start, mandate.action.start)
        follows = mandate.verb in _DUTIES and _follows().search(paragraph.text[:start].lower())
        if not in_background and not follows:
            return ()
        cited = self.cited.get(paragraph.id, ())
        return tuple(dict.fromkeys(c.instrument for c in cited if c.kind in _CITED and c.start < start))

    @cached_property
    def cited(self) -> dict[str, list[Citation]]:
        """Return the citations of the document by the ids of their paragraphs."""
        matches: dict[str, list[Citation]] = {}
        for citation in find_citations(self.document):
            matches.setdefault(citation.paragraph, []).append(citation)
        return matches


@cache
def _follows() -> re.Pattern[str]:
    forms = sorted(_table()["follows"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)))
