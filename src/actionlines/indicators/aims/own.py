"""A user's own targets from YAML, or from a table; docs/explanation/aims.md has the form.

aims:
  - series: IT_USE_ii99
    area: KEN
    value: 85
    year: 2028
    source: National ICT plan

A table has a row for each, the fields of this form as columns. Fields that hold two numbers are in two columns
(PAIRS), so that a published code book can be pasted in.
"""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from actionlines.errors import BadAims, UnknownConcept
from actionlines.framework import load
from actionlines.indicators.aims.agreed import Agreed, What
from actionlines.indicators.areas import unit_of
from actionlines.indicators.groups import WORLD
from actionlines.indicators.model import breakdown_pairs, breakdown_text
from actionlines.json_types import JsonMapping

# Field of the YAML form -> its two columns.
PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"band": ("band-low", "band-high"), "limits": ("low", "high"), "bounds": ("worst", "best")}
)
NUMBERS = frozenset(("value", "factor", "rest-factor", "middle", "limit", "green"))
YEARS = frozenset(("year", "base"))
_SEE_TABLE = "docs/explanation/aims.md lists the columns."


def is_text(value: object) -> bool:
    """Return whether a value is a text that is not empty."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: object) -> bool:
    """Return whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def is_year(value: object) -> bool:
    """Return whether a value is a year from 1900 to 2200."""
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200


