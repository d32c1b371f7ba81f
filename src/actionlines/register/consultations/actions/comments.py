"""Actions on comments: written, corrected, endorsed, moderated, disposed of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NoSuchRecord, NotAllowed, RegistryError, WrongState
from actionlines.register.consultations import notices, tasks
from actionlines.register.consultations.anchors import anchor
from actionlines.register.consultations.models import (
    Comment,
    CommentStatus,
    Consultation,
    Disposition,
    Endorsement,
    TextParagraph,
    TextVersion,
)
from actionlines.register.consultations.schema import COMMENT_WITH, CommentFields
from actionlines.register.core.action import Action, difference
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event, Person, Record
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data, clean
from actionlines.register.core.texts import isolated, plain_text
from actionlines.register.people.models import User

REASON_LIMIT = 2000
_SALT = "actionlines.comment"


class CommentAction(Action):
    """An action on comments. The actor may be a visitor; then nobody is in the event. None is the system."""

    indexed = False

    def __init__(self, actor: "Person | None", record: Record | None = None, **fields: Any) -> None:
        super().__init__(actor if actor is not None and actor.is_authenticated else None, record, **fields)
        self.asks = actor

    def allowed(self, record: Record) -> None:
        """Raise NotAllowed where the table does not let the actor do it on the record."""
        if not (decision := self.may(self.asks, record, self.code)):
            raise NotAllowed(f"{record.kind} {record.pk}", decision.why)

    def check(self) -> None:
        """The table, the version that was seen, the status."""
        self.allowed(self.record)
        self.fresh()
        self.in_state()

    def _locked(self) -> Comment:
        rows = Comment.objects.select_for_update(of=("self",)).select_related(*COMMENT_WITH)
        comment: Comment | None = rows.filter(pk=self.record.pk).first()
        if comment is None:
            raise NoSuchRecord(self._name(), _("it no longer exists"))
        return comment

    def _record_event(self, group: UUID, changes: Data) -> None:
        head = {"kind": self.record.kind, "record": self.record.pk, "version": self.record.version}
        Event.objects.create(group=group, action=self.code, actor=self.actor, changes=changes, **head)

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
        good, wrong = clean(CommentFields, {"text": "", "stakeholder": "", **self.given["fields"]})
        if "text" not in wrong and not good["text"] and not good.get("suggests"):
            wrong["text"] = _("Write a comment, or suggest other words.")
        current = self._current(consultation)
        place, start, end, problem = self._place(current)
        if problem:
            wrong["place"] = problem
        if not problem and place is None and good.get("suggests"):
            wrong["suggestion"] = _("Choose the paragraph whose words you want to change.")
        if wrong:
            raise InvalidFields("comment", wrong)
        known, held = self.actor is not None, waits(self.asks, consultation)
        made = Comment(
            consultation=consultation, text_version=current, paragraph=place, place=place, start=start, end=end,
            place_start=start, place_end=end, how="written" if place else "whole",
            author=self.actor if known else None, status="held" if held else "published",
            by_organiser=known and moderates(self.actor, consultation), **good,
        )  # fmt: skip
        if place is not None:
            matches = anchor(current.number, place.passage, start, end)
            made.quote = place.text[start:end]
            made.quote_sha256, made.paragraph_sha256 = matches.quote_sha256, matches.paragraph_sha256
        made.save()
        self.record = made

    def _current(self, consultation: Consultation) -> TextVersion:
        current: TextVersion | None = consultation.current()
        seen = self.given.get("seen")
        if current is None:
            raise WrongState(f"consultation {consultation.pk}", _("it has no text yet: add one first"))
        if seen is not None and seen != current.number:
            problem = _("the text has a new version, %(number)d: look at the paragraph there, then send it again")
            raise InvalidFields("comment", {"place": problem % {"number": current.number}})
        return current

    def _place(self, current: TextVersion) -> tuple[TextParagraph | None, int, int, str]:
        if not (name := str(self.given.get("paragraph") or "")):
            return None, 0, 0, ""
        if (row := current.paragraphs.filter(anchor=name[:80]).first()) is None:
            return None, 0, 0, _("The text has no paragraph “%(name)s” now.") % {"name": isolated(name[:80])}
        start, end, quote = (self.given.get(item) for item in ("start", "end", "quote"))
        if start is not None and end is not None:
            if not 0 <= start < end <= len(row.text):
                return row, 0, 0, _("The paragraph has no such characters.")
            if quote and row.text[start:end] != quote:
                return row, 0, 0, _("The text does not contain these words.")
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
        return 0, 0, _("These words are not in the paragraph. Copy them exactly.")
    if text.find(quote, at + 1) >= 0:
        return 0, 0, _("These words are in the paragraph more than once. Copy more of it.")
    return at, at + len(quote), ""


def moderates(actor: "Person | None", consultation: Consultation) -> bool:
    """Return whether somebody looks at the comments of others before these are seen."""
    return bool(decide(actor, "consultation.moderate", consultation))


def waits(actor: "Person | None", consultation: Consultation) -> bool:
    """Return whether what somebody writes is looked at by others before it is public."""
    known = actor is not None and actor.is_authenticated
    return not known or (consultation.premoderated and not moderates(actor, consultation))


class ReplyToComment(CommentAction):
    """Answer the comment `parent` with `fields`; an answer to an answer is beside it. The organiser may answer
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
        good, wrong = clean(CommentFields, {"text": "", "stakeholder": "", **self.given["fields"]})
        if not wrong and not good["text"]:
            wrong["text"] = _("This is needed.")
        if wrong:
            raise InvalidFields("comment", wrong)
        good |= {"suggests": False, "suggestion": ""}
        known, held = self.actor is not None, waits(self.asks, consultation)
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
        # Nobody looks at the reason first: the public reads it where it reads comments at once.
        self.record.status_reason = "" if waits(self.asks, self.record.consultation) else self.reason[:2000]


