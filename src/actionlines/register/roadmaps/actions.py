"""Road maps from the first proposal to the public.

    draft      --Submit-->  submitted  --Publish-->  published  --Withdraw-->  withdrawn
                                       --RequestChanges-->  changes  --Submit-->  submitted
    published  --any edit-->  draft of the next version; the published one stays public
    published  --Submit-->  submitted, to be published with the figures of that day

What is chosen, measured and planned in it is changed in parts.py.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord, WrongState
from actionlines.papers.roadmap.proposals import default_title
from actionlines.register.core import notices
from actionlines.register.core.action import Action
from actionlines.register.core.models import Event, Outbox, Version
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data, Serialised, clean
from actionlines.register.core.serialise import as_dict
from actionlines.register.roadmaps.models import RoadMap, RoadMapStatus
from actionlines.register.roadmaps.schema import NewRoadMapFields

Status: Any = RoadMapStatus
EDITED = frozenset({Status.DRAFT, Status.CHANGES, Status.PUBLISHED})
_LONGEST = 4000
_CONTENT = ("title", "language", "starts", "ends", "narratives", "items", "metrics", "milestones", "tracked")


class Editing(Action):
    """What changes the content: what is published becomes a draft of the next version."""

    code = "roadmap.edit"
    states = EDITED

    def opened(self) -> None:
        """Make a published road map a draft again."""
        if self.record.status == Status.PUBLISHED:
            self.record.set_status(Status.DRAFT)

    def refuse(self, wrong: dict[str, str]) -> None:
        """Raise InvalidFields where something is wrong."""
        if wrong:
            raise InvalidFields(self._name(), wrong)


_DEFAULTS: Data = {"lines": [], "language": "en", "ends": 2030}


class CreateRoadMap(Action):
    """A new draft. `fields` must have `lines`; title, language, starts, ends may be given."""

    code = "roadmap.create"

    def effect(self) -> None:
        """Only somebody whose role covers one of the lines may begin it."""
        good, wrong = clean(NewRoadMapFields, {**_DEFAULTS, **self.given["fields"]})
        _check_period(good.get("starts"), good.get("ends"), wrong)
        if wrong:
            raise InvalidFields("roadmap", wrong)
        good.setdefault("title", default_title(tuple(good["lines"]), good["language"]))
        record = RoadMap(owner=self.actor, **good)
        if self.actor is not None:
            for line in record.lines:
                if not (decision := decide(self.actor, "roadmap.edit", RoadMap(lines=[line]))):
                    raise NotAllowed(f"roadmap of {line}", decision.why)
        record.save()
        self.record = record


class EditRoadMap(Editing):
    """Change `fields`: title, language, starts, ends, narratives (only the sections given are changed)."""

    changed = False

    def fresh(self) -> None:
        """Field by field: choices made since the actor saw it are no clash."""
        if self.seen is None or self.seen == self.record.version:
            return
        rows = Version.objects.filter(kind=RoadMap.kind, record=self.record.pk, number=self.seen)
        old = rows.values_list("data", flat=True).first()
        now = as_dict(self.record)
        fields = self.given["fields"]
        clash = (
            old is None
            or any(old.get(name) != now.get(name) != value for name, value in fields.items() if name != "narratives")
            or any(
                old["narratives"].get(name, "") != now["narratives"].get(name, "") != text
                for name, text in dict(fields.get("narratives") or {}).items()
            )
        )
        if clash:
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def effect(self) -> None:
        """Save the given fields that differ. Raises InvalidFields; the action lines cannot change."""
        good, wrong = clean(NewRoadMapFields, self.given["fields"])
        if "lines" in good:
            wrong["lines"] = _("The lines of a road map stay; begin another one.")
        _check_period(good.get("starts", self.record.starts), good.get("ends", self.record.ends), wrong)
        self.refuse(wrong)
        if "narratives" in good:
            good["narratives"] = {**self.record.narratives, **good["narratives"]}
        for name, value in good.items():
            self.changed = self.changed or getattr(self.record, name) != value
            setattr(self.record, name, value)
        if self.changed:
            self.opened()

    def _write(self, before: Serialised, group: UUID) -> None:
        # What is saved while somebody types often changes nothing: that leaves no version.
        if self.changed:
            super()._write(before, group)


def _check_period(starts: int | None, ends: int | None, wrong: dict[str, str]) -> None:
    if starts and ends and ends < starts and not wrong.keys() & {"starts", "ends"}:
        wrong["ends"] = _("It ends before it starts.")


def missing(record: RoadMap) -> dict[str, str]:
    """Field -> what is asked for, for each that keeps a road map from review."""
    wrong = {}
    if not record.narratives.get("purpose", "").strip():
        wrong["narratives"] = _("Say in a few sentences what the road map is for.")
    if not any(item["decision"] == "taken" for item in record.items):
        wrong["items"] = _("Include at least one target, commitment or indicator.")
    if not record.milestones:
        wrong["milestones"] = _("Set at least one milestone.")
    return wrong


class SubmitRoadMap(Action):
    """Hand it to review. Raises InvalidFields naming what is missing.

    A published one that is submitted again gets the figures of the day on which it is published.
    """

    code = "roadmap.submit"
    states = EDITED

    def effect(self) -> None:
        """Submit the road map. Raises InvalidFields for missing fields."""
        if wrong := missing(self.record):
            raise InvalidFields(self._name(), wrong)
        self.record.set_status(Status.SUBMITTED)
        notices.after_commit("submitted", self.record, self.actor)


class RequestRoadMapChanges(Action):
    """Send a submitted road map back to its writers, with a `reason`."""

    code = "roadmap.changes"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Send the road map back to its writers. Raises InvalidFields without a reason."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say what should change.")})
        self.record.set_status(Status.CHANGES, self.reason[:_LONGEST])
        notices.after_commit("changes", self.record, self.actor)


class PublishRoadMap(Action):
    """Make this version what the public sees, and keep what is measured now, to be compared later."""

    code = "roadmap.publish"
    states = frozenset({Status.SUBMITTED})
    _kept: Data
    _papers: dict[str, Data]
    _built = 0

    def do(self, group: UUID | None = None) -> Any:
        """As every action. Figures are read before the transaction begins: nobody else waits for them."""
        from actionlines.register.roadmaps.papers import papers_now
        from actionlines.register.roadmaps.tracking import tracked_now

        now = type(self.record).objects.filter(pk=self.record.pk).first()
        # Nothing is made for who may not publish it, or while it is still written.
        if now is not None and now.status in self.states and self.may(self.actor, now):
            self._kept, self._papers = tracked_now(now), papers_now(now, now.version + 1)
            self._built = now.version
        return super().do(group)

    def effect(self) -> None:
        """Publish the road map; the first day of publication stays."""
        from actionlines.register.roadmaps.papers import keep

        if self.record.version != self._built:
            raise StaleRecord(self._name(), self._built, self.record.version)
        self.record.set_status(Status.PUBLISHED)
        self.record.tracked = self._kept
        self.record.published_at = self.record.published_at or timezone.now()
        self.record.published_version = self.record.version + 1
        keep(self.record, self._built + 1, self._papers)
        notices.after_commit("published", self.record, self.actor)


class WithdrawRoadMap(Action):
    """Take a published road map from the public. A tombstone with the reason stays at its address."""

    code = "roadmap.withdraw"
    states = frozenset({Status.PUBLISHED, Status.DRAFT, Status.CHANGES, Status.SUBMITTED})

    def effect(self) -> None:
        """Withdraw the published version, with a reason that the public reads."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("Say why it is withdrawn.")})
        if not self.record.is_public():
            raise WrongState(self._name(), _("it was never published; it can be deleted"))
        _as_published(self.record)
        self.record.set_status(Status.WITHDRAWN, self.public_reason()[:2000])


class DiscardRoadMap(Action):
    """Drop a draft: of a published road map the next version, else the whole. The trail keeps what it was."""

    code = "roadmap.edit"
    states = frozenset({Status.DRAFT, Status.CHANGES})

    def effect(self) -> None:
        """Back to the published version, where there is one."""
        if self.record.is_public():
            _as_published(self.record)
            self.record.set_status(Status.PUBLISHED)
            self.record.published_version = self.record.version + 1

    def _write(self, before: Serialised, group: UUID) -> None:
        if self.record.is_public():
            super()._write(before, group)
            return
        number, version = self.record.pk, self.record.version + 1
        self.record.delete()
        Event.objects.create(
            group=group, action=self.code, kind=RoadMap.kind, record=number, version=version, actor=self.actor,
            changes={"title": [before["title"], None]}, reason=self.reason,
        )  # fmt: skip
        Outbox.objects.create(kind=RoadMap.kind, record=number)


def _as_published(record: RoadMap) -> None:
    """Put the content back to the published version. Not saved."""
    version = Version.objects.filter(kind=RoadMap.kind, record=record.pk, number=record.published_version or 0).first()
    if version is None:
        return
    for name in _CONTENT:
        setattr(record, name, version.data[name])
