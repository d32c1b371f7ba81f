"""Organisations in the API."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.operations import Seen
from actionlines.register.organisations import actions as org
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.schema import Organisation as OrganisationOutside
from actionlines.register.organisations.schema import OrganisationFields

TAG = "organisations and resources"
router = Router(tags=[TAG])


class Declined(Seen):
    """Why it is not published, for its owner."""

    reason: Annotated[str, Field(max_length=4000)]


_operations = KindOperations(router, "organisations", Organisation, OrganisationOutside)
_operations.list("organisation", org.public, "List the organisations, filtered.")
says = "Enter an organisation. It waits for review: the public sees it once somebody else publishes it."
body_says = "An organisation to be entered; it belongs to you."
_operations.create(org.CreateOrganisation, OrganisationFields, says, body_says)
says = "Change fields. The public sees it without the change until somebody else publishes it."
_operations.edit(org.EditOrganisation, OrganisationFields, says, "The fields of an organisation to change.")
_operations.verb("publish", org.PublishOrganisation, "Make public what was submitted.")
says = "Send what was submitted back to its owner, with a reason."
_operations.verb("decline", org.DeclineOrganisation, says, Declined)
says = "One organisation: as the public sees it, or with the change that waits for who may see that."
_operations.record("organisation.view", says)
