"""Django made ready for a command: the data folder chosen, the settings read, the register opened.

Commands that write call `start`, which makes a register where there is none. All others call `open_to_read`, which
makes nothing: a mistyped folder is an error.
"""

import fcntl
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from actionlines.errors import BackupError, EngineError, SetupError

PRIVATE = 0o077  # what others may not do with the files of a register
# What a data folder of a register holds, at least one of them.
_MARKS = ("actionlines.sqlite3", "secret.key", "setup.lock", "files", "search", "static", "work")


def start(data: str | Path | None = None) -> Path:
    """Open a register to write: make it where it is not there, bring its database up to date, return its folder.

    data  folder for database, files and index; None takes ACTIONLINES_DATA, or ./actionlines-data

    Raises EngineError (AL503) where the extra `site` is not installed, SetupError (AL708) where the folder, the
    database or the bucket of originals cannot be used, or another folder was set up in this process before.
    """
    os.umask(PRIVATE)
    ready(data)
    from django.conf import settings

    folder: Path = settings.DATA
    with suppress(OSError):  # what an earlier release made
        for path in (*folder.glob("actionlines.sqlite3*"), folder / "files"):
            path.chmod(path.stat().st_mode & ~PRIVATE)
    with _one_at_a_time(folder):
        (folder / "static").mkdir(exist_ok=True)
        _migrate(folder)
    must_reach_files()
    return folder


def open_to_read(data: str | Path | None = None) -> Path:
    """Open a register that is there, make and change nothing, and return its folder.

    Raises SetupError (AL708) where the folder or the database holds no register, or one of another release.
    """
    folder = must_be_register(data)
    ready(data)
    with _usable_database(folder):
        applied, missing = _migrations()
    if not applied:
        advice = "Check DATABASE_URL and --data. `actionlines serve` makes the tables."
        raise SetupError(_database_of(folder), "the database holds no register", advice)
    if missing:
        migrate = "python -m actionlines.register.site migrate"
        advice = f"Use the release that wrote it, or bring it up to date: {migrate}"
        raise SetupError(_database_of(folder), "its tables are of an earlier release", advice)
    return folder


def open_for_papers(data: str | Path | None = None) -> Path:
    """Open a register to read for papers, which have addresses of records only. Raises SetupError (AL708)."""
    gc.set_threshold(100_000)  # a process that ends soon need not look for cycles among what it imports
    folder = open_to_read(data)
    from django.urls import set_urlconf

    from actionlines.register.core.pages.entered import list_addresses
    from actionlines.register.pages import places

    set_urlconf((*list_addresses(), *places.urlpatterns))  # type: ignore[arg-type]
    return folder


def must_be_migratable() -> None:
    """Raise SetupError (AL708) where only some of the migrations that a squashed one replaces were applied."""
    ready()
    with _usable_database(data_folder()):
        _migrations()


def data_folder(data: str | Path | None = None) -> Path:
    """Return the folder that a command works on; nothing is read."""
    return Path(data or os.environ.get("ACTIONLINES_DATA") or "actionlines-data").absolute()


def must_be_register(data: str | Path | None = None) -> Path:
    """Return the folder of a register. Raises SetupError (AL708) for another; on SQLite its database is there."""
    folder = data_folder(data)
    if os.environ.get("DATABASE_URL"):
        matches = any((folder / name).exists() for name in _MARKS)
    else:
        file = folder / "actionlines.sqlite3"
        matches = file.is_file() and file.stat().st_size > 0
    if not matches:
        advice = "Check --data and ACTIONLINES_DATA. `actionlines serve` and `actionlines import` make a register."
        raise SetupError(str(folder), "there is no register in this folder", advice)
    return folder


def must_be_free(folder: Path) -> None:
    """Raise BackupError (AL707) where a folder holds something else than a register: a restore would add to it."""
    try:
        strange = folder.exists() and any(folder.iterdir()) and not any((folder / name).exists() for name in _MARKS)
    except OSError as error:
        raise BackupError(str(folder), f"it cannot be used ({error.strerror})", "Choose another folder.") from error
    if strange:
        advice = "Choose an empty folder, or a name that is not there."
        raise BackupError(str(folder), "it is not empty, and it is not a register", advice)


def ready(data: str | Path | None = None) -> None:
    """Read the settings and load the apps; the database is not touched."""
    if data is not None:
        os.environ["ACTIONLINES_DATA"] = str(Path(data).absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
    try:
        import django
        from django.conf import settings

        django.setup()
    except ModuleNotFoundError as error:
        advice = "Install it with `pip install 'actionlines[site]'`."
        raise EngineError("register", f"{error.name} is not installed", advice) from error
    if data is not None and Path(data).absolute() != settings.DATA:
        raise SetupError(str(data), f"this process works on {settings.DATA} already", "Start another one.")


def must_reach_files() -> None:
    """Raise SetupError where originals are in a bucket that cannot be used."""
    from django.core.files.storage import default_storage

    if must_answer := getattr(default_storage, "must_answer", None):
        must_answer()


def _migrate(folder: Path) -> None:
    """Bring the tables up to date; nothing is done where they are."""
    from django.core.management import call_command

    with _usable_database(folder):
        if _migrations()[1]:
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)


def _migrations() -> tuple[bool, bool]:
    """Whether the database has tables of a register, and whether it lacks some."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    executor = MigrationExecutor(connection)
    applied = MigrationRecorder(connection).applied_migrations()
    for squashed in executor.loader.replacements.values():
        # Django would find nothing to apply, as the files between are gone.
        if 0 < len(applied.keys() & set(squashed.replaces)) < len(squashed.replaces):
            problem = "its tables are of a release that this one cannot bring up to date"
            advice = "Back it up with the release that wrote it, and restore the backup into an empty folder."
            raise SetupError("Database", problem, advice)
    has_tables = any(app == "registry" for app, _name in applied)
    return has_tables, bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _usable_database(folder: Path) -> Iterator[None]:
    """Turn what the database says into SetupError."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        problem = f"the database cannot be used ({str(error).strip().splitlines()[0]})"
        advice = "Check that it is there and may be written."
        if not os.environ.get("DATABASE_URL") and not os.access(folder, os.W_OK):
            advice = "SQLite needs to write beside it. Copy the folder to another disk, and name the copy with --data."
        raise SetupError(_database_of(folder), problem, advice) from error


def _database_of(folder: Path) -> str:
    return "DATABASE_URL" if os.environ.get("DATABASE_URL") else str(folder)


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
