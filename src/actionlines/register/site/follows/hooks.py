"""The news of followed things for programs: one signed POST for each public event (standardwebhooks.com).

`look` makes a delivery of each event, `send_waiting` sends what is due. A delivery is claimed before it is sent:
two workers never send it at the same time. Its text is written then: it holds what is public then. What is not
taken is sent again after a pause that grows; after the last one the hook is switched off.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from actionlines import __version__
from actionlines.register.core.notices import address, language_of
from actionlines.register.core.schema import Data
from actionlines.register.core.search import catch_up
from actionlines.register.core.texts import isolated
from actionlines.register.models import Delivery, Event, Hook
from actionlines.register.people.hooks import DeliveryStatus as _DeliveryStatus
from actionlines.register.site.follows.news import events_after, latest, piece
from actionlines.register.site.follows.outgoing import Refused, post
from actionlines.register.site.follows.targets import name_of

DeliveryStatus: Any = _DeliveryStatus
log = logging.getLogger(__name__)
# Pauses after failed attempts, as Standard Webhooks proposes; there is no attempt after the last one.
PAUSES = tuple(
    timedelta(seconds=one)
    for one in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
WAITING = 10_000  # deliveries of one hook; events beyond are looked at when these are sent
_GIVEN_UP = timedelta(minutes=10)  # after which the claim of a worker that died is void
_GONE = 410  # with which a receiver asks for no more
_AT_ONCE = 20  # deliveries that are looked at for one that no other worker claims
_VISITOR = AnonymousUser()
_NOT_TAKEN = gettext_noop("the answer was not 2xx")


def look(now: datetime | None = None) -> int:
    """Make a delivery of each new public event that belongs to a hook; return their number."""
    now = now or timezone.now()
    hooks = list(Hook.objects.filter(stopped_at=None, user__is_active=True))
    known: dict[int, list[Event]] = {}
    made = 0
    for one in hooks:
        if one.seen not in known:
            known[one.seen] = events_after(one.seen)
            if known[one.seen]:
                catch_up()
        events = known[one.seen]
        if events and one.deliveries.filter(status=DeliveryStatus.WAITING).count() < WAITING:
            made += _make(one, events, now)
    return made


def _make(hook: Hook, events: list[Event], now: datetime) -> int:
    news = [event for event in latest(hook, events) if piece(event, _VISITOR)]
    with transaction.atomic():
        # Of two workers that looked at the same events one makes the deliveries.
        if not Hook.objects.filter(pk=hook.pk, seen=hook.seen).update(seen=events[-1].pk):
            return 0
        Delivery.objects.bulk_create(
            Delivery(hook=hook, event=one, created_at=now, next_at=now) for one in sorted(news, key=_number)
        )
    return len(news)


def _number(event: Event) -> int:
    return int(event.pk)


def send_test(hook: Hook) -> Delivery:
    """Make a delivery without an event, by which the owner tries the address."""
    now = timezone.now()
    return Delivery.objects.create(hook=hook, created_at=now, next_at=now)


def send_waiting(clock: Callable[[], datetime] = timezone.now) -> int:
    """Send what is due; return the number of deliveries that were taken.

    A hook that did not take one waits for the next turn with the others: it does not hold up other hooks.
    """
    tired: set[int] = set()
    sent = 0
    while (one := _claim(clock(), tired)) is not None:
        status = _send(one, clock)
        sent += status == DeliveryStatus.DELIVERED
        if status in (DeliveryStatus.WAITING, DeliveryStatus.FAILED):
            tired.add(one.hook_id)
    return sent


def _claim(now: datetime, tired: set[int]) -> Delivery | None:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _GIVEN_UP)
    due = Delivery.objects.filter(
        free, status=DeliveryStatus.WAITING, next_at__lte=now,
        hook__stopped_at=None, hook__user__is_active=True,
    )  # fmt: skip
    rows = due.exclude(hook__in=tired).select_related("hook__user", "event")
    for one in rows.order_by("next_at", "event_id")[:_AT_ONCE]:
        if Delivery.objects.filter(free, pk=one.pk, status=DeliveryStatus.WAITING).update(claimed_at=now):
            return one
    return None


def _send(one: Delivery, clock: Callable[[], datetime]) -> str:
    body = body_of(one)
    if body is None:
        return _settle(one, DeliveryStatus.DROPPED, claimed_at=None)
    code, problem = 0, ""
    try:
        code = post(one.hook.url, body, headers(one, body, clock()))
        problem = "" if 200 <= code < 300 else _NOT_TAKEN
    except Refused as error:
        problem = str(error)
    now = clock()
    tried = {"code": code, "problem": problem, "claimed_at": None, "sent_at": now}
    if not problem:
        return _settle(one, DeliveryStatus.DELIVERED, **tried)
    if code != _GONE and one.attempts < len(PAUSES):
        later = now + PAUSES[one.attempts]
        return _settle(one, DeliveryStatus.WAITING, next_at=later, attempts=one.attempts + 1, **tried)
    status = _settle(one, DeliveryStatus.FAILED, attempts=one.attempts + 1, **tried)
    taken = one.hook.deliveries.filter(status=DeliveryStatus.DELIVERED, sent_at__gt=one.created_at)
    # Others were taken in these days: it is this delivery that the receiver does not want.
    if code == _GONE or not taken.exists():
        stop(one.hook, now)
    return status


def _settle(one: Delivery, status: str, **tried: object) -> str:
    Delivery.objects.filter(pk=one.pk).update(status=status, **tried)
    return status


def body_of(delivery: Delivery) -> bytes | None:
    """Return what is posted, as JSON; None where the record is not public any more.

    `record` has the form in which the API gives the record to a visitor.
    """
    hook, event = delivery.hook, delivery.event
    data: Data = {"followed": {"what": hook.what, "target": hook.target}}
    kind, at = "test", delivery.created_at
    if event is not None:
        found = piece(event, _VISITOR)
        if found is None:
            return None
        kind, at = event.action, event.at
        data |= {
            "kind": event.kind, "id": event.record, "version": event.version,
            "address": address() + found.path, "record": found.data,
        }  # fmt: skip
    whole = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def headers(delivery: Delivery, body: bytes, now: datetime) -> dict[str, str]:
    """Return the headers of a delivery, with its signature as Standard Webhooks defines it (v1, HMAC-SHA256)."""
    name, moment = f"msg_{delivery.pk.hex}", str(int(now.timestamp()))
    signed = hmac.new(delivery.hook.key(), f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": f"actionlines/{__version__} (webhooks)",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


def again(hook: Hook, delivery: UUID) -> bool:
    """Send a delivery of a hook once more, with the id that it had; return False where there is no such one."""
    return bool(
        hook.deliveries.filter(pk=delivery)
        .exclude(status=DeliveryStatus.WAITING)
        .update(status=DeliveryStatus.WAITING, attempts=0, next_at=timezone.now(), claimed_at=None)
    )


def stop(hook: Hook, now: datetime) -> None:
    """Switch a hook off that does not take what is sent, and write to its owner."""
    if not Hook.objects.filter(pk=hook.pk, stopped_at=None).update(stopped_at=now):
        return
    person = hook.user
    with override(language_of(person)):
        lines = [
            _("The webhook for “%(name)s” is switched off: %(url)s did not take what was sent.")
            % {"name": isolated(name_of(hook)), "url": isolated(hook.url)},
            _("Its log, and a button that switches it on again: %(url)s")
            % {"url": address() + hook.get_absolute_url()},
        ]
        letter = EmailMessage(_("A webhook is switched off"), "\n\n".join(lines) + "\n", to=[person.email])
    try:
        get_connection().send_messages([letter])
    except Exception:
        log.exception("The notice about hook %s could not be sent.", hook.pk)
