"""Envelopes of money and their allocations: each field said once, with its rule, limit and default."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from actionlines.register.core.rules import ActionLines, Amount, Currency, Day, Known, Line, Name, Text
from actionlines.register.core.schema import ID, Data, Input, in_order, outside, plain, rules
from actionlines.register.resources.models import Envelope as Record

_Short = Annotated[str, Field(max_length=60)]


class EnvelopeFields(Input):
    """Fields left out keep their values. A new one needs all but organisation, lines and note."""

    plan: Annotated[str, Name(200, needed=True)] = ""
    objective: Annotated[str, Name(300, needed=True)] = ""
    currency: Annotated[str, Currency(3, needed=True)] = ""
    amount: Annotated[str, Amount(20, needed=True)] = Field("", description="an amount: `250000.00`")
    organisation: Annotated[ID, Known()] | None = None
    lines: Annotated[list[_Short], ActionLines(40)] = Field([])
    note: Annotated[str, Text(2000)] = ""
    starts_on: Annotated[str, Day(10, needed=True)] = Field("", description="2027-05-31")
    ends_on: Annotated[str, Day(10, needed=True)] = Field("", description="2027-05-31")


FIELDS = tuple(rules(EnvelopeFields))


class AllocationFields(Input):
    """An amount for an activity, in the currency of the envelope."""

    amount: Annotated[str, Amount(20, needed=True)] = Field(description="an amount: `250000.00`")
    note: Annotated[str, Line(300)] = ""


class Allocation(Schema):
    """A part of an envelope, for one activity."""

    activity: int
    amount: str
    note: str


class Envelope(outside(EnvelopeFields)):  # type: ignore[misc]
    """An amount that a plan gives to an objective in a period."""

    amount: str
    allocations: list[Allocation]

    @staticmethod
    def resolve_allocations(record: Record) -> list[Data]:
        """Return the allocations from the envelope, in order."""
        return [plain(Allocation, item) for item in in_order(record.allocations)]
