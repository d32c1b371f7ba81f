"""`series`: texts of a folder or a corpus in order, with what changed."""

import gzip
import json

import pytest

from actionlines.papers.check import check_paper
from actionlines.papers.reports.comparison import series_paper
from actionlines.results.series import series
from tests.cli.running import run

HEAD = """United Nations
{symbol}
General Assembly
Distr.: General
17 December 2025
Resolution adopted by the General Assembly on 17 December 2025
{number}. Idle masts and village portals
The General Assembly,
Recalling its resolution {recalled} on idle masts and village portals,
"""
OLD = """1. Requests the Secretary-General to submit a report on portals at its eighty-first session;
2. Invites all States to open their registers of masts.
"""
NEW = """1. Requests the Secretary-General to submit a report on portals at its eighty-second session;
2. Encourages councils to publish the hours in which each portal is open;
3. Invites all States and donors to open their registers of masts.
"""


def text(number, recalled, body):
    return HEAD.format(symbol=f"A/RES/{number}", number=number, recalled=recalled) + body


@pytest.fixture
def corpus(tmp_path):
    rows = [
        {"symbol": "A/RES/79/801", "text": text("79/801", "78/701", OLD)},
        {"symbol": "A/RES/80/901", "text": text("80/901", "79/801", NEW)},
    ]
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_a_symbol_of_a_corpus_gives_its_series_as_json(corpus):
    done = run("series", "A/RES/80/901", "--in", str(corpus), "--format", "json")
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert [one["symbol"] for one in found["members"]] == ["A/RES/79/801", "A/RES/80/901"]
    assert found["absent"] == ["A/RES/78/701"]
    (step,) = found["steps"]
    assert (step["older"], step["newer"], step["kind"]) == ("A/RES/79/801", "A/RES/80/901", "follows")
    new = [one["new"]["paragraph"] for one in step["changes"] if one["kind"] == "new"]
    assert new == ["2"]
    due = [field for one in step["mandates"] for field in one["fields"] if field["field"] == "due"]
    assert due == [{"field": "due", "old": ["session:81"], "new": ["session:82"]}]


def test_the_table_marks_words_and_the_papers_are_written(corpus, tmp_path):
    out = tmp_path / "out"
    done = run("series", "A/RES/80/901", "--in", str(corpus), "--format", "table", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "{+ and donors+}" in " ".join(done.stdout.split())
    assert {one.suffix for one in out.iterdir()} == {".html", ".docx"}


def test_a_row_without_text_is_named(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"symbol": "A/RES/79/801"}\n', encoding="utf-8")
    done = run("series", "A/RES/79/801", "--in", str(path))
    assert done.returncode == 1
    assert "AL502" in done.stderr
    assert "line 1 has no `text`" in done.stderr


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_every_number_of_the_paper_is_bound_in_each_language(corpus, language):
    (found,) = series(["A/RES/80/901"], [corpus])
    assert list(check_paper(series_paper(found, language))) == []


def test_cite_advises_on_stale_citations_and_review_names_them(corpus, tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text("Pursuant to resolution 79/801, masts are lent to schools, as resolution 70/1 asks.", "utf-8")
    done = run("cite", str(plan), "--in", str(corpus), "--format", "json")
    assert done.returncode == 0, done.stderr
    found = {row["canonical"]: row["stale"] for row in json.loads(done.stdout)}
    assert found["A/RES/70/1"] is None
    assert (found["A/RES/79/801"]["advice"], found["A/RES/79/801"]["latest"]) == ("update", "A/RES/80/901")
    table = run("cite", str(plan), "--in", str(corpus), "--format", "table").stdout
    assert "update to A/RES/80/901" in " ".join(table.split())
    flat = run("cite", str(plan), "--in", str(corpus), "--format", "csv").stdout
    assert flat.splitlines()[0].endswith("advice,latest,because,only")
    folder = tmp_path / "texts"
    folder.mkdir()
    plan.rename(folder / "plan.txt")
    for number, recalled, body in (("79/801", "78/701", OLD), ("80/901", "79/801", NEW)):
        (folder / f"{number.replace('/', '-')}.txt").write_text(text(number, recalled, body), "utf-8")
    done = run("review", str(folder), "--no-align", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    notes = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))["versions"]
    stale = [(one["instrument"], one["replaced_by"], one["cited_by"]) for one in notes if one["replaced_by"]]
    assert stale == [("A/RES/79/801", "A/RES/80/901", [2])]
