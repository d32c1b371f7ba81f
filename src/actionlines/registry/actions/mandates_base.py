"""What the actions on mandates share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.registry.actions.base import Action
from actionlines.registry.actions.mandates_fields import REASON_LIMIT
from actionlines.registry.models import Mandate

OPEN = frozenset({"confirmed", "under_way", "overdue"})
# What became of it is known, or is followed.
ACCEPTED = OPEN | {"delivered"}

_ID_LIMIT = 2**63


def bounded(number: Any) -> int | None:
    """The number of a record, or None for anything that cannot be one."""
    try:
        found = int(number)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if 0 < found < _ID_LIMIT else None


class MandateAction(Action):
    """An action on one mandate. It moves to a status by `self.move`, with the reason of the action."""

    record: Mandate

    def move(self, status: str, since: date | None = None, reason: str | None = None) -> None:
        """Into another status, since now or the start of a day. The reason of an older status does not stay."""
        self.record.status = status
        now = timezone.now()
        before = since is not None and since != now.date()
        self.record.status_since = datetime.combine(since, time(), UTC) if before and since else now
        self.record.status_reason = self.reason if reason is None else reason

    def need_reason(self) -> None:
        """InvalidFields where none was given, or a book instead of one."""
        if not self.reason:
            self.refuse(reason=_("say why"))
        if len(self.reason) > REASON_LIMIT:
            self.refuse(reason=_("it is longer than %(limit)d characters") % {"limit": REASON_LIMIT})

    def refuse(self, **fields: Any) -> None:
        """Raise InvalidFields for this mandate."""
        raise InvalidFields(self._name(), fields)
