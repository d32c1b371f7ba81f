"""What each column of an input is: by the mapping first, by the headers second, by the cells last.

docs/reference/indicators-data.md has the form of a mapping in YAML. data/series_indicators.csv lists the codes of
UNSD, data/known_series.csv those of ITU and the World Bank, each with its source: indicator, title and unit of a
series. A series that is in neither is one of its own, without an indicator.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

import polars as pl

from actionlines.errors import BadMapping, UnknownLayout
from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.areas import fold_unit, unit_of
from actionlines.indicators.model import escape_text
from actionlines.indicators.read.columns import (
    DATA,
    ROW,
    Raw,
    describing_column,
    find_misplaced,
    fold_header,
    is_numeric,
    layout_of,
    of_location,
    of_places,
    of_titles,
    read_dimensions,
    read_roles,
    says_something,
    year_column,
)
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
def unsd_series() -> frozenset[str]:
    """Return the codes of the series of UNSD."""
    return frozenset(row["series"] for row in read_table("series_indicators", DATA))


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


_OPEN_SDG_NAME = re.compile(r"(?:^|_)(\d{1,2})-(\d{1,2}|[a-d])-(\d{1,2})(?:\D|$)")


@dataclass(frozen=True)
class Plan:
    """Roles -> header for one-of-a-kind columns; `status` may be in several columns.

    wide    headers of value columns when there is one per year or per series, else ()
    years   header -> year where the wide columns are years
    known   what the mapping says of an office's own codes
    series  header -> code of the series where the wide columns are series
    """

    roles: Mapping[str, str]
    statuses: tuple[str, ...]
    dimensions: Mapping[str, str]  # header -> dimension
    wide: tuple[str, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    layout: str = "columns"
    known: Mapping[str, KnownSeries] = field(default_factory=dict)

    def understood(self) -> Mapping[str, str]:
        """Return what is taken from each column: header -> role, dimension, or "not used"."""
        columns_by_role = {header: role for role, header in self.roles.items()}
        columns_by_role |= dict.fromkeys(self.statuses, "status")
        columns_by_role |= {header: f"breakdown: {name}" for header, name in self.dimensions.items()}
        columns_by_role |= dict.fromkeys(self.wide, "values of a year" if self.years else "values of a series")
        return MappingProxyType({**columns_by_role, **dict.fromkeys(self.ignored, "not used")})


def make_plan(raw: Raw, first: pl.DataFrame, mapping: ColumnMapping) -> Plan:
    """Return the plan for an input, from the columns and first rows of it.

    Raises UnknownLayout (AL602) naming the columns that are there when no year or no value is found, and
    BadMapping (AL603) when the mapping names a column that is not there.
    """
    headers = [name for name in first.columns if name != ROW]
    _all_there(headers, mapping)
    layout = layout_of((fold_header(name) for name in headers), raw.format)
    found: dict[str, str] = dict(mapping.columns)
    dims = {header: name for name, header in mapping.dimensions.items()}
    statuses = [found["status"]] if "status" in found else []
    taken = {*found.values(), *dims, *mapping.values, *mapping.ignore}
    ignored: list[str] = []
    rest: list[str] = []
    for header in headers:
        if header in taken:
            continue
        name = fold_unit(fold_header(header))
        role = read_roles().get(name, "")
        if role == "skip" or (role == "note" and role in found):
            ignored.append(header)
        elif role == "status":
            statuses.append(header)
        elif role == "area" and of_location(first[header]):
            dims[header] = "location"
        elif role == "indicator" and "series-name" not in found and of_titles(first[header]):
            found["series-name"] = header
        elif read_dimensions().get(name) == "location" and "area" not in found and of_places(first[header]):
            found["area"] = header
        elif role and role not in found and not (role == "value" and mapping.values):
            found[role] = header
        elif name in read_dimensions():
            dims[header] = read_dimensions()[name]
        else:
            rest.append(header)
    if layout == "open-sdg" and found.keys() & {"area", "area-name"}:
        layout = ""  # such files are of one country, which they do not name
    for role in mapping.constants.keys() - mapping.columns.keys():  # what the mapping says goes before headers
        for own_role in (role, "area-name") if role == "area" else (role,):
            ignored += [found.pop(own_role)] if own_role in found else []
    if "status" in mapping.constants:
        statuses = []
    constants = {**raw.constants, **mapping.constants}
    series: dict[str, str] = dict(mapping.values)
    years = {h: year for h in rest if (year := year_column(fold_header(h))) is not None} if "year" not in found else {}
    if "value" in found:
        years = {}
    rest = [header for header in rest if header not in years]
    if "value" not in found and not years and not series:
        columns = [header for header in rest if is_numeric(first[header])]
        series = {header: header for header in columns}
        rest = [header for header in rest if header not in series]
    if layout == "open-sdg" and (number := _OPEN_SDG_NAME.search(PurePath(raw.name).stem)):
        constants.setdefault("indicator", "sdg:" + ".".join(number.groups()))
    for header in rest:
        if not says_something(first[header]):
            ignored.append(header)
        elif kind := describing_column(first, header, found):
            if kind == "series" and "definition" not in found:
                found["definition"] = header
            else:
                ignored.append(header)
        else:
            dims[header] = fold_header(header)
    wide = tuple(years) or tuple(series)
    _check_complete(raw, headers, found, constants, wide, bool(years))
    if problem := find_misplaced(first, found):
        raise UnknownLayout(
            raw.name, problem, "Move the cells under their headers, or say in a mapping which is which."
        )
    return Plan(found, tuple(statuses), dims, wide, years, series, constants, tuple(ignored), layout or
                ("mapping" if mapping != ColumnMapping() else "columns"), mapping.series)  # fmt: skip


def _all_there(headers: Iterable[str], mapping: ColumnMapping) -> None:
    there = set(headers)
    named = [*mapping.columns.values(), *mapping.dimensions.values(), *mapping.values]
    if missing := [header for header in named if header not in there]:
        raise BadMapping(mapping.name, f"names the column {missing[0]!r}, which is not there", _list_headers(headers))


def _check_complete(
    raw: Raw, headers: list[str], columns: Mapping[str, str], constants: Mapping[str, str], wide: object, years: bool
) -> None:
    lacking = []
    if "year" not in columns and "year" not in constants and not years:
        lacking.append("year")
    if "value" not in columns and not wide:
        lacking.append("value")
    if lacking:
        alone = len(headers) < 2 and raw.format == "csv"
        problem = f"no column for the {' and the '.join(lacking)}"
        advice = (
            "Write the delimiter into a mapping for `actionlines measure --mapping FILE.yaml`."
            if alone
            else f"Call it {lacking[0]!r}; or read the file by `actionlines measure --mapping FILE.yaml`: "
            f"columns: {{{lacking[0]}: YOUR HEADER}}."
        )
        raise UnknownLayout(raw.name, problem, f"{_list_headers(headers)} {advice}")


def _list_headers(headers: Iterable[str]) -> str:
    names = [name[:40] for name in headers]
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"The columns are: {', '.join(names[:20]).rstrip('.')}{more}."