def are_two(value: object) -> bool:
    """Return whether a value is a list of two numbers."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value))


def is_range(value: Any) -> bool:
    """Return whether a value is two numbers, the lower first."""
    return are_two(value) and value[0] < value[1]


def are_limits(value: object) -> bool:
    """Two ends, the lower first; None for an open one."""
    if not isinstance(value, list) or len(value) != 2 or not all(v is None or is_number(v) for v in value):
        return False
    return None in value or value[0] < value[1]


def lies_inside(value: float, limits: list[float | None]) -> bool:
    """Return whether a number is between two ends, both included."""
    low, high = limits
    return (low is None or value >= low) and (high is None or value <= high)


_LARGEST = 1_000_000
_TABLES = (".csv", ".tsv")
_SEE = "docs/explanation/aims.md shows the form."
# "positive" and "negative" are the words of Open SDG, 1 and -1 those of published tables.
_DIRECTIONS: Mapping[object, Literal[1, -1]] = {"more": 1, "less": -1, "positive": 1, "negative": -1, 1: 1, -1: -1}
# Fields that exclude each other in a target, and what that makes it.
_WHATS: Mapping[str, What] = {
    "value": "value",
    "factor": "factor",
    "rest-factor": "rest-factor",
    "middle": "middle",
    "band": "band",
}
_OTHERS = (
    "indicator", "series", "area", "breakdown", "unit", "direction", "year", "base", "limits", "fold",
    "limit", "bounds", "green", "note", "source",
)  # fmt: skip


def read_aims(source: str | Path | JsonMapping) -> tuple[Agreed, ...]:
    """Own targets from a YAML or CSV file, or from the content of a YAML file, in their order.

    Raises BadAims (AL605) for the first entry that breaks the form.
    """
    if isinstance(source, Mapping):
        return _read_all("aims", source, {})
    path = Path(source)
    try:
        if path.stat().st_size > _LARGEST:
            raise BadAims(path.name, "is larger than a list of targets can be", _SEE)
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise BadAims(path.name, "file not found", "Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        line = " ".join(str(error).split())
        raise BadAims(path.name, f"cannot be read as text in UTF-8 ({line[:200]})", _SEE) from error
    if path.suffix.lower() in _TABLES:
        entries, lines = _from_table(path, text)
        return _read_all(path.name, {"aims": entries}, lines)
    return _from_yaml(path, text)


def _from_yaml(path: Path, text: str) -> tuple[Agreed, ...]:
    import yaml

    try:
        content, root = yaml.safe_load(text), yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        line = " ".join(str(error).split())
        raise BadAims(path.name, f"cannot be read as YAML ({line[:200]})", _SEE) from error
    if not isinstance(content, Mapping) or root is None:
        raise BadAims(path.name, "has no field 'aims'", _SEE)
    lists = [value for key, value in root.value if key.value == "aims" and hasattr(value, "value")]
    nodes = lists[0].value if lists and isinstance(lists[0].value, list) else []
    lines = {i: node.start_mark.line + 1 for i, node in enumerate(nodes, 1) if hasattr(node, "start_mark")}
    return _read_all(path.name, content, lines)


def _read_all(name: str, content: JsonMapping, lines: Mapping[int, int]) -> tuple[Agreed, ...]:
    entries = content.get("aims")
    if extra := sorted(str(key) for key in content if key != "aims"):
        raise BadAims(name, f"has a field {extra[0]!r}", f"Put the targets under 'aims'. {_SEE}")
    if not isinstance(entries, list) or not entries:
        raise BadAims(name, "'aims' is not a list with entries", _SEE)
    return tuple(
        _read_one(f"{name}, entry {i}{f' (line {lines[i]})' if i in lines else ''}", i, entry)
        for i, entry in enumerate(entries, 1)
    )


def _read_one(where: str, number: int, entry: object) -> Agreed:
    if not isinstance(entry, Mapping):
        raise BadAims(where, "is not a list of fields with values", _SEE)
    known = (*_OTHERS, *_WHATS)
    if extra := sorted(str(key) for key in entry if key not in known):
        raise BadAims(where, f"has no field {extra[0]!r}", f"The fields are {', '.join(sorted(known))}.")

    def get(field: str, good: Callable[[Any], bool], form: str, default: Any = None) -> Any:
        """Return a field of the entry; BadAims where its value is not good."""
        value = entry.get(field, default)
        if field in entry and not good(value):
            raise BadAims(f"{where}, field {field}", f"holds {value!r}", f"Write {form}.")
        return value

    indicator, series = get("indicator", is_text, "an id", ""), get("series", is_text, "a code", "")
    area = get("area", is_text, "a country or a group", "")
    if not indicator and not series:
        raise BadAims(where, "names neither an indicator nor a series", "Give one of them.")
    fields_set = [field for field in _WHATS if field in entry]
    if len(fields_set) > 1:
        raise BadAims(f"{where}, field {fields_set[1]}", f"is given beside {fields_set[0]}", "Give one of them.")
    if not fields_set and "direction" not in entry and "bounds" not in entry:
        raise BadAims(where, "has neither a number nor a direction", f"Give one of {', '.join(_WHATS)}.")
    what: What = _WHATS[fields_set[0]] if fields_set else "direction"
    pair = get("band", is_range, "[low, high]")
    value = pair[0] if pair else get(fields_set[0], is_number, "a number") if fields_set else None
    limits = get("limits", are_limits, "[low, high] with low below high, null for an open end")
    if limits and value is not None and fields_set[0] in ("value", "middle") and not lies_inside(value, limits):
        problem = f"holds {value!r}, outside the limits {limits}"
        raise BadAims(f"{where}, field {fields_set[0]}", problem, "Correct one of them.")
    more = {
        "fold": get("fold", lambda v: v in ("ratio", "difference"), "ratio or difference"),
        "limit": get("limit", is_number, "a number"),
        "bounds": get("bounds", are_two, "[worst, best]"),
        "green": get("green", is_number, "a number"),
    }
    direction = _read_direction(where, get, more)
    _check_index(where, entry, more)
    base = get("base", is_year, "a year", 2015)
    if (year := get("year", is_year, "a year", 2030)) <= base:
        raise BadAims(f"{where}, field year", f"holds {year}, not after the base year {base}", "Write a later year.")
    return Agreed(
        id=f"own:{number}",
        indicator=_known_id(f"{where}, field indicator", str(indicator), load().indicator),
        series=str(series),
        area=area if area in ("", WORLD) else _area_id(f"{where}, field area", str(area)),
        breakdown=_read_breakdown(get("breakdown", is_text, "dimension=value, or total")),
        units=(unit_of(entry["unit"])[0],) if get("unit", is_text, "a unit") else (),
        what=what,
        value=None if value is None else float(value),
        high=float(pair[1]) if pair else None,
        direction=direction,
        year=year,
        base=base,
        limits=None if limits is None else (_parse_float(limits[0]), _parse_float(limits[1])),
        basis="own",
        note=str(get("note", is_text, "a text", "")),
        source=str(get("source", is_text, "a text", "own target")),
        extra={
            key: tuple(map(float, v)) if key == "bounds" else v if key == "fold" else float(v)
            for key, v in more.items()
            if v is not None
        },
    )


_Get = Callable[..., object]


def _read_direction(where: str, get: _Get, more: JsonMapping) -> Literal[1, -1]:
    """As given; else as the bounds of the index run; else more is better."""
    direction = get("direction", lambda v: not isinstance(v, bool) and v in _DIRECTIONS, "more or less")
    bounds = more["bounds"]
    runs: Literal[1, -1] = -1 if bounds and bounds[1] < bounds[0] else 1
    if direction is None:
        return runs
    if bounds and bounds[0] != bounds[1] and _DIRECTIONS[direction] != runs:
        problem = f"holds {direction!r}, and the bounds {bounds} run the other way"
        raise BadAims(f"{where}, field direction", problem, "Write the bounds as [worst, best].")
    return _DIRECTIONS[direction]


def _check_index(where: str, entry: Mapping[object, object], more: JsonMapping) -> None:
    """What the SDG Index needs: two different bounds, and the green threshold between them."""
    bounds, green = more["bounds"], more["green"]
    if bounds and bounds[0] == bounds[1]:
        problem = f"holds {entry['bounds']!r}: the worst and the best value are the same"
        raise BadAims(f"{where}, field bounds", problem, "Write [worst, best].")
    if green is not None and not bounds:
        raise BadAims(f"{where}, field green", "stands without bounds", "Give bounds: [worst, best].")
    if green is not None and bounds and not min(bounds) <= green <= max(bounds):
        problem = f"holds {green!r}, outside the bounds {bounds}"
        raise BadAims(f"{where}, field green", problem, "Write a value between worst and best.")


def _read_breakdown(breakdown: str | None) -> str | None:
    """As the long table writes it; "" for the total, None where the aim is for all."""
    if breakdown is None or breakdown == "total":
        return None if breakdown is None else ""
    return breakdown_text(breakdown_pairs(breakdown))


def _known_id(where: str, name: str, find: Callable[[str], Any]) -> str:
    if not name:
        return ""
    try:
        return str(find(name).id)
    except UnknownConcept as error:
        raise BadAims(where, f"holds {name!r}: {error.problem}", error.advice) from error


def _area_id(where: str, name: str) -> str:
    return _known_id(where, name, load().country if name.upper() in load().countries else load().area)


def _parse_float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _from_table(path: Path, text: str) -> tuple[list[dict[str, object]], dict[int, int]]:
    """Return the entries in the YAML form, and the line of each (by number of the entry, from 1).

    Commas, semicolons or tabs part the columns; with semicolons or tabs numbers may have decimal commas. Empty
    cells are fields that are not given, empty rows are left out. Raises BadAims (AL605) for a column that is
    no field, a row that is too long, or a number that is none.
    """
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    header = [name.strip().lower() for name in next(reader, [])]
    if twice := next((name for name in header if header.count(name) > 1), None):
        raise BadAims(path.name, f"has two columns {twice!r}", _SEE_TABLE)
    entries: list[dict[str, object]] = []
    lines: dict[int, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path.name}, entry {len(entries) + 1} (line {reader.line_num})"
        if len(cells) > len(header):
            problem = f"has {len(cells)} cells, and the header has {len(header)}"
            raise BadAims(where, problem, "Quote cells that contain the delimiter.")
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
        entries.append(_read_entry(where, row, delimiter))
        lines[len(entries)] = reader.line_num
    return entries, lines


def _read_entry(where: str, row: Mapping[str, str], delimiter: str) -> dict[str, object]:
    entry: dict[str, object] = {}
    ends = {column: (field, at) for field, both in PAIRS.items() for at, column in enumerate(both)}
    for name, cell in row.items():
        if name in ends:
            field, at = ends[name]
            pair = entry.setdefault(field, [None, None])
            assert isinstance(pair, list)
            pair[at] = _read_number(where, name, cell, delimiter)
        elif name in NUMBERS:
            entry[name] = _read_number(where, name, cell, delimiter)
        elif name in YEARS:
            year = cell.removesuffix(".0")  # as spreadsheets write them
            entry[name] = int(year) if year.isascii() and year.isdigit() else cell
        elif name == "direction":
            entry[name] = {"1": 1, "-1": -1}.get(cell, cell.lower())
        else:
            entry[name] = cell
    return entry


def _read_number(where: str, name: str, cell: str, delimiter: str) -> float:
    plain = cell.replace(",", ".") if delimiter != "," else cell
    try:
        return float(plain)
    except ValueError as error:
        problem = f"holds {cell!r}"
        raise BadAims(f"{where}, field {name}", problem, "Write a plain number, without a unit.") from error
