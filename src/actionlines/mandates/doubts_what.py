"""Why the verb, the action, the product or the receiver of a mandate may be wrong."""

from __future__ import annotations

from actionlines.lazily import expression
from actionlines.mandates.doubts import Doubt, View

_REPORTS = frozenset(("report", "update"))
# What a receiver may wait for.
_GIVEN = frozenset(("report", "update", "proposal", "review", "assessment", "evaluation", "mapping"))
# Words for these stand for a matter as often as for something to be made.
_SOFT = frozenset(
    (
        "assessment",
        "establishment",
        "funds",
        "proposal",
        "review",
        "standards",
        "strategy",
        "targets-indicators",
    )
)
_OPENING = 40
_LONG = 600
_FIRST = 30  # characters in which the first verb stands
_NEAR = 90  # characters in which the object of the first verb stands
_ODD_START = expression(r"[,;:.)\]–-]")


def _no_receiver(view: View) -> bool:
    return view.mandate.deliverable in _REPORTS and not view.mandate.report_to


def _receiver_left(view: View) -> bool:
    if view.mandate.report_to or not view.has("receiver", view.action):
        return False
    return view.mandate.deliverable in _GIVEN or view.has("give", view.action[:_FIRST])


def _product_left(view: View) -> bool:
    return view.mandate.deliverable == "none" and any(
        match.group().islower() or not match.group().isascii()
        for match in view.found("product", view.action[:_NEAR])
    )


def _soft(view: View) -> bool:
    return view.mandate.deliverable in _SOFT


def _asks_another(view: View) -> bool:
    """The action itself begins with a verb that asks somebody."""
    return view.has("asking", view.action[:_OPENING])


def _not_named(view: View) -> bool:
    return bool(view.mandate.report_to) and not view.has("receiver", view.action)


def _verb_alone(view: View) -> bool:
    return view.mandate.deliverable != "none" and not view.has("product", view.action)


def _long(view: View) -> bool:
    return len(view.mandate.action.text) > _LONG


def _asks_inside(view: View) -> bool:
    return view.has("asks", view.action) or "; " in view.action


def _tells(view: View) -> bool:
    return any(view.action[: match.start()].endswith(", ") for match in view.found("tells", view.action))


def _odd_end(view: View) -> bool:
    words = view.mandate.action.text
    last = next(iter(reversed(view.found("dangling", words[-12:]))), None)
    if last is not None and last.end() == len(words[-12:]):
        return True
    return _ODD_START.match(words) is not None or words.count("(") != words.count(")")


def _own_verb(view: View) -> bool:
    elsewhere = view.mandate.verb_phrase.paragraph != view.mandate.paragraph
    return elsewhere and view.has("asks", view.action[:20])


RULES: tuple[Doubt, ...] = (
    ("report_to", "no-receiver", _no_receiver),
    ("report_to", "receiver-left", _receiver_left),
    ("report_to", "receiver-unnamed", _not_named),
    ("report_to", "another-asked", _asks_another),
    ("deliverable", "product-soft", _soft),
    ("deliverable", "product-left", _product_left),
    ("deliverable", "verb-alone", _verb_alone),
    ("action", "long-action", _long),
    ("action", "asks-inside", _asks_inside),
    ("action", "told-inside", _tells),
    ("action", "odd-end", _odd_end),
    ("verb", "verb-of-item", _own_verb),
)
