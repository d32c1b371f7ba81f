"""Save the whole page of a report at once: its fields and the texts of all its sections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, StaleRecord
from actionlines.papers.sections.narrative import LONGEST
from actionlines.register.core.schema import Serialised
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import plain_text
from actionlines.register.models import Report, Version
from actionlines.register.reports.actions import OPEN, EditReport, sections_with


class SaveReport(EditReport):
    """Save all that a page of a report holds.

    fields  title, language, masthead, chosen, as far as the page has them
    texts   section -> text of its writer
    seen    section -> {question: value} of the figures in its text as the writer saw them
    """

    states = OPEN

    def fresh(self) -> None:
        """Raise StaleRecord where somebody else changed a field or a text that this page would overwrite."""
        if self.seen is None or self.seen == self.record.version:
            return
        rows = Version.objects.filter(kind=Report.kind, record=self.record.pk, number=self.seen)
        old = rows.values_list("data", flat=True).first()
        if old is None or self._overwrites(old):
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def _overwrites(self, old: Serialised) -> bool:
        now = as_dict(self.record)
        fields: Serialised = self.given.get("fields") or {}
        if any(old.get(name) != now.get(name) != value for name, value in fields.items()):
            return True
        was, is_ = (_texts(data["sections"]) for data in (old, now))
        return any(
            was.get(name, "") != is_.get(name, "") != _plain(text)
            for name, text in (self.given.get("texts") or {}).items()
        )

    def effect(self) -> None:
        """Write what differs. Raises InvalidFields for an unknown section or a text that is too long."""
        self.before = as_dict(self.record)
        held = _texts(self.record.sections)
        seen = self.given.get("seen") or {}
        for section, text in (self.given.get("texts") or {}).items():
            if len(text) > LONGEST:
                raise InvalidFields(
                    self._name(),
                    {f"text-{section}": _("%(most)d characters are the most.") % {"most": LONGEST}},
                )
            if section in seen or _plain(text) != held.get(section, ""):
                by = self.actor.pk if self.actor is not None else None
                self.record.sections = sections_with(
                    self.record, self._name(), section, _plain(text), by, seen.get(section) or {}
                )
        self.put(self.record, self.given.get("fields") or {})

    def _write(self, before: Serialised, group: UUID) -> None:
        # What is saved while somebody types often changes nothing: that leaves no version.
        if as_dict(self.record) != self.before:
            super()._write(before, group)


def _plain(text: str) -> str:
    return plain_text(text, lines=True)


def _texts(sections: Any) -> dict[str, str]:
    return {one["section"]: one["text"] for one in sections}
