"""The layout of ITU resolutions: a keyword line ("instructs the Secretary-General") over items without verbs.

The keyword line is the chapeau of the items below it. `resolves` decides here: it is the verb by which a
Plenipotentiary Conference disposes, where the General Assembly writes "decides" and keeps "resolves" for
what it commits itself to. Names mean the Union's own organs ("the Council").
"""

from __future__ import annotations

from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_languages import Keyword, parse_keyword
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.words import DATA, Hit, Verb, hit_at

_HEAD = 60
PLENIPOTENTIARY = "itu-pp"
_BY_WORD = (
    (expression(r"\bRadiocommunication|\bBR\b"), "itu-br-director"),
    (expression(r"Standardization|\bTSB\b"), "itu-tsb-director"),
    (expression(r"\bTelecommunication Development|\bBDT\b"), "itu-bdt-director"),
)


@cache
def house_names() -> dict[str, str]:
    """Return what names mean inside an ITU document, in lower case."""
    return {row["words"]: row["body"] for row in read_table("itu_names", DATA)}


def keyword(heading: Paragraph | None) -> Hit | None:
    """Return the operative verb at the head of a keyword line; None for any other heading."""
    if heading is None or heading.kind != "heading":
        return None
    skip = english("joins keyword lines").match(heading.text)
    hit = hit_at(heading.text, "third", skip.end() if skip else 0)
    if hit is None or not heading.text[hit.start].islower():
        return None
    # "resolves to instruct the Council": the Council is instructed
    inner = english("inner infinitive").match(heading.text, hit.end)
    return (hit_at(heading.text, "bare", inner.end()) if inner else None) or hit


def elsewhere(heading: Paragraph | None) -> Keyword | None:
    """Return the operative keyword line that a heading is in another language than English; None for any other."""
    matches = parse_keyword(heading.text) if heading is not None and heading.kind == "heading" else None
    return matches if matches and matches.part == "operative" and matches.at[1] else None


def third(word: str) -> Verb:
    """Return the operative verb of an English keyword ("instructs")."""
    hit = hit_at(word, "third", 0)
    return hit.verb if hit else Verb(word, "", "", "", "", "")


def directors(surface: str) -> tuple[str, ...]:
    """Return the bodies of several Directors named together; () for any other words.

    >>> directors("Directors of BDT and TSB")
    ('itu-tsb-director', 'itu-bdt-director')
    """
    if not english("directors").fullmatch(surface):
        return ()
    matches = tuple(body for word, body in _BY_WORD if word.search(surface))
    return ("itu-directors",) if len(matches) == len(_BY_WORD) else matches


def as_one_name(text: str, start: int, end: int) -> str:
    """Return a text of the same length in which several Directors named together in start..end are one name."""
    if text.find("Directors of", start, end) < 0:
        return text
    joins = english("joins directors")
    joined = english("directors").sub(
        lambda matches: joins.sub(lambda join: "_" * len(join.group()), matches.group()), text[start:end]
    )
    return f"{text[:start]}{joined}{text[end:]}"


def is_itu(document: Document) -> bool:
    """Return whether a document is written in this layout, or says that it is the Union's."""
    if document.metadata.body.startswith("itu") or document.metadata.symbol.startswith("itu:"):
        return True
    by_id = document.by_id
    if document.metadata.kind == "contribution" and not document.metadata.symbol:
        return any(english("organ of the union").search(paragraph.text) for paragraph in document.paragraphs[:_HEAD])
    headings = dict.fromkeys(p.heading for p in document.paragraphs if p.kind == "operative")
    lines = [by_id.get(heading) for heading in headings]
    return any(keyword(line) is not None or elsewhere(line) is not None for line in lines)
