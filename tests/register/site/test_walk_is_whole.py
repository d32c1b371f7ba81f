"""The walk passes every template that is a page: a new one that it does not see fails here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered

from tests.register.site.filled import fill, frameworks
from tests.register.site.walking import session, stops

pytestmark = pytest.mark.django_db
FOLDERS = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
# Pages that only an accident or an answer to a form shows; tests of their rooms look at them.
ASIDE = {
    "errors/400.html",
    "errors/500.html",
    "error.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "people/first.html",
    "imports/columns.html",
    "imports/unread.html",
    "consultations/read.html",
    "copy/about.html",
    "copy/search.html",
    "resources/budget.html",
    "records/enter.html",  # of kinds without pages of their own: tests/register/added_kind
    "records/record.html",
    "mfa/recovery_codes/index.html",  # behind a password that is shown again
    "sign_on/account/login.html",
}


def test_every_page_is_on_the_way() -> None:
    fill()
    frameworks()
    session.cache_clear()
    seen: set[str] = set()

    def note(template: Any, **_rest: Any) -> None:
        seen.add(str(template.name))

    template_rendered.connect(note)
    try:
        for stop in stops():
            client = Client()
            if stop.who:
                client.cookies["sessionid"] = session(stop.who)
            answer = client.get(stop.address)
            assert answer.status_code in (200, 202, 301, 302, 403, 404, 410), (stop, answer.status_code)
    finally:
        template_rendered.disconnect(note)
        session.cache_clear()
    pages = {
        str(path.relative_to(folder))
        for folder in FOLDERS
        for path in folder.rglob("*.html")
        if "{% extends" in path.read_text("utf-8") and "allauth" not in path.parts
    }
    missed = sorted(pages - seen - ASIDE)
    assert not missed, missed
