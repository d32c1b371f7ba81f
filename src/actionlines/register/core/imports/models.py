"""Files as they came, and what was imported from them."""

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import import_formats
from actionlines.register.core.models import Person, Record


class StoredFile(models.Model):
    """An original, kept under its SHA-256 in the folder `files` of the data folder."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        return self.name


class ImportStatus(models.TextChoices):
    """The status of an import, from waiting to done or failed."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    PARTLY = "partly", _("Done, some rows refused")
    FAILED = "failed", _("Failed")


class ImportRun(Record):
    """One file brought in with one mapping. The same file and mapping again goes on where it stopped.

    what      "" until the worker has found out what a table holds
    mapping   column of the file -> field, for activities
    country   for a cooperation framework document: its owner
    dry_run   say what would come of it, and change nothing
    publish   complete activities go to the public at once, as far as the owner may publish
    error     {"code", "subject", "problem", "advice"} when the whole failed
    understood  of a trial of figures: each series as it was understood (`progress.preview.SeriesPreview`)
    """

    kind = "import"

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    what = models.CharField(max_length=12, blank=True)  # key of `kinds.import_formats()`
    mapping = models.JSONField(default=dict, blank=True)
    country = models.CharField(max_length=3, blank=True)
    dry_run = models.BooleanField(default=False)
    publish = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.WAITING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True)
    understood = models.JSONField(default=list, blank=True)

    class Meta:
        """Newest run of an import first."""

        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.file.name

    def get_what_display(self) -> str:
        """Return what its files are called; "" where that is not known yet."""
        return str(getattr(import_formats().get(self.what), "name", ""))

    def is_public(self) -> bool:
        """An import is the affair of who started it and of the secretariat."""
        return False

    def get_absolute_url(self) -> str:
        """The page that shows how far it is and what was refused."""
        return reverse("import", args=[self.pk])


class ImportBatch(models.Model):
    """Files that were sent at once, and symbols that were asked for, in their order.

    entries  list of {"name", "run"} for a file that is imported ("twice": another of the batch is the same),
             {"name", "instrument"} for a symbol that the register has, {"name", "problem", "advice"} for what
             could not be begun
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    at = models.DateTimeField(auto_now_add=True)
    entries = models.JSONField(default=list)

    class Meta:
        """The order of batches: the newest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"batch {self.pk}"

    def is_owned_by(self, user: Person) -> bool:
        """Return whether the user sent the files."""
        return bool(user.is_authenticated and self.owner_id == user.pk)

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows the outcome of each file."""
        return reverse("import-batch", args=[self.pk])


class ReadingKind(StrEnum):
    """What a page waits for: columns, a text of a file or of a person, rows that were refused, a picture drawn
    again, a comparison, one's own data, a long list.
    """

    LOOK = "look"
    TEXT = "text"
    WORDS = "words"
    REFUSED = "refused"
    LOGO = "logo"
    EVIDENCE = "evidence"
    COMPARE = "compare"
    OWN = "own"
    LIST = "list"


class Reading(models.Model):
    """What a worker reads of a file while a page waits; the answer is kept, so that it is read once.

    key     digest of kind, file and `given`: the same asked again is the same reading
    given   what is read besides a file, as JSON
    answer  as JSON, once the status is done
    error   {"code", "subject", "problem", "advice"} when it failed
    """

    key = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=10, choices=[(item.value, item.value) for item in ReadingKind])
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.CASCADE, related_name="readings")
    given = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.WAITING, db_index=True)
    answer = models.JSONField(default=dict)
    error = models.JSONField(default=dict)

    class Meta:
        """In the order in which they were asked for."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.file or ''}".strip()

    @property
    def is_going(self) -> bool:
        """Return whether the page still waits for it."""
        return self.status in (ImportStatus.WAITING, ImportStatus.RUNNING)

    @property
    def is_file(self) -> bool:
        """Return whether its answer is a file that a person takes."""
        return self.what in (ReadingKind.OWN, ReadingKind.LIST)

    @property
    def before(self) -> int:
        """Return how many other readings began earlier and have not ended."""
        going = (ImportStatus.WAITING, ImportStatus.RUNNING)
        return Reading.objects.filter(status__in=going, pk__lt=self.pk).count()


class ImportRow(models.Model):
    """The outcome of one row. `row` counts from 1, the header apart; `record` is what it made or met.

    problems   list of {"field", "problem", "advice"}
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    record = models.BigIntegerField(null=True)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        """In the order of the file; a run has each row once."""

        ordering: ClassVar = ["row"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "row"], name="row_once")]

    def __str__(self) -> str:
        return f"{self.row}: {self.outcome}"
