"""Messages in XML and JSON: their content decides the format; a guard checks them before any parser.

JSON-stat 2, class `dataset`: a cube of values in the order of its dimensions (json-stat.org/full).

SDMX-JSON data messages, versions 1 and 2: keys of places in lists of values, flat or by series.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any
from xml.parsers import expat

import polars as pl
from lxml import etree

from actionlines.errors import InputTooLarge, MalformedMessage, NoObservations, UnknownFormat, UnsafeInput
from actionlines.indicators.read.columns import MB, ROW, Raw
from actionlines.json_types import JsonMapping, JsonObject

CELLS = 20_000_000
_JSONSTAT_ADVICE = "Download it again, or ask the source for CSV."


def read_jsonstat(name: str, content: JsonMapping) -> Iterator[JsonObject]:
    """Return one row for each cell with a value: dimension -> code, with `value` and `status`.

    Dimensions in the roles time, geo and metric are named TIME_PERIOD, REF_AREA and SERIES. Raises
    MalformedMessage (AL604) where the parts of the cube do not fit together.
    """
    try:
        return _iterate_cells(name, content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise MalformedMessage(name, f"no JSON-stat dataset ({error!r:.120})", _JSONSTAT_ADVICE) from error


def _iterate_cells(name: str, content: JsonMapping) -> Iterator[JsonObject]:
    names, sizes = ([str(dimension) for dimension in content["id"]], [int(length) for length in content["size"]])
    if len(names) != len(sizes) or any(size < 0 for size in sizes):
        raise MalformedMessage(name, "id and size of the dataset differ in length", _JSONSTAT_ADVICE)
    if prod(sizes) > CELLS:
        raise InputTooLarge(name, f"a cube of {prod(sizes):,} cells", "Ask for fewer dimensions.")
    codes = [
        _order_codes(name, position, content["dimension"][position], size)
        for position, size in zip(names, sizes, strict=True)
    ]
    values, statuses = _as_sparse(content["value"]), _read_status(content.get("status"), prod(sizes))
    if values and max(values) >= prod(sizes):
        raise MalformedMessage(name, f"{max(values) + 1} values for a cube of {prod(sizes)} cells", _JSONSTAT_ADVICE)
    role = content.get("role") or {}
    known = {"time": "TIME_PERIOD", "geo": "REF_AREA", "metric": "SERIES"}
    renamed = {str(names_[0]): known[kind] for kind, names_ in role.items() if kind in known and len(names_) == 1}
    headers = [renamed.get(name, name) for name in names]
    units = _read_units(names, content)
    source = str(content.get("source") or "")
    return _read_cube(headers, codes, sizes, values, statuses, units, source)


def _read_cube(
    headers: list[str],
    codes: list[list[str]],
    sizes: list[int],
    values: dict[int, object],
    statuses: dict[int, str],
    units: tuple[int, dict[str, str]],
    source: str,
) -> Iterator[JsonObject]:
    for at, value in sorted(values.items()):
        if value is None and at not in statuses:
            continue  # a cell that nobody filled, as an empty cell of a wide table
        row: JsonObject = {}
        rest = at
        for place in range(len(sizes) - 1, -1, -1):
            rest, index = divmod(rest, sizes[place])
            row[headers[place]] = codes[place][index]
        if units[1]:
            row["unit"] = units[1].get(codes[units[0]][at // prod(sizes[units[0] + 1 :]) % sizes[units[0]]], "")
        yield {**row, "value": value, "status": statuses.get(at, ""), **({"source": source} if source else {})}


def _order_codes(name: str, dimension: str, content: JsonMapping, size: int) -> list[str]:
    category = content["category"]
    if (index := category.get("index")) is None:
        codes = list(category["label"])
    elif isinstance(index, dict):
        codes = [code for code, _ in sorted(index.items(), key=lambda pair: pair[1])]
    else:
        codes = [str(code) for code in index]
    if len(codes) != size:
        problem = f"the dimension {dimension!r} has {len(codes)} categories, and its size is {size}"
        raise MalformedMessage(name, problem, _JSONSTAT_ADVICE)
    return codes


def _as_sparse(values: Any) -> dict[int, Any]:
    if isinstance(values, dict):
        return {int(at): value for at, value in values.items()}
    return dict(enumerate(values))


def _read_status(status: Any, cells: int) -> dict[int, str]:
    if isinstance(status, str):
        return dict.fromkeys(range(cells), status)
    if isinstance(status, dict):
        return {int(at): str(mark) for at, mark in status.items()}
    return {at: str(mark) for at, mark in enumerate(status or ()) if mark}


def _read_units(names: list[str], content: JsonMapping) -> tuple[int, dict[str, str]]:
    """(place of the dimension whose categories have units, code -> unit)."""
    for place, name in enumerate(names):
        unit = content["dimension"][name]["category"].get("unit")
        if isinstance(unit, dict):
            return place, {code: str(entry.get("label") or entry.get("symbol") or "") for code, entry in unit.items()}
    return 0, {}


_SDMXJSON_ADVICE = "Download it again, or ask the source for CSV."


def is_message(content: JsonMapping) -> bool:
    """Return whether the JSON is an SDMX data message."""
    data = content.get("data")
    return "dataSets" in (data if isinstance(data, dict) else content)


def read_sdmxjson(name: str, content: JsonMapping) -> Iterator[JsonObject]:
    """Yield one row for each observation: component -> code, with OBS_VALUE. Raises MalformedMessage (AL604)."""
    try:
        yield from _read_series(content)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise MalformedMessage(name, f"no SDMX-JSON data message ({error!r:.120})", _SDMXJSON_ADVICE) from error


def _read_series(content: JsonMapping) -> Iterator[JsonObject]:
    data = content["data"] if isinstance(content.get("data"), dict) else content
    structures = data.get("structures") or [data.get("structure") or content["structure"]]
    for dataset in data["dataSets"]:
        structure = structures[int(dataset.get("structure") or 0)]
        dims, attributes = structure["dimensions"], structure.get("attributes") or {}
        fixed = {dim["id"]: _code_value(dim["values"][0]) for dim in dims.get("dataSet") or () if dim.get("values")}
        fixed |= _attribute_fields(attributes.get("dataSet"), dataset.get("attributes"))
        by_series = dims.get("series") or []
        if "series" in dataset:
            for key, series in dataset["series"].items():
                head = {**fixed, **_key_fields(by_series, key)}
                head |= _attribute_fields(attributes.get("series"), series.get("attributes"))
                yield from _iterate_observations(series["observations"], dims, attributes, head)
        else:
            yield from _iterate_observations(dataset["observations"], dims, attributes, fixed)


def _iterate_observations(
    observations: JsonMapping, dims: JsonMapping, attributes: JsonMapping, head: JsonObject
) -> Iterator[JsonObject]:
    for key, cells in observations.items():
        own = _key_fields(dims["observation"], key) | _attribute_fields(attributes.get("observation"), cells[1:])
        yield {**head, **own, "OBS_VALUE": cells[0] if cells else None}


def _key_fields(components: list[Any], key: str) -> JsonObject:
    places = [int(part) for part in key.split(":")]
    if len(places) != len(components):
        raise ValueError(f"the key {key} has {len(places)} parts for {len(components)} dimensions")
    if any(place < 0 for place in places):
        raise ValueError(f"the key {key} has a negative place")
    return {
        component["id"]: _code_value(component["values"][at]) for component, at in zip(components, places, strict=True)
    }


def _attribute_fields(components: Any, places: Any) -> JsonObject:
    data = {}
    for component, place in zip(components or (), places or (), strict=False):
        if isinstance(place, int) and not isinstance(place, bool) and component.get("values"):
            data[component["id"]] = _code_value(component["values"][place])
        elif place is not None and not isinstance(place, dict | list):
            data[component["id"]] = place
    return data


def _code_value(value: object) -> object:
    """Return the id of a listed value, or the value itself where it has none."""
    if isinstance(value, dict):
        return value.get("id", value.get("value", value.get("name")))
    return value


LARGEST = 400 * MB
DEPTH = 60  # elements within elements; SDMX needs eight
_MESSAGE = re.compile(
    r"<(?:\w+:)?(?:GenericData|StructureSpecific|GenericTimeSeries|CompactData|CrossSectionalData|Structure\b|Error\b)"
)
# Parts of a message that hold components.
_LEVELS = frozenset({"DataSet", "Group", "Series", "Section", "Obs"})
# Elements of generic messages -> the component where they name none; "" for that at the observation.
_GENERIC = {"Value": "", "ObsDimension": "", "ObsValue": "OBS_VALUE", "Time": "TIME_PERIOD"}
_OF_DATASET = frozenset(
    ("action", "setID", "datasetID", "keyFamilyURI", "structureRef", "type", "validFromDate", "validToDate")
)
_DECLARED = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TRY = "Download it again, or ask the source for CSV."


def read_bytes(path: Path) -> bytes:
    """Return the whole file, within the limit."""
    if (size := path.stat().st_size) > LARGEST:
        limit = f"{LARGEST / MB:,.0f} MB"
        raise InputTooLarge(path.name, f"{size / MB:,.0f} MB, and the limit is {limit}", "Ask for CSV.")
    return path.read_bytes()


def read_xml(path: Path, start: str) -> Raw:
    """Return the observations of an SDMX-ML data message: generic, compact, structure-specific or cross-sectional.

    Raises UnsafeInput (AL107) where the file declares entities, MalformedMessage (AL604) where the rows are not as
    many as the observations, NoObservations (AL601).
    """
    if not _MESSAGE.search(start):
        raise UnknownFormat(path.name, "XML or HTML, but not an SDMX data message", _TRY)
    body = read_bytes(path)
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = _DECLARED.sub(
            '<?xml version="1.0" encoding="UTF-8"?>', body.decode("utf-16", "replace"), count=1
        ).encode()
    count = _guard_body(path.name, body)
    groups: list[JsonObject] = []
    rows = list(_iterate_messages(body, groups))
    if count and len(rows) != count:
        raise MalformedMessage(path.name, f"{count} observations in the message, {len(rows)} read", _TRY)
    _add_groups(rows, groups)
    return _make_raw(path.name, "sdmx-ml", rows)


def _iterate_messages(body: bytes, groups: list[JsonObject]) -> Iterator[JsonObject]:
    """Yield each observation with the components of all levels above it; add those of sibling groups to `groups`.

    A cross-sectional observation of SDMX 2.0 is an element with the name of its measure.
    """
    above: list[tuple[str, JsonObject]] = []
    across = "TIME_PERIOD"
    for event, element in etree.iterparse(BytesIO(body), ("start", "end"), no_network=True):
        tag, value = str(element.tag).rpartition("}")[2], element.get("value")
        if event == "start":
            across = element.get("dimensionAtObservation", across)
            fields = element.attrib.items() if tag in _LEVELS or value is not None else ()
            own = {str(key): text for key, text in fields if key[0] != "{" and key not in _OF_DATASET}
            above.append((tag, own))
            continue
        tag, own = above.pop()
        if tag in _GENERIC and (value is not None or tag == "Time"):
            name = element.get("id") or element.get("concept") or _GENERIC[tag] or across
            level = next((held for outer, held in reversed(above) if outer in _LEVELS), {})
            level[name] = element.text if tag == "Time" else value
        elif value is not None and tag != "Obs" and above and above[-1][0] in _LEVELS:
            measure = {} if tag in own.values() else {"MEASURE": tag}  # often the code of a dimension, named beside it
            own = {**measure, "OBS_VALUE": own.pop("value"), **own}
            yield {name: text for _tag, level in (*above, ("", own)) for name, text in level.items()}
        elif tag == "Obs":
            yield {name: text for _tag, level in (*above, ("", own)) for name, text in level.items()}
            element.clear()
        elif tag == "Group" and not any(str(child.tag).rpartition("}")[2] in _LEVELS for child in element):
            groups.append(own)


def _add_groups(rows: list[JsonObject], groups: list[JsonObject]) -> None:
    """Give the attributes of each group to the rows that have its dimensions."""
    columns = {name for row in rows for name in row} if groups else set()
    held: dict[tuple[str, ...], dict[tuple[object, ...], JsonObject]] = {}
    for group in groups:
        names = tuple(name for name in group if name in columns)
        held.setdefault(names, {})[tuple(group[name] for name in names)] = group
    for row in rows:
        for names, wanted in held.items():
            row.update({**wanted.get(tuple(row.get(name) for name in names), {}), **row})


def _guard_body(name: str, body: bytes) -> int:
    """Return how many observations stand in the XML.

    Raises where it is broken, declares a document type, or has elements deeper than a message can.
    """
    parser = expat.ParserCreate()
    depth = count = 0

    def start(tag: str, attributes: object) -> None:
        """Count an element; MalformedMessage where too many are open."""
        nonlocal depth, count
        depth += 1
        count += tag.rpartition(":")[2] == "Obs"
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
    return count


def read_json(path: Path) -> Raw:
    """SDMX-JSON, JSON-stat 2, an answer of the UN SDG API, or a list of flat records."""
    return raw_of(path.name, read_bytes(path))


def raw_of(name: str, body: bytes) -> Raw:
    """The cells of a JSON message. Raises MalformedMessage (AL604) with the line, NoObservations (AL601)."""
    try:
        content = json.loads(body)
    except json.JSONDecodeError as error:
        raise MalformedMessage(name, f"the JSON is broken in line {error.lineno} ({error.msg})", _TRY) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise MalformedMessage(name, f"the JSON cannot be read ({type(error).__name__})", _TRY) from error
    if isinstance(content, list):
        return _take_records(name, "json", content)
    if not isinstance(content, dict):
        raise MalformedMessage(name, "the JSON is neither a message nor a list of records", _TRY)
    if content.get("class") == "dataset" or {"id", "size", "value", "dimension"} <= content.keys():
        return _make_raw(name, "json-stat", read_jsonstat(name, content))
    if is_message(content):
        return _make_raw(name, "sdmx-json", read_sdmxjson(name, content))
    if isinstance(content.get("data"), list):
        return _take_records(name, "sdg-api", content["data"])
    known = ", ".join(map(str, list(content)[:8]))
    raise MalformedMessage(name, f"JSON of no known form; its fields are {known}", _TRY)


def _take_records(name: str, form: str, records: list[object]) -> Raw:
    """Flat records; the `dimensions` and `attributes` of the SDG API are taken apart."""
    flat = []
    for at, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise MalformedMessage(name, f"record {at} is not an object", _TRY)
        flat.append(_flatten_record(record))
    return _make_raw(name, form, flat)


_PARTS = ("dimensions", "attributes")


def _flatten_record(record: JsonMapping) -> JsonObject:
    data: JsonObject = {}
    for key, value in record.items():
        if key in _PARTS and isinstance(value, dict):
            data.update({str(k): v for k, v in value.items() if not isinstance(v, dict | list)})
        elif isinstance(value, list):
            data[key] = "; ".join(str(item) for item in value)
        elif not isinstance(value, dict):
            data[key] = value
    return data


def _make_raw(name: str, form: str, rows: Iterable[JsonMapping]) -> Raw:
    if not (listed := list(rows)):
        raise NoObservations(name, "the message holds no observation", "Ask the source for other years or areas.")
    headers = list(dict.fromkeys(key for row in listed for key in row))
    if not all(isinstance(header, str) for header in headers):
        raise MalformedMessage(name, "a component of the message has no name", _TRY)
    columns = {
        header: [None if (cell := row.get(header)) is None else _cell_text(cell) for row in listed]
        for header in headers
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(headers, pl.String))
    return Raw(name, form, iter([frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW))]))


def _cell_text(cell: object) -> str:
    """Text that reads back as the same number; 2015.0 becomes 2015."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
