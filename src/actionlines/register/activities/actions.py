"""Activities and good practices from the first word to the public: what their owners do.

    draft      --SubmitActivity-->  submitted   --PublishActivity-->  published  --WithdrawActivity-->  withdrawn
               <--RecallActivity--              --RequestChanges-->   changes    --SubmitActivity-->  submitted
    published  --EditActivity-->    draft of the next version; the published one stays public
               <--DiscardChanges--

What reviewers do is in review.py, links to concepts and mandates in links.py.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, RegistryError, StaleRecord, WrongState
from actionlines.register.activities import drafts, proposals
from actionlines.register.activities.answers import refresh_mandates
from actionlines.register.activities.drafts import ActivityAction
from actionlines.register.activities.links import restore_links
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.schema import FIELDS, ActivityFields, clean, put, required, same, values
from actionlines.register.core import notices
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event, Level, LinkStatus, Outbox, Version
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.actions import seen_by, waits
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import User
from actionlines.register.resources.actions import money_is_free

Status: Any = ActivityStatus
# Fields whose change may change what is proposed.
_READ = frozenset({*proposals.READ, "language", "organisation"})


def since(record: Activity, seen: int) -> dict[str, tuple[object, object]] | None:
    """Field -> (as it was at version `seen`, as it is now) for the fields that differ; None where that version
    is not on record.
    """
    now = values(as_dict(record))
    if seen == record.version:
        return {}
    if (old := drafts.was(record, seen)) is None:
        return None
    was = values(old)
    return {name: (was[name], now[name]) for name in FIELDS if not same(name, was[name], now[name])}


def missing(record: Activity) -> dict[str, str]:
    """Field -> what is asked for, for each field that keeps an activity from review; `links` for Action Lines."""
    data = values(as_dict(record))
    out = {
        name: _("This is needed before it can be submitted.")
        for name in required(record.good_practice)
        if not data[name]
    }
    if record.starts_on and record.ends_on and record.ends_on < record.starts_on:
        out["ends_on"] = _("It ends before it starts.")
    if record.budget is not None and not record.currency:
        out["currency"] = _("Say in which currency the budget is.")
    confirmed = (link.level == Level.ACTION_LINE and link.status == LinkStatus.CONFIRMED for link in record.links.all())
    if not any(confirmed):
        out["links"] = _("Confirm at least one Action Line that it contributes to.")
    return out


def listed(value: object) -> list[Any]:
    """Return a value of one or several organisations as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


class _Fields(ActivityAction):
    """What takes `fields` (name -> plain value). `partial`: what is wrong is left out and told in `errors`,
    instead of refusing the whole.
    """

    errors: dict[str, str]

    def do(self, group: UUID | None = None) -> Any:
        """As every action. The model is loaded before the transaction begins: nobody else waits for it."""
        if self.given.get("propose", True):
            proposals.warm(str(self.given["fields"].get("language") or getattr(self.record, "language", "en")))
        return super().do(group)

    def cleaned(self) -> Data:
        """The fields that can be saved. Raises InvalidFields."""
        good, self.errors = clean(self.given["fields"])
        self._without_unseen(good)
        if self.errors and not self.given.get("partial"):
            raise InvalidFields(self._name(), self.errors)
        return good

    def _without_unseen(self, good: Data) -> None:
        """Take out organisations that the actor may not see: a draft that names one would show its name."""
        if self.actor is None:
            return
        held = values(self.values_before)
        for field in ("organisation", "partners"):
            fields, had = ({*listed(item.get(field))} for item in (good, held))
            if (new := fields - had) and seen_by(self.actor).filter(pk__in=new).count() < len(new):
                del good[field]
                self.errors[field] = waits()

    def put(self, changed: Data) -> None:
        """Set the fields, and write what is then proposed. `propose=False` keeps the proposals."""
        put(self.record, changed)
        if _READ & changed.keys() and self.given.get("propose", True):
            proposals.refresh(self.record)
            refresh_mandates(self.record)


