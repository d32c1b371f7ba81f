"""What pages wait for: a worker reads a file, one for each person at a time, and the answer is kept.

    reading = ask(ReadingKind.LOOK, user, file=stored)
    if reading.is_going: ...     the page says so and asks again
    reading.error, reading.answer

No request reads a file of a user. A place in the line costs a row; each person has EACH of them, all have MOST.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, close_old_connections
from django.db.models import Min
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import default_task_backend

from actionlines.errors import ActionlinesError, SetupError, TooManyRequests
from actionlines.register.core.imports.models import ImportRun, ImportStatus, Reading, ReadingKind, StoredFile
from actionlines.register.core.imports.originals import FilesAway
from actionlines.register.core.imports.run import alone
from actionlines.register.core.imports.tables import guess_mapping, keep_refused, look
from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import most_of
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import kept
from actionlines.register.people.models import User

EACH, MOST = most_of("readings-waiting"), most_of("readings-waiting-all")
_GOING = (ImportStatus.WAITING, ImportStatus.RUNNING)
_LOCALES = {"zh": "zh-hans"}
_log = logging.getLogger(__name__)


def ask(
    what: str, by: User, *, file: StoredFile | None = None, given: Data | None = None, again: bool = False
) -> Reading:
    """Return the reading of a file, or of what is `given`: that of an earlier question, or a new one that waits.

    again  read once more what failed

    Raises TooManyRequests (AL709) where the person, or all together, have as many waiting as they may.
    """
    given = _held(given or {})
    key = key_of(what, file, given)
    if again:
        Reading.objects.filter(key=key, status=ImportStatus.FAILED).delete()
    if (reading := Reading.objects.filter(key=key).first()) is None:
        _must_have_room(by)
        try:
            reading = Reading.objects.create(key=key, what=what, file=file, given=given, by=by)
        except IntegrityError:  # the same was asked at the same moment
            return Reading.objects.get(key=key)
        if not default_task_backend.supports_defer:
            while read_next():
                pass
            reading.refresh_from_db()
    return reading


def key_of(what: str, file: StoredFile | None, data: Data) -> str:
    """Return the digest by which the same question is known."""
    words = json.dumps([what, file.sha256 if file else "", data], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def _must_have_room(by: User) -> None:
    going = Reading.objects.filter(status__in=_GOING)
    if going.filter(by=by).count() >= EACH:
        problem = _("you have too many files that wait to be read (%(n)d)") % {"n": EACH}
        raise TooManyRequests(_("reading"), problem, _("Wait until one of them is read, then try again."))
    if going.count() >= MOST:
        problem = _("too many files wait to be read")
        raise TooManyRequests(_("reading"), problem, _("Try again in some minutes."))


def read_next() -> bool:
    """Read the oldest of what waits of a person for whom nothing is read now; False where there is none."""
    waiting = Reading.objects.filter(status__in=_GOING).values("by").annotate(first=Min("pk"))
    for row in waiting.order_by("first"):
        with alone(f"reader-{row['by']}") as free:
            # One that runs while its lock is free was left by a process that was killed.
            matches = Reading.objects.filter(by=row["by"], status__in=_GOING).first() if free else None
            if matches:
                _read(matches)
                return True
    return False


def _read(reading: Reading) -> None:
    mine = Reading.objects.filter(pk=reading.pk)
    mine.update(status=ImportStatus.RUNNING)
    language = getattr(reading.by, "language", "en")
    answer: Data = {}
    error: Data = {}
    try:
        with override(_LOCALES.get(language, language)):
            paths = {name: path for kind in kinds().values() for name, path in kind.readings.items()}
            answer = _held((_KINDS.get(reading.what) or import_string(paths[reading.what]))(reading))
    except ActionlinesError as wrong:
        error = wrong.as_dict()
    except FilesAway:
        problem = _("the files of the register cannot be reached at the moment")
        error = SetupError(str(reading), problem, _("Try again in some minutes.")).as_dict()
    except Exception as fault:
        _log.exception("reading %s", reading.pk)
        close_old_connections()
        problem = f"unexpected {type(fault).__name__}"
        error = {"code": "AL000", "subject": str(reading), "problem": problem, "advice": "Report it as a fault."}
    mine.update(status=ImportStatus.FAILED if error else ImportStatus.DONE, answer=answer, error=error)


def _held(value: object) -> Any:
    """A question or an answer as every database takes it."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, dict):
        return {kept(name): _held(item) for name, item in value.items()}
    return [_held(item) for item in value] if isinstance(value, list | tuple) else value


def forget(saved: timedelta) -> None:
    """Delete answers that nobody waits for any more, after this time."""
    Reading.objects.exclude(status__in=_GOING).filter(at__lt=timezone.now() - saved).delete()


def _look(reading: Reading) -> Data:
    seen = look(file_of(reading))
    return {"columns": seen.columns, "rows": seen.rows, "mapping": guess_mapping(seen.columns)}


def file_of(reading: Reading) -> StoredFile:
    """Return the stored file that the worker reads for this reading."""
    assert reading.file
    return reading.file


def _refused(reading: Reading) -> Data:
    keep_refused(ImportRun.objects.select_related("file").get(pk=reading.given["run"]))
    return {}


_KINDS: dict[str, Callable[[Reading], Data]] = {ReadingKind.LOOK: _look, ReadingKind.REFUSED: _refused}
