"""Comments are written, answered, endorsed, and withdrawn by their authors (corrected in corrections.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NoSuchRecord, NotAllowed, WrongState
from actionlines.register.consultations import notices, tasks
from actionlines.register.consultations.actions.fields import clean
from actionlines.register.consultations.anchors import anchor
from actionlines.register.consultations.models import (
    Comment,
    Consultation,
    Endorsement,
    TextParagraph,
    TextVersion,
)
from actionlines.register.consultations.serialise import COMMENT_WITH
from actionlines.register.core.action import Action, difference
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.core.texts import isolated
from actionlines.register.models import Event, Record

_SALT = "actionlines.comment"


class CommentAction(Action):
    """An action on comments. The actor may be a visitor; then nobody stands in the event. None is the system."""

    indexed = False

    def __init__(self, actor: Person | None, record: Record | None = None, **given: Any) -> None:
        super().__init__(actor if actor is not None and actor.is_authenticated else None, record, **given)
        self.asks = actor

    def allowed(self, record: Record) -> None:
        """Raise NotAllowed where the table does not let the actor do it on the record."""
        decision = self.may(self.asks, record, self.code)
        if not decision:
            raise NotAllowed(f"{record.kind} {record.pk}", decision.why)

    def check(self) -> None:
        """The table, the version that was seen, the status."""
        self.allowed(self.record)
        self.fresh()
        self.in_state()

    def _locked(self) -> Comment:
        rows = Comment.objects.select_for_update(of=("self",)).select_related(*COMMENT_WITH)
        found: Comment | None = rows.filter(pk=self.record.pk).first()
        if found is None:
            raise NoSuchRecord(self._name(), _("it is not there any more"))
        return found

    def _saved(self) -> Comment:
        saved: Comment = Comment.objects.select_related(*COMMENT_WITH).get(pk=self.record.pk)
        return saved


class WriteComment(CommentAction):
    """Say something in `consultation`: `fields` (text, suggestion, stakeholder, country, …), `paragraph` (its id
    in the version `seen`; "" for the whole text), and `start`, `end` or `quote` for a span of it.

    A visitor's comment, and everybody's where the organiser wants it so, waits for moderation. A comment on a
    version that is not the current one is refused, and says which is.
    """

    code = "consultation.comment"

    def check(self) -> None:
        """Also that the consultation takes comments from this actor, today."""
        consultation: Consultation = self.given["consultation"]
        self.allowed(consultation)
        if why := consultation.why_closed():
            raise WrongState(f"consultation {consultation.pk}", why)

    def effect(self) -> None:
        """Save the comment with its anchor."""
        # Locked, so that no new version of the text slips in between.
        consultation = Consultation.objects.select_for_update().get(pk=self.given["consultation"].pk)
        good, wrong = clean({"text": "", "stakeholder": "", **self.given["fields"]}, "comment")
        if not wrong and not good["text"] and not good.get("suggests"):
            wrong["text"] = _("Write a comment, or suggest other words.")
        current = self._current(consultation)
        place, start, end, problem = self._place(current)
        if problem:
            wrong["place"] = problem
        if not problem and place is None and good.get("suggests"):
            wrong["suggestion"] = _("Choose the paragraph whose words you want to change.")
        if wrong:
            raise InvalidFields("comment", wrong)
        known = self.actor is not None
        held = not known or (consultation.premoderated and not moderates(self.actor, consultation))
        made = Comment(
            consultation=consultation, text_version=current, paragraph=place, place=place, start=start, end=end,
            place_start=start, place_end=end, how="written" if place else "whole",
            author=self.actor if known else None, status="held" if held else "published",
            by_organiser=known and moderates(self.actor, consultation), **good,
        )  # fmt: skip
        if place is not None:
            found = anchor(current.number, place.passage, start, end)
            made.quote = place.text[start:end]
            made.quote_sha256, made.paragraph_sha256 = found.quote_sha256, found.paragraph_sha256
        made.save()
        self.record = made

    def _current(self, consultation: Consultation) -> TextVersion:
        current: TextVersion | None = consultation.current()
        seen = self.given.get("seen")
        if current is None:
            raise WrongState(f"consultation {consultation.pk}", _("it has no text yet: add one first"))
        if seen is not None and seen != current.number:
            problem = _(
                "the text has a new version, %(number)d: look at the paragraph there, then send it again"
            )
            raise InvalidFields("comment", {"place": problem % {"number": current.number}})
        return current

    def _place(self, current: TextVersion) -> tuple[TextParagraph | None, int, int, str]:
        name = str(self.given.get("paragraph") or "")
        if not name:
            return None, 0, 0, ""
        row = current.paragraphs.filter(anchor=name[:80]).first()
        if row is None:
            return None, 0, 0, _("The text has no paragraph “%(name)s” now.") % {"name": isolated(name[:80])}
        start, end, quote = (self.given.get(one) for one in ("start", "end", "quote"))
        if start is not None and end is not None:
            if not 0 <= start < end <= len(row.text):
                return row, 0, 0, _("The paragraph has no such characters.")
            if quote and row.text[start:end] != quote:
                return row, 0, 0, _("These words do not stand there.")
            return row, start, end, ""
        if quote:
            return row, *_quoted(row.text, str(quote).strip())
        return row, 0, len(row.text), ""

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        super()._write(before, group)
        tasks.after_comment(self.record)


def _quoted(text: str, quote: str) -> tuple[int, int, str]:
    at = text.find(quote)
    if not quote or at < 0:
        return 0, 0, _("These words do not stand in the paragraph. Copy them from it exactly.")
    if text.find(quote, at + 1) >= 0:
        return 0, 0, _("These words stand more than once in the paragraph. Copy more of it.")
    return at, at + len(quote), ""


def moderates(actor: Person | None, consultation: Consultation) -> bool:
    """Whether somebody looks at the comments of others before these are seen."""
    return bool(decide(actor, "consultation.moderate", consultation))


class ReplyToComment(CommentAction):
    """Answer the comment `parent` with `fields`; an answer to an answer stands beside it. The organiser may answer
    also when comments are closed.
    """

    code = "consultation.comment"

    def check(self) -> None:
        """Raise also where the comment cannot be answered."""
        parent: Comment = self.given["parent"]
        consultation = parent.consultation
        self.allowed(consultation)
        if not parent.is_shown():
            raise WrongState(f"comment {parent.pk}", _("it is not there to be answered"))
        open_ = consultation.takes("comments") or consultation.takes("reply")
        if not open_ and not moderates(self.actor, consultation):
            raise WrongState(f"consultation {consultation.pk}", consultation.why_closed())

    def effect(self) -> None:
        """Save the answer below the comment."""
        parent: Comment = self.given["parent"]
        parent = parent.parent or parent
        # Locked, so that what is answered is not corrected meanwhile.
        Comment.objects.select_for_update().get(pk=parent.pk)
        consultation = parent.consultation
        good, wrong = clean({"text": "", "stakeholder": "", **self.given["fields"]}, "comment")
        if not wrong and not good["text"]:
            wrong["text"] = _("This is needed.")
        if wrong:
            raise InvalidFields("comment", wrong)
        good |= {"suggests": False, "suggestion": ""}
        known = self.actor is not None
        held = not known or (consultation.premoderated and not moderates(self.actor, consultation))
        self.record = Comment.objects.create(
            consultation=consultation, parent=parent, text_version=parent.text_version, how="whole",
            author=self.actor if known else None, status="held" if held else "published",
            by_organiser=known and moderates(self.actor, consultation), **good,
        )  # fmt: skip

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        super()._write(before, group)
        tasks.after_comment(self.record)
        if self.record.status == "published":
            notices.after_commit("reply", [self.record.parent_id], self.actor)


class KeyedAction(CommentAction):
    """An action on one's own comment. `key`: what somebody without an account got when they wrote it."""

    def _locked(self) -> Comment:
        record = super()._locked()
        record.key_shown = record.author_id is None and key_fits(record, self.given.get("key", ""))
        return record


