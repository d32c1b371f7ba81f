"""`actionlines.read`, `.mandates`, `.citations`, `.align`, `.mandates_frame`: rows that know where they stand."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from dataclasses import fields
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import actionlines
from actionlines.citations import Citation, find_citations
from actionlines.documents.model import paragraph_rows
from actionlines.errors import EngineError, InputNotFound
from actionlines.mandates import Amendment, Check, Mandate, find_mandates
from actionlines.results import FoundCitation, FoundMandate, find
from actionlines.results.find import locate_mandate
from tests.cli.running import run
from tests.some import first

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RESOLUTION = EXAMPLES / "resolution.pdf"
ASKS = "The General Assembly,\n1. Requests the Secretary-General to report in 2027;\n"


def test_rows_say_where_they_stand() -> None:
    found = actionlines.mandates(RESOLUTION)
    assert [one.paragraph for one in found] == [one.paragraph for one in find_mandates(actionlines.read(RESOLUTION))]
    assert {(one.document, one.symbol) for one in found} == {("resolution.pdf", "A/RES/99/901")}
    pages = {one.id: one.page for one in actionlines.read(RESOLUTION).paragraphs}
    for one in (*found, *actionlines.citations(RESOLUTION)):
        assert one.page == pages[one.paragraph]
        assert list(one.to_dict())[:4] == ["document", "symbol", "page", "paragraph"]


@pytest.mark.parametrize("kind,found", [(Mandate, FoundMandate), (Citation, FoundCitation)])
def test_every_field_of_the_model_is_in_the_row(kind: Any, found: Any) -> None:
    one = {Mandate: actionlines.mandates, Citation: actionlines.citations}[kind](RESOLUTION)[0]
    assert {field.name for field in fields(kind)} <= set(one.to_dict())
    assert isinstance(one, kind) and isinstance(one, found)


@pytest.mark.parametrize("kind,flat", [(Mandate, find.MANDATES), (Citation, find.CITATIONS)])
def test_every_field_of_the_model_has_a_column(kind: Any, flat: tuple[find.Column, ...]) -> None:
    # What the words of a time say stands in `due` and the columns beside it.
    assert {field.name for field in fields(kind)} - {"when"} <= {column.name for column in flat}


def test_to_dict_is_json_and_equals_the_rows_of_the_commands() -> None:
    """One source for a program and for the command line."""
    for command, made in (
        ("mandates", [one.to_dict() for one in actionlines.mandates(RESOLUTION)]),
        ("cite", actionlines.citations(RESOLUTION).to_dict()["rows"]),
        ("read", list(paragraph_rows(actionlines.read(RESOLUTION)))),
    ):
        shown = run(command, RESOLUTION, "-f", "jsonl")
        assert [json.loads(line) for line in shown.stdout.splitlines()] == made
        assert json.loads(json.dumps(made)) == made


def test_a_document_and_an_alignment_become_json() -> None:
    whole = actionlines.read(RESOLUTION).to_dict()
    assert json.loads(json.dumps(whole)) == whole
    assert whole["paragraphs"][0]["paragraph"] == whole["paragraphs"][0]["id"]
    for one in (actionlines.align(RESOLUTION), actionlines.align(text="Broadband for every school")):
        row = one.to_dict()
        assert json.loads(json.dumps(row)) == row
        assert ("passages" in row) == (row.get("document") == "resolution.pdf")


def test_align_takes_a_source_or_a_text() -> None:
    assert "C2" in actionlines.align(text="Action Line C2 on infrastructure").labels("action_lines")
    for given in ({}, {"source": RESOLUTION, "text": "words"}):
        with pytest.raises(TypeError, match="source or text="):
            actionlines.align(**given)  # type: ignore[arg-type]


def test_folders_many_files_and_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.txt").write_text(ASKS, "utf-8")
    found = actionlines.mandates([tmp_path / "a", tmp_path / "b" / "note.txt", ASKS.encode()])
    # Two files of one name are called by their paths.
    paths = [str(tmp_path / folder / "note.txt") for folder in ("a", "b")]
    assert [one.document for one in found] == [*paths, "document"]
    # A file that is named twice is read once.
    assert len(actionlines.mandates([tmp_path / "a", tmp_path / "a" / "note.txt"])) == 1


def test_an_error_is_raised_or_handed_over(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        actionlines.mandates(tmp_path / "none.pdf")
    failed: list[tuple[str, Exception]] = []
    found = actionlines.mandates(["none.pdf", RESOLUTION], on_error=lambda *both: failed.append(both))
    assert found and [name for name, _ in failed] == ["none.pdf"]


def test_a_notebook_shows_a_small_table_without_markup_of_the_text() -> None:
    text = "1. Requests the Secretary-General to report on <script>alert(1)</script> &amp; more;\n" * 30
    for one in (actionlines.read(text.encode()), actionlines.mandates(text.encode())):
        shown = one._repr_html_()
        assert "<script>" not in shown
        assert shown.count("<tr>") <= 21
    assert "mandates" in actionlines.mandates(RESOLUTION)._repr_html_()
    assert "citation" in actionlines.citations(RESOLUTION)._repr_html_()
    assert "C2" in actionlines.align(text="Action Line C2")._repr_html_()


def test_the_flat_row_has_checks_amendments_and_candidates() -> None:
    document = actionlines.read(RESOLUTION)
    plain = find_mandates(document)[0]
    changed = {field.name: getattr(plain, field.name) for field in fields(Mandate)} | {
        "candidates": ("itu", "ungis"),
        "checks": (Check("due", "two dates in the sentence"),),
        "amendment": Amendment("replace", "3", "A/RES/70/1", "=new words"),
    }
    row = locate_mandate(Mandate(**changed), document).to_dict()
    cells = dict(zip(find.list_header(find.MANDATES), next(iter(find.list_cells(find.MANDATES, [row]))), strict=True))
    assert cells["candidates"] == "itu; ungis"
    assert cells["checks"] == "due: two dates in the sentence"
    assert cells["amendment"] == "replace 3 of A/RES/70/1: =new words"


def test_a_frame_of_mandates() -> None:
    polars = pytest.importorskip("polars")
    frame = actionlines.mandates_frame([EXAMPLES / "resolution.pdf", EXAMPLES / "itu-resolution.txt"])
    assert frame.columns == find.list_header(find.MANDATES)
    assert frame.schema["page"] == polars.Int64 and frame.schema["due_date"] == polars.List(polars.Date)
    assert set(frame["document"]) == {"resolution.pdf", "itu-resolution.txt"}
    dates = [day for days in frame["due_date"] for day in days]
    assert dates and all(isinstance(day, date) for day in dates)
    # Nothing found: the same columns and types, no row.
    empty = actionlines.mandates_frame(b"Nothing is asked here.")
    assert (empty.schema, empty.height) == (frame.schema, 0)


def test_a_frame_without_polars_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(EngineError, match=r"pip install 'actionlines\[measure\]'"):
        actionlines.mandates_frame(RESOLUTION)


@pytest.mark.parametrize(
    "code",
    first(
        [
            "import actionlines; found = actionlines.mandates(path)",
            # Also where the package was imported before, as a package.
            "import actionlines.mandates; import actionlines; found = actionlines.mandates(path)",
            "from actionlines import mandates; found = mandates(path)",
            "from actionlines.mandates import find_mandates; import actionlines.mandates as m; found = m(path)",
            "import actionlines, actionlines.citations; found = actionlines.citations(path)",
        ]
    ),
)
def test_a_package_is_called_whoever_imported_it_first(code: str) -> None:
    code = f"path = {str(RESOLUTION)!r}\n{code}\nassert len(found) > 3"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, actionlines; print(*[one for one in sys.modules if one.startswith('actionlines')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["actionlines"]
    code = "import sys, actionlines; actionlines.mandates('resolution.txt'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=EXAMPLES
    ).stdout.split()
    assert not {"django", "polars", "numpy"} & set(loaded)


def test_an_unknown_name_is_an_error_of_the_usual_kind() -> None:
    with pytest.raises(AttributeError, match="no attribute 'citation'"):
        actionlines.citation  # type: ignore[attr-defined] # noqa: B018
    assert {"align", "citations", "mandates", "mandates_frame", "read"} <= set(dir(actionlines))


@pytest.mark.parametrize("name", ["documents.model", "results.find", "results.inputs"])
def test_examples_in_docstrings_run(name: str) -> None:
    failed, tried = doctest.testmod(import_module(f"actionlines.{name}"))
    assert (failed, tried > 0) == (0, True)


def test_found_citations_are_those_of_the_finder() -> None:
    document = actionlines.read(RESOLUTION)
    assert [one.canonical for one in actionlines.citations(document)] == [
        one.canonical for one in find_citations(document)
    ]
