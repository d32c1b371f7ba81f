"""The Django app of the pages: templates, static files, template tags."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages and API."""

    name = "actionlines.site"
    label = "actionlines_site"

    def ready(self) -> None:
        """Register what `check --deploy` asks, and what is put on record."""
        from actionlines.site import deploy, watch  # noqa: F401
