"""What each column of an input is: by the mapping first, by the headers second, by the cells last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType

import polars as pl

from actionlines.errors import BadMapping, UnknownLayout
from actionlines.indicators.read.columns import (
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
from actionlines.indicators.read.mapping import ColumnMapping, KnownSeries
from actionlines.indicators.units import fold_unit

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
            "Write the delimiter into a mapping (--mapping FILE.yaml)."
            if alone
            else f"Say which they are in a mapping (--mapping FILE.yaml): columns: {{{lacking[0]}: YOUR HEADER}}."
        )
        raise UnknownLayout(raw.name, problem, f"{_list_headers(headers)} {advice}")


def _list_headers(headers: Iterable[str]) -> str:
    names = [name[:40] for name in headers]
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"The columns are: {', '.join(names[:20]).rstrip('.')}{more}."
