"""Pages of reports: list, record, builds, files."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionlines.errors import NotAllowed
from actionlines.framework import load
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.papers.writers.as_html import page_policy
from actionlines.register.core.concepts import name_of
from actionlines.register.core.models import Event, Person
from actionlines.register.core.pages.edit import Attempt, attempted, country_choices, offer
from actionlines.register.core.pages.facets import language_name
from actionlines.register.core.pages.page import SignedIn, converter, find_record, page, page_number
from actionlines.register.core.pages.records import gone, whom
from actionlines.register.core.permissions import decide, roles_of, sees_draft
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.pages.panels import Paper
from actionlines.register.reports.actions import PARAMETERS, CreateReport
from actionlines.register.reports.builds import file_of, started
from actionlines.register.reports.models import BuildStatus, Report, ReportBuild, ReportStatus, ReportType

REPORT = find_record(Report, related=("published_build", "owner"))


@page("report.view", record=REPORT)
def report(request: HttpRequest, record: Report) -> HttpResponse:
    """The public sees what was published; who works on it sees the draft and what can be done."""
    all_of_it = sees_draft(request.user, record)
    if record.status == ReportStatus.WITHDRAWN and not all_of_it:
        return gone(request, record)
    latest = record.builds.filter(version=record.version).first() if all_of_it else None
    rows = latest if latest and latest.status == BuildStatus.DONE else record.published_build
    context = {
        "report": record, "all_of_it": all_of_it, "build": latest, "shown": rows, "formats": list(FORMATS),
        "title": (rows.words.get("title") if rows else "") or str(record),
        "contents": contents(rows.paper) if rows else [], "as_of": as_of(rows.paper) if rows else None,
        "events": list(Event.objects.filter(kind="report", record=record.pk)[:12]) if all_of_it else [],
        "waiting": whom(record) if all_of_it else "",
        "data": {"words": rows.words if rows else {}, "draft": as_dict(record) if all_of_it else {}},
        "edits": record.status == ReportStatus.DRAFT and decide(request.user, "report.edit", record),
    }  # fmt: skip
    return render(request, "reports/record.html", context)


def as_of(paper: Data) -> date | None:
    """The day of the newest record that the paper was made of."""
    text = str(paper.get("made", {}).get("as_of") or "")
    return date.fromisoformat(text) if len(text) == 10 else None


def contents(paper: Data) -> list[str]:
    """Return the headings of the first level."""
    return [item["title"] for item in paper.get("blocks", ()) if item["block"] == "section" and item["level"] == 1]


PER_PAGE = 30
_PAPERS = 6  # of one country or body on its page
_READ = 300  # drafts; the page keeps those that the reader may see


@page("site.read")
def reports(request: HttpRequest) -> HttpResponse:
    """Filtered by `?type=`; drafts of the reader's own, or in their scope, stand first."""
    kind = request.GET.get("type", "")
    kind = kind if kind in ReportType.values else ""
    rows = Report.objects.filter(published_build__isnull=False).exclude(status=ReportStatus.WITHDRAWN)
    if kind:
        rows = rows.filter(type=kind)
    paginator = Paginator(rows.select_related("published_build").order_by("-published_at", "-pk"), PER_PAGE)
    context = {
        "found": paginator.get_page(page_number(request)),
        "kind": kind,
        "types": ReportType.choices,
        "drafts": drafts(request.user),
    }
    return render(request, "reports/list.html", context)


def drafts(user: Person) -> list[Report]:
    """Drafts and submitted reports that the user may see, the last changed first."""
    if not user.is_authenticated:
        return []
    rows = Report.objects.filter(status__in=(ReportStatus.DRAFT, ReportStatus.SUBMITTED))
    some = rows.select_related("owner").order_by("-changed_at")[:_READ]
    return [item for item in some if decide(user, "report.edit", item) or decide(user, "report.publish", item)]


def show_on_country(request: HttpRequest, country: str) -> dict[str, object]:
    """Return the published reports of a country, and the forms of new ones for those who may begin them."""
    types = (ReportType.PROFILE, ReportType.COOPERATION, ReportType.CONTRIBUTION)
    return {"papers": _papers(request, {"area": country}, types)}


def show_on_body(request: HttpRequest, body: str) -> dict[str, object]:
    """Return the published reports of a body, and the form of a new one for those who may begin it."""
    return {"papers": _papers(request, {"body": body}, (ReportType.BIENNIAL,))}


def _papers(request: HttpRequest, about: dict[str, str], types: tuple[ReportType, ...]) -> list[Paper]:
    named = {f"parameters__{name}": value for name, value in about.items()}
    rows = Report.objects.filter(published_build__isnull=False, **named).exclude(status=ReportStatus.WITHDRAWN)
    rows = rows.only("title", "type", "parameters", "language").order_by("-published_at")
    papers = [Paper(str(row), row.get_absolute_url(), row.language if row.title else "") for row in rows[:_PAPERS]]
    for kind in types:
        if decide(request.user, "report.create" if kind == ReportType.CONTRIBUTION else "report.official"):
            url = f"{reverse('report-new')}?{urlencode({'type': kind.value, **about})}"
            papers.append(Paper(_("New: %(paper)s") % {"paper": kind.label}, url))
    return papers


pages_urls = [path("reports/", reports, name="reports"), path("reports/<int:part>/", report, name="report")]
_STEPS = {"waiting": 0, "reading": 1, "writing": 2, "done": 3, "failed": 3}


