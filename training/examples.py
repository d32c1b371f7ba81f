"""The examples that the English model learns from: all sources, without what stands in the benchmark."""

from __future__ import annotations

from pathlib import Path

from training import data, overlap


def english(folder: Path) -> tuple[list[data.Example], list[data.Example]]:
    """The English examples that are learned from, and all examples of all languages, from the data in `folder`.

    A text of which the benchmark has a part is left out.
    """
    found = [one for source in data.sources() for one in data.examples(folder, source)]
    tested = overlap.benchmark_grams()
    own = [one for one in found if one.language == "en" and not overlap.overlaps(one.text, tested)]
    return own, found
