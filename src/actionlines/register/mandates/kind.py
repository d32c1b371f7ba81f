"""Mandates, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import ImportFormat, Kind, MenuEntry
from actionlines.register.core.schema import Data, plain
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.asked import name_party
from actionlines.register.mandates.doors import HARVEST, cite_mandate, list_public, make_card, title_of
from actionlines.register.mandates.models import Force, Mandate, Strength
from actionlines.register.mandates.schema import Mandate as MandateOutside
from actionlines.register.mandates.search import SEARCH
from actionlines.register.mandates.wording import deliverable_name, in_words


def values_of_today(mandate: Mandate) -> Data:
    """Return the values of today: an open mandate that is past its last day is overdue."""
    return {**plain(MandateOutside, mandate), "status": mandate.shown_status}


def _name_addressee(addressee: Data) -> str:
    if "body" not in addressee:  # the words of a mandate have addressees of another form
        return ""
    name = name_of(addressee["body"])
    return f"{name} ({addressee['words']})" if addressee.get("words") else name


_DOCUMENTS = "actionlines.register.mandates.documents"
_BRING_IN = f"{_DOCUMENTS}.bring_in"
KIND = Kind(
    model=Mandate,
    schema=MandateOutside,
    today=values_of_today,
    name=_("Mandate"),
    plural=_("Mandates"),
    icon="flag",
    listed="mandates",
    done={
        "confirm": _("Confirmed"),
        "correct": _("Corrected"),
        "reject": _("Rejected"),
        "assign": _("Lead assigned"),
        "progress": _("Progress recorded"),
        "remind": _("Reminder sent"),
        "status": _("Status set"),
        "undo": _("Undone"),
    },
    related=("instrument", "paragraph"),
    prefetched=("addressees", "links", "progress"),
    links={"links": "links"},
    search=SEARCH,
    labels={
        "addressees": _("Addressees"),
        "progress": _("Progress"),
        "superseded_by": _("Superseded by"),
        "instrument": _("Instrument"),
        "paragraph": _("Paragraph"),
        "implied": _("Implied"),
        "ordinal": _("Place in the paragraph"),
    },
    words={
        "deliverable": deliverable_name,
        "strength": lambda value: str(Strength(value).label) if value in Strength.values else value,
        "addressees": _name_addressee,
        "due": lambda value: in_words([value]) if isinstance(value, str) else "",
        "force": lambda value: str(Force(value).label) if value in Force.values else value,
        "instrument": lambda value: reader_words().cite(value),
        "lead": lambda value: name_party(f"org:{value}"),
    },
    title=title_of,
    api=("api.router",),
    pages=("urls.urlpatterns",),
    public_rows=list_public,
    harvest=HARVEST,
    reference=cite_mandate,
    card=make_card,
    listing="views.REGISTER",
    has_news=True,
    has_list_news=True,
    part_of=("instrument", "instrument"),
    menu=(
        MenuEntry("asked", 10, "", _("Mandates")),
        MenuEntry("asked", 10, "mandates", _("Mandates")),
        MenuEntry("asked", 20, "waiting", _("Open mandates by responsible body")),
    ),
    work=("work.ANSWERS", "desk.PROPOSALS", "work.LINKS", "desk.OPEN_MANDATES"),
    kept=("mandates", "waiting", "mandate", "mandate-at"),
    same_for_all=("feed-mandates", "mandates-calendar"),
    reads={"feed-mandates": "feed", "desk-names": "names"},
    imports=(
        ImportFormat("document", 10, _("Document"), "instrument.import", _BRING_IN, makes=Instrument),
        ImportFormat(
            "cooperation",
            40,
            _("Cooperation framework"),
            "cooperation.import",
            _BRING_IN,
            needs_country=True,
            subject=lambda country: Instrument(country=country),
            makes=Instrument,
        ),
    ),
    readings={
        "text": f"{_DOCUMENTS}.read_stored_text",
        "words": f"{_DOCUMENTS}.read_typed_words",
        "evidence": f"{_DOCUMENTS}.read_evidence",
        "compare": f"{_DOCUMENTS}.compare_stored_draft",
    },
)