class CreateActivity(_Fields):
    """A new draft of the actor's. `fields` must have a title."""

    code = "activity.create"

    def effect(self) -> None:
        """Make a draft; its organisation and language are the actor's where nothing else is said."""
        data = self.cleaned()
        if not data.get("title"):
            raise InvalidFields("activity", {"title": _("Give it a title."), **self.errors})
        self.record = Activity.objects.create(
            title=data["title"],
            owner=self.actor,
            organisation_id=getattr(self.actor, "organisation_id", None),
            language=getattr(self.actor, "language", "en"),
        )
        self.put(data)


class EditActivity(_Fields):
    """Change fields. What is published becomes a draft of the next version; the public sees the published one
    until then.

    With `version`, the fields are held against what the actor saw. A field left as it was seen keeps what
    somebody else wrote meanwhile; one that both changed raises StaleRecord. `strict` raises it whatever the other
    changed. `others` then names the fields that somebody else changed. No change leaves no version.

    `typed`: saved by the form while somebody types; it becomes a version with the rest of what they type
    (drafts.py). A save without it makes all of that a version.
    """

    code = "activity.edit"
    states = frozenset({Status.DRAFT, Status.CHANGES, Status.PUBLISHED})
    others: frozenset[str] = frozenset()
    changed: Mapping[str, object] = MappingProxyType({})

    def fresh(self) -> None:
        """Check no version here: `effect` compares field by field."""

    def settle(self, before: Mapping[str, object]) -> Mapping[str, object]:
        """Write what the same person typed into the version of this action; what others typed, before it."""
        if (last := drafts.pending(self.record)) is None:
            return before
        if self.actor is None or last.by_id != self.actor.pk:
            return super().settle(before)
        held = drafts.latest(self.record)
        return {**held.data, "status": before["status"]} if held else before

    def effect(self) -> None:
        """Save the fields that differ; a published activity becomes a draft."""
        data, now = self.cleaned(), values(self.values_before)
        if self.seen is not None:
            data = self._mine(data, now)
        self.changed = {name: value for name, value in data.items() if not same(name, value, now[name])}
        if not self.changed:
            return
        if self.record.status == Status.PUBLISHED:
            self.record.set_status(Status.DRAFT)
        self.put(self.changed)

    def _mine(self, data: Data, now: Data) -> Data:
        changed = since(self.record, self.seen)  # type: ignore[arg-type]
        stale = StaleRecord(self._name(), self.seen or 0, self.record.version)
        if changed is None:
            raise stale
        self.others = frozenset(changed)
        if changed and self.given.get("strict"):
            raise stale
        mine = {
            name: value
            for name, value in data.items()
            if name not in changed or not same(name, value, changed[name][0])
        }
        if any(name in changed and not same(name, value, now[name]) for name, value in mine.items()):
            raise stale
        return mine

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        typed = bool(self.given.get("typed"))
        if not self.changed:
            if not typed:
                drafts.seal(self.record, as_dict(self.record))
        elif typed and drafts.goes_on(self.record, self.actor, str(before["status"])):
            drafts.keep(self.record, self.actor)
        else:
            super()._write(before, group)


class SubmitActivity(ActivityAction):
    """Hand it to the reviewers. Raises InvalidFields naming every field that is missing.

    quiet  send no notice: the caller submits many and notifies the reviewers once
    """

    code = "activity.submit"
    states = frozenset({Status.DRAFT, Status.CHANGES})

    def effect(self) -> None:
        """Submit the activity. Raises InvalidFields for missing fields."""
        if wrong := missing(self.record):
            raise InvalidFields(self._name(), wrong)
        self.record.set_status(Status.SUBMITTED)
        if not self.given.get("quiet"):
            notices.after_commit("submitted", self.record, self.actor)


