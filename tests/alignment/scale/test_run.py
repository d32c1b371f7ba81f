"""Runs over many texts: what is written, what is skipped, what is made anew, what is said of bad input."""

from __future__ import annotations

import itertools
import json
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from actionlines.alignment.aligner import Aligner
from actionlines.documents import Document
from actionlines.errors import InputNotFound, ModelError, OutputError
from tests.alignment.scale.conftest import texts, write_jsonl, write_parquet
from tests.some import first

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

from actionlines.alignment.batch import align_batch  # noqa: E402  needs pyarrow
from actionlines.alignment.scale.aligned import aligner_of  # noqa: E402
from actionlines.alignment.scale.model import Options  # noqa: E402
from actionlines.alignment.scale.plan import MANIFEST, PROGRESS, cut_parts, find_files  # noqa: E402  # noqa: E402
from actionlines.alignment.scale.run import Summary, list_messages, made_with, run_alignment  # noqa: E402

ENDINGS = frozenset({".txt"})
SMALL = 40_000
Content = Callable[[Path], dict[str, bytes]]


def go(folder: Path, out: Path, model: str, part_bytes: int = SMALL, **asked: Any) -> Summary:
    options = {name: asked.pop(name) for name in list(asked) if name in Options.__dataclass_fields__}
    files = find_files([str(folder)], ENDINGS, out)
    return run_alignment(files, out, Options(model=model, **options), part_bytes=part_bytes, **asked)


def rows(out: Path, pattern: str) -> list[dict[str, Any]]:
    """All rows of the outputs whose names match, in order."""
    found: list[dict[str, Any]] = []
    for path in sorted(out.glob(pattern)):
        if path.suffix == ".parquet":
            found += pq.read_table(path).to_pylist()
        else:
            found += [json.loads(line) for line in path.read_bytes().splitlines()]
    return found


def test_parquet_rows_come_out_in_order_with_what_align_batch_says(tmp_path: Path, model: str) -> None:
    write_parquet(tmp_path / "in" / "a.parquet", {"id": list(range(1700)), "text": texts(1700)})
    go(tmp_path / "in", tmp_path / "out", model)
    table = pq.read_table(tmp_path / "in" / "a.parquet")
    assert len(list((tmp_path / "out").glob("a.parquet-*.parquet"))) > 2
    assert rows(tmp_path / "out", "a.*") == align_batch(aligner_of(Options(model=model)), table).to_pylist()


@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_json_lines_come_out_in_order_as_they_were(tmp_path: Path, model: str, to: str) -> None:
    given = [{"id": n, "text": text, "more": {"n": n / 2}} for n, text in enumerate(texts(900))]
    write_jsonl(tmp_path / "in" / "b.jsonl", given)
    go(tmp_path / "in", tmp_path / "out", model, to=to, scores=True)
    made = rows(tmp_path / "out", "b.*")
    assert [{name: row[name] for name in given[0]} for row in made] == given
    aligner = aligner_of(Options(model=model))
    for row in made[:50]:
        assert row["goals"] == [
            {"id": goal.id, "p": goal.p, "grade": goal.grade} for goal in aligner.align(row["text"]).goals
        ]
    assert set(made[0]["scores"]) == set(aligner.labels.ids)


def test_documents_give_a_row_for_the_whole_and_one_for_each_paragraph(mixed: Path, tmp_path: Path, model: str) -> None:
    summary = go(mixed, tmp_path / "out", model)
    made = rows(tmp_path / "out", "documents-*")
    first = [row for row in made if row["document"] == "0.txt"]
    assert first[0]["paragraph"] is None
    assert [one["id"] for one in first[0]["goals"]] == ["sdg:3", "sdg:6"]
    assert any(row["text"] and "rural clinic" in row["text"] for row in first[1:])
    (bad,) = [row for row in made if row["document"] == "empty.txt"]
    assert bad["error"].startswith("AL101 empty.txt: ")
    assert bad["error"] in list(list_messages(summary))


