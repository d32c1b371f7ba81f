"""Figures in bulk: of an area, an indicator, a series, and all; as CSV and Parquet, by page, API and command."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tracemalloc
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from actionlines.errors import OutputError
from actionlines.register.doors import figures
from actionlines.register.doors.figures import FiguresQuestion
from actionlines.register.standings.models import Standing
from tests.register.site.concepts.samples import standing

pytestmark = pytest.mark.django_db
USE = {"series": "USE", "indicator": "sdg:17.8.1", "name": "People using the Internet", "unit": "percent"}


@pytest.fixture
def values() -> None:
    """Two countries with Internet use, one with women apart; one of them with masts."""
    standing("KEN", **USE, years=[2019, 2023], values=[20.5, 40.0], source="ITU", beside={"statuses": {"E": [2023]}})
    standing("SEN", **USE, years=[2023], values=[60.0], source="=ITU")
    standing("SEN", **USE, breakdown="sex=F", years=[2023], values=[55.0])
    standing("KEN", years=[2020], values=[1.0])


def rows(answer: object) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("area=KEN", [("KEN", "2019"), ("KEN", "2023"), ("KEN", "2020")]),
        ("indicator=17.8.1", [("KEN", "2019"), ("KEN", "2023"), ("SEN", "2023"), ("SEN", "2023")]),
        ("indicator=sdg:17.8.1&area=SEN", [("SEN", "2023"), ("SEN", "2023")]),
        ("series=MASTS", [("KEN", "2020")]),
        ("series=NONE", []),
        ("", [("KEN", "2019"), ("KEN", "2023"), ("KEN", "2020"), ("SEN", "2023"), ("SEN", "2023")]),
    ],
)
def test_figures_are_those_asked_for(values: None, query: str, wanted: list[tuple[str, str]]) -> None:
    for address in ("/data/figures.csv", "/api/figures"):
        found = [(row["area"], row["year"]) for row in rows(Client().get(f"{address}?{query}"))]
        assert sorted(found) == sorted(wanted), address


def test_a_row_says_all_of_a_value_in_the_language_of_its_reader(values: None) -> None:
    row = rows(Client(headers={"accept-language": "fr"}).get("/data/figures.csv?area=SEN"))[0]
    assert list(row) == figures.columns()
    assert (row["area_name"], row["indicator"], row["unit"], row["value"]) == ("Sénégal", "17.8.1", "percent", "60.0")
    assert row["source"] == "'=ITU"
    marked = rows(Client().get("/data/figures.csv?area=KEN&series=USE"))
    assert [(row["status"], row["source"]) for row in marked] == [("", "ITU"), ("E", "ITU")]


@pytest.mark.parametrize("address", ["/data/figures.csv?area=XXX", "/data/figures.parquet?indicator=99.9.9"])
def test_what_is_unknown_is_no_empty_file(values: None, address: str) -> None:
    assert Client().get(address).status_code == 404
    form, _mark, query = address.partition("?")
    answer = Client().get(f"/api/figures?{query}&form={form.rpartition('.')[2]}")
    assert (answer.status_code, answer.json()["code"]) == (400, "AL302")


def test_parquet_has_types_and_the_same_rows(values: None) -> None:
    body = b"".join(Client().get("/data/figures.parquet?area=SEN").streaming_content)
    table = pl.read_parquet(io.BytesIO(body))
    assert (table.schema["year"], table.schema["value"]) == (pl.Int32, pl.Float64)
    assert table["source"].to_list()[0] == "=ITU" and table["note"].to_list() == ["", ""]
    assert table.columns == figures.columns()


def test_all_figures_are_kept_with_their_day_and_checksum(values: None) -> None:
    for day in range(1, 6):
        made = figures.make(date(2027, 1, day))
    names = [file.name for file in figures.held()]
    assert names[:2] == ["figures-2027-01-05.parquet", "figures-2027-01-05.csv.gz"] and len(names) == 6
    for file in made:
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
    answer = Client().get("/data/figures.csv")
    assert answer["Location"] == "/data/figures-2027-01-05.csv.gz"
    body = b"".join(Client().get(answer["Location"]).streaming_content)
    assert len(gzip.decompress(body).splitlines()) == 1 + 5
    page = LexborHTMLParser(Client().get("/data/").content.decode())
    assert made[0].name in page.text() and made[0].sha256[:16] in page.text()
    assert {option.text() for option in page.css("#figures-area option")} >= {"Kenya", "Senegal"}


def test_every_column_is_described(values: None) -> None:
    text = Client().get("/data/figures-fields.csv").content.decode()
    described = list(csv.DictReader(io.StringIO(text)))
    assert [row["field"] for row in described] == figures.columns() and all(row["meaning"] for row in described)
    assert Client().get("/api/figures/fields").json() == described


def test_a_command_writes_a_file_with_its_dictionary(values: None, tmp_path: Path) -> None:
    for name, count in (("all.parquet", 5), ("all.csv.gz", 5), ("kenya.csv", 3)):
        question = FiguresQuestion("KEN" if name == "kenya.csv" else "")
        assert figures.write_figures(question, tmp_path / name) == count
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "all-fields.csv", "all.csv.gz", "all.parquet", "kenya-fields.csv", "kenya.csv",
    ]  # fmt: skip
    with pytest.raises(OutputError):
        figures.write_figures(FiguresQuestion(), tmp_path / "all.parquet")


def test_memory_does_not_grow_with_the_figures(values: None) -> None:
    years, numbers = list(range(1990, 2025)), [float(n) for n in range(35)]
    Standing.objects.bulk_create(
        Standing(area="KEN", series=f"S{n}", name="Series", years=years, values=numbers) for n in range(4_000)
    )
    tracemalloc.start()
    count = sum(text.count("\n") for text in figures.csv_lines(figures.rows(FiguresQuestion("KEN"))))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1 + 4_000 * 35 + 3
    assert most < 24 * 2**20
