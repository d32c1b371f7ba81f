"""Activities and good practices: list, record, form, and the way to publication.

lists    /activities/                     what is published
record   /activities/12/                  what the reader may see of one
form     /activities/new/  …/12/edit/     written, saved as it is typed
saving   …/12/save/  …/12/proposals/      what the form asks for while somebody writes
verbs    …/12/submit/ publish/ withdraw/  one address for each thing that can be done
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.site.views.activities import form, lists, record, saving, verbs

urlpatterns: list[URLPattern] = [
    *lists.urlpatterns,
    *saving.urlpatterns,
    *form.urlpatterns,
    *verbs.urlpatterns,
    *record.urlpatterns,
]
