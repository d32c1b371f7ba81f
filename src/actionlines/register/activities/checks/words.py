"""The reasons of checks in words, with what would settle each."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import concept
from actionlines.register.core.texts import isolated, reader_words

# Reason -> (finding, advice that settles it or "").
SAID: Mapping[str, tuple[Any, Any]] = {
    "line_confirmed": (_("It is about %(line)s; this is confirmed, and its own words say so."), ""),
    "line_set": (_("It is about %(line)s; a person set this, without naming words that say so."), ""),
    "line_proposed": (
        _("It may be about %(line)s: the system proposes this with %(percent)s %% probability."),
        _("Confirm or reject the proposal."),
    ),
    "matrix_joins": (_("The WSIS-SDG Matrix joins %(line)s with %(targets)s, which it is about as well."), ""),
    "matrix_only": (
        _("No Action Line is linked; the WSIS-SDG Matrix joins its %(target)s with %(lines)s."),
        _("Confirm the Action Line that it contributes to."),
    ),
    "lines_rejected": (
        _("People rejected every Action Line that was proposed."),
        _("Link the Action Line that it contributes to, or describe what it does for one."),
    ),
    "no_line": (
        _("No Action Line is linked, and none follows from its goals and targets."),
        _("Link the Action Line that it contributes to, or describe what it does for one."),
    ),
    "mandate_confirmed": (_("It answers paragraph %(paragraph)s of %(symbol)s, which is confirmed."), ""),
    "mandate_proposed": (
        _("It may answer paragraph %(paragraph)s of %(symbol)s: proposed with %(percent)s %% probability."),
        _("Confirm or reject the link to this mandate."),
    ),
    "mandate_unconfirmed": (
        _("It answers paragraph %(paragraph)s of %(symbol)s, but nobody has confirmed that this is a mandate."),
        _("A reviewer confirms or rejects the mandate."),
    ),
    "mandate_undecided": (
        _("Paragraph %(paragraph)s of %(symbol)s, which it answers, is not decided by that text."),
        _("Link a mandate of a text that was adopted."),
    ),
    "mandate_superseded": (
        _("Paragraph %(paragraph)s of %(symbol)s, which it answers, was superseded."),
        _("Link the mandate that holds now, or end the activity."),
    ),
    "mandate_replaced": (
        _("Paragraph %(paragraph)s of %(symbol)s, which it answers, was superseded by %(later)s."),
        _("Link the later mandate, if the activity answers it too."),
    ),
    "mandate_rejected": (
        _("Paragraph %(paragraph)s of %(symbol)s was found to be no mandate."),
        _("Link a mandate that asks for this activity."),
    ),
    "mandates_rejected": (
        _("People rejected every mandate that was proposed."),
        _("Link the paragraph that asks for it."),
    ),
    "no_mandate": (_("No mandate is linked that asks for it."), _("Link the paragraph that asks for it.")),
    "outdated_update": (_("It names %(cited)s; %(latest)s has taken its place."), _("Name the later text.")),
    "outdated_drop": (
        _("It names %(cited)s beside %(latest)s, which has taken its place."),
        _("Remove the earlier text."),
    ),
    "outdated_keep": (
        _("It names %(cited)s; %(latest)s has taken its place, but only the earlier text decides %(only)s."),
        _("Name the later text as well."),
    ),
    "allocation_fits": (
        _("%(amount)s %(currency)s from “%(envelope)s”, whose period, lines and organisation fit."),
        "",
    ),
    "no_period": (
        _("“%(envelope)s” is for %(first)s to %(last)s; the activity does not say when it begins."),
        _("Enter the first day of the activity."),
    ),
    "other_period": (
        _("“%(envelope)s” is for %(first)s to %(last)s; the activity takes place at another time."),
        _("Allocate from an envelope of its own period."),
    ),
    "part_of_period": (
        _("“%(envelope)s” is for %(first)s to %(last)s; a part of the activity is outside."),
        _("Say what pays for the rest, or allocate from a second envelope."),
    ),
    "line_unsure": (
        _("“%(envelope)s” is for %(lines)s; the link of the activity to it is only proposed."),
        _("Confirm or reject the Action Line."),
    ),
    "line_open": (
        _("“%(envelope)s” is for %(lines)s; nobody has linked an Action Line to the activity."),
        _("Allocate from an envelope for its own lines, or link the line."),
    ),
    "other_line": (
        _("“%(envelope)s” is for %(lines)s; the activity is not about it."),
        _("Allocate from an envelope for its own lines, or link the line."),
    ),
    "other_organisation": (
        _("“%(envelope)s” belongs to an organisation that neither carries the activity out nor is a partner."),
        _("Name that organisation as a partner, if it pays."),
    ),
    "over_allocated": (
        _("“%(envelope)s” is over-allocated by %(over)s %(currency)s: not all of it can be paid."),
        _("Raise the envelope, or lower or remove an allocation."),
    ),
    "no_funding": (
        _("Nothing is allocated to it, and no budget from elsewhere is stated."),
        _("Allocate from an envelope, or state its budget."),
    ),
    "external": (
        _("Its budget of %(amount)s %(currency)s is said to come from outside the envelopes."),
        _("Confirm the source, or allocate from an envelope."),
    ),
    "no_budget": (_("It states no budget with which the allocations could be compared."), ""),
    "other_currency": (
        _("Its budget is in %(currency)s; what is allocated is in another currency and cannot be compared."),
        _("State the budget in the currency of the envelope."),
    ),
    "not_covered": (
        _("%(given)s of the budget of %(amount)s %(currency)s is allocated; %(missing)s is missing."),
        _("Allocate the rest, or say where it comes from."),
    ),
    "more_than_budget": (
        _("%(given)s %(currency)s is allocated, %(over)s more than its budget."),
        _("Lower the allocation, or correct the budget."),
    ),
}


def said(code: str, values: Mapping[str, object]) -> str:
    """Return the finding of a reason as a sentence."""
    return str(SAID[code][0]) % _shown(values)


def settled(code: str, values: Mapping[str, object]) -> str:
    """Return the advice that settles a reason, or "" where there is none."""
    return str(SAID[code][1]) % _shown(values) if SAID[code][1] else ""


# Values that are concepts of the framework; the others are said as they are.
_CONCEPTS = frozenset(("line", "lines", "target", "targets"))


def _shown(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _one(value, name in _CONCEPTS) for name, value in values.items()}


def _one(value: object, named: bool) -> str:
    if isinstance(value, Decimal):
        return reader_words().amount(value)
    if isinstance(value, date):
        return reader_words().date(value.isoformat())
    if isinstance(value, list):
        return gettext(", ").join(_one(item, named) for item in value)
    matches = concept(str(value)) if named else None
    return f"{matches.short} ({matches.name})" if matches and matches.short != matches.name else isolated(value)
