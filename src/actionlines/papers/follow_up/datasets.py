"""Write the follow-up as review.json: schema/review.schema.json and docs/reference/review-json.md describe it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from actionlines import __version__
from actionlines.alignment.model import LEVELS
from actionlines.json_types import JsonObject
from actionlines.mandates.model import key_of
from actionlines.papers.follow_up.alignment_model import Speaks
from actionlines.papers.follow_up.model import DocumentRead, FollowUp, MandateRow
from actionlines.papers.follow_up.standing.model import AreaStanding
from actionlines.papers.writers.as_json import json_lines, plain_value

# Raised when parts are added, when a field changes its meaning, or when one goes.
SCHEMA_VERSION = 4


def read_schema() -> JsonObject:
    """Return the JSON Schema of review.json."""
    text = files("actionlines.papers.follow_up").joinpath("schema/review.schema.json").read_text("utf-8")
    loaded: JsonObject = json.loads(text)
    return loaded


def review_json(follow_up: FollowUp) -> bytes:
    """Return the bytes of review.json, the whole follow-up as JSON, one line for each entry."""
    return b"".join(json_pieces(follow_up))


def json_pieces(follow_up: FollowUp) -> Iterator[bytes]:
    """Yield the bytes of review.json: each document, mandate and citation separately."""
    return json_lines(_list_parts(follow_up))


def as_dict(follow_up: FollowUp) -> JsonObject:
    """Return the whole follow-up in plain values, texts of the paragraphs included."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in _list_parts(follow_up)}


def _list_parts(follow_up: FollowUp) -> Iterator[tuple[str, object]]:
    """Yield names and values of the whole; a long list as an iterator, which makes its rows one by one."""
    yield "schema_version", SCHEMA_VERSION
    yield "generator", f"actionlines {__version__}"
    yield "documents", map(document_dict, follow_up.documents)
    yield "failed", map(plain_value, follow_up.failed)
    yield "mandates", map(mandate_dict, follow_up.mandates)
    for name in ("citations", "cited", "links", "versions", "due", "asked"):
        yield name, map(plain_value, getattr(follow_up, name))
    yield "speaks", speaks_dict(follow_up.speaks) if follow_up.speaks else None
    yield "standing", standing_dict(follow_up.standing) if follow_up.standing else None


def document_dict(document: DocumentRead) -> JsonObject:
    """Return a document with its paragraphs and their alignment."""
    out: JsonObject = plain_value(replace(document, lines=tuple(document.lines), tables=tuple(document.tables)))
    out["paragraphs"] = out.pop("lines")
    if out["alignment"]:
        del out["alignment"]["passages"]  # they stand with the paragraphs
    for paragraph in out["paragraphs"]:
        if paragraph["alignment"]:
            for name in ("links", "scores"):
                del paragraph["alignment"][name]
    return out


def speaks_dict(speaks: Speaks) -> JsonObject:
    """Return the alignment of all documents, with the labels of no paragraph."""
    return {**plain_value(speaks), "silent": {level: list(speaks.silent(level)) for level in LEVELS}}


def standing_dict(standing: AreaStanding) -> JsonObject:
    """Return the standing of a country or region: values, methods and words for each series."""
    out: JsonObject = plain_value(standing)
    for series in out["series"]:
        measured = series.pop("measured")
        del series["covered"]  # `coverage` says it
        key = "|".join(measured[name] for name in ("series", "area", "breakdown", "unit"))
        series |= {"id": key, **measured}
    return out


def mandate_dict(row: MandateRow) -> JsonObject:
    """Return a mandate with every phrase as text, start, end and paragraph."""
    out: JsonObject = plain_value(row)
    out["place"] = row.place
    out["due_date"] = row.due_date
    for check in out["checks"]:
        check["key"] = key_of(check["reason"])
    return out
