"""Descriptions of the data, by readers of others: DCAT-AP, Croissant, CSVW."""

import csv
import io
import json
import warnings
import zipfile
from datetime import date

import pytest

from actionlines.register.doors import bulk
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
