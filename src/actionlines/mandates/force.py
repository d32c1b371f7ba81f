"""What a mandate is: decided, proposed, recommended, or restated from elsewhere with the texts it rests on.

The paper decides first: its kind, its symbol and the heading of the paragraph. In a paper that adopts nothing, a
duty that rests on a cited text ("In accordance with resolution 1, the Secretary-General should …") is restated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from actionlines.citations import Citation, find_citations
from actionlines.documents.masthead import plain
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.context import Sections
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
    found = _kinds().get(kind)
    if kind == "statement" and (
        "/PRST/" in metadata.symbol or (not metadata.symbol and metadata.body in _PRESIDED)
    ):
        return "decided"
    if found:
        return found
    if _ADOPTED.search(metadata.symbol):
        return "proposed" if _LIMITED.search(metadata.symbol) else "decided"
    if _LIMITED.search(metadata.symbol):
        return "proposed"
    return "recommended" if _PAPER.match(metadata.symbol) else None


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in read_table("force", DATA):
        found.setdefault(row["role"], {})[plain(row["word"])] = row["force"]
    return found


@cache
def _kinds() -> dict[str, Force]:
    return {word: _force(force) for word, force in _table()["kind"].items()}


def _force(word: str) -> Force:
    match word:
        case "proposed" | "recommended" | "restated":
            return word
        case _:
            return "decided"


_IS = expression(r"\b(?:is|are|was|were|be|been)\b[^,;]*$")


def _told(paragraph: Paragraph, mandate: Mandate) -> bool:
    """Return whether the verb stands in the past tense ("requested"), not in the passive ("is requested")."""
    at = mandate.verb_phrase.start
    past = hit_at(mandate.verb_phrase.text, "past", 0)
    return past is not None and _IS.search(paragraph.text, max(0, at - 60), at) is None


class _Forces:
    """The force of each mandate of one document."""

    def __init__(self, document: Document, whole: Force | None) -> None:
        self.document = document
        self.whole = whole
        self.sitting = bool(body_reported(document)[1])
        self.sections = Sections(document)
        self._cited: dict[str, list[Citation]] | None = None

    def of(self, mandate: Mandate) -> tuple[Force, tuple[str, ...]]:
        """Return the force of a mandate and the citations that it rests on."""
        if mandate.amendment:
            return "proposed", ()
        if self.whole == "decided":
            return "decided", ()
        paragraph = self.document.by_id.get(mandate.paragraph)
        if paragraph is None:
            return self.whole or "decided", ()
        if (
            self.whole != "proposed"
            and self.sitting
            and paragraph.kind == "text"
            and _told(paragraph, mandate)
        ):
            return "decided", ()  # the report of a session tells what its body decided
        section = self.sections.of(paragraph.heading)
        if section == "draft":
            return "proposed", ()
        if self.whole == "proposed" and paragraph.kind != "text":
            return "proposed", ()
        # "Requests the Board to": so opens what a body adopts, wherever it was pasted from.
        opens = mandate.verb_phrase.start == 0 and hit_at(paragraph.text, "third", 0) is not None
        if self.whole is None and (paragraph.kind != "text" or opens or _spoken_by_all(mandate)):
            return "decided", ()
        rests_on = self.rests_on(paragraph, mandate, in_background=section == "background")
        return ("restated", rests_on) if rests_on else (self.whole or "recommended", ())

    def rests_on(self, paragraph: Paragraph, mandate: Mandate, *, in_background: bool) -> tuple[str, ...]:
        """The texts cited before a duty in its paragraph, where the paragraph says that it follows from them."""
        start = min(mandate.verb_phrase.start, mandate.action.start)
        before = paragraph.text[:start]
        if mandate.verb not in _DUTIES and not in_background:
            return ()
        if not in_background and not _follows().search(before.lower()):
            return ()
        cited = [one for one in self.cited(paragraph.id) if one.kind in _CITED and one.start < start]
        return tuple(dict.fromkeys(one.instrument for one in cited))

    def cited(self, paragraph: str) -> list[Citation]:
        """Return the citations of a paragraph; those of the document are found once, when first asked for."""
        if self._cited is None:
            self._cited = {}
            for one in find_citations(self.document):
                self._cited.setdefault(one.paragraph, []).append(one)
        return self._cited.get(paragraph, [])


@cache
def _follows() -> re.Pattern[str]:
    forms = sorted(_table()["follows"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, forms)))


def _spoken_by_all(mandate: Mandate) -> bool:
    """Return whether those who adopt speak: "We commit", "We call upon"."""
    return mandate.strength in ("commits", "decides") and mandate.verb != "will"
