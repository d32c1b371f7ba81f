"""The Django app of the register."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class RegistryConfig(AppConfig):
    """Records, actions and permissions."""

    name = "actionlines.register"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load the tables of every kind of record: each is in the folder of its kind."""
        folders = (path.parent for path in sorted(Path(__file__).parent.glob("*/models.py")))
        for folder in ("core", "core.imports", *(path.name for path in folders)):
            if f"{self.name}.{folder}" not in settings.INSTALLED_APPS:  # an app of its own loads its tables
                import_module(f"{self.name}.{folder}.models")
        super().import_models()

    def ready(self) -> None:
        """Let every connection read damaged values."""
        import_module(f"{self.name}.core.damage")
