"""A text leads with its title: on its page and in lists; its symbol, body and date are beneath."""

import re

import pytest
from django.urls import reverse

from actionlines.register.instruments.models import Instrument
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_heading_of_a_text_is_its_title(client):
    text = instrument()
    Instrument.objects.filter(pk=text.pk).update(title="Digital inclusion for all", body="itu", date="2030-12-17")
    html = client.get(reverse("instrument", args=[text.symbol])).content.decode()
    head = html[html.index("<h1") : html.index('<div class="links"')]
    assert words(head).startswith("Digital inclusion for all")
    beneath = words(head[head.index("</h1>") :])
    assert beneath == f"{text.label} International Telecommunication Union 17 December 2030"


def test_a_text_without_a_title_is_headed_by_its_symbol(client):
    text = instrument()
    Instrument.objects.filter(pk=text.pk).update(title="")
    html = client.get(reverse("instrument", args=[text.symbol])).content.decode()
    assert text.label in words(re.search(r"<h1.*?</h1>", html, re.S)[0])
