"""The kinds of reports: follow-up table, biennial report, contribution, profile, cooperation framework check,
meeting pack and implementation report of a body.

build(account, asked) -> Built      a paper, and flags for the numbers in its texts
slots(asked)                        the sections in which people may write
"""

from collections.abc import Callable, Mapping

from actionlines.papers.account.model import Account
from actionlines.papers.model import Paper
from actionlines.papers.reports import biennial, body, brief, contribution, cooperation, follow_up
from actionlines.papers.reports.request import KINDS, Built, ReportRequest, check_request
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.sections.narrative import ReportDraft

__all__ = ["KINDS", "Built", "ReportRequest", "build", "slots"]
_BUILDERS: Mapping[str, Callable[[ReportDraft, ReportRequest], Paper]] = {
    "follow-up": follow_up.write_follow_up,
    "biennial": biennial.write_biennial,
    "contribution": contribution.write_contribution,
    "profile": brief.write_profile,
    "cooperation": cooperation.write_cooperation,
    "brief": brief.write_brief,
    "pack": body.write_pack,
    "implementation": body.write_implementation,
}


def build(account: Account, request: ReportRequest, *, mark: bool = True) -> Built:
    """Return the report. The same account and request give the same paper.

    mark  whether numbers that changed or are bound to nothing are marked in the text of people

    Raises NotAsked (AL822) and UnknownConcept (AL302) for what cannot be asked, NothingToReport (AL821) where the
    account does not hold what the report is about.
    """
    request = check_request(request)
    numbered = request.kind in ("biennial", "contribution", "implementation")
    draft = ReportDraft(account, report_words(request.language), request.texts, numbered=numbered, mark=mark)
    paper = _BUILDERS[request.kind](draft, request)
    seen = tuple((section, tuple(pairs.items())) for section, pairs in draft.seen.items())
    return Built(paper, tuple(draft.flags), seen)


def slots(request: ReportRequest) -> tuple[str, ...]:
    """Return the sections in which people may write, in the order of the paper."""
    if request.kind == "biennial":
        return ("introduction", *(f"line:{line}" for line in biennial.list_lines()), *biennial.AFTER)
    return {
        "follow-up": follow_up.SLOTS,
        "contribution": contribution.SLOTS,
        "profile": brief.PROFILE_SLOTS,
        "cooperation": cooperation.SLOTS,
        "brief": brief.SLOTS,
        "pack": body.PACK_SLOTS,
        "implementation": body.SLOTS,
    }[request.kind]
