"""Reports: the list, one report, the builder, and the files of its paper.

pages     /reports/  /reports/12/
new       /reports/new/
edit      /reports/12/edit/   …/write/   …/fields/
builds    /reports/12/build/  …/paper/   …/report.docx  and one address for each action: …/submit/  …/publish/
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.reports import builds, edit, new, pages

urlpatterns: list[URLPattern] = [
    *new.urlpatterns, *pages.urlpatterns, *edit.urlpatterns, *builds.urlpatterns,
]  # fmt: skip
