"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.site.pages import page


@page("site.read")
def home(request: HttpRequest) -> HttpResponse:
    """What falls due, what is covered, what is new."""
    return render(request, "home.html")
