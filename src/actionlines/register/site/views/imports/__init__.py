"""Imported files: list, new ones, a batch of them, columns of a table, how far one is, and what was refused."""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.imports.batch import batch
from actionlines.register.site.views.imports.new import columns, new
from actionlines.register.site.views.imports.show import again, imports, refused, show

urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/new/", new, name="import-new"),
    path("imports/batch/<int:number>/", batch, name="import-batch"),
    path("imports/new/<str:sha256>/", columns, name="import-columns"),
    path("imports/<int:number>/", show, name="import"),
    path("imports/<int:number>/again/", again, name="import-again"),
    path("imports/<int:number>/refused.csv", refused, name="import-refused"),
]
