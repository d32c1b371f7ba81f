"""Is it within the resources: which envelope pays, and whether the envelope fits and is enough."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from actionlines.register.activities.checks.model import NOTE, AllocationFact, Check, Facts, Reason, worst


def resources(facts: Facts) -> Check:
    """Fail without money, or from an envelope that is over-allocated or meant for another time or line; doubt
    where money is said to come from elsewhere or does not cover the budget; pass where all of it fits.
    """
    if not facts.allocations:
        if not facts.budget:
            return worst("resources", [Reason("no_funding", "fail")])
        stated = {"amount": facts.budget, "currency": facts.currency}
        return worst("resources", [Reason("external", "doubt", stated)])
    reasons = [reason for one in facts.allocations for reason in _judged(one, facts)]
    return worst("resources", [*reasons, *_covered(facts)])


def _judged(one: AllocationFact, facts: Facts) -> Iterator[Reason]:
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
