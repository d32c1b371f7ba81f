"""Addresses of mandates, of the desk and of what falls due."""

from __future__ import annotations

from django.urls import path

from actionlines.register.mandates import calendar, changes, desk, evidence_views, views, work

urlpatterns = [
    path("mandates/", views.REGISTER.page, name="mandates"),
    path("mandates/calendar.ics", calendar.calendar_file, name="mandates-calendar"),
    path("feeds/mandates.atom", calendar.feed, name="feed-mandates"),
    path("starter/", desk.starter, name="starter"),
    path("work/mandates/", desk.desk, name="work-mandates"),
    path("work/answers/", work.answers, name="work-answers"),
    path("work/links/", work.links, name="work-links"),
    path("work/links/decide/", work.decide_chosen_links, name="work-links-decide"),
    path("work/confirm/", desk.confirm, name="desk-confirm"),
    path("work/reject/", desk.reject, name="desk-reject"),
    path("work/lead/", desk.lead, name="desk-lead"),
    path("work/undo/", desk.undo, name="desk-undo"),
    path("work/names/<str:of>/", desk.names, name="desk-names"),
    path("work/<int:pk>/", desk.text, name="desk-text"),
    path("work/<int:pk>/correct/", desk.correct, name="desk-correct"),
    path("mandates/waiting/", views.waiting, name="waiting"),
    path("mandates/reports/", calendar.reports_due, name="reports-due"),
    path("mandates/activities/", evidence_views.activities, name="mandate-activities"),
    path("mandates/evidence/<int:pk>/", calendar.evidence_file, name="evidence-file"),
    path("mandates/confirm/", changes.confirm, name="mandates-confirm"),
    path("mandates/<int:pk>/", views.by_number, name="mandate"),
    *(path(f"mandates/<int:pk>/{verb}/", view, name=f"mandate-{verb}") for verb, view in changes.VIEWS.items()),
    # A symbol may hold slashes: what is no symbol is first.
    path("mandates/<path:path>/", views.by_symbol, name="mandate-at"),
]
