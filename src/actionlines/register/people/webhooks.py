"""What is new, sent to the programs of those who follow."""

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from actionlines import __version__
from actionlines.documents.fetch import is_public
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.notices import address, language_of
from actionlines.register.core.schema import Data
from actionlines.register.core.search import catch_up
from actionlines.register.core.texts import isolated
from actionlines.register.people.models import Delivery, Hook
from actionlines.register.people.models import DeliveryStatus as _DeliveryStatus
from actionlines.register.people.news import events_after, latest, name_of, piece

SECONDS = float(most_of("answer-seconds"))  # for everything: connection, handshake, answer
LARGEST = most_of("answer-bytes")  # bytes of an answer that are read; none is kept
_NOT_PUBLIC = gettext_noop("the address is not one of the public internet")


class Refused(Exception):
    """An address to which nothing is sent, or that did not take what was sent. The text says why."""


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address. Raises Refused where its form is wrong; no name is resolved."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise Refused(gettext_noop("this is not a web address")) from error
    # Letters of other scripts and signs stand as %XX and xn-- in an address.
    if not host or not url.isascii() or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise Refused(gettext_noop("this is not a web address"))
    if parts.username is not None or parts.password is not None:
        raise Refused(gettext_noop("an address with a name or a password is not used"))
    if parts.scheme != "https" and not (parts.scheme == "http" and host in settings.HOOKS_INTERNAL):
        raise Refused(gettext_noop("the address must begin with https://"))
    if settings.HOOKS_ONLY and host not in settings.HOOKS_ONLY | settings.HOOKS_INTERNAL:
        raise Refused(gettext_noop("this register sends to other hosts only"))
    with contextlib.suppress(ValueError):  # a name is resolved when something is sent
        if host not in settings.HOOKS_INTERNAL and not is_public(str(ipaddress.ip_address(host))):
            raise Refused(_NOT_PUBLIC)
    return parts


def addresses(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name. Raises Refused where one of them is not public, or there is none."""
    try:
        matches = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(gettext_noop("the name cannot be found")) from error
    numbers = list(dict.fromkeys(str(item[4][0]) for item in matches))
    if host not in settings.HOOKS_INTERNAL and not all(is_public(number) for number in numbers):
        raise Refused(_NOT_PUBLIC)
    return numbers


def _reach(host: str, port: int, timeout: float) -> socket.socket:
    problem: OSError | None = None
    for number in addresses(host, port):
        try:
            return socket.create_connection((number, port), timeout)
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


class _Plain(http.client.HTTPConnection):
    reached: socket.socket | None = None
    was_cut = False

    def connect(self) -> None:
        """Connect to an address that was checked."""
        self.sock = self.reached = _reach(self.host, self.port, SECONDS)

    def cut(self) -> None:
        """End the connection where it is."""
        self.was_cut = True
        if self.reached is not None:
            with contextlib.suppress(OSError):
                self.reached.shutdown(socket.SHUT_RDWR)


class _Encrypted(_Plain):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect, and check the certificate of the name."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = self.reached = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.reached.do_handshake()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Return the status of the answer to a POST. Raises Refused where there is none."""
    parts = parts_of(url)
    kind = _Encrypted if parts.scheme == "https" else _Plain
    # Without a port the last part of an IPv6 address would be taken for one.
    connection = kind(parts.hostname or "", parts.port or kind.default_port, timeout=SECONDS)
    ended = Timer(SECONDS, connection.cut)  # a silence has a limit of its own, a slow answer has this one
    ended.daemon = True
    ended.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(headers))
        with connection.getresponse() as answer:
            answer.read(LARGEST)
        if connection.was_cut:
            raise TimeoutError
        return answer.status
    except TimeoutError as error:
        raise Refused(gettext_noop("no answer in time")) from error
    except ssl.SSLError as error:
        raise Refused(gettext_noop("the certificate cannot be trusted")) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = gettext_noop("no answer in time")
        raise Refused(late if connection.was_cut else gettext_noop("the connection failed")) from error
    finally:
        ended.cancel()
        connection.close()


