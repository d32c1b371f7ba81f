"""The register of mandates, what can be done with one, the calendar."""

from __future__ import annotations

from django.urls import path

from actionlines.site.views.mandates import calendar, change, confirm, lists, record

urlpatterns = [
    path("mandates/", lists.mandates, name="mandates"),
    path("mandates/calendar.ics", calendar.calendar, name="mandates-calendar"),
    path("mandates/waiting/", lists.waiting, name="waiting"),
    path("mandates/confirm/", confirm.confirm, name="mandates-confirm"),
    path("mandates/<int:pk>/", record.mandate, name="mandate"),
    *(
        path(f"mandates/<int:pk>/{verb}/", view, name=f"mandate-{verb}")
        for verb, view in change.VIEWS.items()
    ),
]
