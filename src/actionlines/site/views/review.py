"""What waits for a reviewer, and what waits for the one who submitted it."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
