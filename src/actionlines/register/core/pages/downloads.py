"""Lists of records as CSV, JSON and workbooks."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from actionlines.papers.files import cell
from actionlines.papers.writers.as_xlsx import streamed_workbook
from actionlines.register.core.schema import Data, Serialised

MOST_ROWS = 100_000
CHUNK = 500
FORMS = ("csv", "xlsx", "json")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Levels of links, each a column of its own.
_LINKS = ("action_line", "goal", "target", "commitment")
Row = Data
WIDTH = 14  # of columns of a workbook, in characters


def unknown() -> HttpResponse:
    """Return a 400 response for an unknown file format."""
    return HttpResponse(_("Choose one of csv, xlsx, json."), status=400, content_type="text/plain; charset=utf-8")


def send(
    form: str, name: str, records: Iterator[Row], total: int, query: Mapping[str, object], left: int = 0
) -> HttpResponseBase:
    """Records as a file in one of FORMS, named after `name` and today; `left` of the `total` are not in it."""
    file = f"{name}-{date.today().isoformat()}.{form}"
    head = {"Content-Disposition": f'attachment; filename="{file}"', "X-Total-Count": str(total)}
    if form == "json":
        return StreamingHttpResponse(_json(records, total, query), content_type=_TYPES[form], headers=head)
    rows = _table(map(flat, records), left)
    if form == "csv":
        return StreamingHttpResponse(_csv(rows), content_type=_TYPES[form], headers=head)
    return FileResponse(_xlsx(rows), content_type=_TYPES[form], as_attachment=True, filename=file, headers=head)


def flat(record: Serialised) -> Row:
    """A record as cells: lists as one text, links as a column for each level without rejected ones.

    >>> flat({"id": 3, "links": [{"level": "goal", "concept": "sdg:9", "status": "proposed"}]})
    {'id': 3, 'action_lines': '', 'goals': 'sdg:9', 'targets': '', 'commitments': ''}
    """
    made: Row = {}
    for name, value in record.items():
        if name == "links":
            for level in _LINKS:
                held = [item["concept"] for item in value if item["level"] == level and item["status"] != "rejected"]
                made[f"{level}s"] = "; ".join(held)
        elif name == "mandates":
            made[name] = "; ".join(str(item["mandate"]) for item in value if item["status"] != "rejected")
        elif name == "addressees":
            made[name] = "; ".join(item["body"] for item in value)
        elif isinstance(value, list):
            made[name] = "; ".join(item if isinstance(item, str) else _plain(item) for item in value)
        elif isinstance(value, dict):
            made[name] = _plain(value)
        else:
            made[name] = value
    return made


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _table(rows: Iterator[Row], left: int) -> Iterator[list[object]]:
    """The header, the rows, and a last row that says what is not there."""
    first = next(rows, None)
    if first is None:
        yield ["id"]
        return
    columns = list(first)
    yield [*columns]
    yield [first[name] for name in columns]
    for row in rows:
        yield [row.get(name, "") for name in columns]
    if left:
        yield [_("%(left)s more rows are not in this file. Narrow the list with filters.") % {"left": left}]


def _cell(value: object) -> Any:
    return cell(value) if isinstance(value, str) else "" if value is None else value


class _Echo:
    def write(self, value: str) -> str:
        """Return the line that the writer of CSV made."""
        return value


def _csv(rows: Iterator[list[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _json(records: Iterator[Row], total: int, query: Mapping[str, object]) -> Iterator[str]:
    yield f'{{"total": {total}, "most": {MOST_ROWS}, "asked": {_plain(query)}, "records": ['
    for place, record in enumerate(records):
        # Amounts as text: a number of JSON may lose its last digits.
        yield (",\n" if place else "\n") + json.dumps(record, ensure_ascii=False, default=str)
    yield "\n]}\n"


def _xlsx(rows: Iterator[list[object]]) -> object:
    """Return a workbook in a file that is gone when it is closed; one row is in memory at a time."""
    with streamed_workbook("Actionlines") as (book, file):
        titles = [(str(title), WIDTH) for title in next(rows, [])]
        book.add_table("Sheet1", titles, ([_cell(value) for value in row] for row in rows))
    return file


def as_json_ld(data: Data) -> HttpResponse:
    """Return JSON-LD that anybody may read from any page."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")
