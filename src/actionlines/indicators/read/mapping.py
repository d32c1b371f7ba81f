"""Read column mappings in YAML for inputs with unclear headers. docs/reference/indicators-data.md has the form.

Series that are known by their code or full title: the indicator they belong to, their title, their unit.

data/series_indicators.csv lists the codes of UNSD, data/known_series.csv those of ITU and the World Bank, each
with its source. A series that is in neither is one of its own, without an indicator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from actionlines.errors import BadMapping
from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.model import escape_text
from actionlines.indicators.read.columns import DATA
from actionlines.indicators.units import fold_unit, unit_of
from actionlines.json_types import JsonMapping, JsonObject

# Codes of household surveys in the DataHub end in the group of people: HH%U4212_HHCRuralUsers, …_HHC15to24; the
# whole is …_HHTotalIndividual.
_PART = re.compile(r"(.+)_HH(C|Total)(\w+)", re.ASCII)
# Codes of prices in the DataHub end in the unit, which its files give as that of the share of GNI for all three.
_PRICES = {
    "_GNI": ("percent_gni_pc", "price in per cent of GNI per person"),
    "_PPP": ("ppp_usd", "price in international dollars"),
    "$": ("usd", "price in US dollars"),
}
_AGES = re.compile(r"(\d{1,2})to(\d{1,3})(?:Users)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A series of a source: its code as written there, its full title, its indicator, the unit of its values.

    `title`, `indicator` and `unit` are "" where the table says nothing of them.
    """

    code: str
    title: str = ""
    indicator: str = ""
    unit: str = ""


@cache
def _read_codes() -> Mapping[str, KnownSeries]:
    """Code in upper case -> what is known of it."""
    series_by_code = {
        row["series"].upper(): KnownSeries(row["series"], "", row["indicator"])
        for row in read_table("series_indicators", DATA)
    }
    for row in read_table("known_series", DATA):
        if row["series"]:
            series_by_code[row["series"].upper()] = KnownSeries(
                row["series"], row["title"], row["indicator"], row["unit"]
            )
    return MappingProxyType(series_by_code)


@cache
def _list_titles() -> Mapping[str, str]:
    """Folded title -> indicator."""
    named = {fold_unit(row["title"]): row["indicator"] for row in read_table("known_series", DATA)}
    return MappingProxyType({title: indicator for title, indicator in named.items() if title})


def find_known(code: str) -> KnownSeries | None:
    """Return what is known of a code, whatever its case and its group of people; None where it is not listed."""
    return _read_codes().get(code.upper()) or _read_codes().get(split_code(code)[0].upper())


def indicator_of(code: str, title: str = "") -> str:
    """Return the indicator of a series by its code, else by its full title; "" where it is of none.

    >>> indicator_of("i271g"), indicator_of("X", "Individuals using the Internet (% of population)")
    ('sdg:9.c.1', 'sdg:17.8.1')
    >>> indicator_of("i147l")
    ''
    """
    known_series = find_known(code)
    return known_series.indicator if known_series else _list_titles().get(fold_unit(title or code), "")


def series_code(text: str, upper: bool = False) -> str:
    """Return the code as its source writes it where it is listed, else as given (in upper case with `upper`).

    >>> series_code("it_use_ii99"), series_code("own"), series_code("own", True)
    ('IT_USE_ii99', 'own', 'OWN')
    """
    known_series = _read_codes().get(text.upper())
    return known_series.code if known_series else text.upper() if upper else text


def indicator_id(text: str) -> str:
    """Return the framework's id of an indicator where it has one, else as given.

    >>> indicator_id("9.c.1"), indicator_id("4-4-1"), indicator_id("own")
    ('sdg:9.c.1', 'sdg:4.4.1', 'own')
    """
    clean = text.strip().removeprefix("sdg:").replace("-", ".").lower()
    return f"sdg:{clean}" if f"sdg:{clean}" in load().indicators else text.strip()


@cache
def _list_groups() -> Mapping[str, str]:
    return {row["text"]: f"{row['dimension']}={row['value']}" for row in read_table("datahub_parts", DATA)}


def split_price(code: str) -> tuple[str, str]:
    """(unit, words for the title) of a price of the DataHub by the end of its code; "" twice where it is none.

    >>> split_price("i271mb_5GB$"), split_price("i99H")
    (('usd', 'price in US dollars'), ('', ''))
    """
    return next((pair for end, pair in _PRICES.items() if code.endswith(end)), ("", ""))


def split_code(code: str) -> tuple[str, str]:
    """(series, breakdown) of a code of the DataHub; the code whole and "" where it names no group that is known.

    >>> split_code("HH%U4212_HHCRuralUsers"), split_code("X_HHC15to24"), split_code("i271G")
    (('HH%U4212', 'location=rural'), ('X', 'age=15-24'), ('i271G', ''))
    """
    if match := _PART.fullmatch(code):
        if match[2] == "Total":
            return match[1], ""
        if ages := _AGES.fullmatch(match[3]):
            return match[1], f"age={escape_text(f'{int(ages[1])}-{int(ages[2])}')}"
        if group := _list_groups().get(match[3]):
            return match[1], group
    return code, ""


