"""Follow-up tables against the gold: every paragraph that asks for something, and nothing invented.

    python -m benchmarks.follow_up SHARED/data [--keep DIR]

The PDFs of the gold resolutions are brought into a register of their own (or into the folder --keep, where those
that are there already are not read again), and the table of each is compared with the gold by paragraph:

    missed    paragraphs with a mandate in the gold that the table does not have
    extra     paragraphs that the table has and the gold does not
    invented  rows of the table whose action is not in the words of their paragraph

Exit code 1 where the bar for A/RES/80/173 is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path

BAR = "A/RES/80/173"


def main() -> int:
    """One line for each resolution, then their sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    gold = sorted((given.data / "mandates").glob("*.mandates.jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        return run(given.data, gold, given.keep or Path(folder))


def run(data: Path, gold: list[Path], folder: Path) -> int:
    """Bring in, build, compare."""
    from actionlines.register.site.setup import start

    start(folder)
    names = {path.name.removesuffix(".mandates.jsonl"): path for path in gold}
    bring_in([data / "documents" / "pdf" / f"{name}.pdf" for name in names])
    sums, bad = [0, 0, 0, 0, 0], False
    print("instrument        gold  table  missed  extra  rows  invented      s")
    for name, path in names.items():
        wanted = paragraphs(path)
        begun = time.process_time()
        held, rows, invented = table(symbol_of(name))
        spent = time.process_time() - begun
        missed, extra = sorted(wanted - held), sorted(held - wanted)
        line = (len(wanted), len(held), len(missed), len(extra), rows, len(invented))
        widths = zip(line, (5, 6, 7, 6, 5, 9), strict=True)
        print(f"{symbol_of(name):16} {' '.join(f'{n:{width}}' for n, width in widths)} {spent:6.2f}")
        for word, found in (("missed", missed), ("extra", extra), ("invented", invented)):
            if found:
                print(f"  {word}: {', '.join(found)}")
        sums = [a + b for a, b in zip(sums, (line[0], line[2], line[3], line[4], line[5]), strict=True)]
        bad = bad or (symbol_of(name) == BAR and bool(missed or extra or invented))
    print(f"all: {sums[0]} paragraphs in the gold, {sums[1]} missed, {sums[2]} extra;", end=" ")
    print(f"{sums[4]} of {sums[3]} rows invented")
    return int(bad)


def symbol_of(name: str) -> str:
    """`A/RES/80/173` for `A_RES_80_173`."""
    return name.replace("_", "/")


def bring_in(files: list[Path]) -> None:
    """As `actionlines import` does; what is there already is left as it is."""
    from actionlines.register.core.imports.actions import started
    from actionlines.register.core.imports.files import store
    from actionlines.register.core.imports.run import run as run_import
    from actionlines.register.instruments.models import Instrument

    for path in files:
        if not Instrument.objects.filter(symbol=symbol_of(path.stem)).exists():
            run_import(started(None, store(path, path.name, None, "document"), "document").pk)


def paragraphs(path: Path) -> set[str]:
    """Ids of the paragraphs that carry a mandate in the gold; `113(a)` belongs to itself."""
    lines = path.read_text("utf-8").splitlines()
    return {normal(json.loads(line)["paragraph"]) for line in lines if line.strip()}


def normal(anchor: str) -> str:
    """One way of writing a paragraph: no blanks, small letters."""
    return re.sub(r"\s+", "", anchor).lower()


def table(symbol: str) -> tuple[set[str], int, list[str]]:
    """(paragraphs of the table, number of rows, paragraphs of rows whose action is not in their text)."""
    from actionlines.papers.model import Cite, Table, Text
    from actionlines.papers.reports import ReportRequest, build
    from actionlines.register.instruments.models import Paragraph
    from actionlines.register.reports.builds import account_of

    asked = ReportRequest("follow-up", symbol=symbol)
    paper = build(account_of(asked), asked).paper
    (found,) = (block for block in paper.blocks if isinstance(block, Table) and block.id == "t-follow-up")
    texts = dict(Paragraph.objects.filter(instrument__symbol=symbol).values_list("anchor", "text"))
    held, invented = set(), []
    for row in found.rows:
        (place,) = (one for one in row.cells[0] if isinstance(one, Cite))
        anchor = place.evidence[0].rpartition("#")[2]
        held.add(normal(anchor))
        action = next(one.text for one in row.cells[1] if isinstance(one, Text) and one.name)
        if action not in texts.get(anchor, ""):
            invented.append(anchor)
    return held, len(found.rows), invented


if __name__ == "__main__":
    sys.exit(main())
