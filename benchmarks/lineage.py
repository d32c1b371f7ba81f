"""Series, changes between two texts, and advice on stale citations.

    python -m benchmarks.lineage [DATA]

DATA/documents/un_corpus.jsonl.gz holds 1,123 texts; DATA/lineage/outdated_citations.json groups citations by their
successors (measure only). Three files beside this one hold what a reader found, symbols and anchors alone:

    lineage_links.tsv    200 links drawn at random, each judged by titles and texts
    lineage_drafts.tsv   60 documents of limited distribution of session 80, with the text adopted from each
    lineage_changes.tsv  the paragraphs of 20 pairs of texts that are not the same; the program proposed them and a
                         reader corrected them, so what both overlooked is not in it

A row of outdated_citations.json is right where the advice leads to its latest text, or to a later one of the same
series. For rows whose latest text is not in the corpus, the table says how many get advice all the same, and how
many of these lead to a text of the same title.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from actionlines.lineage.changes import body_of, compare_paragraphs
from actionlines.lineage.members import subject_of
from actionlines.lineage.series import Lineage
from actionlines.lineage.stale import LIKE, Succession
from actionlines.results.series import Held, read_members
from benchmarks.figure import Figure, verdict

HERE = Path(__file__).parent
Pair = tuple[str, str]


def main(data: Path) -> int:
    """Print the figures; return 1 where a bar is missed."""
    began = time.perf_counter()
    held = read_members([data / "documents" / "un_corpus.jsonl.gz"])
    lineage = Lineage(member for member, _ in held.values())
    links = lineage.links
    spent = time.perf_counter() - began
    texts = {symbol: one for symbol, (_, one) in held.items()}
    rows = json.loads((data / "lineage" / "outdated_citations.json").read_text("utf-8"))
    figures = [
        *of_links(lineage, rows),
        *of_drafts(lineage),
        *of_changes(texts),
        *of_advice(lineage, rows),
        Figure(f"series of {len(held):,} documents, {len(links)} links", spent, "<=", 60, "s"),
    ]
    return verdict(figures)


def of_links(lineage: Lineage, rows: Iterable[dict[str, Any]]) -> list[Figure]:
    """Return recall over the grouped pairs, and the share of links that a reader found right."""
    known = lineage.members
    pairs = {
        (row["cited_symbol"], newer)
        for row in rows
        for newer in (*row["newer_cited_symbols"], row["latest_symbol"])
        if row["cited_symbol"] in known and newer in known and newer != row["cited_symbol"]
    }
    together = [any(one.symbol == newer for one in lineage.series(older).members) for older, newer in pairs]
    judged = {(row["older"], row["newer"]): row["verdict"] for row in _rows("lineage_links")}
    seen = [judged[pair] for link in lineage.links if (pair := (link.older, link.newer)) in judged]
    return [
        Figure(f"grouped pairs in one series, of {len(pairs)}", _share(together), ">=", 0.95),
        Figure(f"links judged right, of {len(seen)}", _share(one == "right" for one in seen), ">=", 0.97),
    ]


def of_drafts(lineage: Lineage) -> list[Figure]:
    """Return recall and precision of the texts adopted from 60 drafts, over chains of revised drafts."""
    after: dict[str, list[str]] = defaultdict(list)
    for link in lineage.links:
        if link.kind in ("adopted", "revised"):
            after[link.older].append(link.newer)

    def adopted(symbol: str) -> str:
        """Return the text adopted from a draft, "" where none is linked."""
        for newer in after[symbol]:
            if found := newer if lineage.members[newer].adopted else adopted(newer):
                return found
        return ""

    gold = {row["draft"]: row["adopted"] for row in _rows("lineage_drafts")}
    found = {draft: adopted(draft) for draft in gold}
    recall = _share(found[one] == gold[one] for one in gold if gold[one])
    precision = _share(found[one] == gold[one] for one in gold if found[one])
    return [
        Figure("draft to adopted text, recall", recall, ">=", 0.95),
        Figure("draft to adopted text, precision", precision, ">=", 0.98),
    ]


def of_changes(texts: dict[str, Held]) -> list[Figure]:
    """Return F1 of the paragraphs that differ, and how many wrong pairs come without a doubt."""
    gold: dict[Pair, set[tuple[str, str, str]]] = defaultdict(set)
    for row in _rows("lineage_changes"):
        gold[row["older"], row["newer"]].add((row["old"], row["new"], row["kind"]))
    right = found_many = silent = 0
    for (older, newer), wanted in gold.items():
        changes = compare_paragraphs(*(body_of(texts[symbol].read()) for symbol in (older, newer)))
        found = {
            (one.old.id if one.old else "", one.new.id if one.new else "", one.kind): one.doubt
            for one in changes
            if one.kind != "same"
        }
        right += len(wanted & found.keys())
        found_many += len(found)
        silent += sum(kind == "changed" and not found[one] for one in found.keys() - wanted if (kind := one[2]))
    many = sum(map(len, gold.values()))
    return [
        Figure(f"changed, new and gone in {len(gold)} pairs, F1", 2 * right / (many + found_many), ">=", 0.95),
        Figure("wrong pairs of paragraphs without a doubt", silent, "<=", 0),
    ]


def of_advice(lineage: Lineage, rows: Iterable[dict[str, Any]]) -> list[Figure]:
    """Return how often advice is right where the latest text is in the corpus, and what the other rows get."""
    succession = Succession(lineage)
    after: dict[str, set[str]] = defaultdict(set)
    for link in lineage.links:
        after[link.older].add(link.newer)
    right: list[bool] = []
    others: list[bool] = []
    for row in rows:
        title = row["description"] or ""
        newer = succession.latest(row["cited_symbol"], f" {title}")
        if row["latest_symbol"] in lineage.members:
            right.append(newer is not None and newer[0] in _reached(row["latest_symbol"], after))
        elif newer:
            called = subject_of(lineage.members[newer[0]].title)
            others.append(called == subject_of(title) or lineage.likeness_of(called, subject_of(title)) >= LIKE)
    return [
        Figure(f"advice right, of {len(right)} rows with their latest text here", _share(right), ">=", 0.95),
        Figure(f"advice on other rows ({len(others)}): same title", _share(others), ">=", 0),
    ]


def _reached(symbol: str, after: dict[str, set[str]]) -> set[str]:
    found, waiting = {symbol}, [symbol]
    while waiting:
        more = after[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _share(marks: Iterable[bool]) -> float:
    found = list(marks)
    return sum(found) / len(found) if found else 0.0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
