"""Road maps, as the rooms that all kinds share know them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import DRAFTED, Asks, Kind, MenuEntry, Verb, ask_changes
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join
from actionlines.register.roadmaps import actions as act
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.schema import RoadMap as RoadMapOutside
from actionlines.register.roadmaps.search import SEARCH


def _list_public() -> QuerySet[RoadMap]:
    return RoadMap.objects.filter(published_at__isnull=False).exclude(status="withdrawn")


def _make_card(data: Data, _record: object) -> dict[str, object]:
    lines = join(known.full for line in data["lines"] if (known := concept(line)))
    return {"title": data["title"], "text": data.get("purpose", ""), "line": lines}


KIND = Kind(
    model=RoadMap,
    schema=RoadMapOutside,
    name=_("Road map"),
    plural=_("Road maps"),
    icon="route",
    in_versions=True,
    listed="roadmaps",
    done={**DRAFTED, "milestone": _("Milestone marked")},
    mail={
        "submitted": _("The road map “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The road map “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
    labels={
        "narratives": _("Texts"),
        "items": _("Targets, commitments and indicators"),
        "metrics": _("Metrics"),
        "milestones": _("Milestones"),
    },
    verbs=(
        Verb(
            "submit",
            act.SubmitRoadMap,
            _("Submitted. It can be published now, or sent back with a reason."),
            missing=_("It is not complete yet. The builder names what is missing."),
        ),
        Verb("publish", act.PublishRoadMap, _("Published. Everybody can read it now.")),
        Verb(
            "discard",
            act.DiscardRoadMap,
            _("The draft was dropped."),
            # What was never public is gone with its draft.
            to=lambda _request, made: made if made.pk else "roadmaps",
        ),
        Verb(
            "changes",
            act.RequestRoadMapChanges,
            _("Sent back."),
            to="inbox",
            asks=ask_changes(
                _("Request changes"), _("It goes back to those who write it, with your words."), _("Send it back")
            ),
        ),
        Verb(
            "withdraw",
            act.WithdrawRoadMap,
            _("Withdrawn. Its address says so."),
            to="roadmaps",
            asks=Asks(
                _("Withdraw this road map?"),
                _("The public no longer reads it. A note stays at its address."),
                _("Withdraw road map"),
                _("The public reads it if you may publish here; otherwise it is in the history alone."),
            ),
        ),
    ),
    api=("api.router",),
    pages=("builder.urlpatterns", "views.parts_urls", "views.pages_urls"),
    public_rows=_list_public,
    card=_make_card,
    has_news=True,
    owner="owner",
    waiting=lambda: RoadMap.objects.defer("items", "metrics", "milestones", "tracked"),
    waits_about=lambda roadmap: join(roadmap.lines),
    panels={"action_line": "views.show_on_line"},
    menu=(MenuEntry("papers", 10, "roadmaps", _("Road maps")),),
    kept=("roadmaps", "roadmap"),
)
