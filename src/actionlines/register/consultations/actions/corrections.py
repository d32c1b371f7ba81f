"""A comment is corrected by its author, as long as nobody has answered it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.consultations import tasks
from actionlines.register.consultations.actions.comments import KeyedAction, moderates
from actionlines.register.consultations.actions.fields import clean
from actionlines.register.consultations.models import Comment, Endorsement
from actionlines.register.consultations.models.comments import CommentStatus
from actionlines.register.core.models import Person
from actionlines.register.models import Event

# What was said; the other fields say who spoke.
WORDS = ("text", "suggests", "suggestion")


class EditComment(KeyedAction):
    """Change the `fields` given of one's own comment or answer: its words, its language, for whom one speaks.
    Where it stands does not change. With `key`, somebody without an account does so.

    Where comments wait for moderation, a corrected one waits again. Endorsements were of the words before and end
    with them. What was said before stays in the versions. Fields that are as they were leave no version.
    """

    code = "comment.edit"
    states = frozenset({"held", "published"})
    changed = False
    _endorsed = 0

    def check(self) -> None:
        """Also that it is still open, and nobody has answered."""
        super().check()
        if why := why_settled(self.record, self.actor):
            raise WrongState(self._name(), why)

    def effect(self) -> None:
        """Saved, and held where others look at it first."""
        comment: Comment = self.record
        before = {name: getattr(comment, name) for name in self.given["fields"] if hasattr(comment, name)}
        good, wrong = clean(self.given["fields"], "comment")
        for name, value in good.items():
            setattr(comment, name, value)
        if not comment.suggests:
            comment.suggestion = ""
        if not wrong:
            wrong = _wrong(comment)
        if wrong:
            raise InvalidFields(self._name(), wrong)
        new = {name for name, value in before.items() if getattr(comment, name) != value}
        self.changed = bool(new)
        if not new:
            return
        comment.edited_at = timezone.now()
        comment.aligned_at = None
        free = moderates(self.actor, comment.consultation)
        waits = comment.author_id is None or (comment.consultation.premoderated and not free)
        if waits and comment.status == CommentStatus.PUBLISHED:
            comment.status, comment.status_since = CommentStatus.HELD, comment.edited_at
        if new & set(WORDS):
            Endorsement.objects.filter(comment=comment).delete()
            self._endorsed, comment.endorsed = comment.endorsed, 0

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        if not self.changed:
            return
        super()._write(before, group)
        if self._endorsed:
            Event.objects.create(
                group=group, action=self.code, kind=self.record.kind, record=self.record.pk,
                version=self.record.version, actor=self.actor, changes={"endorsed": [self._endorsed, 0]},
            )  # fmt: skip
        tasks.after_comment(self.record)


def _wrong(comment: Comment) -> dict[str, str]:
    if comment.parent_id:
        comment.suggests, comment.suggestion = False, ""
        return {} if comment.text else {"text": _("This is needed.")}
    if comment.suggests and comment.paragraph_id is None:
        return {"suggestion": _("Choose the paragraph whose words you want to change.")}
    if not comment.text and not comment.suggests:
        return {"text": _("Write a comment, or suggest other words.")}
    return {}


def why_settled(comment: Comment, actor: Person | None) -> str:
    """Why the words of a comment are not changed any more, in the reader's language; "" while they may be."""
    consultation, above = comment.consultation, comment.parent
    open_ = consultation.takes("comments") or (above is not None and consultation.takes("reply"))
    if not open_ and not (above is not None and actor is not None and moderates(actor, consultation)):
        return consultation.why_closed()
    if (above or comment).disposition:
        return _("it has a disposition; say in an answer what you would change")
    others = Comment.objects.filter(parent=above or comment, status__in=EditComment.states)
    if above is not None:
        others = others.filter(pk__gt=comment.pk)
    # Who answers oneself only adds to it.
    if comment.author_id is not None:
        others = others.exclude(author=comment.author_id)
    if others.exists():
        return _("it was answered; say in an answer what you would change")
    return ""
