"""Pages of envelopes, and of what the checks say of activities."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import DecimalField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.framework import load
from actionlines.json_types import JsonObject
from actionlines.register.activities.checks import FACETS, VERDICTS, checked, facts_of
from actionlines.register.activities.checks.facts import envelope_facts
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.budgets import views as budgets
from actionlines.register.core.action import Action
from actionlines.register.core.kinds import read_whole
from actionlines.register.core.pages.downloads import FORMS, MOST_ROWS, send, unknown
from actionlines.register.core.pages.edit import Attempt, RecordForm, attempted, line_choices, offer, saved
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import SignedIn, find_record, page, whole_number
from actionlines.register.core.pages.records import seen
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import PublicView, public_data, public_views
from actionlines.register.core.search import counts
from actionlines.register.core.search.queries import Query
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.names import OrganisationField, offered
from actionlines.register.pages import panels
from actionlines.register.resources.actions import CreateEnvelope, EditEnvelope, RemoveAllocation, SetAllocation
from actionlines.register.resources.models import Allocated, Allocation, Envelope, counted
from actionlines.register.resources.schema import FIELDS
from actionlines.register.site.templatetags.common import amount as written_amount

_ADDRESS = re.compile(r"(?:.*/activities/)?([0-9]{1,18})/?")


class EnvelopeForm(RecordForm):
    """The fields of an envelope; the action checks them."""

    plan = forms.CharField(label=gettext_lazy("Plan or budget"), max_length=200)
    objective = forms.CharField(label=gettext_lazy("Objective"), max_length=300)
    starts_on = forms.CharField(
        label=gettext_lazy("Starts on"), max_length=10, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.CharField(
        label=gettext_lazy("Ends on"), max_length=10, widget=forms.DateInput(attrs={"type": "date"})
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, help_text=gettext_lazy("Three letters, such as USD.")
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Whose money it is: a name or acronym of the register."),
    )
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Action Lines"),
        required=False,
        help_text=gettext_lazy("What it is for. None means that it is for any line."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "lines", line_choices())


class AllocationForm(RecordForm):
    """An amount of an envelope for one activity."""

    activity = forms.CharField(
        label=gettext_lazy("Activity"), max_length=200, help_text=gettext_lazy("Its number or its address.")
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def clean_activity(self) -> str:
        """Return the number of the activity in an address."""
        if not (match := _ADDRESS.fullmatch(self.cleaned_data["activity"].strip())):
            raise forms.ValidationError(_("Write the number of an activity, or its address."))
        return match[1]


@page("envelope.edit")
def new(request: SignedIn) -> HttpResponse:
    """Show the form of a new envelope, and enter it."""
    form = EnvelopeForm(request.POST or None)
    attempt = saved(request, form, CreateEnvelope)
    if attempt.done:
        messages.success(request, _("Saved."))
        return redirect(attempt.done.record)
    return _page(attempt, _("Enter an envelope"))


@page("envelope.edit", record=find_record(Envelope, related=("organisation",)))
def edit(request: SignedIn, record: Envelope) -> HttpResponse:
    """Show the form of an envelope, and save it."""
    initial = {name: getattr(record, name) for name in ("version", *FIELDS)}
    initial |= {
        "organisation": record.organisation.name if record.organisation else "",
        "starts_on": record.starts_on.isoformat(),
        "ends_on": record.ends_on.isoformat(),
    }
    form = EnvelopeForm(request.POST or None, initial=initial)
    return _answer(saved(request, form, EditEnvelope, record), record, _("Edit the envelope"))


@page("allocation.edit", record=find_record(Envelope, related=("organisation",)))
def allocate(request: SignedIn, record: Envelope) -> HttpResponse:
    """Show the form of an allocation, and allocate to an activity or change its allocation."""
    initial = {"version": record.version, "activity": request.GET.get("activity", "")[:20]}
    form = AllocationForm(request.POST or None, initial=initial)
    attempt = attempted(request, form, lambda: SetAllocation(request.user, record, version=form.seen, **form.given()))
    return _answer(attempt, record, _("Allocate to an activity"))


def _answer(attempt: Attempt[Any], record: Envelope, title: str) -> HttpResponse:
    if attempt.done:
        _tell(attempt.request, attempt.done, record)
        return redirect(record)
    return _page(attempt, title, record)


def _page(attempt: Attempt[Any], title: str, record: Envelope | None = None) -> HttpResponse:
    return attempt.page("resources/form.html", {"title": title, "envelope": record, **offered(attempt.form)})


def _tell(request: HttpRequest, doing: Action, record: Envelope) -> None:
    """Saved; and where more is allocated than there is, by how much."""
    messages.success(request, _("Saved."))
    if (over := getattr(doing, "over", None)) is None:
        held = doing.record
        over = max(held.allocated() - held.amount, 0)
    if over:
        messages.warning(
            request,
            _("The envelope is now over-allocated by %(over)s %(currency)s. The checks of its activities say so.")
            % {"over": written_amount(over), "currency": record.currency},
        )


@page("allocation.edit", record=find_record(Envelope))
@require_POST
def take_back(request: SignedIn, record: Envelope) -> HttpResponse:
    """Remove an allocation from the envelope."""
    doing = RemoveAllocation(
        request.user, record, version=seen(request), activity=request.POST.get("activity", "")[:20]
    )
    try:
        doing.do()
    except InvalidFields as error:
        messages.error(request, "; ".join(error.fields.values()))
    else:
        _tell(request, doing, record)
    return redirect(record)


forms_urls = [
    path("resources/new/", new, name="envelope-new"),
    path("resources/<int:part>/edit/", edit, name="envelope-edit"),
    path("resources/<int:part>/allocate/", allocate, name="allocate"),
    path("resources/<int:part>/take-back/", take_back, name="take-back"),
]
PAGE = 100
_ALLOCATIONS = 200
_ON_A_LINE = 20
_FAILS = {"check_resources": ("fail",)}
_ZERO = Value(Decimal(0), output_field=DecimalField(max_digits=18, decimal_places=2))


@dataclass(frozen=True)
class Asked:
    """What the address asks: a plan, a currency, a line, `over` for those over-allocated, a page."""

    plan: str
    currency: str
    line: str
    over: bool
    page: int

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Asked":
        """Bounded; what does not exist is left out."""
        return cls(
            fields.get("plan", "").replace("\0", "")[:200],
            fields.get("currency", "").replace("\0", "")[:3],
            line if (line := fields.get("line", "")) in load().action_lines else "",
            fields.get("over", "") == "1",
            whole_number(fields.get("page"), 1, 4),
        )


def found(asked: Asked) -> QuerySet[Allocated]:
    """Return the envelopes that are asked for, with what is allocated of each."""
    rows = Envelope.objects.select_related("organisation").annotate(
        given=Coalesce(Sum("allocations__amount", filter=counted("allocations__")), _ZERO)
    )
    if asked.plan:
        rows = rows.filter(plan=asked.plan)
    if asked.currency:
        rows = rows.filter(currency=asked.currency)
    if asked.line:
        rows = rows.filter(lines__icontains=f'"{asked.line}"')
    if asked.over:
        rows = rows.filter(given__gt=F("amount"))
    return rows.order_by("plan", "starts_on", "objective", "currency")


@page("site.read")
def envelopes(request: HttpRequest) -> HttpResponseBase:
    """All envelopes, the over-allocated and the activities without money named."""
    query = Asked.of(request.GET.dict())
    rows = found(query)
    if form := request.GET.get("as", ""):
        return _download(rows, form, query)
    total = rows.count()
    last = max(1, -(-total // PAGE))
    number = min(max(1, query.page), last)
    held = list(rows[(number - 1) * PAGE : number * PAGE])
    context = {
        "asked": query,
        "rows": held,
        "total": total,
        "page": number,
        "last": last,
        "sums": _sums(rows),
        "over": list(found(Asked("", "", "", True, 1))[:10]),
        "plans": list(Envelope.objects.order_by("plan").values_list("plan", flat=True).distinct()[:200]),
        "currencies": list(Envelope.objects.order_by("currency").values_list("currency", flat=True).distinct()[:60]),
        "lines": list(load().action_lines),
        "unfunded": replace(panels.activities(_FAILS, 6), url=panels.address("checks", _FAILS)),
        "query": _query(request),
        "take_files": {form: f"?{f'{_query(request)}&' if _query(request) else ''}as={form}" for form in FORMS if rows},
    }
    return render(request, "resources/envelopes.html", context)


def _query(request: HttpRequest) -> str:
    """The filters of the address without the page, for links."""
    fields = request.GET.copy()
    for name in ("page", "as"):
        fields.pop(name, None)
    return fields.urlencode()


def _sums(rows: QuerySet[Allocated]) -> list[dict[str, object]]:
    """By plan and currency; amounts of two currencies are never added up. Two queries."""
    wanted = rows.order_by().values("pk")
    amounts = Envelope.objects.filter(pk__in=wanted).order_by("plan", "currency").values_list("plan", "currency")
    fields = Allocation.objects.filter(counted(), envelope__in=wanted).values_list(
        "envelope__plan", "envelope__currency"
    )
    held = {(plan, currency): n for plan, currency, n in fields.annotate(Sum("amount")).order_by()}
    sums = []
    for plan, currency, amount in amounts.annotate(Sum("amount"))[:PAGE]:
        spent = held.get((plan, currency), Decimal(0))
        sums.append({"plan": plan, "currency": currency, "amount": amount, "given": spent, "left": amount - spent})
    return sums


def _download(rows: QuerySet[Allocated], form: str, ask: Asked) -> HttpResponseBase:
    if form not in FORMS:
        return unknown()
    total = rows.count()
    records = (
        {
            "id": row.pk, "plan": row.plan, "objective": row.objective, "starts_on": str(row.starts_on),
            "ends_on": str(row.ends_on), "currency": row.currency, "amount": row.amount, "allocated": row.given,
            "left": row.amount - row.given,
        }
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    filters = {"plan": ask.plan, "currency": ask.currency, "line": ask.line, "over": ask.over}
    return send(form, "envelopes", records, total, filters, max(0, total - MOST_ROWS))


@page("envelope.view", record=find_record(Envelope, related=("organisation",)))
def envelope(request: HttpRequest, record: Envelope) -> HttpResponse:
    """One envelope with what is allocated from it. The title of a draft is for those who may see it."""
    rows = list(record.allocations.select_related("activity__organisation").order_by("-amount", "pk")[:_ALLOCATIONS])
    amount = record.allocated()
    gone = [row for row in rows if row.activity.status == "withdrawn"]
    rows = [row for row in rows if row.activity.status != "withdrawn"]
    visible = public_views(row.activity for row in rows if row.activity.is_public())
    public = {view.pk: view for view in visible}
    context = {
        "envelope": record,
        "data": as_dict(record),
        "given": amount,
        "left": record.amount - amount,
        "over": max(Decimal(0), amount - record.amount),
        "rows": [{"allocation": row, "activity": _seen(request, row.activity, public)} for row in rows],
        "gone": gone,
        "number": record.allocations.count(),
        "percent": min(100, int(100 * amount / record.amount)) if record.amount else 100 if amount else 0,
    }
    return render(request, "resources/envelope.html", context)


def _seen(request: HttpRequest, activity: Activity, public: Mapping[int, PublicView]) -> Activity | PublicView | None:
    return public.get(activity.pk) or (activity if sees_draft(request.user, activity) else None)


def show_on_line(request: HttpRequest, line: str) -> dict[str, object]:
    """Return the envelopes for an action line, with how they stand."""
    rows = Envelope.objects.filter(lines__icontains=f'"{line}"').select_related("organisation")
    records = list(rows.order_by("-ends_on", "pk")[:_ON_A_LINE])
    facts = envelope_facts(records)
    return {"envelopes": [(envelope, facts[envelope.pk]) for envelope in records]}


envelopes_urls = [
    path("resources/", envelopes, name="envelopes"),
    path("resources/<int:part>/", envelope, name="envelope"),
]
_ORGANISATIONS = 15
BY = ("action_line", "region", "organisation")


def with_verdicts(records: Iterable[Activity]) -> list[dict[str, object]]:
    """Activities for downloads: what each check says and why, in the reader's language."""
    public = public_data(records)
    rows = []
    for data, facts in zip(public, facts_of(public), strict=True):
        row = {name: data[name] for name in ("id", "title", "organisation_name", "status", "starts_on", "ends_on")}
        for check in checked(facts):
            row[f"check_{check.kind}"] = check.verdict
            row[f"why_{check.kind}"] = " ".join(reason.words for reason in check.reasons)
        rows.append(row)
    return rows


