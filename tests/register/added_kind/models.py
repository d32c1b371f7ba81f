"""The table of events."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Record


class Meeting(Record):
    kind = "event"

    title = models.CharField(_("Title"), max_length=200)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    day = models.DateField(_("Day"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self):
        return self.title

    def is_public(self):
        return True

    def is_owned_by(self, user):
        return bool(user.is_authenticated and self.owner_id == user.pk)

    def get_absolute_url(self):
        return reverse("event", args=[self.pk])
