"""Organisations: each field said once, with its rule, limit and default."""

from typing import Annotated

from pydantic import Field

from actionlines.framework import load
from actionlines.register.core.rules import Choice, Name, Text, Url
from actionlines.register.core.schema import Input, OneOf, outside, rules
from actionlines.register.organisations.models import OrganisationStatus


class OrganisationFields(Input):
    """Fields left out keep their values. A new one needs a name and a type."""

    name: Annotated[str, Name(300, needed=True)] = ""
    acronym: Annotated[str, Name(40)] = ""
    type: Annotated[str, Choice(60, of="stakeholder")] = Field("", description="of the vocabulary `stakeholder`")
    country: Annotated[str, Choice(3, of=lambda: load().countries, empty=True)] = ""
    body: Annotated[str, Choice(60, of=lambda: load().bodies, empty=True)] = ""
    website: Annotated[str, Url(500)] = ""
    description: Annotated[str, Text(4000)] = ""


FIELDS = tuple(rules(OrganisationFields))


class Organisation(outside(OrganisationFields)):  # type: ignore[misc]
    """An organisation that carries out activities, leads mandates or gives money."""

    status: Annotated[str, OneOf(OrganisationStatus)]
    status_reason: str
