"""Consultations and comments, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.search import SEARCH
from actionlines.register.consultations.serialise import comment_values, consultation_values
from actionlines.register.core.kinds import Kind

KIND = Kind(
    model=Consultation,
    values=consultation_values,
    name=_("Consultation"),
    plural=_("Consultations"),
    listed="consultations",
    done={
        "open": _("Opened"),
        "edit": _("Edited"),
        "comment": _("Written"),
        "endorse": _("Endorsement"),
        "moderate": _("Moderated"),
        "dispose": _("Disposition or place"),
    },
    search=SEARCH,
)
COMMENT = Kind(
    model=Comment,
    values=comment_values,
    name=_("Comment"),
    plural=_("Comments"),
    done={"edit": _("Corrected"), "withdraw": _("Withdrawn")},
)
