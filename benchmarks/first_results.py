"""The first results of a hundred searches: fifty things, thirty mandates, twenty texts, in six languages.

    python -m benchmarks.first_results [--data FOLDER] [--misses]

first_results.csv was written before the search that it measures; every second row of a kind is held out (column
`half`), and misses of that half are never printed. The register holds the starter register, one organisation and
papers: A/RES/80/173 and the resolutions of the Plenipotentiary Conference (shared documents). FOLDER keeps it. An
answer is the id of a concept, the symbol of a text, a symbol with its paragraph (of a mandate: a mandate of it), or
`org:` with a name. The figures are those of the API; the command must give the same results in the same order.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, verdict

DOCUMENTS = Path(__file__).resolve().parents[1] / "../shared/data/documents"
SEARCHES = Path(__file__).with_name("first_results.csv")
ORGANISATION = "Rural Wells Network"
SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that keeps the register")
    parser.add_argument("--misses", action="store_true", help="print what came first instead, of the tuned half")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="actionlines-search-") as folder:
        fill(asked.data or Path(folder))
        return measure(asked.misses)


def fill(folder: Path) -> None:
    """Start the register in a folder; fill it where the folder has none."""
    os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")
    from actionlines.cli.app import app

    if not (folder / "search").exists():
        papers = [DOCUMENTS / "pdf" / "A_RES_80_173.pdf", *sorted((DOCUMENTS / "itu_pp18").glob("res-*.txt"))]
        command = ["import", "--data", str(folder), "--set", "wsis", *map(str, papers)]
        app(command, standalone_mode=False)
    from actionlines.register.site.setup import start

    start(folder)
    from actionlines.register.core.search import catch_up
    from actionlines.register.organisations.actions import CreateOrganisation
    from actionlines.register.organisations.models import Organisation

    if not Organisation.objects.exists():
        CreateOrganisation(None, fields={"name": ORGANISATION, "type": "civil-society"}).do()
        catch_up()


def measure(misses: bool) -> int:
    """Print the figures of both halves; return 1 where a bar is missed."""
    from django.test import Client

    from actionlines.register.pages.search import list_results

    client, others = Client(), 0
    ranks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    with SEARCHES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = client.get("/api/search", {"q": row["query"], "size": SHOWN}).json()["records"]
            keys = list(map(_key_of, found))
            others += keys != list(map(_key_of, list_results(row["query"], SHOWN)[1]))
            right = [_is_right(row, hit["kind"], key) for hit, key in zip(found, keys, strict=True)]
            rank = right.index(True) if True in right else SHOWN
            for kind in (row["kind"], "search"):
                ranks[row["half"], kind].append(rank)
            if misses and rank and row["half"] == "tuned":
                print(f"{row['language']} {row['query']!r} wants {row['answer']}, place {rank + 1}: {keys[:3]}")
    figures = [Figure("searches that the command answers otherwise", others, "<=", 0)]
    for (half, kind), each in sorted(ranks.items()):
        label, bars = f"{half}: {len(each)} of {kind}", kind == "search"
        first, three = (sum(rank < most for rank in each) / len(each) for most in (1, 3))
        if bars:
            figures += [Figure(f"{label}, first", first, ">=", 0.85), Figure(f"{label}, in three", three, ">=", 0.95)]
        else:
            print(f"{label:<28} first {first:.2f}  in three {three:.2f}")
    return verdict(figures)


def _key_of(hit: Mapping[str, Any]) -> str:
    from actionlines.register.core.kinds import kinds
    from actionlines.register.instruments.models import Paragraph

    kind, number = hit["kind"], hit["id"]
    if kind == "paragraph":
        paragraph = Paragraph.objects.select_related("instrument").get(pk=number)
        return f"{paragraph.instrument.symbol}#{paragraph.anchor}"
    if kind not in kinds():
        return str(number)
    record: Any = kinds()[kind].model.objects.get(pk=number)
    return getattr(record, "key", "") or getattr(record, "symbol", "") or f"org:{record}"


def _is_right(row: Mapping[str, str], kind: str, key: str) -> bool:
    is_kind = kind == "mandate" if row["kind"] == "mandate" else True
    return is_kind and any(fnmatchcase(key, one) for one in row["answer"].split("|"))


if __name__ == "__main__":
    sys.exit(main())
