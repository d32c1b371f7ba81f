"""Organisations: the list, one with all that it does and leads, and the forms.

lists   /organisations/       record  /organisations/12/       forms  …/new/  …/12/edit/
"""

from __future__ import annotations

from django.urls import URLPattern

from actionlines.site.views.organisations import forms, lists, record

urlpatterns: list[URLPattern] = [*lists.urlpatterns, *forms.urlpatterns, *record.urlpatterns]
