"""The rules of the three checks."""

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
from actionlines.register.core.texts import join
from actionlines.register.mandates.outdated import Outdated


def resources(facts: Facts) -> Check:
    """Fail from an envelope that is over-allocated or meant for another time or line; doubt without money, where it
    is said to come from elsewhere or does not cover the budget; pass where all of it fits.
    """
    if not facts.allocations:
        if not facts.budget:
            return worst("resources", [Reason("no_funding", "doubt")])
        stated = {"amount": facts.budget, "currency": facts.currency}
        return worst("resources", [Reason("external", "doubt", stated)])
    reasons = [reason for allocation in facts.allocations for reason in _judge_allocation(allocation, facts)]
    return worst("resources", [*reasons, *_covered(facts)])


def _judge_allocation(fact: AllocationFact, facts: Facts) -> Iterator[Reason]:
    """What is to be said of one allocation; that it fits, where nothing is wrong."""
    envelope = fact.envelope
    common = {"envelope": envelope.name, "amount": fact.amount, "currency": envelope.currency}
    matches = [*_period(fact, facts), *_lines(fact, facts), *_organisation(fact, facts)]
    if envelope.allocated > envelope.amount:
        matches.append(("over_allocated", "fail", {"over": envelope.allocated - envelope.amount}))
    for code, verdict, more in matches or [("allocation_fits", "pass", {})]:
        yield Reason(code, verdict, {**common, **more}, (), ("envelope", envelope.id))


Said = tuple[str, str, dict[str, object]]


def _period(allocation_fact: AllocationFact, facts: Facts) -> Iterator[Said]:
    envelope = allocation_fact.envelope
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


def _lines(allocation_fact: AllocationFact, facts: Facts) -> Iterator[Said]:
    if not (wanted := set(allocation_fact.envelope.lines)):
        return
    named: dict[str, object] = {"lines": sorted(wanted)}
    if wanted & _with_parents(facts, "confirmed"):
        return
    if wanted & _with_parents(facts, "proposed"):
        yield "line_unsure", "doubt", named
    elif not facts.lines("confirmed"):
        yield "line_open", "doubt", named
    else:
        yield "other_line", "fail", named


def _with_parents(facts: Facts, status: str) -> set[str]:
    """The lines of these links; money for C7 is for C7-ehealth too."""
    held = {link.concept for link in facts.lines(status)}
    return held | {line.partition("-")[0] for line in held}


def _organisation(allocation_fact: AllocationFact, facts: Facts) -> Iterator[Said]:
    owner = allocation_fact.envelope.organisation
    if owner is not None and owner not in facts.organisations:
        yield "other_organisation", "doubt", {}


def _covered(facts: Facts) -> Iterator[Reason]:
    """The budget against all that is allocated, where both are in one currency."""
    if facts.budget is None:
        yield Reason("no_budget", NOTE)
        return
    if any(allocation.envelope.currency != facts.currency for allocation in facts.allocations):
        yield Reason("other_currency", "doubt", {"amount": facts.budget, "currency": facts.currency})
        return
    fields = sum((allocation.amount for allocation in facts.allocations), Decimal(0))
    values = {"amount": facts.budget, "given": fields, "currency": facts.currency}
    if fields < facts.budget:
        yield Reason("not_covered", "doubt", {**values, "missing": facts.budget - fields})
    elif fields > facts.budget:
        yield Reason("more_than_budget", "doubt", {**values, "over": fields - facts.budget})


_MOST = 3  # reasons of one sort; more would hide the others


def process(facts: Facts) -> Check:
    """Pass with a confirmed action line; doubt with a proposed one, or where only the WSIS-SDG Matrix joins its
    targets with a line; else fail.
    """
    targets = [link.concept for link in facts.links if link.level in ("target", "goal") and link.status != "rejected"]
    confirmed, proposed = facts.lines("confirmed"), facts.lines("proposed")
    reasons = [_confirmed(item) for item in confirmed[:_MOST]]
    reasons += [_proposed(item) for item in proposed[:_MOST]]
    for link in (*confirmed, *proposed)[:_MOST]:
        if joined := [target for target in targets if link.concept in lines_by_matrix(target)]:
            reasons.append(Reason("matrix_joins", NOTE, {"line": link.concept, "targets": joined}))
    if not confirmed and not proposed:
        # A target says more than its goal.
        narrow = sorted(targets, key=lambda target: "." not in target)
        by_matrix = [(item, lines_by_matrix(item)) for item in narrow if lines_by_matrix(item)]
        reasons += [
            Reason("matrix_only", "doubt", {"target": target, "lines": list(lines[:_MOST])})
            for target, lines in by_matrix[:_MOST]
        ]
    if "lines" in facts.rejected and not confirmed:
        return worst("process", [*reasons, Reason("lines_rejected", "fail")])
    return best("process", reasons or [Reason("no_line", "doubt")])


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
    matches = load().matrix.links(**part, doubtful=False)
    return tuple(dict.fromkeys(link.action_line for link in matches))


# Mandates that people have confirmed and that hold.
IN_FORCE = frozenset(("confirmed", "under_way", "overdue", "delivered"))
_OUTDATED = {"update": "outdated_update", "drop": "outdated_drop", "keep": "outdated_keep"}


def mandate(facts: Facts) -> Check:
    """Pass with a confirmed link to a mandate in force; doubt where nobody has decided on the link or the mandate, a
    later text takes its place, or no text decides it; fail where people found that it answers none.
    """
    held = [mandate for mandate in facts.mandates if mandate.link != "rejected"]
    none = Reason("mandates_rejected", "fail") if "mandates" in facts.rejected else Reason("no_mandate", "doubt")
    reasons = [_judged(item) for item in held] or [none]
    return best("mandate", [*reasons, *map(_outdated, facts.outdated[:_MOST])])


def _outdated(item: Outdated) -> Reason:
    """A citation of a text that has a successor decides nothing; the page says what to do with it."""
    values = {"cited": item.stale.cited, "latest": item.stale.latest, "only": join(item.stale.only)}
    return Reason(_OUTDATED[item.stale.advice], NOTE, values, (item.quote,))


def _judged(fact: MandateFact) -> Reason:
    values = {"symbol": fact.symbol, "paragraph": fact.paragraph, "percent": round(fact.p * 100), "later": fact.later}
    if fact.link != "confirmed":
        code, verdict = "mandate_proposed", "doubt"
    elif fact.status == "rejected":
        code, verdict = "mandate_rejected", "fail"
    elif fact.status == "superseded":
        code, verdict = "mandate_replaced" if fact.later else "mandate_superseded", "doubt"
    elif fact.status not in IN_FORCE:
        code, verdict = "mandate_unconfirmed", "doubt"
    elif fact.force != "decided":
        code, verdict = "mandate_undecided", "doubt"
    else:
        code, verdict = "mandate_confirmed", "pass"
    return Reason(code, verdict, values, fact.quotes, ("mandate", fact.id))
