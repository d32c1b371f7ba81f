"""Organisations by name, whatever its case, accents and signs; made where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from actionlines.indicators.areas import fold
from actionlines.register.activities.imports.rows import Row
from actionlines.register.core import bulk
from actionlines.register.models import Organisation, User
from actionlines.register.organisations.actions import (
    CreateOrganisation,
    PublishOrganisation,
    publish,
    seen_by,
)

OTHER = "other"  # type of one of which the file says nothing


class Organisations:
    """Folded name or acronym -> number; acronyms only where one organisation alone has them, and the actor may
    see it: its name would come out of its acronym.
    """

    def __init__(self, actor: User | None = None) -> None:
        self.actor = actor
        self.refresh()

    def refresh(self) -> None:
        """Read the organisations again, because others have written."""
        rows = list(Organisation.objects.values_list("pk", "name", "acronym"))
        self.known: dict[str, int] = {}
        seen = None if self.actor is None else set(seen_by(self.actor).values_list("pk", flat=True))
        for key, _name, acronym in rows:
            if seen is not None and key not in seen:
                continue
            if short := fold(acronym):
                self.known[short] = 0 if short in self.known else key
        self.known = {short: key for short, key in self.known.items() if key}
        self.known.update((folded, key) for key, name, _a in rows if (folded := fold(name)))

        self._records: dict[int, Organisation] = {}

    def record(self, number: int | None) -> Organisation | None:
        """The organisation with this number; remembered, as thousands of activities may be of one."""
        if number is None:
            return None
        if number not in self._records:
            self._records[number] = Organisation.objects.get(pk=number)
        return self._records[number]

    def find(self, name: str) -> int | None:
        """The number of the organisation that a name means."""
        return self.known.get(fold(name))

    def make(
        self, rows: Iterable[Row], actor: User | None, group: UUID, reason: str, *, to_publish: bool
    ) -> None:
        """Make those that rows name and nobody has: public where that is asked for and the actor may, else they
        wait for review. The caller holds the transaction; after a failure of it, `refresh` forgets them.
        """
        wanted: dict[str, Organisation] = {}
        for row in rows:
            given = [(row.organisation, row.organisation_type, row.organisation_country)]
            for name, kind, country in (*given, *((one, "", "") for one in row.partners)):
                folded = fold(name)
                if folded and folded not in self.known and folded not in wanted:
                    wanted[folded] = Organisation(name=name, type=kind or OTHER, country=country)
        if not wanted:
            return
        for one in wanted.values():
            one.owner = actor
            if to_publish and PublishOrganisation.may(actor, one):
                publish(one, 1)
        made = Organisation.objects.bulk_create(wanted.values())
        keys = [one.pk for one in made]
        written = bulk.serialised(Organisation, keys).values()
        CreateOrganisation.do_many(actor, written, group=group, reason=reason)
        self.known.update(zip(wanted, keys, strict=True))
