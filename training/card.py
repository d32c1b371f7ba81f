"""Write the model card, in the model's JSON and in docs/explanation/model-card.md: its data and its limits.

The figures of each label are model-card.csv beside the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.model import LEVELS, all_labels
from training.data import Example, Source, fingerprint

CARD = Path(__file__).parents[1] / "docs/explanation/model-card.md"
TEMPLATE = Path(__file__).with_name("card.md")
Floats = npt.NDArray[np.float32]


def about(
    version: str, sources: Sequence[Source], data: Path, thresholds: Mapping[str, float], examples: Sequence[Example]
) -> dict[str, Any]:
    """What the model's JSON says of it: version, labels, thresholds, data with licences and hashes."""
    counts = Counter(one.source.partition("/")[0] for one in examples)
    return {
        "version": version,
        "thresholds": dict(thresholds),
        "data": [
            {
                "name": one.name,
                "licence": one.licence,
                "attribution": one.attribution,
                "examples": counts[one.name],
                "sha256": fingerprint(data, one),
            }
            for one in sources
        ],
        "labels": list(all_labels().ids),
    }


def write(
    known: Mapping[str, Any], dropped: int, folds: int, p: Floats, said: Floats, trusted: Floats, path: Path = CARD
) -> None:
    """Write the card. `p` are probabilities out of fold; all (texts, labels)."""
    rows = [
        f"| {one['name']} | {one['licence']} | {one['examples'] or 'without labels'} | {one['attribution']} |"
        for one in known["data"]
    ]
    text = TEMPLATE.read_text("utf-8").format(
        version=known["version"], dropped=dropped, folds=folds, data="\n".join(rows), **known["thresholds"]
    )
    path.write_text(text, "utf-8")
    labels = ["label,examples,precision,recall", *_labels(known["thresholds"], p, said, trusted)]
    path.with_suffix(".csv").write_text("\n".join(labels) + "\n", "utf-8")


def _labels(thresholds: Mapping[str, float], p: Floats, said: Floats, trusted: Floats) -> list[str]:
    labels, rows = all_labels(), []
    for level in LEVELS:
        for place in range(labels.places[level].start, labels.places[level].stop):
            seen = trusted[:, place] > 0
            given, right = p[seen, place] >= thresholds[level], said[seen, place] > 0.5
            both = int((given & right).sum())
            precision = f"{both / given.sum():.2f}" if given.any() else "none given"
            recall = f"{both / right.sum():.2f}" if right.any() else "-"
            rows.append(f"{labels.ids[place]},{int(right.sum())},{precision},{recall}")
    return rows
