"""review.json keeps exact values, keeps to its schema, and every field is described."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from actionlines.papers.follow_up import write
from actionlines.papers.follow_up.model import FollowUp
from tests.papers.follow_up_sample import HOSTILE, sample

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("follow_up", [sample(), sample("empty.txt"), FollowUp()], ids=["full", "bare", "empty"])
def test_keeps_to_its_schema(follow_up: FollowUp) -> None:
    jsonschema_rs.meta.validate(write.read_schema())
    jsonschema_rs.validate(write.read_schema(), json.loads(write.review_json(follow_up)))


def test_the_schema_can_refuse() -> None:
    data = json.loads(write.review_json(sample()))
    data["mandates"][0]["strength"] = "orders"
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(write.read_schema(), data)


def test_exact_words_are_kept() -> None:
    data = json.loads(write.review_json(sample()))
    assert any(row["action"]["text"] == f"read {HOSTILE}" for row in data["mandates"])


def test_offsets_quote_the_paragraph() -> None:
    data = json.loads(write.review_json(sample()))
    for row in data["mandates"]:
        lines = {line["id"]: line["text"] for line in data["documents"][row["document"]]["paragraphs"]}
        for phrase in (row["action"], row["verb_phrase"], *row["addressees"]):
            assert lines[phrase["paragraph"]][phrase["start"] : phrase["end"]] == phrase["text"]


def names(schema: dict[str, Any]) -> set[str]:
    """Every property that the schema names."""
    found = set(schema.get("properties", ()))
    inner = [schema["items"]] if "items" in schema else []
    for part in (*schema.get("$defs", {}).values(), *schema.get("properties", {}).values(), *inner):
        found |= names(part)
    return found


def test_the_page_shows_the_fields_of_the_schema() -> None:
    """scripts/docs_pages.py makes the tables; what needs a word has a description."""
    text = (DOCS / "reference" / "review-json.md").read_text("utf-8")
    assert "<!-- schema follow_up/schema/review.schema.json -->" in text
    assert all(
        f"`{state}`" in text for state in write.read_schema()["$defs"]["standing_label"]["properties"]["state"]["enum"]
    )


def test_every_field_written_is_in_the_schema() -> None:
    known = names(write.read_schema())

    def check(value: Any) -> None:
        if isinstance(value, dict):
            assert set(value) <= known
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                check(one)

    check(json.loads(write.review_json(sample())))
