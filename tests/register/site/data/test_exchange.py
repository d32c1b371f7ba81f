"""What other registries and programs take: feeds, JSON-LD, DCAT, everything in one file."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from actionlines.register.activities.actions import EditActivity, WithdrawActivity
from actionlines.register.activities.models import Activity
from actionlines.register.core.pages.downloads import flat
from actionlines.register.core.public_view import public_data
from actionlines.register.core.search import catch_up
from actionlines.register.core.serialise import as_dict
from actionlines.register.doors import bulk
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.actions import ConfirmMandate, RejectMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from actionlines.register.site import nightly
from actionlines.register.site.backup.fixity import Fixity
from tests.people import organisation, person
from tests.register.activities.samples import draft, in_status
from tests.register.mandates.samples import instrument
from tests.register.search.samples import published, save

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def made(settings, tmp_path):
    """A register with something public and something that is not; files go to a folder of their own."""
    settings.DATA = tmp_path
    public = in_status("published")
    EditActivity(person("member"), public, fields={"title": "Secret plan of next year"}).do()
    draft(title="Secret draft")
    gone = in_status("published")
    WithdrawActivity(person("secretariat"), gone, reason="It has ended.").do()
    instrument()
    return public


def entries(client, name, **asked):
    answer = client.get(reverse(name), asked)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.find("a:id", ATOM).text
    assert root.find("a:updated", ATOM).text
    return root.findall("a:entry", ATOM)


def titles(found):
    return [one.find("a:title", ATOM).text for one in found]


def test_the_feed_of_activities_has_what_is_public_the_newest_first(client, made):
    later = published("Masts & <b>radio</b> for islands", links=(("action_line", "C2"),))
    save(later)
    catch_up()
    found = entries(client, "feed-activities")
    assert titles(found) == ["Masts & <b>radio</b> for islands", "Radio lessons on safe passwords"]
    assert [one.attrib["term"] for one in found[0].findall("a:category", ATOM)] == ["C2"]
    for one in found:
        assert one.find("a:id", ATOM).text == one.find("a:link", ATOM).attrib["href"]
        assert one.find("a:published", ATOM).text <= one.find("a:updated", ATOM).text
    assert titles(entries(client, "feed-activities", action_line="C2")) == ["Masts & <b>radio</b> for islands"]
    assert titles(entries(client, "feed-activities", action_line="C10")) == []


def test_the_feed_of_mandates_has_what_was_done_and_nothing_of_rejected_ones(client, made):
    assert entries(client, "feed-mandates") == []
    one, other = Mandate.objects.all()[:2]
    ConfirmMandate(person("secretariat"), one).do()
    RejectMandate(person("secretariat"), other, reason="It asks for nothing.").do()
    found = entries(client, "feed-mandates")
    assert titles(found) == [f"{one.title}: Confirmed"]
    assert found[0].find("a:id", ATOM).text.endswith(reverse("version", args=["mandate", one.pk, 2]))
    assert client.get(found[0].find("a:id", ATOM).text).status_code == 200
    catch_up()
    assert len(entries(client, "feed-mandates", status="confirmed")) == 1
    assert entries(client, "feed-mandates", status="delivered") == []


def test_an_activity_as_json_ld(client, made):
    answer = client.get(reverse("activity-jsonld", args=[made.pk]))
    assert answer["Content-Type"].startswith("application/ld+json")
    found = json.loads(answer.content)
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Project")
    assert found["name"] == "Radio lessons on safe passwords", "the published version, not the next one"
    assert found["@id"].endswith(made.get_absolute_url())
    assert found["parentOrganization"]["name"] == organisation().name
    assert found["areaServed"] == [
        {"@type": "Country", "@id": "http://testserver/KEN/", "identifier": "KEN", "name": "Kenya"}
    ]
    assert [one["termCode"] for one in found["knowsAbout"]] == ["C5"]
    assert not [name for name, value in found.items() if value in (None, "", [])]
    assert client.get(reverse("activity-jsonld", args=[Activity.objects.get(title="Secret draft").pk])).status_code in (
        302,
        404,
    )


def test_the_catalogue_names_what_there_is(client, made):
    bulk.make(date(2027, 1, 31))
    found = json.loads(client.get(reverse("data-catalogue")).content)
    sets = found["dcat:dataset"]
    assert [one["dct:identifier"] for one in sets] == list(bulk.list_names())
    for one in sets:
        for form in one["dcat:distribution"]:
            address = form["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert b"".join(answer.streaming_content)
    whole = sets[0]["dcat:distribution"][-1]
    assert whole["spdx:checksum"]["spdx:checksumValue"]["@value"] == bulk.held()[0].sha256


def test_everything_public_is_in_one_file_and_nothing_else(made):
    dump = bulk.make(date(2027, 1, 31))
    assert hashlib.sha256(dump.path.read_bytes()).hexdigest() == dump.sha256
    with zipfile.ZipFile(dump.path) as file:
        bodies = {name: file.read(name) for name in file.namelist()}
    sums = dict(line.split("  ")[::-1] for line in bodies.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}
    assert not [name for name, body in bodies.items() if b"Secret plan" in body or b"Secret draft" in body]
    lines = [json.loads(line) for line in bodies["activities.jsonl"].decode().splitlines()]
    assert lines == json.loads(json.dumps(public_data([Activity.objects.get(pk=made.pk)]), default=str))
    assert len(bodies["mandates.jsonl"].splitlines()) == Mandate.objects.exclude(status="rejected").count()
    rows = list(csv.DictReader(io.StringIO(bodies["activities.csv"].decode("utf-8-sig"))))
    assert [(row["id"], row["title"], row["action_lines"][:2]) for row in rows] == [
        (str(made.pk), "Radio lessons on safe passwords", "C5")
    ]
    assert "| `title` | what it is called |" in bodies["README.md"].decode()


def test_every_field_is_described_and_every_description_has_a_field(made):
    for kind, record in {
        "activity": Activity.objects.first(), "mandate": Mandate.objects.first(),
        "instrument": Instrument.objects.first(), "organisation": Organisation.objects.first(),
    }.items():  # fmt: skip
        data = as_dict(record)
        assert set(bulk.fields(kind, "json")) == set(data), kind
        assert set(bulk.fields(kind, "csv")) == set(flat(data)), kind


def test_old_files_go_and_a_formula_never_runs(made):
    Organisation.objects.create(name="=HYPERLINK(1)", type="other", status="published", published_version=1)
    for day in range(1, 6):
        bulk.make(date(2027, 1, day))
    assert [one.day.day for one in bulk.held()] == [5, 4, 3]
    with zipfile.ZipFile(bulk.held()[0].path) as file:
        assert "'=HYPERLINK(1)" in file.read("organisations.csv").decode()
        assert '"=HYPERLINK(1)"' in file.read("organisations.jsonl").decode()


def test_the_page_leads_to_it_and_the_secretariat_has_it_made(client, made):
    assert client.get(reverse("data")).status_code == 200
    client.force_login(person("secretariat"))
    assert client.post(reverse("data-make")).status_code == 302
    name = bulk.held()[0].name
    assert name in client.get(reverse("data")).content.decode()
    answer = client.get(reverse("data-file", args=[name]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    for other in ("actionlines-2020-01-01.zip", "secret.key", "..", "actionlines-2027-01-31.sha256"):
        assert client.get(reverse("data-file", args=[other])).status_code == 404


def test_the_worker_makes_it_every_night(made, monkeypatch):
    # A backup of the check asks PostgreSQL for a transaction of its own, which a test cannot give it.
    monkeypatch.setattr(nightly, "check", lambda trial: Fixity("2027-01-01"))
    assert nightly.nightly.call() == bulk.held()[0].name


def test_a_file_with_a_record_that_was_withdrawn_is_not_sent_any_more(client, made, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    old = bulk.make(date(2027, 1, 1))
    assert [one.name for one in bulk.held()] == [old.name]
    WithdrawActivity(person("secretariat"), made, reason="A test").do()
    assert not bulk.held() and bulk.is_stale()
    assert client.get(reverse("data-file", args=[old.name])).status_code == 404
    client.get(reverse("data"))
    assert nightly.is_wanted()
    fresh = bulk.make(date(2027, 1, 2))
    assert [one.name for one in bulk.held()] == [fresh.name] and not old.path.exists()
    with zipfile.ZipFile(fresh.path) as file:
        assert "Radio lessons" not in file.read("activities.jsonl").decode()
