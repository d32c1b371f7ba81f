"""What is asked as people take it to a meeting: who, what, by when, to whom, where reported, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from actionlines.framework.calendar import Session
from actionlines.mandates.deliverable import NONE
from actionlines.papers.writers.as_xlsx import CellLink, Value
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.pages.downloads import MeetingColumns
from actionlines.register.core.texts import reader_words
from actionlines.register.mandates.answers import answers_of
from actionlines.register.mandates.life import session_of
from actionlines.register.mandates.wording import deliverable_name, in_words


def _rows(mandates: Sequence[Any], site: str) -> Iterator[Sequence[Value]]:
    for mandate in mandates:
        session, address = session_of(mandate), site + mandate.get_absolute_url()
        when = in_words([form for form in mandate.due if form != str(mandate.due_on)])
        answers = answers_of(mandate)
        count = {"answered": len(answers.answered), "asked": len(answers.asked)}
        yield (
            f"≈ {mandate.title}" if mandate.is_summary else mandate.title,
            deliverable_name(mandate.deliverable) if mandate.deliverable != NONE else "",
            _names(mandate.asked_bodies()),
            mandate.due_on,
            when[:1].upper() + when[1:],
            _names(mandate.report_to),
            _describe_session(session) if session else "",
            session.documents_due if session else None,
            _status(mandate),
            _("%(answered)d of %(asked)d") % count if answers.asked else "",
            str(mandate.lead or ""),
            CellLink(str(mandate), address),
        )


def _notes() -> list[tuple[str, str]]:
    return [
        ("≈", reader_words()("mandates.summary")),
        (_("Answers"), _("How many of those who are asked have answered, each body and country by itself.")),
    ]


MEETING = MeetingColumns(
    title=gettext_lazy("What is asked"),
    of=gettext_lazy("What is asked: %(name)s"),
    prefetched=("progress",),
    columns=(
        (gettext_lazy("What is asked"), 42),
        (gettext_lazy("Deliverable"), 13),
        (gettext_lazy("Who is asked"), 24),
        (gettext_lazy("Due on"), 12),
        (pgettext_lazy("how often, or in which period", "When"), 13),
        (gettext_lazy("Reports to"), 18),
        (gettext_lazy("Reported at"), 16),
        (gettext_lazy("Documents due"), 12),
        (gettext_lazy("Status"), 12),
        (gettext_lazy("Answers"), 10),
        (gettext_lazy("Lead"), 14),
        (gettext_lazy("Paragraph"), 24),
    ),
    rows=_rows,
    notes=_notes,
)


def _names(bodies: Iterable[str]) -> str:
    return "; ".join(map(name_of, bodies))


def _describe_session(session: Session) -> str:
    """Return a session in words: its body, its number where it is none of a year, and whether it is estimated."""
    entry, number = concept(session.body), session.number
    name = entry.short if entry else name_of(session.body)
    words = f"{name} {number}" if number == session.starts.year else f"{name}, {_('session %d') % number}"
    return f"{words} ({_('estimated')})" if session.estimated else words


def _status(mandate: Any) -> str:
    """Return the status in words; what no text decides, and what was accepted with others, says so."""
    more = [] if mandate.is_owed else [mandate.get_force_display()]
    if many := mandate.accepted_with:
        text = ngettext("accepted with %(many)s other", "accepted with %(many)s others", many)
        more.append(text % {"many": many})
    status = str(mandate.get_status_display())
    return f"{status} ({'; '.join(map(str, more))})" if more else status
