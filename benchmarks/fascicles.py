"""Fascicles of the programme budget against facts that a reader took from the documents by hand.

    python -m benchmarks.fascicles [FOLDER] [--missed]      --missed prints the facts that the program lacks

fascicles_facts.tsv has one fact a row, written from the documents before the program read them: amounts, posts,
rates and deliverables with table, programme, source, heading, row and column; mandates with what they cite;
results, entities and programmes. A fact agrees when the program has it with all that the row says.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from actionlines.documents.model import Document
from actionlines.documents.read import read
from actionlines.programmes import fascicle_model as m
from actionlines.programmes.fascicle import read_fascicle
from benchmarks.figure import Figure, verdict

FACTS = Path(__file__).with_name("fascicles_facts.tsv")
Fact = dict[str, str]


def main() -> int:
    """1 where a figure misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/data/documents/docx"))
    parser.add_argument("--missed", action="store_true")
    asked = parser.parse_args()
    return verdict(list(of_folder(asked.folder, asked.missed)))


def figures(data: Path) -> Iterator[Figure]:
    """Yield the figures of the fascicles among the shared documents."""
    return of_folder(data / "documents" / "docx")


def of_folder(folder: Path, shown: bool = False) -> Iterator[Figure]:
    """Yield the figures of the fascicles in a folder; `shown` prints the facts that the program lacks."""
    before = time.process_time()
    documents = [read(path) for path in sorted(folder.glob("A_*_6_S*.docx"))]
    found = [(read_fascicle(one), one) for one in documents]
    if found:
        yield from _figures(found, time.process_time() - before, shown)


def _figures(found: list[tuple[m.Fascicle, Document]], seconds: float, shown: bool) -> Iterator[Figure]:
    held = {one.section[0]: one for one, _document in found}
    with FACTS.open(encoding="utf-8", newline="") as stream:
        facts = [one for one in csv.DictReader(stream, delimiter="\t") if one["section"] in held]
    right = [one for one in facts if _holds(held[one["section"]], one)]
    if shown:
        for one in facts:
            if one not in right:
                print("missed:", *one.values(), sep="\t")
    kinds = Counter(one["kind"] for one in right)
    print("  ".join(f"{kind} {kinds[kind]}/{many}" for kind, many in Counter(x["kind"] for x in facts).items()))
    for one, _document in found:
        for flaw in one.flaws:
            print(f"{one.document}, {flaw.place}: {flaw.row}, {flaw.column}: {flaw.stated}, rows {flaw.found}")
    yield Figure(f"fascicles: facts that agree, of {len(facts)}", len(right) / max(1, len(facts)), ">=", 0.98)
    numbers = [(number, document) for one, document in found for number in one.figures]
    astray = sum(_cell(document, one) != one.printed for one, document in numbers)
    yield Figure(f"fascicles: numbers without their cell, of {len(numbers)}", astray, "<=", 0)
    yield Figure("fascicles: time of the processor for each", seconds / max(1, len(found)), "<=", 10, "s")


def _cell(document: Document, one: m.Figure) -> str:
    return document.tables[one.place.table].rows[one.place.row][one.place.column].text


def _holds(found: m.Fascicle, fact: Fact) -> bool:
    """Whether a fascicle has a fact, with all that it says."""
    kind, programme, value = fact["kind"], fact["programme"], fact["value"]
    if kind in m.KINDS:
        said = kind, programme, fact["source"], fact["row"], fact["column"]
        return any(
            (one.kind, one.programme, one.source, one.row, one.column) == said
            and one.value == Decimal(value)
            and fact["table"] in ("", one.table)
            and fact["group"] in one.group
            for one in found.figures
        )
    if kind == "mandate":
        words = fact["group"], fact["row"], programme, value
        return any((one.issuer, one.words, one.programme, " ".join(one.symbols)) == words for one in found.mandates)
    if kind == "mandates":
        return sum(one.programme == programme for one in found.mandates) == int(value)
    if kind == "result":
        result = fact["column"], value, programme
        return any((one.number, one.text, one.programme) == result for one in found.results)
    if kind in ("programme", "entity"):
        scope = (fact["column"], value) if kind == "programme" else ("", fact["column"])
        return any((one.number, one.name or one.entity) == scope for one in found.scopes)
    whole = {"part": found.part, "year": found.year, "section": " ".join(found.section),
             "programme": " ".join(found.programme)}  # fmt: skip
    return whole[fact["row"]] == value


if __name__ == "__main__":
    raise SystemExit(main())
