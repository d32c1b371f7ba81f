"""Who was asked to do what, by when: as proposed by the reader, confirmed and followed by people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.framework.bodies import LONGEST_LABEL
from actionlines.framework.groups import lines_of
from actionlines.framework.starter import summary_in
from actionlines.papers.citing import title_ask
from actionlines.register.core.models import ConceptLink, Person, Record
from actionlines.register.core.texts import reader_words
from actionlines.register.mandates.asked import own_parties


class MandateStatus(models.TextChoices):
    """The status of a mandate, from proposed to delivered or rejected."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    UNDER_WAY = "under_way", _("Under way")
    DELIVERED = "delivered", _("Delivered")
    OVERDUE = "overdue", _("Date passed")
    SUPERSEDED = "superseded", _("Superseded")
    REJECTED = "rejected", _("Rejected")


class Strength(models.TextChoices):
    """How strongly the paragraph asks: from invites to decides."""

    DECIDES = "decides", _("Decides")
    REQUESTS = "requests", _("Requests")
    INVITES = "invites", _("Invites")
    ENCOURAGES = "encourages", _("Encourages")
    COMMITS = "commits", _("Commits")


class Force(models.TextChoices):
    """What a mandate is: only what a text decides is owed by anybody."""

    DECIDED = "decided", pgettext_lazy("force of a mandate", "Decided")
    PROPOSED = "proposed", pgettext_lazy("force of a mandate", "Draft proposal")
    RECOMMENDED = "recommended", pgettext_lazy("force of a mandate", "Recommendation")
    RESTATED = "restated", pgettext_lazy("force of a mandate", "Restated duty")


