"""Money: envelopes are entered and edited, parts of them allocated to activities. More can be allocated than there
is, because plans are made before budgets are final; the excess is shown, here and in the checks of the activities.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.core.action import Action
from actionlines.register.core.models import Outbox
from actionlines.register.core.schema import clean, iso, put, rules
from actionlines.register.organisations.actions import must_be_public
from actionlines.register.resources.models import Allocation, Envelope
from actionlines.register.resources.schema import AllocationFields, EnvelopeFields

_NEEDED = tuple(name for name, rule in rules(EnvelopeFields).items() if rule.needed)


class _Fields(Action):
    """Takes `fields`: texts, ISO dates, amounts as text, an organisation's number, a list of action lines."""

    code = "envelope.edit"

    def put(self, record: Envelope, fields: Mapping[str, object]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(EnvelopeFields, fields)
        first, last = (good.get(name) or iso(getattr(record, name)) for name in ("starts_on", "ends_on"))
        if first and last and last < first and not {"starts_on", "ends_on"} & wrong.keys():
            wrong["ends_on"] = _("It ends before it starts.")
        if "currency" in good and record.pk and good["currency"] != record.currency and record.allocations.exists():
            wrong["currency"] = _("Money is allocated from it in the currency that it has. Remove that first.")
        must_be_public("envelope", good.get("organisation"), wrong=wrong)
        put(record, good)
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
    """Change the given fields, and repeat the checks of the activities that the envelope pays for."""

    def effect(self) -> None:
        """Save the given fields, and repeat the checks of the activities that the envelope pays for."""
        self.put(self.record, self.given["fields"])
        _recheck(self.record)


class _Allocating(Action):
    """On an envelope, for `activity` (number). `over`: by how much the envelope is over-allocated afterwards."""

    code = "allocation.edit"
    over = Decimal(0)

    def told(self) -> None:
        """Note the amount over, and repeat the checks of all activities that the envelope pays for."""
        self.over = max(Decimal(0), self.record.allocated() - self.record.amount)
        _recheck(self.record)


class SetAllocation(_Allocating):
    """Allocate `amount` (in the envelope's currency) with a `note`, instead of what was allocated before."""

    def effect(self) -> None:
        """One allocation for each activity."""
        fields = {"note": self.given.get("note"), "amount": self.given.get("amount")}
        good, wrong = clean(AllocationFields, fields)
        value = self.given.get("activity")
        rows = Activity.objects.exclude(status=ActivityStatus.WITHDRAWN)
        if (activity := rows.filter(pk=_number(value)).first()) is None:
            wrong["activity"] = _("There is no such activity, or it was withdrawn.")
        if "amount" in good and not Decimal(good["amount"]):
            wrong["amount"] = _("Write an amount above zero.")
        if wrong:
            raise InvalidFields(self._name(), wrong)
        Allocation.objects.update_or_create(envelope=self.record, activity=activity, defaults=good)
        self.told()


class RemoveAllocation(_Allocating):
    """Take back what is allocated to an activity."""

    def effect(self) -> None:
        """Delete the allocation. Raises InvalidFields where there is none."""
        number = _number(self.given.get("activity"))
        held = Allocation.objects.filter(envelope=self.record, activity=number) if number else None
        if held is None or not held.delete()[0]:
            raise InvalidFields(self._name(), {"activity": _("Nothing is allocated to this activity.")})
        Outbox.objects.create(kind=Activity.kind, record=number)
        self.told()


def _number(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _recheck(envelope: Envelope) -> None:
    """The search index holds the checks of all that this envelope pays for."""
    numbers = envelope.allocations.values_list("activity", flat=True)
    Outbox.objects.bulk_create(Outbox(kind=Activity.kind, record=number) for number in numbers)


def money_is_free(activity: Activity) -> None:
    """An activity is withdrawn or about to be deleted, and what is allocated to it is free again: the checks of
    the activities that share its envelopes are repeated.
    """
    for envelope in Envelope.objects.filter(allocations__activity=activity).distinct():
        _recheck(envelope)
