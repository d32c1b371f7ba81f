"""How an action runs: permission, state, staleness, effect, version, audit event and search, or nothing at all."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import NoSuchRecord, NotAllowed, StaleRecord, WrongState
from actionlines.register.core.bulk import fetch_related, insert
from actionlines.register.core.columns import marked, settled
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Event, Outbox, Person, Record, Version
from actionlines.register.core.permissions import Decision, decide
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import join, plain_text
from actionlines.register.people.models import User

_log = logging.getLogger(__name__)
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
    values_before: Mapping[str, object] = MappingProxyType({})  # the serialised form of the locked record

    def __init__(
        self, actor: User | None, record: Any = None, *, version: int | None = None, reason: str = "", **fields: Any
    ) -> None:
        self.actor = actor
        self.record = record
        self.seen = version
        self.reason = plain_text(reason, lines=True)
        self.given = fields

    def effect(self) -> None:
        """Change `self.record` and save it."""
        raise NotImplementedError

    def do(self, group: UUID | None = None) -> Any:
        """Do it and return the record. `group` joins the events of one larger action."""
        with transaction.atomic():
            before: Mapping[str, object] = {}
            if self.record is not None:
                self.record = self._locked()
                before = self.values_before = as_dict(self.record)
            self.check()
            if before:
                before = self.settle(before)
            self.effect()
            self._write(before, group or uuid4())
        # The index learns of it at once; what a crash prevents, the outbox makes good.
        if self.indexed:
            transaction.on_commit(_index)
        return self.record

    def settle(self, before: Mapping[str, object]) -> Mapping[str, object]:
        """Return the state before this action. A subclass first writes what is pending."""
        return before

    def _locked(self) -> Any:
        """The record as it is now, locked until the end of the transaction."""
        try:
            # Only its own row is locked, not those that are read with it.
            record = marked(self._readable()).select_for_update(of=("self",)).get(pk=self.record.pk)
        except type(self.record).DoesNotExist as error:
            raise NoSuchRecord(self._name(), _("it no longer exists")) from error
        record.damaged = settled(record)
        return record

    def check(self) -> None:
        """Raise when it is not allowed, not possible in this state, or the actor saw an older version."""
        if not (decision := self.may(self.actor, self.record, self.code)):
            raise NotAllowed(self._name(), decision.why)
        if self.record is None:
            return
        self.fresh()
        self.in_state()

    def in_state(self) -> None:
        """Raise WrongState, with the statuses that the action needs, where the record has another."""
        if self.states and self.record.status not in self.states:
            labels = self.record._meta.get_field("status").flatchoices
            allowed = join(str(label) for status, label in labels if status in self.states)
            now = _("its status is “%s”") % self.record.get_status_display()
            raise WrongState(self._name(), now, _("This action needs the status: %s.") % allowed)

    def fresh(self) -> None:
        """Raise when the actor saw an older version."""
        if self.seen is not None and self.seen != self.record.version:
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def _name(self) -> str:
        return f"{self.record.kind} {self.record.pk}" if self.record is not None else self.code

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        record: Record = self.record
        if before:
            record.version += 1
        record.save()
        fresh = self._saved()
        held = {record.pk: before} if before else {record.pk: {}}
        self._write_trail(self.actor, [(fresh, as_dict(fresh))], held, group, self.reason, self.code)

    @classmethod
    def do_many(
        cls, actor: User | None, records: Sequence[Any], *, group: UUID, reason: str = "",
        before: Mapping[int, Data] | None = None, effect: Callable[[], Mapping[int, Data] | None] | None = None,
    ) -> None:  # fmt: skip
        """Do this to many records of one kind in one transaction, as `do` does it to one.

        records  those without a number are inserted; the others, which the caller has locked, are saved
        before   number -> the serialised form of each record that has a number
        effect   changes records and writes the rows that go with them, when all are checked and have a number.
                 Returns number -> values of these rows in the serialised form, or None to have them read again.

        Raises as `do`. The caller brings the index up afterwards.
        """
        was = before or {}
        new = [record for record in records if record.pk is None]
        with transaction.atomic():
            if new:
                cls(actor).check()
                type(new[0]).objects.bulk_create(new)
            for record in records:
                if record.pk in was:
                    cls(actor, record).check()
            known = (effect() if effect else None) or {}
            for record in records:
                if record.pk in was:
                    record.version += 1
                    record.save()
            fetch_related([record for record in records if record.pk not in known])
            fetch_related([record for record in records if record.pk in known], rows=False)
            values = [(record, as_dict(record, known.get(record.pk))) for record in records]
            cls._write_trail(actor, values, was, group, reason, cls.code)

    @classmethod
    def _write_trail(
        cls, actor: "Person | None", records: Iterable[tuple[Record, Data]],
        before: Mapping[int, Mapping[str, object]], group: UUID, reason: str, code: str,
    ) -> None:  # fmt: skip
        """Write a version, an event and a mark for the index. The event of a record that is not in `before` states
        no change, as its first version says it all.
        """
        now = timezone.now()
        versions, events, marks = [], [], []
        for record, after in records:
            kind, key, number = record.kind, record.pk, record.version
            changes = difference(before[key], after) if key in before else {}
            versions.append((kind, key, number, now, record.version_is_public(), after))
            events.append((now, group, code, kind, key, number, getattr(actor, "pk", None), changes, reason))
            marks.append((kind, key))
        insert(Version, ("kind", "record", "number", "at", "public", "data"), versions)
        insert(Event, ("at", "group", "action", "kind", "record", "version", "actor", "changes", "reason"), events)
        if cls.indexed:
            insert(Outbox, ("kind", "record"), marks)

    def public_reason(self) -> str:
        """Return the reason where the actor may publish the record; of others the history alone has it."""
        return self.reason if self.may(self.actor, self.record, f"{self.record.kind}.publish") else ""

    @classmethod
    def may(cls, actor: "Person | None", record: Any = None, code: str = "") -> Decision:
        """Return whether somebody may do this to a record, and why. The system itself, None, may do everything."""
        return decide(actor, code or cls.code, record) if actor is not None else Decision(True, "")

    def _saved(self) -> Any:
        """Return the record, read again: related rows that the effect wrote must be in the version too."""
        return self._readable().get(pk=self.record.pk)

    def _readable(self) -> Any:
        """Return the rows of the kind, read with what its values name of other records."""
        rows = type(self.record).objects.all()
        kind = kinds().get(self.record.kind)
        return rows.select_related(*kind.related) if kind is not None and kind.related else rows


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
    """What an event says has changed between two serialised states: field -> [before, after]."""
    return {
        name: [before.get(name), after[name]]
        for name in after
        if name not in _ALWAYS and before.get(name) != after[name]
    }


def _index() -> None:
    """Bring the index up to the change, which is committed already: no fault of the index undoes it."""
    from actionlines.register.core.search import catch_up

    try:
        catch_up()
    except Exception:
        # A full disk, a damaged index: the outbox keeps the change, and the worker tries again.
        _log.exception("The search index could not be written; the worker tries again")
