"""Messages: to organisers, many comments in one; to authors, when something came of what they wrote; invitations.

Each has a link by which one ends them, without signing in. What cannot be sent is logged.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django_tasks import task

from actionlines.register.consultations.models import Comment, Consultation, Muted
from actionlines.register.core.kinds import WorkList
from actionlines.register.core.notices import address, language_of
from actionlines.register.core.texts import isolated
from actionlines.register.people.models import User

log = logging.getLogger(__name__)
LISTED = 20  # comments that are named in one message
_WORDS = 300  # characters of each
_SALT = "actionlines.mute"


def after_commit(what: str, comments: Sequence[int], actor: User | None) -> None:
    """Tell the authors of these comments (`reply`, `moderated`, `disposed`) once it is saved; not the actor."""
    if comments:
        transaction.on_commit(partial(send.enqueue, what, list(comments), getattr(actor, "pk", None)))


@task()
def send(what: str, comments: list[int], actor: int | None) -> int:
    """One message for each author; how many were sent."""
    rows = Comment.objects.filter(pk__in=comments, author__is_active=True).exclude(author=actor)
    by_author: dict[tuple[User, int], list[Comment]] = defaultdict(list)
    for row in rows.select_related("author", "consultation", "place", "disposition_place").order_by("pk"):
        if row.author:
            by_author[row.author, row.consultation_id].append(row)
    messages = [
        _to_author(what, author, own) for (author, number), own in by_author.items() if not muted(author, number)
    ]
    return _sent(messages)


def tell_organiser(consultation: Consultation, comments: Sequence[Comment], count: int) -> int:
    """The new comments of a consultation in one message."""
    owner = consultation.owner
    if owner is None or not owner.is_active or muted(owner, consultation.pk):
        return 0
    with override(language_of(owner)):
        title = _short(consultation.title, 120)
        says = ngettext(
            "%(count)d new or corrected comment on “%(title)s”.",
            "%(count)d new or corrected comments on “%(title)s”.",
            count,
        ) % {"count": count, "title": title}
        held = consultation.comments.filter(status="held").count()
        lines = [says]
        if held:
            words = ngettext("%(held)d waits for moderation.", "%(held)d wait for moderation.", held)
            lines.append(words % {"held": held})
        lines += [f"– {_at(comment)}{_short(comment.text or comment.suggestion, _WORDS)}" for comment in comments]
        lines.append(_("Open it here: %(url)s") % {"url": address() + consultation.get_absolute_url()})
        return _sent([_message(says, lines, owner, consultation.pk)])


def _to_author(what: str, author: User, comments: Sequence[Comment]) -> EmailMessage:
    consultation = comments[0].consultation
    with override(language_of(author)):
        title = {"title": _short(consultation.title, 120)}
        subject = {
            "reply": _("Your comment on “%(title)s” was answered."),
            "moderated": _("Your comment on “%(title)s” was moderated."),
            "disposed": _("There is an answer to what you said about “%(title)s”."),
        }[what] % title
        lines = [subject]
        for comment in comments[:LISTED]:
            lines.append(f"– {_at(comment)}{_short(comment.text or comment.suggestion, _WORDS)}")
            lines += _became(what, comment)
            lines.append(address() + comment.get_absolute_url())
        return _message(subject, lines, author, consultation.pk)


def _became(what: str, comment: Comment) -> list[str]:
    if what == "moderated":
        return [f"{comment.get_status_display()}. {comment.status_reason}".strip()]
    if what == "disposed":
        place = comment.disposition_place
        where = (_("Where in the new text: %(place)s.") % {"place": isolated(place)},) if place else ()
        return [" ".join((f"{comment.get_disposition_display()}.", comment.disposition_reason, *where)).strip()]
    return []


def _message(subject: str, lines: Sequence[str], person: User, consultation: int) -> EmailMessage:
    stop = address() + reverse("consultations-mute", args=[mute_key(person.pk, consultation)])
    body = [*lines, _("To get no more messages about this consultation: %(url)s") % {"url": stop}]
    return EmailMessage(
        " ".join(subject.split()),
        "\n\n".join(body) + "\n",
        to=[person.email],
        headers={"List-Unsubscribe": f"<{stop}>"},
    )


def _at(comment: Comment) -> str:
    return f"{comment.place}: " if comment.place else ""


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _sent(messages: Sequence[EmailMessage]) -> int:
    if not messages:
        return 0
    try:
        return int(get_connection().send_messages(list(messages)) or 0)
    except Exception:
        log.exception("Messages about a consultation could not be sent.")
        return 0


def mute_key(user: int, consultation: int) -> str:
    """Return the key by which a reader ends messages about a consultation."""
    return signing.dumps([user, consultation], salt=_SALT, compress=True)


def read_key(key: str) -> tuple[int, int] | None:
    """(user, consultation) of a key; None for one that we did not make."""
    try:
        user, consultation = signing.loads(key, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user), int(consultation)


def muted(user: User, consultation: int) -> bool:
    """Return whether somebody wants no messages about it."""
    return bool(Muted.objects.filter(user=user, consultation_id__in=[consultation]).exists())


def _count_open(user: User) -> int:
    """Return how many consultations take comments today and have none of the user yet."""
    return Consultation.open_for_comments(timezone.now().date()).exclude(comments__author=user).count()


INVITATIONS = WorkList(
    "invitations",
    60,
    gettext_lazy("Invitations to comment"),
    "account.use",
    "consultations",
    _count_open,
    is_waiting=False,
)
