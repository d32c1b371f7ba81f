"""How paragraphs of a resolution open: "Recalling", "Deeply concerned" or "Decides", "Also requests"."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[A-Za-z]+")
# Words in -ing and -ed that open clauses of any kind.
_ADVERBS_AT_MOST = 3


@cache
def _words() -> dict[str, str]:
    table = files("actionlines.documents.structure") / "opening_words.csv"
    return {row["word"]: row["part"] for row in csv.DictReader(table.read_text("utf-8").splitlines())}


def _first_word(text: str) -> str:
    """The first word that is not an adverb, in small letters."""
    words = _words()
    for number, found in enumerate(_WORD.finditer(text[:120])):
        word = found.group().lower()
        if words.get(word) != "adverb" or number == _ADVERBS_AT_MOST:
            return word
    return ""


def opens_operative(text: str) -> bool:
    """Begins like an operative paragraph, with a verb of the list in the third person."""
    return text[:1].isupper() and _words().get(_first_word(text)) == "operative"


def opens_preamble(text: str) -> bool:
    """Begins like a preambular paragraph, with a participle."""
    if not text[:1].isupper():
        return False
    word = _first_word(text)
    return _words().get(word) == "preambular" or (len(word) > 5 and word.endswith(("ing", "ed")))
