"""Paragraphs without labels: United Nations documents, for the teacher to label."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

_BREAK = re.compile(r"\n\s*\n|\n(?=\s*\d{1,3}\.\s)")
_SHORTEST, _LONGEST = 120, 900
# Tables and lists of symbols have fewer letters than this.
_LETTERS = 0.7


def paragraphs(data: Path, count: int, seed: int) -> list[str]:
    """`count` paragraphs of the corpus in a seeded order."""
    found: list[str] = []
    with gzip.open(data / "documents" / "un_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for part in _BREAK.split(json.loads(line)["text"]):
                text = " ".join(part.split())
                if _SHORTEST <= len(text) <= _LONGEST and sum(map(str.isalpha, text)) > _LETTERS * len(text):
                    found.append(text)
    random.Random(seed).shuffle(found)  # noqa: S311 - the same choice every time, not a secret
    return found[:count]
