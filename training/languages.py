"""English carried to the other five languages: a lexicon written for this project, then parallel lines.

Each rendering of an English word or pair becomes features of the other language that say what English says;
the weights are then fitted to parallel texts, for which the English model knows the answer.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from actionlines.alignment.encode import list_surfaces, stem_word
from training.data import HERE

LEXICON = HERE / "lexicon"
# Languages of which a line of prose in a hundred has fewer than a fifth of function words.
PROSE = ("en", "es", "fr")


def renderings(language: str, folder: Path = LEXICON) -> dict[str, list[tuple[str, ...]]]:
    """English stem (two with a blank between for a pair) -> what stands for it, in tokens of the language."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    path = folder / f"{language}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for number, english, said in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            del number
            for one in said.split(" | "):
                tokens = tuple(stem_word(word, language) for word in list_surfaces(one.strip(), language))
                if tokens and tokens not in found[english]:
                    found[english].append(tokens)
    return found


def common(language: str) -> frozenset[str]:
    """Function words of a language, which say nothing by themselves."""
    with (HERE / "common.csv").open(encoding="utf-8", newline="") as file:
        return next(frozenset(row["words"].split()) for row in csv.DictReader(file) if row["language"] == language)


def small(language: str) -> tuple[str, ...]:
    """Function words by which prose is told from a list.

    None for Russian, Arabic and Chinese, where good prose may do without such words.
    """
    return tuple(sorted(common(language))) if language in PROSE else ()
