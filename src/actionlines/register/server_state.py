"""The state of the server: the worker and its tasks, what waits, the search index, backups, the disk, settings."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.register.core.imports.models import ImportRun, ImportStatus
from actionlines.register.core.imports.run import is_worker_there
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Outbox
from actionlines.register.core.schema import Data
from actionlines.register.core.search.index_store import store
from actionlines.register.core.texts import isolated, join
from actionlines.register.site.backup.fixity import outcome

FAILED = 20  # tasks that are listed
_LOW = 2**30  # bytes left on the disk, below which the page warns
_FULL = most_of("disk-left")  # bytes left on the disk, below which nothing can be kept
_OLD = 36 * 3600  # seconds after which the newest backup is late
# Task -> its name on the page; others go by their path.
TASKS: dict[str, str | Promise] = {
    "daily": gettext_lazy("Work of the day"),
    "nightly": gettext_lazy("Work of the night"),
    "fixity": gettext_lazy("Check of stored data"),
    "run_import": gettext_lazy("Import"),
    "send": gettext_lazy("Message"),
    "send_many": gettext_lazy("Messages"),
    "send_missing": gettext_lazy("Reminders"),
    "send_invitation": gettext_lazy("Invitation"),
    "make_bulk": gettext_lazy("File with everything"),
    "index": gettext_lazy("Search index"),
    "judge": gettext_lazy("Verdicts"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the page. `good`: None where nothing can be said; else False comes with `what_to_do`."""

    name: str
    says: str
    good: bool | None
    what_to_do: str = ""


def task_name(path: str) -> str:
    """Return the name of a task in the reader's language; its path where it has none."""
    return str(TASKS.get(path.rpartition(".")[2], path))


def tasks() -> list[Data]:
    """Return one row for each task: how many wait, run, failed, and when the last one ended."""
    from django_tasks_db.models import DBTaskResult

    rows = DBTaskResult.objects.values("task_path", "status").annotate(n=Count("pk"), last=Max("finished_at"))
    data: dict[str, Data] = {}
    for row in rows:
        item = data.setdefault(
            row["task_path"], {"name": task_name(row["task_path"]), "READY": 0, "RUNNING": 0, "FAILED": 0, "last": None}
        )
        item[row["status"]] = row["n"]
        if row["last"] and (item["last"] is None or row["last"] > item["last"]):
            item["last"] = row["last"]
    return sorted(data.values(), key=lambda row: row["name"])


def failed_tasks() -> list[tuple[str, datetime, str]]:
    """Return (name, moment, fault) of the tasks that failed last."""
    from django_tasks_db.models import DBTaskResult

    rows = DBTaskResult.objects.filter(status="FAILED").order_by("-finished_at")[:FAILED]
    return [(task_name(row.task_path), row.finished_at, row.exception_class_path) for row in rows]


def unusable() -> list[str]:
    """Return which of `database`, `tables` and `disk` cannot be used now; tables of another release count."""
    matches = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            matches.append("tables")
    except (DatabaseError, InterfaceError):
        matches.append("database")
    try:
        if _free() < _FULL or not os.access(settings.DATA, os.W_OK):
            matches.append("disk")
    except OSError:
        matches.append("disk")
    return matches


def impaired() -> list[str]:
    """Return which of `worker` and `index` are away: pages answer, and what needs these waits."""
    matches = []
    for name, is_there in (("worker", is_worker_there), ("index", store().is_sound)):
        try:
            there = is_there()
        except OSError:
            there = False
        if not there:
            matches.append(name)
    return matches


def figures() -> dict[str, tuple[str, float]]:
    """Return name -> (meaning, value) of what a monitor of the server wants to know of the register.

    Raises DatabaseError or OSError where the database or the folder cannot be used.
    """
    waiting, failed = (sum(task[status] for task in tasks()) for status in ("READY", "FAILED"))
    matches = {
        "worker_running": ("1 where a worker runs.", float(is_worker_there())),
        "tasks_waiting": ("Tasks that wait for the worker.", float(waiting)),
        "tasks_failed": ("Tasks that failed and are still kept.", float(failed)),
        "imports_open": ("Imports that wait or run.", float(_open_imports())),
        "index_waiting": ("Changes that wait to be indexed.", float(Outbox.objects.count())),
        "index_there": ("1 where the search index is there.", float(store().exists())),
        "disk_free_bytes": ("Bytes that are free on the disk of the data folder.", float(_free())),
    }
    if last := outcome():
        matches["stored_data_wrong"] = ("Errors that the last check of stored data found.", float(len(last["wrong"])))
    if (newest := _newest_backup()) is not None:
        matches["backup_time_seconds"] = ("Moment of the newest backup, in seconds since 1970.", newest)
    return matches


