"""What was done, what a record was, and what the search index has still to learn."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


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
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False
    )
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
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
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "record", "number"], name="version_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} v{self.number}"


class Outbox(models.Model):
    """A record whose entry in the search index is to be made anew or taken out; written with the change itself,
    taken away once the index has it for good. So the index equals the database after a crash too.
    """

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"