def test_a_fault_over_one_document_costs_no_other(
    mixed: Path, tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Aligner.align_document

    def faulty(aligner: Aligner, document: Document, **asked: Any) -> Any:
        if document.name == "1.txt":
            raise ZeroDivisionError("by chance")
        return inner(aligner, document, **asked)

    monkeypatch.setattr(Aligner, "align_document", faulty)
    summary = go(mixed, tmp_path / "out", model)
    problem = "AL000 1.txt: unexpected ZeroDivisionError: by chance. Please report this file."
    assert problem in list(list_messages(summary)) and not summary.failures
    made = rows(tmp_path / "out", "documents-*")
    assert [row["error"] for row in made if row["document"] == "1.txt"] == [problem]
    assert all(sum(row["document"] == name for row in made) > 1 for name in ("0.txt", "2.txt"))


def test_bad_rows_are_named_with_their_numbers(mixed: Path, tmp_path: Path, model: str) -> None:
    summary = go(mixed, tmp_path / "out", model)
    assert [line for line in list_messages(summary) if "AL502" in line] == [
        "AL502 a.parquet: row 1500: there is no text: the value is null.",
        "AL502 deep/b.jsonl: row 1201: it has no field 'text'.",
        "AL502 deep/b.jsonl: row 1202: it is not JSON (Expecting value: line 1 column 1 (char 0)).",
        "AL502 deep/b.jsonl: row 1203: its field 'text' is a number, not text.",
    ]
    made = rows(tmp_path / "out", "deep/*")
    assert len(made) == 1203
    assert made[1201]["input"] == "no json"  # nothing is dropped
    assert (made[1202]["text"], made[1200]["id"]) == ("7", "x")  # values of several kinds are text
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert (manifest["rows"], manifest["bad"]) == (summary.rows, 5)


def test_again_skips_what_is_done_and_says_the_same(mixed: Path, tmp_path: Path, model: str, content: Content) -> None:
    first = go(mixed, tmp_path / "out", model)
    before = content(tmp_path / "out")
    again = go(mixed, tmp_path / "out", model)
    assert all(one.skipped for one in again.parts) and not any(one.skipped for one in first.parts)
    assert list(list_messages(again)) == list(list_messages(first))
    assert content(tmp_path / "out") == before
    assert not (tmp_path / "out" / PROGRESS).exists()


def changed_row(folder: Path) -> None:
    lines = (folder / "deep" / "b.jsonl").read_bytes().replace(b"village", b"Village", 1)
    (folder / "deep" / "b.jsonl").write_bytes(lines)


def changed_document(folder: Path) -> None:
    (folder / "1.txt").write_text("1. Water.\n", "utf-8")


def fewer_rows(folder: Path) -> None:
    write_parquet(folder / "a.parquet", {"text": texts(200)})


def another_kind_of_field(folder: Path) -> None:
    with (folder / "deep" / "b.jsonl").open("ab") as stream:
        stream.write(b'{"text": "Water", "late": 1}\n')


def file_gone(folder: Path) -> None:
    (folder / "deep" / "b.jsonl").unlink()


@pytest.mark.parametrize(
    "change", first([changed_row, changed_document, fewer_rows, another_kind_of_field, file_gone], 2)
)
def test_after_a_change_the_output_is_that_of_a_new_run(
    mixed: Path, tmp_path: Path, model: str, content: Content, change: Callable[[Path], None]
) -> None:
    go(mixed, tmp_path / "out", model)
    change(mixed)
    again = go(mixed, tmp_path / "out", model)
    go(mixed, tmp_path / "new", model)
    assert content(tmp_path / "out") == content(tmp_path / "new")
    assert any(one.skipped for one in again.parts)  # what has not changed stays


@pytest.mark.parametrize(
    "options",
    first([{"scores": True}, {"threshold": 0.9}, {"evidence": False}, {"to": "jsonl"}, {"part_bytes": 9_000}]),
)
def test_after_other_options_the_output_is_that_of_a_new_run(
    mixed: Path, tmp_path: Path, model: str, content: Content, options: dict[str, Any]
) -> None:
    go(mixed, tmp_path / "out", model)
    go(mixed, tmp_path / "out", model, **options)
    go(mixed, tmp_path / "new", model, **options)
    assert content(tmp_path / "out") == content(tmp_path / "new")


def test_another_model_makes_all_anew(mixed: Path, tmp_path: Path, model: str, content: Content) -> None:
    go(mixed, tmp_path / "out", model)
    other = tmp_path / "other.npz"
    other.write_bytes(Path(model).read_bytes())
    card = json.loads(Path(model).with_suffix(".json").read_text("utf-8"))
    card["thresholds"] = dict.fromkeys(card["thresholds"], 0.6)
    other.with_suffix(".json").write_text(json.dumps(card), "utf-8")
    again = go(mixed, tmp_path / "out", str(other))
    assert not any(one.skipped for one in again.parts)
    go(mixed, tmp_path / "new", str(other))
    assert content(tmp_path / "out") == content(tmp_path / "new")


def test_another_stemmer_makes_all_anew(
    mixed: Path, tmp_path: Path, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(mixed, tmp_path / "out", model)
    inner = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "9" if name == "PyStemmer" else inner(name))
    again = go(mixed, tmp_path / "out", model)
    assert again.parts and not any(one.skipped for one in again.parts)
    assert json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))["packages"] == {"PyStemmer": "9"}


