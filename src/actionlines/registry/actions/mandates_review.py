"""A reviewer's verdict on a mandate: confirmed, corrected, rejected; who leads; which concepts it touches."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.registry.actions.mandates_base import ACCEPTED, OPEN, MandateAction, bounded
from actionlines.registry.actions.mandates_fields import checked, proposal_of, still_to_check
from actionlines.registry.concepts import KIND_OF_LEVEL, kind_of
from actionlines.registry.due import last_day
from actionlines.registry.models import Mandate, Organisation
from actionlines.registry.models.base import LinkStatus, Origin


class ConfirmMandate(MandateAction):
    """It is a mandate, as it stands. What was rejected by mistake comes back so, too."""

    code = "mandate.confirm"
    states = frozenset({"proposed", "rejected"})

    def effect(self) -> None:
        """Confirmed with all its fields; where the text decides it, somebody is waited for from now on."""
        self.record.checks = []
        self.move("confirmed")


class RejectMandate(MandateAction):
    """It is none: nobody is asked to do anything. `reason` says why. The proposal stays on record."""

    code = "mandate.reject"
    states = frozenset({"proposed", "confirmed"})

    def effect(self) -> None:
        """Rejected: out of the register that visitors see."""
        self.need_reason()
        self.move("rejected")


class CorrectMandate(MandateAction):
    """Fields as people read them: any of addressees (ids of bodies), action, deliverable, strength, force, due
    (forms), due_on (date or None), report_to (ids of bodies). The words of the text and the proposal stay. A field
    that is given has been read: nobody need check it any more.

    With `due` alone the day follows from it. A proposal is confirmed by being corrected, and a mandate that is
    overdue is open again when its new day has not passed.
    """

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """Write what differs. InvalidFields names each field that is wrong."""
        one = self.record
        values, wrong = checked(self.given)
        if wrong:
            self.refuse(**wrong)
        one.proposal = one.proposal or proposal_of(one)
        one.checks = still_to_check(one, values)
        bodies = values.pop("addressees", None)
        if "due" in values and "due_on" not in values and values["due"] != one.due:
            values["due_on"] = last_day(values["due"], one.instrument.date)
        for name, value in values.items():
            setattr(one, name, value)
        if bodies is not None:
            self._address(bodies)
        if one.status == "proposed":
            self.move("confirmed")
        elif one.status == "overdue" and not _is_late(one):
            self.move("under_way" if one.progress.exists() else "confirmed")

    def _address(self, bodies: list[str]) -> None:
        """Who stays keeps the words by which the text calls them."""
        rows = self.record.addressees
        rows.exclude(body__in=bodies).delete()
        for body in bodies:
            rows.get_or_create(body=body)


def _is_late(one: Mandate) -> bool:
    return one.is_owed and one.due_on is not None and one.due_on < timezone.now().date()


class ConfirmField(MandateAction):
    """`field`: somebody read it, and it is right as it stands."""

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """Nobody need check it any more; the mandate itself may still wait for its confirmation."""
        left = [one for one in self.record.checks if one["field"] != self.given["field"]]
        if len(left) == len(self.record.checks):
            self.refuse(field=_("nothing is to be checked there"))
        self.record.checks = left


class AssignLead(MandateAction):
    """`lead`: the number of the organisation that sees to it, or None."""

    code = "mandate.assign"
    states = OPEN

    def effect(self) -> None:
        """Say who leads."""
        given = self.given["lead"]
        lead = Organisation.objects.filter(pk=bounded(given)).first() if given is not None else None
        if given is not None and lead is None:
            self.refuse(lead=_("there is no such organisation"))
        self.record.lead = lead


class DecideMandateLink(MandateAction):
    """`concept` (`C5`, `sdg:9.c`) is `confirmed` or `rejected`; one that nobody proposed is added by a
    confirmation. `status` says which.
    """

    code = "mandate.correct"
    states = ACCEPTED | {"proposed"}

    def effect(self) -> None:
        """The proposal with its probability and evidence stays in the row; only the decision is new."""
        concept, status = self.given["concept"], self.given["status"]
        level = kind_of(concept)
        if level not in KIND_OF_LEVEL.values():
            self.refuse(concept=_("there is no action line, goal, target or commitment with this id"))
        if status not in (LinkStatus.CONFIRMED, LinkStatus.REJECTED):
            self.refuse(status=_("confirm it or reject it"))
        link = self.record.links.filter(concept=concept).first()
        if link is None and status == LinkStatus.REJECTED:
            self.refuse(concept=_("it is not linked"))
        if link is None:
            link = self.record.links.model(
                mandate=self.record, concept=concept, level=level, origin=Origin.PERSON
            )
        link.status = status
        link.save()
