"""Organisations are entered and edited by people; each field is checked, and what is wrong is said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.registry.core.action import Action
from actionlines.registry.core.schema import clean, put
from actionlines.registry.models import Organisation
from actionlines.registry.organisations.schema import OrganisationFields


class _Fields(Action):
    """Takes `fields` (name -> text)."""

    def put(self, record: Organisation, given: Mapping[str, Any]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(OrganisationFields, given)
        name = good.get("name")
        if name and Organisation.objects.filter(name__iexact=name).exclude(pk=record.pk).exists():
            wrong["name"] = _TAKEN()
        if wrong:
            raise InvalidFields("organisation", wrong)
        put(record, good)
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError as error:
            # Somebody else entered it between the question and the answer.
            raise InvalidFields("organisation", {"name": _TAKEN()}) from error


class CreateOrganisation(_Fields):
    """Enter an organisation. `fields` must have a name and a type; it belongs to the one who enters it."""

    code = "organisation.create"

    def effect(self) -> None:
        """Saved under its name, which no other has."""
        given = {"name": "", "type": "", **self.given["fields"]}
        record = Organisation(owner=self.actor)
        self.put(record, given)
        self.record = record


class EditOrganisation(_Fields):
    """Change the fields given; the others stay."""

    code = "organisation.edit"

    def effect(self) -> None:
        """Save the given fields of the organisation."""
        self.put(self.record, self.given["fields"])


def _TAKEN() -> str:  # noqa: N802 - a constant in the reader's language
    return _("There is an organisation with this name already.")
