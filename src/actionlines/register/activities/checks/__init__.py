"""The three checks of an activity: aligned with the WSIS process, within the mandate, within the resources.

    facts_of(serialised activities) -> facts      a few queries, whatever the number
    checked(facts) -> (Check, Check, Check)       pure, in the order of KINDS
    verdicts(serialised activities)               what the search index keeps: facet -> "pass", "doubt", "fail"

Each check has its reasons in words, and what settles a doubt. docs/explanation/checks.md lists the rules.
"""

from collections.abc import Iterable, Mapping

from actionlines.register.activities.checks.facts import FACETS, KINDS, VERDICTS, Check, Facts, Reason, facts_of
from actionlines.register.activities.checks.rules import mandate, process, resources

__all__ = ["FACETS", "KINDS", "VERDICTS", "Check", "Facts", "Reason", "checked", "facts_of", "verdicts"]


def checked(facts: Facts) -> tuple[Check, Check, Check]:
    """Return the three checks of an activity: process, mandate and resources."""
    return process(facts), mandate(facts), resources(facts)


def verdicts(activities: Iterable[Mapping[str, object]]) -> list[dict[str, str]]:
    """Facet -> verdict for each activity in order. A handful of queries in all."""
    return [{f"check_{item.kind}": item.verdict for item in checked(facts)} for facts in facts_of(activities)]
