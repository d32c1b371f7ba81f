"""Consultations and comments, as the rooms that all kinds share know them."""

from django.utils.translation import gettext_lazy as _

from actionlines.register.consultations.models import Comment, Consultation, Endorsement
from actionlines.register.consultations.schema import Comment as CommentOutside
from actionlines.register.consultations.schema import Consultation as ConsultationOutside
from actionlines.register.consultations.search import SEARCH
from actionlines.register.core.kinds import Kind, MenuEntry

KIND = Kind(
    model=Consultation,
    schema=ConsultationOutside,
    name=_("Consultation"),
    plural=_("Consultations"),
    icon="bubble",
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
    labels={"phases": _("Phases"), "texts": _("Versions of the text"), "results_at": _("Results published")},
    api=("api.router", "comment_api.router"),
    pages=("urls.urlpatterns",),
    public_rows=lambda: Consultation.objects.filter(status="published"),
    has_news=True,
    panels={"home": "views.show_on_home"},
    owner="owner",
    beside=(("endorsements", Endorsement, "user", ("comment_id",)),),
    work=("notices.INVITATIONS", "work.COMMENTS"),
    menu=(
        MenuEntry("asks", 40, "", _("Consultations")),
        MenuEntry("asks", 10, "consultations", _("Consultations")),
        MenuEntry("asks", 20, "consultation-new", _("Open a consultation"), "consultation.open"),
    ),
    posts={"consultation-text": "consultation-text", "consultation-comment": "comment", "comment-reply": "comment"},
)
COMMENT = Kind(
    model=Comment,
    schema=CommentOutside,
    name=_("Comment"),
    plural=_("Comments"),
    done={"edit": _("Corrected"), "withdraw": _("Withdrawn")},
    labels={
        "written_on": _("Written on"),
        "place": _("Place in the text"),
        "disposition_place": _("Where in the new text"),
        "suggests": _("Suggests other words"),
        "quote": _("About these words"),
        "consultation": _("Consultation"),
        "disposed_at": _("Date of the disposition"),
        "quote_sha256": _("Digest of the quoted words (SHA-256)"),
        "paragraph_sha256": _("Digest of the paragraph (SHA-256)"),
    },
    part_of=("consultation", "consultation"),
    owner="author",
)
