"""Versions of the text of a consultation. Neither they nor their paragraphs ever change: comments stand there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionlines.register.consultations.anchors import Passage


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
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False
    )

    class Meta:
        """Versions in order; a consultation has each number once."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="text_number_once")
        ]

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
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="became"
    )

    class Meta:
        """In the order of the text; a version has each anchor once."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text_version", "anchor"], name="paragraph_in_text")
        ]

    def __str__(self) -> str:
        return self.number or self.anchor

    @property
    def passage(self) -> Passage:
        """Return the paragraph as anchors need it."""
        return Passage(self.anchor, self.text, self.parent)
