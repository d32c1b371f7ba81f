"""Reports, as the rooms that all kinds share know them."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import DRAFTED, Asks, Kind, MenuEntry, Verb, ask_changes
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import reader_words
from actionlines.register.reports import actions as act
from actionlines.register.reports.builds import started
from actionlines.register.reports.models import BuildStatus, Report, ReportType
from actionlines.register.reports.schema import Report as ReportOutside
from actionlines.register.reports.search import SEARCH


def _list_public() -> QuerySet[Report]:
    return Report.objects.filter(published_build__isnull=False).exclude(status="withdrawn")


def _make_card(data: Data, _record: object) -> dict[str, object]:
    day = reader_words().date(data["published_at"][:10]) if data["published_at"] else ""
    kind = str(ReportType(data["type"]).label)
    return {"title": data["title"] or kind, "text": "", "line": " · ".join(filter(None, (kind, day)))}


def _built(report: Report) -> None:
    """The version that is handed on is built, so that it can be looked at."""
    if not report.builds.filter(version=report.version).exclude(status=BuildStatus.FAILED).exists():
        started(report)


KIND = Kind(
    model=Report,
    schema=ReportOutside,
    name=_("Report"),
    plural=_("Reports"),
    icon="page",
    in_versions=True,
    listed="reports",
    done={**DRAFTED, "official": _("Draft begun")},
    back={("submit", "draft"): _("Taken back"), ("publish", "draft"): _("Sent back")},
    mail={
        "submitted": _("The report “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The report “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
    verbs=(
        Verb("submit", act.SubmitReport, _("Submitted."), then=_built),
        Verb("recall", act.RecallReport, _("It is a draft again.")),
        Verb(
            "return",
            act.ReturnReport,
            _("Sent back."),
            to="inbox",
            asks=ask_changes(
                _("Send it back"), _("It goes back to those who write it, with your words."), _("Send it back")
            ),
        ),
        Verb("publish", act.PublishReport, _("Published.")),
        Verb(
            "revise", act.ReviseReport, then=started, to=lambda _request, made: reverse("report-edit", args=[made.pk])
        ),
        Verb(
            "withdraw",
            act.WithdrawReport,
            _("Withdrawn."),
            to="reports",
            asks=Asks(
                _("Withdraw this report"),
                _("A published report leaves its address and the day; its paper is not shown any more."),
                _("Withdraw"),
                _("The public reads it if you may publish here; otherwise it is in the history alone."),
                needed=False,
            ),
        ),
    ),
    api=("api.router",),
    pages=("views.new_urls", "views.pages_urls", "edit.urlpatterns", "views.builds_urls"),
    public_rows=_list_public,
    card=_make_card,
    has_news=True,
    owner="owner",
    waiting=lambda: Report.objects.defer("sections", "chosen", "masthead"),
    waits_about=lambda report: name_of(area) if (area := report.parameters.get("area")) else "",
    menu=(
        MenuEntry("papers", 20, "reports", _("Reports")),
        MenuEntry("papers", 30, "report-new", _("New report"), "report.create"),
    ),
    panels={"body": "views.show_on_body", "country": "views.show_on_country"},
    kept=("reports", "report"),
)
