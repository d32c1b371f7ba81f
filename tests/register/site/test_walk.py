"""A walk through every template of the site in a real browser: nothing for axe of any weight, nothing in the
console (a broken content policy would be told there), nothing wider than the screen, by day and by night.

Each page is seen in English and Arabic on a phone and a desk by day and by night, and in one way in another
language in turn; `python -m benchmarks.pages` takes all languages and four widths.
"""

from __future__ import annotations

from itertools import cycle, product
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.register.site.filled import fill, frameworks
from tests.register.site.walking import looked_at, session, stops

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
WIDTHS = (1280, 375)
WAYS = list(product(WIDTHS, ("light", "dark")))


def test_every_page(browser: Browser, live_server: Any) -> None:
    fill()
    frameworks()
    session.cache_clear()
    wrong: list[str] = []
    others = [code for code in LANGUAGES if code not in ("en", "ar")]
    ways = zip(cycle(others), cycle([*WIDTHS, *reversed(WIDTHS)]), cycle(["light", "light", "dark"]))
    for stop, (language, width, scheme) in zip(stops(), ways, strict=False):
        every = [("en", WAYS), ("ar", WAYS), (language, [(width, scheme)])]
        for spoken, looks in every:
            for across, colours, found in looked_at(browser, live_server.url, stop, spoken, looks):
                wrong += [f"{stop.name} {stop.address} {spoken} {across} {colours}: {one}" for one in found]
    session.cache_clear()
    assert wrong == []
