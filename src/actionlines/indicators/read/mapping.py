"""Read column mappings in YAML for inputs with unclear headers. docs/reference/indicators-data.md has the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from actionlines.errors import BadMapping
from actionlines.indicators.check.units import unit_of
from actionlines.indicators.read.known_series import KnownSeries, indicator_id

ROLES = (
    "indicator", "series", "series-name", "area", "area-name", "year", "value", "unit", "multiplier",
    "status", "note", "source", "licence",
)  # fmt: skip
_CONSTANTS = frozenset(("indicator", "series", "area", "year", "unit", "status", "note", "source", "licence"))
_LARGEST = 1_000_000


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What stands in which column.

    columns     role -> header
    dimensions  dimension -> header
    values      headers of value columns of a wide table -> code of the series
    series      an office's own code -> the indicator, title and unit that it stands for
    constants   role -> value, for what no column says
    ignore      headers to leave alone
    limits      (low, high) that values keep to, None for open ends; () where the unit says
    decimal     "." or ","; "" to look
    delimiter, encoding, sheet  as the names say; "" to look
    """

    columns: Mapping[str, str] = field(default_factory=_empty)
    dimensions: Mapping[str, str] = field(default_factory=_empty)
    values: Mapping[str, str] = field(default_factory=_empty)
    series: Mapping[str, KnownSeries] = field(default_factory=lambda: MappingProxyType({}))
    constants: Mapping[str, str] = field(default_factory=_empty)
    ignore: tuple[str, ...] = ()
    limits: tuple[float | None, ...] = ()
    decimal: str = ""
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    name: str = field(default="mapping", compare=False)


def read_mapping(source: str | Path | Mapping[str, Any] | ColumnMapping | None) -> ColumnMapping:
    """Return a mapping from a YAML file or from its content. Raises BadMapping (AL603) naming the field."""
    if source is None:
        return ColumnMapping()
    if isinstance(source, ColumnMapping):
        return source
    if isinstance(source, Mapping):
        return _checked("mapping", source)
    import yaml

    path = Path(source)
    try:
        if path.stat().st_size > _LARGEST:
            raise BadMapping(path.name, "is larger than a mapping can be", "Give the mapping, not the data.")
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadMapping(path.name, "file not found", "Check the path.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = " ".join(str(error).split())
        raise BadMapping(path.name, f"cannot be read as YAML ({line[:200]})", _SEE) from error
    if not isinstance(content, Mapping):
        raise BadMapping(path.name, "is not a list of fields with values", _SEE)
    return _checked(path.name, content)


_SEE = "docs/reference/indicators-data.md shows the form of a mapping."


def _checked(name: str, content: Mapping[Any, Any]) -> ColumnMapping:
    known = {entry.name for entry in fields(ColumnMapping)} - {"name"}
    if extra := sorted(str(key) for key in content if key not in known):
        raise BadMapping(name, f"has no field {extra[0]!r}", f"The fields are {', '.join(sorted(known))}.")
    given: dict[str, Any] = {"name": name}
    for key, value in content.items():
        if key in ("columns", "dimensions", "values", "constants"):
            given[key] = _pairs(name, key, value)
        elif key == "series":
            given[key] = _codes(name, value)
        elif key == "ignore":
            given[key] = _texts(name, key, value)
        elif key == "limits":
            given[key] = _limits(name, value)
        elif not isinstance(value, str):
            raise BadMapping(name, f"{key} holds {value!r}, not a text", _SEE)
        else:
            given[key] = value
    _known(name, "columns", given.get("columns", ()), ROLES)
    _known(name, "constants", given.get("constants", ()), _CONSTANTS)
    if given.get("decimal", "") not in ("", ".", ","):
        raise BadMapping(name, f"decimal holds {given['decimal']!r}", 'Write "." or ",".')
    sign = given.get("delimiter", ",")
    if len(sign) > 1 or not sign.isascii() or sign in ('"', "\r", "\n"):
        raise BadMapping(name, f"delimiter holds {sign!r}", 'Write one sign, "\\t" for a tab.')
    return ColumnMapping(**given)


def _known(name: str, key: str, given: Any, allowed: Any) -> None:
    if extra := sorted(set(given) - set(allowed)):
        raise BadMapping(name, f"{key} has no {extra[0]!r}", f"It can hold {', '.join(sorted(allowed))}.")


def _pairs(name: str, key: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(v, str | int | float) for v in value.values()):
        raise BadMapping(name, f"{key} is not a list of names with values", _SEE)
    return MappingProxyType({str(one): str(other) for one, other in value.items()})


def _codes(name: str, value: Any) -> Mapping[str, KnownSeries]:
    """Return the series of `series`: code -> id of an indicator, or a list of indicator, title and unit."""
    if not isinstance(value, Mapping):
        raise BadMapping(name, "series is not a list of codes", _SEE)
    found = {}
    for code, given in value.items():
        one = {"indicator": given} if isinstance(given, str | int | float) else given
        if not isinstance(one, Mapping) or not all(
            isinstance(text, str | int | float) for text in one.values()
        ):
            raise BadMapping(name, f"series {code!r} names no indicator", _SEE)
        _known(name, f"series {code!r}", one, ("indicator", "title", "unit"))
        indicator, unit = indicator_id(str(one.get("indicator", ""))), unit_of(str(one.get("unit", "")))[0]
        found[str(code)] = KnownSeries(str(code), str(one.get("title", "")), indicator, unit)
    return MappingProxyType(found)


def _texts(name: str, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadMapping(name, f"{key} is not a list of headers", _SEE)
    return tuple(value)


def _limits(name: str, value: Any) -> tuple[float | None, ...]:
    good = isinstance(value, list) and len(value) == 2
    if not good or not all(
        v is None or (isinstance(v, int | float) and not isinstance(v, bool)) for v in value
    ):
        raise BadMapping(name, f"limits holds {value!r}", "Write [low, high], with null for an open end.")
    return tuple(None if v is None else float(v) for v in value)
