"""Fit how much each sign of doubt tells of an error in a field of a mandate.

    python -m training.checks DATA [--report]

Fields are right or wrong by the open gold (`benchmarks.asks`) and by reading (`benchmarks/checks_verdicts.tsv`). A
logistic curve with few signs, held towards few errors, gives `mandates/data/check_weights.csv`: field, sign (""
for the field alone), weight, fields seen and wrong. `--report` prints figures of curves without the document.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
from benchmarks.asks import gold_fields
from benchmarks.checks import judged_fields

from actionlines.mandates.fields import LIMIT, OTHER, RULES
from actionlines.mandates.model import FIELDS
from actionlines.mandates.words import DATA as TABLES

_FEW = math.log(0.03 / 0.97)  # what a field is held towards: 3 wrong in 100
_HELD = (0.3, 0.3)  # how strongly fields and signs are held
_STEPS = 1500
_FOLDS = 10
_LIMITS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
_SOURCE = "training/checks.py: open gold and fields judged by reading"
Sign = tuple[str, str]


@dataclass(frozen=True)
class Sample:
    """One field of one mandate: its document, where its verdict comes from, its signs, and whether it is wrong."""

    document: str
    source: str
    field: str
    keys: tuple[str, ...]
    wrong: bool

    def signs(self) -> set[Sign]:
        """Return the signs of the field, the field itself among them."""
        return {(self.field, ""), *((self.field, key) for key in self.keys)}


def samples(data: Path) -> Iterator[Sample]:
    """Yield every field that has a verdict."""
    for source, fields in (("gold", gold_fields(data)), ("judged", judged_fields(data))):
        for document, field, keys, wrong in fields:
            yield Sample(document, source, field, keys, wrong)


def fit(rows: Sequence[Sample], columns: Sequence[Sign]) -> dict[Sign, float]:
    """Return the weight of each sign."""
    places = {sign: at for at, sign in enumerate(columns)}
    seen = np.zeros((len(rows), len(columns)))
    for number, row in enumerate(rows):
        seen[number, [places[sign] for sign in row.signs() if sign in places]] = 1
    wrong = np.array([row.wrong for row in rows], float)
    towards = np.array([0.0 if key else _FEW for _, key in columns])
    held = np.array([_HELD[bool(key)] for _, key in columns])
    # The bound of the curvature makes each step safe.
    step = np.linalg.inv(seen.T @ seen / 4 + np.diag(held))
    weights = towards.copy()
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-(seen @ weights)))
        weights = weights + step @ (seen.T @ (wrong - share) - held * (weights - towards))
    return dict(zip(columns, map(float, weights), strict=True))


def share_of(row: Sample, weights: dict[Sign, float]) -> float:
    """Return the estimated share of errors of a field."""
    return 1 / (1 + math.exp(-sum(weights.get(sign, 0.0) for sign in row.signs())))


def _mixed(name: str) -> bytes:
    return sha1(name.encode(), usedforsecurity=False).digest()


def report(rows: Sequence[Sample], columns: Sequence[Sign]) -> Iterator[str]:
    """Yield lines with the figures out of fold, by document, for several limits."""
    documents = sorted({row.document for row in rows}, key=_mixed)
    fold = {document: at % _FOLDS for at, document in enumerate(documents)}
    shares = [0.0] * len(rows)
    for number in range(_FOLDS):
        weights = fit([row for row in rows if fold[row.document] != number], columns)
        for at, row in enumerate(rows):
            if fold[row.document] == number:
                shares[at] = share_of(row, weights)
    for limit in _LIMITS:
        for source in ("gold", "judged"):
            both_of = zip(rows, shares, strict=True)
            own = [(row.wrong, share >= limit) for row, share in both_of if row.source == source]
            marked = sum(mark for _, mark in own)
            both, wrong = sum(bad and mark for bad, mark in own), sum(bad for bad, _ in own)
            yield (
                f"limit {limit:.2f} {source:6} checks {marked:4} of {len(own)} fields, "
                f"wrong ones caught {both / (wrong or 1):.3f}, checks needed {both / (marked or 1):.3f}"
            )


def write(rows: Sequence[Sample], weights: dict[Sign, float]) -> None:
    """Write the table of weights."""
    with (TABLES / "check_weights.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("field", "key", "weight", "seen", "wrong", "source"))
        for sign, weight in weights.items():
            own = [row.wrong for row in rows if sign in row.signs()]
            lines.writerow((*sign, f"{weight:.2f}", len(own), sum(own), _SOURCE))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    rows = list(samples(options.data))
    columns: list[Sign] = [(field, "") for field in FIELDS]
    columns += [(field, key) for field, key, _ in RULES if key != "ambiguous"]
    columns += [("deliverable", OTHER), ("report_to", OTHER)]
    if options.report:
        print("\n".join(report(rows, columns)))
        return 0
    write(rows, fit(rows, columns))
    print(f"{len(rows)} fields, limit {LIMIT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
