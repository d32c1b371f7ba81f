"""What organisers take away."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from lxml import etree
from openpyxl import load_workbook

from actionlines.register.consultations.actions.comments import (
    DisposeComment,
    EndorseComment,
    ModerateComment,
    ReplyToComment,
)
from actionlines.register.consultations.exports import as_json, described, document, fields, rows, workbook
from actionlines.register.consultations.models import Consultation
from tests.people import person
from tests.register.consultations.samples import add_text, comment, consultation

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def filled() -> Consultation:
    """Comments in every state."""
    made = consultation(premoderated=False)
    comment(made, paragraph="", text="=1+1 looks like a formula.")
    first = comment(made, quote="open data", suggests=True, suggestion="open and free data", name="Ana")
    second = comment(made, "stranger", quote="open data about networks", suggests=True, suggestion="maps of networks")
    EndorseComment(person("reviewer"), second).do()
    comment(made, quote="all", suggests=True, text="Not all can.")
    ReplyToComment(person("reviewer"), parent=first, fields={"text": "Noted.", "stakeholder": "government"}).do()
    comment(made, paragraph="2", text="Each half year.")
    ModerateComment(person("reviewer"), comment(made, text="secret zq7"), decision="remove", reason="Off.").do()
    made = add_text(made, changes={"2": "Requests a report each half year;"})
    DisposeComment(person("reviewer"), first, disposition="partly", why="Free goes too far.", where="1").do()
    return made


def test_the_fields_are_those_described_in_six_languages():
    made = filled()
    names = [name for name, _means in fields()]
    assert all(list(row) == names for row in rows(made, True))
    assert all(all(row[code] for code in ("en", "fr", "es", "ru", "zh", "ar")) for row in described())


def test_rows_are_in_order_and_say_nothing_that_was_removed():
    found = list(rows(filled(), False))
    assert [one["paragraph"] for one in found][:2] == ["", "1"]
    orphan = next(one for one in found if one["moved"] == "orphaned")
    assert (orphan["paragraph"], orphan["paragraph_now"], orphan["comment"]) == ("2", "", "Each half year.")
    (removed,) = [one for one in found if one["status"] == "removed"]
    assert (removed["comment"], removed["status_reason"]) == ("", "Off.")
    answer = next(one for one in found if one["answers"])
    assert found[found.index(answer) - 1]["id"] == answer["answers"]
    (disposed,) = [one for one in found if one["disposition"]]
    assert (disposed["disposition"], disposed["disposition_paragraph"]) == ("partly", "1")
    assert disposed["un_commission"] == "un-commission:ECA"
    assert any("zq7" in one["comment"] for one in rows(filled(), True))


def test_the_workbook_has_no_formula_and_says_what_its_fields_mean():
    with workbook(filled(), False) as file:
        book = load_workbook(file)
    table, counts, readme = book.worksheets
    assert [cell.value for cell in table[1]] == [row[0].value for row in readme.iter_rows(2, len(fields()) + 1)]
    values = [cell.value for row in table.iter_rows() for cell in row]
    assert "'=1+1 looks like a formula." in values
    assert not [cell for row in table.iter_rows() for cell in row if cell.data_type == "f"]
    assert ("Type of stakeholder", "Civil society", 5) in [
        tuple(cell.value for cell in row[:3]) for row in counts.iter_rows()
    ]


def test_json_has_fields_and_records():
    found = json.loads("".join(as_json(filled(), False)))
    assert set(found) == {"consultation", "fields", "records"}
    assert list(found["records"][0]) == list(found["fields"])
    assert json.loads("".join(as_json(consultation(), False)))["records"] == []


def test_the_document_has_real_comments_and_tracked_changes():
    with zipfile.ZipFile(io.BytesIO(document(filled()))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        notes = etree.fromstring(archive.read("word/comments.xml"))
    told = {one.get(f"{W}id"): "".join(one.itertext()) for one in notes.iter(f"{W}comment")}
    starts = {one.get(f"{W}id") for one in body.iter(f"{W}commentRangeStart")}
    ends = {one.get(f"{W}id") for one in body.iter(f"{W}commentRangeEnd")}
    assert starts == ends == set(told) and len(told) == 5
    # The more endorsed suggestion is tracked; the other, on the same words, is told. "all" is to be deleted.
    assert ["".join(one.itertext()) for one in body.iter(f"{W}ins")] == ["maps of networks"]
    assert "".join("".join(one.itertext()) for one in body.iter(f"{W}del")) == "allopen data about networks"
    assert any("Suggested wording: “open and free data”" in words for words in told.values())
    assert any("Partly accepted (1). Free goes too far." in words for words in told.values())
    assert any("Noted." in words for words in told.values())
    text = "".join(body.itertext())
    assert "Comments whose words are gone" in text and "zq7" not in text
    ids = [one.get(f"{W}id") for kind in ("ins", "del") for one in body.iter(f"{W}{kind}")]
    assert len(ids) == len(set(ids))