LISTING = Listing(
    kind="activity",
    title=gettext_lazy("The three checks"),
    facets=(*FACETS, "action_line", "region", "country", "stakeholder", "type", PRACTICE),
    sorts=("relevance", "newest", "title"),
    row_template="checks/row.html",
    records=lambda: read_whole(Activity.objects.all()),
    empty=gettext_lazy("Published activities are checked, and appear here."),
    data=with_verdicts,
)


def _with_checks(context: JsonObject) -> dict[str, object]:
    """The rows of a page get their checks: a handful of queries for all."""
    rows = context["rows"]
    facts = facts_of((view.values for view, _hit in rows), with_outdated=True)
    return {
        **context,
        "rows": [(view.extended(checks=checked(of_row)), hit) for (view, hit), of_row in zip(rows, facts, strict=True)],
    }


@dataclass(frozen=True)
class Line:
    """One line of a table: a value of a facet, and for each check the numbers of VERDICTS."""

    value: str
    name: str
    total: int
    numbers: tuple[tuple[int, ...], ...]


@page("site.read")
def checks(request: HttpRequest) -> HttpResponseBase:
    """Counts and lists; the filters are in the address."""
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    question = LISTING.ask(request)
    if request.GET.get("as"):
        return LISTING.answer(request)
    context = {
        **_with_checks(LISTING.context(request, question)),
        "by": by,
        "ways": BY,
        "sums": _numbers(question),
        "lines": _table(question, by),
        "facet_names": FACETS,
        "plain": _plain(request),
    }
    return render(request, "checks/dashboard.html", context)


