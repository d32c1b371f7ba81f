"""One import from its first row to its last, from wherever it stopped; what goes wrong is kept with the run."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import override

from actionlines.errors import ActionlinesError
from actionlines.register import models as m
from actionlines.register.activities.imports.load import load
from actionlines.register.activities.imports.mandates import propose_mandates_of
from actionlines.register.cooperation import imports as uninfo
from actionlines.register.core.imports.actions import FinishImport, actor_of, import_document, may_import
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.locks import alone
from actionlines.register.core.imports.models import ImportKind, ImportStatus
from actionlines.register.core.imports.originals import FilesAway
from actionlines.register.core.imports.tables import guess
from actionlines.register.core.schema import Data
from actionlines.register.core.search import catch_up
from actionlines.register.instruments.document_reader import read_document
from actionlines.register.standings import imports

OnProgress = Callable[[int, int], None]  # rows done, rows in all
ENDED = (ImportStatus.DONE, ImportStatus.PARTLY, ImportStatus.FAILED)
_LATELY = timedelta(hours=1)
_LOCALES = {"zh": "zh-hans"}
_log = logging.getLogger(__name__)


def run(number: int, on_progress: OnProgress | None = None) -> m.ImportRun:
    """Do it, or go on with it; a run that has ended stays as it is. Returns it as it is then.

    What is wrong with the file is kept in `error`; a fault of ours too, and is raised as well, so that it is seen.
    Raises FilesAway where its original cannot be fetched now: the run then waits as it is.
    """
    with alone(f"import-{number}") as free:
        found = m.ImportRun.objects.select_related("file", "owner").get(pk=number)
        if free and found.status not in ENDED:
            # Problems of a row are written in the language of their reader, the owner of the run.
            with override(_LOCALES.get(found.owner.language, found.owner.language) if found.owner else None):
                _do(found, on_progress)
    return m.ImportRun.objects.select_related("file", "owner").get(pk=number)


def next_in_line(number: int) -> int:
    """Return the import to do now: of those that wait, the oldest of the person for whom fewest were done lately.

    number  the import whose turn it is by its place; one that was interrupted goes on first
    """
    if m.ImportRun.objects.filter(pk=number, status=ImportStatus.RUNNING).exists():
        return number
    since = timezone.now() - _LATELY
    done = Counter(
        m.ImportRun.objects.filter(created_at__gt=since)
        .exclude(status=ImportStatus.WAITING)
        .values_list("owner", flat=True)
    )
    waiting = m.ImportRun.objects.filter(status=ImportStatus.WAITING).values_list("pk", "owner")
    return min(waiting, key=lambda row: (done[row[1]], row[0]), default=(number, None))[0]


def _do(found: m.ImportRun, on_progress: OnProgress | None) -> None:
    m.ImportRun.objects.filter(pk=found.pk).update(status=ImportStatus.RUNNING)
    error: Data = {}
    try:
        _find_out(found)
        may_import(actor_of(found), found.what, found.country, publish=found.publish)
        _KINDS[found.what](found, on_progress)
    except FilesAway:
        raise
    except ActionlinesError as wrong:
        error = wrong.as_dict()
    except Exception as fault:
        close_old_connections()
        problem = f"unexpected {type(fault).__name__}"
        error = {
            "code": "AL000",
            "subject": found.file.name,
            "problem": problem,
            "advice": "Report it as a fault.",
        }
        _log.exception("import %s", found.pk)
        raise
    finally:
        # Interrupted, it stays as it is: the next start goes on with it.
        if error or _complete(found.pk):
            if found.what == ImportKind.ACTIVITIES and not found.dry_run and not error:
                propose_mandates_of.enqueue(found.pk)
            FinishImport(None, m.ImportRun.objects.get(pk=found.pk), error=error).do()
            catch_up()


def _find_out(found: m.ImportRun) -> None:
    """What a file holds whose sender did not say it; the right to this kind is asked afterwards."""
    if found.what:
        return
    found.what = guess(found.file)
    if found.what != ImportKind.ACTIVITIES:
        found.mapping, found.publish = {}, False
    m.ImportRun.objects.filter(pk=found.pk).update(
        what=found.what, mapping=found.mapping, publish=found.publish
    )


def _complete(number: int) -> bool:
    now = m.ImportRun.objects.get(pk=number)
    return now.rows_total > 0 and now.rows_done >= now.rows_total


def _document(found: m.ImportRun, on_progress: OnProgress | None) -> None:
    """One row: the document. A dry run reads it and says what is in it."""
    m.ImportRun.objects.filter(pk=found.pk).update(rows_total=1)
    settled(found.file, found.what)
    read = read_document(path_of(found.file), found.file.name)
    counts: Counter[str] = Counter()
    outcome, record = "read", None
    for one in (read, *read.others):
        counts.update(paragraphs=len(one.document.lines), citations=len(one.citations))
        if found.dry_run:
            counts["mandates"] += len(one.mandates)
            continue
        country = found.country if found.what == ImportKind.FRAMEWORK else ""
        reason = f"Import {found.pk}"
        instrument, done, mandates = import_document(actor_of(found), one, found.file, country, reason)
        # The row is of the first instrument; what changed in any of them says the outcome.
        record, outcome = record or instrument.pk, done if outcome in ("read", "same") else outcome
        counts.update({f"mandates_{name}": count for name, count in mandates.items()})
    _one_row(found, outcome, record, counts)
    if on_progress:
        on_progress(1, 1)


def _indicators(found: m.ImportRun, on_progress: OnProgress | None) -> None:
    """The whole file at once; rows that were refused are named."""
    m.ImportRun.objects.filter(pk=found.pk).update(rows_total=1)
    run = m.ImportRun.objects.filter(pk=found.pk)
    counts = imports.bring_in(
        found.file, dry=found.dry_run, flaws=lambda some: _flaws(found, some),
        understood=lambda some: run.update(understood=some),
    )  # fmt: skip
    _one_row(found, "made" if counts["standings"] else "same", None, counts)
    if on_progress:
        on_progress(1, 1)


def _uninfo(found: m.ImportRun, on_progress: OnProgress | None) -> None:
    """One row for each country; the regions are added up with the last."""
    given = uninfo.read(found.file, found.country)
    m.ImportRun.objects.filter(pk=found.pk).update(rows_total=len(given))
    counts = Counter(found.counts)
    for row, one in enumerate(given[found.rows_done :], start=found.rows_done + 1):
        with transaction.atomic():
            if found.dry_run:
                framework, outcome = None, "read"
            else:
                framework, outcome = uninfo.write(one, found.file)
                if row == len(given):
                    uninfo.add_regions()
            counts[outcome] += 1
            remarks = framework.remarks if framework else []
            problems = [{"field": one.country, "problem": text, "advice": ""} for text in remarks]
            held = {"outcome": outcome, "record": framework and framework.pk, "problems": problems}
            m.ImportRow.objects.update_or_create(run=found, row=row, defaults=held)
            m.ImportRun.objects.filter(pk=found.pk).update(rows_done=row, counts=counts)
        if on_progress:
            on_progress(row, len(given))


def _one_row(found: m.ImportRun, outcome: str, record: int | None, counts: dict[str, int]) -> None:
    m.ImportRow.objects.update_or_create(run=found, row=1, defaults={"outcome": outcome, "record": record})
    m.ImportRun.objects.filter(pk=found.pk).update(rows_done=1, counts={outcome: 1, **counts})


def _flaws(found: m.ImportRun, some: list[Data]) -> None:
    """Rows of figures with what is wrong with them; of one row the first is kept."""
    m.ImportRow.objects.filter(run=found).delete()
    rows = {
        one["row"] + 1: m.ImportRow(
            run=found, row=one["row"] + 1, outcome=one["outcome"],
            problems=[{"field": one["field"], "problem": one["problem"], "advice": one["advice"]}],
        )
        for one in reversed(some)
    }  # fmt: skip
    m.ImportRow.objects.bulk_create(rows.values(), batch_size=500)


_KINDS: dict[str, Callable[[m.ImportRun, OnProgress | None], None]] = {
    "document": _document,
    "cooperation": _document,
    "activities": load,
    "indicators": _indicators,
    "uninfo": _uninfo,
}
