"""Is it aligned with the WSIS process: which action line, and which words say so."""

from __future__ import annotations

from functools import cache

from actionlines.framework import load
from actionlines.registry.checks.model import NOTE, Check, Facts, LinkFact, Reason, best

_MOST = 3  # reasons of one sort; more would hide the others


def process(facts: Facts) -> Check:
    """Pass with a confirmed action line; doubt with a proposed one, or where only the WSIS-SDG Matrix joins its
    targets with a line; else fail.
    """
    targets = [
        one.concept for one in facts.links if one.level in ("target", "goal") and one.status != "rejected"
    ]
    confirmed, proposed = facts.lines("confirmed"), facts.lines("proposed")
    reasons = [_confirmed(one) for one in confirmed[:_MOST]]
    reasons += [_proposed(one) for one in proposed[:_MOST]]
    for link in (*confirmed, *proposed)[:_MOST]:
        if joined := [one for one in targets if link.concept in lines_by_matrix(one)]:
            reasons.append(Reason("matrix_joins", NOTE, {"line": link.concept, "targets": joined}))
    if not confirmed and not proposed:
        # A target says more than its goal.
        narrow = sorted(targets, key=lambda one: "." not in one)
        by_matrix = [(one, lines_by_matrix(one)) for one in narrow if lines_by_matrix(one)]
        reasons += [
            Reason("matrix_only", "doubt", {"target": target, "lines": list(lines[:_MOST])})
            for target, lines in by_matrix[:_MOST]
        ]
    return best("process", reasons or [Reason("no_line", "fail")])


def _confirmed(link: LinkFact) -> Reason:
    code = "line_confirmed" if link.quotes else "line_set"
    return Reason(code, "pass", {"line": link.concept}, link.quotes)


def _proposed(link: LinkFact) -> Reason:
    values = {"line": link.concept, "percent": round(link.p * 100)}
    return Reason("line_proposed", "doubt", values, link.quotes)


@cache
def lines_by_matrix(concept: str) -> tuple[str, ...]:
    """The action lines that the WSIS-SDG Matrix joins with a goal or target; cells that may be slips left out."""
    part = {"target": concept} if "." in concept else {"goal": concept}
    found = load().matrix.links(**part, doubtful=False)
    return tuple(dict.fromkeys(link.action_line for link in found))
