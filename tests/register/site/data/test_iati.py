"""Activities as IATI 2.03: valid by the official schema, nothing that is not public, read back without loss."""

import json
from datetime import date

import pytest
from lxml import etree

from actionlines.register.activities import iati_export as iati
from actionlines.register.activities.actions import CreateActivity, EditActivity, SubmitActivity
from actionlines.register.activities.imports import iati as reader
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.run import run
from actionlines.register.core.imports.tables import guess
from actionlines.register.core.public_view import public_data
from tests.people import organisation, person
from tests.register.activities.samples import WORDS, draft, in_status
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db
SITE = "https://register.example"
WHOLE = {
    **WORDS, "type": "training", "good_practice": True, "places": ["KEN", "UGA", "itu-region:AFR"],
    "language": "fr", "ends_on": "2027-03-31", "web_links": ["https://x.example/a,b;c?d=1&e=2"],
    "description": "First line.\n\nSecond line & <more>.", "challenges": "Rain.", "replicability": "Easy.",
    "sustainability": "Fees.", "results_text": "Much was learnt.", "budget": "25000.50", "currency": "EUR",
    "results": [
        {"what": "People trained", "value": 1500, "unit": "persons", "year": 2027, "source": "annual report"},
        {"what": "Share of women", "value": 51.5, "unit": "%", "year": None, "source": ""},
        {"what": "A count that nobody took", "value": None, "unit": "", "year": 2026, "source": ""},
    ],
}  # fmt: skip
FIELDS = (*(name for name in WHOLE if name != "contact_email"), "organisation", "partners")


@pytest.fixture
def schema(shared):
    """The official schema of activities."""
    return etree.XMLSchema(etree.parse(shared / "data/schemas/iati-activities-schema.xsd"))


def whole() -> Activity:
    """A published activity with every field and confirmed links."""
    owner, partners = person("member"), [organisation(name=name).pk for name in ("Lake Trust", "Hill; Dale")]
    given = {**WHOLE, "organisation": organisation().pk, "partners": partners}
    made = CreateActivity(owner, fields=given).do()
    for concept in ("C2", "C5", "sdg:9", "sdg:9.c", "gdc:11a"):
        made = DecideLink(owner, made, concept=concept, decision="confirmed").do()
    made = SubmitActivity(owner, made).do()
    return PublishActivity(person("reviewer"), made).do()


def said(one: Activity) -> dict[str, object]:
    """What a register holds of an activity that anybody may know, without its numbers."""
    (data,) = public_data([one])
    links = sorted(link["concept"] for link in data["links"] if link["status"] == "confirmed")
    return {name: data[name] for name in FIELDS} | {"links": links}


def test_nothing_is_lost_on_the_way_out_and_in(client, schema):
    one, plain = whole(), in_status("published")
    answer = client.get("/data/activities-1.iati.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    schema.assertValid(root)
    assert len(root.findall("iati-activity")) == 2
    assert WORDS["contact_email"].encode() not in answer.content
    for part in (0, 2, 10**19):
        assert client.get(f"/data/activities-{part}.iati.xml").status_code == 404
    single = client.get(f"/activity/{one.pk}.iati.xml").content
    schema.assertValid(etree.fromstring(single))
    kept = store(answer.content, "activities.xml", person("secretariat"), "")
    assert guess(kept) == "activities"
    found = run(started(person("secretariat"), kept, "activities", publish=False).pk)
    assert (found.status, found.counts) == ("done", {"made": 2})
    for before in (one, plain):
        key = f"testserver-activity-{before.pk}"
        again = Activity.objects.get(title=before.title, status="draft", description=before.description)
        # A draft has no public form: what it says is compared as if it had been published.
        again.status, again.published_at, again.version = "published", before.published_at, 1
        again.published_version = 1
        assert said(again) == said(before), key


def test_mandates_are_answered_again(client):
    held = instrument().mandates.exclude(status="rejected").first()
    one = in_status("published")
    one.mandate_links.create(mandate=held, status="confirmed", origin="person")
    (data,) = public_data([one])
    data["mandates"] = [{"mandate": held.pk, "status": "confirmed"}]
    made = iati.activities([data], SITE, date(2027, 1, 1))
    tags = {tag.get("vocabulary-uri"): tag.get("code") for tag in etree.fromstring(made).iter("tag")}
    assert tags["urn:actionlines:mandate"] == f"{held.instrument.symbol}#p{held.paragraph.anchor}"
    found = run(started(None, store(made, "a.xml", None, "activities"), "activities").pk)
    again = Activity.objects.get(pk=found.rows.get().record)
    assert [link.mandate for link in again.mandate_links.filter(status="confirmed")] == [held]


def test_only_what_is_public_goes_out(client):
    later = in_status("published")
    EditActivity(person("member"), later, fields={"title": "Secret plan of next year"}).do()
    hidden = draft(title="Secret draft")
    assert b"Secret" not in client.get("/data/activities-1.iati.xml").content
    assert client.get(f"/activity/{hidden.pk}.iati.xml").status_code == 302


def test_codes_are_those_of_the_standard(client):
    root = etree.fromstring(client.get(f"/activity/{whole().pk}.iati.xml").content)
    one = root.find("iati-activity")
    assert [country.get("code") for country in one.iterfind("recipient-country")] == ["KE", "UG"]
    shares = [float(place.get("percentage")) for place in one if place.tag.startswith("recipient")]
    assert sum(shares) == pytest.approx(100)
    assert {(tag.get("vocabulary"), tag.get("code")) for tag in one.iterfind("tag")} >= {
        ("2", "9"), ("3", "9.c"), ("99", "C5"), ("99", "11a"),
    }  # fmt: skip
    assert one.find("budget/value").attrib == {"currency": "EUR", "value-date": "2026-02-01"}


def test_a_file_of_others_is_read(shared):
    rows = list(reader.rows(shared / "data/schemas/iati-activity-example.xml", "example.xml"))
    assert rows
    one = dict(zip(reader.COLUMNS, rows[0][1], strict=True))
    assert one["source_id"]
    assert one["title"]
    assert one["starts_on"]
    assert all(json.loads(result)["what"] for result in one["results"])


def test_hostile_and_other_files_are_refused():
    for data in (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><iati-activities version='2.03'/>",
        b"<?xml version='1.0'?><rss/>",
        b"<?xml version='1.0'?><iati-activities>",
    ):
        try:
            found = run(started(None, store(data, "a.xml", None, "activities"), "activities").pk)
        except Exception as error:
            assert getattr(error, "code", "") in ("AL705", "AL107", "AL102", "AL105")
        else:
            assert found.status == "failed"
            assert found.error["code"].startswith("AL")
