"""Actions on mandates: what reviewers decide, what focal points report, what the day makes overdue.

proposed, rejected  --ConfirmMandate-->  confirmed      CorrectMandate and ConfirmField keep the proposal on record
proposed            --RejectMandate-->   rejected
confirmed           --RecordProgress, SetStatus, MarkOverdue-->  under way, done, overdue
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NoReturn
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actionlines.errors import InvalidFields, RegistryError
from actionlines.mandates.when import whose_sessions
from actionlines.register.core.action import Action
from actionlines.register.core.concepts import KIND_OF_LEVEL, kind_of
from actionlines.register.core.models import LinkStatus, Origin
from actionlines.register.core.schema import clean, parse_id, put
from actionlines.register.core.texts import plain_text
from actionlines.register.mandates.asked import list_asked, own_parties, parties_of, party_of
from actionlines.register.mandates.evidence import evidence
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import OPEN as OPEN_STATUSES
from actionlines.register.mandates.models import Mandate, Progress, is_overdue, overdue
from actionlines.register.mandates.schema import Corrected
from actionlines.register.mandates.wording import REASON_LIMIT, proposal_of, still_to_check
from actionlines.register.organisations.actions import must_be_public
from actionlines.register.organisations.bodies import of_body
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import User

OPEN = frozenset(OPEN_STATUSES)
# The result is known, or is followed.
ACCEPTED = OPEN | {"delivered"}


class MandateAction(Action):
    """An action on one mandate. It moves to a status by `self.move`, with the reason of the action."""

    record: Mandate

    def move(self, status: str, since: date | None = None, reason: str | None = None) -> None:
        """Into another status, since now or the start of a day. The reason of an older status does not stay."""
        self.record.status = status
        now = timezone.now()
        before = since is not None and since != now.date()
        self.record.status_since = datetime.combine(since, time(), UTC) if before and since else now
        self.record.status_reason = self.reason if reason is None else reason

    def need_reason(self) -> None:
        """InvalidFields where none was given, or a book instead of one."""
        if not self.reason:
            self.refuse(reason=_("say why"))
        if len(self.reason) > REASON_LIMIT:
            self.refuse(reason=_("it is longer than %(limit)d characters") % {"limit": REASON_LIMIT})

    def refuse(self, **fields: str) -> NoReturn:
        """Raise InvalidFields for this mandate."""
        raise InvalidFields(self._name(), fields)


BATCH = 200  # mandates in one transaction: the index is written once for each

# Kept as written: there is no reader yet; pages translate it.
REASON = gettext_noop("Its last day has passed without a word that it was delivered.")


class MarkOverdue(MandateAction):
    """The last day of an open mandate has passed. Done by the system (`actor` None); `today` may be given."""

    code = "mandate.status"
    states = frozenset({"confirmed", "under_way"})

    def effect(self) -> None:
        """Overdue since the day after the last one; what is not past its day stays as it is."""
        if not is_overdue(self.record, self.given.get("today")):
            self.refuse(due_on="its last day has not passed")
        self.move("overdue", reason=REASON)


def mark_overdue(today: date | None = None) -> int:
    """Mark all that are past their day, as one group of events; how many. A second run the same day marks none."""
    today = today or timezone.now().date()
    group = uuid4()
    count = last = 0
    late = Mandate.objects.filter(overdue(today), status__in=MarkOverdue.states).order_by("pk")
    while batch := list(late.filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            count += sum(_marked(mandate, today, group) for mandate in batch)
        last = batch[-1].pk
    return count


def _marked(mandate: Mandate, today: date, group: UUID) -> bool:
    try:
        MarkOverdue(None, mandate, today=today).do(group)
    except RegistryError:
        # Somebody was quicker: delivered, or given another day, since the list was made.
        return False
    return True


class ConfirmMandate(MandateAction):
    """Confirm a mandate with the fields that it has. This also undoes a rejection. Its links are decided apart.

    others  how many are confirmed with it by one press of a button
    """

    code = "mandate.confirm"
    states = frozenset({"proposed", "rejected"})

    def effect(self) -> None:
        """Confirmed with all its fields; where the text decides it, somebody is waited for from now on."""
        self.record.checks = []
        self.record.accepted_with = self.given.get("others") or None
        self.move("confirmed")


class RejectMandate(MandateAction):
    """It is none: nobody is asked to do anything. `reason` says why. The proposal stays on record."""

    code = "mandate.reject"
    states = frozenset({"proposed", "confirmed"})

    def effect(self) -> None:
        """Rejected: out of the register that visitors see."""
        self.need_reason()
        self.move("rejected")


class CorrectMandate(MandateAction):
    """Fields as people read them: any of addressees (ids of bodies), action, deliverable, strength, force, due
    (forms), due_on (date or None), report_to (ids of bodies). The words of the text and the proposal stay. A field
    that is given has been read: nobody need check it any more.

    With `due` alone the day follows from it. A proposal is confirmed by being corrected, and a mandate that is overdue
    is open again when its new day has not passed.
    """

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """Write what differs. InvalidFields names each field that is wrong."""
        record = self.record
        values, wrong = clean(Corrected, dict(self.given))
        if wrong:
            self.refuse(**wrong)
        record.proposal = record.proposal or proposal_of(record)
        record.checks = still_to_check(record, values)
        record.accepted_with = None
        bodies = values.pop("addressees", None)
        timed = {"due": record.due, "report_to": record.report_to, "deliverable": record.deliverable} | values
        if "due_on" not in values and any(timed[name] != getattr(record, name) for name in ("due", "report_to")):
            receivers = whose_sessions(
                timed["deliverable"], timed["report_to"], record.asked_bodies() if bodies is None else bodies
            )
            values["due_on"] = last_day(timed["due"], record.instrument.date, receivers=receivers)
        put(record, values)
        if bodies is not None:
            self._address(bodies)
        if record.status == "proposed":
            self.move("confirmed")
        elif record.status == "overdue" and not record.is_overdue:
            self.move("under_way" if record.progress.exists() else "confirmed")

    def _address(self, bodies: list[str]) -> None:
        """Who stays keeps the words by which the text calls them."""
        rows = self.record.addressees
        rows.exclude(body__in=bodies).delete()
        for body in bodies:
            rows.get_or_create(body=body)


class ConfirmField(MandateAction):
    """`field`: a person checked it and kept its value."""

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """Nobody need check it any more; the mandate itself may still wait for its confirmation."""
        left = [check for check in self.record.checks if check["field"] != self.given["field"]]
        if len(left) == len(self.record.checks):
            self.refuse(field=_("nothing is to be checked there"))
        self.record.checks = left


class AssignLead(MandateAction):
    """`lead`: the number of the organisation that sees to it, or None. `body`: the id of a body of the framework
    instead, which is entered as an organisation where the register has none for it.
    """

    code = "mandate.assign"
    states = OPEN

    def effect(self) -> None:
        """Set the lead organisation; None clears it. Refuses an unknown number or body."""
        if body := self.given.get("body"):
            self.record.lead = of_body(body, self._name())
            return
        fields = self.given["lead"]
        lead = Organisation.objects.filter(pk=parse_id(fields) or 0).first() if fields is not None else None
        if fields is not None and lead is None:
            self.refuse(lead=_("there is no such organisation"))
        must_be_public(self._name(), fields, "lead")
        self.record.lead = lead


class DecideMandateLink(MandateAction):
    """`concept` (`C5`, `sdg:9.c`) is `confirmed` or `rejected`; one that nobody proposed is added by a
    confirmation. `status` says which.
    """

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """The proposal with its probability and evidence stays in the row; only the decision is new."""
        concept, status = self.given["concept"], self.given["status"]
        level = kind_of(concept)
        if level is None or level not in KIND_OF_LEVEL.values():
            self.refuse(concept=_("there is no action line, goal, target or commitment with this id"))
        if status not in (LinkStatus.CONFIRMED, LinkStatus.REJECTED):
            self.refuse(status=_("confirm it or reject it"))
        link = self.record.links.filter(concept=concept).first()
        if link is None and status == LinkStatus.REJECTED:
            self.refuse(concept=_("it is not linked"))
        if link is None:
            link = self.record.links.model(mandate=self.record, concept=concept, level=level, origin=Origin.PERSON)
        link.status, link.accepted_with = status, None
        link.save()


class DecideMandateLinks(MandateAction):
    """The proposed links to `concepts` are `confirmed` or `rejected` (`status`), with `others` by one press."""

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """Decide those that are still proposed; refused where none is."""
        proposed = self.record.links.filter(concept__in=self.given["concepts"], status=LinkStatus.PROPOSED)
        others = (self.given.get("others") or None) if self.given["status"] == LinkStatus.CONFIRMED else None
        if not proposed.update(status=self.given["status"], accepted_with=others):
            self.refuse(concept=_("it is decided already"))


TEXT_LIMIT = 4_000  # characters

# New status -> from which it can be reached. Overdue is set by the system alone, and left by a new day,
# by delivery or by a later mandate.
WAYS: dict[str, frozenset[str]] = {
    "under_way": frozenset({"confirmed", "delivered", "superseded"}),
    "delivered": OPEN,
    "superseded": ACCEPTED,
}


class RecordProgress(MandateAction):
    """`text` says what was done, `evidence_kind` and `evidence` what shows it.

    answers_for  for whom it answers: one of those for whom the actor answers, by default the first of them.
                 A coordinator, who may remind, enters the answer of any that is asked, or "" for a note that is none
    """

    code = "mandate.progress"
    states = ACCEPTED

    def effect(self) -> None:
        """Add the note; a mandate that was only confirmed is under way by it."""
        text = plain_text(str(self.given.get("text", "")), lines=True)
        kind = self.given.get("evidence_kind", "")
        matches, wrong = evidence(kind, self.given.get("evidence") or {}, self.actor)
        if not text:
            wrong = {"text": _("say what was done"), **wrong}
        if len(text) > TEXT_LIMIT:
            wrong = {"text": _("it is longer than %(limit)d characters") % {"limit": TEXT_LIMIT}, **wrong}
        names = answerers(self.actor, self.record)
        answers_for = self.given.get("answers_for") or (names[0] if names else "")
        if answers_for and answers_for not in names and not self._may_enter(answers_for):
            wrong = {"answers_for": _("you do not answer for this one"), **wrong}
        if wrong:
            self.refuse(**wrong)
        note = Progress(mandate=self.record, by=self.actor, text=text, evidence_kind=kind, evidence=matches)
        note.answers_for = answers_for
        note.save()
        if self.record.status == "confirmed":
            self.move("under_way")

    def _may_enter(self, body: str) -> bool:
        return body in list_asked(self.record.asked_bodies()) and bool(
            self.may(self.actor, self.record, "mandate.remind")
        )


def answerers(actor: User | None, mandate: Mandate) -> list[str]:
    """Return for whom somebody may answer a mandate: their own parties that it asks, else their lead."""
    if actor is None:
        return []
    names = [party.key for party in own_parties(actor, mandate)]
    lead = party_of(mandate.lead).key if mandate.lead else ""
    return names or [party.key for party in parties_of(actor) if party.key == lead]


class SetStatus(MandateAction):
    """`status`: under_way, delivered or superseded, with a reason.

    on             since which day; today where it is not given
    superseded_by  number of the mandate that takes its place
    again          delivered for this time: what recurs stays under way and is due on its next day
    """

    code = "mandate.status"
    states = ACCEPTED | {"superseded"}

    def effect(self) -> None:
        """The way must exist, the day must not lie ahead, and a later mandate must be another one."""
        item, status = self.record, self.given.get("status", "")
        today = timezone.now().date()
        on: date = self.given.get("on") or today
        if status not in WAYS:
            self.refuse(status=_("choose one of the list"))
        if item.status not in WAYS[status]:
            self.refuse(status=_("it is “%(status)s”; that cannot follow") % {"status": item.get_status_display()})
        self.need_reason()
        if on > today:
            self.refuse(on=_("it is in the future"))
        if status == "delivered" and not item.progress.exists():
            self.refuse(status=_("record the progress first: “delivered” needs evidence that others can look up"))
        later = self._later() if status == "superseded" else None
        if status == "delivered" and self.given.get("again"):
            self._again(on)
            return
        item.superseded_by = later
        self.move(status, on)

    def _later(self) -> Mandate:
        later = Mandate.objects.filter(pk=parse_id(self.given.get("superseded_by")) or 0).first()
        seen: Any = later
        # A chain that led back would leave nobody who is asked.
        passed: set[int] = set()
        while seen is not None and seen.pk != self.record.pk and seen.pk not in passed:
            passed.add(seen.pk)
            seen = seen.superseded_by
        if later is None or later.status == "rejected" or (seen is not None and seen.pk == self.record.pk):
            self.refuse(superseded_by=_("name the mandate that takes its place, which is another one"))
        return later

    def _again(self, on: date) -> None:
        record = self.record
        after = max(record.due_on or on, on) + timedelta(days=1)
        receivers = whose_sessions(record.deliverable, record.report_to, record.asked_bodies())
        following = last_day(record.due, record.instrument.date, after, receivers)
        if following is None or following < after:
            self.refuse(again=_("nothing in its due dates recurs after this day"))
        record.due_on = following
        record.progress.exclude(answers_for="").update(is_past=True)
        self.move("under_way", on)


__all__ = [
    "AssignLead",
    "ConfirmField",
    "ConfirmMandate",
    "CorrectMandate",
    "DecideMandateLink",
    "DecideMandateLinks",
    "MarkOverdue",
    "RecordProgress",
    "RejectMandate",
    "SetStatus",
    "mark_overdue",
]
