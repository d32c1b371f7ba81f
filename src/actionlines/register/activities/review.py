"""Review of activities: comments, changes, publication; decisions on links."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.register.activities.actions import Status
from actionlines.register.activities.drafts import ActivityAction
from actionlines.register.activities.models import FieldComment
from actionlines.register.activities.schema import BESIDE_FIELDS, FIELDS
from actionlines.register.core import notices
from actionlines.register.core.rules import Wrong
from actionlines.register.core.texts import plain_text
from actionlines.register.organisations.models import Organisation

# Parts of the form that can be commented on: the whole (""), a field, the links.
COMMENTED = (*BESIDE_FIELDS, *FIELDS)
_LONGEST = 4000


class TakeActivity(ActivityAction):
    """The actor becomes its reviewer, so that others see who looks at it. May be taken over from another."""

    code = "activity.take"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Make the actor the reviewer, whose name the inbox shows."""
        self.record.reviewer = self.actor


class _Comments(ActivityAction):
    def comment(self, texts: Mapping[str, str]) -> int:
        """Keep comments (field -> text), empty ones aside; how many there were. Raises InvalidFields."""
        wrong: dict[str, str] = {}
        rows = []
        for field, fields in texts.items():
            text = plain_text(str(fields), lines=True)
            if field not in COMMENTED:
                wrong[field[:40]] = str(Wrong.unknown())
            elif len(text) > _LONGEST:
                wrong[field] = _("At most %(most)d characters are allowed.") % {"most": _LONGEST}
            elif text:
                rows.append(
                    FieldComment(
                        activity=self.record, field=field, text=text, by=self.actor, version=self.record.version
                    )
                )
        if wrong:
            raise InvalidFields(self._name(), wrong)
        FieldComment.objects.bulk_create(rows)
        return len(rows)


class CommentOnField(_Comments):
    """Say something about one `field` ("" for the whole) in `text`; the submitter sees it beside the field."""

    code = "activity.comment"
    states = frozenset({Status.SUBMITTED, Status.CHANGES})

    def effect(self) -> None:
        """Save one comment on a field. Raises InvalidFields where there is no text."""
        if not self.comment({str(self.given.get("field") or ""): str(self.given.get("text") or "")}):
            raise InvalidFields(self._name(), {"text": _("Write what should change.")})


class SettleComment(ActivityAction):
    """What a `comment` (number) asked for is done."""

    code = "activity.comment"
    states = frozenset({Status.SUBMITTED, Status.CHANGES})

    def effect(self) -> None:
        """Settle an open comment, so that its field shows it no longer."""
        matches = self.record.comments.filter(pk=self.given["comment"], settled_at=None)
        if not matches.update(settled_at=timezone.now()):
            raise InvalidFields(self._name(), {"comment": _("There is no such open comment.")})


class RequestChanges(_Comments):
    """Send it back with `comments` (field -> text) and a `reason`; at least one of the two, or a comment that is
    still open.
    """

    code = "activity.changes"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Send the activity back to its submitter with the comments and the reason."""
        added = self.comment(self.given.get("comments") or {})
        if not added and not self.reason and not self.record.comments.filter(settled_at=None).exists():
            raise InvalidFields(self._name(), {"": _("Say what should change, in general or at a field.")})
        self.record.reviewer = self.actor or self.record.reviewer
        self.record.set_status(Status.CHANGES, self.reason[:_LONGEST])
        notices.after_commit("changes", self.record, self.actor)


class PublishActivity(ActivityAction):
    """Make this version what the public sees. All comments are settled by it."""

    code = "activity.publish"
    states = frozenset({Status.SUBMITTED})

    def effect(self) -> None:
        """Publish the activity and settle its comments; the first day of publication stays.

        Raises InvalidFields while an organisation that it names waits for review.
        """
        named = Q(pk=self.record.organisation_id) | Q(pk__in=self.record.partners.values("pk"))
        waiting = Organisation.objects.filter(named, published_version=None).first()
        if waiting is not None:
            problem = _("The organisation “%(name)s” waits for review. Publish it first: %(address)s")
            texts = {"name": waiting.name, "address": waiting.get_absolute_url()}
            raise InvalidFields(self._name(), {"organisation": problem % texts})
        now = timezone.now()
        self.record.set_status(Status.PUBLISHED)
        self.record.published_at = self.record.published_at or now
        # The version that this action writes.
        self.record.published_version = self.record.version + 1
        self.record.reviewer = self.actor or self.record.reviewer
        self.record.comments.filter(settled_at=None).update(settled_at=now)
        notices.after_commit("published", self.record, self.actor)
