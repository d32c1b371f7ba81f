"""Bodies of the framework as organisations: ITU leads a mandate without anybody entering ITU first.

The name of a body is public, so its organisation is public from the start. One organisation represents a body; the
system enters it when somebody first names the body, and finds it again afterwards.
"""

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.framework import load
from actionlines.framework.bodies import Body
from actionlines.register.organisations.actions import CreateOrganisation, public
from actionlines.register.organisations.models import Organisation, can_lead

_TECHNICAL = frozenset({"technical", "standards-body"})


def of_body(identifier: str, subject: str, field: str = "lead") -> Organisation:
    """Return the public organisation that is a body; the system enters it where there is none.

    subject, field  what InvalidFields names where no organisation can be a body with this id
    """
    if not can_lead(identifier):
        problem = _("this is a group; name the body or organisation that sees to it")
        raise InvalidFields(subject, {field: problem})
    body = load().bodies[identifier]
    matches = public().filter(body=identifier).order_by("pk").first()
    # Somebody may have entered it by its name and not said which body it is.
    matches = matches or public().filter(name__iexact=body.name, body="").first()
    return matches or _entered(body)


def _entered(body: Body) -> Organisation:
    fields = {
        "name": body.name,
        "acronym": next(iter(body.acronyms), ""),
        "type": "technical-community" if body.kind in _TECHNICAL else "international-organization",
        "body": body.id,
    }
    made: Organisation = CreateOrganisation(None, fields=fields).do()
    return made
