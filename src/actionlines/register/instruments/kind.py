"""Instruments, as the rooms that all kinds share know them."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import Kind, MenuEntry
from actionlines.register.core.schema import Data, Head, iso, plain
from actionlines.register.instruments.doors import HARVEST, cite_instrument, list_public, make_card
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
    icon="page",
    listed="instruments",
    done={"import": _("Imported")},
    search=SEARCH,
    labels={"family": _("Family of versions"), "warnings": _("Notes of the reader")},
    words={"document_kind": partial(vocabulary.label, "document")},
    api=("api.router",),
    pages=("urls.urlpatterns",),
    public_rows=list_public,
    harvest=HARVEST,
    reference=cite_instrument,
    card=make_card,
    listing="views.INSTRUMENTS",
    has_news=True,
    panels={"body": "views.show_on_body", "commitment": "views.show_on_commitment"},
    menu=(MenuEntry("asked", 30, "instruments", _("Instruments")),),
    kept=("instruments", "instrument", "compare"),
    reads={"instrument-akn": "bulk"},
)
