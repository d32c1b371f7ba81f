"""Reports over a register that is full: time, memory, unbound numbers, dead references, equal bytes.

    python -m benchmarks.reports FOLDER [--from 2024] [--to 2026] [--symbol A/RES/80/173] [--country KEN]

FOLDER is a data folder that was filled before: `make demo-data`, then `actionlines import --data FOLDER` with
the documents and files of figures. Every kind of report is built twice and written in all five formats; time is
that of the processor, gathering and writing included. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from pathlib import Path

BAR = 20.0  # seconds of the processor for the biennial report in all formats


def main() -> int:
    """One line for each report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="since", default="2024")
    parser.add_argument("--to", dest="until", default="2026")
    parser.add_argument("--symbol", default="A/RES/80/173")
    parser.add_argument("--country", default="KEN")
    given = parser.parse_args()
    from actionlines.register.site.setup import start

    start(given.folder)
    from actionlines.papers.reports import ReportRequest
    from actionlines.register.reports.builds import suggested

    asked = (
        ReportRequest("biennial", since=given.since, until=given.until),
        ReportRequest("follow-up", symbol=given.symbol),
        ReportRequest("profile", area=given.country),
        ReportRequest("cooperation", area=given.country),
        ReportRequest("contribution", area=given.country, chosen=suggested(given.country)),
        ReportRequest("profile", area="itu-region:AFR"),
    )
    print("report                           blocks evidence  facts  errors unbound  same       s")
    bad = False
    for one in asked:
        spent, flaws, same, paper = measured(one)
        counts = (len(paper.blocks), len(paper.evidence), len(paper.facts), flaws["error"], flaws["unbound"])
        shown = " ".join(f"{n:{width}}" for n, width in zip(counts, (6, 8, 6, 7, 7), strict=True))
        print(f"{one.id:32} {shown}  {'yes' if same else 'NO':>4} {spent:7.2f}")
        late = one.kind == "biennial" and spent > BAR
        bad = bad or late or bool(flaws["error"] or flaws["unbound"]) or not same
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return int(bad)


def measured(asked):  # type: ignore[no-untyped-def]
    """(seconds for one build in all formats, flaws by severity, whether a second has the same bytes, paper)."""
    from actionlines.papers.check import check_paper
    from actionlines.papers.reports import build
    from actionlines.papers.write import FORMATS, render
    from actionlines.register.reports.builds import account_of

    begun = time.process_time()
    paper = build(account_of(asked), asked).paper
    files = {form: render(paper, form) for form in FORMATS}
    spent = time.process_time() - begun
    again = build(account_of(asked), asked).paper
    same = all(render(again, form) == files[form] for form in FORMATS)
    flaws = Counter(one.severity for one in check_paper(paper))
    for one in [one for one in check_paper(paper) if one.severity != "note"][:5]:
        print(f"  {one.severity} {one.code} {one.block}: {one.message}")
    return spent, flaws, same, paper


if __name__ == "__main__":
    sys.exit(main())
