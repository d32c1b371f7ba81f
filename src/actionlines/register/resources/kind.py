"""Envelopes, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind
from actionlines.register.resources.models import Envelope
from actionlines.register.resources.schema import Envelope as EnvelopeOutside

KIND = Kind(
    model=Envelope,
    schema=EnvelopeOutside,
    name=_("Envelope"),
    plural=_("Resources"),
    listed="envelopes",
    done={"edit": _("Edited")},
)
