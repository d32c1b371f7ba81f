"""A consultation is opened, edited, published, withdrawn; its results are published."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.consultations.actions.fields import clean
from actionlines.register.consultations.models import Consultation, Phase
from actionlines.register.core.action import Action
from actionlines.register.organisations.actions import must_be_public


class _Fields(Action):
    """Takes `fields` (name -> plain value)."""

    def put(self, record: Consultation, given: Mapping[str, object]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(given)
        if wrong:
            raise InvalidFields("consultation", wrong)
        must_be_public("consultation", good.get("organisation"))
        phases = good.pop("phases", None)
        for field, value in good.items():
            setattr(record, "organisation_id" if field == "organisation" else field, value)
        record.save()
        if phases is not None:
            record.phases.all().delete()
            Phase.objects.bulk_create(Phase(consultation=record, **one) for one in phases)


class OpenConsultation(_Fields):
    """Begin a consultation, as a draft that its organiser alone sees. It needs a title; a text is added next."""

    code = "consultation.open"

    def effect(self) -> None:
        """Saved as a draft of the one who opens it."""
        record = Consultation(owner=self.actor)
        self.put(record, {"title": "", **self.given["fields"]})
        self.record = record


class EditConsultation(_Fields):
    """Change the fields given; the others stay. A withdrawn one is not changed any more."""

    code = "consultation.edit"
    states = frozenset({"draft", "published"})

    def effect(self) -> None:
        """Save the fields that were given."""
        self.put(self.record, self.given["fields"])


class PublishConsultation(Action):
    """Show it to the public. It needs a text, and a phase for comments."""

    code = "consultation.edit"
    states = frozenset({"draft"})

    def effect(self) -> None:
        """Public from now on; its phases say when comments are taken."""
        if not self.record.text:
            raise WrongState(self._name(), _("it has no text yet: add one first"))
        if not any(one.kind == "comments" for one in self.record.phases.all()):
            raise WrongState(self._name(), _("it has no phase for comments: add one first"))
        now = timezone.now()
        self.record.status, self.record.status_since, self.record.published_at = "published", now, now
        self.record.digested_at = now


class PublishResults(Action):
    """Publish the `results` of a consultation in words, with the dispositions so far."""

    code = "consultation.edit"
    states = frozenset({"published"})

    def effect(self) -> None:
        """Save the results and the moment of their publication."""
        good, wrong = clean({"results": self.given.get("results", "")})
        if not wrong and not good["results"]:
            wrong["results"] = _("This is needed.")
        if wrong:
            raise InvalidFields(self._name(), wrong)
        self.record.results = good["results"]
        self.record.results_at = timezone.now()


class WithdrawConsultation(Action):
    """Take it from the public, with a reason that the public reads. Its page says so for ever."""

    code = "consultation.edit"
    states = frozenset({"draft", "published"})

    def effect(self) -> None:
        """Leave a tombstone in place of the consultation."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("say why")})
        self.record.status, self.record.status_since = "withdrawn", timezone.now()
        self.record.status_reason = self.reason[:2000]
