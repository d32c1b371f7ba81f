"""Bring a backup back into an empty register, and prove that it is the same."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from actionlines import __version__
from actionlines.errors import ActionlinesError, BackupError
from actionlines.register.core.imports.originals import BLOCK, FilesAway, incoming, keep
from actionlines.register.site.backup import sealed
from actionlines.register.site.backup.tables import (
    LEFT_OUT,
    Digest,
    all_models,
    lines,
    load,
    reset_sequences,
    saved_models,
)
from actionlines.register.site.backup.write import FORM, Tell

if TYPE_CHECKING:
    from actionlines.register.core.schema import Data

# The name of a stored file: its SHA-256, perhaps in folders named by its first digits.
_NAME = re.compile(r"([0-9a-f]{2}/){0,2}[0-9a-f]{64}")


class _Part(TypedDict, total=False):
    """A table or file of a manifest."""

    sha256: str
    rows: int
    size: int
    columns: list[str]


class _Manifest(TypedDict, total=False):
    """The shape of a manifest."""

    form: int
    release: str
    tables: dict[str, _Part]
    files: dict[str, _Part]
    damaged: list[str]


_MANIFEST: TypeAdapter[Any] = TypeAdapter(_Manifest)
# Tables that setting up fills; they are emptied and loaded like the others.
FILLED = ("django_content_type", "auth_permission", "django_migrations")


def checked(source: Path) -> Data:
    """Return the manifest of a backup whose parts all have the SHA-256 that the manifest says.

    Neither settings nor database are needed. Raises BackupError for what is no backup, cut short or altered.
    """
    with _one_error(str(source)), _opened(source) as archive:
        manifest: Data = _MANIFEST.validate_json(archive.read("manifest.json"), strict=True)
        if manifest["form"] not in range(1, FORM + 1):
            problem = f"it is of form {manifest['form']}, this release reads forms 1 to {FORM}"
            raise BackupError(str(source), problem)
        for name, expected in manifest["tables"].items():
            _same(archive, f"tables/{name}.jsonl", expected["sha256"])
        for name, expected in manifest["files"].items():
            if not _NAME.fullmatch(name) or name.rpartition("/")[2] != expected["sha256"]:
                raise BackupError(str(source), f"{name!r} is not the name of a stored file")
            _same(archive, f"files/{name}", expected["sha256"])
    return manifest


@contextmanager
def _one_error(where: str) -> Iterator[None]:
    """Raise BackupError for whatever a file that somebody damaged or forged leads to."""
    try:
        yield
    except (ActionlinesError, OperationalError):
        raise
    except Exception as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise BackupError(where, f"it is incomplete, damaged or forged ({reason})") from error


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
        with _one_error(f"{source}: tables"), transaction.atomic():
            _empty()
            saved = {}
            for model in saved_models():
                if (table := model._meta.db_table) not in manifest["tables"]:
                    continue
                digest = Digest()
                with _one_error(f"{source}: {table}"), archive.open(f"tables/{table}.jsonl") as packed:
                    text = io.TextIOWrapper(packed, "utf-8", newline="\n")
                    columns = load(model, digest.passing(text), manifest["tables"][table].get("columns", ()))
                tell(table, digest.rows)
                saved[model] = digest, columns
            reset_sequences()
            for model, (digest, columns) in saved.items():
                if Digest.of(lines(model, columns)) != digest:
                    raise BackupError(model._meta.db_table, "what was loaded is not what was saved")
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        content = sealed.opened(source)
    except FileNotFoundError as error:
        raise BackupError(str(source), "file not found", "Check the path.") from error
    with content:
        try:
            archive = zipfile.ZipFile(content)
        except Exception as error:
            raise BackupError(str(source), "this is not a backup of a register, or it is damaged") from error
        with archive:
            yield archive


def _of_this_release(manifest: Data, source: Path) -> None:
    """Raise BackupError where the tables of the backup are not those of this release.

    A backup of another release may lack tables that came later: they stay empty.
    """
    known, fields = {model._meta.db_table for model in saved_models()}, set(manifest["tables"]) - LEFT_OUT
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
