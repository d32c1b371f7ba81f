"""Boundary values by each path of writing: API, forms, files that come in, assistants.

Nothing here lists fields: operations are walked as the API describes them, forms as their pages show them, columns
as imports know them, tools by their schemas (test_restored.py: a backup by the models). A value is refused with a
status under 500, or it is stored and every page of its record can be read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from functools import partial, wraps
from itertools import count, pairwise
from types import SimpleNamespace
from urllib.parse import quote_plus

import pytest
from django.db import connection, transaction

from actionlines.errors import ActionlinesError
from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.imports.columns import fields as columns
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.run import run
from actionlines.register.core.kinds import versioned_models
from actionlines.register.site.api import api
from actionlines.register.site.assistants import tools
from actionlines.register.site.assistants.register import Refused
from actionlines.register.site.middleware.limits import COUNTS
from tests.people import person
from tests.register.imports.here import read_here
from tests.register.site import matrix
from tests.register.site.assistants.conftest import no_loop_around  # noqa: F401 # holds for all tests here
from tests.register.site.assistants.test_tools import asked
from tests.register.site.matrix_world import World

TEXTS = (
    "", " ", "a\0b", "a\ud800b", "x" * 10**6, "e" + "\u0301" * 5000, "\u2067\u202eabc\u2069", "\ufeff\u200b\U000e0041",
    "=1+1", "null", "<script>x</script>", "{{ 7 }}%s{0}\\", "a\r\nb\x85\x1b[31m", "-0", "NaN", "1e400", "9" * 5000,
    "999999999999999.9999", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2027-02-30", "٢٠٢٧", "../../x",
    "\U0001f71a" * 300, "javascript:x", "http://[::", "a@b", "C99", "٣" * 20,
)  # fmt: skip
DEEP = "[" * 19 + "]" * 19, '{"a":' * 21 + "1" + "}" * 21, "[" * 100_000
NUMBERS = (
    "-0", "-0.0", "-1", "0", "1e308", "5e-324", "1e400", "NaN", "Infinity", "999999999999999.9999",
    "9223372036854775807",
    "9223372036854775808", "2147483648", "9" * 400, "9" * 5000, "2027.5", "true", "null", "[]", "{}", "[null]", "[[]]",
    '{"en":null}', '{"\\ud800":1}', json.dumps(["x"] * 10_000), json.dumps({str(key): "x" for key in range(10_000)}),
)  # fmt: skip
JSON = (*map(json.dumps, TEXTS), *NUMBERS, *DEEP)
HOLE = "the place of the value"
SOME = 1  # values for each field in the short run, others for each next field
ROWS = matrix.read()
WRITES = [
    row
    for row in ROWS
    if row["method"] != "GET" and any(row[who][0] == "2" or row[who] == "302" for who in matrix.PEOPLE)
]
whole = pytest.mark.parametrize("most", [SOME, pytest.param(10**6, marks=pytest.mark.long)], ids=["some", "all"])


def rooms(kind):
    """The rows of one kind as parameters: one for each first word of the address."""
    found = {}
    for row in WRITES:
        if row["kind"] == kind:
            found.setdefault(re.split(r"[/-]", row["address"].strip("/"))[0], []).append(row)
    return pytest.mark.parametrize("rows", found.values(), ids=found)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def here(monkeypatch):
    read_here(monkeypatch)


def chosen(values, turn, most):
    """So many of the values, from a place that each call moves on."""
    values = tuple(values)
    return [
        values[(next(turn) if most < len(values) else number) % len(values)] for number in range(min(most, len(values)))
    ]


class Walk:
    """Requests that are each undone, and what was wrong with them."""

    def __init__(self, world, db):
        self.world, self.turn, self.sent, self.stored, self.wrong = world, count(), 0, 0, []

    def send(self, what, ask, record):
        """Ask; what was stored is read by a visitor and by an administrator."""
        self.sent += 1
        COUNTS.clear()
        with transaction.atomic():
            answer = ask()
            status = answer.status_code
            if answer.streaming:
                b"".join(answer.streaming_content)
            if status >= 500 or (status < 400 and connection.needs_rollback):
                self.wrong.append((*what, status, answer.content[:300]))
            elif status < 400 and not connection.needs_rollback:
                self.stored += 1
                self.wrong += [(*what, *problem) for problem in self.unread(answer, record)]
            transaction.set_rollback(True)

    def unread(self, answer, record):
        """The addresses of a record that cannot be read."""
        kind, number = getattr(record, "kind", ""), getattr(record, "pk", 0)
        if answer.headers.get("Content-Type", "").startswith("application/json"):
            data = answer.json()
            if isinstance(data, dict) and {"kind", "id"} <= data.keys():
                kind, number = data["kind"], data["id"]
        addresses = [answer["Location"]] if answer.status_code == 302 else []
        if kind in versioned_models() and (held := versioned_models()[kind].objects.filter(pk=number).first()):
            addresses += [held.get_absolute_url(), f"/{kind}/{number}.json", f"/{kind}/{number}/history/"]
        for who, address in (("administrator", address) for address in addresses):
            if address:
                COUNTS.clear()
                got = self.world.people[who].client.get(address)
                if got.streaming:
                    b"".join(got.streaming_content)
                if got.status_code >= 500:
                    yield who, address, got.status_code


@pytest.fixture
def walk(world, db):
    return Walk(world, db)


def who_may(row, most="administrator"):
    may = [who for who in (most, *matrix.PEOPLE) if re.match("2|302$", row[who])]
    return may[0]


def leaves(schema, parts, path=()):
    """The places of a body where a value can be, by its description."""
    while "$ref" in schema:
        schema = parts[schema["$ref"].rpartition("/")[2]]
    yield path
    for option in (*schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())):
        yield from leaves(option, parts, path)
    for name, inner in schema.get("properties", {}).items():
        yield from leaves(inner, parts, (*path, name))
    if isinstance(inner := schema.get("items"), dict) and len(path) < 5:
        yield from leaves(inner, parts, (*path, 0))


def with_hole(body, path):
    """A body as JSON, with a hole at a place."""
    if not path:
        return json.dumps(HOLE)
    body = json.loads(json.dumps(body))
    where, last = body, path[-1]
    for part, after in pairwise(path):
        fresh = [] if after == 0 else {}
        if part == 0:
            where[:] = where[:1] or [fresh]
        elif not isinstance(where.get(part), type(fresh)):
            where[part] = fresh
        where = where[part]
    if last == 0:
        where[:] = [HOLE]
    else:
        where[last] = HOLE
    return json.dumps(body)


@whole
@rooms("api")
def test_operations(walk, rows, most):
    described = api.get_openapi_schema()
    parts = described["components"]["schemas"]
    fields = 0
    for row in rows:
        if row["address"] == "/imports":
            continue
        operation = described["paths"][f"/api{row['address']}"][row["method"].lower()]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        schema = content["application/json"]["schema"]
        person_ = walk.world.people[who_may(row)]
        sent = Sent()
        ask = SimpleNamespace(**{row["method"].lower(): sent.keep})
        walk.world.people["sent"] = SimpleNamespace(api=ask, head={})
        walk.world.api("sent", row["method"], row["address"], row["state"])
        for path in dict.fromkeys(leaves(schema, parts)):
            fields += 1
            body = with_hole(sent.body, path)
            for value in chosen(JSON, walk.turn, most):
                filled = body.replace(json.dumps(HOLE), value)
                method = getattr(person_.api, row["method"].lower())
                walk.send(
                    (row["method"], row["address"], row["state"], path, value[:40]),
                    partial(method, sent.address, filled, content_type="application/json", headers=person_.head),
                    walk.world.records.get(row["state"]),
                )
    print(f"{fields} fields of operations, {walk.sent} sent, {walk.stored} stored, {connection.vendor}")
    assert not walk.wrong, walk.wrong[:20]
    assert fields or rows[0]["address"] in ("/imports",)


class Sent:
    """Keeps what a client would have sent."""

    def keep(self, address, data="{}", **more):
        self.address, self.body = address, json.loads(data)


@whole
@rooms("page")
def test_forms(walk, rows, most):
    fields = 0
    for row in rows:
        name, record = row["address"], walk.world.records.get(row["state"])
        address = walk.world._address(name, record)
        base = walk.world._form(name, record, row["state"])
        client = walk.world.people[who_may(row)].client
        page = client.get(address)
        shown = re.findall(r'name="([\w.\-]+)"', page.content.decode()) if page.status_code == 200 else []
        for field in dict.fromkeys((*base, *shown)):
            if field in ("csrfmiddlewaretoken", "viewport", "q"):
                continue
            fields += 1
            for value in chosen(TEXTS, walk.turn, most):
                data = {**base, field: value}
                pairs = [
                    (key, item) for key, held in data.items() for item in (held if isinstance(held, list) else [held])
                ]
                body = "&".join(f"{key}={quote_plus(str(item), errors='surrogatepass')}" for key, item in pairs)
                walk.send(
                    (name, row["state"], field, value[:40]),
                    partial(client.post, address, body, content_type="application/x-www-form-urlencoded"),
                    record,
                )
    print(f"{fields} fields of forms, {walk.sent} sent, {walk.stored} stored, {connection.vendor}")
    assert not walk.wrong, walk.wrong[:20]


def status_of(client, address):
    COUNTS.clear()
    return client.get(address).status_code


@pytest.mark.django_db
@whole
def test_columns_of_tables_that_come_in(world, most, monkeypatch):
    """A row for each value: it comes in, or is refused by its number and field."""
    monkeypatch.setattr(loading, "propose_all", lambda texts, _rows: [[] for _text in texts])
    heads, turn, out = columns(), count(), io.StringIO()
    table = csv.writer(out)
    table.writerow(heads)
    rows = 0
    for head in heads:
        for value in chosen(TEXTS, turn, most):
            rows += 1
            good = {"title": f"Letters by boat {rows}", "summary": "They cross the lake.", "source_id": f"row-{rows}"}
            row = {**good, head: value[:30_000].encode(errors="replace").decode()}
            table.writerow([row.get(name, "") for name in heads])
    file = store(out.getvalue().encode(), "rows.csv", person("secretariat"), "activities")
    done = run(started(person("secretariat"), file, "activities").pk)
    assert done.status in ("done", "partly"), done.error
    named = {(row.row, problem["field"]) for row in done.rows.filter(outcome="refused") for problem in row.problems}
    assert len({number for number, _field in named}) == done.counts.get("refused", 0)
    client = world.people["administrator"].client
    made = versioned_models()["activity"].objects.order_by("-pk").values_list("pk", flat=True)[:rows]
    addresses = [
        address
        for number in made
        for address in (f"/activities/{number}/", f"/activities/{number}/edit/", f"/activity/{number}.json")
    ]
    addresses += ["/activities/", "/organisations/", f"/imports/{done.pk}/", f"/imports/{done.pk}/refused/"]
    wrong = [(address, status) for address in addresses if (status := status_of(client, address)) >= 500]
    assert not wrong, wrong
    print(f"{len(heads)} columns, {rows} rows, {done.counts}, {connection.vendor}")


@pytest.mark.django_db
@whole
def test_arguments_of_assistants(world, most, monkeypatch):
    """What the SDK lets through to a tool is answered or refused in words of ours."""
    crashes, turn, sent = [], count(), 0
    for tool in tools.Tools(lambda: None).all:
        name = tool.__name__

        plain = getattr(tools.Tools, name)

        def held(self, *given, plain=plain, **fields):
            try:
                return plain(self, *given, **fields)
            except (Refused, ActionlinesError):
                raise
            except Exception as error:
                crashes.append((plain.__name__, fields, repr(error)))
                raise

        monkeypatch.setattr(tools.Tools, name, wraps(plain)(held))
    listed = asked(lambda client: client.list_tools()).tools
    for tool in listed:
        fields = tool.input_schema["properties"]
        good = dict.fromkeys(tool.input_schema.get("required", ()), "C5")
        for field in fields:
            for value in chosen((*TEXTS, -1, 0, 2**63, 10**30, 1.5, True, None, [], {}, [[]], ["x"] * 500), turn, most):
                COUNTS.clear()
                sent += 1
                with suppress(UnicodeEncodeError):  # no client can send half a character
                    asked(lambda client, name=tool.name, given={**good, field: value}: client.call_tool(name, given))
    print(f"{len(listed)} tools, {sent} calls, {connection.vendor}")
    assert not crashes, crashes[:10]