def checks() -> list[Check]:
    """Return what the server can say of each of its parts."""
    return [_worker(), _imports(), _index(), *_backups(), *_stored(), _disk(), _mail()]


def _worker() -> Check:
    if is_worker_there():
        return Check(_("Worker"), _("It runs."), True)
    advice = _("Start the server again: actionlines serve starts a worker too.")
    return Check(_("Worker"), _("No worker runs. Imports, messages and the index wait."), False, advice)


def _open_imports() -> int:
    return ImportRun.objects.filter(status__in=(ImportStatus.WAITING, ImportStatus.RUNNING)).count()


def _newest_backup() -> float | None:
    folder: Path | None = settings.BACKUPS
    return max((path.stat().st_mtime for path in folder.glob("*.zip")), default=None) if folder else None


def _free() -> int:
    return shutil.disk_usage(settings.DATA).free


def _imports() -> Check:
    return Check(_("Imports"), _("Waiting or running: %(many)d.") % {"many": _open_imports()}, True)


def _index() -> Check:
    waiting = Outbox.objects.count()
    if not store().exists():
        return Check(_("Search index"), _("It is missing. The worker builds it."), False)
    says = _("Changes that wait to be indexed: %(many)d.") % {"many": waiting}
    return Check(_("Search index"), says, waiting < 10_000)


def _backups() -> list[Check]:
    if settings.BACKUPS is None:
        advice = _("Set ACTIONLINES_BACKUPS to the folder of the backups: the worker then checks them every night.")
        return [Check(_("Backups"), _("The server does not know where they are."), None, advice)]
    if (newest := _newest_backup()) is None:
        return [Check(_("Backups"), _("There is none."), False, _("Run actionlines backup every night."))]
    at = datetime.fromtimestamp(newest, UTC)
    late = datetime.now(UTC).timestamp() - newest > _OLD
    says = _("The newest is of %(day)s.") % {"day": at.strftime("%Y-%m-%d %H:%M UTC")}
    return [Check(_("Backups"), says, not late, _("Run actionlines backup every night.") if late else "")]


def _stored() -> list[Check]:
    """Return what the last check of stored data found: rows that cannot be read, and backups that cannot be used."""
    if not (last := outcome()):
        return []
    on, wrong = last["at"][:16].replace("T", " "), last["wrong"]
    if not wrong:
        return [Check(str(TASKS["fixity"]), _("Nothing was wrong at %(time)s UTC.") % {"time": on}, True)]
    values = {"many": len(wrong), "time": on, "list": isolated(" – ".join(wrong))}
    says = _("%(many)d were wrong at %(time)s UTC: %(list)s") % values
    return [
        Check(str(TASKS["fixity"]), says, False, _("To check again: %(command)s") % {"command": "actionlines fixity"})
    ]


def _disk() -> Check:
    left = _free()
    says = _("%(many)s GB are free.") % {"many": f"{left / 2**30:.1f}"}
    return Check(_("Disk"), says, left > _LOW, "" if left > _LOW else _("Make room, or move the data folder."))


def _mail() -> Check:
    if "console" in settings.EMAIL_BACKEND:
        return Check(_("Mail"), _("Messages are printed by the server, not sent."), None, _("Set EMAIL_URL."))
    return Check(_("Mail"), settings.EMAIL_HOST if hasattr(settings, "EMAIL_HOST") else "", True)


def server_settings() -> list[tuple[str, str]]:
    """Return (name, value) of what a person who administers the site should know. No secret is among them."""
    yes, no = _("yes"), _("no")
    return [
        (_("Database"), connection.vendor),
        (_("Address of the site"), settings.ADDRESS or _("guessed from the request")),
        (_("Another person publishes"), yes if settings.FOUR_EYES else no),
        (_("Second factor for publishing"), yes if settings.SECOND_FACTOR_TO_PUBLISH else no),
        (_("Languages"), join(str(name) for _code, name in settings.LANGUAGES)),
    ]