ROLES = (
    "indicator", "series", "series-name", "area", "area-name", "year", "value", "unit", "multiplier",
    "status", "note", "source", "licence",
)  # fmt: skip
_CONSTANTS = frozenset(("indicator", "series", "area", "year", "unit", "status", "note", "source", "licence"))
_LARGEST = 1_000_000


def _empty_mapping() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What is in which column.

    columns     role -> header
    dimensions  dimension -> header
    values      headers of value columns of a wide table -> code of the series
    series      an office's own code -> the indicator, title and unit that it represents
    constants   role -> value, for what no column says
    ignore      headers to leave alone
    limits      (low, high) that values keep to, None for open ends; () where the unit says
    decimal     "." or ","; "" to look
    delimiter, encoding, sheet  as the names say; "" to look
    """

    columns: Mapping[str, str] = field(default_factory=_empty_mapping)
    dimensions: Mapping[str, str] = field(default_factory=_empty_mapping)
    values: Mapping[str, str] = field(default_factory=_empty_mapping)
    series: Mapping[str, KnownSeries] = field(default_factory=lambda: MappingProxyType({}))
    constants: Mapping[str, str] = field(default_factory=_empty_mapping)
    ignore: tuple[str, ...] = ()
    limits: tuple[float | None, ...] = ()
    decimal: str = ""
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    name: str = field(default="mapping", compare=False)


def read_mapping(source: str | Path | JsonMapping | ColumnMapping | None) -> ColumnMapping:
    """Return a mapping from a YAML file or from its content. Raises BadMapping (AL603) naming the field."""
    if source is None:
        return ColumnMapping()
    if isinstance(source, ColumnMapping):
        return source
    if isinstance(source, Mapping):
        return _check_mapping("mapping", source)
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
    return _check_mapping(path.name, content)


_SEE = "docs/reference/indicators-data.md shows the form of a mapping."


def _check_mapping(name: str, content: Mapping[Any, Any]) -> ColumnMapping:
    known = {entry.name for entry in fields(ColumnMapping)} - {"name"}
    if extra := sorted(str(key) for key in content if key not in known):
        raise BadMapping(name, f"has no field {extra[0]!r}", f"The fields are {', '.join(sorted(known))}.")
    settings: JsonObject = {"name": name}
    for key, value in content.items():
        if key in ("columns", "dimensions", "values", "constants"):
            settings[key] = _read_pairs(name, key, value)
        elif key == "series":
            settings[key] = _codes(name, value)
        elif key == "ignore":
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise BadMapping(name, f"{key} is not a list of headers", _SEE)
            settings[key] = tuple(value)
        elif key == "limits":
            settings[key] = _read_limits(name, value)
        elif not isinstance(value, str):
            raise BadMapping(name, f"{key} holds {value!r}, not a text", _SEE)
        else:
            settings[key] = value
    _known_key(name, "columns", settings.get("columns", ()), ROLES)
    _known_key(name, "constants", settings.get("constants", ()), _CONSTANTS)
    if settings.get("decimal", "") not in ("", ".", ","):
        raise BadMapping(name, f"decimal holds {settings['decimal']!r}", 'Write "." or ",".')
    sign = settings.get("delimiter", ",")
    if len(sign) > 1 or not sign.isascii() or sign in ('"', "\r", "\n"):
        raise BadMapping(name, f"delimiter holds {sign!r}", 'Write one sign, "\\t" for a tab.')
    return ColumnMapping(**settings)


def _known_key(name: str, key: str, value: Any, allowed: Any) -> None:
    if extra := sorted(set(value) - set(allowed)):
        raise BadMapping(name, f"{key} has no {extra[0]!r}", f"It can hold {', '.join(sorted(allowed))}.")


def _read_pairs(name: str, key: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(v, str | int | float) for v in value.values()):
        raise BadMapping(name, f"{key} is not a list of names with values", _SEE)
    return MappingProxyType({str(first): str(other) for first, other in value.items()})


def _codes(name: str, value: object) -> Mapping[str, KnownSeries]:
    """Return the series of `series`: code -> id of an indicator, or a list of indicator, title and unit."""
    if not isinstance(value, Mapping):
        raise BadMapping(name, "series is not a list of codes", _SEE)
    series_by_code = {}
    for code, entry in value.items():
        codes = {"indicator": entry} if isinstance(entry, str | int | float) else entry
        if not isinstance(codes, Mapping) or not all(isinstance(text, str | int | float) for text in codes.values()):
            raise BadMapping(name, f"series {code!r} names no indicator", _SEE)
        _known_key(name, f"series {code!r}", codes, ("indicator", "title", "unit"))
        indicator, unit = (indicator_id(str(codes.get("indicator", ""))), unit_of(str(codes.get("unit", "")))[0])
        series_by_code[str(code)] = KnownSeries(str(code), str(codes.get("title", "")), indicator, unit)
    return MappingProxyType(series_by_code)


def _read_limits(name: str, value: Any) -> tuple[float | None, ...]:
    good = isinstance(value, list) and len(value) == 2
    if not good or not all(v is None or (isinstance(v, int | float) and not isinstance(v, bool)) for v in value):
        raise BadMapping(name, f"limits holds {value!r}", "Write [low, high], with null for an open end.")
    return tuple(None if v is None else float(v) for v in value)
