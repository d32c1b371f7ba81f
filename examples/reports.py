"""The sample in docs/how-to/write-reports.md, and four others, from the examples of `make demo` without the register.

    ACTIONLINES_SAMPLES=1 pytest tests/register/site/test_report_samples.py

writes the sample again between the two marks of the page. Days on which something was done in the register are set
to one day, so that a sample is the same whenever it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

DAY = "2026-01-05"
BEGIN, END = "<!-- sample: made by examples/reports.py -->", "<!-- end of the sample -->"
ROWS, ENTRIES = 2, 3  # of a table and of the evidence, in a sample
# Kind -> headings (by id) that the sample shows, () for all.
SHOWN: dict[str, tuple[str, ...]] = {
    "follow-up": (), "contribution": (), "cooperation": (), "profile": (),
    "biennial": ("s-introduction", "s-C5", "s-regions", "s-resources"),
}  # fmt: skip


def samples() -> dict[str, str]:
    """Kind -> its sample, from the register that is set up."""
    from actionlines.papers.reports import ReportRequest, build
    from actionlines.register.reports.builds import account_of, asked_of
    from actionlines.register.reports.models import Report

    asked: dict[str, ReportRequest] = {
        "follow-up": ReportRequest("follow-up", symbol="E/RES/2024/901"),
        "profile": ReportRequest("profile", area="NGA"),
        "cooperation": ReportRequest("cooperation", area="NGA"),
    }  # fmt: skip
    for kind in ("biennial", "contribution"):
        asked[kind] = replace(asked_of(Report.objects.get(type=kind)), status="")
    return {
        kind: markdown(build(dated(account_of(one)), one, mark=False).paper, SHOWN[kind]) for kind, one in asked.items()
    }


def dated(account: Any) -> Any:
    """The account with DAY for every day on which something was done in the register."""
    return replace(
        account,
        mandates=tuple(
            replace(
                one, changed=DAY, status_since=one.status_since if one.status == "delivered" else DAY,
                progress=tuple(replace(note, at=DAY) for note in one.progress),
            )
            for one in account.mandates
        ),
        activities=tuple(replace(one, changed=DAY, published=DAY) for one in account.activities),
        envelopes=tuple(replace(one, changed=DAY) for one in account.envelopes),
    )  # fmt: skip


def markdown(paper: Any, shown: Sequence[str]) -> str:
    """The paper, or some of its sections, for a page of the documentation."""
    from actionlines.papers.layout import Heading, lay_out

    laid = lay_out(paper)
    out = [f"**{paper.title}**" + (f" ({paper.subtitle})" if paper.subtitle else ""), ""]
    out += [f"- {name}: {value}" for name, value in paper.masthead] + ([""] if paper.masthead else [])
    inside = not shown
    for block in laid.blocks:
        if isinstance(block, Heading):
            inside = not shown or block.anchor in shown
            if inside:
                out += [f"**{block.number} {block.title}**".replace("** ", "**"), ""]
        elif inside:
            out += _lines(block)
    out += ["**Supporting evidence**", ""]
    out += [f"- [{one.number}] {one.evidence.label}" for one in laid.evidence[:ENTRIES]]
    if len(laid.evidence) > ENTRIES:
        out.append("- …")
    return "\n".join(out) + "\n"


def _lines(block: Any) -> list[str]:
    from actionlines.papers.layout import Absent, Items, NumberedParagraph, Picture, Quotation
    from actionlines.papers.layout import plain_text as plain

    if isinstance(block, NumberedParagraph):
        by = f" [text: {block.by}]" if block.by else ""
        return [f"{block.number}\\. {plain(block.spans)}{by}" if block.number else plain(block.spans) + by, ""]
    if isinstance(block, Items):
        return [*(f"- {plain(item)}" for item in block.items), ""]
    if isinstance(block, Absent):
        return [f"> {block.what} {block.advice}".rstrip(), ""]
    if isinstance(block, Quotation):
        return [f"> {block.text}", ""]
    if isinstance(block, Picture):
        return [f"{block.label}: {block.chart.title}. {block.chart.sentence}", ""]
    heads = [one.title for one in block.columns]
    rows = []
    for row in block.rows[:ROWS]:
        cells = [plain(cell).replace("|", "/") for cell in row.cells]
        rows.append(f"| {' | '.join([*cells, *[''] * (len(heads) - len(cells))])} |")
    more = [f"| … |{' |' * (len(heads) - 1)}"] if len(block.rows) > ROWS else []
    head = [f"{block.label}: {block.caption}", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return [*head, *rows, *more, ""]
