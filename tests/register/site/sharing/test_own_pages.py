"""Pages that the site has of itself: each is there, in six languages, with what the settings say."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from actionlines.register.pages.home import PAGES
from actionlines.register.preferences.schema import forget

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[4] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_each_is_there_in_every_language(client, name):
    texts = set()
    for code, _name in settings.LANGUAGES:
        html = client.get(reverse(name), headers={"Accept-Language": code}).content.decode()
        with override(code):
            assert f"<h1>{gettext(str(PAGES[name]))}</h1>" in html, code
        lead = re.search(r'<p class="lead">(.*?)</p>', html, re.S)
        texts.add(lead[1])
    assert len(texts) == len(settings.LANGUAGES)


def test_about_says_who_runs_it_and_how_they_are_reached(client, settings):
    assert "has not given a name yet" in client.get("/about/").content.decode()
    settings.SITE_NAME, settings.OPERATOR, settings.CONTACT = (
        "WSIS Follow-up",
        "Office of Lakes",
        "desk@lakes.example",
    )
    forget()
    html = client.get("/about/").content.decode()
    assert "Office of Lakes runs this register." in html
    assert 'href="mailto:desk@lakes.example"' in html
    assert "<title>About · WSIS Follow-up</title>" in html
    settings.CONTACT = "javascript:alert(1)"
    forget()
    assert 'href="mailto:javascript' in client.get("/about/").content.decode()
    settings.CONTACT = "https://lakes.example/ask"
    forget()
    assert 'href="https://lakes.example/ask"' in client.get("/privacy/").content.decode()


def test_the_figures_are_those_of_the_docs(client):
    docs = (DOCS / "explanation" / "accuracy.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| (?:right in )?(?:about )?([\d ]+(?:to \d+)?)", docs, re.M))
    said = [value.strip().replace(" to ", "–") for value in rows.values()]
    html = client.get("/method/").content.decode()
    shown = re.findall(r'<td class="num">(?:<bdi[^>]*>)?([\d–]+)', html)
    assert shown == said[: len(shown)]
    assert len(shown) == 5


def test_help_has_a_part_for_each_role_and_its_links_lead_somewhere(client):
    html = client.get("/help/").content.decode()
    main = html[html.index('<article class="plain">') : html.index("</article>")]
    roles = re.findall(r'<h2 id="([\w-]+)">', main)
    assert roles == ["reader", "submitter", "reviewer", "focal-point", "organiser", "administrator"]
    for address in re.findall(r'href="([^"#]+)"', main):
        assert client.get(address).status_code in (200, 302), address


def test_the_examples_for_programs_run(client):
    html = client.get("/programs/").content.decode()
    examples = re.findall(r"curl (?:-H &#x27;[^&]*&#x27; |-H '[^']*' )?'http://testserver(/api/[^']+)'", html)
    assert len(examples) == 3
    for address in examples[:2]:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
    console = client.get(reverse("console")).content.decode()
    assert '{"url": "/api/openapi.json"}' in console
    assert not re.findall(r'src="(?!/static/)', console)


def test_every_page_leads_to_them(client):
    html = client.get("/checks/").content.decode()
    foot = html[html.index("<footer") :]
    for name in ("about", "help", "privacy", "accessibility", "programs", "data"):
        assert f'href="{reverse(name)}"' in foot, name
    assert foot.count("<a ") == 6
    assert f'href="{reverse("method")}"' in client.get("/explore/").content.decode()
