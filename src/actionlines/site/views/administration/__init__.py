"""Pages for administrators: the trail of all actions, and the state of the server."""

from __future__ import annotations

from django.urls import path

from actionlines.site.views.administration import state, trail

urlpatterns = [
    path("trail/", trail.trail, name="all-actions"),
    path("state/", state.state, name="state"),
]
