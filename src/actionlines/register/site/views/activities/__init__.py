"""Activities and good practices: list, record, form, and the way to publication.

pages      /activities/  /activities/12/    the published list; one activity as the reader may see it
edit       /activities/new/  …/12/edit/     the form
autosave   …/12/save/  …/12/links/          requests of the form while somebody writes
verbs      …/12/submit/ publish/ withdraw/  one address for each action
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.activities import autosave, edit, pages, verbs

urlpatterns: list[URLPattern] = [
    *autosave.urlpatterns, *edit.urlpatterns, *verbs.urlpatterns, *pages.urlpatterns,
]  # fmt: skip
