"""Write a backup: one moment of the database, then the files, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import connection

from actionlines import __version__
from actionlines.errors import BackupError, OutputError
from actionlines.register.core.imports import originals
from actionlines.register.core.imports.originals import BLOCK, FilesAway
from actionlines.register.site.backup import sealed
from actionlines.register.site.backup.tables import column_names, lines, saved_models

if TYPE_CHECKING:
    from actionlines.register.core.schema import Data

FORM = 2  # the manifest names the columns; in form 1 values are in the order of columns_form_1.csv
Tell = Callable[[str, int], None]


def backup(out: Path, tell: Tell = lambda what, done: None) -> Data:
    """Write the register to `out` and return the manifest. `tell(table or file, rows or bytes)` is progress.

    The server may go on meanwhile: tables are read as they were at one moment. Raises OutputError when `out`
    is there already or cannot be written, BackupError when a file of the register is missing or was altered,
    SetupError when their bucket does not answer.
    """
    if out.exists():
        raise OutputError(str(out), "it is there already", "Choose another name: a backup is never replaced.")
    part = out.with_name(out.name + ".part")
    manifest: Data = {
        "form": FORM,
        "release": __version__,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {},
        "files": {},
        "damaged": [],
    }
    try:
        with _private(part) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            with one_moment():
                for model in saved_models():
                    manifest["tables"][model._meta.db_table] = _table(archive, model, tell, manifest["damaged"])
            for name in originals.names():
                manifest["files"][name] = _file(archive, name, tell)
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(out)
    except FilesAway as error:
        raise error.for_operators() from error
    except OSError as error:
        raise OutputError(str(out), f"it cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def _private(part: Path) -> Iterator[Any]:
    """Give a new file that its owner alone can read; it is encrypted where there is a key."""
    key = sealed.secret()
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb+") as file:
        if key:
            with tempfile.TemporaryFile(dir=part.parent) as content:
                yield content
                content.seek(0)
                sealed.seal(content, file)
        else:
            yield file


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads within see the database as it was at the first of them; nobody waits for it."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgres else "BEGIN DEFERRED")
        # The server-side cursors that `iterator` uses live in this transaction.
        connection.in_atomic_block = True
        try:
            yield
        finally:
            connection.in_atomic_block = False
            cursor.execute("ROLLBACK")


def _table(archive: zipfile.ZipFile, model: Any, tell: Tell, damaged: list[str]) -> Data:
    matches, rows = hashlib.sha256(), 0
    with archive.open(f"tables/{model._meta.db_table}.jsonl", "w", force_zip64=True) as target:
        for line in lines(model, note=lambda damage: damaged.append(str(damage))):
            encoded = line.encode()
            matches.update(encoded)
            target.write(encoded)
            rows += 1
    tell(model._meta.db_table, rows)
    return {"rows": rows, "sha256": matches.hexdigest(), "columns": column_names(model)}


def _file(archive: zipfile.ZipFile, name: str, tell: Tell) -> Data:
    matches, size = hashlib.sha256(), 0
    with default_storage.open(name) as source, archive.open(f"files/{name}", "w", force_zip64=True) as target:
        while block := source.read(BLOCK):
            matches.update(block)
            target.write(block)
            size += len(block)
    if matches.hexdigest() != name.rpartition("/")[2]:
        where, problem = originals.where(name), "it is not what was stored: its SHA-256 is another"
        raise BackupError(where, problem, "Restore it from a backup.")
    tell(name, size)
    return {"size": size, "sha256": matches.hexdigest()}
