"""Comments, replies and their dispositions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import ConceptLink, Person
from actionlines.register.models import Record


class CommentStatus(models.TextChoices):
    """The status that decides who sees a comment."""

    HELD = "held", _("Waits for moderation")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Removed by moderation")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class How(models.TextChoices):
    """How a comment came to where it stands."""

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


# What a page shows of a comment: all but those that wait.
SEEN = (CommentStatus.PUBLISHED, CommentStatus.REMOVED, CommentStatus.WITHDRAWN)


class Comment(Record):
    """Something said about a paragraph, a span of it, or the whole text; or a reply to that.

    text_version, paragraph, start, end, quote, quote_sha256, paragraph_sha256
                 the anchor: where it was written, for ever; `paragraph` None for the whole text
    place, place_start, place_end, how
                 where it stands in the current version; `place` None where it is orphaned
    last         where it stood in the version before
    suggestion   words proposed instead of the quote; `suggests` with "" proposes to delete it
    edited_at    when its author last corrected it; the words before are in its versions
    name         what the author is called in public; "" for somebody without a name
    """

    kind = "comment"

    consultation = models.ForeignKey("Consultation", on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    text_version = models.ForeignKey("TextVersion", on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(
        "TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="written"
    )
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    quote_sha256 = models.CharField(max_length=64, blank=True)
    paragraph_sha256 = models.CharField(max_length=64, blank=True)
    place = models.ForeignKey(
        "TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
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
        "TextParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="answers",
        verbose_name=_("Where in the new text"),
    )  # fmt: skip
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
        """Seen by all unless it waits for moderation, or its consultation is not public."""
        return self.status != CommentStatus.HELD and self.consultation.is_public()

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the user wrote the comment."""
        return user.is_authenticated and self.author_id == user.pk

    def is_organised_by(self, user: Person) -> bool:
        """Whether the user organises the consultation that it belongs to."""
        return self.consultation.is_organised_by(user)

    def is_open_to(self, user: Person) -> bool:
        """To an endorsement: where it is public, on a consultation that is."""
        shown = self.status == CommentStatus.PUBLISHED
        return user.is_authenticated and shown and self.consultation.is_open_to(user)

    def is_shown(self) -> bool:
        """Whether its words may be read by everybody."""
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
    """A comment speaks to a concept, as the system proposes."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="links")

    class Meta:
        """A comment links to a concept once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "concept"], name="comment_concept_once")
        ]
