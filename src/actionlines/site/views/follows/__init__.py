"""What somebody follows: the page with changes and removal, and the end of one subscription by its link."""

from __future__ import annotations

from django.urls import path

from actionlines.site.views.follows import pages

urlpatterns = [
    path("follows/", pages.follows, name="follows"),
    path("follows/new/", pages.follow, name="follow-new"),
    path("follows/<int:pk>/", pages.change, name="follow-change"),
    path("follows/end/<str:key>/", pages.end, name="follow-end"),
]
