"""The matrix of permissions: every page and operation, as everybody, on records in every state."""

from __future__ import annotations

from itertools import groupby

import pytest
from django.db import connection, transaction
from django.urls import get_resolver

from actionlines.registry.permissions import table
from actionlines.site.api import api
from actionlines.site.api.operations import OPERATIONS
from actionlines.site.middleware.limits import COUNTS
from actionlines.site.pages import PAGES
from tests.site import matrix
from tests.site.matrix_world import World

pytestmark = pytest.mark.django_db
# Addresses that are not ours: allauth's accounts have tests of their own, changing the language needs no right.
OTHERS = ("account/", "api/")
UNGUARDED = {"set_language"}
ROWS = matrix.read()
ROOMS = [
    (f"{kind} {room}", list(rows))
    for (kind, room), rows in groupby(
        sorted(ROWS, key=lambda row: (row["kind"], row["address"].strip("/").split("/")[0].split("-")[0])),
        key=lambda row: (row["kind"], row["address"].strip("/").split("/")[0].split("-")[0]),
    )
]


def named_routes():
    """(name, view) of every address of the site."""

    def walk(resolver, prefix=""):
        for one in resolver.url_patterns:
            address = prefix + str(one.pattern)
            if address.startswith(OTHERS):
                continue
            if hasattr(one, "url_patterns"):
                yield from walk(one, address)
            else:
                yield one.name, one.callback

    return dict(walk(get_resolver()))


def operations():
    """(method, path) -> function of every operation of the API."""
    return {
        (method, path): one.view_func
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for one in view.operations
        for method in one.methods
    }


def action_of(view):
    """The row of the table that a view names, also inside other decorators."""
    while view not in PAGES and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return PAGES.get(view)


def test_the_file_is_what_the_expectations_say():
    assert list(matrix.rows()) == ROWS, "run python -m tests.site.matrix"


def test_every_page_stands_in_the_file():
    listed = {row["address"] for row in ROWS if row["kind"] == "page"}
    assert set(named_routes()) == listed


def test_every_operation_stands_in_the_file():
    listed = {(row["method"], row["address"]) for row in ROWS if row["kind"] == "api"}
    assert set(operations()) == listed


def test_every_page_and_operation_asks_the_table():
    for name, view in named_routes().items():
        assert name in UNGUARDED or action_of(view) in table(), name
    for name, view in operations().items():
        assert OPERATIONS.get(view) in table(), name


def test_every_row_of_the_table_is_asked_somewhere():
    asked = {action_of(view) for view in named_routes().values()} | set(OPERATIONS.values())
    # These are asked by the actions themselves, once it is known what kind of file or report it is.
    by_kind = {"instrument.import", "cooperation.import", "indicators.import", "report.official"}
    assert set(table()) - asked == by_kind


@pytest.mark.parametrize("rows", [rows for _, rows in ROOMS], ids=[name for name, _ in ROOMS])
def test_everybody_gets_what_the_file_says(rows):
    world, wrong = World(), []
    for row in rows:
        for who in matrix.PEOPLE:
            COUNTS.clear()
            with transaction.atomic():
                ask = world.page if row["kind"] == "page" else world.api
                answer = ask(who, row["method"], row["address"], row["state"])
                got = str(answer.status_code)
                if got == "302" and answer["Location"].startswith("/account/login/"):
                    got = "302→"
                assert not connection.needs_rollback, (row["address"], who, answer.content[:300])
                transaction.set_rollback(True)
            if got != row[who]:
                wrong.append(
                    f"{row['method']} {row['address']} {row['state']} as {who}: {got}, not {row[who]}"
                )
    assert wrong == []


def test_many_at_once_are_asked_for_one_by_one():
    world = World()
    proposed = world.records["proposed"]
    world.page("reviewer-out", "POST", "mandates-confirm", "many")
    proposed.refresh_from_db()
    assert proposed.status == "proposed"
    world.page("reviewer", "POST", "mandates-confirm", "many")
    proposed.refresh_from_db()
    assert proposed.status == "confirmed"
