"""Actions on consultations and their texts."""

from collections.abc import Mapping, Sequence
from itertools import islice
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.consultations.actions.comments import CommentAction
from actionlines.register.consultations.anchors import carry, digest, span_of
from actionlines.register.consultations.models import Comment, Consultation, Phase, TextParagraph, TextVersion
from actionlines.register.consultations.schema import RESULTS, ConsultationFields
from actionlines.register.consultations.texts import Numbered, Source
from actionlines.register.core.action import Action
from actionlines.register.core.schema import clean
from actionlines.register.core.texts import isolated
from actionlines.register.organisations.actions import must_be_public
from actionlines.register.people.models import User


class _Fields(Action):
    """Takes `fields` (name -> plain value)."""

    def put(self, record: Consultation, fields: Mapping[str, object]) -> None:
        """Check and write the fields. Raises InvalidFields."""
        good, wrong = clean(ConsultationFields, fields)
        must_be_public("consultation", good.get("organisation"), wrong=wrong)
        phases = good.pop("phases", None)
        for field, value in good.items():
            setattr(record, "organisation_id" if field == "organisation" else field, value)
        record.save()
        if phases is not None:
            record.phases.all().delete()
            Phase.objects.bulk_create(Phase(consultation=record, **phase) for phase in phases)


class OpenConsultation(_Fields):
    """Begin a consultation, as a draft that its organiser alone sees. It needs a title; a text is added next."""

    code = "consultation.open"

    def effect(self) -> None:
        """Saved as a draft of the one who opens it."""
        record = Consultation(owner=self.actor)
        self.put(record, {"title": "", **self.given["fields"]})
        self.record = record


class EditConsultation(_Fields):
    """Change the fields given; the others stay. A withdrawn one is not changed any more."""

    code = "consultation.edit"
    states = frozenset({"draft", "published"})

    def effect(self) -> None:
        """Save the fields that were given."""
        self.put(self.record, self.given["fields"])


class PublishConsultation(Action):
    """Show it to the public. It needs a text, and a phase for comments."""

    code = "consultation.edit"
    states = frozenset({"draft"})

    def effect(self) -> None:
        """Public from now on; its phases say when comments are taken."""
        if not self.record.text:
            raise WrongState(self._name(), _("it has no text yet: add one first"))
        if not any(item.kind == "comments" for item in self.record.phases.all()):
            raise WrongState(self._name(), _("it has no phase for comments: add one first"))
        now = timezone.now()
        self.record.status, self.record.status_since, self.record.published_at = "published", now, now
        self.record.digested_at = now


class PublishResults(Action):
    """Publish the `results` of a consultation in words, with the dispositions so far."""

    code = "consultation.edit"
    states = frozenset({"published"})

    def effect(self) -> None:
        """Save the results and the moment of their publication."""
        good, wrong = clean({"results": RESULTS}, {"results": self.given.get("results", "")})
        if not wrong and not good["results"]:
            wrong["results"] = _("This is needed.")
        if wrong:
            raise InvalidFields(self._name(), wrong)
        self.record.results = good["results"]
        self.record.results_at = timezone.now()


