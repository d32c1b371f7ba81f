"""The Django app of the register."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

# The folders of the register that have tables.
ROOMS = (
    "core", "core.imports", "people", "organisations", "instruments", "mandates", "budgets", "activities",
    "resources", "cooperation", "standings", "reports", "roadmaps", "preferences",
)  # fmt: skip


class RegistryConfig(AppConfig):
    """Records, actions and permissions."""

    name = "actionlines.register"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the tables of every kind of record: each is in the folder of its kind."""
        for room in ROOMS:
            import_module(f"{self.name}.{room}.models")
        super().import_models()
