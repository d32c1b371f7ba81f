"""The work of the night: the file with everything, which the secretariat may ask for too, and fixity."""

from datetime import UTC, timedelta

from django.utils import timezone
from django_tasks import default_task_backend, task
from django_tasks.base import Task

from actionlines.register.doors import bulk, figures
from actionlines.register.site.accounts import forget_sessions, seal_factors
from actionlines.register.site.backup.fixity import check, report

HOUR, MINUTE = 1, 30  # after what is done once a day


@task()
def make_bulk() -> str:
    """Make the files of today and return the name of that with all records."""
    figures.make()
    return bulk.make().name


@task()
def nightly() -> str:
    """Plan the next night's run, then make the file and return its name."""
    following = (timezone.now() + timedelta(days=1)).astimezone(UTC)
    if default_task_backend.supports_defer and not _waits(nightly):
        night = following.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)
        nightly.using(run_after=night).enqueue()
    fixity.enqueue()
    forget_sessions()
    figures.make()
    seal_factors()
    return bulk.make().name


@task()
def fixity() -> str:
    """Look whether what is kept is what was stored, and can be restored; write to the administrators where not."""
    matches = check(trial=True)
    if matches.wrong:
        report(matches)
    return matches.words


def begin() -> None:
    """Plan the night, as a worker does first. A register that has no file yet gets one at once."""
    if not _waits(nightly):
        nightly.enqueue()


def is_wanted() -> bool:
    """Return whether one is being made or about to be, on request."""
    return _waits(make_bulk)


def _waits(item: Task[[], str]) -> bool:
    from django_tasks_db.models import DBTaskResult

    return bool(DBTaskResult.objects.filter(task_path=item.module_path, status__in=("READY", "RUNNING")).exists())
