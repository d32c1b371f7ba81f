"""The page of the state of the server, for administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.register import server_state
from actionlines.register.site.pages import page


@page("site.state")
def state(request: HttpRequest) -> HttpResponse:
    """Show what runs, what waits, what failed, and the settings of the server that a person should know."""
    context = {
        "checks": server_state.checks(),
        "tasks": server_state.tasks(),
        "failed": server_state.failed_tasks(),
        "settings": server_state.server_settings(),
    }
    return render(request, "administration/state.html", context)
