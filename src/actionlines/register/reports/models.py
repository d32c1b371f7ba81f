"""Reports that people make of the register, and the papers that came of them."""

import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Drafted


class ReportType(models.TextChoices):
    """The kinds of reports; `reports.kinds` makes them."""

    FOLLOW_UP = "follow-up", _("Follow-up table")
    BIENNIAL = "biennial", _("Biennial report")
    CONTRIBUTION = "contribution", _("Contribution")
    PROFILE = "profile", _("Profile")
    COOPERATION = "cooperation", _("Cooperation framework check")
    BRIEF = "brief", _("Country brief")
    PACK = "pack", _("Meeting pack")
    IMPLEMENTATION = "implementation", _("Implementation report")


class ReportStatus(models.TextChoices):
    """Where a report is on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Report(Drafted):
    """A report.

    parameters  {"symbol", "area", "since", "until", "body", "subject"} as far as its type has them
    masthead    name -> text: what is above a contribution (meeting, agenda, number, date, original, source)
    sections    [{"section", "text", "by", "seen"}]: what people wrote, who last (number of the account), and
                the value of each fact in it that they saw, {question: value}
    chosen      of a contribution: `fact:QUESTION`, `mandate:12`, `activity:7`, `paragraph:SYMBOL#ANCHOR`
    language    of the paper and of what people write in it
    published_build  the paper as it was published; it stays so, whatever becomes of the records
    """

    kind = "report"
    waits: ClassVar = {"draft": "submitter", "submitted": "reviewer"}

    type = models.CharField(_("Kind of report"), max_length=20, choices=ReportType, db_index=True)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    language = models.CharField(_("Language"), max_length=2, default="en")
    parameters = models.JSONField(_("What it is about"), default=dict, blank=True)
    masthead = models.JSONField(_("Masthead"), default=dict, blank=True)
    sections = models.JSONField(_("Texts"), default=list, blank=True)
    chosen = models.JSONField(_("Chosen"), default=list, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reports")
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT, db_index=True)
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_version = models.PositiveIntegerField(null=True, blank=True)
    published_build = models.ForeignKey(
        "ReportBuild", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Newest change of a report first."""

        ordering: ClassVar = ["-changed_at"]

    def __str__(self) -> str:
        fields = self.parameters
        years = "–".join(fields[name] for name in ("since", "until") if fields.get(name))
        about = fields.get("symbol") or fields.get("area") or years
        return self.title or f"{self.get_type_display()} {about}".strip()

    def scopes(self) -> set[str]:
        """The country or region that it is of."""
        return {self.parameters.get("area", "")} - {""}

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the report."""
        return reverse("report", args=[self.pk])


class BuildStatus(models.TextChoices):
    """How far the making of a paper is."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading the records")
    WRITING = "writing", _("Writing")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class ReportBuild(models.Model):
    """A paper made of one version of a report.

    paper      as `papers.writers.as_json.as_dict` gives it; {} until it is done
    flags      [{"kind", "section", "words", "was", "now"}]: numbers that changed since, or are bound to nothing
    proposals  {section: [{"question", "label", "shown"}]}: facts that could be inserted
    words      {"title", "subtitle", "text"}: what the search reads of it
    error      {"code", "subject", "problem", "advice"} where it could not be made
    sha256     of the paper
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="builds")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=10, choices=BuildStatus, default=BuildStatus.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    paper = models.JSONField(default=dict, blank=True)
    flags = models.JSONField(default=list, blank=True)
    proposals = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """Newest build first; pages search by report and version."""

        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["report", "version"])]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"

    @property
    def going(self) -> bool:
        """Return whether the build waits or runs."""
        return self.status in (BuildStatus.WAITING, BuildStatus.READING, BuildStatus.WRITING)


def digest(paper: object) -> str:
    """Return the SHA-256 of a paper, given as plain values."""
    return hashlib.sha256(json.dumps(paper, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
