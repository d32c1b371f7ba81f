"""Figures as a web service of SDMX, read over HTTP by sdmx1 and pysdmx, in the forms of both of its versions."""

import warnings
from io import BytesIO

import pytest
from django.test import Client
from lxml import etree

from actionlines.register.core import limits
from actionlines.register.doors import sdmx as door
from actionlines.register.standings.models import Standing
from tests.site_settings import WORKER

BASE = "/data/sdmx"
KENYA = [(2015, 5.0), (2020, 8.0)]
VALUES = {
    ("KEN", "IT_USE_ii99", ""): KENYA,
    ("KEN", "IT_USE_ii99", "sex=F"): [(2020, 7.0)],
    ("UGA", "IT_USE_ii99", ""): [(2018, 4.0), (2019, 4.5), (2020, 5.0)],
    ("UGA", "HH&U $1", "location=rural;sex=F"): [(2021, 2.5)],
}


@pytest.fixture
def made(transactional_db):
    for (area, series, breakdown), pairs in VALUES.items():
        Standing.objects.create(
            area=area, series=series, breakdown=breakdown, name="People & <users>", unit="percent", source="Office",
            indicator="sdg:17.8.1" if series == "IT_USE_ii99" else "",
            years=[year for year, _ in pairs], values=[value for _, value in pairs],
            beside={"statuses": {"E": [2020]}, "notes": {'“Survey”, "new" & <more>': [2020]}},
        )  # fmt: skip


def ask(query, accept="*/*"):
    return Client().get(f"{BASE}/{query}", headers={"Accept": accept})


def count(query, accept="*/*"):
    """(observations, series) of an answer in XML."""
    answer = ask(query, accept)
    assert answer.status_code == 200, answer.content
    root = etree.fromstring(answer.content)
    return len(root.findall(".//{*}Obs")), len(root.findall(".//{*}Series"))


@pytest.mark.parametrize("version", ["3.0.0", "2.1"])
def test_sdmx1_reads_structure_and_data_over_http(made, live_server, version):
    import sdmx

    source = {"id": f"AL{WORKER}{version}", "name": "A register", "url": f"{live_server.url}{BASE}"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sdmx.add_source({**source, "versions": [version]}, override=True)
        client = sdmx.Client(source["id"])
        message = client.dataflow("FIGURES", agency_id="ACTIONLINES", params={"references": "all"})
        (structure,) = message.structure.values()
        assert [one.id for one in structure.dimensions.components] == [
            "INDICATOR", "SERIES", "REF_AREA", "UNIT_MEASURE", "LOCATION", "SEX", "TIME_PERIOD",
        ]  # fmt: skip
        assert message.codelist["CL_REF_AREA"]["KEN"].name["en"] == "Kenya"
        (some,) = client.get("data", "FIGURES", key="..KEN..." if version == "2.1" else "*.*.KEN.*.*.*", dsd=structure,
                             agency_id="ACTIONLINES").data  # fmt: skip
        (whole,) = client.get("data", "FIGURES", dsd=structure, agency_id="ACTIONLINES").data
    assert sorted(float(one.value) for one in some.obs) == [5.0, 7.0, 8.0]
    assert len(whole.obs) == sum(map(len, VALUES.values()))


@pytest.mark.parametrize("version", ["V2_0_0", "V1_5_0"])
@pytest.mark.parametrize("form", ["SDMX_CSV_2_0_0", "SDMX_ML_3_0", "SDMX_ML_2_1_STR"])
def test_pysdmx_reads_structure_and_data_over_http(made, live_server, version, form):
    from pysdmx.api.qb.data import DataContext, DataFormat, DataQuery
    from pysdmx.api.qb.service import RestService
    from pysdmx.api.qb.structure import StructureFormat, StructureQuery, StructureReference, StructureType
    from pysdmx.api.qb.util import ApiVersion
    from pysdmx.io import get_datasets

    of_form = form if "ML" in form else "SDMX_JSON_2_0_0"
    forms = {one.name: one for one in DataFormat}, {one.name: one for one in StructureFormat}
    service = RestService(
        f"{live_server.url}{BASE}", ApiVersion[version], data_format=forms[0][form],
        structure_format=forms[1][of_form.removesuffix("_STR")], timeout=60,
    )  # fmt: skip
    flow = ("ACTIONLINES", "FIGURES", "1.0")
    structure = service.structure(StructureQuery(StructureType.DATAFLOW, *flow, references=StructureReference.ALL))
    data = service.data(
        DataQuery(DataContext.DATAFLOW, *flow, key="*.*.KEN.*.*.*" if version[1] == "2" else "..KEN...")
    )
    (found,) = get_datasets(BytesIO(data), BytesIO(structure), validate=True)
    rows = found.data.to_dict("records")
    assert sorted(float(row["OBS_VALUE"]) for row in rows) == [5.0, 7.0, 8.0]
    assert {row["OBS_STATUS"] for row in rows} == {"A", "E"}
    assert any('"new" & <more>' in str(row["COMMENT_OBS"]) for row in rows)


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("data/dataflow/ACTIONLINES/FIGURES/1.0", (7, 4)),
        ("data/dataflow/*/*/+/*", (7, 4)),
        ("data/*/*/*/*", (7, 4)),
        ("data/datastructure/ACTIONLINES/DSD_FIGURES_LOCATION_SEX/1.0/*.*.UGA.*.*.*", (4, 2)),
        ("data/dataflow/*/FIGURES/*/*.*.UGA.*.*.F,*.*.KEN.*.*._T", (3, 2)),
        ("data/dataflow/*/FIGURES/*?c[SEX]=F", (2, 2)),
        ("data/dataflow/*/FIGURES/*?c[SEX]=ne:F&c[REF_AREA]=KEN,UGA", (5, 2)),
        ("data/dataflow/*/FIGURES/*?c[TIME_PERIOD]=ge:2019%2Ble:2020", (4, 3)),
        ("data/dataflow/*/FIGURES/*?c[TIME_PERIOD]=2015,2021", (2, 2)),
        ("data/dataflow/*/FIGURES/*?lastNObservations=1", (4, 4)),
        ("data/dataflow/*/FIGURES/*/" + ",".join(["*.*.KEN.*.*.*"] * 4000), (3, 2)),
        ("data/dataflow/*/FIGURES/*?c[REF_AREA]=" + ",".join(["KEN"] * 4000), (3, 2)),
        ("data/dataflow/*/FIGURES/*?c[REF_AREA]=" + "%2B".join(["ne:KEN"] * 4000), (4, 2)),
        ("data/FIGURES", (7, 4)),
        ("data/ACTIONLINES,FIGURES,1.0/..KEN+UGA..._T/all?startPeriod=2018-01&endPeriod=2019-Q4", (2, 1)),
        ("data/FIGURES/all/all?firstNObservations=2&detail=dataonly", (6, 4)),
    ],
)
def test_queries_in_both_versions(made, query, counts):
    assert count(query) == counts


