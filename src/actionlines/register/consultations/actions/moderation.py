"""Comments are let through, or removed with a reason that everybody reads; one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, RegistryError
from actionlines.register.consultations import notices
from actionlines.register.consultations.actions.comments import CommentAction
from actionlines.register.consultations.actions.fields import REASON_LIMIT
from actionlines.register.consultations.models import Comment
from actionlines.register.core.action import Action
from actionlines.register.models import User

MOST = 500  # comments in one go


class ModerateComment(CommentAction):
    """`decision`: `publish` or `remove`. What is removed leaves its place and the reason; it can come back."""

    code = "consultation.moderate"
    states = frozenset({"held", "published", "removed"})

    def effect(self) -> None:
        """Publish the comment or remove it. Raises InvalidFields for a removal without a reason."""
        decision = self.given["decision"]
        if decision not in ("publish", "remove"):
            raise InvalidFields(self._name(), {"decision": _("Choose an entry of the list.")})
        if decision == "remove" and not self.reason:
            raise InvalidFields(self._name(), {"reason": _("say why")})
        if len(self.reason) > REASON_LIMIT:
            problem = _("it is longer than %(limit)d characters") % {"limit": REASON_LIMIT}
            raise InvalidFields(self._name(), {"reason": problem})
        became = "published" if decision == "publish" else "removed"
        if self.record.status != became:
            self.record.status, self.record.status_since = became, timezone.now()
        self.record.status_reason = self.reason if became == "removed" else ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to many, and why not to each of the others: (comment, error)."""

    group: UUID
    done: tuple[Comment, ...]
    refused: tuple[tuple[Comment, RegistryError], ...]


Chosen = Iterable[tuple[Comment, int | None]]


def moderate_all(actor: User | None, chosen: Chosen, decision: str, reason: str = "") -> Done:
    """Moderate each of (comment, version that the actor saw); what cannot be is left as it is and said."""
    made = each(ModerateComment, actor, chosen, decision=decision, reason=reason)
    notices.after_commit("moderated", [one.pk for one in made.done], actor)
    return made


def each(action: type[Action], actor: User | None, chosen: Chosen, **given: Any) -> Done:
    """The action on at most MOST comments, under one group of events. Nothing is raised for one comment."""
    group = uuid4()
    done: list[Comment] = []
    refused: list[tuple[Comment, RegistryError]] = []
    with transaction.atomic():
        for comment, version in list(chosen)[:MOST]:
            try:
                done.append(action(actor, comment, version=version, **given).do(group))
            except RegistryError as error:
                refused.append((comment, error))
    return Done(group, tuple(done), tuple(refused))