converter("paper_format", FORMATS)


@page("report.edit", record=REPORT)
def build(request: HttpRequest, report: Report) -> HttpResponse:
    """POST begins; GET says how far it is, as a part of the builder."""
    if request.method == "POST":
        started(report)
        return redirect(f"{reverse('report-edit', args=[report.pk])}#build")
    held = report.builds.filter(version=report.version).first() or report.builds.first()
    context = state(report, held)
    if request.headers.get("HX-Request"):
        if held and held.going:
            return render(request, "reports/state.html", context)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{reverse('report-edit', args=[report.pk])}#build")


def state(report: Report, held: ReportBuild | None) -> dict[str, object]:
    """Show the part on the build. `older`: the texts were changed since."""
    return {
        "report": report,
        "build": held,
        "step": _STEPS.get(held.status, 0) if held else 0,
        "older": bool(held and held.version != report.version),
    }


def _held(request: HttpRequest, report: Report) -> ReportBuild:
    """The build that this reader sees: the published one, or for who works on it the last one that is done."""
    all_of_it = sees_draft(request.user, report)
    if report.status == ReportStatus.WITHDRAWN and not all_of_it:
        raise Http404
    published = "published" in request.GET or not all_of_it
    held = None if published else report.builds.filter(status=BuildStatus.DONE).first()
    if (held := held or report.published_build) is None:
        raise Http404
    return held


@page("report.view", record=REPORT)
def paper(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the paper of a report as a page."""
    answer = HttpResponse(file_of(_held(request, report), "html").read_bytes(), content_type=MEDIA_TYPES["html"])
    # A paper is a page of its own with its style inside; its policy allows exactly that.
    answer["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer


@page("report.view", record=lambda part, form: (REPORT(part), form))
def download(request: HttpRequest, report: Report, form: str) -> HttpResponse:
    """Send a built report as a file in the requested format."""
    held = _held(request, report)
    name = f"report-{report.pk}-{held.language}.{form}"
    answer = HttpResponse(file_of(held, form).read_bytes(), content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


builds_urls = [
    path("reports/<int:part>/build/", build, name="report-build"),
    path("reports/<int:part>/paper/", paper, name="report-paper"),
    path("reports/<int:part>/report.<paper_format:form>", download, name="report-file"),
]
_BODIES = ("cstd", "ecosoc", "general-assembly", "itu-council", "council-working-group-wsis-sdg", "ungis")
_KINDS = ("itu-region", "un-commission", "group")


class ReportForm(forms.Form):
    """What people say of a new report; the action checks it."""

    type = forms.ChoiceField(label=gettext_lazy("Kind of report"))
    symbol = forms.CharField(
        label=gettext_lazy("Instrument"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For a follow-up table: a symbol in the register, such as A/RES/80/173."),
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Country or region"),
        required=False,
        help_text=gettext_lazy(
            "For a contribution, a profile, a country brief, or the check of a cooperation framework."
        ),
    )
    since = forms.CharField(
        label=gettext_lazy("First year"),
        max_length=4,
        required=False,
        help_text=gettext_lazy("For a biennial report: activities of these years."),
    )
    until = forms.CharField(label=gettext_lazy("Last year"), max_length=4, required=False)
    body = forms.ChoiceField(label=gettext_lazy("To whom it goes"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Body or country that is asked"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For a meeting pack or an implementation report: its name, such as ITU."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, user: Person, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        official = decide(user, "report.official")
        types = [choice for choice in ReportType.choices if official or choice[0] == ReportType.CONTRIBUTION]
        offer(self, "type", types)
        areas = [(area.id, name_of(area.id)) for area in load().areas.values() if area.kind in _KINDS]
        groups = (_("Countries"), country_choices()), (_("Regions and groups"), areas)
        offer(self, "area", [("", "—"), *groups])
        bodies = [(item, name_of(item)) for item in _BODIES if item in load().bodies]
        offer(self, "body", [("", "—"), *bodies])
        offer(self, "language", [(item, language_name(item)) for item in LANGUAGES])


@page("report.create")
def new(request: SignedIn) -> HttpResponse:
    """Show the form for a new report; create it and go on to its builder."""
    form = ReportForm(request.user, request.POST or None, initial=_initial(request))
    attempt: Attempt[CreateReport] = Attempt(request, form)
    try:
        attempt = attempted(
            request,
            form,
            lambda: CreateReport(
                request.user,
                type=form.cleaned_data["type"],
                parameters={name: form.cleaned_data[name] for name in PARAMETERS},
                fields={"language": form.cleaned_data["language"]},
            ),
        )
    except NotAllowed as error:
        form.add_error("type", error.problem)
    if attempt.done:
        started(attempt.done.record)
        return redirect(reverse("report-edit", args=[attempt.done.record.pk]))
    return attempt.page("reports/new.html", {})


def _initial(request: HttpRequest) -> dict[str, object]:
    """From the address; else a contribution of the country that the reader answers for."""
    fields = {name: request.GET.get(name, "")[:160] for name in ("type", *PARAMETERS)}
    scopes = [scope for _role, scope in roles_of(request.user) if scope in load().countries]
    fields["type"] = fields["type"] or (ReportType.CONTRIBUTION if scopes else "")
    fields["area"] = fields["area"] or (scopes[0] if scopes else "")
    language = (get_language() or "en")[:2]
    return {**fields, "language": language if language in LANGUAGES else "en"}


new_urls = [path("reports/new/", new, name="report-new")]
