"""Consultations, their texts, comments and dispositions."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.register.consultations.anchors import Passage
from actionlines.register.core.models import ConceptLink, Person, Record, Version


class ConsultationStatus(models.TextChoices):
    """The status that decides who sees a consultation."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PhaseKind(models.TextChoices):
    """The kind of a phase of a consultation."""

    PREVIEW = "preview", _("Preview of the text")
    COMMENTS = "comments", _("Comments")
    REPLY = "reply", _("Reply to the comments")
    RESULT = "result", _("Result")


class Consultation(Record):
    """A numbered text on which others are asked for comments.

    lines       action lines (and areas) that it is about: reviewers and focal points of these see to it
    anonymous   comments without an account are taken
    premoderated  comments wait for the organiser before others see them
    text        number of the version that is commented on now; 0 before there is one
    results     the outcome, in the organiser's words; public once `results_at` is set
    digested_at time up to which e-mails to the organiser cover the comments
    """

    kind = "consultation"

    title = models.CharField(_("Title"), max_length=300)
    summary = models.TextField(_("What is asked"), max_length=8000, blank=True)
    language = models.CharField(_("Language"), max_length=2, default="en")
    lines = models.JSONField(_("Action Lines"), default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="consultations"
    )
    organisation = models.ForeignKey(
        "registry.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
        verbose_name=_("Organiser"),
    )
    anonymous = models.BooleanField(_("Comments without an account"), default=False)
    premoderated = models.BooleanField(_("Comments wait for moderation"), default=False)
    status = models.CharField(
        max_length=10, choices=ConsultationStatus, default=ConsultationStatus.DRAFT, db_index=True
    )
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    text = models.PositiveIntegerField(default=0)
    results = models.TextField(_("Results"), max_length=20000, blank=True)
    results_at = models.DateTimeField(_("Results published"), null=True, blank=True)
    digested_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """Newest publication first, then the newest record."""

        ordering: ClassVar = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def is_public(self) -> bool:
        """Return whether the consultation was published; its page then stays for ever."""
        return self.published_at is not None

    def is_organised_by(self, user: Person) -> bool:
        """Return whether the user organises it; the permission table asks by this name."""
        return self.is_owned_by(user)

    def is_open_to(self, user: Person) -> bool:
        """Return whether it takes comments of this user at all; whether it does so today, `takes` says."""
        return self.status == ConsultationStatus.PUBLISHED and (user.is_authenticated or self.anonymous)

    def scopes(self) -> set[str]:
        """Return the action lines and areas of the consultation."""
        return set(self.lines)

    @classmethod
    def open_for_comments(cls, on: date) -> "models.QuerySet[Consultation]":
        """Return the published ones that take comments on a day."""
        ended = models.Q(ends_on__lt=on)
        phases = Phase.objects.filter(~ended, kind=PhaseKind.COMMENTS, starts_on__lte=on)
        return cls.objects.filter(status="published", pk__in=phases.values("consultation"))

    def phase(self, on: date | None = None) -> "Phase | None":
        """The phase of a day (today); where several hold it, the last that began."""
        on = on or timezone.now().date()
        held = [item for item in self.phases.all() if item.holds(on)]
        return max(held, key=lambda item: (item.starts_on, item.pk), default=None)

    def takes(self, what: str = "comments", on: date | None = None) -> bool:
        """Return whether the consultation is published and has such a phase on a day."""
        on = on or timezone.now().date()
        return self.status == ConsultationStatus.PUBLISHED and any(
            item.kind == what and item.holds(on) for item in self.phases.all()
        )

    def why_closed(self, on: date | None = None) -> str:
        """Why no comments are taken, in the reader's language; "" where they are."""
        on = on or timezone.now().date()
        if self.takes("comments", on):
            return ""
        rows = [item for item in self.phases.all() if item.kind == PhaseKind.COMMENTS]
        ahead = [row.starts_on for row in rows if row.starts_on > on]
        if self.status != ConsultationStatus.PUBLISHED:
            return gettext("it is not open to the public")
        if ahead:
            return gettext("comments are taken from %(day)s") % {"day": min(ahead).isoformat()}
        if ended := [row.ends_on for row in rows if row.ends_on]:
            return gettext("comments were taken until %(day)s") % {"day": max(ended).isoformat()}
        return gettext("it has no phase for comments")

    def current(self) -> Any:
        """The version of the text that is commented on now, or None."""
        return self.texts.filter(number=self.text).first()

    def get_absolute_url(self) -> str:
        """Return the permanent address of the consultation."""
        return reverse("consultation", args=[self.pk])


