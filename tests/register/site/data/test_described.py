"""Descriptions of the data, by readers of others: DCAT-AP, Croissant, CSVW."""

import csv
import io
import json
import re
import warnings
import zipfile
from datetime import date

import pytest

from actionlines.register.doors import bulk
from actionlines.register.preferences.actions import EditSettings
from tests.people import person
from tests.register.activities.samples import draft, in_status
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db
# The mandatory properties of DCAT-AP 3.0 and, as far as a register can have them, the recommended ones.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ;
  sh:property [ sh:path dcat:service ; sh:class dcat:DataService ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:publisher ; sh:minCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ;
  sh:property [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] .
[] a sh:NodeShape ; sh:targetClass dcat:DataService ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ] ;
  sh:property [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
"""


@pytest.fixture
def dump(settings, tmp_path):
    """The file with everything of a small register, which has a draft too."""
    settings.DATA = tmp_path
    in_status("published")
    draft(title="Secret draft")
    instrument()
    return bulk.make(date(2031, 5, 1))


def test_the_catalogue_is_dcat_ap(client, dump):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyshacl
        import rdflib

        graph = rdflib.Graph().parse(data=client.get("/data/catalogue.jsonld").content, format="json-ld")
        shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
        fits, _graph, words = pyshacl.validate(graph, shacl_graph=shapes)
        assert fits, words
        dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
        assert len(set(graph.subjects(rdflib.RDF.type, dcat.Dataset))) == 4
        endpoints = {str(one) for one in graph.objects(None, dcat.endpointURL)}
        assert endpoints == {"http://testserver/api/", "http://testserver/oai"}
        # The shapes see what is missing.
        graph.remove((None, rdflib.DCTERMS.publisher, None))
        assert not pyshacl.validate(graph, shacl_graph=shapes)[0]


# Class -> property -> class of its values, by the range shapes of DCAT-AP 3; "" where only presence is recommended.
RANGES = {
    "foaf:Agent": {"dct:type": "skos:Concept"},
    "dcat:Catalog": {
        "dct:language": "dct:LinguisticSystem", "dct:license": "dct:LicenseDocument", "dct:spatial": "dct:Location",
        "dcat:themeTaxonomy": "skos:ConceptScheme", "dcat:service": "dcat:DataService", "dcat:dataset": "dcat:Dataset",
        "dct:publisher": "foaf:Agent", "foaf:homepage": "foaf:Document", "dct:modified": "", "dct:issued": "",
    },
    "dcat:DataService": {
        "dcat:servesDataset": "dcat:Dataset", "dct:license": "dct:LicenseDocument", "dcat:contactPoint": "vcard:Kind",
        "dcat:endpointDescription": "", "dct:format": "dct:MediaTypeOrExtent", "dcat:keyword": "",
        "dct:publisher": "foaf:Agent", "dcat:theme": "skos:Concept", "dct:conformsTo": "dct:Standard",
    },
    "dcat:Dataset": {
        "dcat:contactPoint": "vcard:Kind", "dcat:distribution": "dcat:Distribution", "dcat:keyword": "",
        "dct:publisher": "foaf:Agent", "dct:spatial": "dct:Location", "dct:temporal": "dct:PeriodOfTime",
        "dcat:theme": "skos:Concept", "dcat:landingPage": "foaf:Document",
    },
    "dcat:Distribution": {
        "dcat:mediaType": "dct:MediaType", "dct:format": "dct:MediaTypeOrExtent", "dct:license": "dct:LicenseDocument",
        "dcatap:availability": "skos:Concept", "dct:description": "", "spdx:checksum": "spdx:Checksum",
    },
    "skos:Concept": {"skos:prefLabel": ""}, "skos:ConceptScheme": {"dct:title": ""},
    "spdx:Checksum": {"spdx:algorithm": "spdx:ChecksumAlgorithm"},
}  # fmt: skip
# Nobody knows the type of an operator, and texts are of any year; a file of a list has no checksum: it is made anew.
ABSENT = {("foaf:Agent", "dct:type"), ("dcat:Dataset", "dct:temporal"), ("dcat:Distribution", "spdx:checksum")}


def test_every_recommended_property_is_there_and_of_its_class(client, dump):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rdflib

        graph = rdflib.Graph()
    card = {
        "licence": "https://creativecommons.org/licenses/by/4.0/", "contact": "desk@register.example",
        "operator": "Desk of the Lines", "publisher": "https://ror.org/0example https://www.wikidata.org/entity/Q1",
    }  # fmt: skip
    bare = json.loads(client.get("/data/catalogue.jsonld").content)
    assert bare["dct:description"].endswith("Not stated by the operator of this register: operator, contact, licence.")
    EditSettings(person("administrator"), fields=card).do()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph.parse(data=client.get("/data/catalogue.jsonld").content, format="json-ld")
    short = graph.namespace_manager.expand_curie
    missing, wrong = set(), []
    for kind, properties in RANGES.items():
        for subject in graph.subjects(rdflib.RDF.type, short(kind)):
            for name, wanted in properties.items():
                values = list(graph.objects(subject, short(name)))
                missing |= {(kind, name)} - ({(kind, name)} if values else set())
                wrong += [(subject, name, value) for value in values if wanted
                          and (value, rdflib.RDF.type, short(wanted)) not in graph]  # fmt: skip
    assert (missing, wrong) == (ABSENT, [])


def test_the_card_is_in_every_description(client, dump):
    EditSettings(person("administrator"), fields={
        "licence": "https://x.example/terms", "operator": "Desk of the Lines", "iati_organisation": "XX-EX-7",
        "address": "https://lines.example",
    }).do()  # fmt: skip
    croissant = json.loads(client.get("/data/croissant.json").content)
    assert croissant["license"] == "https://x.example/terms"
    number = bulk.rows("activity").get().pk
    ld = json.loads(client.get(f"/activity/{number}.jsonld").content)
    assert ld["mainEntityOfPage"]["license"] == "https://x.example/terms"
    assert ld["@id"].startswith("https://lines.example/")
    feed = client.get("/feeds/activities.atom").content.decode()
    assert "<rights>https://x.example/terms</rights>" in feed and "<name>Desk of the Lines</name>" in feed
    iati = client.get(f"/activity/{number}.iati.xml").content.decode()
    assert f"<iati-identifier>XX-EX-7-activity-{number}</iati-identifier>" in iati and 'ref="XX-EX-7"' in iati
    assert f'ref="lines.example-activity-{number}"' in iati and "Not stated" not in iati
    assert "copyright = {https://x.example/terms}" in client.get(f"/activity/{number}/cite.bib").content.decode()
    again = bulk.make(date(2031, 5, 2))
    with zipfile.ZipFile(again.path) as held:
        assert "Licence: https://x.example/terms" in held.read("README.md").decode()
        assert json.loads(held.read("csv-metadata.json"))["dc:license"] == {"@id": "https://x.example/terms"}


def test_a_licence_that_nobody_stated_is_named_as_missing(client, dump):
    number = bulk.rows("activity").get().pk
    forms = ("oai_dc", "datacite", "marcxml")
    paths = [f"/oai?verb=GetRecord&identifier=oai:testserver:activity/{number}&metadataPrefix={form}" for form in forms]
    paths += ["/data/croissant.json", "/data/catalogue.jsonld", "/feeds/activities.atom"]
    paths += [f"/activity/{number}{part}" for part in (".iati.xml", ".jsonld", "/cite.marcxml")]
    missing = "Not stated by the operator of this register: [a-z, ]*licence"
    for path in paths:
        assert re.search(missing, client.get(path).content.decode()), path
    card = {"operator": "Desk", "contact": "desk@register.example", "licence": "https://x.example/terms"}
    EditSettings(person("administrator"), fields={**card, "iati_organisation": "XX-EX-7"}).do()
    for path in paths:
        assert "Not stated" not in client.get(path).content.decode(), path


def test_mlcroissant_validates_and_loads_the_records(client, dump, tmp_path):
    described = json.loads(client.get("/data/croissant.json").content)
    assert described["distribution"][0]["contentUrl"] == f"http://testserver/data/{dump.name}"
    described["distribution"][0]["contentUrl"] = str(dump.path)
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(described), "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        data = mlcroissant.Dataset(path)
        assert not data.metadata.ctx.issues.errors
        (record,) = data.records("activities")
    assert record["activities/title"] == b"Radio lessons on safe passwords"


def test_there_is_no_description_of_a_file_that_was_not_made(client, settings, tmp_path):
    settings.DATA = tmp_path
    assert client.get("/data/croissant.json").status_code == 404


def test_the_description_of_tables_fits_each_of_them(dump):
    with zipfile.ZipFile(dump.path) as held:
        described = json.loads(held.read("csv-metadata.json"))
        encoding = f"{described['dialect']['encoding']}-sig"  # a byte order mark stands first
        assert described["@context"][0] == "http://www.w3.org/ns/csvw"
        assert [table["url"] for table in described["tables"]] == [f"{name}.csv" for name in bulk.list_names().values()]
        for table in described["tables"]:
            rows = list(csv.DictReader(io.StringIO(held.read(table["url"]).decode(encoding))))
            columns = table["tableSchema"]["columns"]
            assert [one["titles"] for one in columns] == list(rows[0])
            assert all(one["dc:description"] for one in columns)
            numbers = [one["name"] for one in columns if one["datatype"] == "integer"]
            assert numbers == [table["tableSchema"]["primaryKey"]]
            assert len({int(row["id"]) for row in rows}) == len(rows)
        assert "  csv-metadata.json" in held.read("SHA256SUMS").decode()
