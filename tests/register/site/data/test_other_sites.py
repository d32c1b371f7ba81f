"""What pages and programs of other sites may read, and to whom the register sends nothing."""

import json
import warnings

import pytest
from django.urls import reverse

from actionlines.register.mandates.actions import ConfirmMandate, RejectMandate
from tests.people import person
from tests.register.activities.samples import draft, in_status
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/api/mandates", "/oai?verb=Identify", "/data/catalogue.jsonld", "/feeds/mandates.atom"]
)
def test_pages_of_other_sites_read_what_is_public(client, path):
    answer = client.get(path, headers={"Origin": "https://other.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_pages_of_people_are_not_for_other_sites(client):
    for path in ("/", "/account/login/", "/mandates/"):
        assert "Access-Control-Allow-Origin" not in client.get(path)
    asked = client.options("/api/mandates", headers={"Origin": "https://x.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "authorization" not in asked["Access-Control-Allow-Headers"].lower()


def test_the_description_says_what_needs_no_token(client):
    paths = json.loads(client.get("/api/openapi.json").content)["paths"]
    free = {path for path, methods in paths.items() if {} in methods.get("get", {}).get("security", ())}
    assert {"/api/mandates", "/api/search", "/api/instruments/{id}/akn", "/api/areas/{id}/standings"} <= free
    text = paths["/api/instruments/{id}/akn"]["get"]["responses"]["200"]
    assert set(text["content"]) == {"application/akn+xml"}
    assert not {"/api/me", "/api/me/activities", "/api/imports"} & free
    for path in sorted(free):
        if "{" not in path:
            assert client.get(path).status_code in (200, 302, 404, 422), path


def test_a_frame_of_what_was_public_says_that_it_is_gone(client):
    held = instrument().mandates.exclude(status="rejected")
    mandate = ConfirmMandate(person("secretariat"), held.first()).do()
    assert client.get(f"/mandate/{mandate.pk}/embed/").status_code == 200
    RejectMandate(person("secretariat"), mandate, reason="No duty.").do()
    assert client.get(f"/mandate/{mandate.pk}/embed/").status_code == 410
    assert client.get(f"/activity/{draft().pk}/embed/").status_code == 404
    assert client.get(f"/activity/{in_status('published').pk}/embed/").status_code == 200


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "127.0.0.1", "10.0.0.1", "192.0.0.8", "192.88.99.1", "[3fff::1]", "[::1]", "[fd00::1]"]
)
def test_a_webhook_to_a_number_that_is_not_public_is_refused_at_once(client, host):
    client.force_login(person("member"))
    sent = client.post(reverse("hooks"), {"thing": "concept:C5", "url": f"https://{host}/latest/"})
    assert sent.status_code == 422
    assert "not one of the public internet" in sent.content.decode()


@pytest.mark.parametrize("form", ["application/ld+json", "text/turtle;q=0.9, */*;q=0.1"])
def test_a_program_that_asks_for_a_description_is_led_to_it(client, form):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rdflib
        from rdflib.compare import isomorphic

        activity = in_status("published")
        asked = client.get(activity.get_absolute_url(), headers={"Accept": form}, follow=True)
        assert asked.redirect_chain[0][1] == 303
        assert asked["Content-Type"].partition(";")[0] == form.partition(";")[0]
        assert "Radio lessons on safe passwords" in asked.content.decode()
        described = client.get("/data/", headers={"Accept": form}, follow=True)
        kind = "json-ld" if "ld+json" in form else "turtle"
        graph = rdflib.Graph().parse(data=described.content, format=kind)
        whole = rdflib.Graph().parse(data=client.get("/data/catalogue.jsonld").content, format="json-ld")
        assert len(graph) > 100 and isomorphic(graph, whole)
        if kind == "turtle":
            about = rdflib.Graph().parse(data=asked.content, format=kind)
            project = rdflib.URIRef(f"http://testserver{activity.get_absolute_url()}")
            assert (project, rdflib.RDF.type, rdflib.URIRef("https://schema.org/Project")) in about
    led = client.get(activity.get_absolute_url(), headers={"Accept": form, "Origin": "https://other.example"})
    assert led["Access-Control-Allow-Origin"] == "*"
    page = client.get(activity.get_absolute_url(), headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html") and "Access-Control-Allow-Origin" not in page
    assert {"Accept", "Accept-Language"} <= {*page["Vary"].split(", ")}
