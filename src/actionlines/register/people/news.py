"""What is new for those who follow: found, put into words, sent by mail."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actionlines.framework.groups import asked_of
from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import Words, done, kinds, usual_filters, versioned_models
from actionlines.register.core.models import Event, Person, Record, Version
from actionlines.register.core.notices import address, language_of
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.records import title_of
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.public_view import is_withdrawn, public_data
from actionlines.register.core.schema import Data
from actionlines.register.core.search import Query, catch_up, every
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.mandates.actions import OPEN
from actionlines.register.mandates.models import Force, Mandate
from actionlines.register.pages.search import EVERYTHING
from actionlines.register.people.models import Follow, Hook, Pace, Reminder, Role, User
from actionlines.register.people.models import What as _What

What: Any = _What
# Kinds of records with news.
KINDS = tuple(key for key, kind in kinds().items() if kind.has_news)
LISTS: dict[str, Listing] = {
    "search": EVERYTHING,
    **{kind.listed: kind.load([kind.listing])[0] for kind in kinds().values() if kind.has_list_news},
}
MOST = 10_000  # records of a search that are looked through
_FACETS = {
    "action_line": "action_line",
    "goal": "goal",
    "target": "target",
    "commitment": "commitment",
    "country": "country",
    "region": "country",
}


def record_of(target: str) -> Record | None:
    """Return the record of `mandate:12`, or None."""
    kind, _sign, number = target.partition(":")
    if kind not in KINDS or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    return versioned_models()[kind].objects.filter(pk=int(number)).first()


def may_follow(user: Person, what: str, target: str) -> bool:
    """Return whether there is such a thing, and the user may see it."""
    if what == What.CONCEPT:
        return concept(target) is not None
    if what == What.RECORD:
        record = record_of(target)
        return record is not None and bool(decide(user, f"{record.kind}.view", record))
    return what == What.SEARCH and bool(_question(target))


def name_of(follow: Follow | Hook) -> str:
    """Return what is followed in the reader's language; a record that its reader may no longer see by its kind."""
    if follow.what == What.CONCEPT:
        if (entry := concept(follow.target)) is None:
            return follow.target
        return entry.full
    if follow.what == What.RECORD:
        record = record_of(follow.target)
        if record is None or not decide(follow.user, f"{record.kind}.view", record):
            return _("A record that is no longer public")
        data = public_data([record])
        return title_of(record.kind, data[0] if data else as_dict(record))
    name, _sign, question = follow.target.partition("?")
    query_dict = QueryDict(question)
    words = " ".join(value for _name, values in sorted(query_dict.lists()) for value in values)
    return f"{LISTS[name].title}: {words}" if name in LISTS else words


def address_of(follow: Follow | Hook) -> str:
    """Return the address of what is followed, "" where there is none any more."""
    if follow.what == What.CONCEPT:
        entry = concept(follow.target)
        return entry.url if entry else ""
    if follow.what == What.RECORD:
        record = record_of(follow.target)
        return str(record.get_absolute_url()) if record else ""
    name, _sign, question = follow.target.partition("?")
    return f"{reverse(name)}?{question}" if name in LISTS else ""


