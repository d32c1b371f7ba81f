"""The rows that were refused, as a table to correct and send again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from actionlines.registry.imports.activities import sheet
from actionlines.registry.imports.activities.load import opened
from actionlines.registry.models import ImportRun
from actionlines.reports.cells import cell

_BOM = "\ufeff"  # as spreadsheets expect it


def refused_rows(run: ImportRun) -> Iterator[str]:
    """Lines of CSV: the columns of the file, and at the end what is wrong. Only of activities, whose rows are
    the user's own words. Raises what reading the file raises.
    """
    wrong = {row.row: row.problems for row in run.rows.filter(outcome="refused")}
    with opened(run.file) as rows:
        yield _BOM + _line([*rows.found.columns, _("What is wrong")])
        for number, cells, _problem in sheet.read(rows.path):
            if number in wrong:
                own = cells or [""] * len(rows.found.columns)
                texts = [one if isinstance(one, str) else "; ".join(one) for one in own]
                yield _line([*texts, sentences(wrong[number])])


def sentences(problems: list[dict[str, Any]]) -> str:
    """What is wrong with a row and what to do, in one text."""
    return " ".join(
        f"{one['field']}: {one['problem']} {one['advice']}".strip(": ") if one["field"] else
        f"{one['problem']} {one['advice']}".strip()
        for one in problems
    )  # fmt: skip


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([cell(one) for one in cells])
    return out.getvalue()
