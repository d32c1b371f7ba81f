"""What the site says of itself: who runs it, help by role, the method, privacy, accessibility, for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.site.kinds import Words
from actionlines.site.pages import page, site_of

# Name of the address, which is its path and its template too -> what the page is called.
PAGES: dict[str, Words] = {
    "about": _("About"),
    "help": _("Help"),
    "method": _("How the machine decides"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "programs": _("For programs"),
    "first-steps": _("First steps"),
}


def _shown(name: str) -> Callable[[HttpRequest], HttpResponse]:
    @page("site.read")
    def own(request: HttpRequest) -> HttpResponse:
        """Show one page that the site has of itself."""
        context = {"name": PAGES[name], "site": site_of(request), **_operator()}
        return render(request, f"pages/{name}.html", context)

    return own


def _operator() -> dict[str, Any]:
    """Return who runs the register and how they are reached, as the settings say it."""
    contact = settings.CONTACT
    web = contact.startswith(("https://", "http://"))
    return {
        "operator": settings.OPERATOR,
        "contact": contact,
        "contact_url": contact if web else f"mailto:{contact}",
    }


@page("site.read")
def console(request: HttpRequest) -> HttpResponse:
    """Show the console of the API, whose scripts come from this site."""
    return render(request, "pages/console.html")


urlpatterns = [
    *(path(f"{name}/", _shown(name), name=name) for name in PAGES),
    path("programs/console/", console, name="console"),
]
