"""The workbook and the data of a paper."""

from __future__ import annotations

import io
import json
from typing import Any

import jsonschema_rs
import openpyxl
import pytest

from actionlines.errors import DamagedInput
from actionlines.papers.files import FORMULA_STARTS
from actionlines.papers.write import FORMATS, render
from actionlines.papers.writers.as_json import read_paper, read_schema
from tests.papers.paper.sample import ORDER, hostile, sample

Made = dict[tuple[str, str], bytes]


def book(made: Made, name: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made[name, "xlsx"]))


def test_sheets(made: Made) -> None:
    found = book(made, "en")
    assert found.sheetnames == ["Read me", "Table 1", "Figure 1", "Table 2", "Annex 1", "Evidence", "Facts"]
    table = found["Table 1"]
    assert [cell.value for cell in table[1]] == ["Where", "Who is asked", "What is asked", "Due", "Cost (US$)"]
    assert table["E3"].value == 1_250_000 and table["E5"].value == -5  # numbers can be counted with
    assert found["Figure 1"]["C2"].value == 16.6
    assert [cell.value for cell in found["Evidence"][2]][:4] == [
        1,
        "A/RES/80/173#113",
        "paragraph",
        "A/RES/80/173, para. 113",
    ]
    assert [cell.value for cell in found["Facts"][3]] == ["cost", "Cost (US$)", 1_250_000, "USD", "[2]"]
    told = {(row[0].value, row[1].value) for row in found["Read me"].iter_rows()}
    for sheet in found.sheetnames[1:]:
        for cell in found[sheet][1]:
            assert any(column == cell.value for _, column in told), (sheet, cell.value)


def test_arabic_sheets_run_from_right_to_left(made: Made) -> None:
    assert all(sheet.sheet_view.rightToLeft for sheet in book(made, "ar"))


def test_no_cell_is_a_formula(made: Made) -> None:
    cells = [cell for sheet in book(made, "hostile") for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("'=1+1" in str(cell.value) for cell in cells) or any("=1+1" in str(cell.value) for cell in cells)
    for cell in cells:
        assert cell.data_type != "f"
        assert not isinstance(cell.value, str) or cell.value[0] not in FORMULA_STARTS


@pytest.mark.parametrize("name", [*ORDER, "hostile"])
def test_data_has_the_form_of_its_schema(made: Made, name: str) -> None:
    jsonschema_rs.validate(read_schema(), json.loads(made[name, "json"]))


def test_every_field_of_the_data_is_described() -> None:
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs" / "explanation" / "papers.md").read_text("utf-8")

    def names(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = set(part.get("properties", {})) if isinstance(part.get("properties"), dict) else set()
            return own.union(*(names(one) for one in part.values()))
        return set().union(*(names(one) for one in part)) if isinstance(part, list) else set()

    assert [name for name in sorted(names(read_schema())) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("language", ORDER)
@pytest.mark.parametrize("format", FORMATS)
def test_a_paper_that_was_kept_as_data_is_written_again(made: Made, language: str, format: str) -> None:
    assert made[language, format] == render(read_paper(made[language, "json"]), format)


def test_the_data_hold_the_words_as_they_were() -> None:
    found = read_paper(render(hostile(), "json"))
    assert "\u202e" in found.title and "\x00" in found.title
    assert read_paper(render(sample(), "json")).blocks == sample().blocks


@pytest.mark.parametrize("wrong", [b"", b"[]", b"{}", b'{"schema_version": 9}', b"\xff", b"[" * 100_000])
def test_other_data_are_refused(wrong: bytes) -> None:
    with pytest.raises(DamagedInput, match="AL105"):
        read_paper(wrong)
