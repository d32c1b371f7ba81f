"""Organisations that carry out activities, lead mandates, give money."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.registry.core.models import Record


class Organisation(Record):
    """An organisation. `type` is of the vocabulary `stakeholder`; `country` an ISO 3166 alpha-3 code or "";
    `body` the id of the framework's body that it is, or "".
    """

    kind = "organisation"

    name = models.CharField(_("Name"), max_length=300, unique=True)
    acronym = models.CharField(_("Acronym"), max_length=40, blank=True)
    type = models.CharField(_("Type of stakeholder"), max_length=40, db_index=True)
    country = models.CharField(_("Country"), max_length=3, blank=True, db_index=True)
    body = models.CharField(_("Body"), max_length=60, blank=True, db_index=True)
    website = models.URLField(_("Website"), max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="registered"
    )
    description = models.TextField(_("Description"), max_length=4000, blank=True)

    class Meta:
        """Organisations in the order of their names."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_public(self) -> bool:
        """Return True: every organisation is public."""
        return True

    def is_owned_by(self, user: Any) -> bool:
        """Whether the user registered it. Saying that one belongs to it is not enough: anybody can."""
        return bool(user.is_authenticated and self.owner_id == user.pk)

    def scopes(self) -> set[str]:
        """The organisation itself, and its country."""
        return {f"org:{self.pk}", self.country} - {""}

    def get_absolute_url(self) -> str:
        """Return the permanent address of the page of the organisation."""
        return reverse("organisation", args=[self.pk])
