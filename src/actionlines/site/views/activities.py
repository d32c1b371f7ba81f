"""Activities and good practices: list, record, form, and the way to publication."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
