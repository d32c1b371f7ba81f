"""`actionlines roadmap` and `actionlines report`: papers of the register written into a folder.

Neither changes the register: road maps are proposals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.papers.write import FORMATS, check_writable, write
from actionlines.register.site.setup import open_for_papers

if TYPE_CHECKING:
    from actionlines.papers.account.model import Account
    from actionlines.register.core.schema import Serialised

Say = Callable[[str], None]
OnProgress = Callable[[str, int, int], None]  # what is being made, papers done, papers in all


@dataclass(frozen=True)
class RoadMapRequest:
    """What the command was asked for: see `actionlines roadmap --help`. No `formats`: all of them."""

    lines: tuple[str, ...]
    every: bool = False
    language: str = "en"
    formats: tuple[str, ...] = ()
    force: bool = False


def road_maps(request: RoadMapRequest, out: Path, data: Path | None, say: Say, on_progress: OnProgress) -> int:
    """Write one road map, or with `every` that of each line. The exit code; raises what the form of it breaks.

    Raises UnknownConcept (AL302), BadRoadMap (AL811), SetupError (AL708), OutputError (AL401).
    """
    from actionlines.papers.roadmap import paper, propose
    from actionlines.papers.roadmap.figures import Figures
    from actionlines.papers.roadmap.model import LineScope
    from actionlines.papers.roadmap.proposals import check_lines, list_lines, proposal_id

    wanted = [(list_line,) for list_line in list_lines()] if request.every else [check_lines(request.lines)]
    formats = tuple(item for item in FORMATS if item in request.formats) or FORMATS
    for lines in wanted:
        check_writable(proposal_id(lines), out, formats, force=request.force)
    open_for_papers(data)
    account = _account(wanted, request.every)
    figures = Figures(account)
    for at, lines in enumerate(wanted):
        on_progress(", ".join(lines), at, len(wanted))
        filters = LineScope.of(account, lines)
        proposed = propose(account, lines, language=request.language, lens=filters)
        made = paper(proposed, account, figures=figures, lens=filters)
        for path in write(made, out, formats, force=request.force).values():
            say(str(path))
        on_progress(", ".join(lines), at + 1, len(wanted))
    return 0


def _account(wanted: Sequence[tuple[str, ...]], every: bool) -> Account:
    """The whole account for all lines; for one road map only what it is made of."""
    from actionlines.register.reports.account import funded, gather
    from actionlines.register.roadmaps.tracking import account_of, lines_covered

    if not every:
        return account_of({"lines": wanted[0], "items": []})
    return replace(gather(), funded=funded(lines=lines_covered([line for lines in wanted for line in lines])))


def report(
    fields: Serialised, out: Path, data: Path | None, forms: Sequence[str], say: Say,
    on_progress: OnProgress, *, force: bool = False,
) -> None:  # fmt: skip
    """Build it and write its files, all or none. `given`: fields of `reports.kinds.Asked`.

    Raises NotAsked (AL822), UnknownConcept (AL302), NothingToReport (AL821), OutputError (AL401) and
    SetupError (AL708).
    """
    from actionlines.papers.reports import ReportRequest, build
    from actionlines.papers.reports.request import check_request

    report_request = check_request(ReportRequest(**fields))
    check_writable(report_request.id, out, forms, force=force)
    steps = 4
    on_progress("setting up", 0, steps)
    open_for_papers(data)
    from actionlines.register.reports.builds import account_of, suggested

    if report_request.kind == "contribution" and not report_request.chosen:
        report_request = replace(report_request, chosen=suggested(report_request.area))
    on_progress("reading the records", 1, steps)
    account = account_of(report_request)
    on_progress("building", 2, steps)
    paper = build(account, report_request).paper
    on_progress("writing", 3, steps)
    for path in write(paper, out, forms, force=force).values():
        say(str(path))
