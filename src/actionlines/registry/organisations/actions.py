"""Organisations are entered and edited by people; each field is checked, and what is wrong is said beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.framework import load
from actionlines.registry.core import vocabulary
from actionlines.registry.core.action import Action
from actionlines.registry.core.texts import plain_text
from actionlines.registry.models import Organisation

FIELDS = ("name", "acronym", "type", "country", "body", "website", "description")
_URL = URLValidator(schemes=["http", "https"])


class _Fields(Action):
    """Takes `fields` (name -> text)."""

    def put(self, record: Organisation, given: Mapping[str, Any]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(given)
        name = good.get("name")
        if name and Organisation.objects.filter(name__iexact=name).exclude(pk=record.pk).exists():
            wrong["name"] = _TAKEN()
        if wrong:
            raise InvalidFields("organisation", wrong)
        for field, value in good.items():
            setattr(record, field, value)
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
        """Save what was given."""
        self.put(self.record, self.given["fields"])


def clean(fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """(what can be saved, what is wrong with each of the others)."""
    good: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            wrong[name] = _("There is no such field.")
            continue
        text = plain_text(str(value or ""), lines=name == "description")
        problem = _too_long(name, text) or _CHECKS[name](text)
        if problem:
            wrong[name] = problem
        else:
            good[name] = text
    return good, wrong


def _too_long(name: str, text: str) -> str:
    most = Organisation._meta.get_field(name).max_length or 0
    return _("%(most)d characters are the most.") % {"most": most} if len(text) > most else ""


def _TAKEN() -> str:  # noqa: N802 - a constant in the reader's language
    return _("There is an organisation with this name already.")


def _name(text: str) -> str:
    return "" if text else _("Give it a name.")


def _type(text: str) -> str:
    return "" if text in vocabulary.ids("stakeholder") else _("Choose a type from the list.")


def _country(text: str) -> str:
    return "" if not text or text in load().countries else _("Choose a country from the list.")


def _body(text: str) -> str:
    return "" if not text or text in load().bodies else _("Choose a body from the list.")


def _website(text: str) -> str:
    try:
        if text:
            _URL(text)
    except ValidationError:
        return _("Write an address that begins with https:// or http://.")
    return ""


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "name": _name,
    "acronym": lambda text: "",
    "type": _type,
    "country": _country,
    "body": _body,
    "website": _website,
    "description": lambda text: "",
}
