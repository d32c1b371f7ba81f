"""Background tasks: comments are aligned, and organisers get one message about new comments."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import default_task_backend, task

from actionlines.alignment import Aligner
from actionlines.alignment.languages import quick_language
from actionlines.register.activities.proposals import LEAST, of_alignment
from actionlines.register.consultations import notices
from actionlines.register.consultations.models import Comment, CommentLink, Consultation

# An organiser hears of comments at most once in this time.
DIGEST_AFTER = timedelta(hours=1)
CHUNK = 200  # comments that are aligned at once
_FIELD = "text"


def after_comment(comment: Comment) -> None:
    """Once the comment is saved: align it, and plan the message to the organiser."""
    transaction.on_commit(_planned(comment.consultation_id))


def _planned(number: int) -> Any:
    def _plan() -> None:
        if not _waiting(align, number):
            align.enqueue(number)
        if default_task_backend.supports_defer and not _waiting(digest, number):
            digest.using(run_after=timezone.now() + DIGEST_AFTER).enqueue(number)

    return _plan


@task()
def align(number: int) -> int:
    """Align the comments of a consultation that were not yet; how many. What they are about is a proposal."""
    done = 0
    while rows := list(Comment.objects.filter(consultation=number, aligned_at=None).order_by("pk")[:CHUNK]):
        _align(rows)
        done += len(rows)
    return done


def _align(rows: list[Comment]) -> None:
    aligner = Aligner.for_texts()
    links = []
    for row in rows:
        texts = {_FIELD: row.text, "suggestion": row.suggestion}
        texts = {name: text for name, text in texts.items() if text.strip()}
        whole = "\n\n".join(texts.values())
        if len(whole) < LEAST:
            continue
        matches = aligner.align(whole, language=quick_language(whole) or row.language)
        links += [
            CommentLink(
                comment=row, concept=proposal.concept, level=proposal.level, p=proposal.p, evidence=proposal.evidence
            )
            for proposal in of_alignment(texts, matches)
        ]
    with transaction.atomic():
        CommentLink.objects.filter(comment__in=rows).delete()
        CommentLink.objects.bulk_create(links, batch_size=500, ignore_conflicts=True)
        # One that was corrected meanwhile is read once more.
        as_read = reduce(or_, (Q(pk=row.pk, edited_at=row.edited_at) for row in rows))
        Comment.objects.filter(as_read).update(aligned_at=timezone.now())


@task()
def digest(number: int) -> int:
    """Tell the organiser of what was written or corrected since the last message; how many there were."""
    consultation = Consultation.objects.select_related("owner").filter(pk=number).first()
    if consultation is None:
        return 0
    now = timezone.now()
    last = consultation.digested_at
    files = Q(created_at__gt=last, created_at__lte=now)
    fresh = consultation.comments.filter(files | Q(edited_at__gt=last, edited_at__lte=now))
    fresh = fresh.exclude(author=consultation.owner) if consultation.owner_id else fresh
    if count := fresh.count():
        notices.tell_organiser(consultation, list(fresh.order_by("pk")[: notices.LISTED]), count)
    Consultation.objects.filter(pk=number).update(digested_at=now)
    return count


def _waiting(item: Any, number: int) -> bool:
    from django_tasks_db.models import DBTaskResult

    rows = DBTaskResult.objects.filter(task_path=item.module_path, status="READY")
    return bool(rows.filter(args_kwargs__args=[number]).exists())
