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

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed
from actionlines.framework import load
from actionlines.registry.actions.base import Action
from actionlines.registry.imports import instruments, mandates
from actionlines.registry.models import Instrument, StoredFile
from actionlines.registry.permissions import decide
from actionlines.reports.extract import Extract


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
        self._written = instruments.write(self.record, found, file, symbol, self.country)
        self.record = self._written.instrument

    def _write(self, before: Mapping[str, Any], group: UUID) -> None:
        super()._write(before, group)
        self.counts = mandates.write(
            self._written, self.given["found"], actor=self.actor, action=self.code, group=group
        )


class ImportCooperation(ImportInstrument):
    """The cooperation framework of `country` (ISO 3166 alpha-3)."""

    code = "cooperation.import"

    @property
    def country(self) -> str:
        """Whose it is."""
        return str(self.given["country"])

    def check(self) -> None:
        """Also that it is a country, and one that the actor answers for."""
        if self.country not in load().countries:
            raise InvalidFields("cooperation framework", {"country": _("choose the country whose it is")})
        super().check()
        allowed = decide(self.actor, self.code, Instrument(country=self.country)) if self.actor else True
        if not allowed:
            raise NotAllowed(self.country, allowed.why)  # type: ignore[union-attr]


def import_document(
    actor: Any, found: Extract, file: StoredFile, country: str = "", reason: str = ""
) -> tuple[Instrument, str, dict[str, int]]:
    """(the instrument, `made`, `updated` or `same`, counts of mandates). The same file again changes nothing.

    Raises NotAllowed and InvalidFields.
    """
    for attempt in (1, 2):
        symbol = instruments.symbol_of(found, file.sha256)
        held = Instrument.objects.filter(symbol=symbol).first()
        if held and held.file_id == file.pk and country in ("", held.country):
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
