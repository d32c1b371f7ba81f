"""The base of every record, links to concepts, and the audit trail: events, versions, outbox."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.columns import empty_of

if TYPE_CHECKING:  # the stubs of Django put our class of users in the place of `_User`
    from django.contrib.auth.models import AnonymousUser, _User

# Who reads or does something: somebody with an account, or a visitor.
Person: TypeAlias = "_User | AnonymousUser"


class Record(models.Model):
    """A record that people act on: it has a kind, a version that grows by one with every action, and dates.

    `kind` is the word used in addresses, events, versions and the search index.
    """

    kind: ClassVar[str]
    objects: ClassVar[models.Manager[Self]]
    key_shown = False  # set where somebody without an account proves that it is theirs
    damaged: frozenset[str] = frozenset()  # fields whose values in the database cannot be read

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """No table: each kind of record has its own."""

        abstract = True

    def save(self, **fields: Any) -> None:
        """Save the record; a damaged value stays as it is until somebody gives its field another."""
        if self.damaged and fields.get("update_fields") is None and not self._state.adding:
            names = {each.name: each for each in self._meta.concrete_fields if not each.primary_key}
            left = {name for name in self.damaged if getattr(self, name) == empty_of(names[name])}
            fields["update_fields"] = names.keys() - left
        super().save(**fields)

    def is_public(self) -> bool:
        """Return whether a visitor may see the record."""
        raise NotImplementedError

    def version_is_public(self) -> bool:
        """Return whether the version that is now saved may be seen by a visitor."""
        return self.is_public()

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the user submitted the record, where it has an `owner`."""
        return bool(user.is_authenticated and getattr(self, "owner_id", None) == user.pk)

    def is_work_of(self, user: Person) -> bool:
        """Return whether the user owns the record, or wrote or submitted what of it is not published yet."""
        if self.pk is None or getattr(self, "owner_id", None) == user.pk:
            return True
        done = [f"{self.kind}.{verb}" for verb in ("create", "edit", "import", "submit")]
        since = getattr(self, "published_version", None) or 0
        events = Event.objects.filter(kind=self.kind, record=self.pk, version__gt=since, action__in=done)
        return events.filter(actor=user.pk).exists()

    def is_organised_by(self, user: Person) -> bool:
        """Return whether it belongs to a consultation that the user organises."""
        return False

    def is_open_to(self, user: Person) -> bool:
        """Return whether it takes things from this user, who may be a visitor."""
        return False

    def asked_bodies(self) -> list[str]:
        """Return the ids of the bodies that it asks for something."""
        return []

    def asks(self, user: Person) -> bool:
        """Return whether it asks something of a body, country or organisation for which the user answers."""
        return False

    def scopes(self) -> set[str]:
        """Ids that a role's scope is compared with: action lines, areas, `org:12`."""
        return set()

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the record."""
        raise NotImplementedError


class Drafted(Record):
    """A record that people draft, and that others review and publish. The public sees `published_version`.

    waits  status -> who acts next: "reviewer" or "submitter"
    """

    waits: ClassVar[Mapping[str, str]]

    if TYPE_CHECKING:  # each kind has its own fields: the order of columns is that of the models
        status: str
        status_reason: str
        owner: models.ForeignKey[_User | None]
        published_version: int | None
        status_since: datetime
        published_at: datetime | None

    def is_public(self) -> bool:
        """Once published it has a page for ever: the record, or a tombstone when withdrawn."""
        return self.published_at is not None

    def version_is_public(self) -> bool:
        """A later draft is not: visitors go on seeing the published version."""
        return self.status in ("published", "withdrawn") and self.is_public()

    def waits_for(self) -> str:
        """Return who acts next: `submitter`, `reviewer` or "" for nobody."""
        return self.waits.get(self.status, "")

    def set_status(self, status: str, reason: str = "") -> None:
        """Give the record a status with its reason, from now; the caller saves it."""
        self.status, self.status_since, self.status_reason = status, timezone.now(), reason

    class Meta:
        """No table: each kind of record has its own."""

        abstract = True


class Origin(models.TextChoices):
    """The origin of a link: machine, person or import."""

    MACHINE = "machine", _("Proposed by the system")
    PERSON = "person", _("Set by a person")
    IMPORT = "import", _("From an import")


class LinkStatus(models.TextChoices):
    """The status of a link. Both the proposal and the decision stay on record."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")


def link_status_name(value: str) -> str:
    """Return the status of a link in a sentence of the reader's language; the id where it is unknown."""
    return str(LinkStatus(value).label).lower() if value in LinkStatus.values else value


class Level(models.TextChoices):
    """What kind of concept a link leads to."""

    ACTION_LINE = "action_line", _("Action Line")
    GOAL = "goal", _("Goal")
    TARGET = "target", _("Target")
    COMMITMENT = "commitment", _("Compact commitment")


class ConceptLink(models.Model):
    """A record is about a concept.

    concept   id of the framework: `C5`, `sdg:9`, `sdg:9.c`, `gdc:11a`
    p         probability 0..1 of a machine's proposal; 1 where a person set it
    evidence  list of {"field", "quote", "start", "end", "weight"}: words of the record that say so
    """

    objects: ClassVar[models.Manager[Self]]

    concept = models.CharField(max_length=40)
    level = models.CharField(max_length=12, choices=Level)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.PROPOSED)
    p = models.FloatField(default=1.0)
    evidence = models.JSONField(default=list, blank=True)

    class Meta:
        """No table: each kind of link has its own."""

        abstract = True

    def __str__(self) -> str:
        return self.concept


class Event(models.Model):
    """One action on one record. Append-only: the database itself refuses to change or delete an event.

    group     the same for all events of one action of a person
    changes   {"field": [before, after]}
    """

    at = models.DateTimeField(auto_now_add=True)
    group = models.UUIDField(default=uuid.uuid4)
    action = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    version = models.PositiveIntegerField()
    # Nothing changes an event, not even an account that is deleted: the number stays, the name is looked up.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        """Newest event first; pages search by kind and record."""

        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "record", "-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.record}"


class Version(models.Model):
    """A record as it was at one version: what its permanent address shows. `data` is its serialised form."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    public = models.BooleanField(default=False)
    data = models.JSONField()

    class Meta:
        """Newest version first; a number occurs once in a record."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "record", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} v{self.number}"


class Outbox(models.Model):
    """A record whose entry in the search index is to be written again or deleted; written with the change itself,
    taken away once the index has it for good. So the index equals the database after a crash too.
    """

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
