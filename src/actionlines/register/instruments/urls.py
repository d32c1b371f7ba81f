"""Addresses of documents."""

from django.urls import path

from actionlines.register.instruments import compare
from actionlines.register.instruments import views as pages

# A symbol may hold slashes: what is no symbol is first.
urlpatterns = [
    path("instruments/", pages.INSTRUMENTS.page, name="instruments"),
    path("instruments/compare/", compare.compare, name="compare"),
    path("instruments/series/", pages.series, name="series"),
    path("instruments/draft/", compare.draft, name="draft"),
    path("instruments/<path:symbol>/", pages.instrument, name="instrument"),
]
