"""What the site says of itself: who runs it, help by role, the method, privacy, accessibility, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.register.preferences.schema import current
from actionlines.register.site.kinds import Words
from actionlines.register.site.pages import View, page, site_of

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


def _shown(name: str) -> View:
    @page("site.read")
    def own(request: HttpRequest) -> HttpResponse:
        """Show one page that the site has of itself."""
        context = {"name": PAGES[name], "site": site_of(request), **_operator(), "own_text": _own_text(name)}
        return render(request, f"pages/{name}.html", context)

    return own


def _operator() -> dict[str, Any]:
    """Return who runs the register and how they are reached, as the settings say it."""
    held = current()
    contact = held.contact
    web = contact.startswith(("https://", "http://"))
    return {
        "operator": held.operator,
        "contact": contact,
        "contact_url": contact if web else f"mailto:{contact}",
    }


def _own_text(name: str) -> tuple[str, str]:
    """Return (text of the operator for a page, its language): the reader's, else English or what there is."""
    texts: dict[str, str] = getattr(current(), name, {}) if name in ("about", "privacy") else {}
    language = next((one for one in (get_language() or "", "en", *texts) if one in texts), "")
    return texts.get(language, ""), language


@page("site.read")
def console(request: HttpRequest) -> HttpResponse:
    """Show the console of the API, whose scripts come from this site."""
    return render(request, "pages/console.html")


urlpatterns = [
    *(path(f"{name}/", _shown(name), name=name) for name in PAGES),
    path("programs/console/", console, name="console"),
]
