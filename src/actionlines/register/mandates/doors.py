"""What other sites, harvesters and people who cite get of mandates."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from actionlines.papers.citing import title_ask
from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import Harvest
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join, reader_words
from actionlines.register.instruments.doors import cite_source, cite_symbol
from actionlines.register.mandates.models import Mandate, MandateStatus
from actionlines.register.mandates.wording import in_words, mark_summary


def list_public() -> QuerySet[Mandate]:
    """Return the mandates that are public now, with what their public form needs."""
    rows = Mandate.objects.exclude(status=MandateStatus.REJECTED).select_related("instrument", "paragraph")
    return rows.prefetch_related("addressees", "links", "progress")


def title_of(data: Data) -> str:
    """Return what a mandate is called in its serialised form: its ask, in the reader's language."""
    return title_ask(data.get("summary") or "", data["action"], reader_words().language)


def cite_mandate(data: Data) -> Data:
    """Return a citation: the action, its text and paragraph."""
    title = mark_summary(title_of(data), bool(data.get("summary")))
    return {"title": title, "place": data["paragraph"], "issued": "", **cite_symbol(data["instrument"])}


def make_card(data: Data, mandate: Mandate) -> dict[str, object]:
    """Return what a card says: addressees, action, due date, place and status, in the language of the text."""
    return {
        "title": mark_summary(title_of(data), bool(mandate.summary)),
        "text": join(name_of(addressee["body"]) for addressee in data["addressees"]),
        "status": (data["status"], MandateStatus(data["status"]).label),
        "language": mandate.title_language,
        "line": " · ".join(filter(None, (in_words(data["due"]), str(mandate)))),
    }


def _stamp(version: Any) -> Any:
    # A rejected mandate has no public version of the day on which it went.
    return Case(When(status=MandateStatus.REJECTED, then=F("changed_at")), default=version)


HARVEST = Harvest(
    title=_("Mandates"),
    rows=Mandate.objects.all,
    types=("Text", "Text"),
    summary="action",
    related=lambda data: str(data["instrument"]),
    stamp=_stamp,
    proposed={"status": MandateStatus.PROPOSED},
    text=lambda mandate: cite_source(mandate.instrument),
)