def test_the_packages_of_the_neural_grade_count_where_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    neural = {Requirement(one).name for one in project["optional-dependencies"]["neural"]}
    wanted = {name for name in neural if not name.startswith("actionlines")}  # the weights count by SHA-256
    monkeypatch.setattr(metadata, "version", lambda name: f"{name} 1")
    own, both = (made_with(Options(neural=neural), {})["packages"] for neural in (False, True))
    assert both == own | {name: f"{name} 1" for name in wanted}
    assert not wanted & own.keys()


def test_a_package_that_is_installed_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    assert made_with(Options(), {})["packages"] == {"PyStemmer": ""}


@pytest.mark.parametrize("harm", first(["cut", "gone", "manifest gone", "manifest cut"], 2))
def test_an_output_that_was_harmed_is_made_anew(
    mixed: Path, tmp_path: Path, model: str, content: Content, harm: str
) -> None:
    go(mixed, tmp_path / "out", model)
    before = content(tmp_path / "out")
    victim = tmp_path / "out" / (MANIFEST if "manifest" in harm else "a.parquet-00001.parquet")
    if "cut" in harm:
        victim.write_bytes(victim.read_bytes()[:-30])
    else:
        victim.unlink()
        (tmp_path / "out" / PROGRESS).mkdir(exist_ok=True)
    go(mixed, tmp_path / "out", model)
    assert content(tmp_path / "out") == before


def test_a_folder_of_others_is_left_alone(mixed: Path, tmp_path: Path, model: str, content: Content) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"AL401 .*no run of `actionlines align` or `extract` has"):
        go(mixed, out, model)
    assert content(out) == {"mine.txt": b"mine"}


OF_OTHERS = [
    '{"name": "My pages", "icons": []}',  # of a web page
    '{"format": 1, "made_with": "scissors"}',
    '{"format": 1, "actionlines": "0.1.0"}',
    "[1, 2]",
    "format: 1",
    "",
]


@pytest.mark.parametrize("foreign", OF_OTHERS)
@pytest.mark.parametrize("stopped", [False, True])
def test_a_manifest_of_others_is_left_alone(
    mixed: Path, tmp_path: Path, model: str, content: Content, foreign: str, stopped: bool
) -> None:
    out = tmp_path / "out"
    (out / PROGRESS if stopped else out).mkdir(parents=True)
    (out / MANIFEST).write_text(foreign)
    with pytest.raises(OutputError, match=r"AL401 .*no run of `actionlines align` or `extract` has"):
        go(mixed, out, model)
    assert content(out) == {MANIFEST: foreign.encode()}


def test_a_manifest_that_was_written_in_another_form_is_still_ours(mixed: Path, tmp_path: Path, model: str) -> None:
    go(mixed, tmp_path / "out", model)
    path = tmp_path / "out" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), sort_keys=True), "utf-8")
    assert all(one.skipped for one in go(mixed, tmp_path / "out", model).parts)


def test_two_runs_at_once_are_refused(mixed: Path, tmp_path: Path, model: str) -> None:
    from actionlines.alignment.scale.plan import Folder

    pytest.importorskip("fcntl", reason="no locks of files here")
    with Folder(tmp_path / "out").taken(), pytest.raises(OutputError, match="another run"):
        go(mixed, tmp_path / "out", model)


