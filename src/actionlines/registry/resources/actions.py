"""Money: envelopes are entered and edited, parts of them allocated to activities. More can be allocated than there
is, because plans are made before budgets are final; it is told, here and in the checks of each activity concerned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.framework import load
from actionlines.registry.activities.models import ActivityStatus
from actionlines.registry.core.action import Action
from actionlines.registry.core.texts import plain_text
from actionlines.registry.models import Activity, Allocation, Envelope, Organisation, Outbox

FIELDS = ("plan", "objective", "starts_on", "ends_on", "currency", "amount", "organisation", "lines", "note")
_NEEDED = FIELDS[:6]
NOTE_LIMIT = 300
MOST = Decimal(10) ** 14  # what a field of money can hold
_CURRENCY = re.compile(r"[A-Z]{3}")


class _Fields(Action):
    """Takes `fields`: texts, ISO dates, amounts as text, an organisation's number, a list of action lines."""

    code = "envelope.edit"

    def put(self, record: Envelope, given: Mapping[str, Any]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(given)
        first, last = (good.get(name) or getattr(record, name) for name in ("starts_on", "ends_on"))
        if first and last and last < first and not {"starts_on", "ends_on"} & wrong.keys():
            wrong["ends_on"] = _("It ends before it starts.")
        if (
            "currency" in good
            and record.pk
            and good["currency"] != record.currency
            and record.allocations.exists()
        ):
            wrong["currency"] = _(
                "Money is allocated from it in the currency that it has. Remove that first."
            )
        if wrong:
            raise InvalidFields("envelope", wrong)
        for field, value in good.items():
            setattr(record, "organisation_id" if field == "organisation" else field, value)
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError as error:
            problem = _("There is an envelope for this plan, objective, period and currency already.")
            raise InvalidFields("envelope", {"objective": problem}) from error


class CreateEnvelope(_Fields):
    """Enter an envelope. Plan, objective, period, currency and amount are needed."""

    def effect(self) -> None:
        """Saved with nothing allocated from it."""
        record = Envelope()
        self.put(record, {**dict.fromkeys(_NEEDED, ""), **self.given["fields"]})
        self.record = record


class EditEnvelope(_Fields):
    """Change the fields given. The checks of what it pays for are made anew."""

    def effect(self) -> None:
        """Save what was given."""
        self.put(self.record, self.given["fields"])
        _check_anew(self.record)


class _Allocating(Action):
    """On an envelope, for `activity` (number). `over`: by how much the envelope is over-allocated afterwards."""

    code = "allocation.edit"
    over = Decimal(0)

    def told(self) -> None:
        """Say so, and have the checks of all it pays for made anew."""
        self.over = max(Decimal(0), self.record.allocated() - self.record.amount)
        _check_anew(self.record)


class SetAllocation(_Allocating):
    """Allocate `amount` (in the envelope's currency) with a `note`, instead of what was allocated before."""

    def effect(self) -> None:
        """One allocation for each activity."""
        wrong: dict[str, str] = {}
        activity = _activity(self.given.get("activity"))
        if activity is None:
            wrong["activity"] = _("There is no such activity, or it was withdrawn.")
        amount, problem = _amount(self.given.get("amount"))
        if not problem and not amount:
            problem = _("Write an amount above zero.")
        note = plain_text(str(self.given.get("note") or ""))
        if problem:
            wrong["amount"] = problem
        if len(note) > NOTE_LIMIT:
            wrong["note"] = _("%(most)d characters are the most.") % {"most": NOTE_LIMIT}
        if wrong:
            raise InvalidFields(self._name(), wrong)
        Allocation.objects.update_or_create(
            envelope=self.record, activity=activity, defaults={"amount": amount, "note": note}
        )
        self.told()


class RemoveAllocation(_Allocating):
    """Take back what is allocated to an activity."""

    def effect(self) -> None:
        """InvalidFields where nothing is."""
        number = _number(self.given.get("activity"))
        held = Allocation.objects.filter(envelope=self.record, activity=number) if number else None
        if held is None or not held.delete()[0]:
            raise InvalidFields(self._name(), {"activity": _("Nothing is allocated to this activity.")})
        Outbox.objects.create(kind=Activity.kind, record=number)
        self.told()


def clean(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(what can be saved, what is wrong with each of the others)."""
    good: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        good[name], problem = _cleaned(name, value)
        if problem:
            wrong[name] = problem
    return {name: value for name, value in good.items() if name not in wrong}, wrong


def _cleaned(name: str, value: Any) -> tuple[Any, str]:
    if name in ("plan", "objective", "note"):
        return _text(name, value)
    if name in ("starts_on", "ends_on"):
        return _day(value)
    if name == "currency":
        text = str(value or "").strip().upper()
        return text, "" if _CURRENCY.fullmatch(text) else _("Write its code of three letters, such as USD.")
    if name == "amount":
        return _amount(value)
    if name == "organisation":
        if not value:
            return None, ""
        number = _number(value)
        known = number and Organisation.objects.filter(pk=number).exists()
        return number, "" if known else _("There is no such organisation.")
    if name == "lines":
        return _lines(value)
    return None, _("There is no such field.")


def _text(name: str, value: Any) -> tuple[str, str]:
    text = plain_text(str(value or ""), lines=name == "note")
    most = Envelope._meta.get_field(name).max_length or 0
    if len(text) > most:
        return text, _("%(most)d characters are the most.") % {"most": most}
    return text, "" if text or name == "note" else _("This is needed.")


def _day(value: Any) -> tuple[date | None, str]:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value or ""))
    except ValueError:
        return None, _("Write a day, such as 2026-01-31.")
    return day, "" if 1900 <= day.year <= 2200 else _("This year cannot be right.")


def _amount(value: Any) -> tuple[Decimal | None, str]:
    try:
        amount = Decimal(str(value if value is not None else "").strip()[:40])
        if amount.is_finite() and 0 <= amount < MOST:
            return amount.quantize(Decimal("0.01")), ""
    except InvalidOperation:
        pass
    return None, _("Write an amount in figures, such as 250000.00.")


def _lines(value: Any) -> tuple[list[str], str]:
    listed = isinstance(value, Iterable) and not isinstance(value, str)
    given = [str(one) for one in value] if listed else [str(value)] if value else []
    known = load().action_lines
    good = [line for line in known if line in given]
    fits = set(given) <= set(known) and (listed or not value)
    return good, "" if fits else _("Choose Action Lines from the list.")


def _number(value: Any) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _activity(value: Any) -> Activity | None:
    rows = Activity.objects.exclude(status=ActivityStatus.WITHDRAWN)
    return rows.filter(pk=_number(value)).first()


def _check_anew(envelope: Envelope) -> None:
    """The search index holds the checks of all that this envelope pays for."""
    numbers = envelope.allocations.values_list("activity", flat=True)
    Outbox.objects.bulk_create(Outbox(kind=Activity.kind, record=number) for number in numbers)


def money_is_free(activity: Activity) -> None:
    """An activity is withdrawn or about to be deleted, and what is allocated to it is free again: the checks of
    those with whom it shares envelopes are made anew.
    """
    for envelope in Envelope.objects.filter(allocations__activity=activity).distinct():
        _check_anew(envelope)
