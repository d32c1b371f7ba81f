"""The framework as one object: every table read once, on first use.

>>> framework = load()
>>> framework.target("9.c").title
'Access to ICTs and affordable Internet'
>>> [link.action_line for link in framework.matrix.links(target="3.d")]
['C1', 'C4', 'C7-eagriculture']
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from actionlines.errors import UnknownConcept
from actionlines.framework import model as m
from actionlines.framework import rows
from actionlines.framework.bodies import Body, bodies, read_bodies
from actionlines.framework.model import Matrix, is_in_force
from actionlines.framework.tables import DATA, read_table


class _Named(Protocol):
    @property
    def id(self) -> str:
        """Return the identifier of the row."""


T = TypeVar("T")
N = TypeVar("N", bound=_Named)


@dataclass(frozen=True)
class Framework:
    """The tables under `folder`, each a mapping id -> row or a tuple of rows, in the order of the file.

    Lookups take an id with or without its prefix (`sdg:9.c`, `9.c`; `gdc:11a`, `11a`; `al:C5`, `C5`) and
    raise UnknownConcept for one that does not exist.
    """

    folder: Path = DATA

    def _read(self, name: str, make: Callable[[Mapping[str, str]], T]) -> tuple[T, ...]:
        return tuple(make(row) for row in read_table(name, self.folder))

    @cached_property
    def labels(self) -> tuple[m.Label, ...]:
        """Return the short names of lines and goals, one per language."""
        return self._read("labels", rows.read_label)

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        by_language: dict[str, dict[str, str]] = {}
        for label in self.labels:
            by_language.setdefault(label.id, {})[label.lang] = label.name
        return by_language

    def _named(self, concept: str) -> Mapping[str, str]:
        return MappingProxyType(self._names.get(concept, {}))

    @cached_property
    def action_lines(self) -> Mapping[str, m.ActionLine]:
        """Return the 11 lines and the 8 lines of C7."""

        def make(row: Mapping[str, str]) -> m.ActionLine:
            """Return one row with its names in all languages."""
            names = self._named(row["id"])
            parts = (row["parent"], rows.read_number(row, "number"), names, row["description"], row["source"])
            return m.ActionLine(row["id"], *parts)

        return _by_id(self._read("action_lines", make))

    @cached_property
    def goals(self) -> Mapping[str, m.Goal]:
        """Return the 17 goals of the 2030 Agenda by id."""

        def make(row: Mapping[str, str]) -> m.Goal:
            """Return one row with its names in all languages."""
            return m.Goal(row["id"], rows.read_number(row, "number"), self._named(row["id"]), row["source"])

        return _by_id(self._read("goals", make))

    @cached_property
    def targets(self) -> Mapping[str, m.Target]:
        """Return the 169 targets of the 2030 Agenda by id."""
        return _by_id(self._read("targets", rows.read_target))

    @cached_property
    def indicators(self) -> Mapping[str, m.Indicator]:
        """Return the 248 listings of 231 indicators."""
        return _by_id(self._read("indicators", rows.read_indicator))

    @cached_property
    def matrix(self) -> Matrix:
        """Return the links of the WSIS-SDG Matrix."""
        return Matrix(self._read("matrix", rows.read_link), self.action_lines)

    @cached_property
    def facilitators(self) -> tuple[m.Facilitator, ...]:
        """Return which body facilitates which action line."""
        return self._read("facilitators", rows.read_facilitator)

    @cached_property
    def objectives(self) -> Mapping[str, m.Objective]:
        """Return the five objectives of the Global Digital Compact."""
        return _by_id(self._read("objectives", rows.read_objective))

    @cached_property
    def commitments(self) -> Mapping[str, m.Commitment]:
        """Return the commitments of the Compact and the paragraphs on its follow-up."""
        return _by_id(self._read("commitments", rows.read_commitment))

    @cached_property
    def connectivity(self) -> Mapping[str, m.ConnectivityTarget]:
        """Return the connectivity targets for 2030."""
        return _by_id(self._read("connectivity", rows.read_connectivity))

    @cached_property
    def countries(self) -> Mapping[str, m.Country]:
        """Countries and areas of ISO 3166."""
        return _by_id(self._read("countries", rows.read_country))

    @cached_property
    def areas(self) -> Mapping[str, m.Area]:
        """Regions, commissions and groups."""
        return _by_id(self._read("areas", rows.read_area))

    @cached_property
    def memberships(self) -> tuple[m.Membership, ...]:
        """Countries in ITU regions, commissions and groups, with dates."""
        return self._read("memberships", rows.read_membership)

    @cached_property
    def offices(self) -> Mapping[str, m.Office]:
        """Regional and area offices of ITU."""
        return _by_id(self._read("offices", rows.read_office))

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """Return the bodies that can be asked for something, by id."""
        return bodies() if self.folder == DATA else read_bodies(self.folder)

    @cached_property
    def groups(self) -> Mapping[str, m.Group]:
        """Return the bodies that represent others, by id; groups.py says who belongs to each."""
        return _by_id(self._read("groups", rows.read_group))

    @cached_property
    def names(self) -> Mapping[str, m.ConceptNames]:
        """Names of bodies and areas, titles of targets and the like, in the languages other than English."""
        return _by_id((*self._read("names", rows.read_called), *self._read("titles", rows.read_called)))

    @cached_property
    def short_names(self) -> Mapping[str, Mapping[str, str]]:
        """Usual short forms of bodies: id -> language -> form."""
        return MappingProxyType(dict(self._read("short_names", lambda row: (row["body"], rows.read_names(row)))))

    @cached_property
    def itu_names(self) -> Mapping[str, str]:
        """English names of economies where the list of ITU has another than that of the United Nations."""
        return MappingProxyType(dict(self._read("itu_names", lambda row: (row["id"], row["en"]))))

    def action_line(self, name: str) -> m.ActionLine:
        """Return an action line by its id: `C5`, `c7-ehealth` or `al:C5`."""
        bare = name.removeprefix("al:")
        return _get_row(self.action_lines, bare[:1].upper() + bare[1:].lower(), "action line")

    def goal(self, name: str | int) -> m.Goal:
        """Return a goal by its id or number: `sdg:9`, `9` or 9."""
        return _get_row(self.goals, _prefix_name("sdg", str(name)), "goal")

    def target(self, name: str) -> m.Target:
        """Return a target by its id: `sdg:9.c` or `9.c`."""
        return _get_row(self.targets, _prefix_name("sdg", name), "target")

    def indicator(self, name: str) -> m.Indicator:
        """Return an indicator by its id: `sdg:9.c.1` or `9.c.1`."""
        return _get_row(self.indicators, _prefix_name("sdg", name), "indicator")

    def objective(self, number: int) -> m.Objective:
        """Return an objective of the Global Digital Compact, 1 to 5."""
        return _get_row(self.objectives, f"gdc:objective-{number}", "objective")

    def commitment(self, name: str) -> m.Commitment:
        """Return a commitment by its id: `gdc:11a` or `11a`."""
        return _get_row(self.commitments, _prefix_name("gdc", name), "commitment")

    def country(self, name: str) -> m.Country:
        """By ISO 3166 alpha-3, whatever the case."""
        return _get_row(self.countries, name.upper(), "country")

    def area(self, name: str) -> m.Area:
        """`LDC`, `itu-region:AFR`, `un-commission:ECA`, `m49:202`."""
        return _get_row(self.areas, name, "area")

    def body(self, name: str) -> Body:
        """Return a body by its id: `itu`, `secretary-general`."""
        return _get_row(self.bodies, name.lower(), "body")

    def children(self, line: str) -> tuple[m.ActionLine, ...]:
        """Return the eight lines of C7; () for any other."""
        return tuple(subline for subline in self.action_lines.values() if subline.parent == line)

    def facilitators_of(self, line: str, role: str = "") -> tuple[m.Facilitator, ...]:
        """Return who facilitates a line, in the order of the file; only those with `role` if one is given."""
        return tuple(
            facilitator
            for facilitator in self.facilitators
            if facilitator.action_line == line and (not role or facilitator.role == role)
        )

    def indicators_of(self, target: str) -> tuple[m.Indicator, ...]:
        """Return the indicators listed under a target."""
        wanted = self.target(target).id
        return tuple(row for row in self.indicators.values() if row.target == wanted)

    def members(self, area: str, *, on: date | None = None, associates: bool = False) -> tuple[str, ...]:
        """Alpha-3 codes of an area's members on a day (today if none is given), in order.

        Geographic regions (`m49:…`) do not change with time; groups, ITU regions and commissions may.
        """
        wanted, day = self.area(area).id, on or date.today()
        if wanted.startswith("m49:"):
            ids = (c.id for c in self.countries.values() if wanted in (c.region, c.subregion))
        else:
            ids = (
                membership.country
                for membership in self.memberships
                if membership.area == wanted
                and is_in_force(membership, day)
                and (associates or membership.role == "member")
            )
        return tuple(sorted(ids))

    def areas_of(self, country: str, *, on: date | None = None) -> tuple[str, ...]:
        """Return ids of the areas that a country is a member of on a day (today if none is given)."""
        state, day = self.country(country), on or date.today()
        dated = (
            membership.area
            for membership in self.memberships
            if membership.country == state.id and membership.role == "member" and is_in_force(membership, day)
        )
        return tuple(area for area in (state.region, state.subregion) if area) + tuple(dated)


@cache
def load(folder: Path = DATA) -> Framework:
    """Return the framework of this release; nothing is read before it is asked for."""
    return Framework(folder)


def _prefix_name(prefix: str, name: str) -> str:
    return name.lower() if name.lower().startswith(f"{prefix}:") else f"{prefix}:{name.lower()}"


def _by_id(nodes: Iterable[N]) -> Mapping[str, N]:
    return MappingProxyType({row.id: row for row in nodes})


_LISTED = {
    "action line": "action-lines",
    "goal": "goals",
    "target": "targets",
    "indicator": "indicators",
    "objective": "objectives",
    "commitment": "commitments",
    "country": "countries",
    "area": "areas",
    "body": "bodies",
}


def _get_row(table: Mapping[str, T], key: str, kind: str) -> T:
    try:
        return table[key]
    except KeyError:
        advice = f"`actionlines framework list {_LISTED[kind]}` shows all ids."
        raise UnknownConcept(key, f"no such {kind}", advice) from None
