"""The register of mandates, what can be done with one, the calendar."""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.mandates import (
    calendar,
    change,
    confirm,
    desk,
    evidence,
    lists,
    progress,
    record,
    reports_due,
)

urlpatterns = [
    path("mandates/", lists.mandates, name="mandates"),
    path("mandates/calendar.ics", calendar.calendar, name="mandates-calendar"),
    path("work/", desk.desk, name="desk"),
    path("work/confirm/", desk.confirm, name="desk-confirm"),
    path("work/reject/", desk.reject, name="desk-reject"),
    path("work/lead/", desk.lead, name="desk-lead"),
    path("work/undo/", desk.undo, name="desk-undo"),
    path("work/<int:pk>/", desk.text, name="desk-text"),
    path("work/<int:pk>/correct/", desk.correct, name="desk-correct"),
    path("mandates/waiting/", lists.waiting, name="waiting"),
    path("mandates/reports/", reports_due.reports_due, name="reports-due"),
    path("mandates/activities/", evidence.activities, name="mandate-activities"),
    path("mandates/evidence/<int:pk>/", progress.evidence_file, name="evidence-file"),
    path("mandates/confirm/", confirm.confirm, name="mandates-confirm"),
    path("mandates/<int:pk>/", record.by_number, name="mandate"),
    *(
        path(f"mandates/<int:pk>/{verb}/", view, name=f"mandate-{verb}")
        for verb, view in change.VIEWS.items()
    ),
    # A symbol may hold slashes: what is no symbol stands first.
    path("mandates/<path:path>/", record.by_symbol, name="mandate-at"),
]