def _plain(request: HttpRequest) -> str:
    fields = request.GET.copy()
    for name in ("page", "as", "by"):
        fields.pop(name, None)
    return fields.urlencode()


def _filters(question: Query) -> dict[str, Sequence[str]]:
    return dict(question.filters)


def _numbers(question: Query) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Facet of a check -> how many of each verdict, in the order of VERDICTS."""
    matches = []
    for facet in FACETS:
        held = counts(facet, "", _filters(question), "activity")
        matches.append((facet, tuple(held.get((verdict, ""), 0) for verdict in VERDICTS)))
    return tuple(matches)


def _table(question: Query, by: str) -> list[Line]:
    """One line for each value; of organisations those that have the most activities."""
    tables = [counts(by, facet, _filters(question), "activity") for facet in FACETS]
    totals = {value: n for (value, _), n in counts(by, "", _filters(question), "activity").items()}
    values = _ordered(by, totals)
    names = _names(by, values)
    return [
        Line(
            value,
            names.get(value, value),
            totals[value],
            tuple(tuple(table.get((value, verdict), 0) for verdict in VERDICTS) for table in tables),
        )
        for value in values
        if value in names or by != "organisation"
    ]


def _ordered(by: str, totals: dict[str, int]) -> list[str]:
    framework = load()
    if by == "action_line":
        return [line for line in framework.action_lines if line in totals]
    if by == "region":
        kinds = ("itu-region", "un-commission", "group")
        return [area.id for area in framework.areas.values() if area.kind in kinds and area.id in totals]
    return sorted(totals, key=lambda total: (-totals[total], total))[:_ORGANISATIONS]


def _names(by: str, values: Sequence[str]) -> dict[str, str]:
    if by != "organisation":
        return {}
    numbers = [int(text) for text in values if text.isdecimal()]
    return {str(pk): name for pk, name in public().filter(pk__in=numbers).values_list("pk", "name")}


checks_urls = [path("checks/", checks, name="checks")]
urlpatterns: list[URLPattern] = [*forms_urls, *envelopes_urls, *budgets.urlpatterns, *checks_urls]
