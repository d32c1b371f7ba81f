"""Envelopes by plan, period, objective and currency: what there is, what is allocated, what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import DecimalField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.published import as_public
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity, Allocation, Envelope
from actionlines.register.resources.models import Allocated, counted
from actionlines.register.site.downloads import FORMS, MOST_ROWS, send, unknown
from actionlines.register.site.pages import one, page, whole_number
from actionlines.register.site.views.concepts import record_preview

PAGE = 100
_ALLOCATIONS = 200
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
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Bounded; what does not exist is left out."""
        return cls(
            given.get("plan", "").replace("\0", "")[:200],
            given.get("currency", "").replace("\0", "")[:3],
            line if (line := given.get("line", "")) in load().action_lines else "",
            given.get("over", "") == "1",
            whole_number(given.get("page"), 1, 4),
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
    asked = Asked.of(request.GET.dict())
    rows = found(asked)
    if form := request.GET.get("as", ""):
        return _download(rows, form, asked)
    total = rows.count()
    last = max(1, -(-total // PAGE))
    number = min(max(1, asked.page), last)
    held = list(rows[(number - 1) * PAGE : number * PAGE])
    shown = {
        "asked": asked,
        "rows": held,
        "total": total,
        "page": number,
        "last": last,
        "sums": _sums(rows),
        "over": list(found(Asked("", "", "", True, 1))[:10]),
        "plans": list(Envelope.objects.order_by("plan").values_list("plan", flat=True).distinct()[:200]),
        "currencies": list(
            Envelope.objects.order_by("currency").values_list("currency", flat=True).distinct()[:60]
        ),
        "lines": list(load().action_lines),
        "unfunded": replace(
            record_preview.activities(_FAILS, 6), url=record_preview.address("checks", _FAILS)
        ),
        "query": _query(request),
        "forms": FORMS,
    }
    return render(request, "resources/envelopes.html", shown)


def _query(request: HttpRequest) -> str:
    """The filters of the address without the page, for links."""
    given = request.GET.copy()
    for name in ("page", "as"):
        given.pop(name, None)
    return given.urlencode()


def _sums(rows: QuerySet[Allocated]) -> list[dict[str, object]]:
    """By plan and currency; amounts of two currencies are never added up. Two queries."""
    wanted = rows.order_by().values("pk")
    amounts = (
        Envelope.objects.filter(pk__in=wanted).order_by("plan", "currency").values_list("plan", "currency")
    )
    given = Allocation.objects.filter(counted(), envelope__in=wanted).values_list(
        "envelope__plan", "envelope__currency"
    )
    held = {(plan, currency): n for plan, currency, n in given.annotate(Sum("amount")).order_by()}
    sums = []
    for plan, currency, amount in amounts.annotate(Sum("amount"))[:PAGE]:
        spent = held.get((plan, currency), Decimal(0))
        sums.append(
            {"plan": plan, "currency": currency, "amount": amount, "given": spent, "left": amount - spent}
        )
    return sums


def _download(rows: QuerySet[Allocated], form: str, asked: Asked) -> HttpResponseBase:
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
    filters = {"plan": asked.plan, "currency": asked.currency, "line": asked.line, "over": asked.over}
    return send(form, "envelopes", records, total, filters, max(0, total - MOST_ROWS))


@page("envelope.view", record=one(Envelope, related=("organisation",)))
def envelope(request: HttpRequest, record: Envelope) -> HttpResponse:
    """One envelope with what is allocated from it. The title of a draft is for those who may see it."""
    rows = list(
        record.allocations.select_related("activity__organisation").order_by("-amount", "pk")[:_ALLOCATIONS]
    )
    given = record.allocated()
    gone = [row for row in rows if row.activity.status == "withdrawn"]
    rows = [row for row in rows if row.activity.status != "withdrawn"]
    visible = [row.activity for row in rows if row.activity.is_public()]
    as_public(visible)
    known = {one.pk for one in visible}
    shown = {
        "envelope": record,
        "data": as_dict(record),
        "given": given,
        "left": record.amount - given,
        "over": max(Decimal(0), given - record.amount),
        "rows": [{"allocation": row, "activity": _seen(request, row.activity, known)} for row in rows],
        "gone": gone,
        "number": record.allocations.count(),
        "percent": min(100, int(100 * given / record.amount)) if record.amount else 100 if given else 0,
    }
    return render(request, "resources/envelope.html", shown)


def _seen(request: HttpRequest, activity: Activity, public: set[int]) -> Activity | None:
    return activity if activity.pk in public or sees_draft(request.user, activity) else None


urlpatterns = [
    path("resources/", envelopes, name="envelopes"),
    path("resources/<int:part>/", envelope, name="envelope"),
]
