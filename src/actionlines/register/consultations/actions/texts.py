"""Versions of the text: one is added, and comments move to it as far as that is certain; people map the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.consultations.actions.comments import CommentAction
from actionlines.register.consultations.anchors import carry, digest, span_of
from actionlines.register.consultations.models import Comment, Consultation, TextParagraph, TextVersion
from actionlines.register.consultations.numbering import Numbered
from actionlines.register.consultations.texts import Source
from actionlines.register.core.action import Action
from actionlines.register.core.texts import isolated
from actionlines.register.models import User

MOST_VERSIONS = 50
MOST_MAPPED = 2000  # comments of one paragraph that are mapped at once
CHUNK = 500


class AddText(Action):
    """Add a version of the text: `source` and `paragraphs`, as consultations/texts.py prepares them. `mapping`
    (old id -> new id) is what a person says about paragraphs whose words changed.

    `moved` and `orphaned` say then how many comments went along and how many did not.
    """

    code = "consultation.edit"
    states = frozenset({"draft", "published"})
    moved = orphaned = 0

    def effect(self) -> None:
        """The version, its paragraphs, and where each comment stands in it."""
        source, paragraphs = self.given["source"], self.given["paragraphs"]
        record: Consultation = self.record
        before = record.current()
        sha256 = digest("\n".join(f"{one.id}\t{one.number}\t{one.text}" for one in paragraphs))
        if before is not None and before.sha256 == sha256:
            raise WrongState(self._name(), _("this text is the same as the version that is there"))
        if record.text >= MOST_VERSIONS:
            raise WrongState(self._name(), _("it has as many versions as there can be"))
        record.text += 1
        made = _text(record, source, paragraphs, sha256, self.actor)
        _write_paragraphs(made, paragraphs, before, self.given.get("mapping") or {}, self)
        record.save()


def _text(
    record: Consultation, source: Source, paragraphs: Sequence[Numbered], sha: str, by: User | None
) -> TextVersion:
    return TextVersion.objects.create(
        consultation=record, number=record.text, title=source.title, language=source.language,
        source_kind=source.kind, source_id=source.id[:160], source_version=source.version, file=source.file,
        given=sum(one.given for one in paragraphs), sha256=sha, by=by,
    )  # fmt: skip


def _write_paragraphs(
    made: TextVersion,
    paragraphs: Sequence[Numbered],
    before: TextVersion | None,
    mapping: Mapping[str, str],
    action: AddText,
) -> None:
    old = list(before.paragraphs.all()) if before else []
    try:
        carried = carry([one.passage for one in old], [one.passage for one in paragraphs], mapping)
    except KeyError as error:
        problem = _("the new text has no paragraph “%(name)s”") % {"name": isolated(str(error.args[0])[:80])}
        raise InvalidFields(action._name(), {"mapping": problem}) from error
    by_anchor = {one.anchor: one for one in old}
    came = {move.to: by_anchor[at] for at, move in carried.items() if move.how == "same"}
    TextParagraph.objects.bulk_create(
        (
            TextParagraph(
                text_version=made, order=order, anchor=one.id, number=one.number, kind=one.kind,
                level=one.level, parent=one.parent, text=one.text, came_from=came.get(one.id),
            )
            for order, one in enumerate(paragraphs)
        ),
        batch_size=CHUNK,
    )  # fmt: skip
    new = {one.anchor: one for one in made.paragraphs.all()}
    standing = set(
        Comment.objects.filter(place__text_version=before).values_list("place_id", flat=True).distinct()
    ) if before else set()  # fmt: skip
    for one in old:
        if one.pk not in standing:
            continue
        move = carried[one.anchor]
        rows = Comment.objects.filter(place=one)
        if move.how == "orphaned":
            action.orphaned += rows.update(last=one, place=None, how="orphaned")
        elif move.how == "same":
            # The words are the same, so the spans are.
            action.moved += rows.update(last=one, place=new[move.to], how="same")
        else:
            for comment in rows:
                _put(comment, new[move.to])
                comment.save(update_fields=["last", "place", "place_start", "place_end", "how"])
                action.moved += 1


def _put(comment: Comment, to: TextParagraph) -> None:
    """Let it stand in a paragraph that a person chose: on its quote if that is there once, else on the whole."""
    comment.last = comment.place or comment.last
    comment.place, comment.how = to, "mapped"
    comment.place_start, comment.place_end = span_of(comment.quote, to.text)


class MapComment(CommentAction):
    """Say where a comment stands in the current version: `to`, the id of a paragraph; "" for nowhere."""

    code = "consultation.dispose"

    def effect(self) -> None:
        """Move the comment there, or orphan it."""
        comment: Comment = self.record
        if comment.paragraph_id is None or comment.parent_id:
            raise WrongState(self._name(), _("it stands on the whole text"))
        anchor = str(self.given["to"] or "")
        if not anchor:
            comment.last = comment.place or comment.last
            comment.place, comment.how = None, "orphaned"
            return
        to = TextParagraph.objects.filter(
            text_version__consultation=comment.consultation_id,
            text_version__number=comment.consultation.text, anchor=anchor[:80],
        ).first()  # fmt: skip
        if to is None:
            problem = _("the new text has no paragraph “%(name)s”") % {"name": isolated(anchor[:80])}
            raise InvalidFields(self._name(), {"to": problem})
        _put(comment, to)


def map_paragraph(actor: User | None, consultation: Consultation, old: TextParagraph, to: str) -> int:
    """Map all orphaned comments that last stood in `old` to the paragraph `to` of the current version, each by its
    own action under one group of events; how many there were.
    """
    group = uuid4()
    rows = Comment.objects.filter(consultation=consultation, last=old, how="orphaned").order_by("pk")
    with transaction.atomic():
        done = [MapComment(actor, one, to=to).do(group) for one in islice(rows, MOST_MAPPED)]
    return len(done)
