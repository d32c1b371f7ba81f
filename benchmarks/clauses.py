"""Operative clauses against the gold.

    python -m benchmarks.clauses [DATA]

DATA/clauses/gold.jsonl holds the clauses, with offsets in DATA/documents/text/DOC.txt. A found clause is
paired with the gold clause of the same document that it overlaps most. Its span is right when the words are
the same once white space is collapsed, or when the two spans have an intersection over union of at least .97;
the share that is exactly equal is printed as well. The verb is right with its base words and adverb, the
addressee with its words, "the" at its head left aside. `right` is the share of gold clauses that are right in
all three, `precision` the share of found clauses that are paired with a gold clause.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actionlines.mandates.clause import find_clauses
from actionlines.mandates.model import Clause

_OVERLAP = 0.97


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of the gold clauses, and of the found ones for `precision`."""

    gold: int
    found: int
    verb: float
    addressee: float
    span: float
    exact: float
    item: float
    actor: float
    right: float
    precision: float
    misses: tuple[str, ...] = ()


def score(data: Path) -> Scores:
    """Score every document of the gold."""
    rows = [json.loads(line) for line in (data / "clauses" / "gold.jsonl").read_text("utf-8").splitlines() if line]
    hits = dict.fromkeys(("verb", "addressee", "span", "exact", "item", "actor", "right"), 0)
    found_count = paired_count = 0
    misses: list[str] = []
    for doc in sorted({row["doc"] for row in rows}):
        text = (data / "documents" / "text" / f"{doc}.txt").read_bytes().decode("utf-8")
        found = find_clauses(text)
        found_count += len(found)
        paired: set[int] = set()
        for row in (row for row in rows if row["doc"] == doc):
            index = _best(row, found)
            marks = _compare(row, found[index], text) if index is not None else {}
            if index is not None:
                paired.add(index)
            for name, mark in marks.items():
                hits[name] += mark
            if not marks.get("right") or not marks.get("item") or not marks.get("actor"):
                misses.append(f"{doc} {row['item']}: {_shown(row, found[index] if index is not None else None)}")
        paired_count += len(paired)
    total = max(len(rows), 1)
    shares = {name: count / total for name, count in hits.items()}
    return Scores(len(rows), found_count, precision=paired_count / max(found_count, 1), misses=tuple(misses), **shares)


def _best(row: dict[str, Any], found: list[Clause]) -> int | None:
    overlaps = [(min(row["end"], c.end) - max(row["start"], c.start), index) for index, c in enumerate(found)]
    best = max(overlaps, default=(0, 0))
    return best[1] if best[0] > 0 else None


def _compare(row: dict[str, Any], clause: Clause, text: str) -> dict[str, bool]:
    marks = {
        "verb": clause.verb == row["verb"] and (clause.adverb or None) == row["adverb"],
        "addressee": _bare(clause.addressee) == _bare(row["addressee"] or ""),
        "exact": _words(text[clause.start : clause.end]) == _words(text[row["start"] : row["end"]]),
        "item": clause.item == row["item"] and list(clause.subitems) == row["subitems"],
        "actor": clause.actor == row["actor"],
    }
    union = max(row["end"], clause.end) - min(row["start"], clause.start)
    inter = min(row["end"], clause.end) - max(row["start"], clause.start)
    marks["span"] = marks["exact"] or inter / union >= _OVERLAP
    marks["right"] = marks["verb"] and marks["addressee"] and marks["span"]
    return marks


def _words(text: str) -> str:
    return " ".join(text.split())


def _bare(addressee: str) -> str:
    return _words(addressee).removeprefix("the ")


def _shown(row: dict[str, Any], clause: Clause | None) -> str:
    if clause is None:
        return "not found"
    return f"{row['verb']!r} {row['addressee']!r} [{row['start']}:{row['end']}], found {clause}"


def main() -> int:
    """The command."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "data"
    scores = score(data)
    for miss in scores.misses:
        print(miss)
    print(f"{scores.gold} clauses of the gold, {scores.found} found")
    for name in ("verb", "addressee", "span", "exact", "item", "actor", "right", "precision"):
        print(f"{name:10s} {getattr(scores, name):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
