"""The migrated database of the tests as a file in pytest's cache: to migrate takes each process four seconds."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection


def file_of(config: pytest.Config) -> Path | None:
    """Return the place of the file for these migrations; None where the database is not SQLite in memory."""
    creation = connection.creation
    if connection.vendor != "sqlite" or not creation.is_in_memory_db(creation._get_test_db_name()):
        return None
    cache = getattr(config, "cache", None)
    if cache is None:
        return None
    found = sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label}/{path.name}\n".encode() + path.read_bytes())
    return Path(cache.mkdir("migrated")) / f"{found.hexdigest()[:24]}.sqlite3"


def lay(file: Path) -> sqlite3.Connection:
    """Fill the database in memory from the file. It stays for as long as a connection to it is open."""
    held = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    with closing(sqlite3.connect(file)) as kept:
        kept.backup(held)
    return held


def keep(file: Path) -> None:
    """Write the database, as it is now, to the file, in place of those of other migrations."""
    new = file.with_name(f"{os.getpid()}.new")
    connection.ensure_connection()
    with closing(sqlite3.connect(new)) as kept:
        connection.connection.backup(kept)
    for old in file.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    new.replace(file)
