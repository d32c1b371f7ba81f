"""JSON-stat 2, class `dataset`: a cube of values in the order of its dimensions (json-stat.org/full)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from actionlines.errors import InputTooLarge, MalformedMessage

CELLS = 20_000_000
_TRY = "Download it again, or ask the source for CSV."


def rows(name: str, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Return one row for each cell with a value: dimension -> code, with `value` and `status`.

    Dimensions in the roles time, geo and metric are named TIME_PERIOD, REF_AREA and SERIES. Raises
    MalformedMessage (AL604) where the parts of the cube do not fit together.
    """
    try:
        return _cells(name, content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise MalformedMessage(name, f"no JSON-stat dataset ({error!r:.120})", _TRY) from error


def _cells(name: str, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names, sizes = [str(one) for one in content["id"]], [int(one) for one in content["size"]]
    if len(names) != len(sizes) or any(size < 0 for size in sizes):
        raise MalformedMessage(name, "id and size of the dataset differ in length", _TRY)
    if prod(sizes) > CELLS:
        raise InputTooLarge(name, f"a cube of {prod(sizes):,} cells", "Ask for fewer dimensions.")
    codes = [
        _codes(name, one, content["dimension"][one], size) for one, size in zip(names, sizes, strict=True)
    ]
    values, statuses = _sparse(content["value"]), _status(content.get("status"), prod(sizes))
    if values and max(values) >= prod(sizes):
        raise MalformedMessage(name, f"{max(values) + 1} values for a cube of {prod(sizes)} cells", _TRY)
    headers = _headers(names, content.get("role") or {})
    units = _units(names, content)
    source = str(content.get("source") or "")
    return _rows(headers, codes, sizes, values, statuses, units, source)


def _rows(
    headers: list[str], codes: list[list[str]], sizes: list[int], values: dict[int, Any],
    statuses: dict[int, str], units: tuple[int, dict[str, str]], source: str,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for at, value in sorted(values.items()):
        if value is None and at not in statuses:
            continue  # a cell that nobody filled, as an empty cell of a wide table
        row: dict[str, Any] = {}
        rest = at
        for place in range(len(sizes) - 1, -1, -1):
            rest, index = divmod(rest, sizes[place])
            row[headers[place]] = codes[place][index]
        if units[1]:
            row["unit"] = units[1].get(
                codes[units[0]][at // prod(sizes[units[0] + 1 :]) % sizes[units[0]]], ""
            )
        yield {
            **row,
            "value": value,
            "status": statuses.get(at, ""),
            **({"source": source} if source else {}),
        }


def _codes(name: str, dimension: str, content: Mapping[str, Any], size: int) -> list[str]:
    category = content["category"]
    index = category.get("index")
    if index is None:
        codes = list(category["label"])
    elif isinstance(index, dict):
        codes = [code for code, _ in sorted(index.items(), key=lambda pair: pair[1])]
    else:
        codes = [str(code) for code in index]
    if len(codes) != size:
        problem = f"the dimension {dimension!r} has {len(codes)} categories, and its size is {size}"
        raise MalformedMessage(name, problem, _TRY)
    return codes


def _sparse(values: Any) -> dict[int, Any]:
    if isinstance(values, dict):
        return {int(at): value for at, value in values.items()}
    return dict(enumerate(values))


def _status(status: Any, cells: int) -> dict[int, str]:
    if isinstance(status, str):
        return dict.fromkeys(range(cells), status)
    if isinstance(status, dict):
        return {int(at): str(mark) for at, mark in status.items()}
    return {at: str(mark) for at, mark in enumerate(status or ()) if mark}


def _headers(names: list[str], role: Mapping[str, Any]) -> list[str]:
    known = {"time": "TIME_PERIOD", "geo": "REF_AREA", "metric": "SERIES"}
    renamed = {
        str(names_[0]): known[kind] for kind, names_ in role.items() if kind in known and len(names_) == 1
    }
    return [renamed.get(name, name) for name in names]


def _units(names: list[str], content: Mapping[str, Any]) -> tuple[int, dict[str, str]]:
    """(place of the dimension whose categories have units, code -> unit)."""
    for place, name in enumerate(names):
        unit = content["dimension"][name]["category"].get("unit")
        if isinstance(unit, dict):
            return place, {
                code: str(one.get("label") or one.get("symbol") or "") for code, one in unit.items()
            }
    return 0, {}
