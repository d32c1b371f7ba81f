"""Messages to those whom an activity now waits for, in their own language, sent once the change is saved."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from actionlines.registry.models import Activity, Role, User
from actionlines.registry.models.people import RoleName
from actionlines.registry.permissions import reach

log = logging.getLogger(__name__)
# Reviewers of one activity who are told; more would be noise.
MOST = 20
_LONGEST = 120


def after_commit(what: str, activity: Activity, actor: Any) -> None:
    """Tell of it (`submitted`, `changes`, `published`) once the transaction is through; not the actor."""
    transaction.on_commit(partial(send.enqueue, what, activity.pk, getattr(actor, "pk", None)))


def after_commit_all(numbers: list[int], actor: Any) -> None:
    """Tell of many activities that were submitted together: one message to each reviewer."""
    transaction.on_commit(partial(send_many.enqueue, numbers, getattr(actor, "pk", None)))


def reviewers_of(activity: Activity) -> list[User]:
    """Whom it waits for when submitted: its reviewer, else those in whose scope it is, else the secretariat."""
    if activity.reviewer_id and activity.reviewer is not None and activity.reviewer.is_active:
        return [activity.reviewer]
    covering = Role.objects.filter(role=RoleName.REVIEWER).filter(Q(scope="") | Q(scope__in=reach(activity)))
    for roles in (covering, Role.objects.filter(role=RoleName.SECRETARIAT)):
        if found := list(
            User.objects.filter(is_active=True, roles__in=roles).distinct().order_by("pk")[:MOST]
        ):
            return found
    return []


def address() -> str:
    """Where the site is, without the last slash: ACTIONLINES_ADDRESS, or what the names of hosts let guess."""
    if settings.ADDRESS:
        return str(settings.ADDRESS)
    host = next((one for one in settings.ALLOWED_HOSTS if one != "*"), "localhost")
    return f"{'https' if getattr(settings, 'HTTPS', False) else 'http'}://{host}"


def message(what: str, activity: Activity, person: User) -> EmailMessage:
    """The message, in the language of the one who gets it."""
    with override(_language(person)):
        title = " ".join(activity.title.split())[:_LONGEST]
        subject, says = {
            "submitted": (
                _("For review: %(title)s"),
                _("The activity “%(title)s” was submitted and waits for a reviewer."),
            ),
            "changes": (
                _("Changes requested: %(title)s"),
                _("A reviewer asks you to change something in “%(title)s” before it is published."),
            ),
            "published": (
                _("Published: %(title)s"),
                _("The activity “%(title)s” is published. Everybody can read it now."),
            ),
        }[what]
        lines = [says % {"title": title}]
        if what == "changes":
            lines += _comments(activity)
        lines.append(_("Open it here: %(url)s") % {"url": address() + activity.get_absolute_url()})
        return EmailMessage(subject % {"title": title}, "\n\n".join(lines) + "\n", to=[person.email])


def _comments(activity: Activity) -> Iterable[str]:
    if activity.status_reason:
        yield activity.status_reason
    for comment in activity.comments.filter(settled_at=None):
        name = "" if comment.field in ("", "links", "mandates") else Activity._meta.get_field(comment.field)
        yield (
            f"{name.verbose_name}: {comment.text}" if name and hasattr(name, "verbose_name") else comment.text
        )


@task()
def send(what: str, number: int, actor: int | None) -> None:
    """Send it, by the worker: nobody waits for a mail server. What goes wrong is logged."""
    activity = Activity.objects.select_related("owner", "reviewer").filter(pk=number).first()
    if activity is None:
        return
    people = reviewers_of(activity) if what == "submitted" else [activity.owner]
    messages = [
        message(what, activity, person)
        for person in people
        if person and person.is_active and person.pk != actor
    ]
    try:
        if messages:
            get_connection().send_messages(messages)
    except Exception:
        log.exception("A message about activity %s could not be sent.", number)


@task()
def send_many(numbers: list[int], actor: int | None) -> None:
    """One message to each of those who review some of them."""
    waiting: dict[User, list[Activity]] = {}
    for activity in Activity.objects.filter(pk__in=numbers).select_related("reviewer").order_by("pk"):
        for person in reviewers_of(activity):
            if person.is_active and person.pk != actor:
                waiting.setdefault(person, []).append(activity)
    try:
        if messages := [_of_many(person, found) for person, found in waiting.items()]:
            get_connection().send_messages(messages)
    except Exception:
        log.exception("A message about %s activities could not be sent.", len(numbers))


def _of_many(person: User, found: list[Activity]) -> EmailMessage:
    if len(found) == 1:
        return message("submitted", found[0], person)
    with override(_language(person)):
        subject = _("For review: %(many)d activities") % {"many": len(found)}
        titles = [f"– {' '.join(one.title.split())[:_LONGEST]}" for one in found[:MOST]]
        more = len(found) - len(titles)
        if more:
            titles.append(_("and %(many)d more") % {"many": more})
        lines = [
            _("%(many)d activities were submitted and wait for a reviewer.") % {"many": len(found)},
            "\n".join(titles),
            _("Open it here: %(url)s") % {"url": address() + reverse("inbox")},
        ]
        return EmailMessage(subject, "\n\n".join(lines) + "\n", to=[person.email])


def _language(person: User) -> str:
    return next((code for code, _name in settings.LANGUAGES if code[:2] == person.language[:2]), "en")
