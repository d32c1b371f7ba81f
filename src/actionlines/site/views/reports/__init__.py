"""Reports: made, written, published, read and taken along.

lists      /reports/              new      /reports/new/
record     /reports/12/           edit     /reports/12/edit/   …/write/   …/fields/
built      /reports/12/build/     …/paper/   …/report.docx
verbs      …/submit/  …/recall/  …/return/  …/publish/  …/revise/  …/withdraw/
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.site.views.reports import built, edit, lists, new, record, verbs

urlpatterns: list[URLPattern] = [
    *lists.urlpatterns, *new.urlpatterns, *record.urlpatterns, *edit.urlpatterns, *built.urlpatterns,
    *verbs.urlpatterns,
]  # fmt: skip
