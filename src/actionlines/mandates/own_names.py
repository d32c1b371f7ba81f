"""What short names mean in the documents of a body: "the Committee" in a resolution of the Security Council.

The table is `data/own_names.csv`: the speaker (an id of bodies.csv, or the beginning of a symbol), the words in
lower case, and the body that they mean; `unspecified` where that body is in no table.
"""

from __future__ import annotations

from functools import cache

from actionlines.documents.model import Document
from actionlines.framework.tables import read_table
from actionlines.mandates.words import DATA


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["speaker"], row["words"], row["means"]) for row in read_table("own_names", DATA))


def own_names(document: Document) -> dict[str, str]:
    """Return the short names of a document by what they mean; a symbol says more than its body."""
    symbol = f"{document.metadata.symbol}/"
    found = {words: means for speaker, words, means in _table() if speaker == document.metadata.body}
    return found | {words: means for speaker, words, means in _table() if symbol.startswith(f"{speaker}/")}
