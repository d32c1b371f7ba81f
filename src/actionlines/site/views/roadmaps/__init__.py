"""Road maps: the list, one with its check and what became of it, the builder, files.

lists   /roadmaps/      record  /roadmaps/12/      builder  /roadmaps/12/edit/      files  /roadmaps/12/roadmap.pdf
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.site.views.roadmaps import builder, files, lists, new, parts, record, verbs

urlpatterns: list[URLPattern] = [
    *lists.urlpatterns,
    *new.urlpatterns,
    *record.urlpatterns,
    *builder.urlpatterns,
    *parts.urlpatterns,
    *verbs.urlpatterns,
    *files.urlpatterns,
]
