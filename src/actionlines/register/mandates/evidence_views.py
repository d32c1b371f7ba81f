"""What a form of progress offers as evidence: activities, series, areas."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from actionlines.framework.called import fold_name
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.core.concepts import name_of
from actionlines.register.core.pages.page import page
from actionlines.register.core.search import Query, query
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.evidence import QUOTE_LIMIT
from actionlines.register.standings.models import Standing

OFFERED = 500  # symbols, indicators or areas in a list
FOUND = 8
LONGEST = 300
_AT_THE_END = re.compile(r"\[(\d{1,18})\]\s*$")


def _written(activity: Activity) -> str:
    """Return how an activity is in the list: its title, and in brackets what tells two of one title apart."""
    return f"{activity.title} [{activity.pk}]"


class ActivityField(forms.CharField):
    """A published activity by its title; its value is its number as text, "" for an empty field."""

    def __init__(self, **fields: Any) -> None:
        context = forms.TextInput(
            attrs={
                "list": "activities-found",
                "dir": "auto",
                "autocomplete": "off",
                "hx-get": reverse_lazy("mandate-activities"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#activities-found",
                "hx-swap": "innerHTML",
            }
        )
        super().__init__(max_length=LONGEST + 30, **{"widget": context, **fields})

    def clean(self, value: object) -> str:
        """Return the number. Raise ValidationError for a title that no activity, or more than one, has."""
        words = str(super().clean(value)).strip()
        chosen = _AT_THE_END.search(words)
        if not words or chosen:
            return chosen[1] if chosen else ""
        if words.isdecimal():
            return words
        rows = Activity.objects.filter(published_at__isnull=False, title__iexact=words)
        matches = list(rows.exclude(status=ActivityStatus.WITHDRAWN).values_list("pk", flat=True)[:2])
        if len(matches) != 1:
            raise forms.ValidationError(_("Choose an activity from the list that opens while you type."))
        return str(matches[0])


class SeriesField(forms.CharField):
    """A series of figures by the name of its indicator; its value is the code of the series."""

    def __init__(self, **fields: Any) -> None:
        context = forms.TextInput(attrs={"list": "series", "dir": "auto"})
        super().__init__(max_length=LONGEST, **{"widget": context, **fields})

    def clean(self, value: object) -> str:
        """Return the code; what is no name of a series stays as it was typed."""
        words = str(super().clean(value)).strip()
        rows = Standing.objects.filter(name__iexact=words)
        return rows.values_list("series", flat=True).first() or words


class AreaField(forms.CharField):
    """A country or region by its name; its value is its id."""

    def __init__(self, **fields: Any) -> None:
        context = forms.TextInput(attrs={"list": "areas", "dir": "auto"})
        super().__init__(max_length=LONGEST, **{"widget": context, **fields})

    def clean(self, value: object) -> str:
        """Return the id; what is no name of an area with figures stays as it was typed."""
        words = str(super().clean(value)).strip()
        return next((area for area in _areas() if name_of(area).casefold() == words.casefold()), words)


def beginning(symbol: str, anchor: str) -> str:
    """Return the paragraph that somebody named, as far as it can be quoted; "" where there is none."""
    rows = Paragraph.objects.filter(instrument__symbol=symbol.strip(), anchor=anchor.strip().removeprefix("p"))
    return (rows.values_list("text", flat=True).first() or "")[:QUOTE_LIMIT].strip()


def _areas() -> list[str]:
    return list(Standing.objects.order_by("area").values_list("area", flat=True).distinct()[:OFFERED])


def symbols_and_series() -> dict[str, object]:
    """Return the lists from which the form of progress is filled in."""
    series = Standing.objects.order_by("name").values_list("series", "name").distinct()[:OFFERED]
    return {
        "symbols": list(Instrument.objects.order_by("symbol").values_list("symbol", flat=True)[:OFFERED]),
        "series": list(series),
        "areas": sorted({name_of(area) for area in _areas()}, key=fold_name),
    }


@page("site.read")
def activities(request: HttpRequest) -> HttpResponse:
    """Published activities that go with the words typed, as options of a list."""
    words = request.GET.get("activity", "").replace("\0", "").strip()[:LONGEST]
    hits = query(Query(text=words, kind="activity", size=FOUND)).ids if words else ()
    held = Activity.objects.in_bulk([int(hit) for hit in hits])
    matches = [_written(held[int(hit)]) for hit in hits if int(hit) in held]
    return render(request, "mandates/options.html", {"options": matches})
