"""SDMX-ML, SDMX-JSON, JSON-stat and the answers of the SDG API."""

from __future__ import annotations

import copy
import itertools
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import ActionlinesError, MalformedMessage, NoObservations
from tests.indicators.read.conftest import Give
from tests.some import first

MES = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
HEADER = """<m:Header><m:ID>t</m:ID><m:Test>false</m:Test><m:Prepared>2024-01-01T00:00:00</m:Prepared>
<m:Sender id="A"/><m:Structure structureID="S" namespace="urn:x" dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="A" id="D" version="1.0" xmlns="" class="DataStructure"/></c:Structure>
</m:Structure></m:Header>"""
SPECIFIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="{MES}/message" xmlns:c="{MES}/common" xmlns:n="urn:n"
 xmlns:s="{MES}/data/structurespecific" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{HEADER}
<m:DataSet s:structureRef="S" xsi:type="n:DataSetType" s:dataScope="DataStructure" action="Information">
<Series REF_AREA="404" SERIES="IT_USE_ii99" SEX="F" UNIT_MEASURE="PT">
<Obs TIME_PERIOD="2015" OBS_VALUE="12.5" OBS_STATUS="E"/><Obs TIME_PERIOD="2016" OBS_VALUE="13.5"/>
<Obs TIME_PERIOD="2017" OBS_VALUE="NaN"/></Series></m:DataSet></m:StructureSpecificData>"""
GENERIC = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:GenericData xmlns:m="{MES}/message" xmlns:g="{MES}/data/generic" xmlns:c="{MES}/common">{HEADER}
<m:DataSet structureRef="S" action="Information"><g:Series>
<g:SeriesKey><g:Value id="REF_AREA" value="404"/><g:Value id="SERIES" value="IT_USE_ii99"/>
<g:Value id="SEX" value="F"/></g:SeriesKey>
<g:Attributes><g:Value id="UNIT_MEASURE" value="PT"/></g:Attributes>
<g:Obs><g:ObsDimension value="2015"/><g:ObsValue value="12.5"/>
<g:Attributes><g:Value id="OBS_STATUS" value="E"/></g:Attributes></g:Obs>
<g:Obs><g:ObsDimension value="2016"/><g:ObsValue value="13.5"/></g:Obs>
</g:Series></m:DataSet></m:GenericData>"""
SDMX_JSON: dict[str, Any] = {
    "data": {
        "dataSets": [{"series": {"0:0:0": {"attributes": [0], "observations": {"0": [12.5, 0], "1": [13.5, None]}}}}],
        "structure": {
            "dimensions": {
                "series": [
                    {"id": "REF_AREA", "values": [{"id": "404"}]},
                    {"id": "SERIES", "values": [{"id": "IT_USE_ii99"}]},
                    {"id": "SEX", "values": [{"id": "F"}]},
                ],
                "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2015"}, {"id": "2016"}]}],
            },
            "attributes": {
                "series": [{"id": "UNIT_MEASURE", "values": [{"id": "PT"}]}],
                "observation": [{"id": "OBS_STATUS", "values": [{"id": "E"}]}],
            },
        },
    }
}
JSON_STAT: dict[str, Any] = {
    "version": "2.0", "class": "dataset", "source": "An office",
    "id": ["geo", "time", "sex", "what"], "size": [1, 2, 1, 1],
    "role": {"time": ["time"], "geo": ["geo"], "metric": ["what"]},
    "dimension": {
        "geo": {"category": {"index": ["KE"]}},
        "time": {"category": {"index": {"2015": 0, "2016": 1}}},
        "sex": {"category": {"label": {"F": "Women"}}},
        "what": {"category": {"index": ["IT_USE_ii99"], "unit": {"IT_USE_ii99": {"label": "%"}}}},
    },
    "value": {"0": 12.5, "1": 13.5}, "status": {"0": "e"},
}  # fmt: skip
API: dict[str, Any] = {
    "totalPages": 1,
    "data": [
        {
            "goal": ["17"], "indicator": ["17.8.1"],
            "series": "IT_USE_ii99", "seriesDescription": "Users (%)",
            "geoAreaCode": "404", "geoAreaName": "Kenya", "timePeriodStart": year, "value": value,
            "source": "ITU", "footnotes": [""], "attributes": {"Nature": nature, "Units": "PERCENT"},
            "dimensions": {"Sex": "FEMALE", "Reporting Type": "G"},
        }
        for year, value, nature in ((2015.0, "12.5", "E"), (2016.0, "13.5", ""))
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "content,form",
    [
        (SPECIFIC, "sdmx-ml"),
        (GENERIC, "sdmx-ml"),
        (json.dumps(SDMX_JSON), "sdmx-json"),
        (json.dumps(JSON_STAT), "json-stat"),
        (json.dumps(API), "sdg-api"),
    ],
    ids=["specific", "generic", "sdmx-json", "json-stat", "api"],
)
def test_one_table_from_all_messages(give: Give, content: str, form: str) -> None:
    found = give(content, "message")
    assert found.format == form
    kept = found.table.select("indicator", "series", "area", "breakdown", "year", "value", "unit", "status")
    assert kept.rows() == [
        ("sdg:17.8.1", "IT_USE_ii99", "KEN", "sex=F", 2015, 12.5, "percent", "E"),
        ("sdg:17.8.1", "IT_USE_ii99", "KEN", "sex=F", 2016, 13.5, "percent", ""),
    ]
    assert found.problems.counts == ({"missing": 1} if content is SPECIFIC else {})


def test_flat_sdmx_json(give: Give) -> None:
    message = copy.deepcopy(SDMX_JSON)
    data = message["data"]
    dims = data["structure"]["dimensions"]
    dims["observation"] = [*dims.pop("series"), *dims["observation"]]
    data["dataSets"] = [{"observations": {"0:0:0:0": [12.5], "0:0:0:1": [13.5]}}]
    data["structures"] = [data.pop("structure")]  # SDMX-JSON 2
    assert give(json.dumps(message)).table["value"].to_list() == [12.5, 13.5]


@pytest.mark.parametrize("key", ["0:0:9", "0:0", "0:0:-1", "a:b:c"])
def test_keys_that_point_nowhere(give: Give, key: str) -> None:
    message = copy.deepcopy(SDMX_JSON)
    message["data"]["dataSets"][0]["series"] = {key: {"observations": {"0": [1]}}}
    with pytest.raises(MalformedMessage, match="AL604"):
        give(json.dumps(message))


@pytest.mark.parametrize(
    "change", [{"size": [1, 3, 1, 1]}, {"size": [1]}, {"value": {"99": 1}}, {"dimension": {}}, {"value": 3}]
)
def test_cubes_that_do_not_fit_together(give: Give, change: dict[str, Any]) -> None:
    with pytest.raises(MalformedMessage, match="AL604"):
        give(json.dumps(JSON_STAT | change))


@pytest.mark.parametrize("part", first([None, [], -1, 1e300, "", {}, True, [[1]]], 2), ids=repr)
@pytest.mark.parametrize("message", [SDMX_JSON, JSON_STAT, API], ids=["sdmx-json", "json-stat", "api"])
def test_any_part_of_a_message_may_be_wrong(give: Give, message: dict[str, Any], part: Any) -> None:
    for path in list(paths(message)):
        broken = copy.deepcopy(message)
        inner: Any = broken
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = part
        try:
            give(json.dumps(broken))
        except ActionlinesError as error:
            assert error.code in ("AL106", "AL601", "AL602", "AL604")


def paths(part: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a message but itself."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inner:
        yield (*above, key)
        yield from paths(value, (*above, key))


def test_cut_xml_names_the_line(give: Give) -> None:
    with pytest.raises(MalformedMessage, match=r"line 9\."):
        give(SPECIFIC[:-90])


def test_a_message_without_observations(give: Give) -> None:
    with pytest.raises(NoObservations, match="AL601"):
        give(json.dumps({"data": [], "totalPages": 0}))


def test_signs_inside_attributes_are_no_elements(give: Give) -> None:
    many = "".join(f'<Obs TIME_PERIOD="{1900 + at}" OBS_VALUE=">95"/>' for at in range(100))
    found = give(SPECIFIC.replace("</Series>", many + "</Series>"))
    assert found.table.filter(found.table["status"] == ">").height == 100


def test_messages_in_utf_16(give: Give) -> None:
    text = SPECIFIC.replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert give(text.encode("utf-16")).table.height == 2


OLD = "http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message"
COMPACT = f"""<?xml version="1.0" encoding="UTF-8"?>
<CompactData xmlns="{OLD}" xmlns:x="urn:x"><Header><ID>t</ID><Test>false</Test></Header>
<x:DataSet><x:Series REF_AREA="404" SERIES="IT_USE_ii99" SEX="F" UNIT_MEASURE="PT">
<x:Obs TIME_PERIOD="2015" OBS_VALUE="12.5" OBS_STATUS="E"/><x:Obs TIME_PERIOD="2016" OBS_VALUE="13.5"/></x:Series>
<x:Series REF_AREA="800" SERIES="IT_USE_ii99" SEX="M" UNIT_MEASURE="PT"><x:Obs TIME_PERIOD="2015" OBS_VALUE="3"/>
</x:Series></x:DataSet></CompactData>"""
CROSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<CrossSectionalData xmlns="{OLD}" xmlns:x="urn:x"><Header><ID>t</ID></Header>
<x:DataSet SERIES="IT_USE_ii99"><x:Group TIME_PERIOD="2015" REF_AREA="404"><x:Section UNIT_MEASURE="PT">
<x:F value="12.5" SEX="F"/><x:M value="14" SEX="M"/></x:Section></x:Group></x:DataSet></CrossSectionalData>"""
ACROSS = SPECIFIC.replace('dimensionAtObservation="TIME_PERIOD"', 'dimensionAtObservation="SEX"').replace(
    SPECIFIC[SPECIFIC.index("<Series") : SPECIFIC.index("</m:DataSet>")],
    "".join(
        f'<Series REF_AREA="404" SERIES="IT_USE_ii99" UNIT_MEASURE="PT" TIME_PERIOD="{year}">'
        '<Obs SEX="F" OBS_VALUE="12.5"/><Obs SEX="M" OBS_VALUE="13.5"/></Series>'
        for year in range(2011, 2017)
    ),
)


SIBLINGS = SPECIFIC.replace(
    "<Series", '<Group xsi:type="n:G" REF_AREA="404" SERIES="IT_USE_ii99" SEX="F" UNIT_MEASURE="PT"/><Series', 1
).replace(' SEX="F" UNIT_MEASURE="PT">', ' SEX="F">')
GENERIC_2_0 = f"""<?xml version="1.0" encoding="UTF-8"?>
<GenericData xmlns="{OLD}" xmlns:g="urn:g"><Header><ID>t</ID></Header><DataSet><g:Series><g:SeriesKey>
<g:Value concept="REF_AREA" value="404"/><g:Value concept="SERIES" value="IT_USE_ii99"/>
<g:Value concept="SEX" value="F"/></g:SeriesKey>
<g:Obs><g:Time>2015</g:Time><g:ObsValue value="12.5"/></g:Obs></g:Series></DataSet></GenericData>"""


@pytest.mark.parametrize(
    ("content", "count"),
    [(COMPACT, 3), (CROSS, 2), (ACROSS, 12), (SIBLINGS, 2), (GENERIC_2_0, 1)],
    ids=["compact", "cross-sectional", "across", "groups", "generic 2.0"],
)
def test_as_many_rows_as_observations_in_the_message(give: Give, content: str, count: int) -> None:
    for sent in (content, content.encode("utf-16")):
        table = give(sent, "message.xml").table
        assert table.height == count
        assert (table["value"][0], table["area"][0], table["breakdown"][0]) == (12.5, "KEN", "sex=F")


@pytest.mark.parametrize("across", ["TIME_PERIOD", "SEX", ""], ids=["by year", "by sex", "flat"])
@pytest.mark.parametrize("kind", ["Generic", "GenericTimeSeries", "StructureSpecific", "StructureSpecificTimeSeries"])
def test_as_many_observations_as_sdmx1_writes_and_reads(give: Give, tmp_path: Path, kind: str, across: str) -> None:
    import sdmx
    from sdmx.message import DataMessage
    from sdmx.model import v21

    structure = v21.DataStructureDefinition(id="D", maintainer=v21.Agency(id="X"), version="1.0")
    for name in ("SERIES", "REF_AREA", "SEX"):
        structure.dimensions.getdefault(name)
    structure.dimensions.append(v21.TimeDimension(id="TIME_PERIOD"))
    structure.measures.getdefault("OBS_VALUE")
    data = getattr(v21, f"{kind}DataSet")(structured_by=structure)
    for place, sex, year in itertools.product(("404", "800"), ("F", "M"), ("2015", "2016", "2017")):
        key = {"SERIES": "IT_USE_ii99", "REF_AREA": place, "SEX": sex, "TIME_PERIOD": year}
        own = {name: value for name, value in key.items() if name == across or not across}
        series = structure.make_key(v21.SeriesKey, {k: v for k, v in key.items() if k not in own}) if across else None
        observation = v21.Observation(
            dimension=structure.make_key(v21.Key, own), series_key=series, value=year, value_for=structure.measures[0]
        )
        data.add_obs([observation], series_key=series)
    if across and across != "TIME_PERIOD" and "TimeSeries" in kind:
        pytest.skip("a time series is by time")
    dimension = structure.dimensions.get(across) if across else v21.AllDimensions
    flow = v21.DataflowDefinition(id="F", structure=structure)
    content = sdmx.to_xml(DataMessage(data=[data], dataflow=flow, observation_dimension=dimension))
    (tmp_path / "sent.xml").write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (found,) = sdmx.read_sdmx(tmp_path / "sent.xml", structure=structure).data
    table = give(content, "sent.xml").table
    assert table.height == len(found.obs) == 12
    assert set(table["area"]) == {"KEN", "UGA"}
    assert set(table["breakdown"]) == {"sex=F", "sex=M"}
    assert table["year"].to_list() == table["value"].to_list()
