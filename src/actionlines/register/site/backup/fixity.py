"""Fixity: whether what is kept is still what was stored, byte for byte.

Four things are looked at:

    originals   each file of the data folder or bucket has the SHA-256 that is its name, and none is missing
    rows        each value of the database can be read
    versions    the append-only tables; `fixity.json` in the data folder holds the SHA-256 of their rows so far
    backups     every ZIP of a folder has the SHA-256 of its manifest

The worker does it every night and writes to the administrators where something is wrong. `actionlines fixity` does
it on demand, and with --restore tries a restore into a temporary register.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionlines.errors import BackupError
from actionlines.register.core.imports import originals
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.imports.originals import FilesAway
from actionlines.register.core.notices import address, language_of
from actionlines.register.people.models import RoleName, User
from actionlines.register.site.backup.restore import checked
from actionlines.register.site.backup.tables import Damage, Digest, all_models, lines
from actionlines.register.site.backup.write import backup

if TYPE_CHECKING:
    from actionlines.register.core.schema import Data

_log = logging.getLogger(__name__)
LEDGER, OUTCOME = "fixity.json", "outcome"
# Errors that a message lists; the log has all of them.
MOST = 50
# The tables that no action changes, each with the time of its rows where it has one.
APPEND_ONLY = {
    "registry.Event": "at",
    "registry.Version": "at",
    "consultation.TextVersion": "",
    "consultation.TextParagraph": "",
}
# Rows of one SHA-256: a row that was altered is found among so many.
ROWS = 1000
# Rows of the last hour wait for the next night: a transaction may still write a smaller number.
SETTLED = timedelta(hours=1)
# The variables by which a trial would write where the register is.
_NOT_OF_A_TRIAL = frozenset(("DATABASE_URL", "ACTIONLINES_FILES"))
SECONDS = 6 * 3600.0  # a restore that takes longer has stopped
_TRIAL = "actionlines-restore-"  # how the folder of a trial is called


@dataclass
class Fixity:
    """The outcome: how many files, rows and backups were looked at, and one error for each that is wrong."""

    at: str
    files: int = 0
    rows: int = 0
    backups: list[str] = field(default_factory=list)
    restored: str = ""
    wrong: list[BackupError] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return the counts as an English sentence."""
        tried = f", restored {self.restored} into a temporary register" if self.restored else ""
        return (
            f"{self.files:,} originals, {self.rows:,} rows of versions and {len(self.backups):,} backups read"
            f"{tried}: {len(self.wrong):,} wrong."
        )


def check(*, backups: Path | None = None, trial: bool = False) -> Fixity:
    """Return the fixity of the register, and of the backups in a folder.

    backups  the folder; None takes ACTIONLINES_BACKUPS
    trial  restore the newest backup, or one made now where there is none, into a temporary register
    """
    fixity = Fixity(datetime.now(UTC).isoformat(timespec="seconds"))
    fixity.wrong += _originals(fixity)
    fixity.wrong += _versions(fixity)
    fixity.wrong += _damaged()
    whole: list[Path] = []
    backups = backups or settings.BACKUPS
    for path in sorted(backups.glob("*.zip"), key=lambda path: path.stat().st_mtime) if backups else []:
        fixity.backups.append(path.name)
        try:
            checked(path)
            whole.append(path)
        except BackupError as error:
            fixity.wrong.append(error)
    if trial:
        try:
            fixity.restored = _tried(whole[-1] if whole else None)
        except BackupError as error:
            fixity.wrong.append(error)
    with suppress(ValueError):  # a damaged ledger is among the errors, and stays as it is
        path = Path(settings.DATA) / LEDGER
        outcome = {"at": fixity.at, "restored": fixity.restored, "wrong": [str(error) for error in fixity.wrong[:MOST]]}
        _write(path, json.dumps({**json.loads(path.read_text("utf-8")), OUTCOME: outcome}, indent=1))
    return fixity


def outcome() -> Data:
    """Return when the last check was (`at`), the backup that was `restored`, and what was `wrong`; {} for none."""
    with suppress(OSError, ValueError, AttributeError):
        saved: Data = json.loads((Path(settings.DATA) / LEDGER).read_text("utf-8")).get(OUTCOME, {})
        return saved
    return {}


def _damaged() -> Iterator[BackupError]:
    """Yield an error for each value of the database that cannot be read."""
    damaged: list[Damage] = []
    for model in all_models():
        for _line in lines(model, note=damaged.append):
            pass
    for damage in damaged:
        where = f"{damage.table}, row {damage.row}"
        problem = f"its field {damage.field} cannot be read ({damage.value}); it reads as empty"
        yield BackupError(where, problem, "Enter it again, or restore a backup.")


