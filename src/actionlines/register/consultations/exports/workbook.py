"""The table of dispositions as a workbook: the table, the counts, what each field means. No cell is a formula."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actionlines.papers.files import streamed_workbook
from actionlines.papers.text_safety import cell
from actionlines.register.consultations.exports.rows import fields, rows
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.models.comments import Disposition
from actionlines.register.consultations.statistics import Statistics, statistics
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

WIDE = {"quote": 40, "comment": 60, "suggested_wording": 40, "disposition_reason": 40}


def workbook(consultation: Consultation, all_of_it: bool) -> Any:
    """The workbook in a file that is gone when it is closed; one row is in memory at a time."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        with streamed_workbook(file) as book:
            _fill(book, consultation, all_of_it)
    except BaseException:
        file.close()
        raise
    return file


def _fill(book: Workbook, consultation: Consultation, all_of_it: bool) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDF4"})
    names = [name for name, _means in fields()]
    sheet = book.add_worksheet(_("Dispositions")[:31])
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDE.get(name, 14))
    _write(sheet, 0, names, head)
    last = 0
    for last, row in enumerate(rows(consultation, all_of_it), 1):
        _write(sheet, last, (_plain(row[name]) for name in names))
    sheet.autofilter(0, 0, last, len(names) - 1)
    _counts(book.add_worksheet(_("Counts")[:31]), statistics(consultation), head)
    _readme(book.add_worksheet(_("Fields")[:31]), consultation, head)


def _plain(value: object) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else value


def _write(sheet: Worksheet, place: int, values: Iterable[object], form: Format | None = None) -> None:
    for column, value in enumerate(values):
        if isinstance(value, bool):
            sheet.write_boolean(place, column, value, form)
        elif isinstance(value, str):
            if value:
                sheet.write_string(place, column, cell(value), form)
        else:
            sheet.write_number(place, column, value, form)


def _counts(sheet: Worksheet, found: Statistics, head: Format) -> None:
    """By stakeholder type, country and region, each with its dispositions."""
    sheet.set_column(0, 1, 34)
    ways = [(value, str(words)) for value, words in Disposition.choices]
    _write(sheet, 0, [_("Counted by"), "", _("Comments"), *(words for _value, words in ways)], head)
    tables: list[tuple[Any, Any, Callable[[str], str]]] = [
        (_("Type of stakeholder"), found.by_stakeholder, lambda key: vocabulary.label("stakeholder", key)),
        (_("Country"), found.by_country, name_of),
        *((kind, table, name_of) for kind, table in found.by_region.items()),
    ]
    place = 1
    for title, table, called in tables:
        for key, counts in table.sorted():
            words = called(key) if key else _("not said")
            _write(sheet, place, [str(title), words, counts["all"], *(counts[value] for value, _w in ways)])
            place += 1


def _readme(sheet: Worksheet, consultation: Consultation, head: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    _write(sheet, 0, [_("Field"), _("What it means")], head)
    for place, (name, means) in enumerate(fields(), 1):
        _write(sheet, place, [name, means])
    _write(sheet, len(fields()) + 2, [_("Consultation"), consultation.title])
