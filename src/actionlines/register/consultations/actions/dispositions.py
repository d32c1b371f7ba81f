"""The disposition of a comment: accepted, partly or not, with the reason and the place in the new text."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.consultations import notices
from actionlines.register.consultations.actions.comments import CommentAction
from actionlines.register.consultations.actions.fields import REASON_LIMIT
from actionlines.register.consultations.actions.moderation import Chosen, Done, each
from actionlines.register.consultations.models import Comment, TextParagraph
from actionlines.register.consultations.models.comments import Disposition
from actionlines.register.core.texts import isolated, plain_text
from actionlines.register.models import User


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
            text_version__consultation=self.record.consultation_id,
            text_version__number=self.record.consultation.text,
        )
        found = rows.filter(anchor=where[:80]).first()
        return found or rows.filter(number=where[:80]).first()


def dispose_all(actor: User | None, chosen: Chosen, disposition: str, why: str = "", where: str = "") -> Done:
    """The same disposition for each of (comment, version that the actor saw)."""
    made = each(DisposeComment, actor, chosen, disposition=disposition, why=why, where=where)
    if disposition:
        notices.after_commit("disposed", [one.pk for one in made.done], actor)
    return made
