"""Money: envelopes of plans and budgets, and what is allocated from them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, TypeAlias, TypedDict

from django.db import models
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.activities.models import ActivityStatus
from actionlines.register.core.models import Record

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def counted(prefix: str = "") -> models.Q:
    """Allocations that use up their envelope: not those of withdrawn activities, which stay on record. `prefix`:
    of a query that reaches allocations through another model.
    """
    return ~models.Q(**{f"{prefix}activity__status": ActivityStatus.WITHDRAWN})


class Envelope(Record):
    """An amount that a plan or budget gives to an objective in a period. `lines`: action lines it is for."""

    kind = "envelope"

    plan = models.CharField(_("Plan or budget"), max_length=200)
    objective = models.CharField(_("Objective"), max_length=300)
    starts_on = models.DateField(_("Starts on"))
    ends_on = models.DateField(_("Ends on"))
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    organisation = models.ForeignKey(
        "Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="envelopes"
    )
    lines = models.JSONField(_("Action Lines"), default=list, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)

    class Meta:
        """By plan, objective and start; each occurs once in a currency, with a valid amount and period."""

        ordering: ClassVar = ["plan", "objective", "starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "objective", "starts_on", "currency"], name="envelope_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="envelope_not_negative"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="envelope_period"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.objective}"

    def is_public(self) -> bool:
        """Budgets of the organisations of the United Nations system are public."""
        return True

    def scopes(self) -> set[str]:
        """Return the action lines and the organisation of the envelope as scopes."""
        return set(self.lines) | ({f"org:{self.organisation_id}"} if self.organisation_id else set())

    def allocated(self) -> Decimal:
        """Return the sum allocated from the envelope; withdrawn activities do not count."""
        return self.allocations.filter(counted()).aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the envelope."""
        return reverse("envelope", args=[self.pk])


class _Given(TypedDict):
    given: Decimal


# An envelope of a query that counts what is allocated of it.
Allocated: TypeAlias = "WithAnnotations[Envelope, _Given]"


class Allocation(models.Model):
    """A part of an envelope that is meant for an activity, in the envelope's currency."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="allocations")
    activity = models.ForeignKey("Activity", on_delete=models.CASCADE, related_name="allocations")
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        """An envelope pays for an activity once, with an amount above 0."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["envelope", "activity"], name="allocation_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="allocation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.envelope.currency}"