def test_a_manifest_cannot_remove_what_is_not_its_own(mixed: Path, tmp_path: Path, model: str) -> None:
    (tmp_path / "precious.txt").write_text("precious")
    go(mixed, tmp_path / "out", model)
    path = tmp_path / "out" / MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    manifest["parts"][0]["output"] = "../precious.txt"
    path.write_text(json.dumps(manifest), "utf-8")
    go(mixed, tmp_path / "out", model, scores=True)
    assert (tmp_path / "precious.txt").read_text() == "precious"


def test_the_output_is_not_read_as_input(mixed: Path, model: str, content: Content) -> None:
    out = mixed / "out"
    first = go(mixed, out, model)
    before = content(out)
    again = go(mixed, out, model)
    assert len(again.parts) == len(first.parts)
    assert content(out) == before


def test_files_that_cannot_be_read_are_named_and_the_rest_is_done(mixed: Path, tmp_path: Path, model: str) -> None:
    whole = (mixed / "a.parquet").read_bytes()
    (mixed / "cut.parquet").write_bytes(whole[:-100])
    (mixed / "no.parquet").write_bytes(b"")
    # the description is whole, the data are not
    (mixed / "torn.parquet").write_bytes(whole[:60] + bytes(4000) + whole[4060:])
    write_parquet(mixed / "other.parquet", {"body": ["Water"]})
    write_parquet(mixed / "number.parquet", {"text": [1, 2]})
    write_jsonl(mixed / "body.jsonl", [{"body": "Water", "id": 1}])
    (mixed / "wide.jsonl").write_text('{"text": "Water"}\n', "utf-16")
    summary = go(mixed, tmp_path / "out", model)
    said = [line for line in list_messages(summary) if "a.parquet" not in line and "deep/" not in line]
    for start in (
        "AL105 cut.parquet: it is not a whole Parquet file",
        "AL105 no.parquet: it is not a whole Parquet file",
        "AL105 torn.parquet: it is not a whole Parquet file",
        "AL502 other.parquet: column 'text': there is no such column. The table has: body (string).",
        "AL502 number.parquet: column 'text': its type is int64, not text",
        "AL502 body.jsonl: no row has a text in the field 'text'. The fields are: body, id.",
        "AL502 wide.jsonl: no row has a text",
    ):
        assert any(line.startswith(start) for line in said), start
    assert len(rows(tmp_path / "out", "a.parquet-*")) == 1500
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert manifest["failed"] == summary.failures
    assert not list((tmp_path / "out").glob("other*"))


def test_columns_that_cannot_be_aligned_are_named_once_for_each_file(tmp_path: Path, model: str) -> None:
    import pyarrow as pa

    folder = tmp_path / "in"
    write_parquet(folder / "a.parquet", {"body": texts(3000)})
    twice = pa.table([texts(3000), texts(3000), texts(3000)], names=["text", "o", "o"])
    pq.write_table(twice, folder / "b.parquet", row_group_size=500)
    write_parquet(folder / "c.parquet", {"text": texts(3)})
    summary = go(folder, tmp_path / "out", model, part_bytes=100)
    assert list(list_messages(summary)) == [
        "AL502 a.parquet: column 'text': there is no such column. The table has: body (string).",
        "AL502 b.parquet: column 'o': 2 columns have this name. Give each a name of its own.",
    ]
    assert {one.input for one in summary.parts} == {"c.parquet"}
    subjects = [one["subject"] for one in json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))["failed"]]
    assert subjects == ["a.parquet: column 'text'", "b.parquet: column 'o'"]


@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_rows_that_lie_deep_cost_no_other(tmp_path: Path, model: str, to: str) -> None:
    line = b'{"id": %d, "text": "Water", "a": %s}'
    given = [line % (levels, b"[" * levels + b"]" * levels) for levels in (1, 40, 300, 499, 500, 600)]
    write_jsonl(tmp_path / "in" / "b.jsonl", given)
    summary = go(tmp_path / "in", tmp_path / "out", model, to=to)
    problem = "its lists and objects lie more than 500 deep in each other."
    assert list(list_messages(summary)) == [f"AL502 b.jsonl: row {row}: {problem}" for row in (5, 6)]
    made = rows(tmp_path / "out", "b.*")
    assert [bool(row["goals"]) for row in made] == [True] * 4 + [False] * 2
    assert [json.loads(row["input"])["id"] for row in made[4:]] == [500, 600]


