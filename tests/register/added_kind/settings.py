"""The settings of a register that has the kind: its app, and its line in KINDS."""

from actionlines.register.site import settings as own
from actionlines.register.site.settings import *  # noqa: F403

INSTALLED_APPS = [*own.INSTALLED_APPS, "tests.register.added_kind"]
KINDS = [*own.KINDS, "tests.register.added_kind.kind.KIND"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
