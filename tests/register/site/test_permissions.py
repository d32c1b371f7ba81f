"""The matrix of permissions: every page and operation, as everybody, on records in every state."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.urls import get_resolver

from actionlines.register.core.api.operations import OPERATIONS
from actionlines.register.core.pages.page import PAGES
from actionlines.register.core.permissions import table
from actionlines.register.doors import bulk
from actionlines.register.site.api import api
from actionlines.register.site.middleware.limits import COUNTS
from tests.register.site import matrix
from tests.register.site.matrix_world import World

pytestmark = pytest.mark.django_db
# Addresses that are not ours: allauth's accounts have tests of their own, changing the language needs no right.
OTHERS = ("account/", "api/", "^api/")
UNGUARDED = {"set_language"}
ROWS = matrix.read()
THIRD = matrix.third(ROWS)


def rooms(cells):
    """The cells (number of the row, person) as parameters: one for each kind and first word of the address."""
    found = {}
    for number, who in sorted(cells):
        row = ROWS[number]
        name = f"{row['kind']} {row['address'].strip('/').split('/')[0].split('-')[0]}"
        found.setdefault(name, []).append((row, who))
    return pytest.mark.parametrize("cells", found.values(), ids=found)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The people and records, made once: what a test does to them is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


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
    assert list(matrix.rows()) == ROWS, "run python -m tests.register.site.matrix"


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
    by_kind = {"cooperation.import", "indicators.import", "uninfo.import", "report.official"}
    assert set(table()) - asked == by_kind


def wrong(world, cells):
    """What people got that the file does not say; each request is undone."""
    found = []
    for row, who in cells:
        COUNTS.clear()
        with transaction.atomic():
            ask = world.page if row["kind"] == "page" else world.api
            answer = ask(who, row["method"], row["address"], row["state"])
            got = str(answer.status_code)
            if got == "302" and answer["Location"].startswith("/account/login/"):
                got = "302→"
            assert not connection.needs_rollback, (row["address"], who, answer.content[:300])
            transaction.set_rollback(True)
        for path in bulk.folder().glob("actionlines-*"):
            path.unlink()
        if got != row[who]:
            found.append(f"{row['method']} {row['address']} {row['state']} as {who}: {got}, not {row[who]}")
    return found


@rooms(THIRD)
def test_everybody_gets_what_the_file_says(world, cells):
    assert wrong(world, cells) == []


@pytest.mark.long
@rooms({(number, who) for number in range(len(ROWS)) for who in matrix.PEOPLE} - THIRD)
def test_the_other_two_thirds_of_the_file(world, cells):
    assert wrong(world, cells) == []


def test_a_third_meets_every_row_action_and_state_with_everybody():
    met = [(ROWS[number], who) for number, who in THIRD]
    assert {number for number, _who in THIRD} == set(range(len(ROWS)))
    for name in ("action", "state"):
        assert {(row[name], who) for row, who in met} == {(row[name], who) for row in ROWS for who in matrix.PEOPLE}
    assert len(THIRD) < len(ROWS) * len(matrix.PEOPLE) * 0.4


def test_many_at_once_are_asked_for_one_by_one(world):
    proposed = world.records["proposed"]
    world.page("reviewer-out", "POST", "mandates-confirm", "many")
    proposed.refresh_from_db()
    assert proposed.status == "proposed"
    world.page("reviewer", "POST", "mandates-confirm", "many")
    proposed.refresh_from_db()
    assert proposed.status == "confirmed"
