"""The Django app of the register."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Records, actions and permissions."""

    name = "actionlines.register"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