def key_of(comment: Comment) -> str:
    """Return the key by which a visitor without an account corrects or withdraws a comment."""
    return signing.dumps(comment.pk, salt=_SALT)


def key_fits(comment: Comment, key: str) -> bool:
    """Return whether a key is that of a comment; good for two years."""
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
            self._record_event(group, difference({"endorsed": old}, {"endorsed": new}))


# What was said; the other fields say who spoke.
WORDS = ("text", "suggests", "suggestion")


class EditComment(KeyedAction):
    """Change the `fields` given of one's own comment or answer: its words, its language, for whom one speaks.
    Where it is does not change. With `key`, somebody without an account does so.

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
        good, wrong = clean(CommentFields, self.given["fields"])
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
        held = comment.author_id is None or waits(self.asks, comment.consultation)
        if held and comment.status == CommentStatus.PUBLISHED:
            comment.status, comment.status_since = CommentStatus.HELD, comment.edited_at
        if new & set(WORDS):
            Endorsement.objects.filter(comment=comment).delete()
            self._endorsed, comment.endorsed = comment.endorsed, 0

    def _write(self, before: Mapping[str, object], group: UUID) -> None:
        if not self.changed:
            return
        super()._write(before, group)
        if self._endorsed:
            self._record_event(group, {"endorsed": [self._endorsed, 0]})
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


def why_settled(comment: Comment, actor: "Person | None") -> str:
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


MOST = most_of("comments-at-once")


class ModerateComment(CommentAction):
    """`decision`: `publish` or `remove`. What is removed leaves its place and the reason; it can come back."""

    code = "consultation.moderate"
    states = frozenset({"held", "published", "removed"})

    def effect(self) -> None:
        """Publish the comment or remove it. Raises InvalidFields for a removal without a reason."""
        if (decision := self.given["decision"]) not in ("publish", "remove"):
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
    notices.after_commit("moderated", [item.pk for item in made.done], actor)
    return made


def each(action: type[Action], actor: User | None, chosen: Chosen, **fields: Any) -> Done:
    """The action on at most MOST comments, under one group of events. Nothing is raised for one comment."""
    group = uuid4()
    done: list[Comment] = []
    refused: list[tuple[Comment, RegistryError]] = []
    with transaction.atomic():
        for comment, version in list(chosen)[:MOST]:
            try:
                done.append(action(actor, comment, version=version, **fields).do(group))
            except RegistryError as error:
                refused.append((comment, error))
    return Done(group, tuple(done), tuple(refused))


class DisposeComment(CommentAction):
    """`disposition`: `accepted`, `partly`, `not`, or "" to take it back. `why` is needed unless it is accepted in
    full. `where`: the id of a paragraph of the current version in which the answer stands, or "".
    """

    code = "consultation.dispose"
    states = frozenset({"published"})

    def effect(self) -> None:
        """The answer, for everybody to read."""
        comment: Comment = self.record
        if comment.parent_id:
            raise WrongState(self._name(), _("it is an answer; the comment itself has the disposition"))
        decision = self.given["disposition"]
        why = plain_text(str(self.given.get("why") or ""), lines=True)
        where = str(self.given.get("where") or "")
        wrong: dict[str, str] = {}
        if decision not in Disposition.values:
            wrong["disposition"] = _("Choose an entry of the list.")
        if decision in (Disposition.PARTLY, Disposition.NOT) and not why:
            wrong["why"] = _("Say why it was not accepted, or not in full.")
        if len(why) > 2 * REASON_LIMIT:
            wrong["why"] = _("it is longer than %(limit)d characters") % {"limit": 2 * REASON_LIMIT}
        place = self._paragraph(where) if where else None
        if where and place is None:
            wrong["where"] = _("The text has no paragraph “%(name)s” now.") % {"name": isolated(where[:80])}
        if wrong:
            raise InvalidFields(self._name(), wrong)
        comment.disposition, comment.disposition_reason = decision, why if decision else ""
        comment.disposition_place = place if decision else None
        comment.disposed_at = timezone.now() if decision else None

    def _paragraph(self, where: str) -> TextParagraph | None:
        """By its id, or by the number that people read."""
        rows = TextParagraph.objects.select_related("text_version").filter(
            text_version__consultation=self.record.consultation_id, text_version__number=self.record.consultation.text
        )
        matches = rows.filter(anchor=where[:80]).first()
        return matches or rows.filter(number=where[:80]).first()


def dispose_all(actor: User | None, chosen: Chosen, disposition: str, why: str = "", where: str = "") -> Done:
    """The same disposition for each of (comment, version that the actor saw)."""
    made = each(DisposeComment, actor, chosen, disposition=disposition, why=why, where=where)
    if disposition:
        notices.after_commit("disposed", [item.pk for item in made.done], actor)
    return made
