"""Users, their roles and tokens; the first administrator."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
