"""Lists of records as CSV, JSON and workbooks, and as tables for a meeting: a long one as the worker made it."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from actionlines.papers.files import cell, csv_line
from actionlines.papers.writers.as_table import MeetingTable, write_table_docx, write_table_xlsx
from actionlines.papers.writers.as_xlsx import Value, streamed_workbook
from actionlines.register.core.imports.models import ImportStatus, Reading, ReadingKind
from actionlines.register.core.imports.readings import ask, key_of
from actionlines.register.core.kinds import Words
from actionlines.register.core.limits import most_of
from actionlines.register.core.pages.page import unread, waiting
from actionlines.register.core.public_view import mark_of_withdrawals
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.search import catch_up
from actionlines.register.core.texts import reader_words

_BY_WORKER = "actionlines.worker"  # in the environment of a request
MOST_ROWS = most_of("download-rows")
CHUNK = 500
FORMS = ("csv", "xlsx", "json")
# A list with columns for people has these in place of a workbook with every field.
MEETING_FORMS = ("xlsx", "docx")
MOST_IN_DOCUMENT = most_of("download-document-rows")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Levels of links, each a column of its own.
_LINKS = ("action_line", "goal", "target", "commitment")
Row = Data
_IN_ADDRESS = "/:=&?~+!$,;'@()*[]%#"
WIDTH = 14  # of columns of a workbook, in characters


@dataclass(frozen=True)
class MeetingColumns:
    """The columns of a list as people take it to a meeting.

    title    what the table is
    of       the same for one body, line or country that the list is filtered by, with a place for its `name`
    columns  heading and width in characters
    prefetched  relations that the rows read
    notes    pairs that explain signs and columns
    rows     (records as the public sees them, address of the site) -> values in the order of the columns
    """

    title: Words
    of: Words
    columns: Sequence[tuple[Words, int]]
    rows: Callable[[Sequence[Any], str], Iterator[Sequence[Value]]]
    prefetched: Sequence[str] = ()
    notes: Callable[[], Sequence[tuple[str, str]]] = tuple


def unknown() -> HttpResponse:
    """Return a 400 response for an unknown file format."""
    return HttpResponse(_("Choose one of csv, xlsx, json."), status=400, content_type="text/plain; charset=utf-8")


def made_path(name: str) -> Path:
    """Return where the worker keeps a file that a page waits for."""
    folder: Path = settings.DATA
    return folder / "work" / name


def ask_for_file(request: HttpRequest, what: str, question: Data, path: Path, age: int) -> Reading:
    """Return the reading that makes a file; it is asked for again where what there is of it is older than an age, in
    seconds.
    """
    if not path.exists() or time.time() - path.stat().st_mtime > age:
        rows = Reading.objects.filter(key=key_of(what, None, question))
        failed = Q(status=ImportStatus.FAILED, at__lt=timezone.now() - timedelta(seconds=age))
        rows.filter(Q(status=ImportStatus.DONE) | failed).delete()
    by: Any = request.user if request.user.is_authenticated else None
    return ask(what, by, given=question)


def made_file(
    request: HttpRequest, reading: Reading, path: Path, name: str, head: Mapping[str, str]
) -> HttpResponseBase:
    """Return the file that the worker made, the page that waits for it, or the page that says why there is none."""
    if reading.error:
        return unread(request, reading.error, str(reading))
    if not path.exists() or request.headers.get("HX-Request"):
        return waiting(request, reading)
    answer = FileResponse(path.open("rb"), content_type=_TYPES[path.suffix[1:]], as_attachment=True, filename=name)
    for header, value in {"Last-Modified": http_date(path.stat().st_mtime), **head}.items():
        answer[header] = value
    return answer


def is_long(request: HttpRequest, total: int) -> bool:
    """Return whether the worker makes the file of a list of so many rows, and does not ask for it itself."""
    return total > most_of("list-rows") and _BY_WORKER not in request.META


def long_list(request: HttpRequest, address: str, name: str, total: int) -> HttpResponseBase:
    """Return a list as the worker made it from its `address`: the last file, while an old one is made again. What was
    made before a record was withdrawn is not sent any more.
    """
    url, language = request.build_absolute_uri(address), get_language()
    question: Data = {"address": url, "language": language, "withdrawn": mark_of_withdrawals()}
    path = _list_path(key_of(ReadingKind.LIST, None, question), url)
    reading = ask_for_file(request, ReadingKind.LIST, question, path, most_of("list-seconds"))
    day = date.fromtimestamp(path.stat().st_mtime) if path.exists() else date.today()
    return made_file(request, reading, path, f"{name}-{day.isoformat()}{path.suffix}", {"X-Total-Count": str(total)})


def _list_path(key: str, address: str) -> Path:
    return made_path(f"list-{key}.{address.rpartition('=')[2]}")


def keep_list(reading: Reading) -> Data:
    """Write to a file what a visitor gets at the address of a long list, all of it or none; old files go."""
    url = urlsplit(reading.given["address"])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": url.path, "QUERY_STRING": url.query, _BY_WORKER: "1"}
    request = WSGIRequest({**environ, "wsgi.url_scheme": url.scheme, "wsgi.input": BytesIO(), "HTTP_HOST": url.netloc})
    request.user, match = AnonymousUser(), resolve(url.path)
    target = _list_path(reading.key, reading.given["address"])
    part = target.with_suffix(".partial")
    catch_up()  # the index may still hold what was withdrawn just now
    with override(reading.given["language"]), part.open("wb") as out:
        answer = match.func(request, *match.args, **match.kwargs)
        # Its own `close` is the end of a request, which would close the connection of the worker too.
        with getattr(answer, "file_to_stream", None) or nullcontext():
            out.writelines(answer)
    part.replace(target)
    files = sorted(target.parent.glob("list-*.*"), key=lambda file: -file.stat().st_mtime)
    for file in files[most_of("lists") :]:
        file.unlink(missing_ok=True)
    return {}


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


def send_table(form: str, name: str, table: MeetingTable, total: int) -> HttpResponseBase:
    """A table for a meeting as a file in one of MEETING_FORMS; 400 for a document of more rows than people read."""
    file = f"{name}-{table.day.isoformat()}.{form}"
    head = {"X-Total-Count": str(total)}
    if form == "xlsx":
        stream = write_table_xlsx(table)
        return FileResponse(stream, content_type=_TYPES[form], as_attachment=True, filename=file, headers=head)
    if total > MOST_IN_DOCUMENT:
        words = reader_words()
        text = _("A document takes %(most)s rows, and the list has %(total)s. Narrow it, or take the workbook (XLSX).")
        numbers = {"most": words.number(MOST_IN_DOCUMENT), "total": words.number(total)}
        return HttpResponse(text % numbers, status=400, content_type="text/plain; charset=utf-8")
    head["Content-Disposition"] = f'attachment; filename="{file}"'
    return HttpResponse(write_table_docx(table), content_type=_TYPES[form], headers=head)


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
    if (first := next(rows, None)) is None:
        yield ["id"]
        return
    columns = list(first)
    yield [*columns]
    yield [first[name] for name in columns]
    for row in rows:
        yield [row.get(name, "") for name in columns]
    if left:
        yield [missing_rows(left)]


def missing_rows(left: int) -> str:
    """Return a sentence that says how many rows of a list its file does not hold."""
    return _("Rows that are not in this file: %(left)s. Narrow the list with filters.") % {"left": left}


def _cell(value: object) -> Any:
    return cell(value) if isinstance(value, str) else "" if value is None else value


def _csv(rows: Iterator[list[object]]) -> Iterator[str]:
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff"
    yield from map(csv_line, rows)


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


def _turtle(data: Data) -> str:
    """Return a description in JSON-LD, whose context has prefixes alone, as Turtle (W3C)."""
    context = data["@context"]
    prefixes = context.items() if isinstance(context, dict) else [("", f"{context}/")]
    blocks = [f"@prefix {prefix}: <{address}> ." for prefix, address in prefixes]

    def name(term: str) -> str:
        """Return an address or a term of the context as Turtle has it."""
        if "://" in term or term.startswith("mailto:"):
            return f"<{quote(term, safe=_IN_ADDRESS)}>"
        return term if ":" in term else f":{term}"

    def write(value: Any) -> str:
        """Return a literal, the name of a thing, or a thing without a name."""
        if not isinstance(value, dict):
            return json.dumps(value if isinstance(value, bool | int) else str(value), ensure_ascii=False)
        if "@value" in value:
            mark = f"@{value['@language']}" if "@language" in value else f"^^{name(value['@type'])}"
            return f"{write(value['@value'])}{mark}"
        pairs = []
        for key, held in value.items():
            items = held if isinstance(held, list) else [held]
            if items and key not in ("@context", "@id"):
                pairs.append(f"{'a' if key == '@type' else name(key)} ")
                pairs[-1] += ", ".join(name(item) if key == "@type" else write(item) for item in items)
        if "@id" not in value:
            return f"[ {' ; '.join(pairs)} ]"
        blocks.extend([f"{name(value['@id'])} {' ; '.join(pairs)} ."] if pairs else [])
        return name(value["@id"])

    write(data)
    return "\n".join(blocks) + "\n"


def as_linked_data(request: HttpRequest, data: Data) -> HttpResponse:
    """Return JSON-LD, or Turtle with `?as=turtle`, that anybody may read from any page."""
    if request.GET.get("as") == "turtle":
        return HttpResponse(_turtle(data), content_type="text/turtle; charset=utf-8")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")
