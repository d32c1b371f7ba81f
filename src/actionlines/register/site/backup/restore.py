"""Bring a backup back into an empty register, and prove that it is the same."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from actionlines import __version__
from actionlines.errors import BackupError
from actionlines.register.core.imports.originals import BLOCK, FilesAway, incoming, keep
from actionlines.register.site.backup.tables import Digest, all_models, lines, load, reset_sequences
from actionlines.register.site.backup.write import FORM, Tell

if TYPE_CHECKING:
    from actionlines.register.core.schema import Data

# The name of a stored file: its SHA-256, perhaps in folders named by its first digits.
_NAME = re.compile(r"([0-9a-f]{2}/){0,2}[0-9a-f]{64}")
# What a damaged archive raises where it is read.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
# Tables that setting up fills; they are emptied and loaded like the others.
FILLED = ("django_content_type", "auth_permission", "django_migrations")


def checked(source: Path) -> Data:
    """Return the manifest of a backup whose parts all have the SHA-256 that the manifest says.

    Neither settings nor database are needed. Raises BackupError for what is no backup, cut short or altered.
    """
    with _opened(source) as archive:
        try:
            manifest: Data = json.loads(archive.read("manifest.json"))
            if manifest["form"] not in range(1, FORM + 1):
                problem = f"it is of form {manifest['form']}, this release reads forms 1 to {FORM}"
                raise BackupError(str(source), problem)
            for name, expected in manifest["tables"].items():
                _same(archive, f"tables/{name}.jsonl", expected["sha256"])
            for name, expected in manifest["files"].items():
                if not _NAME.fullmatch(name) or name.rpartition("/")[2] != expected["sha256"]:
                    raise BackupError(str(source), f"{name!r} is not the name of a stored file")
                _same(archive, f"files/{name}", expected["sha256"])
        except (*_DAMAGE, AttributeError, KeyError, TypeError, ValueError) as error:
            raise BackupError(str(source), f"it is incomplete or damaged ({error})") from error
    return manifest


def restore(source: Path, tell: Tell = lambda what, done: None, *, manifest: Data | None = None) -> Data:
    """Load `source` into the register, which must be empty, and return the manifest.

    manifest  what `checked` has returned for this file, where it was called before

    Everything is checked before the first row is written and compared after the last: a table or file that is
    not equal by its checksum raises BackupError, and the database stays empty. Raises SetupError where the bucket
    of the files does not answer.
    """
    manifest = manifest or checked(source)
    _of_this_release(manifest, source)
    _must_be_empty()
    with _opened(source) as archive:
        try:
            for name in manifest["files"]:
                _file(archive, name, tell)
        except FilesAway as error:
            raise error.for_operators() from error
        with transaction.atomic():
            _empty()
            saved = {}
            for model in all_models():
                table = model._meta.db_table
                digest = Digest()
                if table not in manifest["tables"]:
                    continue
                with archive.open(f"tables/{table}.jsonl") as packed:
                    text = io.TextIOWrapper(packed, "utf-8", newline="\n")
                    columns = load(model, digest.passing(text), manifest["tables"][table].get("columns", ()))
                tell(table, digest.rows)
                saved[table] = digest, columns
            reset_sequences()
            for model in all_models():
                if model._meta.db_table not in saved:
                    continue
                digest, columns = saved[model._meta.db_table]
                if Digest.of(lines(model, columns)) != digest:
                    raise BackupError(model._meta.db_table, "what was loaded is not what was saved")
    return manifest


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise BackupError(str(source), "file not found", "Check the path.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupError(str(source), "this is not a backup of a register, or it is damaged") from error


def _of_this_release(manifest: Data, source: Path) -> None:
    """Raise BackupError where the tables of the backup are not those of this release.

    A backup of another release may lack tables that came later: they stay empty.
    """
    known, fields = {model._meta.db_table for model in all_models()}, set(manifest["tables"])
    if fields - known or (known - fields and manifest["release"] == __version__):
        other = ", ".join(sorted(known ^ fields))
        advice = f"Restore it with release {manifest['release']}, then upgrade."
        raise BackupError(str(source), f"its tables are not those of this release ({other})", advice)


def _same(archive: zipfile.ZipFile, name: str, sha256: str) -> None:
    digest = hashlib.sha256()
    with archive.open(name) as packed:
        while block := packed.read(BLOCK):
            digest.update(block)
    if digest.hexdigest() != sha256:
        raise BackupError(name, "its SHA-256 is not that of the manifest", "Use another backup.")


def _must_be_empty() -> None:
    for model in all_models():
        if model._meta.db_table not in FILLED and model._base_manager.exists():
            advice = "Choose an empty folder, or a new database."
            raise BackupError(f"Register {settings.DATA}", "it is not empty", advice)


def _empty() -> None:
    with connection.cursor() as cursor:
        for model in all_models():
            if model._meta.db_table in FILLED:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _file(archive: zipfile.ZipFile, name: str, tell: Tell) -> None:
    size = 0
    with archive.open(f"files/{name}") as packed, incoming() as part:
        while block := packed.read(BLOCK):
            size += part.write(block)
        keep(part, name)
    tell(name, size)
