"""What goes says so: an operation by headers and in the description, an option by a line, Python by a warning."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import pytest
import typer
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from ninja import NinjaAPI
from ninja.throttling import AnonRateThrottle

from actionlines.cli.options import Command, QuietOption
from actionlines.deprecation import Deprecation
from actionlines.register.core.api.operations import OPERATIONS, operation
from tests.cli.running import run

GOES = Deprecation(since=date(2030, 1, 15), until=date(2031, 2, 1), instead="Use /api/kept.")
HEADERS = {"Deprecation": "@1894665600", "Sunset": "Sat, 01 Feb 2031 00:00:00 GMT"}

made_up = NinjaAPI(urls_namespace="made-up")


@made_up.get("/goes")
@operation("site.read", deprecated=GOES)
def goes(request: HttpRequest) -> dict[str, int]:
    """Return a number."""
    return {"number": 1}


@made_up.get("/refused")
@operation("site.trail", deprecated=GOES)
def refused(request: HttpRequest) -> HttpResponse:
    """Return nothing, and to nobody but administrators."""
    raise AssertionError


@made_up.get("/kept")
@operation("site.read")
def kept(request: HttpRequest) -> HttpResponse:
    """Return a number as an answer that is made by hand."""
    return HttpResponse(b"1")


@made_up.get("/token", auth=lambda request: None)
@operation("site.read", deprecated=GOES)
def token(request: HttpRequest) -> HttpResponse:
    """Return nothing without a token."""
    raise AssertionError


@made_up.get("/limited", throttle=AnonRateThrottle("0/h"))
@operation("site.read", deprecated=GOES)
def limited(request: HttpRequest) -> HttpResponse:
    """Return nothing: it is asked too often."""
    raise AssertionError


@made_up.get("/field")
@operation("site.read", deprecated=GOES)
def field(request: HttpRequest, number: int) -> HttpResponse:
    """Return nothing without a number."""
    raise AssertionError


for view in [one for one in OPERATIONS if one.__module__ == __name__]:
    del OPERATIONS[view]  # the permission table knows the operations of the site alone
urlpatterns = [path("made-up/", made_up.urls)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_operation_that_goes_has_the_headers() -> None:
    client = Client(raise_request_exception=False)
    for address, status in (
        ("goes", 200), ("refused", 500), ("token", 401), ("limited", 429), ("field", 422),
    ):  # fmt: skip
        answer = client.get(f"/made-up/{address}")
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert not HEADERS.keys() & client.get("/made-up/kept").headers.keys()


@pytest.mark.urls(__name__)
def test_the_description_says_what_goes() -> None:
    paths = made_up.get_openapi_schema()["paths"]
    gone = paths["/made-up/goes"]["get"]
    assert gone["deprecated"] is True
    assert "stays until 2031-02-01 at least. Use /api/kept." in gone["description"]
    assert "deprecated" not in paths["/made-up/kept"]["get"]


def test_an_old_spelling_works_and_says_what_to_write() -> None:
    old, new = (run("framework", "list", "goals", *words) for words in (["--json"], ["--format", "json"]))
    assert json.loads(old.stdout) == json.loads(new.stdout)
    assert old.stderr == "--json is deprecated and stays until 2027-12-31 at least. Write --format json.\n"
    assert new.stderr == ""


@pytest.mark.parametrize("words,lines", [
    (["--old", "1", "--old", "2"], 1), (["-q", "--old", "1"], 0), (["--quiet", "--old", "1"], 0),
    (["--", "--old"], 0),
])  # fmt: skip
def test_a_spelling_is_said_once_and_never_to_those_who_want_quiet(
    words: list[str], lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    app = typer.Typer()

    @app.command(cls=type("Renamed", (Command,), {"renamed": {"--old": ("--new",)}}))
    def made(
        rest: Annotated[list[str] | None, typer.Argument()] = None,
        new: Annotated[list[str] | None, typer.Option("--new")] = None,
        quiet: QuietOption = False,
    ) -> None:
        assert (rest or new) == [one for one in words if one.isdigit()] or rest == ["--old"]

    app([*words], standalone_mode=False)
    assert capsys.readouterr().err.count("--old is deprecated") == lines


def test_python_warns_at_the_line_that_calls() -> None:
    def old() -> int:
        GOES.warn("old()")
        return 1

    with pytest.warns(DeprecationWarning, match=r"old\(\) is deprecated and stays until 2031-02-01") as seen:
        assert old() == 1
    assert seen[0].filename == __file__


def test_nobody_has_less_than_a_year() -> None:
    with pytest.raises(ValueError, match="365 days at least"):
        Deprecation(since=date(2030, 1, 15), until=date(2031, 1, 14), instead="")
