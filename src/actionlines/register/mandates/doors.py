"""What other sites, harvesters and people who cite get of mandates."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import Harvest
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.instruments.doors import cite_symbol
from actionlines.register.mandates.models import Mandate, MandateStatus
from actionlines.register.mandates.wording import in_words, mark_summary


def list_public() -> QuerySet[Mandate]:
    """Return the mandates that are public now, with what their public form needs."""
    rows = Mandate.objects.exclude(status=MandateStatus.REJECTED).select_related("instrument", "paragraph")
    return rows.prefetch_related("addressees", "links", "progress")


def cite_mandate(data: Data) -> Data:
    """Return a citation: the action, its text and paragraph."""
    title = mark_summary(" ".join(str(data["action"]).split()), data["action"] == data.get("summary"))
    return {"title": title, "place": data["paragraph"], "issued": "", **cite_symbol(data["instrument"])}


def make_card(data: Data, mandate: Mandate) -> dict[str, object]:
    """Return what a card says: addressees, action, due date, place and status, in the language of the text."""
    symbol = "" if data["instrument"].startswith("file:") else data["instrument"]
    place = ", ".join(map(isolated, filter(None, (symbol, reader_words().place(data["paragraph"])))))
    return {
        "title": ", ".join(name_of(addressee["body"]) for addressee in data["addressees"]),
        "text": mark_summary(data["action"], mandate.is_summary),
        "status": (data["status"], MandateStatus(data["status"]).label),
        "language": mandate.instrument.language,
        "line": " · ".join(filter(None, (in_words(data["due"]), place))),
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
)
