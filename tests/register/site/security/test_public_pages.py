"""Public pages: kept for visitors until something changes, never for who is signed in; limits of reading."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.test import Client

from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.budgets.models import BudgetSection
from actionlines.register.core.search.index_writer import ensure
from actionlines.register.doors import bulk
from actionlines.register.site.middleware.public_pages import LARGEST, PAGES, PLAIN
from tests.people import organisation, person
from tests.register.activities.samples import WORDS, in_status
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index():
    ensure()


TITLE = WORDS["title"].encode()
KEPT = {
    **site.CACHES,
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages of a test",
        "OPTIONS": {"MAX_ENTRIES": 6},
    },
}


@pytest.fixture
def kept(settings):
    settings.CACHES = KEPT
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture
def rendered(monkeypatch):
    """Names of the templates of whole pages that were rendered."""
    from django.template.backends.django import Template

    seen: list[str] = []
    plain = Template.render

    def render(self, context=None, request=None):
        seen.append(self.template.name)
        return plain(self, context, request)

    monkeypatch.setattr(Template, "render", render)
    return seen


def test_a_page_that_somebody_has_read_is_not_rendered_again(kept, rendered):
    first = Client().get("/goals/")
    assert first.status_code == 200 and rendered
    rendered.clear()
    second = Client().get("/goals/")
    assert (second.status_code, rendered) == (200, [])
    assert second["Content-Type"] == first["Content-Type"]
    assert "Content-Security-Policy" in second
    # The same but for the token of the visitor.
    token = re.compile(rb'(?<=")[A-Za-z0-9]{64}(?=")|[A-Za-z0-9]{64}')
    assert token.sub(b"", second.content) == token.sub(b"", first.content)


def test_budgets_are_kept(kept, rendered):
    section = BudgetSection.objects.create(instrument=instrument(), year="2026", number="40", name="Lakes")
    addresses = ("/budgets/", section.get_absolute_url())
    first = [Client().get(one).status_code for one in addresses]
    assert first == [200, 200] and rendered
    rendered.clear()
    assert [Client().get(one).status_code for one in addresses] == first and not rendered


def test_the_browser_that_has_a_page_gets_304_without_rendering(client, rendered):
    first = client.get("/goals/")
    rendered.clear()
    again = client.get("/goals/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, rendered) == (304, b"", [])
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "private, no-cache"
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in again["Vary"].split(",")}
    other = client.get("/goals/", headers={"If-None-Match": first["ETag"], "Accept-Language": "fr"})
    assert other.status_code == 200


def test_a_record_that_is_withdrawn_is_gone_with_the_next_request(kept):
    held = in_status("published")
    address = f"/activities/{held.pk}/"
    visitor = Client()
    first = visitor.get(address)
    assert TITLE in first.content
    assert TITLE in Client().get(address).content
    WithdrawActivity(person("secretariat"), held, version=held.version, reason="A double").do()
    again = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code != 304
    assert TITLE not in Client().get("/activities/").content


def test_each_visitor_gets_a_token_that_works(kept):
    Client().get("/goals/")
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get("/goals/").content.decode()
    tokens = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page))
    assert len(tokens) == 1 and "csrf token" not in page
    given = {"csrfmiddlewaretoken": tokens.pop(), "language": "fr", "next": "/goals/"}
    assert visitor.post("/i18n/setlang/", given).status_code == 302
    assert 'lang="fr"' in visitor.get("/goals/").content.decode()


def test_a_visitor_whose_cookie_has_changed_is_not_told_to_use_the_old_page(client):
    first = client.get("/goals/")
    del client.cookies["csrftoken"]
    assert client.get("/goals/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_who_is_signed_in_gets_their_own_page_and_leaves_nothing_for_others(kept, rendered):
    somebody = Client()
    somebody.force_login(person("member"))
    own = somebody.get("/")
    assert own["Cache-Control"] == "private, no-cache" and "ETag" not in own
    assert kept.get("x") is None and not kept._cache
    Client().get("/")
    rendered.clear()
    assert b"member@example.org" in somebody.get("/").content or b"Member" in somebody.get("/").content
    assert rendered
    assert b"Sign in" in Client().get("/").content


@pytest.mark.parametrize("address", ["/data/catalogue.jsonld", "/data/croissant.json"])
def test_what_names_the_file_with_everything_is_new_with_each_file(kept, settings, tmp_path, address):
    settings.DATA = tmp_path
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        made = bulk.make(day)
        first = Client().get(address)
        assert made.sha256 in first.content.decode()
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304


def test_downloads_are_kept_when_they_are_small_and_whole(kept, monkeypatch):
    organisation(name="Island Library Network")
    address = "/organisations/?as=csv"
    first = b"".join(Client().get(address).streaming_content)
    monkeypatch.setattr("actionlines.register.core.pages.listing.Listing.download", None)
    second = Client().get(address)
    assert second.content == first
    assert second["Content-Disposition"].startswith("attachment")
    assert second["X-Total-Count"]


def test_pages_that_are_kept_are_bounded_in_number_and_size(kept, monkeypatch):
    for number in range(20):
        Client().get(f"/goals/?n={number}")
    assert 0 < len(kept._cache) <= 6
    kept.clear()
    monkeypatch.setattr("actionlines.register.site.middleware.public_pages.LARGEST", 100)
    Client().get("/goals/")
    assert not kept._cache
    assert LARGEST * int(site.PAGES_KEPT) <= 50 * 2**20


def test_the_description_of_the_api_is_worked_out_once(client, monkeypatch):
    first = client.get("/api/openapi.json")

    def again(self: object, **given: object) -> None:
        raise AssertionError("it is worked out again")

    monkeypatch.setattr("ninja.NinjaAPI.get_openapi_schema", again)
    second = client.get("/api/openapi.json?n=2")
    assert second.json() == first.json()
    assert second["ETag"] == first["ETag"]
    assert client.get("/api/openapi.json", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_feed_may_be_kept_by_shared_caches_that_ask_each_time(client):
    first = client.get("/feeds/activities.atom")
    assert first["Cache-Control"] == "public, no-cache"
    assert "csrftoken" not in first.cookies
    assert client.get("/feeds/activities.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_no_page_is_kept_that_has_a_signed_time_or_needs_an_account():
    from django.urls import URLPattern, get_resolver

    from actionlines.register.core.pages.page import PAGES as GUARDED

    views = {one.name: one.callback for one in get_resolver().url_patterns if isinstance(one, URLPattern)}
    guarded = {name: GUARDED[views[name]] for name in PAGES | PLAIN if ":" not in name}
    assert {action.partition(".")[2] for action in guarded.values()} == {"read", "view"}
    assert "first" not in guarded
    assert not {name for name in guarded if name.startswith(("consultation", "comment", "import"))}


def test_reading_has_a_limit_for_each_address_and_a_higher_one_for_accounts(settings):
    settings.READS, settings.READS_SIGNED_IN = 5, 9
    visitor = Client(REMOTE_ADDR="192.0.2.7")
    assert [visitor.get("/goals/").status_code for _ in range(5)] == [200] * 5
    late = visitor.get("/goals/")
    assert late.status_code == 429 and int(late["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="192.0.2.8").get("/goals/").status_code == 200
    somebody = Client(REMOTE_ADDR="192.0.2.7")
    somebody.force_login(person("member"))
    assert [somebody.get("/goals/").status_code for _ in range(10)] == [200] * 9 + [429]
