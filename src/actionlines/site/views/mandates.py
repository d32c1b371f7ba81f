"""The register of mandates, what can be done with one, the calendar."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