class RecallActivity(ActivityAction):
    """Take it back from the reviewers, to work on it again."""

    code = "activity.submit"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Make the activity a draft again, with the reason."""
        self.record.set_status(Status.DRAFT, self.reason)


class DiscardChanges(ActivityAction):
    """Drop the draft of the next version: what is published is the record again. The draft stays on record."""

    code = "activity.edit"
    states = frozenset({Status.DRAFT, Status.CHANGES})

    def effect(self) -> None:
        """Restore the published version. Raises WrongState where there is none."""
        if not as_published(self.record):
            raise WrongState(self._name(), _("nothing of it is published"))
        self.record.set_status(Status.PUBLISHED)
        self.record.published_version = self.record.version + 1


class WithdrawActivity(ActivityAction):
    """Take a published activity from the public. A tombstone with the reason stays at its address."""

    code = "activity.withdraw"
    states = frozenset({Status.PUBLISHED, Status.DRAFT, Status.CHANGES, Status.SUBMITTED})

    def effect(self) -> None:
        """Withdraw what was public: a draft of the next version does not become public by it."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say why it is withdrawn.")})
        if not self.record.is_public():
            raise WrongState(self._name(), _("it was never published; it can be deleted"))
        as_published(self.record)
        self.record.set_status(Status.WITHDRAWN, self.public_reason()[:2000])
        money_is_free(self.record)


class DeleteDraft(ActivityAction):
    """Delete what was never public. What was done to it stays in the trail."""

    code = "activity.delete"
    states = frozenset({Status.DRAFT, Status.CHANGES})

    def effect(self) -> None:
        """Check that nothing of it was published; `_write` deletes it."""
        if self.record.is_public():
            raise WrongState(self._name(), _("it was published; it can be withdrawn"))

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        number, version = self.record.pk, self.record.version + 1
        money_is_free(self.record)
        self.record.delete()
        Event.objects.create(
            group=group, action=self.code, kind=Activity.kind, record=number, version=version, actor=self.actor,
            changes={"title": [before["title"], None]}, reason=self.reason,
        )  # fmt: skip
        Outbox.objects.create(kind=Activity.kind, record=number)


def as_published(record: Activity) -> bool:
    """Put fields and links back to the published version; False where there is none on record. Not saved."""
    if record.status == Status.PUBLISHED:
        return True
    version = Version.objects.filter(kind=Activity.kind, record=record.pk, number=record.published_version or 0).first()
    if version is None:
        return False
    # Word for word: what a rule of today refuses was public too. A field that the version lacks becomes empty. What was
    # deleted since (a partner, a mandate) cannot be put back.
    data = {name: version.data.get(name, field.default) for name, field in ActivityFields.model_fields.items()}
    put(record, {**data, "partners": Organisation.objects.filter(pk__in=data["partners"])})
    restore_links(record, version.data)
    return True


MOST = most_of("drafts-at-once")
LOOKED_AT = 1000
NAMED = 4  # fields that are said to be missing


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was submitted, how many drafts are not complete, and how many complete ones are left for another go.

    lacking  the fields that most of the incomplete ones lack, the most frequent first
    """

    group: UUID
    done: tuple[Activity, ...]
    incomplete: int
    left: int
    lacking: tuple[str, ...] = ()


def submit_all(actor: User | None) -> Submitted:
    """Submit the complete drafts of the actor's own, at most MOST, in the order in which they were begun.

    One that is not complete, or that somebody changes meanwhile, stays a draft.
    """
    drafts = Activity.objects.filter(owner=actor, status=ActivityStatus.DRAFT)
    # What lacks an Action Line is not opened one by one: of an import these may be thousands.
    ready = drafts.filter(links__level=Level.ACTION_LINE, links__status=LinkStatus.CONFIRMED).distinct()
    whole, group = ready.count(), uuid4()
    bare = drafts.count() - whole
    done: list[Activity] = []
    wrong = 0
    lacking: Counter[str] = Counter({"links": bare} if bare else {})
    for draft in ready.order_by("pk")[:LOOKED_AT]:
        if len(done) == MOST:
            break
        try:
            done.append(SubmitActivity(actor, draft, quiet=True).do(group))
        except InvalidFields as error:
            wrong += 1
            lacking.update(error.fields)
        except RegistryError:
            continue
    if done:
        notices.after_commit_all(done, actor)
    left = whole - len(done) - wrong if len(done) == MOST else 0
    named = tuple(name for name, _many in lacking.most_common(NAMED))
    return Submitted(group, tuple(done), bare + wrong, left, named)
