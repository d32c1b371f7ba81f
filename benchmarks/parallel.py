"""How far the mandates of aligned lines agree with those of their English line.

    python -m benchmarks.parallel [DATA] [--only fr|es|ru|ar|zh] [--errors]

DATA/languages holds the same lines in six languages. Every line in which mandates are found in English is read in
the other five. Agreement: F1 of mandates in their order, then the share of the paired ones with the same
strength, bodies, dates and receivers, and of lines that agree in everything.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.passages import answer

Row = dict[str, Any]
LANGUAGES = ("fr", "es", "ru", "ar", "zh")
FIELDS = ("strength", "canonical_addressees", "due", "report_to", "deliverable")


def lines(data: Path, language: str) -> list[str]:
    """Return the lines of a language."""
    with gzip.open(data / "languages" / f"dev.{language}.gz", "rt", encoding="utf-8") as file:
        return file.read().split("\n")


def mandates(text: str, language: str) -> list[Row]:
    """Return the mandates of one line, in the form of the gold."""
    if not text.strip():
        return []
    found: list[Row] = answer({"id": "", "text": text, "language": language, "symbol": ""})["mandates"]
    return found


def compared(data: Path, only: str = "") -> Iterator[tuple[str, int, str, list[Row], list[Row]]]:
    """Return (language, number of the line, its text, English mandates, its mandates)."""
    english = [(n, found) for n, line in enumerate(lines(data, "en")) if (found := mandates(line, "en"))]
    for language in (only,) if only else LANGUAGES:
        texts = lines(data, language)
        for number, wanted in english:
            yield language, number, texts[number], wanted, mandates(texts[number], language)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", choices=LANGUAGES, default="")
    parser.add_argument("--errors", action="store_true", help="print every line that differs")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for language, number, text, wanted, found in compared(options.data, options.only):
        count = counts.setdefault(language, Counter())
        paired = list(zip(wanted, found, strict=False))
        count.update(wanted=len(wanted), found=len(found), paired=len(paired), lines=1)
        for field in FIELDS:
            count[field] += sum(_value(one, field) == _value(other, field) for one, other in paired)
        same = len(wanted) == len(found) and all(
            _value(one, field) == _value(other, field) for one, other in paired for field in FIELDS[:4]
        )
        count["same"] += same
        if options.errors and not same:
            print(f"{language} {number}: {text}")
            for name, rows in (("en", wanted), (language, found)):
                for row in rows:
                    print(f"   {name} {row['verb']}", *(row[field] for field in FIELDS), "|", row["action"][:70])
    for language, count in counts.items():
        f1 = 2 * count["paired"] / (count["wanted"] + count["found"] or 1)
        shares = (f"{field} {count[field] / (count['paired'] or 1):.2f}" for field in FIELDS)
        print(language, f"mandates {f1:.2f}", *shares, f"same {count['same'] / (count['lines'] or 1):.2f}")
    return 0


def _value(row: Row, field: str) -> Any:
    value = row[field]
    return frozenset(value) - {"unspecified"} if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
