"""Files brought in, and what became of their rows."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
