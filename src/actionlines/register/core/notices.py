"""Messages to those whom a drafted record now waits for, in their own language, sent once the change is saved."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Drafted, Person, Record
from actionlines.register.core.permissions import reach, table
from actionlines.register.people.models import Role, RoleName, User

log = logging.getLogger(__name__)
# Reviewers of one record who get a notice; more would be noise.
MOST = 20
_LONGEST = 120
_FIRST = "activity"  # the kind of tasks that were queued before they said it
_SUBJECTS = {
    "submitted": gettext_lazy("For review: %(title)s"),
    "changes": gettext_lazy("Changes requested: %(title)s"),
    "published": gettext_lazy("Published: %(title)s"),
}
_CHANGES = gettext_lazy("A reviewer asks you to change something in “%(title)s” before it is published.")


def after_commit(what: str, record: Record, actor: Person | None) -> None:
    """Tell of it (`submitted`, `changes`, `published`) once the transaction is through; not the actor."""
    number = getattr(actor, "pk", None)
    transaction.on_commit(partial(send.enqueue, what, record.pk, number, record.kind))


def after_commit_all(records: Sequence[Record], actor: Person | None) -> None:
    """Tell of many records of a kind that were submitted together: one message to each reviewer."""
    numbers = [record.pk for record in records]
    transaction.on_commit(partial(send_many.enqueue, numbers, getattr(actor, "pk", None), records[0].kind))


def reviewers_of(record: Record, but: int | None = None) -> list[User]:
    """Return the users who review a submitted record: its reviewer, else those who may publish in its scope, else
    the secretariat. `but`: the number of the submitter, who needs no notice.
    """
    taken = getattr(record, "reviewer", None)
    if taken is not None and taken.is_active and taken.pk != but:
        return [taken]
    scoped = [role for role, cell in table()[f"{record.kind}.publish"].items() if "scope" in cell]
    covering = Role.objects.filter(role__in=scoped).filter(Q(scope="") | Q(scope__in=reach(record)))
    for roles in (covering, Role.objects.filter(role=RoleName.SECRETARIAT)):
        people = User.objects.filter(is_active=True, roles__in=roles).exclude(pk=but or 0)
        if users := list(people.distinct().order_by("pk")[:MOST]):
            return users
    return []


def address() -> str:
    """Return the address of the site without the last slash: of the operator's card, as last served, or guessed."""
    if stated := str(import_string(settings.CARD)().address).rstrip("/"):
        return stated
    with suppress(OSError):
        return str((settings.DATA / "work" / "address").read_text("ascii"))
    host = next((item for item in settings.ALLOWED_HOSTS if item != "*"), "localhost")
    return f"{'https' if getattr(settings, 'HTTPS', False) else 'http'}://{host}"


def message(what: str, record: Drafted, person: User) -> EmailMessage:
    """The message, in the language of the one who gets it."""
    with override(language_of(person)):
        title = {"title": " ".join(str(record).split())[:_LONGEST]}
        lines = [str(kinds()[record.kind].mail.get(what, _CHANGES)) % title]
        if what == "changes":
            lines += _asked(record)
        lines.append(_("Open it here: %(url)s") % {"url": address() + record.get_absolute_url()})
        return EmailMessage(str(_SUBJECTS[what]) % title, "\n\n".join(lines) + "\n", to=[person.email])


def _asked(record: Drafted) -> Iterable[str]:
    if record.status_reason:
        yield record.status_reason
    if remarks := kinds()[record.kind].remarks:
        yield from remarks(record)


@task()
def send(what: str, number: int, actor: int | None, kind: str = _FIRST) -> None:
    """Send it, by the worker: nobody waits for a mail server. What goes wrong is logged."""
    model: Any = kinds()[kind].model
    if (record := model.objects.select_related("owner").filter(pk=number).first()) is None:
        return
    people = reviewers_of(record, actor) if what == "submitted" else [record.owner]
    messages = [
        message(what, record, person) for person in people if person and person.is_active and person.pk != actor
    ]
    try:
        if messages:
            get_connection().send_messages(messages)
    except Exception:
        log.exception("A message about %s %s could not be sent.", kind, number)


@task()
def send_many(numbers: list[int], actor: int | None, kind: str = _FIRST) -> None:
    """One message to each of those who review some of them."""
    waiting: dict[User, list[Any]] = {}
    model: Any = kinds()[kind].model
    for record in model.objects.filter(pk__in=numbers).select_related("reviewer").order_by("pk"):
        for person in reviewers_of(record, actor):
            if person.is_active and person.pk != actor:
                waiting.setdefault(person, []).append(record)
    try:
        if messages := [_of_many(person, user) for person, user in waiting.items()]:
            get_connection().send_messages(messages)
    except Exception:
        log.exception("A message about %s of %s could not be sent.", len(numbers), kind)


def _of_many(person: User, records: list[Any]) -> EmailMessage:
    if len(records) == 1:
        return message("submitted", records[0], person)
    mail, many = kinds()[records[0].kind].mail, {"many": len(records)}
    with override(language_of(person)):
        titles = [f"– {' '.join(str(record).split())[:_LONGEST]}" for record in records[:MOST]]
        if more := len(records) - len(titles):
            titles.append(_("and %(many)d more") % {"many": more})
        lines = [
            str(mail["many"]) % many,
            "\n".join(titles),
            _("Open it here: %(url)s") % {"url": address() + reverse("inbox")},
        ]
        subject = str(mail["many_subject"]) % many
        return EmailMessage(subject, "\n\n".join(lines) + "\n", to=[person.email])


def language_of(person: User) -> str:
    """Return the code of the language in which somebody reads, one of the site."""
    return next((code for code, _name in settings.LANGUAGES if code[:2] == person.language[:2]), "en")
