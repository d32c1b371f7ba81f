"""Messages in XML and JSON: their content decides the format; a guard checks them before any parser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

import polars as pl

from actionlines.errors import InputTooLarge, MalformedMessage, NoObservations, UnknownFormat, UnsafeInput
from actionlines.indicators.read import jsonstat, sdmxjson
from actionlines.indicators.read.model import MB, ROW, Raw

LARGEST = 400 * MB
DEPTH = 60  # elements within elements; SDMX needs eight
_MESSAGE = re.compile(
    r"<(?:\w+:)?(?:GenericData|StructureSpecific|GenericTimeSeries|CompactData|Structure\b|Error\b)"
)
_DECLARED = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TRY = "Download it again, or ask the source for CSV."


def read_bytes(path: Path) -> bytes:
    """Return the whole file, within the limit."""
    size = path.stat().st_size
    if size > LARGEST:
        limit = f"{LARGEST / MB:,.0f} MB"
        raise InputTooLarge(path.name, f"{size / MB:,.0f} MB, and the limit is {limit}", "Ask for CSV.")
    return path.read_bytes()


def read_xml(path: Path, start: str) -> Raw:
    """Return the observations of an SDMX-ML data message, structure-specific or generic (pysdmx).

    Raises UnsafeInput (AL107) where the file declares entities, MalformedMessage (AL604), NoObservations
    (AL601).
    """
    if not _MESSAGE.search(start):
        raise UnknownFormat(path.name, "XML or HTML, and no SDMX data message", _TRY)
    body = read_bytes(path)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = _DECLARED.sub(
            '<?xml version="1.0" encoding="UTF-8"?>', body.decode("utf-16", "replace"), count=1
        ).encode()
    _guard(path.name, body)
    return Raw(path.name, "sdmx-ml", iter([_by_pysdmx(path.name, body)]))


def _guard(name: str, body: bytes) -> None:
    """Raise where the XML is broken, declares a document type, or has elements deeper than a message can."""
    parser = expat.ParserCreate()
    depth = 0

    def start(tag: str, attributes: object) -> None:
        """Count an element; MalformedMessage where too many are open."""
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise MalformedMessage(name, f"more than {DEPTH} elements within each other", _TRY)

    def end(tag: str) -> None:
        """Count an element that is closed."""
        nonlocal depth
        depth -= 1

    def declared(*parts: object) -> None:
        """Refuse a document type or entities."""
        problem = "the XML declares a document type or entities, which SDMX never does"
        raise UnsafeInput(name, problem, "Do not open it.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise MalformedMessage(name, f"the XML is broken in line {error.lineno}", _TRY) from error
    except (ValueError, LookupError) as error:
        raise MalformedMessage(name, f"XML that cannot be read ({error})", "Save it as UTF-8.") from error


def _by_pysdmx(name: str, body: bytes) -> pl.DataFrame:
    from io import BytesIO

    from pysdmx.io import read_sdmx

    try:
        message = read_sdmx(BytesIO(body), validate=False)
        frames: list[Any] = [getattr(dataset, "data") for dataset in message.data or ()]  # noqa: B009 - untyped
        extra = [dict(getattr(dataset, "attributes", None) or {}) for dataset in message.data or ()]
    except Exception as error:  # pysdmx lets whatever its parsers raise pass through
        reason = " ".join(str(error).split())[:160]
        raise MalformedMessage(
            name, f"no SDMX data message ({reason or type(error).__name__})", _TRY
        ) from error
    made = []
    for frame, attributes in zip(frames, extra, strict=True):
        whole = frame.astype("string").astype(object).where(frame.notna(), None)
        texts = {str(name): whole[name].to_list() for name in whole}
        table = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
        constant = [pl.lit(str(v)).alias(k) for k, v in attributes.items() if v and k not in texts]
        made.append(table.with_columns(constant))
    if not made or not sum(table.height for table in made):
        raise NoObservations(
            name, "the message holds no observation", "Ask the source for other years or areas."
        )
    joined = pl.concat(made, how="diagonal")
    return joined.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW))


def read_json(path: Path) -> Raw:
    """SDMX-JSON, JSON-stat 2, an answer of the UN SDG API, or a list of flat records."""
    return raw_of(path.name, read_bytes(path))


def raw_of(name: str, body: bytes) -> Raw:
    """The cells of a JSON message. Raises MalformedMessage (AL604) with the line, NoObservations (AL601)."""
    try:
        content = json.loads(body)
    except json.JSONDecodeError as error:
        raise MalformedMessage(
            name, f"the JSON is broken in line {error.lineno} ({error.msg})", _TRY
        ) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise MalformedMessage(name, f"the JSON cannot be read ({type(error).__name__})", _TRY) from error
    if isinstance(content, list):
        return _records(name, "json", content)
    if not isinstance(content, dict):
        raise MalformedMessage(name, "the JSON is neither a message nor a list of records", _TRY)
    if content.get("class") == "dataset" or {"id", "size", "value", "dimension"} <= content.keys():
        return _made(name, "json-stat", jsonstat.rows(name, content))
    if sdmxjson.is_message(content):
        return _made(name, "sdmx-json", sdmxjson.rows(name, content))
    if isinstance(content.get("data"), list):
        return _records(name, "sdg-api", content["data"])
    known = ", ".join(map(str, list(content)[:8]))
    raise MalformedMessage(name, f"JSON of no known form; its fields are {known}", _TRY)


def _records(name: str, form: str, records: list[Any]) -> Raw:
    """Flat records; the `dimensions` and `attributes` of the SDG API are taken apart."""
    flat = []
    for at, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise MalformedMessage(name, f"record {at} is not an object", _TRY)
        flat.append(_flat(record))
    return _made(name, form, flat)


_PARTS = ("dimensions", "attributes")


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key in _PARTS and isinstance(value, dict):
            found.update({str(k): v for k, v in value.items() if not isinstance(v, dict | list)})
        elif isinstance(value, list):
            found[key] = "; ".join(str(one) for one in value)
        elif not isinstance(value, dict):
            found[key] = value
    return found


def _made(name: str, form: str, rows: Iterable[Mapping[str, Any]]) -> Raw:
    listed = list(rows)
    if not listed:
        raise NoObservations(
            name, "the message holds no observation", "Ask the source for other years or areas."
        )
    headers = list(dict.fromkeys(key for row in listed for key in row))
    if not all(isinstance(header, str) for header in headers):
        raise MalformedMessage(name, "a component of the message has no name", _TRY)
    columns = {
        header: [None if (cell := row.get(header)) is None else _cell(cell) for row in listed]
        for header in headers
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(headers, pl.String))
    return Raw(
        name, form, iter([frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW))])
    )


def _cell(cell: object) -> str:
    """Text that reads back as the same number; 2015.0 becomes 2015."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