def belonging(follow: Follow | Hook, keys: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which of some records, (kind, number), belong to what is followed."""
    wanted = set(keys)
    if follow.what == What.RECORD:
        return {item for item in wanted if _is_of(follow.target, item)}
    matches: set[tuple[str, int]] = set()
    for question in _questions(follow):
        _total, hits = every(question, MOST)
        matches |= {(hit.kind, int(hit.id)) for hit in hits if hit.kind in KINDS} & wanted
    return matches


def _is_of(target: str, item: tuple[str, int]) -> bool:
    if target == f"{item[0]}:{item[1]}":
        return True
    whole, _sign, number = target.partition(":")
    kind = kinds()[item[0]]
    if kind.part_of is None or kind.part_of[0] != whole:
        return False
    return kind.model._default_manager.filter(**{"pk": item[1], kind.part_of[1]: int(number)}).exists()


def _questions(follow: Follow | Hook) -> list[Query]:
    if follow.what == What.SEARCH:
        question = _question(follow.target)
        return [question] if question else []
    if (entry := concept(follow.target)) is None:
        return []
    query = Query(kind="mandate", filters={"asked": [entry.id]})
    if entry.kind == "body":
        return [query]
    of_it = Query(kind=KINDS, filters={_FACETS[entry.kind]: [entry.id]})
    return [of_it, query] if entry.kind == "country" and asked_of(entry.id) else [of_it]


def _question(target: str) -> Query | None:
    """Return the question of a list; None where it filters nothing, for that would be the whole register."""
    name, _sign, fields = target.partition("?")
    if (listing := LISTS.get(name)) is None:
        return None
    request = HttpRequest()
    request.path, request.GET = reverse(name), QueryDict(fields)
    question = listing.ask(request)
    bare = not question.text and not question.ranges and question.filters == usual_filters(listing.kind)
    return None if bare else question


# Two transactions may end in another order than that of their events: what is younger waits for the next look.
SETTLED = timedelta(seconds=60)
_MOST = 5_000  # events of one look; the next look goes on from there


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was done to a record: what, to which, and where to read it."""

    title: str
    did: Words
    path: str
    key: tuple[str, int]
    event: Event
    data: Data


def events_after(number: int) -> list[Event]:
    """Return settled events after an event, the oldest first; at most some thousand."""
    rows = Event.objects.filter(pk__gt=number, at__lt=timezone.now() - SETTLED)
    return list(rows.order_by("pk")[:_MOST])


def newest() -> int:
    """Return the number of the last event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def pieces(follow: Follow, events: Sequence[Event]) -> list[Piece]:
    """Return the news of a subscription among events: the last thing done to each record that its reader may see.

    What the reader did is no news to them.
    """
    others = [event for event in events if event.actor_id != follow.user_id]
    with override(language_of(follow.user)):
        context = [piece(item, follow.user) for item in latest(follow, others)]
    return [piece for piece in context if piece is not None]


def latest(follow: Follow | Hook, events: Sequence[Event]) -> list[Event]:
    """Return of each record that belongs to what is followed the last event, a public one where there is one."""
    own = [event for event in events if event.kind in KINDS]
    last = {(item.kind, item.record): item for item in own if _is_public(item)}
    last |= {key: item for item in own if (key := (item.kind, item.record)) not in last}
    if not last:
        return []
    matches = belonging(follow, last)
    return [last[key] for key in last if key in matches]


def _is_public(event: Event) -> bool:
    rows = Version.objects.filter(kind=event.kind, record=event.record, number=event.version, public=True)
    return bool(rows.exists())


def piece(event: Event, reader: Person) -> Piece | None:
    """Return what was done to a record, and the record; None where the reader may not see it now."""
    record = versioned_models()[event.kind].objects.filter(pk=event.record).first()
    if record is None or is_withdrawn(record) or not decide(reader, f"{event.kind}.view", record):
        return None
    if not _is_public(event) and not sees_draft(reader, record):
        return None
    if not (data := public_data([record], reader)):
        return None
    key = (event.kind, event.record)
    return Piece(title_of(event.kind, data[0]), done(event), record.get_absolute_url(), key, event, data[0])


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
    for pace, interval in _EVERY.items():
        late |= Q(pace=pace, looked_at__lte=now - interval)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _GIVEN_UP)
    due = list(Follow.objects.filter(late, free, user__is_active=True).select_related("user").order_by("pk"))
    if not due:
        return 0
    catch_up()
    known: dict[int, list[Event]] = {}
    texts: dict[int, set[tuple[str, int]]] = defaultdict(set)
    sent = 0
    for item in due:
        if item.seen not in known:
            known[item.seen] = events_after(item.seen)
        sent += _send(item, known[item.seen], texts[item.user_id], now)
    return sent


def _send(follow: Follow, events: list[Event], texts: set[tuple[str, int]], now: datetime) -> int:
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
        if matches := [piece for piece in pieces(follow, events) if piece.key not in texts]:
            get_connection().send_messages([message(follow, matches)])
    except Exception:
        log.exception("News of subscription %s could not be sent; they are tried again.", follow.pk)
        Follow.objects.filter(pk=follow.pk).update(claimed_at=None)
        return 0
    mine.update(seen=events[-1].pk, looked_at=now, claimed_at=None)
    texts.update(item.key for item in matches)
    return int(bool(matches))


def message(follow: Follow, matches: list[Piece]) -> EmailMessage:
    """Return the message with some news, in the language of the one who follows."""
    person = follow.user
    with override(language_of(person)):
        name = _short(name_of(follow))
        subject = _("News of “%(name)s”")
        lines = [
            _("You follow “%(name)s”. Since the last message:") % {"name": isolated(name)},
            "\n\n".join(_lines(matches[:LISTED])),
        ]
        if len(matches) > LISTED:
            lines.append(_("and %(many)d more") % {"many": len(matches) - LISTED})
        lines.append(_("What you follow: %(url)s") % {"url": address() + (address_of(follow) or "/")})
        return with_end(follow, subject % {"name": name}, lines)


def with_end(follow: Follow, subject: str, lines: Iterable[str]) -> EmailMessage:
    """Return a message with the link that ends its subscription, in the text and for the program that reads it."""
    end = address() + reverse("follow-end", args=[key_of(follow)])
    body = [*lines, _("To end this subscription, without signing in: %(url)s") % {"url": end}]
    return EmailMessage(
        " ".join(subject.split()),
        "\n\n".join(body) + "\n",
        to=[follow.user.email],
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _lines(matches: Iterable[Piece]) -> Iterable[str]:
    for item in matches:
        yield f"– {isolated(_short(item.title))}: {item.did}\n  {address()}{item.path}"


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


log = logging.getLogger(__name__)
DAYS = (7, 30, 90)
_LONGEST = 160


def stage(left: int) -> int:
    """Return which reminder is due so many days before the last one, 0 for none.

    >>> stage(91), stage(90), stage(31), stage(30), stage(7), stage(0), stage(-1)
    (0, 90, 90, 30, 7, 7, 0)
    """
    return next((days for days in DAYS if 0 <= left <= days), 0)


def remind(today: date | None = None) -> int:
    """Send what is to be reminded of today, one message to each person; return the number of messages sent."""
    today = today or timezone.localdate()
    rows = Mandate.objects.filter(
        status__in=OPEN, force=Force.DECIDED, lead__isnull=False, due_on__range=(today, today + timedelta(max(DAYS)))
    )
    wanted: dict[User, list[Mandate]] = defaultdict(list)
    for mandate in rows.select_related("instrument", "paragraph", "lead").order_by("due_on", "pk"):
        roles = Role.objects.filter(scope=f"org:{mandate.lead_id}")
        for person in User.objects.filter(is_active=True, roles__in=roles).distinct().order_by("pk"):
            if not _was_sent(mandate, person, today) and decide(person, "mandate.view", mandate):
                wanted[person].append(mandate)
    return sum(_send_reminder(person, user, today) for person, user in wanted.items())


def _was_sent(mandate: Mandate, person: User, today: date) -> bool:
    assert mandate.due_on is not None
    days = stage((mandate.due_on - today).days)
    rows = Reminder.objects.filter(user=person, mandate=mandate, due_on=mandate.due_on, days__lte=days)
    return bool(rows.exists())


def _send_reminder(person: User, mandates: list[Mandate], today: date) -> int:
    reminders = [
        Reminder(user=person, mandate=mandate, due_on=mandate.due_on, days=stage((mandate.due_on - today).days))
        for mandate in mandates
        if mandate.due_on
    ]
    # Kept first: of two workers one sends. What cannot be sent is taken back, and tried again.
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    try:
        get_connection().send_messages([reminder_message(person, mandates, today)])
    except Exception:
        log.exception("A reminder to account %s could not be sent.", person.pk)
        for reminder in reminders:
            Reminder.objects.filter(
                user=person, mandate=reminder.mandate, due_on=reminder.due_on, days=reminder.days
            ).delete()
        return 0
    return 1


def reminder_message(person: User, mandates: list[Mandate], today: date) -> EmailMessage:
    """Return the message about mandates that fall due, in the language of the one who gets it."""
    with override(language_of(person)):
        subject = ngettext(
            "%(count)d mandate that you lead falls due", "%(count)d mandates that you lead fall due", len(mandates)
        ) % {"count": len(mandates)}
        lines = [_line(mandate, today) for mandate in mandates]
        advice = _("Record progress with its evidence, or set the status, on the page of the mandate.")
        why = _("You get this because you have a role for the organisation that leads.")
        return EmailMessage(subject, "\n\n".join([*lines, advice, why]) + "\n", to=[person.email])


def _line(mandate: Mandate, today: date) -> str:
    assert mandate.due_on is not None
    left = (mandate.due_on - today).days
    words = ngettext("%(day)s, in %(left)d day", "%(day)s, in %(left)d days", left)
    when = words % {"day": reader_words().date(mandate.due_on.isoformat()), "left": left}
    place = str(mandate)
    return f"– {when}: {place}. {isolated(mandate.title)}\n  {address()}{mandate.get_absolute_url()}"
