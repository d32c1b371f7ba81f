"""The foot of every page: who runs the register, the day of its data, their licence; nothing where none is set."""

import re
from datetime import UTC, datetime
from unittest import mock

import pytest

from actionlines.register.core.models import Version

pytestmark = pytest.mark.django_db


def foot(client, language="en"):
    """Return the foot of a page, without links inside the navigation."""
    html = client.get("/about/", headers={"accept-language": language}).content.decode()
    return html.split('<footer class="foot">')[1].split("<nav")[0]


def test_it_says_only_what_is_known(client):
    text = foot(client)
    assert "Not an official record: the texts alone are authoritative." in text
    for absent in ("runs this register", "Contact:", "Data as of", "Licence of the data", "mailto:"):
        assert absent not in text


def test_it_names_the_operator_the_day_and_the_licence(client, settings):
    settings.OPERATOR, settings.CONTACT = "An office", "office@example.org"
    settings.LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    for number, public, day in ((1, True, 5), (2, False, 9)):  # nobody outside sees the second
        with mock.patch("django.utils.timezone.now", return_value=datetime(2026, 3, day, 12, tzinfo=UTC)):
            Version.objects.create(kind="activity", record=1, number=number, public=public, data={})
    text = foot(client)
    assert "An office runs this register." in text
    assert '<a href="mailto:office@example.org" dir="ltr">office@example.org</a>' in text
    assert "Data as of 5 March 2026" in text
    assert re.search(r'<a href="https://creativecommons\.org/[^"]*">Licence of the data</a>', text)
    assert "Données au 5 mars 2026" in foot(client, "fr")
