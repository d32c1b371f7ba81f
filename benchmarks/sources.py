"""Rows for the paragraphs of real documents that open with an asking verb, by the kind of their organ.

    python -m benchmarks.sources [DATA] [--missed N] [--sample N --seed S]

Each document of DATA/documents/mandate_sources.jsonl.gz is set as text from its paragraphs, its symbol on top,
and read as a person's file is. A paragraph counts where it opens with an asking verb, or with "The ... Council" or
"We" and such a verb; it is found where a row quotes it. `--missed` prints those without a row, `--sample` rows
drawn at random for reading by eye.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from actionlines.documents import read
from actionlines.errors import ActionlinesError
from actionlines.mandates import Mandate, find_mandates
from benchmarks.figure import Figure

Row = dict[str, Any]
KINDS = (
    ("statements", r"S/PRST|A/HRC/PRST"),
    ("Security Council", r"S/RES|S/"),
    ("General Assembly", r"A/RES"),
    ("Human Rights Council", r"A/HRC"),
    ("ECOSOC", r"E/RES|E/\d"),
    ("UNEP", r"UNEP/"),
    ("UN-Habitat", r"HSP/"),
    ("ECE and outcomes", r"ECE|E/ECE|E/HLS|E/FFDF|E/CN"),
    ("other", r""),
)
_ADVERBS = r"(?:(?:[Aa]lso|[Ff]urther|[Ss]trongly|[Uu]rgently|[Aa]gain|[Ee]arnestly|[Ss]olemnly|\w+ly),? )*"
_ASKING = (
    r"requests?|invites?|urges?|calls (?:up)?on|calls for|call (?:up)?on|call for|encourages?|decides?|recommends?"
    r"|instructs?|appeals to|demands|requires|commit (?:ourselves )?to|resolve to|will"
)
_SPEAKER = r"We|The (?:Security |Human Rights |Economic and Social )?Council"
_OPENS = re.compile(rf"^[“\"]?(?:(?P<speaker>{_SPEAKER}) )?{_ADVERBS}(?P<verb>{_ASKING})\b", re.IGNORECASE)


def asks(text: str) -> bool:
    """Return whether a paragraph opens with an asking verb, or with its speaker and one."""
    match = _OPENS.match(text)
    if match is None:
        return False
    # "We commit to"; without a speaker the verb is that of a resolution ("Requests").
    return bool(match["speaker"]) or bool(re.search(r"s( |$)", match["verb"]))


def kind_of(symbol: str) -> str:
    """Return the kind of organ or document of a symbol."""
    return next(kind for kind, pattern in KINDS if re.match(pattern, symbol))


def as_text(row: Row) -> str:
    """Return a document as plain text: its symbol, then its paragraphs with their numbers."""
    lines = [row["symbol"]]
    for paragraph in row["paragraphs"]:
        if paragraph["kind"] in ("footer", "backmatter"):
            continue
        lines.append(" ".join(f"{paragraph.get('number', '')} {paragraph['text']}".split()))
    return "\n\n".join(lines)


def documents(data: Path) -> Iterator[Row]:
    """Yield the documents of the file."""
    with gzip.open(data / "documents" / "mandate_sources.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_rows(row: Row) -> list[tuple[str, Mandate]]:
    """Return (text of the paragraph, mandate) for each row of a document; none where it cannot be read."""
    try:
        document = read(as_text(row).encode(), name=f"{row['name']}.txt")
    except ActionlinesError:
        return []
    return [(document.by_id[mandate.paragraph].text, mandate) for mandate in find_mandates(document)]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)[:80]


def count(data: Path, missed: int = 0) -> dict[str, tuple[int, int]]:
    """Return (found, wanted) by kind; print the first `missed` paragraphs of each kind that have no row."""
    seen: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in documents(data):
        texts = (one["text"] for one in row["paragraphs"] if one["kind"] in ("paragraph", "frontmatter"))
        wanted = list(filter(asks, texts))
        quoted = "|".join({re.sub(r"\W+", "", text) for text, _ in read_rows(row)}) if wanted else ""
        counts = seen[kind_of(row["symbol"])]
        for text in wanted:
            is_found = _letters(text) in quoted
            counts[is_found] += 1
            if not is_found and counts[False] <= missed:
                print(f"{row['symbol']}\t{text[:160]}")
    return {kind: (counts[True], counts.total()) for kind, counts in seen.items() if counts}


def sample(data: Path, size: int, seed: int) -> Iterator[str]:
    """Yield `size` rows drawn at random, each as lines to read by eye."""
    chosen = random.Random(seed).sample(list(documents(data)), size)
    for row in chosen:
        if rows := read_rows(row):
            text, mandate = random.Random(f"{seed}{row['symbol']}").choice(rows)
            named = "; ".join(phrase.text for phrase in mandate.addressees)
            due = ",".join(mandate.due)
            yield (
                f"## {row['symbol']}\n{text[:600]}\n-> {mandate.verb} | {named} = {','.join(mandate.bodies)}"
                f" | {mandate.action.text[:160]} | due {due} | to {','.join(mandate.report_to)}\n"
            )


def figures(data: Path) -> Iterator[Figure]:
    """Yield the share of such paragraphs that have a row, for each kind."""
    if (data / "documents" / "mandate_sources.jsonl.gz").exists():
        for kind, (found, wanted) in count(data).items():
            bar = 0.92 if kind in ("statements", "ECE and outcomes") else 0.95
            yield Figure(f"sources, {kind}: paragraphs with a row", found / wanted, ">=", bar)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--missed", type=int, default=0, help="paragraphs without a row to print for each kind")
    parser.add_argument("--sample", type=int, default=0, help="documents of which one row each is printed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sample:
        print("\n".join(sample(options.data, options.sample, options.seed)))
        return 0
    for kind, (found, wanted) in sorted(count(options.data, options.missed).items()):
        print(f"{kind:<22} {found:>6} of {wanted:>6}  {found / wanted:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
