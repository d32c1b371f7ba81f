"""Road maps of all 18 lines: time, memory, unbound numbers, dead references, equal bytes.

    python -m benchmarks.roadmaps DATA [--out DIR] [--formats html,docx,pdf,xlsx,json] [--twice]

DATA is the folder of a register, such as that of `make demo` with documents and files of figures brought in. It is
read; tables that are missing are made. `--twice` makes all again from a second account and compares the bytes.
Prints one JSON object: seconds of the processor for reading the account and for the papers with their files, the
most memory used, and the flaws that `paper.check` finds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from actionlines.register.site.setup import start


def main() -> int:
    """The exit code: 1 where a paper has an error or two builds differ."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--formats", default="html,docx,pdf,xlsx,json")
    asked.add_argument("--language", default="en")
    asked.add_argument("--twice", action="store_true")
    given = asked.parse_args()
    start(given.data)
    formats = [one for one in given.formats.split(",") if one]
    found, digests = built(formats, given.language, given.out)
    if given.twice:
        found["equal_bytes"] = built(formats, given.language, None)[1] == digests
    print(json.dumps(found, indent=1))
    return 1 if found["errors"] or found.get("equal_bytes") is False else 0


def built(formats: list[str], language: str, out: Path | None) -> tuple[dict[str, Any], dict[str, str]]:
    """(what was measured, file -> SHA-256)."""
    from actionlines.papers.check import check_paper
    from actionlines.papers.roadmap import paper, propose
    from actionlines.papers.roadmap.figures import Figures
    from actionlines.papers.roadmap.proposals import list_lines
    from actionlines.papers.write import render
    from actionlines.register.reports.account import gather

    began, wall = time.process_time(), time.perf_counter()
    account = gather()
    read = time.process_time() - began
    figures = Figures(account)
    digests: dict[str, str] = {}
    flaws: Counter[str] = Counter()
    told: list[str] = []
    sizes: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for line in list_lines():
        start_ = time.process_time()
        made = paper(propose(account, [line], language=language), account, figures=figures)
        spent["papers"] += time.process_time() - start_  # type: ignore[assignment]
        for flaw in check_paper(made):
            flaws[f"{flaw.severity} {flaw.code}"] += 1
            told += [f"{line} {flaw.block}: {flaw.message}"] if flaw.severity == "error" else []
        sizes.update(blocks=len(made.blocks), facts=len(made.facts), evidence=len(made.evidence))
        for form in formats:
            start_ = time.process_time()
            body = render(made, form)
            spent[form] += time.process_time() - start_  # type: ignore[assignment]
            digests[f"{made.id}.{form}"] = hashlib.sha256(body).hexdigest()
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{made.id}.{form}").write_bytes(body)
    measured = {
        "records": {"mandates": len(account.mandates), "activities": len(account.activities),
                    "standings": len(account.standings)},
        "seconds_account": round(read, 2),
        "seconds": {name: round(value, 2) for name, value in spent.items()},
        "seconds_all": round(time.process_time() - began, 2),
        "seconds_on_the_clock": round(time.perf_counter() - wall, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **sizes,
        "flaws": dict(flaws),
        "errors": told[:20],
    }  # fmt: skip
    return measured, digests


if __name__ == "__main__":
    sys.exit(main())
