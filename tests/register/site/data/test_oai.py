"""OAI-PMH, asked by two harvesters of others over a live server, and by hand for its errors."""

import warnings
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import etree
from oaipmh_scythe import Scythe

from actionlines.register.activities.actions import EditActivity, WithdrawActivity
from actionlines.register.activities.models import Activity
from actionlines.register.core.concepts import name_of
from actionlines.register.core.models import Version
from actionlines.register.core.public_view import public_data
from actionlines.register.core.serialise import as_dict
from actionlines.register.doors.oai import harvest
from actionlines.register.mandates.actions import ConfirmMandate, RejectMandate
from actionlines.register.preferences.actions import EditSettings
from actionlines.register.site.middleware.limits import COUNTS, READS
from tests.people import person
from tests.register.activities.samples import draft, in_status
from tests.register.mandates.samples import instrument

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it is compiled with escapes that Python warns of
    from sickle import Sickle
    from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch

OAI = "{http://www.openarchives.org/OAI/2.0/}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A register with public records, a later version, a draft, and records that are gone."""
    public = in_status("published")
    EditActivity(person("member"), public, fields={"title": "Secret plan of next year"}).do()
    draft(title="Secret draft")
    gone = in_status("published")
    WithdrawActivity(person("secretariat"), gone, reason="It has ended.").do()
    held = instrument()
    RejectMandate(person("secretariat"), held.mandates.first(), reason="No duty.").do()
    ConfirmMandate(person("secretariat"), held.mandates.last()).do()
    return public, gone, held


def asked(client, **given):
    answer = client.get(reverse("oai"), given)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def code(root):
    (error,) = root.iter(f"{OAI}error")
    return error.get("code")


@pytest.mark.django_db(transaction=True)
def test_sickle_harvests_records_deletions_and_changes(made, live_server, monkeypatch):
    monkeypatch.setattr(harvest, "PAGE", 3)
    public, gone, held = made
    sickle = Sickle(f"{live_server.url}/oai")
    about = sickle.Identify()
    assert (about.deletedRecord, about.protocolVersion) == ("persistent", "2.0")
    assert {one.metadataPrefix for one in sickle.ListMetadataFormats()} == {"oai_dc", "datacite", "marcxml"}
    assert {one.setSpec for one in sickle.ListSets()} == {
        "activity", "mandate", "mandate:proposed", "instrument", "organisation",
    }  # fmt: skip
    records = {one.header.identifier: one for one in sickle.ListRecords(metadataPrefix="oai_dc")}
    names = [one.identifier for one in sickle.ListIdentifiers(metadataPrefix="datacite")]
    assert names == list(records)
    name = about.repositoryIdentifier if hasattr(about, "repositoryIdentifier") else names[0].split(":")[1]
    first = records[f"oai:{name}:activity/{public.pk}"]
    assert first.metadata["title"] == ["Radio lessons on safe passwords"]
    assert f"http://testserver{public.get_absolute_url()}".split("/", 3)[3] in first.metadata["identifier"][0]
    deleted = {ident.rpartition(":")[2] for ident, one in records.items() if one.deleted}
    rejected = held.mandates.get(status="rejected")
    assert deleted == {f"activity/{gone.pk}", f"mandate/{rejected.pk}"}
    assert len([one for one in names if "mandate" in one]) == held.mandates.exclude(status="proposed").count() == 2
    assert "Secret" not in "".join(one.raw for one in records.values())
    one = sickle.GetRecord(identifier=names[0], metadataPrefix="datacite")
    assert "kernel-4" in one.raw
    with pytest.raises(IdDoesNotExist):
        sickle.GetRecord(identifier=f"oai:{name}:activity/99999", metadataPrefix="oai_dc")
    with pytest.raises(NoRecordsMatch):
        sickle.ListRecords(metadataPrefix="oai_dc", until="2001-01-01")
    assert len(list(sickle.ListIdentifiers(metadataPrefix="oai_dc", until="9999-12-31"))) == len(names)


