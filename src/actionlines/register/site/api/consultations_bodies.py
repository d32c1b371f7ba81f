"""What is sent to the operations of consultations and comments."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, model_validator

from actionlines.register.consultations.models.comments import Disposition
from actionlines.register.consultations.models.consultations import PhaseKind
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import ID, Input
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api.lists import Paged
from actionlines.register.site.api.mandates import Seen

_Word = Annotated[str, Field(max_length=40)]
_Anchor = Annotated[str, Field(max_length=80)]
_Day = Annotated[str, Field(max_length=10, description="2027-05-31")]


class PhaseGiven(Schema):
    """A part of a consultation, from one day to another, both inclusive."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, s.OneOf(PhaseKind)]
    name: str = Field("", max_length=120)
    starts_on: _Day
    ends_on: _Day | None = None


class ConsultationFields(Input):
    """Those that are not given stay as they are. A new one needs a title."""

    title: str = Field("", max_length=300)
    summary: str = Field("", max_length=8000)
    language: Annotated[str, s.OneOf(LANGUAGES)] = "en"
    lines: list[_Word] = Field([], max_length=40)
    organisation: ID | None = None
    anonymous: bool = False
    premoderated: bool = False
    phases: list[PhaseGiven] = Field([], max_length=12)


class NewConsultation(Schema):
    """A consultation to be opened, as a draft of yours."""

    model_config = ConfigDict(extra="forbid")
    fields: ConsultationFields


class EditedConsultation(Seen):
    """The fields of a consultation to change."""

    fields: ConsultationFields


class NewTextVersion(Seen):
    """A version of the text: an instrument of the register by its symbol; a report or road map that you may edit
    or that is published (`report:12`, `roadmap:3`); or words, an empty line between paragraphs. `mapping`: id of a
    paragraph of the version before -> id in this one, where you know it.
    """

    symbol: str = Field("", max_length=120)
    draft: str = Field("", max_length=40)
    words: str = Field("", max_length=1_500_000)
    mapping: dict[_Anchor, _Anchor] = Field({}, max_length=500)


class ResultsGiven(Seen):
    """The outcome of the consultation, in words."""

    results: str = Field(max_length=20_000)


class ReasonGiven(Seen):
    """A reason that the public reads."""

    reason: str = Field("", max_length=2000)


class Who(Schema):
    """Who speaks: `stakeholder` of the vocabulary of this name, `country` ISO 3166 alpha-3."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field("", max_length=5000)
    stakeholder: _Word
    country: Annotated[str, Field(max_length=3)] = ""
    organisation: str = Field("", max_length=300)
    name: str = Field("", max_length=150)
    language: Annotated[str, s.OneOf(("", *LANGUAGES))] = ""


class NewComment(Who):
    """About a paragraph (its id; "" for the whole text) of version `seen`, or a span of it: `start` and `end`, or
    a `quote` that stands there once. With `suggests`, `suggestion` is to stand instead ("" to delete).
    """

    paragraph: _Anchor = ""
    seen: int | None = Field(None, ge=1, le=10**6)
    start: int | None = Field(None, ge=0, le=10**7)
    end: int | None = Field(None, ge=0, le=10**7)
    quote: str = Field("", max_length=20_000)
    suggests: bool = False
    suggestion: str = Field("", max_length=5000)

    @model_validator(mode="after")
    def both(self) -> NewComment:
        """Raise ValueError where only one end of the span is given."""
        if (self.start is None) != (self.end is None):
            raise ValueError("give both start and end, or none")
        return self


class CommentFields(Input):
    """Those that are not given stay as they are. Where a comment stands cannot be changed."""

    text: str = Field("", max_length=5000)
    suggests: bool = False
    suggestion: str = Field("", max_length=5000)
    stakeholder: _Word = ""
    country: Annotated[str, Field(max_length=3)] = ""
    organisation: str = Field("", max_length=300)
    name: str = Field("", max_length=150)
    language: Annotated[str, s.OneOf(("", *LANGUAGES))] = ""


class EditedComment(Seen):
    """The fields of a comment to change."""

    fields: CommentFields


class Endorsing(Schema):
    """Agree with a comment, or take your agreement back."""

    model_config = ConfigDict(extra="forbid")
    take_back: bool = False


class Moderated(ReasonGiven):
    """The decision on a comment; a removal needs a reason."""

    decision: Literal["publish", "remove"]


class Disposed(Seen):
    """The disposition of a comment. `where`: id or number of a paragraph of the current text."""

    disposition: Annotated[str, s.OneOf(Disposition)]
    why: str = Field("", max_length=4000)
    where: _Anchor = ""


class Placed(Seen):
    """Where it stands in the current text: the id of a paragraph; "" for nowhere."""

    to: _Anchor


class AskedComments(Paged):
    """Which comments: of one paragraph (id), one disposition ("none" for those without), orphaned ones."""

    paragraph: _Anchor = ""
    disposition: Annotated[str, s.OneOf(("", "none", *Disposition.values[1:]))] = ""
    how: Annotated[str, s.OneOf(("", "written", "same", "mapped", "orphaned", "whole"))] = ""
    stakeholder: _Word = ""


class AskedText(Paged):
    """Which version of the text; the current one without it."""

    text: int | None = Field(None, ge=1, le=10**6)
