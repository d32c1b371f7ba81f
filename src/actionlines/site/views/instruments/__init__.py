"""Instruments: list, the reader, versions side by side."""

from __future__ import annotations

from django.urls import path

from actionlines.site.views.instruments import compare, lists, read

# A symbol may hold slashes: what is no symbol stands first.
urlpatterns = [
    path("instruments/", lists.instruments, name="instruments"),
    path("instruments/compare/", compare.compare, name="compare"),
    path("instruments/<path:symbol>/", read.instrument, name="instrument"),
]
