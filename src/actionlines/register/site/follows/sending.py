"""Messages with the news of what people follow: at once, daily and weekly.

The worker looks every minute. A subscription is claimed, sent, and then keeps the number of the last event: what a
worker that was away missed is sent later, and two workers do not send the same.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionlines.register.core.notices import address, language_of
from actionlines.register.core.search import catch_up
from actionlines.register.core.texts import isolated
from actionlines.register.models import Event, Follow
from actionlines.register.people.follows import Pace
from actionlines.register.site.follows.news import Piece, events_after, pieces
from actionlines.register.site.follows.targets import address_of, name_of

log = logging.getLogger(__name__)
LISTED = 30  # news of one message
SALT = "actionlines.follow"
LONGEST = 160  # letters of a title
_EVERY = {Pace.AT_ONCE: timedelta(0), Pace.DAILY: timedelta(days=1), Pace.WEEKLY: timedelta(days=7)}
_GIVEN_UP = timedelta(hours=1)  # after which the claim of a worker that died is void


def send_due(now: datetime | None = None) -> int:
    """Send the news of every subscription whose time has come; return the number of messages sent."""
    now = now or timezone.now()
    late = Q()
    for pace, every in _EVERY.items():
        late |= Q(pace=pace, looked_at__lte=now - every)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _GIVEN_UP)
    due = list(Follow.objects.filter(late, free, user__is_active=True).select_related("user").order_by("pk"))
    if not due:
        return 0
    catch_up()
    known: dict[int, list[Event]] = {}
    told: dict[int, set[tuple[str, int]]] = defaultdict(set)
    sent = 0
    for one in due:
        if one.seen not in known:
            known[one.seen] = events_after(one.seen)
        sent += _send(one, known[one.seen], told[one.user_id], now)
    return sent


def _send(follow: Follow, events: list[Event], told: set[tuple[str, int]], now: datetime) -> int:
    if not events:
        # Nothing was done: no message, and no write for those at once.
        if follow.pace != Pace.AT_ONCE:
            Follow.objects.filter(pk=follow.pk).update(looked_at=now)
        return 0
    mine = Follow.objects.filter(pk=follow.pk, seen=follow.seen)
    if not mine.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - _GIVEN_UP)).update(claimed_at=now):
        return 0
    try:
        # Somebody who follows a line and a body gets what belongs to both once.
        found = [one for one in pieces(follow, events) if one.key not in told]
        if found:
            get_connection().send_messages([message(follow, found)])
    except Exception:
        log.exception("News of subscription %s could not be sent; they are tried again.", follow.pk)
        Follow.objects.filter(pk=follow.pk).update(claimed_at=None)
        return 0
    mine.update(seen=events[-1].pk, looked_at=now, claimed_at=None)
    told.update(one.key for one in found)
    return int(bool(found))


def message(follow: Follow, found: list[Piece]) -> EmailMessage:
    """Return the message with some news, in the language of the one who follows."""
    person = follow.user
    with override(language_of(person)):
        name = _short(name_of(follow))
        subject = _("News of “%(name)s”")
        lines = [
            _("You follow “%(name)s”. Since the last message:") % {"name": isolated(name)},
            "\n\n".join(_lines(found[:LISTED])),
        ]
        if len(found) > LISTED:
            lines.append(_("and %(many)d more") % {"many": len(found) - LISTED})
        lines.append(_("What you follow: %(url)s") % {"url": address() + (address_of(follow) or "/")})
        return with_end(follow, subject % {"name": name}, lines)


def with_end(follow: Follow, subject: str, lines: Iterable[str]) -> EmailMessage:
    """Return a message with the link that ends its subscription, in the text and for the program that reads it."""
    end = address() + reverse("follow-end", args=[key_of(follow)])
    body = [*lines, _("To end this subscription, without signing in: %(url)s") % {"url": end}]
    return EmailMessage(
        " ".join(subject.split()), "\n\n".join(body) + "\n", to=[follow.user.email],
        headers={
            "List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )  # fmt: skip


def _lines(found: Iterable[Piece]) -> Iterable[str]:
    for one in found:
        yield f"– {isolated(_short(one.title))}: {one.did}\n  {address()}{one.path}"


def _short(text: str) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def key_of(follow: Follow) -> str:
    """Return the key by which this one subscription is ended without signing in."""
    return signing.dumps([follow.pk, follow.user_id, follow.target], salt=SALT, compress=True)


def of_key(key: str) -> Follow | None:
    """Return the subscription of a key; None where the key is not ours or the subscription has ended."""
    try:
        number, user, target = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Follow.objects.filter(pk=number, user_id=user, target=target).select_related("user").first()