class WithdrawComment(KeyedAction):
    """Its author takes it back: what it said is gone from the public, that there was one stays."""

    code = "comment.withdraw"
    states = frozenset({"held", "published"})

    def effect(self) -> None:
        """Leave a tombstone in place of the comment."""
        self.record.status, self.record.status_since = "withdrawn", timezone.now()
        self.record.status_reason = self.reason[:2000]


def key_of(comment: Comment) -> str:
    """By which somebody without an account can correct or withdraw what they wrote."""
    return signing.dumps(comment.pk, salt=_SALT)


def key_fits(comment: Comment, key: str) -> bool:
    """Whether a key is that of a comment; good for two years."""
    try:
        return bool(key) and signing.loads(key, salt=_SALT, max_age=2 * 365 * 86400) == comment.pk
    except signing.BadSignature:
        return False


class EndorseComment(CommentAction):
    """Agree with a comment, once; `take_back` takes it back. The comment itself does not change: it has an event
    of it and no new version, so that nobody who works on it has to begin again.
    """

    code = "consultation.endorse"
    _counted = (0, 0)

    def effect(self) -> None:
        """Counted once for each account."""
        comment: Comment = self.record
        if self.actor is not None and comment.author_id == self.actor.pk:
            raise WrongState(self._name(), _("it is your own"))
        if comment.parent_id:
            raise WrongState(self._name(), _("only comments are endorsed, not answers"))
        if why := comment.consultation.why_closed():
            raise WrongState(f"consultation {comment.consultation_id}", why)
        if self.given.get("take_back"):
            change = -Endorsement.objects.filter(comment=comment, user=self.actor).delete()[0]
        else:
            try:
                with transaction.atomic():
                    change = int(Endorsement.objects.get_or_create(comment=comment, user=self.actor)[1])
            except IntegrityError:
                change = 0
        Comment.objects.filter(pk=comment.pk).update(endorsed=F("endorsed") + change)
        self._counted = (comment.endorsed, comment.endorsed + change)
        comment.endorsed += change

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        old, new = self._counted
        if old != new:
            Event.objects.create(
                group=group, action=self.code, kind=self.record.kind, record=self.record.pk,
                version=self.record.version, actor=self.actor,
                changes=difference({"endorsed": old}, {"endorsed": new}),
            )  # fmt: skip
