"""The rules of the three checks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from actionlines.framework import load
from actionlines.register.activities.checks.facts import (
    NOTE,
    AllocationFact,
    Check,
    Facts,
    LinkFact,
    MandateFact,
    Reason,
    best,
    worst,
)
from actionlines.register.mandates.outdated import Outdated


def resources(facts: Facts) -> Check:
    """Fail without money, or from an envelope that is over-allocated or meant for another time or line; doubt
    where money is said to come from elsewhere or does not cover the budget; pass where all of it fits.
    """
    if not facts.allocations:
        if not facts.budget:
            return worst("resources", [Reason("no_funding", "fail")])
        stated = {"amount": facts.budget, "currency": facts.currency}
        return worst("resources", [Reason("external", "doubt", stated)])
    reasons = [reason for one in facts.allocations for reason in _judge_allocation(one, facts)]
    return worst("resources", [*reasons, *_covered(facts)])


def _judge_allocation(one: AllocationFact, facts: Facts) -> Iterator[Reason]:
    """What is to be said of one allocation; that it fits, where nothing is wrong."""
    envelope = one.envelope
    common = {"envelope": envelope.name, "amount": one.amount, "currency": envelope.currency}
    found = [*_period(one, facts), *_lines(one, facts), *_organisation(one, facts)]
    if envelope.allocated > envelope.amount:
        found.append(("over_allocated", "fail", {"over": envelope.allocated - envelope.amount}))
    for code, verdict, more in found or [("allocation_fits", "pass", {})]:
        yield Reason(code, verdict, {**common, **more}, (), ("envelope", envelope.id))


Said = tuple[str, str, dict[str, object]]


def _period(one: AllocationFact, facts: Facts) -> Iterator[Said]:
    envelope = one.envelope
    period = {"first": envelope.starts, "last": envelope.ends}
    if facts.starts is None:
        yield "no_period", "doubt", dict(period)
        return
    # An activity without a last day counts by its first one.
    ends = facts.ends or max(facts.starts, envelope.starts)
    if facts.starts > envelope.ends or ends < envelope.starts:
        yield "other_period", "fail", dict(period)
    elif facts.starts < envelope.starts or ends > envelope.ends:
        yield "part_of_period", "doubt", dict(period)


def _lines(one: AllocationFact, facts: Facts) -> Iterator[Said]:
    wanted = set(one.envelope.lines)
    if not wanted:
        return
    named: dict[str, object] = {"lines": sorted(wanted)}
    if wanted & _with_parents(facts, "confirmed"):
        return
    if wanted & _with_parents(facts, "proposed"):
        yield "line_unsure", "doubt", named
    else:
        yield "other_line", "fail", named


def _with_parents(facts: Facts, status: str) -> set[str]:
    """The lines of these links; money for C7 is for C7-ehealth too."""
    held = {link.concept for link in facts.lines(status)}
    return held | {line.partition("-")[0] for line in held}


def _organisation(one: AllocationFact, facts: Facts) -> Iterator[Said]:
    owner = one.envelope.organisation
    if owner is not None and owner not in facts.organisations:
        yield "other_organisation", "doubt", {}


def _covered(facts: Facts) -> Iterator[Reason]:
    """The budget against all that is allocated, where both are in one currency."""
    if facts.budget is None:
        yield Reason("no_budget", NOTE)
        return
    if any(one.envelope.currency != facts.currency for one in facts.allocations):
        yield Reason("other_currency", "doubt", {"amount": facts.budget, "currency": facts.currency})
        return
    given = sum((one.amount for one in facts.allocations), Decimal(0))
    values = {"amount": facts.budget, "given": given, "currency": facts.currency}
    if given < facts.budget:
        yield Reason("not_covered", "doubt", {**values, "missing": facts.budget - given})
    elif given > facts.budget:
        yield Reason("more_than_budget", "doubt", {**values, "over": given - facts.budget})


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
