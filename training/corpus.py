"""Paragraphs of United Nations documents: read and labelled, held back to measure with, or bare.

The texts lie in the data; the project keeps their labels, each with the key of its paragraph. A table has the
columns paragraph, lines, goals, targets, commitments; labels stand without "sdg:" and "gdc:", the main one first.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

LABELS = Path(__file__).parent / "labels"
# What the model learns from; and what two readers said, each for himself, of paragraphs that no model learns from.
LEARNED = LABELS / "un-paragraphs.tsv"
HELD_BACK = (LABELS / "held-back-1.tsv", LABELS / "held-back-2.tsv")
# Paragraphs that the readers are asked about: all that nobody has labelled.
PARAGRAPHS, SEED = 20_000, 20
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*\d{1,3}\.\s)")
_SHORTEST, _LONGEST = 120, 900
# Tables and lists of symbols have fewer letters than this.
_LETTERS = 0.7
_PREFIXES = {"lines": "", "goals": "sdg:", "targets": "sdg:", "commitments": "gdc:"}


class OtherCorpus(Exception):
    """The documents are not those whose paragraphs were labelled."""


@cache
def paragraphs(data: Path) -> tuple[str, ...]:
    """All paragraphs of the corpus, in its order; one that is used again stands again."""
    found: list[str] = []
    with gzip.open(data / "documents" / "un_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            for part in _BREAK.split(json.loads(line)["text"]):
                text = " ".join(part.split())
                if _SHORTEST <= len(text) <= _LONGEST and sum(map(str.isalpha, text)) > _LETTERS * len(text):
                    found.append(text)
    return tuple(found)


def key(text: str) -> str:
    """What a paragraph is called in the tables."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Labels by the key of the paragraph; none is a label too: the paragraph speaks to nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["paragraph"]: tuple(prefix + one for level, prefix in _PREFIXES.items() for one in row[level].split())
            for row in csv.DictReader(file, delimiter="\t")
        }


def labelled(data: Path, tables: Iterable[Path]) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The paragraphs that all the tables speak of, each with what each table says of it.

    Raises OtherCorpus when not all of them stand in the corpus.
    """
    said = [read(path) for path in tables]
    keys = set.intersection(*(set(one) for one in said))
    texts = {key(text): text for text in paragraphs(data)}
    if missing := keys - set(texts):
        raise OtherCorpus(f"{len(missing)} of {len(keys)} labelled paragraphs do not stand in {data}/documents")
    return [(texts[one], tuple(table[one] for table in said)) for one in sorted(keys)]


def bare(data: Path, count: int = PARAGRAPHS, seed: int = SEED) -> list[str]:
    """Of `count` paragraphs in a seeded order those that nobody has labelled."""
    found = list(paragraphs(data))
    random.Random(seed).shuffle(found)  # noqa: S311 - the same choice every time, not a secret
    known = set().union(*(read(path) for path in (LEARNED, *HELD_BACK)))
    return [text for text in found[:count] if key(text) not in known]
