"""A file of figures becomes where countries and regions stand: all of it, or nothing of it."""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from actionlines import __version__
from actionlines.errors import ActionlinesError
from actionlines.indicators.gate import read_policy
from actionlines.indicators.groups import same_figures
from actionlines.register.core.bulk import insert
from actionlines.register.core.imports.files import path_of, settled
from actionlines.register.core.imports.models import ImportRow, ImportRun, StoredFile
from actionlines.register.core.imports.run import OnProgress, keep_one_row
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.kinds import ImportFormat
from actionlines.register.core.schema import Data
from actionlines.register.preferences.schema import current
from actionlines.register.standings.figures import MEMORY, SECONDS, Found, list_published, work_out
from actionlines.register.standings.models import Standing

_FIELDS = (
    "area", "series", "indicator", "breakdown", "name", "unit", "concepts", "years", "values", "aim", "aim_year",
    "aim_direction", "verdicts", "lag", "why", "source", "beside", "breaks", "age",
)  # fmt: skip
_BATCH = 5_000
_SOME = 500  # series in one question to the database
_log = logging.getLogger(__name__)


def bring_in(
    file: StoredFile,
    *,
    dry: bool = False,
    flaws: Callable[[list[Data]], None] | None = None,
    understood: Callable[[list[Data]], object] | None = None,
) -> dict[str, int]:
    """Replace what this file said before, and what other files said of the same series. Returns counts.

    flaws  gets what is wrong with single rows, once the file has been read
    understood  gets the series of a trial as they were understood: the fields of `progress.preview.SeriesPreview`

    Raises the errors of `figures.work_out`, and UploadRefused.
    """
    settled(file, "indicators")
    matches = bounded(
        f"{work_out.__module__}:work_out", Found, path_of(file), file.name,
        _list_rules()[0], dry, dict(read_policy(settings.POLICY).own),
        memory=MEMORY, seconds=SECONDS, name=file.name,
    )  # fmt: skip
    if flaws:
        flaws(cast(list[Data], matches.flaws))
    if understood:
        understood([asdict(series_preview) for series_preview in matches.understood])
    if dry:
        return matches.counts
    series = sorted({row["series"] for row in matches.rows})
    with transaction.atomic():
        Standing.objects.filter(file=file).delete()
        for start in range(0, len(series), _SOME):
            Standing.objects.filter(series__in=series[start : start + _SOME]).delete()
        for start in range(0, len(matches.rows), _BATCH):
            some = cast(list[Data], matches.rows[start : start + _BATCH])
            insert(Standing, (*_FIELDS, "file"), [(*(row[name] for name in _FIELDS), file.pk) for row in some])
        for codes in same_figures():
            if not set(codes).isdisjoint(series):
                _keep_newest(codes)
        _tell_names_apart()
    return matches.counts


def _tell_names_apart() -> None:
    """Write the code of a series after a name that other series of the register have too."""
    shared: dict[str, set[str]] = defaultdict(set)
    for name, series in Standing.objects.order_by().exclude(series="").values_list("name", "series").distinct():
        shared[name.removesuffix(f" ({series})")].add(series)
    for name, codes in shared.items():
        for series in codes if len(codes) > 1 else ():
            Standing.objects.filter(series=series, name=name).update(name=f"{name} ({series})")


def _list_rules() -> tuple[int | None, dict[str, str], str]:
    """Return what verdicts depend on beside the figures: the age of values set aside, the rules, the release."""
    limit = current().years_old if current().old_aside else None
    return limit, dict(read_policy(settings.POLICY).rules), __version__


def judge_again() -> int:
    """Judge the stored figures again where the rules or the release changed since. Return how many files.

    A file that cannot be read any more keeps its verdicts. Raises BadAims for a file of rules that breaks its form.
    """
    stamp = hashlib.sha256(json.dumps(_list_rules()).encode()).hexdigest()
    path: Path = settings.DATA / "figures.rules"
    if path.is_file() and path.read_text("utf-8") == stamp:
        return 0
    files = StoredFile.objects.filter(standing__isnull=False).annotate(last=models.Max("standing__pk"))
    for number, file in enumerate(files.order_by("last"), start=1):
        try:
            _log.info("Judged again: file %d, %d standings", number, bring_in(file)["standings"])
        except ActionlinesError as error:
            _log.warning("Not judged again: %s", error)
    path.write_text(stamp, "utf-8")
    return files.count()


def load_published() -> int:
    """Write the published aggregates of the series that have no standing in the register. Return how many."""
    held = set(Standing.objects.values_list("series", flat=True))
    rows = [row for row in list_published() if row["series"] not in held]
    Standing.objects.bulk_create(Standing(**row) for row in rows)
    for codes in same_figures():
        _keep_newest(codes)
    _tell_names_apart()
    return len(rows)


def _keep_newest(codes: tuple[str, ...]) -> None:
    """Delete the older standings of an area on one figure that databases list under several codes."""
    rows = Standing.objects.filter(series__in=codes).values_list("area", "breakdown", "years", "pk")
    newest = {
        (area, breakdown): key for area, breakdown, years, key in sorted(rows, key=lambda row: (row[2][-1:], row[3]))
    }
    Standing.objects.filter(series__in=codes).exclude(pk__in=newest.values()).delete()


def bring_in_run(run: ImportRun, on_progress: OnProgress | None) -> None:
    """Import the whole file at once; rows that were refused are named."""
    ImportRun.objects.filter(pk=run.pk).update(rows_total=1)
    rows = ImportRun.objects.filter(pk=run.pk)
    counts = bring_in(
        run.file,
        dry=run.dry_run,
        flaws=lambda some: _keep_flaws(run, some),
        understood=lambda some: rows.update(understood=some),
    )
    keep_one_row(run, "made" if counts["standings"] else "same", None, counts)
    if on_progress:
        on_progress(1, 1)


def _keep_flaws(run: ImportRun, some: list[Data]) -> None:
    """Keep rows of figures with what is wrong with them; of one row the first is kept."""
    ImportRow.objects.filter(run=run).delete()
    rows = {
        data["row"] + 1: ImportRow(
            run=run,
            row=data["row"] + 1,
            outcome=data["outcome"],
            problems=[{"field": data["field"], "problem": data["problem"], "advice": data["advice"]}],
        )
        for data in reversed(some)
    }
    ImportRow.objects.bulk_create(rows.values(), batch_size=500)


FORMAT = ImportFormat("indicators", 30, _("Indicators"), "indicators.import", f"{__name__}.bring_in_run", is_tried=True)
