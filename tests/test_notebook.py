"""The notebook of examples/: valid, without outputs, and every answer of its five questions is right."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from actionlines.register.site.commands.import_files import ImportRequest
from tests.indexed import reindex
from tests.register.site.filled import import_examples

NOTEBOOK = Path(__file__).resolve().parents[1] / "examples" / "questions.ipynb"


def cells() -> list[Any]:
    # Loading it takes a fifth of the time in which all tests are collected.
    import nbformat

    return nbformat.read(NOTEBOOK, as_version=4).cells


def execute() -> tuple[dict[str, Any], list[Any]]:
    """Run the cells one after another, as a kernel does: their names, and what each shows under itself."""
    names: dict[str, Any] = {}
    shown: list[Any] = []
    for cell in cells():
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), names)
        if last:
            shown.append(eval(compile(ast.Expression(last.value), cell.id, "eval"), names))
    return names, shown


def test_it_is_valid_and_keeps_no_output() -> None:
    import nbformat

    nbformat.validate(nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT))
    code = [cell for cell in cells() if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    questions = [cell for cell in cells() if cell.source.startswith("## ")]
    assert [cell.source[3] for cell in questions] == list("12345")


@pytest.mark.django_db(transaction=True)
def test_it_answers_five_questions(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import_examples(ImportRequest(), "demo/resolution.txt")
    import_examples(ImportRequest(publish=True), "demo/activities.csv")
    reindex()
    monkeypatch.setenv("REGISTER", live_server.url)
    monkeypatch.chdir(NOTEBOOK.parent)
    names, shown = execute()

    assert [one[:3] for one in names["due"]] == [("A/RES/99/901", "2", "Due 30 June 2045")]
    assert names["evidence"] == [
        ("sdg:9.c", "text-4", "target 9.c"), ("sdg:16.10", "text-4", "target 16.10"),
    ]  # fmt: skip

    closing = names["closing"]
    assert set(closing["area_name"]) == {"Uzbekistan", "Morocco", "Kazakhstan", "Indonesia", "Egypt"}
    assert closing.filter(area_name="Morocco").select("last_year", "last_value").row(0) == (2022, 88.6)
    assert (closing["low"] <= closing["projected"]).all() and (closing["on_track"] <= closing["methods"]).all()

    assert dict(names["changed"])["resolves.1"] == (
        "that [-a-][+the+] register of good practices shall be [-kept-][+continued+];"
    )
    assert ("invites-MS-SM-As-Ac.2", "translate entries where they can") in [
        (paragraph, action) for paragraph, _bodies, action in names["new_duties"]
    ]

    assert names["line"]["name"] == "Building confidence and security in the use of ICTs"
    assert names["duties"].row(0, named=True)["due_on"] == "2025-12-31"
    assert set(names["answers"]["language"]) == {"ar", "en", "fr"}
    assert all("<" in one._repr_html_() for one in shown if hasattr(one, "_repr_html_"))