@pytest.mark.django_db(transaction=True)
def test_the_program_of_the_docs_harvests_where_records_are_withdrawn(made, live_server, capsys):
    page = (Path(__file__).resolve().parents[4] / "docs" / "connect" / "harvest.md").read_text("utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    exec(program.replace("https://register.example", live_server.url))
    assert "Radio lessons on safe passwords" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_scythe_harvests_one_set(made, live_server, monkeypatch):
    monkeypatch.setattr(harvest, "PAGE", 2)
    with Scythe(f"{live_server.url}/oai") as scythe:
        found = [
            one.header.identifier for one in scythe.list_records(metadata_prefix="oai_dc", set_="mandate:proposed")
        ]
    assert len(found) == len(set(found)) == made[2].mandates.filter(status="proposed").count() > 2


def test_none_is_missed_and_none_comes_twice_while_records_change(client, monkeypatch):
    """After each page one record that was sent and one that waits are edited, and a new one is published."""
    monkeypatch.setattr(harvest, "PAGE", 4)
    held = [in_status("published").pk for _ in range(15)]
    given = {"metadataPrefix": "oai_dc", "set": "activity"}
    seen, token, later = [], "", []
    while not seen or token:
        root = asked(client, verb="ListRecords", **({"resumptionToken": token} if token else given))
        seen += [int(one.text.rpartition("/")[2]) for one in root.iter(f"{OAI}identifier")]
        token = root.findtext(f".//{OAI}resumptionToken")
        for number in (seen[0], held[-1]):
            one = Activity.objects.get(pk=number)
            one.version += 1
            one.published_version = one.version
            one.save()
            Version.objects.create(kind="activity", record=number, number=one.version, public=True, data=as_dict(one))
        later.append(in_status("published").pk)
        if len(later) > 12:
            break
    assert len(seen) == len(set(seen))
    assert set(held) <= set(seen) <= {*held, *later}


def test_changes_since_a_moment_are_harvested(client, made):
    public, _gone, _held = made
    first = asked(client, verb="GetRecord", metadataPrefix="oai_dc",
                  identifier=f"oai:testserver:activity/{public.pk}")  # fmt: skip
    stamp = first.findtext(f".//{OAI}datestamp")
    assert stamp == Version.objects.filter(kind="activity", record=public.pk, public=True).first().at.strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    everything = asked(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": stamp})
    assert len(list(everything.iter(f"{OAI}header"))) >= 1
    assert code(asked(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **{"from": "2999-01-01"})) == (
        "noRecordsMatch"
    )


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "badVerb"),
        ({"verb": "Delete"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "mandate"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "May"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2027-02-31"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2027-03-01", "until": "2026-01-01"},
         "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2027-03-01",
          "until": "2027-03-01T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "person"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": ""}, "badResumptionToken"),
        ({"verb": "ListIdentifiers", "resumptionToken": ""}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": ""}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "resumptionToken": ""}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": ""}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": ""}, "cannotDisseminateFormat"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": ""}, "idDoesNotExist"),
        ({"verb": "ListRecords", "resumptionToken": "made\x01up"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:testserver:user/1"},
         "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:testserver:activity/" + "9" * 18},
         "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "urn:x"}, "idDoesNotExist"),
    ],
)  # fmt: skip
def test_what_the_protocol_refuses(client, given, wrong):
    assert code(asked(client, **given)) == wrong


def test_a_harvester_may_post_and_is_asked_to_wait(client, made):
    assert b"<Identify>" in client.post(reverse("oai"), {"verb": "Identify"}).content
    limit = READS["oai"]
    for _ in range(limit.most):
        COUNTS.take(limit, "127.0.0.1")
    answer = client.get(reverse("oai"), {"verb": "Identify"})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


VERBS = ("Identify", "ListMetadataFormats", "ListSets", "GetRecord", "ListIdentifiers", "ListRecords", "None")
ARGUMENTS = {
    "metadataPrefix": ("", "oai_dc", "marcxml", "x"), "identifier": ("", "oai:testserver:mandate/1", "\u0644"),
    "set": ("", "mandate", "mandate:proposed", "mandate:x:y"), "from": ("", "2026-01-01", "0000-00-00"),
    "until": ("", "9999-12-31T23:59:59Z", "x"), "resumptionToken": ("", "x", "\ud7ff" * 9), "more": ("1",),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_no_argument_and_no_pair_of_arguments_is_a_fault_of_the_server(client, made, verb):
    singles = [{name: value} for name, values in ARGUMENTS.items() for value in values]
    pairs = [{**one, **other} for one in singles for other in singles if one.keys() != other.keys()]
    codes = {
        "badVerb",
        "badArgument",
        "badResumptionToken",
        "cannotDisseminateFormat",
        "idDoesNotExist",
        "noRecordsMatch",
    }
    COUNTS.clear()
    for given in [{}, *singles, *pairs[::3]]:
        COUNTS.clear()
        root = asked(client, verb=verb, **given)
        assert {one.get("code") for one in root.iter(f"{OAI}error")} <= codes
    COUNTS.clear()


def test_a_mandate_says_its_status_source_subject_and_terms(client, made):
    EditSettings(person("administrator"), fields={"licence": "https://creativecommons.org/licenses/by/4.0/"}).do()
    mandate = made[2].mandates.exclude(status__in=("proposed", "rejected")).get()
    status = public_data([mandate])[0]["status"]  # as it is today: it may be overdue
    name = {"verb": "GetRecord", "identifier": f"oai:testserver:mandate/{mandate.pk}"}
    root = asked(client, metadataPrefix="oai_dc", **name)
    said = {tag: {one.text for one in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{tag}")} for tag in (
        "description", "creator", "subject", "language", "rights", "date")}  # fmt: skip
    assert f"Status: {status}" in said["description"]
    assert said["date"] == {made[2].date.isoformat()}
    assert said["creator"] == {name_of(made[2].body, "en")}
    assert (said["language"], said["rights"]) == ({"en"}, {"https://creativecommons.org/licenses/by/4.0/"})
    assert {name_of(one.body, "en") for one in mandate.addressees.all()} <= said["subject"]
    marc = asked(client, metadataPrefix="marcxml", **name)
    (record,) = marc.iter("{http://www.loc.gov/MARC21/slim}record")
    fields = {one.get("tag") for one in record}
    assert {"245", "500", "540", "650", "856", "110", "008"} <= fields
    datacite = etree.tostring(asked(client, metadataPrefix="datacite", **name)).decode()
    assert "rightsURI" in datacite and f"Status: {status}" in datacite
