"""Bringing in: documents become instruments, runs begin and end.

ImportInstrument    a document that was read becomes an instrument with its mandates, or corrects the one held
ImportCooperation   the same for the cooperation framework of a country
StartImport         a file is to be brought in
FinishImport        it was; by the system
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed, TooManyRequests
from actionlines.framework import load
from actionlines.papers.follow_up.collect import Extract
from actionlines.register.budgets.imports import write as write_budget
from actionlines.register.core.action import Action
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.core.models import Event
from actionlines.register.core.permissions import Decision, decide, only_another
from actionlines.register.core.schema import Data
from actionlines.register.instruments import imports as instrument_imports
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates import imports as mandate_imports
from actionlines.register.people.models import User


class ImportInstrument(Action):
    """A document that was read. `found`: what was read; `file`: where it is kept; `symbol`: under which name.

    The record, where one is given, is brought to what was read; what people decided stays. `counts` says then
    how many mandates were made, updated, flagged and dropped.
    """

    code = "instrument.import"
    counts: dict[str, int]

    @property
    def country(self) -> str:
        """Whose cooperation framework it is; "" for all other documents."""
        return ""

    def effect(self) -> None:
        """Instrument, paragraphs, citations and alignments; the mandates follow with the trail."""
        found, file, symbol = (self.given[name] for name in ("found", "file", "symbol"))
        self._written = instrument_imports.write(self.record, found, file, symbol, self.country)
        self.record = self._written.instrument
        if found.fascicle:
            write_budget(self.record, found.fascicle)

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        super()._write(before, group)
        self.counts = mandate_imports.write(
            self._written, self.given["found"], actor=self.actor, action=self.code, group=group
        )


class ImportCooperation(ImportInstrument):
    """The cooperation framework of `country` (ISO 3166 alpha-3)."""

    code = "cooperation.import"

    @property
    def country(self) -> str:
        """Return the country that owns the cooperation framework."""
        return str(self.given["country"])

    def check(self) -> None:
        """Also that it is a country, and one that the actor answers for."""
        if self.country not in load().countries:
            raise InvalidFields("cooperation framework", {"country": _("choose the country covered")})
        super().check()
        allowed = decide(self.actor, self.code, Instrument(country=self.country)) if self.actor else True
        if not allowed:
            raise NotAllowed(self.country, allowed.why)  # type: ignore[union-attr]


def import_document(
    actor: User | None, found: Extract, file: StoredFile, country: str = "", reason: str = ""
) -> tuple[Instrument, str, dict[str, int]]:
    """(the instrument, `made`, `updated` or `same`, counts of mandates). The same file changes nothing, unless
    the finder has learned something since.

    Raises NotAllowed and InvalidFields.
    """
    for attempt in (1, 2):
        symbol = instrument_imports.symbol_of(found, file.sha256)
        held = Instrument.objects.filter(symbol=symbol).first()
        same = held and held.file_id == file.pk and country in ("", held.country)
        same = same and (found.fascicle is None or hasattr(held, "budget"))
        if held and same and mandate_imports.as_found(held, found):
            return held, "same", {}
        kind = ImportCooperation if country else ImportInstrument
        action = kind(actor, held, found=found, file=file, symbol=symbol, country=country, reason=reason)
        try:
            with transaction.atomic():
                action.do()
        except IntegrityError:
            # Somebody brought in the same symbol at the same moment: then theirs is corrected.
            if attempt == 2:
                raise
            continue
        return action.record, "updated" if held else "made", action.counts
    raise AssertionError


class StartImport(Action):
    """Bring a file in. Given: `file` (kept), `what` (a kind of import), and `mapping`, `country`, `dry_run`,
    `publish` as they are kept with the run. The worker does the rest, or `imports.run.run`.
    """

    code = "import.view"  # the row of the kind is asked in `check`

    def check(self) -> None:
        """Raise where the actor may not bring in this kind or country, or not publish what comes in."""
        what, country = self.given["what"], self.given.get("country", "")
        self.code = CODES[what]  # type: ignore[misc]
        if what == "cooperation" and country not in load().countries:
            raise InvalidFields(self.given["file"].name, {"country": _("choose the country covered")})
        may_import(self.actor, what, country, publish=self.given.get("publish", False))

    def effect(self) -> None:
        """Create a run that waits for a worker."""
        names = ("file", "what", "mapping", "country", "dry_run", "publish")
        given = {name: self.given[name] for name in names if name in self.given}
        self.record = ImportRun.objects.create(owner=self.actor, **given)


class FinishImport(Action):
    """A run has come to its end; by the system. `error`: what was wrong with the whole file, {} for nothing."""

    code = "import.view"

    def effect(self) -> None:
        """Done, done but for some rows, or failed."""
        run, error = self.record, self.given["error"]
        self.code = CODES[run.what]  # type: ignore[misc]
        run.error = error
        run.status = "failed" if error else "partly" if run.counts.get("refused") else "done"


MOST_WAITING = 20  # imports of a person, in the line
CODES = {
    "": "activity.import",  # not known yet: the worker asks for the right to what the file turns out to be
    "document": "instrument.import",
    "cooperation": "cooperation.import",
    "activities": "activity.import",
    "indicators": "indicators.import",
    "uninfo": "uninfo.import",
}


def may_import(actor: Any, what: str, country: str = "", *, publish: bool = False) -> None:
    """Raise NotAllowed where somebody may not bring in this kind, of this country, or not publish it.

    It is asked when an import starts, and of its owner again when a worker does it. The system, None, may.
    """
    if actor is None:
        return
    of = Instrument(country=country) if what == "cooperation" else None
    decisions = [(what, decide(actor, CODES[what], of))]
    if publish:
        allowed = decide(actor, "activity.publish")
        another = Decision(False, only_another()) if allowed and settings.FOUR_EYES else allowed
        decisions.append((_("publish at once"), another))
    for name, decision in decisions:
        if not decision:
            raise NotAllowed(str(name), decision.why)


def may_publish(actor: User | None) -> bool:
    """Return whether the pages offer somebody to publish what comes in."""
    return not settings.FOUR_EYES and bool(decide(actor, "activity.publish"))


def actor_of(run: ImportRun) -> Any:
    """Return who does an import: its owner as the database has it now, or None for the system.

    Raises NotAllowed where the account of its owner is deleted: nobody else lends it their rights.
    """
    if run.owner_id is not None:
        return User.objects.get(pk=run.owner_id)
    if Event.objects.filter(kind=run.kind, record=run.pk).exclude(actor=None).exists():
        problem = _("The account that began it is deleted. Bring the file in again.")
        raise NotAllowed(f"import {run.pk}", problem)
    return None


def waits_of(actor: User | None) -> QuerySet[ImportRun]:
    """Return the imports of a person that wait for a worker."""
    return ImportRun.objects.filter(owner=actor, status="waiting")


def started(actor: User | None, file: StoredFile, what: str, **given: object) -> ImportRun:
    """The run for a file: one of the same actor for the same that has not ended, else a new one.

    Raises NotAllowed, InvalidFields, and TooManyRequests where the actor has MOST_WAITING in the line.
    """
    same: Data = {"mapping": {}, "country": "", "dry_run": False, "publish": False, **given}
    may_import(actor, what, str(same["country"]), publish=bool(same["publish"]))
    waiting = ImportRun.objects.filter(file=file, what=what, owner=actor, status__in=("waiting", "running"))
    for run in waiting:
        if all(getattr(run, name) == value for name, value in same.items() if name != "mapping") and (
            not same["mapping"] or run.mapping == same["mapping"]
        ):
            return run
    if actor is not None and waits_of(actor).count() >= MOST_WAITING:
        problem = _("%(n)d imports of yours wait") % {"n": MOST_WAITING}
        raise TooManyRequests(file.name, problem, _("Wait until some of them have ended, then try again."))
    made: ImportRun = StartImport(actor, file=file, what=what, **same).do()
    return made
