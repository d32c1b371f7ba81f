"""Share of the symbols that documents link, by addresses of document services, which the finder cites.

    python -m benchmarks.linked FILE.docx ...

Word files alone: their package lists every address that the text links, however the reader reads them.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from actionlines.citations import find_citations
from actionlines.documents import read
from benchmarks.figure import Figure

_TARGET = re.compile(r'Target="([^"]*)"')
_SYMBOL = re.compile(r"(?:undocs\.org|docs\.un\.org)/(?:\w\w/)?((?:A|E|S)/[\w/().-]+)")


@dataclass(frozen=True, slots=True)
class Linked:
    """The symbols that a file links and those among them that are cited, in capitals."""

    name: str
    linked: frozenset[str]
    found: frozenset[str]


def linked(path: Path) -> Linked:
    """Return what a Word file links, and what the finder cites of it."""
    with zipfile.ZipFile(path) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    hits = (_SYMBOL.search(target) for target in _TARGET.findall(relations))
    symbols = frozenset(hit[1].rstrip("/").upper() for hit in hits if hit is not None)
    cited = {one.instrument.upper() for one in find_citations(read(path))}
    return Linked(path.name, symbols, symbols & cited)


def share(rows: Iterable[Linked]) -> float:
    """Return the share of linked symbols that are cited, over all files."""
    rows = list(rows)
    return sum(len(row.found) for row in rows) / (sum(len(row.linked) for row in rows) or 1)


def figures(data: Path) -> Iterable[Figure]:
    """The fascicles of the programme budget among the shared documents."""
    files = sorted((data / "documents" / "docx").glob("*.docx"))
    if files:
        yield Figure("citations: linked symbols found", share(map(linked, files)), ">=", 0.98)


def main() -> None:
    """Print the share of each file, what is missing, and the share of all."""
    rows = [linked(Path(name)) for name in sys.argv[1:]]
    for row in rows:
        missing = ", ".join(sorted(row.linked - row.found)[:6])
        print(f"{row.name}  {len(row.found)} of {len(row.linked)}  missing: {missing or 'none'}")
    print(f"share {share(rows):.3f}")


if __name__ == "__main__":
    main()
