"""The settings of the site: one record with versions and events, as every other record has."""

from django.db import models
from django.urls import reverse

from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.models import Record


class SiteSettings(Record):
    """What administrators set. The register has one such record, made with the first change.

    given  name of a setting -> its value, for those that somebody set; schema.py describes them
    logo   the picture in the header, drawn again by the sandbox
    """

    kind = "settings"

    given = models.JSONField(default=dict, blank=True)
    logo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="logos")

    def __str__(self) -> str:
        return self.kind

    def is_public(self) -> bool:
        """Return False: pages show the settings; the record is for administrators."""
        return False

    def get_absolute_url(self) -> str:
        """Return the address of the page of settings."""
        return reverse("settings")
