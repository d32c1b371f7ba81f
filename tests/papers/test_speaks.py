"""What the texts speak to: in the follow-up, and in every file that is written of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import jsonschema_rs
import openpyxl
import pytest

from actionlines.alignment.model import LEVELS, all_labels
from actionlines.papers.charts.model import draw_svg
from actionlines.papers.follow_up import collect, tables, write
from actionlines.papers.follow_up.alignment_model import Speaks
from actionlines.papers.follow_up.charts import SHADES, draw_charts, heat_spec
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.page import index_html
from actionlines.papers.follow_up.paper import review_docx
from actionlines.papers.follow_up.review import review
from actionlines.papers.follow_up.summary import list_sentences
from actionlines.papers.follow_up.tables import alignment_remarks, earlier_columns, level_tables
from actionlines.papers.follow_up.write import is_own_file
from actionlines.papers.words import LANGUAGES, words
from tests.papers.aligned_sample import aligned, without_model
from tests.papers.follow_up_sample import sample
from tests.papers.test_follow_up import EXAMPLES, FILES
from tests.some import first


@pytest.fixture(scope="module")
def found() -> FollowUp:
    return aligned()


def speaks(follow_up: FollowUp) -> Speaks:
    assert follow_up.speaks
    return follow_up.speaks


def ids(follow_up: FollowUp, level: str) -> set[str]:
    return {one.id for one in speaks(follow_up).spoken if one.level == level}


def test_every_level_is_drawn_together(found: FollowUp) -> None:
    assert ids(found, "action_lines") == {"C2", "C7-ehealth"}
    assert ids(found, "goals") == {"sdg:3", "sdg:4", "sdg:9"}
    assert ids(found, "targets") == {"sdg:3.8", "sdg:4.a"}
    assert speaks(found).paragraphs == 3  # the Arabic paragraph is in a language that the small model lacks
    for level in LEVELS:
        known = {*ids(found, level), *speaks(found).silent(level)}
        assert known == set(all_labels().of(level))


def test_a_target_that_is_named_is_certain_and_proposals_are_not(found: FollowUp) -> None:
    (named,) = (one for one in speaks(found).spoken if one.id == "sdg:4.a")
    assert (named.strongest.paragraph, named.strongest.p, named.strongest.stated) == ("2", 1.0, True)
    assert all(one.strongest.p < 1 for one in speaks(found).spoken if not one.strongest.stated)


def test_pairs_say_what_the_matrix_says(found: FollowUp) -> None:
    status = {(one.action_line, one.goal): one.status for one in speaks(found).pairs}
    assert set(status) == {(line, goal) for line in ("C2", "C7-ehealth") for goal in ("sdg:3", "sdg:9")}
    assert status["C7-ehealth", "sdg:3"] == "known"
    assert status["C2", "sdg:3"] == "new"


def test_mandates_carry_the_labels_of_their_paragraph_highest_first(found: FollowUp) -> None:
    first, second, third, *_ = found.mandates
    assert {one.id for one in first.aligned} == {"C2", "C7-ehealth", "sdg:3", "sdg:9", "sdg:3.8"}
    assert [one.p for one in first.aligned] == sorted((one.p for one in first.aligned), reverse=True)
    assert {one.id for one in second.aligned if one.stated} == {"sdg:4", "sdg:4.a"}
    assert third.aligned == ()


def test_evidence_quotes_the_paragraph(found: FollowUp) -> None:
    line = found.documents[0].lines[1]
    assert line.alignment
    words_of = {line.text[one.start : one.end] for one in line.alignment.evidence_for("C2")}
    assert words_of == {"broadband"}


def test_what_could_not_be_aligned_is_said(found: FollowUp) -> None:
    assert alignment_remarks(found) == [
        "empty.txt: there is no paragraph to align.",
        "A/RES/99/902: not aligned, the model does not know its language.",
    ]
    nothing = aligned("sample.txt")
    assert alignment_remarks(nothing) == [words("en")("empty.speaks")]


def test_a_missing_model_is_said_once_and_the_rest_goes_on() -> None:
    made = without_model()
    assert len(made.mandates) == 4
    told = [line for line in list_sentences(made) if "were not aligned" in line]
    assert told == [
        "The texts were not aligned: AL501 model.npz: the model of the alignment is not there. "
        "Install the package again."
    ]
    assert index_html(made).decode().count('class="notice soon"') == 1
    assert level_tables(made) == ()


def test_a_fault_of_the_alignment_costs_only_the_alignment(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_document: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(collect, "align_document", explode)
    made = review([EXAMPLES / FILES[0]])
    assert made.mandates
    assert not made.failed
    assert "ZeroDivisionError" in speaks(made).problem


def test_without_alignment_the_part_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_document: object) -> None:
        raise AssertionError("asked for all the same")

    monkeypatch.setattr(collect, "align_document", explode)
    made = review([EXAMPLES / FILES[0]], align=False)
    assert made.speaks is None
    assert 'data-view="speaks"' not in index_html(made).decode()
    assert "4 Citations and versions" in headings(made)


@pytest.mark.parametrize("align", first([True, False]))
def test_worker_processes_do_as_this_one(align: bool) -> None:
    paths = [str(EXAMPLES / name) for name in FILES[2:]]
    made = review(paths, processes=2, align=align)
    assert made == review(paths, processes=1, align=align)
    assert bool(made.speaks) is align


def test_json_keeps_to_its_schema_and_quotes(found: FollowUp) -> None:
    data = json.loads(write.review_json(found))
    jsonschema_rs.validate(write.read_schema(), data)
    assert data["schema_version"] == 4
    paragraph = data["documents"][0]["paragraphs"][1]
    spans = {one["label"]: paragraph["text"][one["start"] : one["end"]] for one in paragraph["alignment"]["evidence"]}
    assert spans["C2"] == "broadband"
    assert "gdc:11a" in data["speaks"]["silent"]["commitments"]
    assert data["documents"][0]["alignment"]["goals"][0]["passages"]
    assert json.loads(write.review_json(sample()))["speaks"] is None


def test_csv_has_words_and_identifiers(found: FollowUp) -> None:
    text = tables.mandates_csv(found).decode("utf-8-sig")
    first, second, third, *_ = csv.DictReader(io.StringIO(text, newline=""))
    assert "C7 E-health (" in first["Aligned with"]
    assert second["Aligned with"] == "SDG 4 (named in the text); SDG 4.a (named in the text)"
    assert second["Aligned, identifiers"] == "sdg:4=1.0, sdg:4.a=1.0"
    assert third["Aligned with"] == ""


def test_a_table_of_an_earlier_version_is_ours_too(tmp_path: Path) -> None:
    path = tmp_path / "mandates.csv"
    assert len(earlier_columns()) == 2
    for columns in earlier_columns():
        path.write_bytes(tables.write_csv(columns, ()))
        assert is_own_file(path)
        path.write_bytes(tables.write_csv(columns[1:], ()))
        assert not is_own_file(path)


def test_the_workbook_has_every_label_and_every_pair(found: FollowUp) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(found)))
    assert book.sheetnames == [
        "Mandates", "Due", "Alignment", "Lines and goals", "Citations", "Documents", "About",
    ]  # fmt: skip
    rows = list(book["Alignment"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(all_labels().ids)
    by_id = {row[1]: row for row in rows}
    assert by_id["sdg:4.a"][3:6] == (1, "A/RES/99/903, para. 2", "named in the text")
    assert by_id["sdg:14"][3] == 0
    pairs = list(book["Lines and goals"].iter_rows(min_row=2, values_only=True))
    assert ("C7 E-health", "SDG 3 Good Health and Well-being", 1, "has the link") in [row[:4] for row in pairs]
    said = [row[0] for row in book["About"].iter_rows(values_only=True)]
    assert "empty.txt: there is no paragraph to align." in said


def headings(follow_up: FollowUp) -> list[str]:
    read = docx.Document(io.BytesIO(review_docx(follow_up)))
    return [p.text.replace("  ", " ") for p in read.paragraphs if p.style and p.style.name == "Heading 1"]


def test_the_document_has_the_part_with_its_figure(found: FollowUp) -> None:
    assert headings(found)[3:] == [
        "4 What the text addresses", "5 Citations and versions", "6 Documents", "7 How this was made",
    ]  # fmt: skip
    read = docx.Document(io.BytesIO(review_docx(found)))
    assert read.tables[1].rows[0].cells[-1].text == "Aligned with"
    assert "SDG 4.a (named in the text)" in read.tables[1].rows[2].cells[-1].text
    described = [shape._inline.docPr.get("descr") for shape in read.inline_shapes]
    assert any("Action lines and goals" in one for one in described)
    text = "\n".join(p.text for p in read.paragraphs)
    assert "Not addressed: 16: C1 " in text


def test_the_heat_map_has_all_lines_and_goals_and_tells_the_links_apart(found: FollowUp) -> None:
    spec = heat_spec(speaks(found))
    assert len(spec["encoding"]["y"]["scale"]["domain"]) == 18
    assert len(spec["encoding"]["x"]["scale"]["domain"]) == 17
    assert {value["status"] for value in spec["data"]["values"]} >= {"known", "new"}
    assert {value["shade"] for value in spec["data"]["values"]} <= set(SHADES)
    (chart,) = (chart for chart in draw_charts(found) if chart.id == "speaks")
    assert draw_svg(chart.spec).startswith("<svg")
    assert chart.sentence.startswith("Most often together: C")
    assert all(len(row) == len(chart.header) for row in chart.rows)


def test_without_scripts_the_page_lists_what_is_spoken_to_and_what_is_not(found: FollowUp) -> None:
    page = index_html(found).decode()
    part = page.partition('id="view-speaks"')[2].partition('id="view-citations"')[0]
    assert "<li>SDG 14 Life below Water</li>" in part
    assert "None of them is addressed." in part  # commitments
    assert 'href="#view=read&amp;read=0&amp;at=2"' in part
    noscript = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "SDG 4.a (named in the text)" in noscript


@pytest.mark.parametrize("language", first(LANGUAGES, also=["ar"]))
def test_every_language_says_it(found: FollowUp, language: str) -> None:
    chosen = words(language)
    page = index_html(found, chosen).decode()
    assert chosen("part.speaks") in page
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(found, chosen)))
    assert chosen("sheet.speaks") in book.sheetnames
    assert f"4 {chosen('part.speaks')}" in [
        p.text.replace("  ", " ") for p in docx.Document(io.BytesIO(review_docx(found, chosen))).paragraphs
    ]
