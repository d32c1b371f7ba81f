"""A consultation and its phases."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Person
from actionlines.register.models import Record


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
        "registry.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="consultations",
        verbose_name=_("Organiser"),
    )  # fmt: skip
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
        return self.status != ConsultationStatus.DRAFT

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the user organises the consultation."""
        return user.is_authenticated and self.owner_id == user.pk

    def is_organised_by(self, user: Person) -> bool:
        """Return whether the user organises it; the permission table asks by this name."""
        return self.is_owned_by(user)

    def is_open_to(self, user: Person) -> bool:
        """Whether it takes comments of this user at all; whether it does so today, `takes` says."""
        return self.status == ConsultationStatus.PUBLISHED and (user.is_authenticated or self.anonymous)

    def scopes(self) -> set[str]:
        """Return the action lines and areas of the consultation."""
        return set(self.lines)

    def phase(self, on: date | None = None) -> Phase | None:
        """The phase of a day (today); where several hold it, the last that began."""
        on = on or timezone.now().date()
        held = [one for one in self.phases.all() if one.holds(on)]
        return max(held, key=lambda one: (one.starts_on, one.pk), default=None)

    def takes(self, what: str = "comments", on: date | None = None) -> bool:
        """Return whether the consultation is published and has such a phase on a day."""
        on = on or timezone.now().date()
        return self.status == ConsultationStatus.PUBLISHED and any(
            one.kind == what and one.holds(on) for one in self.phases.all()
        )

    def why_closed(self, on: date | None = None) -> str:
        """Why no comments are taken, in the reader's language; "" where they are."""
        on = on or timezone.now().date()
        if self.takes("comments", on):
            return ""
        rows = [one for one in self.phases.all() if one.kind == PhaseKind.COMMENTS]
        ahead = [one.starts_on for one in rows if one.starts_on > on]
        if self.status != ConsultationStatus.PUBLISHED:
            return gettext("it is not open to the public")
        if ahead:
            return gettext("comments are taken from %(day)s") % {"day": min(ahead).isoformat()}
        ended = [one.ends_on for one in rows if one.ends_on]
        if ended:
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
