"""Instruments: the reader, versions side by side, who cites them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
