"""Why each paragraph has mandates or none, in the words of `data/reasons.csv`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from actionlines.documents.model import Document
from actionlines.documents.text import UNDECODED, is_undecoded
from actionlines.framework.tables import read_table
from actionlines.mandates.find import read_blocks
from actionlines.mandates.reasons import BlockReading
from actionlines.mandates.words import DATA

COMMAND = "`actionlines mandates FILE --explain`"


def explain(document: Document) -> list[BlockReading]:
    """Return each paragraph with its mandates, or with the reason why it has none, in reading order."""
    return list(read_blocks(document))


@cache
def reason_words() -> dict[str, str]:
    """Return the English words of every reason by its key."""
    return {row["key"]: row["words"] for row in read_table("reasons", DATA)}


def count_reasons(blocks: Iterable[BlockReading]) -> list[tuple[str, int]]:
    """Return how many paragraphs have no mandates for each reason, the most frequent first."""
    return Counter(str(block.reason) for block in blocks if block.reason).most_common()


def count_set_aside(blocks: Iterable[BlockReading]) -> int:
    """Return how many paragraphs without mandates have a clause that may ask."""
    asking = {row["key"] for row in read_table("reasons", DATA) if row["asking"] == "yes"}
    return sum(block.reason in asking for block in blocks)


def summary(blocks: list[BlockReading]) -> Iterator[str]:
    """Yield a line of how many paragraphs have mandates, and one for each reason of the others."""
    mandates, carrying = sum(len(block.mandates) for block in blocks), sum(bool(b.mandates) for b in blocks)
    yield f"Paragraphs: {len(blocks)}; with mandates: {carrying} (mandates: {mandates}); without:"
    yield from (f"{count:6} {reason}: {reason_words()[reason]}" for reason, count in count_reasons(blocks))


def why_not_read(document: Document) -> str:
    """Return why a document has no mandates, as a sentence for its reader; "" where it has some."""
    blocks = explain(document)
    return "" if any(block.mandates for block in blocks) else why_none(document, blocks)


def why_none(document: Document, blocks: Iterable[BlockReading]) -> str:
    """Return the sentence about a document without mandates: it asks nobody only where no clause may ask."""
    if is_undecoded(document.text):
        return f"The text cannot be decoded. {UNDECODED}"
    if not (aside := count_set_aside(blocks)):
        return "The text asks nobody for anything."
    return f"No mandates. Paragraphs that were set aside although they may ask: {aside}; {COMMAND} gives reasons."
