"""Organisations that carry out activities, lead mandates, give money."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.framework.called import find_bodies
from actionlines.register.core.models import Drafted

_LOOKED_AT = 50  # submitted activities of an organisation that is not published
# Types of organisations that may be a body of the framework: a university may share the acronym of one.
_OF_BODIES = frozenset(("international-organization", "technical-community", "other"))
# Kinds of bodies that are many: each of their members can see to something, the group cannot.
_GROUPS = frozenset({"states", "stakeholder-group", "group", "organization-group", "itu-members", "none"})


def can_lead(identifier: str) -> bool:
    """Return whether somebody can be found at a body: it is neither left open nor a group of Members or firms."""
    body = load().bodies.get(identifier)
    return body is not None and identifier not in LEFT_OPEN and body.kind not in _GROUPS


def body_named(name: str, kind: str = "") -> str:
    """Return the body that an organisation is by its name and type of stakeholder; "" where no single one is."""
    ids = find_bodies(name) if name and (not kind or kind in _OF_BODIES) else ()
    return ids[0] if len(ids) == 1 and can_lead(ids[0]) else ""


class OrganisationStatus(models.TextChoices):
    """Where an organisation, or the last change of one, is on its way to the public."""

    SUBMITTED = "submitted", _("Submitted")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")


class Organisation(Drafted):
    """An organisation. Its fields are what the public sees, once it is published; changes of it wait aside.

    type      of the vocabulary `stakeholder`; `country` an ISO 3166 alpha-3 code or ""
    body      the id of the framework's body that it is, or ""
    proposed  field -> value of a change of a published organisation that waits for review
    published_version  None until a reviewer publishes it: nobody else but its owner sees it until then
    """

    kind = "organisation"
    waits: ClassVar = {"submitted": "reviewer", "declined": "submitter"}

    name = models.CharField(_("Name"), max_length=300, db_index=True)
    acronym = models.CharField(_("Acronym"), max_length=40, blank=True)
    type = models.CharField(_("Type of stakeholder"), max_length=40, db_index=True)
    country = models.CharField(_("Country"), max_length=3, blank=True, db_index=True)
    body = models.CharField(_("Body"), max_length=60, blank=True, db_index=True)
    website = models.URLField(_("Website"), max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="registered"
    )
    description = models.TextField(_("Description"), max_length=4000, blank=True)
    status = models.CharField(
        max_length=10, choices=OrganisationStatus, default=OrganisationStatus.SUBMITTED, db_index=True
    )
    status_since = models.DateTimeField(default=timezone.now)
    status_reason = models.TextField(blank=True)
    proposed = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_version = models.PositiveIntegerField(null=True, blank=True, db_index=True)

    @property
    def likely_body(self) -> str:
        """The body that its name says it is, or its acronym where it is no organisation of another kind; else "".

        A person confirms it as `body`.
        """
        is_name = self.acronym == self.name
        return body_named(self.name) or body_named(self.acronym, "" if is_name else self.type)

    @property
    def asked_as(self) -> tuple[str, ...]:
        """The ids under which texts ask it: its body, else its type; a government by its country too."""
        if self.body:
            return (self.body,)
        if self.type == "government":
            return ("governments", self.country) if self.country else ("governments",)
        group = "international-organizations" if self.type == "international-organization" else self.type
        return (group,) if group in load().bodies else ()

    class Meta:
        """Organisations in the order of their names; no two public ones have the same.

        Those that wait may share a name: a name that is refused would tell of what nobody published.
        """

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(published_version__isnull=False), name="public_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_public(self) -> bool:
        """Return whether a reviewer has published it."""
        return self.published_version is not None

    def version_is_public(self) -> bool:
        """Return whether the public sees this version; a change that waits, or was declined, is not public."""
        return self.status == OrganisationStatus.PUBLISHED and self.published_version == self.version

    def scopes(self) -> set[str]:
        """The organisation itself, and its country; before it is published, also the action lines and areas of
        the submitted activities that name it, whose reviewers need it.
        """
        own = {f"org:{self.pk}", self.country} - {""}
        if self.is_public() or self.pk is None:
            return own
        waiting = self.activities.filter(status="submitted").prefetch_related("links", "places")
        return own.union(*(item.scopes() for item in waiting[:_LOOKED_AT]))

    def get_absolute_url(self) -> str:
        """Return the permanent address: by its name, where it is public and an address can hold the name."""
        part = self.name.replace(" ", "_")
        plain = self.is_public() and part.replace("_", " ") == self.name and not (part.isdecimal() or "/" in part)
        return reverse("organisation", args=[part if plain and not part.startswith(".") else self.pk])
