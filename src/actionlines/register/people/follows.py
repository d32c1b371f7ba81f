"""What people follow, and the reminders that they got: the events told of are kept, so that none is sent twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.register.people.models import User


class What(models.TextChoices):
    """The kind of thing that is followed."""

    CONCEPT = "concept", _("Line, goal, body or country")
    RECORD = "record", _("Record")
    SEARCH = "search", _("Search")


class Pace(models.TextChoices):
    """How often news of a followed thing is sent."""

    AT_ONCE = "now", pgettext_lazy("how often", "At once")
    DAILY = "daily", pgettext_lazy("how often", "Daily")
    WEEKLY = "weekly", pgettext_lazy("how often", "Weekly")


class Follow(models.Model):
    """One subscription of one person.

    target     id of a concept (`C5`), `mandate:12`, or a list and its question (`search?q=masts`)
    seen       number of the last event that was looked at for it; news begins after it
    looked_at  when that was
    claimed_at  since when a worker sends it; None where none does
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="follows")
    what = models.CharField(max_length=8, choices=What)
    target = models.CharField(max_length=400)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.DAILY)
    seen = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they were made; a person follows a thing once."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "what", "target"], name="follow_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.target}"


class Reminder(models.Model):
    """A message that a mandate falls due in `days` days or fewer, sent to one person once for each last day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    mandate = models.ForeignKey("Mandate", on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A person gets each reminder once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "mandate", "due_on", "days"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.due_on} {self.days}"
