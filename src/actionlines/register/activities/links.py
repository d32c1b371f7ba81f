"""Links of an activity to concepts and to mandates, and decisions on them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed
from actionlines.register.activities.drafts import ActivityAction
from actionlines.register.activities.models import Activity, ActivityLink, ActivityMandate, ActivityStatus
from actionlines.register.core.concepts import kind_of
from actionlines.register.core.models import Level, LinkStatus, Origin, Person
from actionlines.register.core.permissions import Decision, decide
from actionlines.register.core.schema import Serialised
from actionlines.register.mandates.models import Mandate, MandateStatus, cite_mandates

_LINK_STATUS: Any = ActivityStatus
MOST = 60  # links of one activity that a person adds
ANSWERED = "mandate_links"


def cite_answered(activities: Iterable[Any]) -> dict[int, list[tuple[str, str]]]:
    """Return number of an activity -> citation and status of the link of each mandate that it answers. One query."""
    links = {activity.pk: list(activity.mandate_links.all()) for activity in activities}
    numbers = {link.mandate_id for answered in links.values() for link in answered}
    citations = cite_mandates(numbers)
    return {
        pk: [(citations[link.mandate_id], link.status) for link in answered if link.mandate_id in citations]
        for pk, answered in links.items()
    }


class DecideLink(ActivityAction):
    """Confirm or reject a link, or add one: `concept` (id) or `mandate` (number), `decision` (`confirmed`,
    `rejected`). Owners decide while they write, reviewers while it is with them. Probability and evidence of the
    machine's proposal stay beside the decision.
    """

    code = "activity.link"
    states = frozenset({_LINK_STATUS.DRAFT, _LINK_STATUS.CHANGES, _LINK_STATUS.SUBMITTED})

    def check(self) -> None:
        """A draft is its owner's: a reviewer waits until it is submitted."""
        super().check()
        if self.actor is not None and not (decision := may_decide(self.actor, self.record)):
            raise NotAllowed(self._name(), decision.why)

    def effect(self) -> None:
        """Confirm or reject one link, to a mandate or to a concept."""
        decision = self.given.get("decision")
        if decision not in (LinkStatus.CONFIRMED, LinkStatus.REJECTED):
            raise InvalidFields(self._name(), {"decision": _("Choose “confirmed” or “rejected”.")})
        if self.given.get("mandate") is not None:
            self._mandate(decision)
        else:
            self._concept(decision)

    def _concept(self, decision: str) -> None:
        identifier = str(self.given.get("concept") or "")
        if (level := kind_of(identifier)) not in Level.values:
            raise InvalidFields(self._name(), {"concept": _("Choose an Action Line, goal, target or commitment.")})
        if (link := self.record.links.filter(concept=identifier).first()) is None:
            self._room(self.record.links.count())
            link = ActivityLink(activity=self.record, concept=identifier, level=level, origin=Origin.PERSON)
        link.status = decision
        link.save()

    def _mandate(self, decision: str) -> None:
        fields = str(self.given["mandate"])
        number = int(fields) if fields.isascii() and fields.isdecimal() and len(fields) < 19 else 0
        mandate = Mandate.objects.filter(pk=number).exclude(status=MandateStatus.REJECTED).first()
        if mandate is None:
            raise InvalidFields(self._name(), {"mandate": _("There is no such mandate.")})
        if (link := self.record.mandate_links.filter(mandate=mandate).first()) is None:
            self._room(self.record.mandate_links.count())
            link = ActivityMandate(activity=self.record, mandate=mandate, origin=Origin.PERSON)
        link.status = decision
        link.save()

    def _room(self, held: int) -> None:
        if held >= MOST:
            raise InvalidFields(self._name(), {"links": _("At most %(most)d links are allowed.") % {"most": MOST}})


def may_decide(user: "Person | None", record: Activity) -> Decision:
    """Return whether the user may decide on links in the state that the activity is in."""
    return decide(user, "activity.comment" if record.status == _LINK_STATUS.SUBMITTED else "activity.edit", record)


def restore_links(record: Activity, data: Serialised) -> None:
    """Put the links back that a serialised activity has."""
    record.links.all().delete()
    ActivityLink.objects.bulk_create(ActivityLink(activity=record, **link) for link in data["links"])
    record.mandate_links.all().delete()
    there = set(
        Mandate.objects.filter(pk__in=[item["mandate"] for item in data["mandates"]]).values_list("pk", flat=True)
    )
    ActivityMandate.objects.bulk_create(
        ActivityMandate(activity=record, mandate_id=item["mandate"], **{k: item[k] for k in _OF_MANDATE})
        for item in data["mandates"]
        if item["mandate"] in there
    )


_OF_MANDATE = ("origin", "status", "p", "evidence")