class WithdrawConsultation(Action):
    """Take it from the public, with a reason that the public reads. Its page says so for ever."""

    code = "consultation.edit"
    states = frozenset({"draft", "published"})

    def effect(self) -> None:
        """Leave a tombstone in place of the consultation."""
        if not self.reason:
            raise InvalidFields(self._name(), {"reason": _("say why")})
        self.record.status, self.record.status_since = "withdrawn", timezone.now()
        self.record.status_reason = self.reason[:2000]


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
        """The version, its paragraphs, and where each comment is in it."""
        source, paragraphs = self.given["source"], self.given["paragraphs"]
        record: Consultation = self.record
        before = record.current()
        sha256 = digest("\n".join(f"{paragraph.id}\t{paragraph.number}\t{paragraph.text}" for paragraph in paragraphs))
        if before is not None and before.sha256 == sha256:
            raise WrongState(self._name(), _("this text is the same as the current version"))
        if record.text >= MOST_VERSIONS:
            raise WrongState(self._name(), _("it has as many versions as there can be"))
        record.text += 1
        made = _text(record, source, paragraphs, sha256, self.actor)
        self._write_paragraphs(made, paragraphs, before, self.given.get("mapping") or {})
        record.save()

    def _write_paragraphs(
        self, made: TextVersion, paragraphs: Sequence[Numbered], before: TextVersion | None, mapping: Mapping[str, str]
    ) -> None:
        old = list(before.paragraphs.all()) if before else []
        try:
            carried = carry([row.passage for row in old], [paragraph.passage for paragraph in paragraphs], mapping)
        except KeyError as error:
            problem = _("the new text has no paragraph “%(name)s”") % {"name": isolated(str(error.args[0])[:80])}
            raise InvalidFields(self._name(), {"mapping": problem}) from error
        by_anchor = {row.anchor: row for row in old}
        came = {move.to: by_anchor[at] for at, move in carried.items() if move.how == "same"}
        TextParagraph.objects.bulk_create(
            (
                TextParagraph(
                    text_version=made,
                    order=order,
                    anchor=paragraph.id,
                    number=paragraph.number,
                    kind=paragraph.kind,
                    level=paragraph.level,
                    parent=paragraph.parent,
                    text=paragraph.text,
                    came_from=came.get(paragraph.id),
                )
                for order, paragraph in enumerate(paragraphs)
            ),
            batch_size=CHUNK,
        )
        new = {row.anchor: row for row in made.paragraphs.all()}
        standing = (
            set(Comment.objects.filter(place__text_version=before).values_list("place_id", flat=True).distinct())
            if before
            else set()
        )
        for item in old:
            if item.pk not in standing:
                continue
            move = carried[item.anchor]
            rows = Comment.objects.filter(place=item)
            if move.how == "orphaned":
                self.orphaned += rows.update(last=item, place=None, how="orphaned")
            elif move.how == "same":
                # The words are the same, so the spans are.
                self.moved += rows.update(last=item, place=new[move.to], how="same")
            else:
                for comment in rows:
                    _put(comment, new[move.to])
                    comment.save(update_fields=["last", "place", "place_start", "place_end", "how"])
                    self.moved += 1


def _text(
    record: Consultation, source: Source, paragraphs: Sequence[Numbered], sha: str, by: User | None
) -> TextVersion:
    return TextVersion.objects.create(
        consultation=record, number=record.text, title=source.title, language=source.language,
        source_kind=source.kind, source_id=source.id[:160], source_version=source.version, file=source.file,
        given=sum(paragraph.given for paragraph in paragraphs), sha256=sha, by=by,
    )  # fmt: skip


def _put(comment: Comment, to: TextParagraph) -> None:
    """Put it into a paragraph that a person chose: on its quote if that is there once, else on the whole."""
    comment.last = comment.place or comment.last
    comment.place, comment.how = to, "mapped"
    comment.place_start, comment.place_end = span_of(comment.quote, to.text)


class MapComment(CommentAction):
    """Say where a comment is in the current version: `to`, the id of a paragraph; "" for nowhere."""

    code = "consultation.dispose"

    def effect(self) -> None:
        """Move the comment there, or orphan it."""
        comment: Comment = self.record
        if comment.paragraph_id is None or comment.parent_id:
            raise WrongState(self._name(), _("it is on the whole text"))
        if not (anchor := str(self.given["to"] or "")):
            comment.last = comment.place or comment.last
            comment.place, comment.how = None, "orphaned"
            return
        to = TextParagraph.objects.filter(
            text_version__consultation=comment.consultation_id,
            text_version__number=comment.consultation.text,
            anchor=anchor[:80],
        ).first()
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
        done = [MapComment(actor, row, to=to).do(group) for row in islice(rows, MOST_MAPPED)]
    return len(done)
