"""Organisations are entered and edited by people, and published by a reviewer.

submitted  --PublishOrganisation-->  published
           --DeclineOrganisation-->  declined, or published as before
published  --EditOrganisation-->     submitted; the public sees the published one until then
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.register.core import notices
from actionlines.register.core.action import Action
from actionlines.register.core.concepts import countries_of
from actionlines.register.core.models import Person, Version
from actionlines.register.core.permissions import roles_of, table
from actionlines.register.core.schema import Data, clean, put
from actionlines.register.core.texts import look_of
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.models import OrganisationStatus as _Status
from actionlines.register.organisations.schema import OrganisationFields

OrganisationStatus: Any = _Status


class _Fields(Action):
    """Takes `fields` (name -> text)."""

    def cleaned(self, fields: Mapping[str, object]) -> Data:
        """Return the checked fields. Raises InvalidFields."""
        good, wrong = clean(OrganisationFields, fields)
        if (name := good.get("name")) and self.is_taken(name):
            wrong["name"] = _TAKEN()
        if wrong:
            raise InvalidFields("organisation", wrong)
        return good

    def is_taken(self, name: str) -> bool:
        """Return whether a public organisation, or another one of the actor's own, has the name or asks for it."""
        own = named(name).filter(owner=self.actor) if self.actor else Organisation.objects.none()
        others = own | public().filter(name__iexact=name)
        return others.exclude(pk=self.record.pk if self.record else 0).exists()


class CreateOrganisation(_Fields):
    """Enter an organisation. `fields` must have a name and a type; it belongs to the one who enters it, and waits
    for review. What the system itself enters is published.
    """

    code = "organisation.create"

    def effect(self) -> None:
        """Saved under its name, which no public one has."""
        record = Organisation(owner=self.actor)
        put(record, self.cleaned({"name": "", "type": "", **self.given["fields"]}))
        if self.actor is None:
            publish(record, 1)
        save(record)
        self.record = record
        if self.actor is not None:
            notices.after_commit("submitted", record, self.actor)


class EditOrganisation(_Fields):
    """Change the fields given; the others stay. The public sees a published organisation as it was until somebody
    else publishes the change.
    """

    code = "organisation.edit"

    def effect(self) -> None:
        """Save the given fields, aside where the organisation is published."""
        record, good = self.record, self.cleaned(self.given["fields"])
        waited = record.status == OrganisationStatus.SUBMITTED
        if record.is_public():
            wanted = {**record.proposed, **good}
            record.proposed = {name: value for name, value in wanted.items() if value != getattr(record, name)}
        else:
            put(record, good)
        if record.is_public() and not record.proposed:
            record.set_status(OrganisationStatus.PUBLISHED)
            record.published_version = record.version + 1
        else:
            record.set_status(OrganisationStatus.SUBMITTED)
            if not waited:
                notices.after_commit("submitted", record, self.actor)
        save(record)


class PublishOrganisation(Action):
    """Make public what was submitted: a new organisation, or the change of one."""

    code = "organisation.publish"
    states = frozenset({OrganisationStatus.SUBMITTED})

    def effect(self) -> None:
        """Put the change into the fields that the public sees. Raises InvalidFields for a name that is taken."""
        record = self.record
        name = record.proposed.get("name") or record.name
        if public().filter(name__iexact=name).exclude(pk=record.pk).exists():
            raise InvalidFields(self._name(), {"name": _TAKEN()})
        put(record, record.proposed)
        record.proposed = {}
        publish(record, record.version + 1)
        save(record)
        notices.after_commit("published", record, self.actor)


class DeclineOrganisation(Action):
    """Do not publish what was submitted, with a `reason` for its owner. What is public already stays."""

    code = "organisation.publish"
    states = frozenset({OrganisationStatus.SUBMITTED})

    def effect(self) -> None:
        """Drop the change of a published organisation; a new one stays with its owner."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say what should change.")})
        record = self.record
        record.proposed = {}
        public = record.is_public()
        record.set_status(OrganisationStatus.PUBLISHED if public else OrganisationStatus.DECLINED, self.reason[:4000])
        notices.after_commit("changes", record, self.actor)


def publish(record: Organisation, version: int) -> None:
    """Let the public see the record from this version on; the caller saves it."""
    record.set_status(OrganisationStatus.PUBLISHED)
    record.published_at, record.published_version = record.status_since, version


def save(record: Organisation) -> None:
    """Save the record. Raises InvalidFields where somebody entered the same name at the same moment."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise InvalidFields("organisation", {"name": _TAKEN()}) from error


def named(name: str) -> QuerySet[Organisation]:
    """Return the organisations that have a name, or ask for it; capital letters do not matter."""
    return Organisation.objects.filter(Q(name__iexact=name) | Q(proposed__name__iexact=name))


def public() -> QuerySet[Organisation]:
    """Return the organisations that everybody sees."""
    return Organisation.objects.filter(published_version__isnull=False)


def find_by_name(part: str) -> Organisation | None:
    """Return the organisation that an address names: its number, its name of today or before, its acronym."""
    if part.isdecimal():
        return Organisation.objects.filter(pk=int(part[:18])).first()
    name = part.replace("_", " ")
    for fields in ({"name": name}, {"name__iexact": name}, {"acronym__iexact": name}):
        if len(matches := public().filter(**fields)[:2]) == 1:
            return matches[0]
    before = Version.objects.filter(kind=Organisation.kind, public=True, data__name=name).first()
    return public().filter(pk=before.record).first() if before else None


def name_organisations(numbers: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those of some organisations that are public, by their numbers."""
    wanted = {number for number in numbers if number}
    return dict(public().filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def list_look_alikes(name: str, number: int) -> list[str]:
    """Return the names of public organisations, but for the one with this number, that look like a name."""
    look, names = look_of(name), public().exclude(pk=number).values_list("name", flat=True)
    return [other for other in names.iterator() if look_of(other) == look]


def seen_by(user: "Person | None") -> QuerySet[Organisation]:
    """Return the organisations whose names somebody may see: public ones, their own, those that they review."""
    wanted = Q(published_version__isnull=False)
    for role, scope in roles_of(user):
        conditions = table()["organisation.view"][role]
        if "any" in conditions or ("scope" in conditions and not scope):
            return Organisation.objects.all()
        if "own" in conditions:
            wanted |= Q(owner=user)
        if "scope" in conditions:
            number = scope.removeprefix("org:")
            wanted |= Q(pk=int(number)) if number.isdecimal() else Q(country__in=(scope, *countries_of(scope)))
    return Organisation.objects.filter(wanted)


def must_be_public(
    subject: str, number: int | None, field: str = "organisation", wrong: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Raise InvalidFields where what everybody sees would name an organisation that waits for review.

    wrong  what is wrong with other fields, which is raised with it
    """
    waiting = number is not None and not public().filter(pk=number).exists()
    if problems := {**wrong, **({field: waits()} if waiting else {})}:
        raise InvalidFields(subject, problems)


def waits() -> str:
    """Return the sentence about an organisation that is not public yet, which does not say its name."""
    return _("This organisation waits for review. You can name it once it is published.")


def _TAKEN() -> str:  # noqa: N802 - a constant in the reader's language
    return _("There is an organisation with this name already.")
