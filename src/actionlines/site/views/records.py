"""What all records share: versions, history, the record as JSON."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
