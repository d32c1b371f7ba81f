"""Exports: complete, resolvable, the same bytes every time, whole or absent."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import OutputError
from actionlines.framework.export import SCHEMES, TABLES, concepts, export, harmless
from actionlines.framework.framework import load
from actionlines.framework.model import LANGUAGES

FRAMEWORK = load()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    out = tmp_path_factory.mktemp("skos") / "framework.jsonld"
    export(FRAMEWORK, "skos", out)
    nodes = json.loads(out.read_text("utf-8"))["@graph"]
    found = {node["@id"]: node for node in nodes}
    assert len(found) == len(nodes)  # every @id once
    return found


def _concepts(graph: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [node for node in graph.values() if node["@type"] == "skos:Concept"]


@pytest.mark.parametrize("link", ["broader", "broadMatch", "related", "exactMatch", "hasTopConcept"])
def test_every_link_resolves(graph: dict[str, dict[str, Any]], link: str) -> None:
    targets = [name for node in graph.values() for name in node.get(link, ())]
    assert targets
    assert [name for name in targets if name not in graph] == []


def test_every_concept_has_its_scheme_label_and_source(graph: dict[str, dict[str, Any]]) -> None:
    for node in _concepts(graph):
        assert graph[node["inScheme"]]["@type"] == "skos:ConceptScheme"
        assert node["prefLabel"]["en"]
        assert node["source"]
        assert node["@id"].startswith("urn:actionlines:")


def test_broader_leads_up_to_a_top_concept_of_the_scheme(graph: dict[str, dict[str, Any]]) -> None:
    for node in _concepts(graph):
        current, steps = node, 0
        while "broader" in current:
            current, steps = graph[current["broader"][0]], steps + 1
            assert steps < 20
        assert current["topConceptOf"] == node["inScheme"]
        assert current["@id"] in graph[node["inScheme"]]["hasTopConcept"]


def test_no_label_is_both_preferred_and_alternative(graph: dict[str, dict[str, Any]]) -> None:
    for node in _concepts(graph):
        assert node["prefLabel"]["en"] not in node.get("altLabel", {}).get("en", ())


def test_lines_and_goals_speak_six_languages(graph: dict[str, dict[str, Any]]) -> None:
    assert tuple(graph["urn:actionlines:C7-ehealth"]["prefLabel"]) == LANGUAGES
    assert tuple(graph["urn:actionlines:sdg:9"]["prefLabel"]) == LANGUAGES
    assert tuple(graph["urn:actionlines:country:KEN"]["prefLabel"]) == LANGUAGES


def test_matrix_is_stated_from_both_sides(graph: dict[str, dict[str, Any]]) -> None:
    assert "urn:actionlines:sdg:9.c" in graph["urn:actionlines:C2"]["related"]
    assert "urn:actionlines:C2" in graph["urn:actionlines:sdg:9.c"]["related"]
    pairs = {(link.action_line, link.target or link.goal) for link in FRAMEWORK.matrix}
    linked = [graph[f"urn:actionlines:{name}"].get("related", []) for name in FRAMEWORK.action_lines]
    assert sum(map(len, linked)) == len(pairs)


def test_json_holds_every_row(tmp_path: Path) -> None:
    out = tmp_path / "framework.json"
    size = export(FRAMEWORK, "json", out)
    content = json.loads(out.read_text("utf-8"))
    assert size == out.stat().st_size
    for name in TABLES:
        assert len(content[name]) == len(getattr(FRAMEWORK, name))
    assert content["indicators"][0]["id"] == "sdg:1.1.1"


def test_csv_has_one_row_per_concept(tmp_path: Path) -> None:
    out = tmp_path / "framework.csv"
    export(FRAMEWORK, "csv", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [one.id for one in concepts(FRAMEWORK)]
    assert {row["scheme"] for row in rows} == set(SCHEMES)


@pytest.mark.parametrize("form", ["json", "skos", "csv"])
def test_same_bytes_every_time(tmp_path: Path, form: str) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    export(FRAMEWORK, form, first)
    export(FRAMEWORK, form, second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]  # nothing else is left behind


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("C5", "C5"), ("", "")],
)
def test_formulas_are_made_harmless(cell: str, expected: str) -> None:
    assert harmless(cell) == expected


def test_errors_name_the_place(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="AL401"):
        export(FRAMEWORK, "json", tmp_path / "no" / "such" / "folder.json")
    with pytest.raises(OutputError, match="json, skos, csv"):
        export(FRAMEWORK, "xml", tmp_path / "x")
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError):
        export(FRAMEWORK, "json", tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
