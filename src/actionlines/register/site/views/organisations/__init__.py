"""Organisations: the list and one organisation (pages.py), the forms (forms.py)."""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.register.site.views.organisations import forms, pages

urlpatterns: list[URLPattern] = [*forms.urlpatterns, *pages.urlpatterns]