class Mandate(Record):
    """One operative verb, one group of addressees, one action.

    ordinal     place among the mandates of its paragraph, from 0; with the paragraph it is the identity
    words       {"verb": {...}, "action": {...}, "due": {...}, "addressees": [{...}]} as found: text, start, end
                and the anchor of the paragraph they are in
    due         canonical expressions of the mandate finder (`year:2027`, `recurring:annual`)
    due_on      the last day on which it is in time, where a day follows from `due`
    proposal    what the machine proposed, kept unchanged whatever people decide
    force       decided, or only proposed by a draft, recommended by a report, restated from elsewhere
    rests_on    canonical citations that a restated duty rests on
    candidates  bodies that fit, where the text leaves open who is asked
    checks      [{"field", "reason"}] that nobody has looked at yet; the proposal keeps all of them
    amendment   {"operation", "paragraph", "of", "words"} of what would change; {} where it amends nothing
    summary     what is asked in words of the register, of a fact of the starter register. Until the text comes in,
                `words` is {} and `action` repeats it
    accepted_with  how many others were confirmed with it by one press of a button; None where nobody accepted it so
    organisations  number -> organisation that answers it; None until `answers.share_organisations` reads them
    """

    kind = "mandate"
    organisations: Mapping[int, Any] | None = None

    paragraph = models.ForeignKey("Paragraph", on_delete=models.PROTECT, related_name="mandates")
    instrument = models.ForeignKey("Instrument", on_delete=models.PROTECT, related_name="mandates")
    ordinal = models.PositiveSmallIntegerField(default=0)
    verb = models.CharField(_("Verb"), max_length=80)
    strength = models.CharField(_("How strongly it was asked"), max_length=12, choices=Strength)
    action = models.TextField(_("What is asked"))
    deliverable = models.CharField(_("Deliverable"), max_length=40, default="none")
    report_to = models.JSONField(_("Reports to"), default=list, blank=True)
    due = models.JSONField(_("Due"), default=list, blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True, db_index=True)
    implied = models.BooleanField(default=False)
    force = models.CharField(
        _("Decided or proposed"), max_length=12, choices=Force, default=Force.DECIDED, db_index=True
    )
    rests_on = models.JSONField(_("Rests on"), default=list, blank=True)
    candidates = models.JSONField(_("Candidates"), default=list, blank=True)
    checks = models.JSONField(_("To check"), default=list, blank=True)
    amendment = models.JSONField(_("Amendment"), default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    proposal = models.JSONField(default=dict, blank=True)
    status = models.CharField(
        _("Status"), max_length=12, choices=MandateStatus, default=MandateStatus.PROPOSED, db_index=True
    )
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(_("Reason"), blank=True)
    lead = models.ForeignKey(
        "Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads", verbose_name=_("Lead")
    )
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    summary = models.TextField(_("Summary"), blank=True)
    accepted_with = models.PositiveIntegerField(_("Accepted with others"), null=True, blank=True)

    class Meta:
        """In the order of instrument and paragraph; a paragraph has each number once."""

        ordering: ClassVar = ["instrument_id", "paragraph__order", "ordinal"]
        # The counts of open mandates read this index alone.
        indexes: ClassVar = [
            models.Index(fields=["force", "status", "lead", "instrument", "due_on"], name="mandate_open")
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["paragraph", "ordinal"], name="mandate_in_paragraph")]

    def __str__(self) -> str:
        return self.paragraph.cite_in(self.instrument)

    @property
    def key(self) -> str:
        """The paragraph that asks, for programs: `A/RES/80/173#113`."""
        return f"{self.instrument.symbol}#{self.paragraph.anchor}"

    @property
    def title(self) -> str:
        """Return the ask as a title: in words of the register in the reader's language, else in those of the text."""
        return title_ask(self.summary, self.action, reader_words().language)

    @property
    def title_language(self) -> str:
        """Return the language in which the title is written."""
        return summary_in(self.summary, reader_words().language)[1] if self.summary else self.instrument.language

    @property
    def is_owed(self) -> bool:
        """Return whether a text decides it. What is proposed, recommended or restated is nobody's duty by this text."""
        return self.force == Force.DECIDED

    @property
    def is_summary(self) -> bool:
        """Return whether `action` is a summary in words of the register: the text has not come in."""
        return bool(self.summary) and not self.words

    @property
    def is_overdue(self) -> bool:
        """Return whether its last day has passed and somebody is still waited for."""
        return is_overdue(self)

    @property
    def shown_status(self) -> str:
        """The status as it is today; `status` is what was last written."""
        return LATE if is_overdue(self) else settled(self.status)

    def get_status_display(self) -> str:  # type: ignore[no-redef] # Django makes none where there is one
        """Return the name of the status as it is today, in the reader's language.

        That a day has passed says nothing of those who are asked: the register may lack their answer.
        """
        passed = _("Date passed, no answer on record")
        return str(passed if self.lacks_answer else MandateStatus(self.shown_status).label)

    @property
    def lacks_answer(self) -> bool:
        """Return whether its day has passed and the register has no answer for it."""
        return self.is_overdue and all(note.is_past for note in self.progress.all())

    @property
    def is_long_past(self) -> bool:
        """Return whether it is open, with a deadline before the first that counts as overdue (`late_days`)."""
        return self.due_on is not None and self.status in OPEN and self.due_on < late_days()[0]

    @property
    def to_check(self) -> dict[str, list[str]]:
        """Field -> the reasons for which a person should read it."""
        matches: dict[str, list[str]] = {}
        for check in self.checks:
            matches.setdefault(check["field"], []).append(check["reason"])
        return matches

    @property
    def lines_asked(self) -> dict[str, str]:
        """Action Lines that it is for because of who is asked, each with the words that name them.

        "The facilitators" are those of all lines. A line that has a link, rejected or not, is left to that link.
        """
        linked = {link.concept for link in self.links.all()}
        query = sorted(self.addressees.all(), key=lambda who: who.pk)
        return {line: who.words for who in query for line in lines_of((who.body,)) if line not in linked}

    def asked_bodies(self) -> list[str]:
        """Return the ids of its addressees."""
        return [addressee.body for addressee in self.addressees.all()]

    def asks(self, user: Person) -> bool:
        """Return whether it asks a body, country or organisation for which the user answers."""
        return bool(own_parties(user, self))

    def is_public(self) -> bool:
        """All but rejected proposals are public; a proposal is shown as one."""
        return self.status != MandateStatus.REJECTED

    def scopes(self) -> set[str]:
        """Action lines that it touches, the organisation that leads, the country of a cooperation framework."""
        lines = {link.concept for link in self.links.all() if link.level == "action_line"}
        country = {self.instrument.country} - {""}
        return lines | country | ({f"org:{self.lead_id}"} if self.lead_id else set())

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the mandate: by symbol and paragraph where both allow it."""
        path = path_of(self.instrument.symbol, self.paragraph.anchor, self.ordinal)
        return reverse("mandate-at", args=[path]) if path else reverse("mandate", args=[self.pk])


def cite_mandates(numbers: Iterable[int]) -> dict[int, str]:
    """Return number -> citation of mandates. One query."""
    rows = Mandate.objects.select_related("instrument", "paragraph").in_bulk(list(numbers))
    return {number: str(mandate) for number, mandate in rows.items()}


class Addressee(models.Model):
    """One body that a mandate asks: its id in the framework or its name as a label, and the words as written."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="addressees")
    body = models.CharField(max_length=LONGEST_LABEL, db_index=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        """A mandate names each addressee once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["mandate", "body"], name="addressee_once")]

    def __str__(self) -> str:
        return self.body


class MandateLink(ConceptLink):
    """A link from a mandate to a concept."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="links")
    # As in Mandate: how many other links were confirmed with it.
    accepted_with = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """A mandate links to a concept once; pages search by concept."""

        indexes: ClassVar = [models.Index(fields=["concept"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["mandate", "concept"], name="mandate_concept_once")]


class ProgressEvidence(models.TextChoices):
    """What shows that something was done."""

    PARAGRAPH = "paragraph", _("Words of a document")
    ACTIVITY = "activity", _("An activity")
    INDICATOR = "indicator", _("An indicator")
    LINK = "link", _("A link")
    FILE = "file", _("A file")


class Progress(models.Model):
    """A note of what was done about a mandate, with its evidence.

    evidence   {"symbol", "anchor", "quote"}, {"activity": 12}, {"series", "area", "year", "value"}, {"url"}
               or {"sha256", "name", "size", "type"}
    answers_for  id of the body or country, or `org:12`, for whom it answers the mandate; "" for a note that is
                 no answer
    is_past    whether it answered an earlier time of a mandate that recurs
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="progress")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    text = models.TextField(_("What was done"), max_length=4000)
    evidence_kind = models.CharField(_("Evidence"), max_length=10, choices=ProgressEvidence)
    evidence = models.JSONField(default=dict)
    answers_for = models.CharField(_("Answer of"), max_length=LONGEST_LABEL, blank=True, default="", db_index=True)
    is_past = models.BooleanField(default=False)

    class Meta:
        """Newest report of progress first."""

        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.text[:80]


def waits_for(mandate: Mandate) -> str:
    """Return whom a mandate waits for: `reviewer`, `lead`, or "" when it waits for nobody."""
    if mandate.status == MandateStatus.PROPOSED:
        return "reviewer"
    going = (MandateStatus.CONFIRMED, MandateStatus.UNDER_WAY, MandateStatus.OVERDUE)
    return "lead" if mandate.status in going and mandate.is_owed else ""


_TAKEN_OUT = frozenset({"", ".", ".."})
_MOST_DIGITS = 4  # of the place in a paragraph
_LONGEST_NUMBER = 18  # digits of the number of a mandate
_IN_ADDRESS = re.compile(r"/mandates/([^?#]+)")


def path_of(symbol: str, anchor: str, ordinal: int) -> str:
    """Return the path below `/mandates/`, "" where the mandate has an address by its number alone.

    >>> path_of("A/RES/80/173", "113", 0), path_of("itu:PP/RES/140@2022", "2", 1), path_of("file:1", "2", 0)
    ('A/RES/80/173/113', 'itu:PP/RES/140@2022/2/2', '')
    """
    parts = [*symbol.split("/"), anchor]
    # `12/correct` is a form of mandate 12.
    number = len(parts) == 2 and symbol.isdecimal()
    if symbol.startswith("file:") or number or "/" in anchor or _TAKEN_OUT.intersection(parts):
        return ""
    return "/".join((*parts, str(ordinal + 1))) if ordinal else "/".join(parts)


def mandate_at(path: str) -> Record | None:
    """Return the mandate of a path, or None. Of two that a path may mean, the longer symbol has it."""
    rows = apps.get_model("registry", "Mandate").objects.select_related("instrument", "paragraph")
    for symbol, anchor, ordinal in _readings(path):
        record: Record | None = rows.filter(
            instrument__symbol=symbol, paragraph__anchor=anchor, ordinal=ordinal
        ).first()
        if record is not None:
            return record
    return None


def _readings(path: str) -> Iterator[tuple[str, str, int]]:
    head, _slash, last = path.strip("/").rpartition("/")
    if head:
        yield head, last, 0
    symbol, _slash, anchor = head.rpartition("/")
    if symbol and last.isascii() and last.isdecimal() and 0 < len(last) <= _MOST_DIGITS and int(last):
        yield symbol, anchor, int(last) - 1


def number_in(words: str) -> str:
    """Return the number of the mandate whose number or address a person wrote, "" where it is neither."""
    words = words.strip()
    match = _IN_ADDRESS.search(words)
    path = unquote(match[1]).strip("/") if match else words
    if path.isascii() and path.isdecimal():
        return path if len(path) <= _LONGEST_NUMBER else ""
    named = mandate_at(path) if match else None
    return str(named.pk) if named else ""


# Somebody is waited for. A record may hold "overdue" while a new day is ahead: it is then shown as confirmed.
OPEN = ("confirmed", "under_way", "overdue")
LATE = "overdue"
DECIDED = "decided"  # what no text decides is owed by nobody
# Only what a text decides counts as asked of somebody; drafts, recommendations and restated duties do not.
OWED: Mapping[str, Sequence[str]] = MappingProxyType({"force": (DECIDED,)})


def the_day(day: date | None = None) -> date:
    """Return the day for which the rule is asked: today unless one is given."""
    return day or timezone.now().date()


# No body meets less often than every four years (the conferences of ITU): what was due before is waited for by none.
_LONGEST_CYCLE = timedelta(days=4 * 365 + 1)


def late_days(day: date | None = None) -> tuple[date, date]:
    """Return the first and the last deadline that is overdue on a day.

    The last is the day before. What was due before the first is history: the session that it was for is over, and so
    is the next one. The register then lacks an answer, which is not to say that there was none.
    """
    last = the_day(day) - timedelta(days=1)
    return last - _LONGEST_CYCLE, last


def overdue(day: date | None = None) -> Q:
    """Return the condition for mandates that are overdue on a day."""
    return Q(force=DECIDED, status__in=OPEN, due_on__range=late_days(day))


def next_due_first(day: date | None = None) -> tuple[Any, ...]:
    """Return the order of mandates by their deadline, as in the search: what is late, what comes, what has passed.

    What has no deadline comes last of what comes.
    """
    passed = When(due_on__lt=the_day(day), then=Value(2))
    part = Case(When(overdue(day), then=Value(0)), passed, default=Value(1))
    return part.asc(), F("due_on").asc(nulls_last=True)


def is_overdue(mandate: Mandate, day: date | None = None) -> bool:
    """Return whether one mandate is overdue on a day."""
    owed = mandate.force == DECIDED and mandate.status in OPEN
    first, last = late_days(day)
    return owed and mandate.due_on is not None and first <= mandate.due_on <= last


def settled(status: str) -> str:
    """Return a status without the mark of the nightly job: an open mandate that may or may not be overdue.

    >>> settled("overdue"), settled("under_way")
    ('confirmed', 'under_way')
    """
    return "confirmed" if status == LATE else str(status)


def shown_status(day: date | None = None) -> Case:
    """Return the status of each row of a query as it is shown on a day."""
    return Case(
        When(overdue(day), then=Value(LATE)),
        When(status=LATE, then=Value(settled(LATE))),
        default=F("status"),
        output_field=CharField(),
    )
