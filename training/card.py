"""The model card: what the model was made of, how far to trust it; written beside it and into docs/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from actionlines.alignment.labels import all_labels
from training.data import Example, Source, fingerprint


def about(
    version: str,
    sources: Sequence[Source],
    data: Path,
    thresholds: Mapping[str, float],
    examples: Sequence[Example],
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
