"""Answers to mandates: who has answered, who is missing, what waits for an account, reminders of those missing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from actionlines.framework.bodies import NAMED
from actionlines.framework.groups import asked_of, lines_of
from actionlines.lineage.comparison import REPORTS
from actionlines.papers.account.model import Coverage, ReportPlace
from actionlines.register.core.notices import address, language_of
from actionlines.register.core.permissions import decide
from actionlines.register.core.texts import isolated
from actionlines.register.mandates.actions import MandateAction, answerers
from actionlines.register.mandates.asked import (
    Party,
    is_covered,
    list_asked,
    list_covered,
    list_parties,
    name_party,
    organisation_number,
    parties_of,
    party_of,
)
from actionlines.register.mandates.life import find_reports
from actionlines.register.mandates.models import (
    OPEN,
    Addressee,
    Force,
    Mandate,
    MandateLink,
    MandateStatus,
    Progress,
    next_due_first,
)
from actionlines.register.mandates.wording import REASON_LIMIT
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Reminder, User

log = logging.getLogger(__name__)
PAUSE = timedelta(days=7)  # between two reminders of one person about one mandate
_LONGEST = 300  # letters of what is asked, in a message


@dataclass(frozen=True, slots=True)
class Answers:
    """Who is asked by a mandate, one by one, and which of them have answered or are missing: ids."""

    asked: tuple[str, ...]
    answered: tuple[str, ...]
    missing: tuple[str, ...]


def answers_of(mandate: Mandate) -> Answers:
    """Return who has answered a mandate; answers to an earlier time of one that recurs do not count."""
    asked = list_asked(mandate.asked_bodies())
    keys = {note.answers_for for note in mandate.progress.all() if note.answers_for and not note.is_past}
    if mandate.organisations is None:
        share_organisations([mandate])
    rows = mandate.organisations or {}
    own = [item for key in keys if (row := rows.get(organisation_number(key))) for item in party_of(row).asked_as]
    covered = list_covered([*keys, *own])
    answered = tuple(body for body in asked if is_covered(body, covered))
    return Answers(asked, answered, tuple(body for body in asked if body not in set(answered)))


def share_organisations(mandates: Iterable[Mandate]) -> None:
    """Read the organisations that answer these mandates, for `answers_of`: one query for all, or none."""
    rows = list(mandates)
    numbers = {organisation_number(note.answers_for) for row in rows for note in row.progress.all()} - {0}
    held = Organisation.objects.in_bulk(numbers) if numbers else {}
    for row in rows:
        vars(row)["organisations"] = held  # also of a public view, which is frozen


@dataclass(frozen=True, slots=True)
class Covered:
    """How far a mandate is answered, and the paragraphs of reports that cite it, the latest report first."""

    state: Coverage
    reports: tuple[ReportPlace, ...] = ()


def read_coverage(mandates: Iterable[Mandate]) -> dict[int, Covered]:
    """Return the coverage of mandates by their number: some queries, and some for each with answers of its own.

    A report answers a mandate that asks for a report. To cite another mandate is to speak of it: it is answered
    where a person says so, or where all who are asked have answered.
    """
    rows = list(mandates)
    citing = find_reports(rows)
    linked = {"activity_links__status": "confirmed", "activity_links__activity__status": "published"}
    done = set(Mandate.objects.filter(pk__in=citing, **linked).values_list("pk", flat=True))
    return {row.pk: Covered(_state(row, citing[row.pk], row.pk in done), tuple(citing[row.pk])) for row in rows}


def _state(mandate: Mandate, reports: list[ReportPlace], has_activity: bool) -> Coverage:
    notes = [note for note in mandate.progress.all() if not note.is_past]
    is_reported = bool(reports) and mandate.deliverable in REPORTS
    own = any(note.answers_for for note in notes)
    if mandate.status == MandateStatus.DELIVERED or is_reported or (own and not answers_of(mandate).missing):
        return "answered"
    return "in_part" if notes or reports or has_activity else "none"


def list_names(user: User, mandate: Mandate) -> list[str]:
    """Return for whom somebody may answer a mandate, their own first; "" for a note that is no answer."""
    asked = list_asked(mandate.asked_bodies())
    others = ["", *asked] if decide(user, RemindMissing.code, mandate) else []
    return list(dict.fromkeys([*answerers(user, mandate), *others]))


def list_waiting(user: User) -> QuerySet[Mandate]:
    """Return the open mandates that ask a party of the user and that this party has not answered, by deadline.

    Who speaks for the facilitators of a line has answered with the answer of one of them.
    """
    parties = parties_of(user)
    if not parties:
        return Mandate.objects.none()
    named = Addressee.objects.filter(body__startswith=NAMED).values_list("body", flat=True)
    labels = list(named.distinct())
    wanted: Any = Q(pk__in=[])
    for party in parties:
        answers = Progress.objects.filter(mandate=OuterRef("pk"), answers_for__gt="", is_past=False)
        answered = answers.filter(Q(answers_for=party.key) | Q(by=user) if party.line else Q(answers_for=party.key))
        wanted |= _is_asked(party, labels) & ~Exists(answered)
    rows = Mandate.objects.filter(wanted, force=Force.DECIDED, status__in=OPEN)
    return rows.order_by(*next_due_first(), "instrument__symbol", "paragraph__order", "ordinal")


def _is_asked(party: Party, labels: Iterable[str]) -> Q:
    """Return the condition for mandates that ask a party: the one of `Party.is_asked`, for the database.

    labels  of the bodies without an id that mandates ask
    """
    asked = asked_of(*party.asked_as)
    bodies = {*asked.all, *(label for label in labels if asked.is_among([label]))}
    addressees = Addressee.objects.filter(mandate=OuterRef("pk"))
    condition = Q(Exists(addressees.filter(body__in=bodies)))
    if party.line:
        groups = [group for group in asked.groups if party.line in lines_of([group])]
        links = MandateLink.objects.filter(mandate=OuterRef("pk"), level="action_line")
        linked = links.filter(Q(concept=party.line) | Q(concept__startswith=f"{party.line}-"))
        condition &= Q(Exists(addressees.filter(body__in=groups))) | Q(Exists(linked))
    return condition


class RemindMissing(MandateAction):
    """Ask those for an answer who are asked and have not answered; `reason` is added to the message.

    Nobody gets two messages about one mandate within a week. `self.people` is how many get one now.
    """

    code = "mandate.remind"
    states = frozenset(OPEN)
    people = 0

    def effect(self) -> None:
        """Write down who is reminded; the messages follow when that is saved."""
        if len(self.reason) > REASON_LIMIT:
            self.refuse(reason=_("it is longer than %(limit)d characters") % {"limit": REASON_LIMIT})
        people = list_reminded(self.record)
        if not people:
            self.refuse(reason=_("nobody who is missing has an account, or all were reminded in the last seven days"))
        Reminder.objects.bulk_create(Reminder(user=user, mandate=self.record, days=0) for user in people)
        self.people = len(people)
        numbers = [user.pk for user in people]
        transaction.on_commit(partial(send_missing.enqueue, self.record.pk, numbers, self.reason))


def list_reminded(mandate: Mandate) -> list[User]:
    """Return the users who answer for somebody missing, and had no message about the mandate within a week."""
    missing = answers_of(mandate).missing
    since = timezone.now() - PAUSE
    recent = Reminder.objects.filter(mandate=mandate, sent_at__gt=since).values("user")
    rows = User.objects.filter(is_active=True).exclude(pk__in=recent).filter(roles__scope__gt="").distinct()
    users = list(rows.prefetch_related("roles").order_by("pk"))
    scopes = {user.pk: [role.scope for role in user.roles.all() if role.scope] for user in users}
    numbers = {organisation_number(scope) for held in scopes.values() for scope in held}
    numbers |= {user.organisation_id or 0 for user in users}
    organisations = Organisation.objects.in_bulk(numbers - {0})

    def answers_for_missing(party: Party) -> bool:
        """Return whether an answer of the party would make somebody no longer missing."""
        covered = list_covered((party.key, *party.asked_as))
        return any(is_covered(body, covered) for body in missing) and party.is_asked(mandate)

    return [
        user
        for user in users
        if any(map(answers_for_missing, list_parties(scopes[user.pk], user.organisation_id, organisations)))
    ]


@task()
def send_missing(number: int, people: list[int], words: str) -> None:
    """Send the reminders, by the worker. What goes wrong is logged."""
    mandate = Mandate.objects.select_related("instrument", "paragraph").filter(pk=number).first()
    if mandate is None:
        return
    answers = answers_of(mandate)
    users = User.objects.filter(pk__in=people, is_active=True).order_by("pk")
    try:
        get_connection().send_messages([_message(mandate, answers, user, words) for user in users])
    except Exception:
        log.exception("Reminders about mandate %s could not be sent.", number)


def _message(mandate: Mandate, answers: Answers, user: User, words: str) -> EmailMessage:
    """Return the message in the language of the one who gets it; it ends with the next step."""
    with override(language_of(user)):
        place = f"{mandate.instrument.label}, {mandate.paragraph.number or mandate.paragraph.anchor}"
        names = [isolated(name_party(party.key)) for party in parties_of(user) if party.is_asked(mandate)]
        counts = {"answered": len(answers.answered), "asked": len(answers.asked)}
        lines = [
            _("%(place)s asks you, for %(name)s:") % {"place": isolated(place), "name": "; ".join(names)},
            isolated(" ".join(mandate.action.split())[:_LONGEST]),
            _("%(answered)d of %(asked)d have answered. Your answer is missing.") % counts,
            words,
            _(
                "Say in a few lines what was done, and add what shows it: a link, a file, an activity, a figure or"
                " words of a document."
            ),
            _("Answer here: %(url)s") % {"url": address() + reverse("mandate-progress", args=[mandate.pk])},
        ]
        subject = _("Your answer is missing: %(place)s") % {"place": place}
        return EmailMessage(subject, "\n\n".join(filter(None, lines)) + "\n", to=[user.email])
