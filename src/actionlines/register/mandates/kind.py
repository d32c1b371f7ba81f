"""Mandates, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind
from actionlines.register.core.schema import Data, plain
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.schema import Mandate as MandateOutside
from actionlines.register.mandates.search import SEARCH


def values_of_today(mandate: Mandate) -> Data:
    """Return the values of today: an open mandate that is past its last day is overdue."""
    return {**plain(MandateOutside, mandate), "status": mandate.shown_status}


KIND = Kind(
    model=Mandate,
    schema=MandateOutside,
    today=values_of_today,
    name=_("Mandate"),
    plural=_("Mandates"),
    listed="mandates",
    done={
        "confirm": _("Confirmed"),
        "correct": _("Corrected"),
        "reject": _("Rejected"),
        "assign": _("Lead assigned"),
        "progress": _("Progress recorded"),
        "status": _("Status set"),
        "undo": _("Undone"),
    },
    related=("instrument", "paragraph"),
    prefetched=("addressees", "links", "progress"),
    links={"links": "links"},
    search=SEARCH,
)
