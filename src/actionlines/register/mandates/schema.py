"""Mandates: what people may write into one, with the rule of each field, and what one looks like outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, TypeGuard

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field

from actionlines.framework.bodies import LONGEST_LABEL, is_label
from actionlines.register.core.rules import Choice, Day, Rule, Text, Wrong
from actionlines.register.core.schema import Data, Head, Input, Json, Link, OneOf, in_order, links, plain
from actionlines.register.mandates.models import Force, MandateStatus, ProgressEvidence, Strength
from actionlines.register.mandates.models import Mandate as Record
from actionlines.register.mandates.wording import ACTION_LIMIT, MOST, deliverables, is_due

_Name = Annotated[str, Field(max_length=LONGEST_LABEL)]
_NOBODY = gettext_lazy("name at least one body; take “unspecified” where the text leaves it open")


@dataclass(frozen=True)
class Bodies(Rule):
    """A list of bodies of the framework."""

    def clean(self, value: object) -> list[str]:
        """Return the ids of the bodies, none twice. Raises Wrong."""
        if not _is_list(value):
            raise Wrong(_("it is not a list of bodies"))
        bodies = list(dict.fromkeys(value))
        if unknown := [body for body in bodies if not is_label(body)]:
            problem = _("there is no body “%(body)s”; choose one from the list")
            raise Wrong(problem % {"body": unknown[0][:60]})
        self.bounded(bodies)
        return bodies


@dataclass(frozen=True)
class DueForms(Rule):
    """A list of canonical due forms."""

    def clean(self, value: object) -> list[str]:
        """Return the due forms, none twice. Raises Wrong."""
        if not _is_list(value):
            raise Wrong(_("it is not a list of dates"))
        forms = list(dict.fromkeys(value))
        if bad := [form for form in forms if not is_due(form)]:
            advice = _("“%(form)s” is not a due date; write year:2027, session:81, 2027-03-31 or recurring:annual")
            raise Wrong(advice % {"form": bad[0][:60]})
        return forms


def _is_list(value: object) -> TypeGuard[list[str] | tuple[str, ...]]:
    return isinstance(value, list | tuple) and len(value) <= MOST and all(isinstance(item, str) for item in value)


class Corrected(Input):
    """Only what differs need be given."""

    addressees: Annotated[list[_Name], Bodies(MOST, needed=_NOBODY)] | None = None
    action: Annotated[str, Text(ACTION_LIMIT, needed=gettext_lazy("say what is asked"))] | None = None
    deliverable: Annotated[str, Choice(120, of=deliverables)] | None = None
    strength: Annotated[str, OneOf(Strength), Choice(of=tuple(Strength.values))] | None = None
    force: Annotated[str, OneOf(Force), Choice(of=tuple(Force.values))] | None = None
    due: Annotated[list[_Name], DueForms(MOST)] | None = None
    due_on: Annotated[date, Day()] | None = None
    report_to: Annotated[list[_Name], Bodies(MOST)] | None = None


class Addressee(Schema):
    """A body that is asked, and the words by which the text calls it."""

    body: str
    words: str


class ProgressNote(Schema):
    """What was done, and what shows it."""

    at: datetime
    text: str
    evidence_kind: Annotated[str, OneOf(ProgressEvidence)]
    evidence: Json
    answers_for: str = Field(
        "", description="body, country (`KEN`) or organisation (`org:12`) for whom it answers; empty for a note"
    )


class ToCheck(Schema):
    """Why a person should read a field."""

    field: str
    reason: str


class Mandate(Head):
    """Who is asked to do what, by when."""

    instrument: str
    paragraph: str
    ordinal: int
    verb: str
    strength: Annotated[str, OneOf(Strength)]
    action: str
    deliverable: str
    report_to: list[str]
    due: list[str]
    due_on: date | None
    implied: bool
    words: Json
    proposal: Json
    force: Annotated[str, OneOf(Force)]
    rests_on: list[str]
    candidates: list[str]
    checks: list[ToCheck]
    amendment: Json
    status: Annotated[str, OneOf(MandateStatus)]
    status_since: datetime | None
    status_reason: str
    lead: int | None
    superseded_by: int | None
    summary: str = Field("", description="in words of the register; where `words` is empty, `action` repeats it")
    accepted_with: int | None = Field(
        None, description="how many others were confirmed with it by one press of a button"
    )
    addressees: list[Addressee]
    links: list[Link]
    progress: list[ProgressNote]

    @staticmethod
    def resolve_instrument(record: Record) -> str:
        """Return the symbol of the document."""
        return record.instrument.symbol

    @staticmethod
    def resolve_paragraph(record: Record) -> str:
        """Return the anchor of the paragraph."""
        return record.paragraph.anchor

    @staticmethod
    def resolve_addressees(record: Record) -> list[Data]:
        """Return who is asked, in order."""
        return [plain(Addressee, item) for item in in_order(record.addressees)]

    @staticmethod
    def resolve_links(record: Record) -> list[Data]:
        """Return the links to concepts, in order."""
        return links(record.links)

    @staticmethod
    def resolve_progress(record: Record) -> list[Data]:
        """Return the notes of progress, the latest first."""
        return [plain(ProgressNote, item) for item in record.progress.all()]
