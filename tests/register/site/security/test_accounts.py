"""Signing in, what it tells to those who guess, and when it ends."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from actionlines.register.core.limits import Counts, Limit
from actionlines.register.people.actions import SetActive
from actionlines.register.people.models import User
from actionlines.register.site.middleware.limits import COUNTS
from tests.people import PASSWORD, person
from tests.register.site import matrix
from tests.register.site.matrix_world import World

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://elsewhere.example.org/",
    "//elsewhere.example.org/",
    "/\\elsewhere.example.org",
    "javascript:alert(1)",
)


@pytest.fixture(autouse=True)
def _no_counts():
    from django.core.cache import cache

    COUNTS.clear()
    cache.clear()


def sign_in(client, email="member@example.org", password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def test_limits_fill_again_evenly():
    now = [0.0]
    counts, limit = Counts(lambda: now[0]), Limit("one", 3, 60)
    assert [counts.take(limit, "a") for _ in range(3)] == [0, 0, 0]
    assert counts.take(limit, "a") == pytest.approx(20)
    assert counts.take(limit, "b") == 0
    now[0] += 20
    assert counts.take(limit, "a") == 0
    assert counts.take(limit, "a") == pytest.approx(20)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/account/login/", {"login": "a@example.org", "password": "wrong pass phrase"}),
        ("/account/signup/", {"email": "a@example.org"}),
        ("/account/password/reset/", {"email": "a@example.org"}),
    ],
)
def test_guessing_is_slowed_down(address, data):
    client = Client()
    for _ in range(40):
        answer = client.post(address, data)
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_counts_of_allauth_answer_as_ours_do():
    person("member")
    member, data = Client(), {"oldpassword": "a wrong one", "password1": "x", "password2": "x"}
    member.force_login(person("member"))
    for _ in range(8):
        answer = member.post("/account/password/change/", data)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "AL709" in answer.content.decode()


def test_one_account_is_not_guessed_from_many_addresses_of_a_block():
    person("member")
    for place in range(6):
        sign_in(Client(REMOTE_ADDR=f"2001:db8::{place}"), password="a wrong pass phrase")
    assert sign_in(Client(REMOTE_ADDR="2001:db8::99")).status_code != 302
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1::99")).status_code == 302


@pytest.mark.parametrize(
    ("name", "method"), [pytest.param("activity-save", "post", marks=pytest.mark.long), ("suggest", "get")]
)
def test_what_pages_ask_by_themselves_has_a_limit(monkeypatch, name, method):
    world = World()
    # However slow the machine is, all are asked at one moment.
    monkeypatch.setattr(COUNTS, "_clock", lambda: 1_000_000_000.0)
    COUNTS.clear()
    for _ in range(200):
        answer = world.page("member", method.upper(), name, "draft" if name == "activity-save" else "-")
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_nobody_learns_who_has_an_account():
    person("member")
    known = Client().post("/account/password/reset/", {"email": "member@example.org"})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    new = {"password1": PASSWORD, "password2": PASSWORD}
    taken = Client().post("/account/signup/", {"email": "member@example.org", **new})
    free = Client().post("/account/signup/", {"email": "new@example.org", **new})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert len(mail.outbox) == 4  # each of them says by mail what is the case
    wrong = sign_in(Client(), password="not the pass phrase").content.decode()
    missing = sign_in(Client(), "nobody@example.org").content.decode()
    assert ("not correct" in wrong) == ("not correct" in missing)


def test_who_is_kept_out_is_out_at_once(client):
    client.force_login(person("member"))
    assert client.get("/mine/").status_code == 200
    SetActive(person("administrator"), User.objects.get(pk=person("member").pk), active=False).do()
    assert client.get("/mine/").status_code == 302
    assert sign_in(Client())["Location"].startswith("/account/inactive/")


def test_a_new_password_ends_other_sessions(client):
    user = person("member")
    client.force_login(user)
    user.set_password("another long pass phrase")
    user.save()
    assert client.get("/mine/").status_code == 302


def test_every_form_needs_its_token():
    world, wrong = World(), []
    for row in matrix.read():
        if (row["kind"], row["method"]) != ("page", "POST") or row["secretariat"] == "403":
            continue
        # A mail program ends a subscription (RFC 8058) by the key in its address. A harvester only reads.
        if row["address"] in ("follow-end", "oai"):
            continue
        COUNTS.clear()
        world.people["secretariat"].client.handler.enforce_csrf_checks = True
        answer = world.page("secretariat", "POST", row["address"], row["state"])
        if answer.status_code != 403:
            wrong.append(f"{row['address']} {row['state']}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_address_leads_elsewhere(there):
    person("member")
    assert "elsewhere" not in sign_in(Client(), next=there)["Location"]
    world = World()
    for name, data in (("set_language", {"language": "fr", "next": there}), ("mandates-confirm", {"next": there})):
        from django.urls import reverse

        answer = world.people["secretariat"].client.post(reverse(name), data)
        assert "elsewhere" not in answer["Location"], name
        assert "javascript" not in answer["Location"], name
    COUNTS.clear()
    answer = world.people["secretariat"].client.post("/account/logout/", {"next": there})
    assert "elsewhere" not in answer["Location"]


def test_cookies_are_for_the_site_alone():
    person("member")
    client = Client()
    sign_in(client)
    held = client.cookies["sessionid"]
    assert held["httponly"]
    assert held["samesite"] == "Lax"
