"""Write a paper as JSON: schema/paper.schema.json and docs/explanation/papers.md describe it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from actionlines import __version__
from actionlines.papers.layout import PaperLayout
from actionlines.papers.model import (
    Block,
    Cite,
    Figure,
    Inline,
    Inlines,
    Link,
    Listing,
    Missing,
    Number,
    Paper,
    Para,
    Proposal,
    Quote,
    Section,
    See,
    Table,
    Text,
)
from actionlines.papers.numbers import Place, number_paper
from actionlines.papers.text_safety import field_names


def plain_value(value: Any) -> Any:
    """Return a frozen value as JSON has it; a number that is not finite as null."""
    kind: Any = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if names := field_names(kind):
        return {name: plain_value(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    return [plain_value(item) for item in value] if isinstance(value, tuple | list) else value


# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 1
_BLOCKS = {
    Section: "section",
    Para: "paragraph",
    Listing: "list",
    Table: "table",
    Figure: "figure",
    Quote: "quote",
    Missing: "missing",
}
_INLINES = {Text: "text", Number: "number", See: "see", Cite: "cite", Link: "link", Proposal: "proposal"}


def read_schema() -> dict[str, Any]:
    """Return the JSON Schema of paper.json."""
    text = files("actionlines.papers").joinpath("schema/paper.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def paper_json(layout: PaperLayout) -> bytes:
    """Return the bytes of paper.json, one line for each entry of a list."""
    return write_lines(as_dict(layout.given))


def write_lines(values: Mapping[str, Any]) -> bytes:
    """Return values as JSON with one line for each entry of a list: an indented file takes much longer."""
    return b"".join(json_lines(values.items()))


def json_lines(pairs: Iterable[tuple[str, Any]]) -> Iterator[bytes]:
    """Yield the bytes of an object of these pairs, line by line; a value may be an iterator over its entries."""
    before = "{"
    for key, value in pairs:
        yield f"{before}\n{json.dumps(key)}: ".encode()
        before = ","
        if isinstance(value, Iterator | list):
            yield b"["
            for place, item in enumerate(value):
                yield (",\n " if place else "\n ").encode() + _encode_value(item)
            yield b"]"
        else:
            yield _encode_value(value)
    yield b"\n}\n"


def _encode_value(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def as_dict(paper: Paper) -> dict[str, Any]:
    """Return the paper in plain values, with the numbers that all its forms show."""
    numbering = number_paper(paper)
    order = sorted(paper.evidence, key=lambda entry: numbering.evidence[entry.id])
    return {
        "schema_version": SCHEMA_VERSION,
        "generator": f"actionlines {__version__}",
        "kind": paper.kind,
        "id": paper.id,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "status": paper.status,
        "language": paper.language,
        "masthead": [list(pair) for pair in paper.masthead],
        "blocks": [
            _block_values(block, place) for block, place in zip(paper.blocks, numbering.places, strict=True)
        ],
        "evidence": [
            {
                "number": numbering.evidence[item.id],
                **plain_value(item),
                "cited_in": [numbering.places[at].anchor for at in numbering.cited_in.get(item.id, ())],
            }
            for item in order
        ],
        "facts": [plain_value(fact) for fact in paper.facts],
        "annex": [_table_values(item) for item in paper.annex],
        "made": plain_value(paper.made),
    }


def _block_values(block: Block, place: Place) -> dict[str, Any]:
    out = {"block": _BLOCKS[type(block)], "anchor": place.anchor, "number": place.number}
    match block:
        case Table():
            return out | _table_values(block)
        case Para():
            return out | {
                "id": block.id,
                "numbered": block.numbered,
                "by": block.by,
                "inlines": _run_values(block.inlines),
            }
        case Listing():
            return out | {"ordered": block.ordered, "items": [_run_values(item) for item in block.items]}
        case Quote():
            return out | {"text": block.text, "language": block.language, "source": _run_values(block.source)}
        case Section():
            return out | {
                "id": block.id,
                "level": block.level,
                "numbered": block.numbered,
                "title": block.title,
            }
    values: dict[str, Any] = plain_value(block)
    return out | values


def _table_values(table: Table) -> dict[str, Any]:
    return {
        **plain_value(table),
        "rows": [
            {"head": row.head, "cells": [_run_values(cell) for cell in row.cells]} for row in table.rows
        ],
        "note": _run_values(table.note),
    }


def _run_values(run: Inlines) -> list[dict[str, Any]]:
    return [_inline_values(item) for item in run]


def _inline_values(inline: Inline) -> dict[str, Any]:
    """Return an inline by its kind; what says nothing is left out of a text."""
    values = plain_value(inline)
    if isinstance(inline, Text | Link):
        values = {key: value for key, value in values.items() if value}
    return {"inline": _INLINES[type(inline)], **values}
