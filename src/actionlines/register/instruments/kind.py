"""Instruments, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind
from actionlines.register.core.schema import Data, Head, iso, plain
from actionlines.register.instruments.models import Instrument
from actionlines.register.instruments.search import SEARCH

_FIELDS = ("symbol", "family", "title", "body", "session", "language", "document_kind", "country")


def values_of(instrument: Instrument) -> Data:
    """Return an instrument as plain values, without its paragraphs."""
    return {
        **plain(Head, instrument),
        **{name: getattr(instrument, name) for name in _FIELDS},
        "date": iso(instrument.date),
        "sha256": instrument.file.sha256 if instrument.file else None,
        "warnings": instrument.warnings,
    }


KIND = Kind(
    model=Instrument,
    values=values_of,
    name=_("Instrument"),
    plural=_("Instruments"),
    listed="instruments",
    done={"import": _("Imported")},
    search=SEARCH,
)
