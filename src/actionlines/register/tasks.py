"""What is done beside the pages: imports, the index, and once a day what has fallen due.

Tasks wait in the database. A process that was killed leaves its import where it was; `begin`, at the start of each
worker, goes on with it.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import default_task_backend, task

from actionlines.framework.tables import read_table
from actionlines.register import core
from actionlines.register.core.imports import readings
from actionlines.register.core.imports import run as importing
from actionlines.register.core.imports.models import ImportRun, ImportStatus
from actionlines.register.core.imports.originals import FilesAway
from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import most_of
from actionlines.register.core.search import catch_up
from actionlines.register.core.search.index_store import store
from actionlines.register.core.search.index_writer import keep_copy
from actionlines.register.mandates.actions import mark_overdue as mark
from actionlines.register.preferences.schema import current
from actionlines.register.standings.imports import judge_again

# Set when the worker is to stop: an import then stops after the chunk it is at.
STOP = threading.Event()
AGAIN = timedelta(minutes=1)  # until an import is tried once more whose original could not be fetched
LOOK = 0.5  # seconds between two looks for something to read
# When the day begins for what is done once a day.
HOUR, MINUTE = 0, 10
_OLD = 86400.0  # seconds after which a file that somebody works on has been forgotten
_log = logging.getLogger(__name__)
# Paths of tasks in queues and backups of 0.1.0, with those of today.
OLD_TASK_PATHS = {row["old"]: row["new"] for row in read_table("old_task_paths", Path(core.__path__[0]) / "data")}


class Stopped(BaseException):
    """The worker stops; nothing is wrong with the import."""


@task()
def run_import(number: int) -> str:
    """Return the status of an import once it is done: this one, or that of a person who had fewer done lately."""

    def on_progress(_done: int, _all: int) -> None:
        """Raise Stopped where the worker is about to end."""
        if STOP.is_set():
            raise Stopped

    try:
        return str(importing.run(importing.next_in_line(number), on_progress).status)
    except Stopped:
        return "stopped"
    except FilesAway:
        if not default_task_backend.supports_defer:
            raise
        run_import.using(run_after=timezone.now() + AGAIN).enqueue(number)
        return "waits"


def read_until_stopped() -> None:
    """Read what pages wait for, until the worker is to stop. Each of some threads does this."""
    while not STOP.is_set():
        close_old_connections()
        try:
            matches = readings.read_next()
        except Exception:  # a database that is away for a moment must not end the thread
            _log.exception("readings")
            matches = False
        if not matches:
            STOP.wait(LOOK)


@task()
def index() -> None:
    """Bring the index up to what has changed, where a process died between the change and the index."""
    catch_up()


@task()
def judge() -> int:
    """Judge the figures again where the rules of publication or the release changed. Return how many files."""
    return judge_again()


@task()
def daily() -> int:
    """Mark what is past its day, tidy up, and plan the next day. Returns how many mandates were marked."""
    following = (timezone.now() + timedelta(days=1)).astimezone(UTC)
    plan(following.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0))
    store().verify(again=True)
    judge.enqueue()
    catch_up()
    keep_copy(again=True)
    tidy()
    return mark()


def plan(when: datetime) -> None:
    """Let `daily` run then, unless it is planned already. A backend that runs tasks at once plans nothing."""
    if default_task_backend.supports_defer and not _waiting(daily).exists():
        daily.using(run_after=when).enqueue()


def begin() -> None:
    """Start the day's work, the index, and imports that have not ended, as a worker does first."""
    rename_waiting_tasks()
    if not _waiting(daily).exists():
        daily.enqueue()
    index.enqueue()
    judge.enqueue()
    for number in ImportRun.objects.filter(status__in=(ImportStatus.WAITING, ImportStatus.RUNNING)).values_list(
        "pk", flat=True
    ):
        if not _waiting(run_import).filter(args_kwargs__args=[number]).exists():
            run_import.enqueue(number)


def resume_interrupted() -> None:
    """Let the tasks that a worker left when it was killed begin again, unless they were begun too often: what ends
    each worker is set aside. An import that has got on meanwhile counts from the start.
    """
    from django_tasks_db.models import DBTaskResult

    for row in DBTaskResult.objects.filter(status="RUNNING"):
        runs = ImportRun.objects.filter(
            pk__in=row.args_kwargs["args"] if row.task_path == run_import.module_path else ()
        )
        if runs.filter(changed_at__gt=row.started_at).exists():
            row.worker_ids = []
        if len(row.worker_ids) < most_of("task-attempts"):
            row.status, row.started_at = "READY", None
            row.save(update_fields=["status", "started_at", "worker_ids"])
            continue
        row.set_failed(RuntimeError("the worker ended each time it did this"))
        _log.error("A task is set aside, as the worker ended each time it did it: %s", row.task_path)
        for run in runs.filter(status__in=(ImportStatus.WAITING, ImportStatus.RUNNING)):
            importing.set_aside(run.pk)


def rename_waiting_tasks() -> None:
    """Give tasks that wait since an earlier release, or since a backup of one, the path of today."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(finished_at=None, task_path__in=OLD_TASK_PATHS)
    for old_path in set(waiting.values_list("task_path", flat=True)):
        waiting.filter(task_path=old_path).update(task_path=OLD_TASK_PATHS[old_path])


def tidy() -> None:
    """Delete old results of tasks, and the files that a killed process left."""
    from django_tasks_db.models import DBTaskResult

    saved = current()
    readings.forget(timedelta(days=saved.days_readings))
    for kind in kinds().values():
        if kind.tidy:
            kind.tidy(saved)
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - timedelta(days=saved.days_tasks)).delete()
    data: Path = settings.DATA
    left = (
        "files/.incoming-*",
        "work/.incoming-*",
        "work/original-*",
        "work/*.lock",
        "work/refused-*",
        "work/own-*",
        "work/list-*",
        "reports/*.partial",
    )
    for path in (path for pattern in left for path in data.glob(pattern)):
        if path.is_file() and time.time() - path.stat().st_mtime > _OLD:
            path.unlink(missing_ok=True)


def _waiting(item: Any) -> Any:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path=item.module_path, status="READY")