def _originals(fixity: Fixity) -> Iterator[BackupError]:
    """Yield an error for each original that is missing or altered, and one where their storage does not answer."""
    advice = "Restore it from a backup, or upload the same file again."
    try:
        names = originals.names()
        saved = {name.rpartition("/")[2] for name in names}
        for stored in StoredFile.objects.order_by("pk").iterator():
            if stored.sha256 not in saved:
                where = originals.where(originals.name_of(stored.sha256))
                yield BackupError(f"{where} ({stored.name})", "the original is missing", advice)
        for name in names:
            fixity.files += 1
            try:
                right = originals.sha256(name) == name.rpartition("/")[2]
            except FilesAway:
                raise
            except OSError as error:
                yield BackupError(originals.where(name), f"it cannot be read ({error.strerror})", advice)
                continue
            if not right:
                problem = "the original was altered: its SHA-256 is another"
                yield BackupError(originals.where(name), problem, advice)
    except FilesAway as error:
        yield BackupError(settings.FILES, str(error.strerror), "Repair it, and check again.")


def _versions(fixity: Fixity) -> Iterator[BackupError]:
    """Yield an error for each part of a table that the ledger has otherwise, and add the new parts to it."""
    path = Path(settings.DATA) / LEDGER
    try:
        ledger: Data = json.loads(path.read_text("utf-8")) if path.exists() else {}
        for name, time in APPEND_ONLY.items():
            model = apps.get_model(name)
            columns = [item.column for item in model._meta.concrete_fields]
            table = ledger.get(model._meta.db_table)
            if table is None or table["columns"] != columns:  # an upgrade has changed the table: begin again
                table = ledger[model._meta.db_table] = {"columns": columns, "parts": []}
            parts = table["parts"]
            for part in parts:
                digest = _part(model, part["first"], part["last"])
                fixity.rows += digest.rows
                if (digest.rows, digest.sha256) != (part["rows"], part["sha256"]):
                    where = f"{model._meta.db_table}, rows {part['first']} to {part['last']}"
                    advice = "Compare them with a backup made before, and restore that."
                    yield BackupError(where, f"they are not what they were on {part['on']}", advice)
            for part in _new_parts(model, time, parts[-1]["last"] if parts else 0):
                fixity.rows += part["rows"]
                parts.append(part)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        advice = "Delete it once you know why: the next run begins another."
        yield BackupError(str(path), f"it is damaged ({error})", advice)
        return
    _write(path, json.dumps(ledger, indent=1))


def _part(model: type[models.Model], first: int, last: int) -> Digest:
    return Digest.of(lines(model, pk__gte=first, pk__lte=last))


def _new_parts(model: type[models.Model], time: str, after: int) -> Iterator[Data]:
    rows = model._base_manager.filter(pk__gt=after)
    if time:
        rows = rows.filter(**{f"{time}__lte": timezone.now() - SETTLED})
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(numbers), ROWS):
        # From the row after the last part, so that no row can come in between unseen.
        last = numbers[min(at + ROWS, len(numbers)) - 1]
        digest = _part(model, after + 1, last)
        yield {
            "first": after + 1,
            "last": last,
            "rows": digest.rows,
            "sha256": digest.sha256,
            "on": timezone.now().date().isoformat(),
        }
        after = last


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _tried(source: Path | None) -> str:
    """Restore a backup into a temporary register on SQLite, which compares every row; return its name."""
    for left in Path(tempfile.gettempdir()).glob(f"{_TRIAL}*"):  # by a process that was killed
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > 4 * SECONDS:
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_TRIAL) as folder:
        if source is None:
            source = Path(folder) / "now.zip"
            backup(source)
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_OF_A_TRIAL}
        environment |= {"DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}
        command = [sys.executable, "-m", "actionlines", "restore", str(source), "--data", f"{folder}/register"]
        try:
            done = subprocess.run(  # noqa: S603 - this program
                [*command, "--quiet"], capture_output=True, text=True, timeout=SECONDS, check=False, env=environment
            )
        except subprocess.TimeoutExpired as error:
            raise BackupError(str(source), f"a restore did not end within {SECONDS:,.0f} seconds") from error
        if done.returncode:
            texts = done.stderr.strip().splitlines()
            problem = f"it cannot be restored ({texts[-1] if texts else f'exit code {done.returncode}'})"
            raise BackupError(str(source), problem, "Make a new backup, and keep the older ones.")
    return source.name


def report(fixity: Fixity) -> None:
    """Write every error to the log, and send a message to each active administrator."""
    for error in fixity.wrong:
        _log.error("%s", error)
    people = User.objects.filter(is_active=True, roles__role=RoleName.ADMINISTRATOR).distinct().order_by("pk")
    try:
        if messages := [message(fixity, person) for person in people]:
            get_connection().send_messages(messages)
    except Exception:
        _log.exception("The message about fixity could not be sent.")


def message(fixity: Fixity, person: User) -> EmailMessage:
    """Return the message in the language of the administrator; the errors are in English, with their codes."""
    with override(language_of(person)):
        subject = _("Stored data of the register is damaged")
        lead = _("Files or records are missing or have changed:")
        errors = "\n".join(f"– {error}" for error in fixity.wrong[:MOST])
        check = _("To check again: %(command)s") % {"command": "actionlines fixity --restore"}
        body = "\n\n".join((lead, errors, fixity.words, check, address()))
    return EmailMessage(subject, body + "\n", to=[person.email])
