"""Django made ready for a command: the data folder chosen, the settings read, the database up to date."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from actionlines.errors import EngineError, SetupError


def start(data: str | Path | None = None) -> Path:
    """Set Django up once in this process and bring the database up to date; the data folder is returned.

    data  folder for database, files and index; None takes ACTIONLINES_DATA, or ./actionlines-data

    Raises EngineError (AL503) where the extra `site` is not installed, SetupError (AL708) where the folder or
    the database cannot be used, or another folder was set up in this process before.
    """
    ready(data)
    from django.conf import settings

    folder: Path = settings.DATA
    with _one_at_a_time(folder):
        (folder / "static").mkdir(exist_ok=True)
        _migrate(folder)
    return folder


def ready(data: str | Path | None = None) -> None:
    """Read the settings and load the apps; the database is not touched."""
    if data is not None:
        os.environ["ACTIONLINES_DATA"] = str(Path(data).absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.site.settings")
    try:
        import django
        from django.conf import settings

        django.setup()
    except ModuleNotFoundError as error:
        advice = "Install it with `pip install 'actionlines[site]'`."
        raise EngineError("register", f"{error.name} is not installed", advice) from error
    if data is not None and Path(data).absolute() != settings.DATA:
        raise SetupError(str(data), f"this process works on {settings.DATA} already", "Start another one.")


def _migrate(folder: Path) -> None:
    """Bring the tables up to date; nothing is done where they are."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(folder)
        problem = f"the database cannot be used ({str(error).strip().splitlines()[0]})"
        raise SetupError(where, problem, "Check that it is there and may be written.") from error


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two commands started together set up one after the other."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "setup.lock").open("w")
    except OSError as error:
        problem = f"the data folder cannot be used ({error.strerror})"
        raise SetupError(str(folder), problem, "Choose another one with --data.") from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
