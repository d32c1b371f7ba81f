"""Days on which paragraphs fall due, against 60 days written from the texts before the program was asked.

    python -m benchmarks.due_cases [--misses]

due_cases.csv has symbol, paragraph, what is asked in our words and the first day on which it is due: of a session
of the General Assembly the end of the year in which it opens, of another body the first day of its session. The
texts are shared documents: resolutions of sessions 78 to 80, and ITU's Plenipotentiary Conference of 2018.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from actionlines.documents import read
from actionlines.documents.model import Document
from actionlines.framework.calendar import adopted_on
from actionlines.mandates import find_mandates
from actionlines.mandates.when import resolve, whose_sessions

DATA = Path(os.environ.get("ACTIONLINES_SHARED", "../shared")) / "data/documents"


def read_texts(symbols: set[str]) -> Mapping[str, Document]:
    """Return the documents of the symbols that the shared folder has."""
    found = {}
    for symbol in symbols:
        kind, _slash, number = symbol.removeprefix("itu:PP/").partition("@")[0].partition("/")
        path = DATA / "itu_pp18" / f"{kind.lower()}-{number}.txt"
        if symbol.startswith("itu:") and path.is_file():
            found[symbol] = read(path)
    with gzip.open(DATA / "un_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["symbol"] in symbols:
                found[row["symbol"]] = read(row["text"].encode(), name=f"{row['symbol'].replace('/', '_')}.txt")
    return found


def find_days(document: Document, paragraph: str) -> set[str]:
    """Return the first day of each mandate of a paragraph that has one."""
    day = adopted_on(document.metadata.symbol, document.metadata.date)
    asked = (one for one in find_mandates(document) if one.paragraph == paragraph)
    dues = (resolve(one.when, day, whose_sessions(one.deliverable, one.report_to, one.bodies)) for one in asked)
    return {days[0].day.isoformat() for days in dues if days}


def main() -> int:
    """Print how many of the cases have their day."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    texts = read_texts({case["symbol"] for case in cases})
    right = 0
    for case in cases:
        days = find_days(texts[case["symbol"]], case["paragraph"]) if case["symbol"] in texts else set()
        right += case["day"] in days
        if "--misses" in sys.argv and case["day"] not in days:
            print(*case.values(), sorted(days), sep=" | ")
    print(f"{right} of {len(cases)} days are right.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
