"""Road maps of action lines, as people made them of what the program proposed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Drafted


class RoadMapStatus(models.TextChoices):
    """Where a road map is on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES = "changes", _("Changes requested")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoadMap(Drafted):
    """The road map of one action line, or the joint one of several.

    lines       ids of action lines in the order of the framework
    starts, ends  years of its period
    narratives  {section: text}, sections of reports.roadmap.model.NARRATIVES
    items       [{"kind", "ref", "decision"}]: what people took or left; the rest is proposed again each time
    metrics, milestones  lists of the fields of reports.roadmap.model; their `id` is given once
    numbered    the last id that was given
    tracked     {"on", "values": {series: [year, value]}, "mandates": [ids]} when it was published, to be compared
    """

    kind = "roadmap"
    waits: ClassVar = {"draft": "submitter", "changes": "submitter", "submitted": "reviewer"}

    title = models.CharField(_("Title"), max_length=300)
    lines = models.JSONField(_("Action Lines"), default=list)
    language = models.CharField(_("Language"), max_length=2, default="en")
    starts = models.PositiveSmallIntegerField(_("From"), null=True, blank=True)
    ends = models.PositiveSmallIntegerField(_("To"), null=True, blank=True)
    narratives = models.JSONField(default=dict, blank=True)
    items = models.JSONField(default=list, blank=True)
    metrics = models.JSONField(default=list, blank=True)
    milestones = models.JSONField(default=list, blank=True)
    numbered = models.PositiveIntegerField(default=0)
    tracked = models.JSONField(default=dict, blank=True)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="roadmaps")
    status = models.CharField(max_length=10, choices=RoadMapStatus, default=RoadMapStatus.DRAFT, db_index=True)
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """Newest change of a road map first."""

        ordering: ClassVar = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    def scopes(self) -> set[str]:
        """Return the ids of the action lines as scopes."""
        return set(self.lines)

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the road map."""
        return reverse("roadmap", args=[self.pk])


class RoadMapPaper(models.Model):
    """The paper of a published version of a road map, in one language of the program.

    paper    as `papers.writers.as_json.as_dict` gives it: its numbers stay until the road map is published again
    changed  [[label, was, now]]: numbers that are others than in the paper published before
    """

    roadmap = models.ForeignKey(RoadMap, on_delete=models.CASCADE, related_name="papers")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    paper = models.JSONField(default=dict)
    changed = models.JSONField(default=list, blank=True)

    class Meta:
        """One paper for each version and language, the newest first."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roadmap", "version", "language"], name="one_paper_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id} v{self.version} {self.language}"
