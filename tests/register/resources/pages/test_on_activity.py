"""The checks and the partners on the page of an activity."""

import pytest

from tests.register.site.concepts.samples import register

pytestmark = pytest.mark.django_db


def test_an_activity_shows_its_checks_and_partners_elsewhere(client, django_assert_max_num_queries):
    made = register()
    with django_assert_max_num_queries(30):
        html = " ".join(client.get(made["kenyan"].get_absolute_url()).content.decode().split())
    checks = html[html.index("The three checks") :]
    assert "over-allocated by 500 USD" in checks and "What would settle it:" in checks
    assert "It is about C5" in checks
    elsewhere = html[html.index("Similar activities elsewhere") :]
    assert "Masts that share their power" in elsewhere and "addresses the same: 9.c" in elsewhere
    # Partners of the activity itself are something else.
    facts = html[html.index('id="facts-h"') :]
    assert "Lake Masts Cooperative" not in facts