class Phase(models.Model):
    """A part of a consultation, from one day to another, both inclusive; an open end where `ends_on` is None."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=PhaseKind)
    name = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Phases in the order of their first days."""

        ordering: ClassVar = ["starts_on", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    def holds(self, on: date) -> bool:
        """Return whether a day is in the phase."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class Muted(models.Model):
    """Somebody who wants no more messages about a consultation; about any, where none is named."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted")
    consultation = models.ForeignKey(Consultation, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        """A user mutes a consultation once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "consultation"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.consultation_id or ''}"


class SourceKind(models.TextChoices):
    """The kind of source from which a text comes."""

    INSTRUMENT = "instrument", _("Instrument of the register")
    FILE = "file", _("Uploaded document")
    TYPED = "typed", _("Typed text")
    REPORT = "report", _("Draft report")
    ROADMAP = "roadmap", _("Road map")


class TextVersion(models.Model):
    """One version of the text.

    number       from 1, in one consultation
    source_kind, source_id, source_version   what it was made of: an instrument, a file, a report …
    given        how many paragraphs had no number and got one
    sha256       of all paragraphs: ids, numbers and words
    """

    consultation = models.ForeignKey("Consultation", on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, blank=True)
    source_kind = models.CharField(max_length=12, choices=SourceKind)
    source_id = models.CharField(max_length=160, blank=True)
    source_version = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("registry.StoredFile", null=True, blank=True, on_delete=models.PROTECT)
    given = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False)

    class Meta:
        """Versions in order; a consultation has each number once."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["consultation", "number"], name="text_number_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} v{self.number}"


