"""Who is asked, one by one, and for whom an account answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN, body_of
from actionlines.framework.groups import CURRENT_ROLES, asked_of, lines_of, list_members
from actionlines.register.core.concepts import name_of
from actionlines.register.core.models import Person, Record
from actionlines.register.core.permissions import reach, roles_of
from actionlines.register.organisations.models import Organisation

ORGANISATION = "org:"


@dataclass(frozen=True, slots=True)
class Party:
    """One for whom somebody answers.

    key       id of a body or country, or `org:12` for an organisation that is none
    asked_as  ids under which texts ask it
    line      the action line to which a role limits the answers; "" for no limit
    """

    key: str
    asked_as: tuple[str, ...]
    line: str = ""

    def is_asked(self, record: Record) -> bool:
        """Return whether a mandate asks the party, by name, in a group or through a part of it."""
        bodies = record.asked_bodies()
        if not asked_of(*self.asked_as).is_among(bodies):
            return False
        return not self.line or self.line in lines_of(bodies) or self.line in reach(record)


def parties_of(user: Person) -> tuple[Party, ...]:
    """Return for whom the roles of an account let it answer. Read once for a user object.

    A role without a scope speaks for nobody; that of an action line for its facilitators, or for that one among
    them to which the account belongs.
    """
    if not user.is_authenticated:
        return ()
    if user.held_parties is None:
        scopes = [scope for _role, scope in roles_of(user) if scope]
        numbers = {number for scope in scopes if (number := organisation_number(scope))} | {user.organisation_id or 0}
        user.held_parties = list_parties(scopes, user.organisation_id, Organisation.objects.in_bulk(numbers - {0}))
    return user.held_parties


def list_parties(
    scopes: Iterable[str], own: int | None, organisations: Mapping[int, Organisation]
) -> tuple[Party, ...]:
    """Return the parties of scopes, none twice. own: number of the organisation of the account."""
    framework = load()
    parties: dict[tuple[str, str], Party] = {}
    for scope in scopes:
        matches: list[Party] = []
        if organisation := organisations.get(organisation_number(scope)):
            matches = [party_of(organisation)]
        elif scope in framework.countries:
            matches = [Party(scope, (scope,))]
        elif scope in framework.action_lines:
            body = organisations[own].body if own and own in organisations else ""
            bodies = bodies_of_line(scope)
            matches = [Party(item, (item,), scope) for item in bodies if body not in bodies or item == body]
        parties |= {(party.key, party.line): party for party in matches}
    return tuple(parties.values())


def organisation_number(scope: str) -> int:
    """Return the number in `org:12`; 0 for another scope."""
    number = scope.removeprefix(ORGANISATION)
    return int(number) if scope != number and number.isdecimal() and len(number) < 19 else 0


def party_of(organisation: Organisation) -> Party:
    """Return the party that an organisation is: its body, its country where it is a government, else itself."""
    government = organisation.type == "government" and organisation.country
    key = organisation.body or government or f"{ORGANISATION}{organisation.pk}"
    return Party(key, organisation.asked_as)


def bodies_of_line(line: str) -> tuple[str, ...]:
    """Return the bodies that facilitate a line, or a part of it, today; those that lead first."""
    rows = [row for row in load().facilitators if row.action_line == line or row.action_line.startswith(f"{line}-")]
    current = sorted((row for row in rows if row.role in CURRENT_ROLES), key=lambda row: CURRENT_ROLES.index(row.role))
    return tuple(dict.fromkeys(row.body for row in current))


def own_parties(user: Person, record: Record) -> tuple[Party, ...]:
    """Return the parties of a user that a mandate asks, each key once."""
    matches = {party.key: party for party in parties_of(user) if party.is_asked(record)}
    return tuple(matches.values())


def list_asked(bodies: Iterable[str]) -> tuple[str, ...]:
    """Return who is asked, one by one: the members of a group in its place, and nobody for what is left open.

    >>> list_asked(["itu-sectors", "unspecified", "itu"])
    ('itu-d', 'itu-r', 'itu-t', 'itu')
    """
    asked: dict[str, None] = {}
    for body in bodies:
        members = list_members(body) - load().groups.keys()
        asked |= dict.fromkeys(sorted(members) or [body])
    return tuple(body for body in asked if body not in LEFT_OPEN)


def list_covered(ids: Iterable[str]) -> frozenset[str]:
    """Return the ids that an answer in the name of these covers: themselves, and their parts."""
    names = tuple(ids)
    return frozenset((*names, *asked_of(*names).parts))


def is_covered(body: str, covered: frozenset[str]) -> bool:
    """Return whether somebody who is asked, or the body that a label names as its parent, is covered."""
    parent = named.parent if (named := body_of(body)) and body not in load().bodies else ""
    return body in covered or parent in covered


def name_party(key: str) -> str:
    """Return the name of a party in the reader's language."""
    number = organisation_number(key)
    row = Organisation.objects.filter(pk=number).first() if number else None
    return row.name if row else name_of(key)
