"""How an action runs: permission, state, staleness, effect, version, audit event and search, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from actionlines.errors import NoSuchRecord, NotAllowed, StaleRecord, WrongState
from actionlines.registry.core.permissions import decide
from actionlines.registry.core.serialise import as_dict
from actionlines.registry.core.texts import plain_text
from actionlines.registry.models import Event, Outbox, Record, Version

# Fields of a serialised record that change with every action: no news in a difference.
_ALWAYS = frozenset({"version", "changed_at"})


class Action:
    """One verb on one record. A subclass names `code` (a row of the permission table), says in `states` from
    which status it may be done ("" for any), and changes the record in `effect`.

        PublishActivity(actor, activity, version=3).do()

    actor    the user, or None for the system itself, which may do everything
    record   a saved record; None for an action that makes one (`effect` then sets `self.record`)
    version  what the actor saw; None does not compare
    reason   the actor's words, kept in the event and where the subclass puts them

    `do` raises NotAllowed, WrongState, StaleRecord, and what `effect` raises (InvalidFields); nothing is then
    changed. It runs in one transaction and locks the record first, so that two actors cannot overwrite each
    other.
    """

    code: ClassVar[str]
    states: ClassVar[frozenset[str]] = frozenset()
    indexed: ClassVar[bool] = True  # whether the search index holds records of this kind

    def __init__(
        self, actor: Any, record: Any = None, *, version: int | None = None, reason: str = "", **given: Any
    ) -> None:
        self.actor = actor
        self.record = record
        self.seen = version
        self.reason = plain_text(reason, lines=True)
        self.given = given

    def effect(self) -> None:
        """Change `self.record` and save it."""
        raise NotImplementedError

    def do(self, group: UUID | None = None) -> Any:
        """Do it and return the record. `group` joins the events of one larger action."""
        with transaction.atomic():
            before: Mapping[str, Any] = {}
            if self.record is not None:
                self.record = self._locked()
                before = as_dict(self.record)
            self.check()
            if before:
                before = self.settle(before)
            self.effect()
            self._write(before, group or uuid4())
        # The index learns of it at once; what a crash prevents, the outbox makes good.
        if self.indexed:
            transaction.on_commit(_index)
        return self.record

    def settle(self, before: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the state before this action. A subclass first writes what is pending."""
        return before

    def _locked(self) -> Any:
        """The record as it is now, locked until the end of the transaction."""
        try:
            return type(self.record).objects.select_for_update().get(pk=self.record.pk)
        except type(self.record).DoesNotExist as error:
            raise NoSuchRecord(self._name(), _("it is not there any more")) from error

    def check(self) -> None:
        """Raise when it is not allowed, not possible in this state, or the actor saw an older version."""
        decision = decide(self.actor, self.code, self.record) if self.actor is not None else True
        if not decision:
            raise NotAllowed(self._name(), decision.why)  # type: ignore[union-attr]
        if self.record is None:
            return
        self.fresh()
        self.in_state()

    def in_state(self) -> None:
        """Raise WrongState, with the statuses that the action needs, where the record has another."""
        if self.states and self.record.status not in self.states:
            labels = self.record._meta.get_field("status").flatchoices
            allowed = ", ".join(str(label) for status, label in labels if status in self.states)
            now = _("its status is “%s”") % self.record.get_status_display()
            raise WrongState(self._name(), now, _("This action needs the status: %s.") % allowed)

    def fresh(self) -> None:
        """Raise when the actor saw an older version."""
        if self.seen is not None and self.seen != self.record.version:
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def _name(self) -> str:
        return f"{self.record.kind} {self.record.pk}" if self.record is not None else self.code

    def _write(self, before: Mapping[str, Any], group: UUID) -> None:
        record: Record = self.record
        if before:
            record.version += 1
        record.save()
        fresh = self._saved()
        after = as_dict(fresh)
        Version.objects.create(
            kind=record.kind,
            record=record.pk,
            number=record.version,
            public=fresh.version_is_public(),
            data=after,
        )
        Event.objects.create(
            group=group, action=self.code, kind=record.kind, record=record.pk, version=record.version,
            actor=self.actor, changes=difference(before, after), reason=self.reason,
        )  # fmt: skip
        if self.indexed:
            Outbox.objects.create(kind=record.kind, record=record.pk)

    def _saved(self) -> Any:
        """The record read anew: related rows that the effect wrote must be in the version too."""
        return type(self.record).objects.get(pk=self.record.pk)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What an event says has changed between two serialised states: field -> [before, after]."""
    return {
        name: [before.get(name), after[name]]
        for name in after
        if name not in _ALWAYS and before.get(name) != after[name]
    }


def _index() -> None:
    from actionlines.registry.search import catch_up

    catch_up()
