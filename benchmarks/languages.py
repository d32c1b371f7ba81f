"""Language of a text: accuracy on parallel lines, and the making of the table.

    python -m benchmarks.languages [DATA]            figures over DATA/languages/dev.*.gz
    python -m benchmarks.languages [DATA] --train    write src/actionlines/documents/languages.csv first

A line counts as right when its language is told; "first 40" takes the first 40 characters of each line (15
for Chinese). With --train the figures are preceded by those of a table made from every second line and
measured on the others.
"""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from collections import Counter
from pathlib import Path

from actionlines.documents import language
from actionlines.documents.language import LATIN, count_trigrams, language_of

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
TABLE = Path(language.__file__).with_name("languages.csv")
_SIZE = 1500
_SCALE = 100
_RARE = 0.5


def lines_of(data: Path) -> dict[str, list[str]]:
    """Lines by language."""
    found = {}
    for code in LANGUAGES:
        with gzip.open(data / "languages" / f"dev.{code}.gz", "rt", encoding="utf-8") as stream:
            found[code] = [line.strip() for line in stream]
    return found


def accuracy(lines: dict[str, list[str]], short: bool = False) -> dict[str, float]:
    """Share of lines told right, by language and for all."""
    shares: dict[str, float] = {}
    right = total = 0
    for code, texts in lines.items():
        cut = (15 if code == "zh" else 40) if short else None
        hits = sum(language_of(text[:cut]) == code for text in texts)
        shares[code] = hits / len(texts)
        right, total = right + hits, total + len(texts)
    return {**shares, "all": right / total}


def make_table(lines: dict[str, list[str]]) -> dict[str, tuple[int, ...]]:
    """Weights: hundredths of the logarithm of how much likelier a group of letters is than on average."""
    counts = {code: sum((count_trigrams(text) for text in lines[code]), Counter()) for code in LATIN}
    totals = {code: sum(counts[code].values()) for code in LATIN}
    rows: dict[str, tuple[int, ...]] = {}
    gains: dict[str, float] = {}
    for group in set().union(*counts.values()):
        shares = [(counts[code][group] + _RARE) / (totals[code] + _RARE) for code in LATIN]
        mean = sum(shares) / len(shares)
        weights = [math.log(share / mean) for share in shares]
        rows[group] = tuple(round(_SCALE * weight) for weight in weights)
        gains[group] = sum(share * abs(weight) for share, weight in zip(shares, weights, strict=True))
    best = sorted(gains, key=lambda group: (-gains[group], group))[:_SIZE]
    return {group: rows[group] for group in sorted(best)}


def write_table(rows: dict[str, tuple[int, ...]], path: Path) -> None:
    """The table as CSV, its source on the first line."""
    source = "# source: letter statistics of 2,000 lines of the UN Parallel Corpus v1.0 development set\n"
    body = "".join(f"{group},{','.join(map(str, weights))}\n" for group, weights in rows.items())
    path.write_text(source + f"letters,{','.join(LATIN)}\n" + body, encoding="utf-8")
    language._read_table_of_words.cache_clear()


def show(title: str, lines: dict[str, list[str]]) -> None:
    """Print both figures."""
    for name, short in (("lines", False), ("first 40", True)):
        shares = accuracy(lines, short)
        print(f"{title} {name:9s}", " ".join(f"{code} {share:.4f}" for code, share in shares.items()))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--train", action="store_true")
    options = parser.parse_args()
    data = options.data or Path(__file__).resolve().parents[2] / "shared" / "data"
    lines = lines_of(data)
    if options.train:
        for part in (0, 1):
            write_table(make_table({code: texts[part::2] for code, texts in lines.items()}), TABLE)
            show(f"held out {part + 1}", {code: texts[1 - part :: 2] for code, texts in lines.items()})
        write_table(make_table(lines), TABLE)
    show("all lines", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
