"""Organisations, as the rooms that all kinds share know them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import Harvest, Kind, MenuEntry, Verb, ask_changes
from actionlines.register.core.schema import Data, iso, plain
from actionlines.register.organisations import actions as act
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.schema import Organisation as OrganisationOutside
from actionlines.register.organisations.search import SEARCH


def values_of(organisation: Organisation) -> Data:
    """Return an organisation as it would be with the change that waits."""
    return {**plain(OrganisationOutside, organisation), **organisation.proposed}


def public_values_of(organisation: Organisation) -> Data:
    """Return an organisation without the change that waits: its fields are what was published."""
    values = plain(OrganisationOutside, organisation)
    published_at = organisation.published_at or organisation.changed_at
    head = {"version": organisation.published_version, "changed_at": iso(published_at)}
    return {**values, **head, "status": "published", "status_reason": ""}


KIND = Kind(
    model=Organisation,
    schema=OrganisationOutside,
    values=values_of,
    public=public_values_of,
    name=_("Organisation"),
    plural=_("Organisations"),
    icon="building",
    listed="organisations",
    done={"create": _("Entered"), "edit": _("Edited"), "publish": _("Published")},
    back={("publish", "declined"): _("Declined")},
    mail={
        "submitted": _("The organisation “%(title)s”, or a change of it, was submitted and waits for a reviewer."),
        "published": _("The organisation “%(title)s” is published as submitted. Everybody can read it now."),
    },
    search=SEARCH,
    words={"type": partial(vocabulary.label, "stakeholder")},
    verbs=(
        Verb("publish", act.PublishOrganisation, _("Published. Everybody can read it now.")),
        Verb(
            "decline",
            act.DeclineOrganisation,
            _("Sent back."),
            to="inbox",
            asks=ask_changes(
                _("Decline what was submitted?"),
                _("Its owner reads your words. What is public stays as it is."),
                _("Decline it"),
            ),
        ),
    ),
    api=("api.router",),
    pages=("views.urlpatterns",),
    public_rows=public,
    harvest=Harvest(title=_("Organisations"), rows=public, types=("Collection", "Other"), summary="description"),
    owner="owner",
    waiting=Organisation.objects.all,
    chosen="views.list_chosen",
    panels={"body": "views.show_on_body", "country": "views.show_on_country"},
    menu=(MenuEntry("answered", 30, "organisations", _("Organisations")),),
    kept=("organisations", "organisation"),
)