class TextParagraph(models.Model):
    """One paragraph of one version. `came_from`: the paragraph of the version before with the very same words."""

    text_version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="paragraphs")
    order = models.PositiveIntegerField()
    anchor = models.CharField(max_length=80)
    number = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(default=0)
    parent = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    came_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="became")

    class Meta:
        """In the order of the text; a version has each anchor once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["text_version", "anchor"], name="paragraph_in_text")]

    def __str__(self) -> str:
        return self.number or self.anchor

    @property
    def passage(self) -> Passage:
        """Return the paragraph as anchors need it."""
        return Passage(self.anchor, self.text, self.parent)


class CommentStatus(models.TextChoices):
    """The status that decides who sees a comment."""

    HELD = "held", _("Waits for moderation")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Removed by moderation")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class How(models.TextChoices):
    """How a comment came to where it is."""

    WRITTEN = "written", _("Written here")
    SAME = "same", _("Moved with the same words")
    MAPPED = "mapped", _("Moved by the organiser")
    ORPHANED = "orphaned", _("Orphaned")
    WHOLE = "whole", _("On the whole text")


class Disposition(models.TextChoices):
    """The answer of the organiser to a comment."""

    NONE = "", _("No disposition yet")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    NOT = "not", _("Not accepted")


def seen_by_all() -> models.Q:
    """Return the condition for comments that a page shows: published ones, those that a moderator removed with a
    reason, and tombstones of those that were published.
    """
    decided = models.Q(status__in=(CommentStatus.PUBLISHED, CommentStatus.REMOVED))
    published = Version.objects.filter(kind=Comment.kind, record=models.OuterRef("pk"), data__status="published")
    return decided | models.Q(models.Exists(published), status=CommentStatus.WITHDRAWN)


class Comment(Record):
    """Something said about a paragraph, a span of it, or the whole text; or a reply to that.

    text_version, paragraph, start, end, quote, quote_sha256, paragraph_sha256
                 the anchor: where it was written, for ever; `paragraph` None for the whole text
    place, place_start, place_end, how
                 where it is in the current version; `place` None where it is orphaned
    last         where it stood in the version before
    suggestion   words proposed instead of the quote; `suggests` with "" proposes to delete it
    edited_at    when its author last corrected it; the words before are in its versions
    name         what the author is called in public; "" for somebody without a name
    """

    kind = "comment"

    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    text_version = models.ForeignKey("TextVersion", on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(
        "TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="written"
    )
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    quote_sha256 = models.CharField(max_length=64, blank=True)
    paragraph_sha256 = models.CharField(max_length=64, blank=True)
    place = models.ForeignKey("TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    place_start = models.PositiveIntegerField(default=0)
    place_end = models.PositiveIntegerField(default=0)
    how = models.CharField(max_length=10, choices=How, default=How.WRITTEN)
    last = models.ForeignKey(
        "TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="held_before"
    )

    text = models.TextField(_("Comment"), max_length=5000)
    suggests = models.BooleanField(default=False)
    suggestion = models.TextField(_("Suggested wording"), max_length=5000, blank=True)
    language = models.CharField(_("Language"), max_length=2, blank=True)
    stakeholder = models.CharField(_("Type of stakeholder"), max_length=40, blank=True)
    country = models.CharField(_("Country"), max_length=3, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=300, blank=True)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="said"
    )
    by_organiser = models.BooleanField(default=False)
    edited_at = models.DateTimeField(_("Corrected"), null=True, blank=True)

    status = models.CharField(max_length=10, choices=CommentStatus, default=CommentStatus.PUBLISHED)
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(_("Reason"), blank=True)

    disposition = models.CharField(
        _("Disposition"), max_length=10, choices=Disposition, blank=True, default=Disposition.NONE
    )
    disposition_reason = models.TextField(_("Reason of the disposition"), max_length=4000, blank=True)
    disposition_place = models.ForeignKey(
        "TextParagraph",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
        verbose_name=_("Where in the new text"),
    )
    disposed_at = models.DateTimeField(null=True, blank=True)

    endorsed = models.PositiveIntegerField(default=0)
    aligned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest comment first; pages search by place and by time."""

        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "status", "place"], name="comment_at_place"),
            models.Index(fields=["consultation", "created_at"], name="comment_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.text[:60]}"

    def is_public(self) -> bool:
        """Seen by all once it was published or removed, unless it waits, or what it belongs to is not public."""
        above = self.parent or self.consultation
        return above.is_public() and (self.is_shown() or Comment.objects.filter(seen_by_all(), pk=self.pk).exists())

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the user wrote the comment."""
        return user.is_authenticated and self.author_id == user.pk

    def is_organised_by(self, user: Person) -> bool:
        """Return whether the user organises the consultation that it belongs to."""
        return self.consultation.is_organised_by(user)

    def is_open_to(self, user: Person) -> bool:
        """To an endorsement: where it is public, on a consultation that is."""
        context = self.status == CommentStatus.PUBLISHED
        return user.is_authenticated and context and self.consultation.is_open_to(user)

    def is_shown(self) -> bool:
        """Return whether its words may be read by everybody."""
        return self.status == CommentStatus.PUBLISHED

    def scopes(self) -> set[str]:
        """Return the scopes of the consultation."""
        return self.consultation.scopes()

    def get_absolute_url(self) -> str:
        """Return the permanent address of the comment."""
        return reverse("comment", args=[self.pk])


class Endorsement(models.Model):
    """Somebody agrees with a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="endorsements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A user endorses a comment once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "user"], name="endorsed_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} · {self.user_id}"


class CommentLink(ConceptLink):
    """A comment is about a concept, as the system proposes."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="links")

    class Meta:
        """A comment links to a concept once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "concept"], name="comment_concept_once")]
