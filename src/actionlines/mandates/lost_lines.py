"""Items of an ITU resolution whose opening words are missing: who is asked is open, and said to be.

A conversion may lose a keyword line, so that numbering begins again ("unheaded"), or the words of a numbered
item that open a list ("6" / "i) promoting ..."). An addressee taken from elsewhere is marked for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.asks import Ask
from actionlines.mandates.infinitive import is_verb
from actionlines.mandates.model import Phrase, check

# The reason stands for the words that open a list as well: what said who is asked is missing.
_MISSING = "no-keyword-line"
_UNHEADED = "unheaded"
_WORD = expression(r"(?:[a-z]+ly\s+)?(?P<word>[a-z][\w-]*)")


def is_unheaded(paragraph: Paragraph) -> bool:
    """Return whether the keyword line above an item is missing."""
    return _UNHEADED in paragraph.id.split(".")


def unknown(paragraph: Paragraph) -> Ask:
    """Return the ask of an item without a keyword line: its first word stands for the verb."""
    first = paragraph.text.partition(" ")[0]
    return Ask(
        "instruct", "requests", Phrase(first, 0, len(first), paragraph.id), (), (UNSPECIFIED,),
        lists="keyword", checks=(check("addressees", _MISSING),),
    )  # fmt: skip


def lists_of_verbs(document: Document) -> frozenset[str]:
    """Return the ids of the lists without an opening, each item of which begins with something to do."""
    lists: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in document.paragraphs:
        if paragraph.kind == "operative" and paragraph.level and not paragraph.parent:
            lists[list_of(paragraph)].append(paragraph)
    return frozenset(ident for ident, items in lists.items() if all(_does(item.text) for item in items))


def list_of(paragraph: Paragraph) -> str:
    """Return the id of the list that an item stands in."""
    return paragraph.id.rpartition(".")[0]


def _does(text: str) -> bool:
    match = _WORD.match(text)
    return text.startswith("to ") or (
        match is not None and (match["word"].endswith("ing") or is_verb(match["word"]))
    )


def lost(above: Ask, siblings: Collection[tuple[str, ...]]) -> Ask:
    """Return what a list without an opening is asked: whom the keyword line names, else the one body that
    the items above it name.
    """
    checks = (check("addressees", _MISSING),)
    if above.addressees:
        return replace(above, lists="lost", checks=checks)
    same = set(siblings)
    return replace(
        above, bodies=same.pop() if len(same) == 1 else (UNSPECIFIED,), lists="lost", checks=checks
    )