@pytest.mark.parametrize(
    ("query", "accept", "status", "words"),
    [
        ("data/FIGURES?nonsense=1", "*/*", 400, "startPeriod"),
        ("data/FIGURES?startPeriod=soon", "*/*", 400, "year"),
        ("data/FIGURES?c[COLOUR]=red", "*/*", 400, "REF_AREA"),
        ("data/FIGURES?firstNObservations=no", "*/*", 400, "whole number"),
        ("data/FIGURES/KEN", "*/*", 400, "the key has 1 parts"),
        ("data/FIGURES/..XXX...", "*/*", 404, "no values"),
        ("data/OTHER", "*/*", 404, "FIGURES"),
        ("data/provisionagreement/a/b/c", "*/*", 404, "FIGURES"),
        ("codelist/ACTIONLINES/CL_NONE", "*/*", 404, "codelist"),
        ("data/FIGURES", "image/png", 406, "csv"),
        ("structure/agencyscheme", "*/*", 501, "dataflow"),
        ("availability/dataflow/a/b/c", "*/*", 501, "dataflow"),
        ("dataflow?detail=allstubs", "*/*", 501, "full"),
        ("structure", "*/*", 501, "dataflow"),
    ],
)
def test_errors_are_those_of_the_standard(made, query, accept, status, words):
    answer = ask(query, accept)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")
    assert words in etree.fromstring(answer.content).findtext(".//{*}Text")


def test_an_answer_has_a_limit(made, monkeypatch):
    monkeypatch.setattr(door, "most_of", lambda name: limits.most_of(name) and 3)
    assert ask("data/FIGURES").status_code == 413
    assert ask("data/FIGURES/..KEN...").status_code == 200


def test_nothing_is_there_without_figures(transactional_db):
    Standing.objects.all().delete()
    assert ask("data/FIGURES").status_code == 404
    assert ask("structure/datastructure").status_code == 200


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("structure/dataflow", {"Dataflow"}),
        ("structure/dataflow?references=descendants", {"Dataflow", "DataStructure", "Codelist", "ConceptScheme"}),
        ("datastructure/all/all/latest?references=parents", {"Dataflow", "DataStructure"}),
        ("structure/codelist/ACTIONLINES/CL_SEX", {"Codelist"}),
        ("structure/conceptscheme/*/CS_FIGURES/1.0", {"ConceptScheme"}),
    ],
)
def test_structures_and_what_they_refer_to(made, query, kinds):
    root = etree.fromstring(ask(query).content)
    places = root.findall(".//{*}Structures/{*}*/{*}*") + root.findall(".//{*}Structures/{*}*/{*}*/{*}*")
    names = {etree.QName(one).localname for one in places}
    assert names & {"Dataflow", "DataStructure", "Codelist", "ConceptScheme"} == kinds
