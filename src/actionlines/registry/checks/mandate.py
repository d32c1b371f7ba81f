"""Is it within the mandate: which paragraph of which instrument asks for it."""

from __future__ import annotations

from actionlines.registry.checks.model import Check, Facts, MandateFact, Reason, best

# Mandates that people have confirmed and that hold.
IN_FORCE = frozenset(("confirmed", "under_way", "overdue", "delivered"))
_GONE = frozenset(("superseded", "rejected"))


def mandate(facts: Facts) -> Check:
    """Pass with a confirmed link to a mandate in force; doubt where the link or the mandate is a proposal, or no
    text decides it; fail where the mandate was superseded or rejected, or there is none.
    """
    held = [one for one in facts.mandates if one.link != "rejected"]
    return best("mandate", [_judged(one) for one in held] or [Reason("no_mandate", "fail")])


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
