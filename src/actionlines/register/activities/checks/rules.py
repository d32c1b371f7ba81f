"""Aligned with the WSIS process, and within the mandate: which action line and which paragraph say so."""

from __future__ import annotations

from functools import cache

from actionlines.framework import load
from actionlines.register.activities.checks.model import (
    NOTE,
    Check,
    Facts,
    LinkFact,
    MandateFact,
    Reason,
    best,
)
from actionlines.register.instruments.outdated import Outdated

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


# Mandates that people have confirmed and that hold.
IN_FORCE = frozenset(("confirmed", "under_way", "overdue", "delivered"))
_GONE = frozenset(("superseded", "rejected"))
_OUTDATED = {"update": "outdated_update", "drop": "outdated_drop", "keep": "outdated_keep"}


def mandate(facts: Facts) -> Check:
    """Pass with a confirmed link to a mandate in force; doubt where the link or the mandate is a proposal, or no
    text decides it; fail where the mandate was superseded or rejected, or there is none.
    """
    held = [one for one in facts.mandates if one.link != "rejected"]
    reasons = [_judged(one) for one in held] or [Reason("no_mandate", "fail")]
    return best("mandate", [*reasons, *map(_outdated, facts.outdated[:_MOST])])


def _outdated(one: Outdated) -> Reason:
    """A citation of a text that has a successor decides nothing; the page says what to do with it."""
    values = {"cited": one.stale.cited, "latest": one.stale.latest, "only": ", ".join(one.stale.only)}
    return Reason(_OUTDATED[one.stale.advice], NOTE, values, (one.quote,))


def _judged(one: MandateFact) -> Reason:
    values = {
        "symbol": one.symbol,
        "paragraph": one.paragraph,
        "percent": round(one.p * 100),
        "later": one.later,
    }
    if one.status in _GONE:
        code, verdict = ("mandate_superseded" if one.status == "superseded" else "mandate_rejected"), "fail"
        if one.status == "superseded" and one.later:
            code = "mandate_replaced"
    elif one.link != "confirmed":
        code, verdict = "mandate_proposed", "doubt"
    elif one.status not in IN_FORCE:
        code, verdict = "mandate_unconfirmed", "doubt"
    elif one.force != "decided":
        code, verdict = "mandate_undecided", "doubt"
    else:
        code, verdict = "mandate_confirmed", "pass"
    return Reason(code, verdict, values, one.quotes, ("mandate", one.id))
