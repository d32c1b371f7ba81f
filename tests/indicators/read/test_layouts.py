"""Layouts of other sources, with numbers of our own: what is series, area, unit, status and breakdown."""

from __future__ import annotations

import pytest

from tests.indicators.read.conftest import Give

API = "countryiso3code,date,value,unit,obs_status,decimal,indicator.id,indicator.value,country.id,country.value\n"
API += "KEN,2020,24.5,,,0,IT.NET.USER.ZS,Individuals using the Internet (% of population),KE,Kenya\n"
API += "UGA,2021,10.8,,E,0,IT.NET.USER.ZS,Individuals using the Internet (% of population),UG,Uganda\n"
WIDE = '"Data Source","World Development Indicators",\n\n"Country Name","Country Code","Indicator Name",'
WIDE += '"Indicator Code","2020","2021",\n"Kenya","KEN","Any title","IT.NET.USER.ZS","24.5","",\n'
WIDE += '"Uganda","UGA","Any title","IT.NET.USER.ZS","","10.8",\n'
UIS = "indicator_id,country_id,year,value,magnitude,qualifier\nLR.AG15T99,KEN,2020,24.5,,\n"
UIS += "LR.AG15T99,UGA,2021,10.8,,UIS_EST\n"
UIS_TABLE = '"NATMON_IND","Indicator","LOCATION","Country","TIME","Time","Value","Flag Codes","Flags"\n'
UIS_TABLE += '"X1","Adult literacy rate, both sexes (%)","KEN","Kenya","2020","2020",24.5,"",""\n'
UIS_TABLE += '"X1","Adult literacy rate, both sexes (%)","UGA","Uganda","2021","2021",10.8,"E","Estimation"\n'
EUROSTAT_CSV = "DATAFLOW,LAST UPDATE,freq,unit,indic_is,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
EUROSTAT_CSV += "ESTAT:X(1.0),22/01/25 23:00:00,A,PC_IND,I_IUSE,KE,2020,24.5,,\n"
EUROSTAT_CSV += "ESTAT:X(1.0),22/01/25 23:00:00,A,PC_IND,I_IUSE,UG,2021,10.8,e,\n"
EUROSTAT_TSV = "freq,unit,ind_type,indic_is,geo\\TIME_PERIOD\t2020 \t2021 \n"
EUROSTAT_TSV += "A,PC_IND,IND_TOTAL,I_IUSE,KE\t24.5 \t: \nA,PC_IND,IND_TOTAL,I_IUSE,UG\t: c\t10.8 e\n"


@pytest.mark.parametrize(
    "content,layout,series,unit,status",
    [
        (API, "world-bank-api", "IT.NET.USER.ZS", "percent", "E"),
        (WIDE, "world-bank", "IT.NET.USER.ZS", "percent", ""),
        (UIS, "unesco-uis", "LR.AG15T99", "", "UIS_EST"),
        (UIS_TABLE, "unesco-uis-table", "X1", "percent", "E"),
        (EUROSTAT_CSV, "sdmx-csv-1", "I_IUSE", "percent", "E"),
        (EUROSTAT_TSV, "eurostat-tsv", "I_IUSE", "percent", "E"),
    ],
)
def test_the_same_two_values(give: Give, content: str, layout: str, series: str, unit: str, status: str) -> None:
    found = give(content)
    assert found.layout == layout
    rows = found.table.select("series", "area", "breakdown", "year", "value", "unit", "status").rows()
    assert rows == [(series, "KEN", "", 2020, 24.5, unit, ""), (series, "UGA", "", 2021, 10.8, unit, status)]


def test_groups_of_people_of_eurostat_are_breakdowns(give: Give) -> None:
    found = give(EUROSTAT_TSV + "A,PC_IND,Y16_24,I_IUSE,KE\t40 \t50 b\n")
    assert set(found.table["breakdown"]) == {"", "ind_type=Y16_24"}
    assert found.table.filter(found.table["breakdown"] != "")["status"].to_list() == ["", "B"]


def test_an_indicator_column_of_codes_stays_one(give: Give) -> None:
    found = give("indicator,area,year,value\n17.8.1,KEN,2020,1\nown,KEN,2020,2\n")
    assert found.table["indicator"].to_list() == ["sdg:17.8.1", "own"]
