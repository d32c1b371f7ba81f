"""Write a paper as JSON, and make the paper of it again, byte for byte the same in every format.

schema/paper.schema.json and docs/explanation/papers.md describe the file.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Any, get_args, get_origin, get_type_hints

from actionlines import __version__
from actionlines.errors import DamagedInput
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.papers import model as m
from actionlines.papers.files import field_names
from actionlines.papers.layout import PaperLayout
from actionlines.papers.numbers import BlockPlace, number_paper


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
    m.Section: "section",
    m.Para: "paragraph",
    m.Listing: "list",
    m.Table: "table",
    m.Figure: "figure",
    m.Quote: "quote",
    m.Missing: "missing",
}
_INLINES = {m.Text: "text", m.Number: "number", m.See: "see", m.Cite: "cite", m.Link: "link", m.Proposal: "proposal"}


def read_schema() -> JsonObject:
    """Return the JSON Schema of paper.json."""
    text = files("actionlines.papers").joinpath("schema/paper.schema.json").read_text("utf-8")
    loaded: JsonObject = json.loads(text)
    return loaded


def paper_json(layout: PaperLayout) -> bytes:
    """Return the bytes of paper.json, one line for each entry of a list."""
    return write_lines(as_dict(layout.original))


def write_lines(values: JsonMapping) -> bytes:
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


def as_dict(paper: m.Paper) -> JsonObject:
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
        "blocks": [_block_values(block, place) for block, place in zip(paper.blocks, numbering.places, strict=True)],
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


def _block_values(block: m.Block, place: BlockPlace) -> JsonObject:
    out = {"block": _BLOCKS[type(block)], "anchor": place.anchor, "number": place.number}
    match block:
        case m.Table():
            return out | _table_values(block)
        case m.Para():
            return out | {
                "id": block.id,
                "numbered": block.numbered,
                "by": block.by,
                "inlines": _run_values(block.inlines),
            }
        case m.Listing():
            return out | {"ordered": block.ordered, "items": [_run_values(item) for item in block.items]}
        case m.Quote():
            return out | {"text": block.text, "language": block.language, "source": _run_values(block.source)}
        case m.Section():
            return out | {"id": block.id, "level": block.level, "numbered": block.numbered, "title": block.title}
    values: JsonObject = plain_value(block)
    return out | values


def _table_values(table: m.Table) -> JsonObject:
    return {
        **plain_value(table),
        "rows": [{"head": row.head, "cells": [_run_values(cell) for cell in row.cells]} for row in table.rows],
        "note": _run_values(table.note),
    }


def _run_values(run: m.Inlines) -> list[JsonObject]:
    return [_inline_values(item) for item in run]


def _inline_values(inline: m.Inline) -> JsonObject:
    """Return an inline by its kind; what says nothing is left out of a text."""
    values = plain_value(inline)
    if isinstance(inline, m.Text | m.Link):
        values = {key: value for key, value in values.items() if value}
    return {"inline": _INLINES[type(inline)], **values}


def read_paper(content: bytes | str, name: str = "paper.json") -> m.Paper:
    """Return the paper that `as_json.paper_json` wrote. Raises DamagedInput (AL105) with `name` for other data."""
    try:
        return paper_of(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"this is not a paper of version {SCHEMA_VERSION} ({type(error).__name__}: {error})"
        raise DamagedInput(name, problem, "Build the paper again.") from error


def paper_of(values: JsonMapping) -> m.Paper:
    """Return the paper of the dictionary that `as_json.as_dict` gives. Raises KeyError, TypeError, ValueError."""
    if values["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"version {values['schema_version']}")
    paper: m.Paper = _read_part(m.Paper, values)
    return paper


_KINDS = {word: kind for kind, word in (_BLOCKS | _INLINES).items()}
# What `as_dict` leaves out: layout of pages, and fields of inlines that say nothing.
_UNWRITTEN = {"brief": 0, "wide": False, "concise": False}
_UNSAID = {"text": "", "url": "", "language": "", "bold": False, "italic": False, "muted": False, "name": False}
_read_types = cache(get_type_hints)


def _read_part(kind: Any, value: Any) -> Any:
    """Return a value of JSON as its type has it: frozen parts with tuples of parts."""
    if get_origin(kind) is tuple:
        first, *rest = get_args(kind)
        parts = repeat(first, len(value)) if rest == [...] else (first, *rest)
        return tuple(_read_part(part, item) for part, item in zip(parts, value, strict=True))
    if kind == m.Inline:
        return _read_part(_KINDS[value["inline"]], _UNSAID | value)
    if kind == m.Block:
        return _read_part(_KINDS[value["block"]], value)
    if names := field_names(kind):
        values = _UNWRITTEN | value
        return kind(**{name: _read_part(_read_types(kind)[name], values[name]) for name in names})
    return value
