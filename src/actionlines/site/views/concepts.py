"""One page per action line, goal, target, commitment and body."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