DeliveryStatus: Any = _DeliveryStatus
log = logging.getLogger(__name__)
# Pauses after failed attempts, as Standard Webhooks proposes; there is no attempt after the last one.
PAUSES = tuple(
    timedelta(seconds=item)
    for item in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
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
    for hook in hooks:
        if hook.seen not in known:
            known[hook.seen] = events_after(hook.seen)
            if known[hook.seen]:
                catch_up()
        events = known[hook.seen]
        if events and hook.deliveries.filter(status=DeliveryStatus.WAITING).count() < WAITING:
            made += _make(hook, events, now)
    return made


def _make(hook: Hook, events: list[Event], now: datetime) -> int:
    news = [event for event in latest(hook, events) if piece(event, _VISITOR)]
    with transaction.atomic():
        # Of two workers that looked at the same events one makes the deliveries.
        if not Hook.objects.filter(pk=hook.pk, seen=hook.seen).update(seen=events[-1].pk):
            return 0
        Delivery.objects.bulk_create(
            Delivery(hook=hook, event=item, created_at=now, next_at=now) for item in sorted(news, key=_number)
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
    while (delivery := _claim(clock(), tired)) is not None:
        status = _send(delivery, clock)
        sent += status == DeliveryStatus.DELIVERED
        if status in (DeliveryStatus.WAITING, DeliveryStatus.FAILED):
            tired.add(delivery.hook_id)
    return sent


def _claim(now: datetime, tired: set[int]) -> Delivery | None:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _GIVEN_UP)
    due = Delivery.objects.filter(
        free, status=DeliveryStatus.WAITING, next_at__lte=now, hook__stopped_at=None, hook__user__is_active=True
    )
    rows = due.exclude(hook__in=tired).select_related("hook__user", "event")
    for delivery in rows.order_by("next_at", "event_id")[:_AT_ONCE]:
        if Delivery.objects.filter(free, pk=delivery.pk, status=DeliveryStatus.WAITING).update(claimed_at=now):
            return delivery
    return None


def _send(delivery: Delivery, clock: Callable[[], datetime]) -> str:
    if (body := body_of(delivery)) is None:
        return _settle(delivery, DeliveryStatus.DROPPED, claimed_at=None)
    code, problem = 0, ""
    try:
        code = post(delivery.hook.url, body, headers(delivery, body, clock()))
        problem = "" if 200 <= code < 300 else _NOT_TAKEN
    except Refused as error:
        problem = str(error)
    now = clock()
    tried = {"code": code, "problem": problem, "claimed_at": None, "sent_at": now}
    if not problem:
        return _settle(delivery, DeliveryStatus.DELIVERED, **tried)
    if code != _GONE and delivery.attempts < len(PAUSES):
        later = now + PAUSES[delivery.attempts]
        return _settle(delivery, DeliveryStatus.WAITING, next_at=later, attempts=delivery.attempts + 1, **tried)
    status = _settle(delivery, DeliveryStatus.FAILED, attempts=delivery.attempts + 1, **tried)
    taken = delivery.hook.deliveries.filter(status=DeliveryStatus.DELIVERED, sent_at__gt=delivery.created_at)
    # Others were taken in these days: it is this delivery that the receiver does not want.
    if code == _GONE or not taken.exists():
        stop(delivery.hook, now)
    return status


def _settle(delivery: Delivery, status: str, **tried: object) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(status=status, **tried)
    return status


def body_of(delivery: Delivery) -> bytes | None:
    """Return what is posted, as JSON; None where the record is not public any more.

    `record` has the form in which the API gives the record to a visitor.
    """
    hook, event = delivery.hook, delivery.event
    data: Data = {"followed": {"what": hook.what, "target": hook.target}}
    kind, at = "test", delivery.created_at
    if event is not None:
        if (matches := piece(event, _VISITOR)) is None:
            return None
        kind, at = event.action, event.at
        data |= {
            "kind": event.kind,
            "id": event.record,
            "version": event.version,
            "address": address() + matches.path,
            "record": matches.data,
        }
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
