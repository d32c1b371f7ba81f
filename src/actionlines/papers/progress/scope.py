"""The scope of a report: a country, the members of a region, an action line, an indicator."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from types import MappingProxyType

import polars as pl

from actionlines.errors import UnknownConcept
from actionlines.framework import load
from actionlines.indicators.areas import areas_of_kind, near_names
from actionlines.indicators.groups import WORLD, area_members, day_of_year, first_listing, indicators_of_line
from actionlines.papers.names import area_name

# Areas for which group figures are made when no area is asked for.
GROUP_KINDS = ("itu-region", "group")
SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """At most one of country (ISO 3166 alpha-3) and region (id of an area), one line, one indicator."""

    country: str = ""
    region: str = ""
    line: str = ""
    indicator: str = ""
    indicators: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Return the fields of the scope that are not empty, by name."""
        pairs = (("country", self.country), ("region", self.region), ("line", self.line))
        values = dict((*pairs, ("indicator", self.indicator)))
        return MappingProxyType({name: value for name, value in values.items() if value})

    @property
    def words(self) -> str:
        """Return the scope in words: "Kenya; action line C2"."""
        parts = [area_name(area) for area in (self.country, self.region) if area]
        if self.line:
            parts.append(f"action line {self.line}: {load().action_line(self.line).names.get('en', '')}")
        if self.indicator:
            parts.append(f"indicator {self.indicator.removeprefix('sdg:')}")
        return "; ".join(parts) or "all countries and indicators in the files"


def make_scope(country: str = "", region: str = "", line: str = "", indicator: str = "") -> Scope:
    """Return the scope with its ids checked against the framework.

    Raises UnknownConcept (AL302) for a country, region or line that does not exist. An indicator that the
    framework does not list is taken for the code of a series.
    """
    framework = load()
    country = _known_id(country, "country", framework.countries) if country else ""
    region = _known_id(region, "region", framework.areas) if region else ""
    line = framework.action_line(line).id if line else ""
    ids = set(indicators_of_line(line)) if line else set()
    ids |= {indicator.id for indicator in framework.indicators.values() if first_listing(indicator.id) in ids}
    if indicator and _is_listed(indicator):
        indicator = framework.indicator(indicator).id
    return Scope(country, region, line, indicator, frozenset(ids))


def _known_id(id_text: str, what: str, ids: Iterable[str]) -> str:
    """Return the id as the framework writes it, whatever the case it was given in."""
    known_ids = {area_id.casefold(): area_id for area_id in ids}
    if matches := known_ids.get(id_text.strip().casefold()):
        return matches
    raise UnknownConcept(id_text, f"no {what} has this id", suggest_ids(id_text.strip(), known_ids.values()))


def suggest_ids(word: str, ids: Iterable[str]) -> str:
    """Return advice for an id of an area that does not exist: which of `ids` come near, by code or by name."""
    known_ids = {area_id.casefold(): area_id for area_id in ids}
    close = difflib.get_close_matches(word.casefold(), known_ids, n=len(known_ids), cutoff=0.6)
    # The beginning of a code is less often wrong than its end.
    close.sort(key=lambda item: -_shared_letters(item, word.casefold()))
    # A name says more than letters in common: Kenya is KEN, not KNA.
    named = (item for item in near_names(word) if item.casefold() in known_ids)
    suggestions = tuple(dict.fromkeys((*named, *(known_ids[item] for item in close))))[:SUGGESTED]
    advice = "`actionlines framework list countries` and `… list areas` show all ids."
    if not suggestions:
        return advice
    text = ", ".join(f"{item} ({area_name(item)})" for item in suggestions)
    return f"Did you mean {text}? {advice}"


def _shared_letters(first: str, other: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(first, other, strict=False))))


def _is_listed(indicator: str) -> bool:
    code = indicator.lower()
    return (code if code.startswith("sdg:") else f"sdg:{code}") in load().indicators


def filter_table(table: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return the rows of the long table that the scope asks for."""
    if scope.country:
        table = table.filter(pl.col("area") == scope.country)
    if scope.region:
        year = table["year"].max()
        inside = area_members(scope.region, day_of_year(year) if isinstance(year, int) else date.today())
        table = table.filter(pl.col("area").is_in([*inside, scope.region]))
    if scope.line:
        table = table.filter(pl.col("indicator").is_in(sorted(scope.indicators)))
    if scope.indicator:
        table = table.filter(
            (pl.col("indicator") == scope.indicator) | (pl.col("series").str.to_lowercase() == scope.indicator.lower())
        )
    return table


def is_country(area: str) -> bool:
    """Return whether an area is a country of the framework, not a region or an aggregate such as ARB."""
    return area in load().countries


def of_countries() -> pl.Expr:
    """Return the rows of a table whose area `is_country` as an expression."""
    return pl.col("area").is_in(list(load().countries))


def title_of(indicator: str, series: str, names: Mapping[str, str]) -> str:
    """Return the title of a series: as its source has it, else that of the framework, else its code."""
    if names.get(series):
        return names[series]
    found_indicator = load().indicators.get(indicator)
    return found_indicator.title if found_indicator else series or indicator


def tell_apart(table: pl.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    """Return series -> title; the code of the series follows a title that several series of the table share.

    The title tells series apart and nothing else: rules that read words of a title take `names`.
    """
    kinds = table.filter(pl.col("series") != "").select("indicator", "series").unique(maintain_order=True)
    titles = {series: title_of(indicator, series, names) for indicator, series in kinds.iter_rows()}
    shared = Counter(titles.values())
    return {**names, **{series: f"{text} ({series})" for series, text in titles.items() if shared[text] > 1}}


def list_groups(scope: Scope) -> tuple[str, ...]:
    """Return ids of the groups for which figures are made; none for a single country."""
    if scope.country:
        return ()
    if scope.region:
        return (scope.region,)
    return (WORLD, *(area for kind in GROUP_KINDS for area in areas_of_kind(kind)))
