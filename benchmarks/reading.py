"""Pages per second of the PDF reader, beside a peer's, and the share of paragraphs that hold page furniture.

    python -m benchmarks.reading FILE.pdf... [--peer MODULE:FUNCTION] [--runs 3]

The peer is any function that takes a path and returns a list of paragraphs; the default is the plain text of
the PDF library, line by line. Both run in this process, in turns over each file: the best processor time of
`--runs` counts. Our time includes the building of numbered paragraphs. Exit code 1 below 150 pages a second
and above 1.8 times the peer's time.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from actionlines.documents.pdf import read_blocks
from actionlines.documents.structure import build_paragraphs
from benchmarks.furniture import plain_text

Extractor = Callable[[Path], list[str]]

BAR = 150.0
# Times the peer's: with the PDF library's text alone as the floor.
_TIMES = 1.8
_FURNITURE = re.compile(
    r"\b\d{2}-\d{5}\b(?! of)|\*\d{7}\*|_{5,}|Please recycle|\bDistr\.: "
    r"|\bOriginal: (?:English|French|Spanish)|^\s*\d{1,4}/\d{1,4}\s*$"
)
_SYMBOL = re.compile(r"[A-Z]{1,4}(?:/[A-Z0-9][\w.]*){2,5}")


def ours(path: Path) -> list[str]:
    """Paragraphs as the library reads them."""
    return [paragraph.text for paragraph in build_paragraphs(read_blocks(path.read_bytes(), path.name).blocks)]


def plain(path: Path) -> list[str]:
    """The plain text of the PDF library, line by line."""
    return [line for line in plain_text(path.read_bytes()).splitlines() if line.strip()]


def load(name: str) -> Extractor:
    """The function `MODULE:FUNCTION`."""
    module, _, function = name.partition(":")
    found: Extractor = getattr(import_module(module), function)
    return found


def seconds(extractors: Sequence[Extractor], path: Path, runs: int) -> list[float]:
    """Best processor time of each over one file; they take turns, so that a busy moment meets all of them."""
    best = [float("inf")] * len(extractors)
    for _ in range(runs):
        for number, extract in enumerate(extractors):
            start = time.process_time()
            extract(path)
            best[number] = min(best[number], time.process_time() - start)
    return best


def own_symbols(files: Sequence[Path]) -> list[str]:
    """The symbol at the head of each file, "" where there is none."""
    heads = (" ".join(read_blocks(path.read_bytes(), path.name).masthead[:2]) for path in files)
    return [found.group() if (found := _SYMBOL.search(head)) else "" for head in heads]


def soiled(paragraphs: list[str], symbol: str) -> int:
    """Paragraphs with furniture: its usual words, or the document's own symbol at an edge."""
    edges = (symbol,) if symbol else ()
    return sum(
        _FURNITURE.search(text) is not None or text.startswith(edges) or text.rstrip().endswith(edges)
        for text in paragraphs
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--peer", default="benchmarks.reading:plain")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    pages = sum(read_blocks(path.read_bytes(), path.name).pages for path in options.files)
    symbols = own_symbols(options.files)
    rates = {}
    extractors = {"ours": ours, options.peer: load(options.peer)}
    best = [seconds(list(extractors.values()), path, options.runs) for path in options.files]
    for (name, extract), taken in zip(extractors.items(), map(sum, zip(*best, strict=True)), strict=True):
        found = [extract(path) for path in options.files]
        rates[name] = pages / taken
        total = sum(map(len, found))
        share = sum(map(soiled, found, symbols)) / max(1, total)
        print(f"{name}: {pages} pages in {taken:.2f} s, {rates[name]:.0f} pages/s")
        print(f"    {total} paragraphs, {share:.1%} with furniture")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = rates[options.peer] / rates["ours"]
    print(f"{times:.2f} times the time of the peer, peak memory {memory:.0f} MB")
    return 0 if rates["ours"] >= BAR and times <= _TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
