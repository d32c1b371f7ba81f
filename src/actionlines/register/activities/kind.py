"""Activities, as the rooms that all kinds share know them."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.register.activities import actions as act
from actionlines.register.activities import review
from actionlines.register.activities.doors import HARVEST, list_public, make_card
from actionlines.register.activities.drafts import forget, typed_version
from actionlines.register.activities.models import Activity, DraftSave, FieldComment
from actionlines.register.activities.schema import BESIDE_FIELDS, related_rows
from actionlines.register.activities.schema import Activity as ActivityOutside
from actionlines.register.activities.search import SEARCH
from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import DRAFTED, Asks, ImportFormat, Kind, MenuEntry, Verb
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import link_status_name
from actionlines.register.people.models import User


def _delete_drafts(person: User) -> None:
    drafts = Activity.objects.filter(owner=person, published_at=None, status__in=("draft", "changes"))
    while block := list(drafts.order_by("pk")[: most_of("transaction-rows")]):
        with transaction.atomic():
            for draft in block:
                act.DeleteDraft(None, draft, reason=gettext("The account was deleted.")).do()


def _list_remarks(activity: Activity) -> Iterator[str]:
    for comment in activity.comments.filter(settled_at=None):
        field = None if comment.field in BESIDE_FIELDS else Activity._meta.get_field(comment.field)
        name = getattr(field, "verbose_name", "")
        yield f"{name}: {comment.text}" if name else comment.text


_LOAD = "actionlines.register.activities.imports.load"
KIND = Kind(
    model=Activity,
    schema=ActivityOutside,
    name=_("Activity"),
    plural=_("Activities"),
    icon="bolt",
    listed="activities",
    done={
        **DRAFTED,
        "delete": _("Draft deleted"),
        "comment": _("Commented"),
        "take": _("Taken for review"),
        "link": _("Link decided"),
        "import": _("Imported"),
    },
    back={("submit", "draft"): _("Taken back"), ("edit", "published"): _("Draft of the next version dropped")},
    related=("organisation",),
    prefetched=("partners", "places", "links", "mandate_links"),
    in_versions=True,
    rows=related_rows,
    links={"links": "links", "mandate_links": "mandates"},
    mail={
        "many_subject": _("Activities for review: %(many)d"),
        "many": _("Activities that were submitted and wait for a reviewer: %(many)d."),
        "submitted": _("The activity “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The activity “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
    labels={"mandates": _("Mandates answered")},
    words={
        "type": partial(vocabulary.label, "activity"),
        "beneficiaries": partial(vocabulary.label, "beneficiary"),
        "technologies": partial(vocabulary.label, "technology"),
        "mandates": lambda link: f"{link['mandate']} ({link_status_name(link['status'])})",
    },
    typed_version=typed_version,
    verbs=(
        Verb(
            "submit",
            act.SubmitActivity,
            _("Submitted. It now waits for a reviewer; you will get a message."),
            missing=_("It is not complete yet. The form names what is missing."),
        ),
        Verb(
            "recall",
            act.RecallActivity,
            _("Taken back. It is a draft again."),
            to=lambda _request, made: reverse("activity-edit", args=[made.pk]),
        ),
        Verb("discard", act.DiscardChanges, _("The draft was dropped. What was published is unchanged.")),
        Verb(
            "delete",
            act.DeleteDraft,
            _("The draft was deleted."),
            to="mine",
            asks=Asks(
                _("Delete this draft?"), _("It was never public. It cannot be brought back."), _("Delete the draft")
            ),
        ),
        Verb(
            "withdraw",
            act.WithdrawActivity,
            _("Withdrawn. Its address says so."),
            to="mine",
            asks=Asks(
                _("Withdraw this activity?"),
                _("The public no longer reads it. A note stays at its address."),
                _("Withdraw activity"),
                _("The public reads it if you may publish here; otherwise it is in the history alone."),
            ),
        ),
        Verb(
            "take",
            review.TakeActivity,
            to=lambda request, made: "inbox" if request.POST.get("next") == "inbox" else made,
        ),
        Verb("publish", review.PublishActivity, _("Published. Everybody can read it now.")),
    ),
    api=("api.router",),
    pages=("edit.urlpatterns", "exports.urlpatterns"),
    public_rows=list_public,
    harvest=HARVEST,
    reference=lambda data: {"organisation": data.get("organisation")},
    card=make_card,
    listing="views.LISTING",
    remarks=_list_remarks,
    has_news=True,
    has_list_news=True,
    owner="owner",
    beside=(
        ("comments_on_drafts", FieldComment, "by", ("activity_id", "field", "version", "text", "at")),
        ("drafts_saved", DraftSave, "by", ("activity_id", "number", "at", "data")),
    ),
    forget_person=_delete_drafts,
    tidy=lambda settings: forget(timedelta(days=settings.days_drafts)),
    menu=(
        MenuEntry("answered", 20, "", _("Activities")),
        MenuEntry("answered", 10, "activities", _("Activities and good practices")),
        MenuEntry("answered", 20, "activity-new", _("Submit an activity"), "activity.create"),
    ),
    kept=("activities", "activity"),
    same_for_all=("feed-activities", "activity-jsonld"),
    posts={"activity-save": "autosave"},
    reads={
        "activity-duplicates": "duplicates",
        "activity-organisations": "names",
        "feed-activities": "feed",
        "data-iati": "bulk",
    },
    imports=(
        ImportFormat(
            "activities",
            20,
            _("Activities"),
            "activity.import",
            f"{_LOAD}.load",
            is_tried=True,
            guess="actionlines.register.activities.imports.columns.guess",
            tells=frozenset({"summary", "description", "organisation", "action_lines", "beneficiaries", "challenges"}),
            makes=Activity,
            then=f"{_LOAD}.propose_mandates_of",
        ),
    ),
)