def test_inputs_without_rows(tmp_path: Path, model: str) -> None:
    import pyarrow as pa

    write_parquet(tmp_path / "in" / "a.parquet", {"id": pa.array([], pa.int8()), "text": pa.array([], pa.string())})
    (tmp_path / "in" / "b.jsonl").write_bytes(b"")
    summary = go(tmp_path / "in", tmp_path / "out", model)
    assert (summary.rows, summary.bad, summary.failures) == (0, 0, [])
    made = pq.read_table(tmp_path / "out" / "a.parquet-00000.parquet")
    assert made.column_names[:3] == ["id", "text", "language"]
    assert len(pq.read_table(tmp_path / "out" / "b.jsonl-00000.parquet")) == 0


def test_one_huge_row_group_is_cut_into_parts(tmp_path: Path, model: str) -> None:
    write_parquet(tmp_path / "in" / "a.parquet", {"text": texts(3000)}, group=3000)
    summary = go(tmp_path / "in", tmp_path / "out", model)
    assert len(summary.parts) == 3
    assert [row["text"] for row in rows(tmp_path / "out", "a.*")] == texts(3000)


def test_one_huge_line(tmp_path: Path, model: str) -> None:
    given = [{"text": "water " * 200_000}, {"text": "clinic"}]
    write_jsonl(tmp_path / "in" / "a.jsonl", given)
    go(tmp_path / "in", tmp_path / "out", model, to="jsonl")
    assert [row["text"] for row in rows(tmp_path / "out", "a.*")] == [row["text"] for row in given]


def test_what_is_found(mixed: Path, tmp_path: Path) -> None:
    for name in (".hidden.jsonl", "_SUCCESS", "~$1.txt", "c.csv", "deep/_temporary/d.jsonl"):
        (mixed / name).parent.mkdir(exist_ok=True)
        (mixed / name).write_text("x")
    files = find_files([str(mixed)], ENDINGS, tmp_path / "out")
    assert [name for _, name, _ in files.tables] == ["a.parquet", "deep/b.jsonl"]
    assert [name for _, name in files.documents] == ["0.txt", "1.txt", "2.txt", "empty.txt"]
    assert files.ignored == ("c.csv",)
    assert find_files([f"{mixed}/**/*.jsonl"], ENDINGS, tmp_path / "out").tables[0][1] == "deep/b.jsonl"
    assert find_files([str(mixed / "1.txt")], ENDINGS, tmp_path / "out").documents[0][1] == "1.txt"


@pytest.mark.parametrize("word", ["nowhere", "*.nothing"])
def test_nothing_to_read(tmp_path: Path, word: str) -> None:
    with pytest.raises(InputNotFound, match="AL108"):
        find_files([str(tmp_path / word)], ENDINGS, tmp_path / "out")


def test_two_files_of_one_name(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        write_jsonl(tmp_path / folder / "a.jsonl", [{"text": "Water"}])
    with pytest.raises(InputNotFound, match="two files are called"):
        find_files([str(tmp_path / "x"), str(tmp_path / "y")], ENDINGS, tmp_path / "out")


@pytest.mark.parametrize("part_bytes", [1, 100, 5_000, 10**9])
def test_parts_cover_the_input_once(mixed: Path, tmp_path: Path, part_bytes: int) -> None:
    found, errors = cut_parts(find_files([str(mixed)], ENDINGS, tmp_path / "out"), part_bytes)
    assert not errors
    for name, size in (("a.parquet", 1500), ("deep/b.jsonl", (mixed / "deep" / "b.jsonl").stat().st_size)):
        edges = [(one.start, one.stop) for one in found if one.input == name]
        assert edges[0][0] == 0 and edges[-1][1] == size
        assert all(before[1] == after[0] for before, after in itertools.pairwise(edges))
        assert all(start < stop for start, stop in edges)


def test_a_model_that_is_not_there(mixed: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="AL501"):
        go(mixed, tmp_path / "out", str(tmp_path / "none.npz"))
    assert not (tmp_path / "out").exists()
