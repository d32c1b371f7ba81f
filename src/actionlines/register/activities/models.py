"""Activities and good practices, as the stocktaking and the prize ask for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import ConceptLink, Drafted, LinkStatus, Origin
from actionlines.register.organisations.models import Organisation


class ActivityStatus(models.TextChoices):
    """Where an activity is on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES = "changes", _("Changes requested")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Activity(Drafted):
    """An activity or good practice.

    type           of the vocabulary `activity`; `good_practice` where others are meant to learn from it
    beneficiaries, technologies   ids of the vocabularies of these names
    language       of the words as submitted; content is never translated
    results        [{"what", "value", "unit", "year", "source"}]; the words are in `results_text`
    source_key     identity in the file it was imported from, "" when it was written here
    """

    kind = "activity"
    waits: ClassVar = {"draft": "submitter", "submitted": "reviewer", "changes": "submitter"}

    title = models.CharField(_("Title"), max_length=300)
    summary = models.TextField(_("Summary"), max_length=1500, blank=True)
    description = models.TextField(_("Description"), max_length=20000, blank=True)
    type = models.CharField(_("Kind of activity"), max_length=40, default="project", db_index=True)
    good_practice = models.BooleanField(_("Good practice"), default=False, db_index=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("Organisation"),
    )
    partners = models.ManyToManyField(Organisation, blank=True, related_name="partner_in", verbose_name=_("Partners"))
    language = models.CharField(_("Language"), max_length=2, default="en")
    beneficiaries = models.JSONField(_("Beneficiaries"), default=list, blank=True)
    technologies = models.JSONField(_("Technologies used"), default=list, blank=True)
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    web_links = models.JSONField(_("Links"), default=list, blank=True)
    results = models.JSONField(_("Results in figures"), default=list, blank=True)
    results_text = models.TextField(_("Results in words"), max_length=8000, blank=True)
    challenges = models.TextField(_("Challenges"), max_length=8000, blank=True)
    replicability = models.TextField(_("How others can repeat it"), max_length=8000, blank=True)
    sustainability = models.TextField(_("Sustainability"), max_length=8000, blank=True)
    contact_name = models.CharField(_("Contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("E-mail of the contact"), blank=True)
    budget = models.DecimalField(_("Budget"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="activities")
    status = models.CharField(max_length=10, choices=ActivityStatus, default=ActivityStatus.DRAFT, db_index=True)
    status_since = models.DateTimeField(auto_now_add=True)
    status_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_version = models.PositiveIntegerField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    source_key = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """Newest change first; a key of a source occurs once."""

        ordering: ClassVar = ["-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_key"], condition=~models.Q(source_key=""), name="source_key_once")
        ]

    def __str__(self) -> str:
        return self.title

    def scopes(self) -> set[str]:
        """Its action lines, its areas, and the organisation that carries it out."""
        lines = {
            link.concept
            for link in self.links.all()
            if link.level == "action_line" and link.status != LinkStatus.REJECTED
        }
        places = {place.area for place in self.places.all()}
        return lines | places | ({f"org:{self.organisation_id}"} if self.organisation_id else set())

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the activity."""
        return reverse("activity", args=[self.pk])


class ActivityPlace(models.Model):
    """Where an activity takes place: a country (`KEN`), a region (`itu-region:AFR`) or `world`."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="places")
    area = models.CharField(max_length=40, db_index=True)

    class Meta:
        """An activity names an area once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "area"], name="place_once")]

    def __str__(self) -> str:
        return self.area


class ActivityLink(ConceptLink):
    """An activity is about a concept."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="links")

    class Meta:
        """An activity links to a concept once; pages search by concept."""

        indexes: ClassVar = [models.Index(fields=["concept"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "concept"], name="activity_concept_once")]


class ActivityMandate(models.Model):
    """An activity answers a mandate. `evidence` as in a concept link."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="mandate_links")
    mandate = models.ForeignKey("Mandate", on_delete=models.PROTECT, related_name="activity_links")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    status = models.CharField(max_length=10, choices=LinkStatus, default=LinkStatus.PROPOSED)
    p = models.FloatField(default=1.0)
    evidence = models.JSONField(default=list, blank=True)

    class Meta:
        """An activity links to a mandate once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "mandate"], name="activity_mandate_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} → {self.mandate_id}"


class FieldComment(models.Model):
    """What a reviewer asks to change in one field ("" for the whole), on one version, until it is settled."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Comments in the order of their time."""

        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.text[:80]


class DraftSave(models.Model):
    """A draft as it was saved while somebody typed: kept for those who have an older form open, until it is old.
    Versions, which stay for ever, are made of stretches of work (`actions/drafts.py`).
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="saves")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    data = models.JSONField()

    class Meta:
        """Newest save first; a number occurs once in an activity."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["activity", "number"], name="save_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.number}"
