"""Reports: each field said once, with its rule, limit and default."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from actionlines.errors import ActionlinesError
from actionlines.papers.account.question import parse_question
from actionlines.papers.reports.request import MASTHEAD
from actionlines.register.core.rules import Language, Line, Name, Rule, Wrong
from actionlines.register.core.schema import Head, Input, Json, OneOf
from actionlines.register.core.texts import plain_text
from actionlines.register.reports.models import Report as Record
from actionlines.register.reports.models import ReportStatus, ReportType

_ITEM = re.compile(r"(?:mandate|activity):[1-9][0-9]{0,17}|paragraph:[^\x00-\x1f]{3,200}#[^\x00-\x1f#]{1,80}")


@dataclass(frozen=True)
class Masthead(Rule):
    """Lines at the head of a paper, by name."""

    def clean(self, value: object) -> dict[str, str]:
        """Return the lines that have a text."""
        if not isinstance(value, Mapping):
            raise Wrong.unknown()
        texts = {item: Line(200).clean(plain_text(str(value.get(item) or ""))) for item in MASTHEAD}
        return {item: text for item, text in texts.items() if text}


@dataclass(frozen=True)
class Chosen(Rule):
    """Facts, mandates, activities and paragraphs that people chose for a report."""

    def clean(self, value: object) -> list[str]:
        """Return them in order, none twice."""
        items = list(dict.fromkeys(str(item) for item in value)) if isinstance(value, list | tuple) else [""]
        if self.most and len(items) > self.most:
            raise Wrong(_("%(most)d can be chosen at most.") % {"most": self.most})
        if bad := [item for item in items if not _is_item(item)]:
            raise Wrong(_("This cannot be chosen: %(what)s") % {"what": bad[0][:80]})
        return items


def _is_item(text: str) -> bool:
    if text.startswith("fact:"):
        try:
            parse_question(text.removeprefix("fact:"))
        except ActionlinesError:
            return False
        return len(text) < 400
    return bool(_ITEM.fullmatch(text))


class ReportFields(Input):
    """Fields left out keep their values."""

    title: Annotated[str, Name(300)] = ""
    language: Annotated[str, Language(2)] = "en"
    masthead: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Masthead(10)] = Field({})
    chosen: Annotated[list[Annotated[str, Field(max_length=400)]], Chosen(60)] = Field([])


class WrittenText(Schema):
    """What people wrote in a section; `seen` are the values of its facts when it was written."""

    section: str
    text: str
    by: int | None
    seen: Json


class Report(Head):
    """A report; its paper is at `/reports/{id}/paper`."""

    type: Annotated[str, OneOf(ReportType)]
    title: str
    language: str
    parameters: Json
    masthead: Json
    sections: list[WrittenText]
    chosen: list[str]
    status: Annotated[str, OneOf(ReportStatus)]
    status_since: datetime | None
    status_reason: str
    published_at: datetime | None
    published_version: int | None
    sha256: str | None = Field(description="of the published paper")

    @staticmethod
    def resolve_sha256(record: Record) -> str | None:
        """Return the digest of the published paper."""
        return record.published_build.sha256 if record.published_build else None


class Flag(Schema):
    """A number in a text that changed, is bound to nothing, or has no answer."""

    kind: str
    section: str
    words: str
    was: str
    now: str


class ReportPaper(Schema):
    """The paper of a report as it was built: `status` waiting, reading, writing, done or failed."""

    version: int
    language: str
    status: str
    sha256: str
    flags: list[Flag]
    error: Json
    paper: Json
