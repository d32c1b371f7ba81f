"""Groups that a text asks together: who belongs to each on a day, and what groups somebody belongs to.

"Action line facilitators" are the bodies that facilitate a line, "Member States" are countries, the United Nations
system is its entities. Nothing is written into a record: a group is resolved when somebody asks what X is asked.

>>> asked_of("itu").groups[:2]
('action-line-facilitators', 'specialized-agencies')
>>> "itu-bdt-director" in asked_of("itu").parts
True
>>> len(list_members("itu-member-states")), "KEN" in list_members("governments")
(194, True)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from actionlines.framework.bodies import NAMED, body_of, list_ancestors
from actionlines.framework.framework import load

CURRENT_ROLES = ("lead", "co-facilitator", "partner")
"""Roles of facilitators today, in the order of a page; the others are history."""
_FACILITATORS = "facilitators"
_OF_STATES = ("itu-members", "states", "stakeholder-group")  # kinds that are no part of the body above them


@dataclass(frozen=True, slots=True)
class AskedBodies:
    """Under what names somebody is asked.

    named    the ids themselves: bodies, or countries by their alpha-3 codes
    groups   ids of bodies that represent groups to which one of them belongs, the smallest group first
    parts    ids of bodies that belong to one of them: offices, organs, officials
    """

    named: tuple[str, ...]
    groups: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return all ids, without repetition: named, then groups, then parts."""
        return tuple(dict.fromkeys((*self.named, *self.groups, *self.parts)))

    def is_among(self, bodies: Iterable[str]) -> bool:
        """Return whether a text that asks these bodies asks them: by name, in a group, or through a part."""
        labels = set(bodies)
        owners = {body.parent for label in labels if label.startswith(NAMED) and (body := body_of(label))}
        return not set(self.all).isdisjoint(labels | owners)


def asked_of(*ids: str, on: date | None = None) -> AskedBodies:
    """Return under what names these bodies or countries are asked on a day (today if none is given).

    `on` decides on membership: a country that left the least developed countries is not asked with them later.
    An id that the framework does not know has neither groups nor parts.
    """
    return _asked_on(ids, on or date.today())


@lru_cache(maxsize=256)
def _asked_on(ids: tuple[str, ...], day: date) -> AskedBodies:
    keys = {group for id_ in ids for group in _groups_by_body(day).get(id_, ())} - set(ids)
    groups = sorted(keys, key=lambda group: (len(_members_by_group(day)[group]), group))
    parts = (part for id_ in ids for part in _parts_of(id_) if part not in ids and part not in groups)
    return AskedBodies(ids, tuple(groups), tuple(dict.fromkeys(parts)))


def list_members(group: str, on: date | None = None) -> frozenset[str]:
    """Return who is asked when a group is: ids of bodies and alpha-3 codes, groups within it included.

    Empty for a body that is no group.
    """
    return _members_by_group(on or date.today()).get(group, frozenset())


def lines_of(bodies: Iterable[str], on: date | None = None) -> tuple[str, ...]:
    """Return the Action Lines that a text means by asking these bodies: those of "the facilitators" are all.

    A line counts where a member of the group facilitates it today; C7 counts with its parts.
    """
    framework = load()
    if not any(_FACILITATORS in row.members for body in bodies if (row := framework.groups.get(body))):
        return ()
    led = {facilitator.action_line for facilitator in framework.facilitators if facilitator.role in CURRENT_ROLES}
    led |= {framework.action_lines[body_id].parent for body_id in led}
    return tuple(action_line for action_line in framework.action_lines if action_line in led)


def _parts_of(body: str) -> tuple[str, ...]:
    known = load().bodies
    if body not in known or known[body].kind in _OF_STATES or body in load().groups:
        return ()
    return tuple(group for group in known if known[group].kind not in _OF_STATES and body in list_ancestors(group))


@lru_cache(maxsize=64)
def _groups_by_body(day: date) -> Mapping[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = {}
    for group, held in _members_by_group(day).items():
        for body in held:
            holders.setdefault(body, []).append(group)
    return MappingProxyType({body: tuple(sorted(groups)) for body, groups in holders.items()})


@lru_cache(maxsize=64)
def _members_by_group(day: date) -> Mapping[str, frozenset[str]]:
    held: dict[str, frozenset[str]] = {}
    for group in load().groups:
        _fill_group(group, day, held)
    return MappingProxyType(held)


def _fill_group(group: str, day: date, held: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the members of a group, after those of the groups in it; a circle ends where it began."""
    if group in held:
        return held[group]
    row = load().groups[group]
    held[group] = frozenset()
    chosen = _select_members(group, row.members, day, held) - _select_members(group, row.without, day, held)
    held[group] = frozenset(chosen - {group})
    return held[group]


def _select_members(group: str, selectors: Iterable[str], day: date, held: dict[str, frozenset[str]]) -> frozenset[str]:
    bodies: set[str] = set()
    for selector in selectors:
        for member in _direct_members(group, selector, day):
            bodies.add(member)
            if member in load().groups:
                bodies |= _fill_group(member, day, held)
    return frozenset(bodies)


def _direct_members(group: str, selector: str, day: date) -> Iterator[str]:
    """Yield those that a cell of groups.csv names: `facilitators`, `children`, `kind:…`, `area:…` or a body."""
    framework = load()
    what, _colon, name = selector.partition(":")
    if selector == _FACILITATORS:
        yield from (facilitator.body for facilitator in framework.facilitators if facilitator.role in CURRENT_ROLES)
    elif selector == "children":
        yield from (body.id for body in framework.bodies.values() if body.parent == group)
    elif what == "kind":
        yield from (body.id for body in framework.bodies.values() if body.kind == name)
    elif what == "area":
        yield from framework.members(name, on=day) if name in framework.areas else (name,)
    else:
        yield selector
