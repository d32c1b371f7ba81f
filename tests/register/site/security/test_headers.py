"""Headers on every answer, and nothing inline in any page."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from actionlines.register.site.middleware.limits import COUNTS
from tests.register.site import matrix
from tests.register.site.matrix_world import World
from tests.register.site.security.reading import body, headers_missing, is_page, runs
from tests.some import first

pytestmark = pytest.mark.django_db
_FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("who", first(["visitor", "secretariat"]))
def test_every_page_has_them_and_nothing_that_runs(who):
    world, wrong = World(), []
    for row in matrix.read():
        if row["method"] != "GET":
            continue
        COUNTS.clear()
        ask = world.page if row["kind"] == "page" else world.api
        answer = ask(who, "GET", row["address"], row["state"])
        if row["address"] not in ("record-embed", "list-embed"):  # others may embed them: tests/register/site/sharing
            wrong += [f"{row['address']}: {one}" for one in headers_missing(answer)]
        if is_page(answer):
            wrong += [f"{row['address']}: {one}" for one in runs(body(answer).decode())]
    assert wrong == []


def test_the_pages_of_accounts_have_them():
    visitor, wrong = Client(), []
    for name in ("login", "signup", "password/reset", "confirm-email", "inactive", "logout"):
        answer = visitor.get(f"/account/{name}/")
        wrong += [f"{name}: {one}" for one in headers_missing(answer)]
        if is_page(answer):
            wrong += [f"{name}: {one}" for one in runs(answer.content.decode())]
    assert wrong == []


def test_errors_have_them(monkeypatch):
    visitor = Client(raise_request_exception=False)
    COUNTS.clear()
    answers = {
        404: visitor.get("/nothing/here/"),
        400: visitor.get("/mandates/%00/"),
        413: visitor.post("/i18n/setlang/", "x" * 3_000_000, content_type=_FORM),
        301: visitor.get("/mandates"),
        302: visitor.get("/mine/"),
    }  # fmt: skip
    monkeypatch.setattr("actionlines.register.mandates.views.seen", _fails(RuntimeError("a fault")))
    answers[500] = visitor.get("/mandates/waiting/")
    monkeypatch.setattr("actionlines.register.mandates.views.seen", _fails(OperationalError("gone")))
    answers[503] = visitor.get("/mandates/waiting/")
    while (answer := visitor.get("/search/suggest?q=ra")).status_code == 200:
        pass
    answers[429] = answer
    for status, answer in answers.items():
        assert answer.status_code == status
        assert headers_missing(answer) == [], status
    assert int(answers[503]["Retry-After"]) > 0
    assert int(answers[429]["Retry-After"]) > 0
    assert "MB" in answers[413].content.decode()


def _fails(error):
    def fail(*given, **named):
        raise error

    return fail


def test_static_files_have_them():
    for name in ("site.css", "site.js", "icon.svg"):
        answer = Client().get(f"/static/site/{name}")
        assert body(answer)
        answer.close()
        assert (answer.status_code, headers_missing(answer)) == (200, [])


@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_redirect_to_https_has_them():
    answer = Client().get("/")
    assert (answer.status_code, headers_missing(answer)) == (301, [])


def test_an_unknown_host_is_refused_with_them():
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example.org"})
    assert (answer.status_code, headers_missing(answer)) == (400, [])


def test_what_a_person_sees_stays_out_of_caches():
    world = World()
    answer = world.page("member", "GET", "mine", "-")
    assert answer["Cache-Control"] == "private, no-cache"
    # A page has the token of its visitor; a feed is the same for all.
    assert Client().get("/mandates/waiting/")["Cache-Control"] == "private, no-cache"
    assert Client().get("/feeds/activities.atom")["Cache-Control"] == "public, no-cache"
