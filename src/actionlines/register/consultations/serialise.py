"""Consultations and comments as values."""

from __future__ import annotations

from datetime import datetime

from actionlines.register.consultations.models import Comment, Consultation, TextParagraph, TextVersion
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data

_SETTINGS = (
    "title", "summary", "language", "lines", "anonymous", "premoderated", "status", "status_reason", "text",
    "results",
)  # fmt: skip
_SAID = (
    "text", "suggests", "suggestion", "language", "stakeholder", "country", "organisation", "name",
    "by_organiser", "status", "status_reason", "disposition", "disposition_reason",
)  # fmt: skip


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _head(record: Record) -> Data:
    return {
        "kind": record.kind,
        "id": record.pk,
        "version": record.version,
        "created_at": _moment(record.created_at),
        "changed_at": _moment(record.changed_at),
    }


def consultation_values(record: Consultation) -> Data:
    """Return a consultation as plain values, with its phases and the heads of its texts."""
    return {
        **_head(record),
        **{name: getattr(record, name) for name in _SETTINGS},
        "organisation": record.organisation_id,
        "organisation_name": record.organisation.name if record.organisation else None,
        "status_since": _moment(record.status_since),
        "published_at": _moment(record.published_at),
        "results_at": _moment(record.results_at),
        "phases": [
            {
                "kind": item.kind,
                "name": item.name,
                "starts_on": item.starts_on.isoformat(),
                "ends_on": item.ends_on.isoformat() if item.ends_on else None,
            }
            for item in record.phases.all()
        ],
        "texts": [text_data(item) for item in record.texts.all()],
    }


def text_data(text_version: TextVersion) -> Data:
    """A version of the text, without its paragraphs."""
    return {
        "number": text_version.number,
        "title": text_version.title,
        "language": text_version.language,
        "source_kind": text_version.source_kind,
        "source_id": text_version.source_id,
        "source_version": text_version.source_version,
        "given": text_version.given,
        "sha256": text_version.sha256,
        "at": _moment(text_version.at),
    }


def comment_values(record: Comment) -> Data:
    """Return a comment as plain values, with the places of its words."""
    return {
        **_head(record),
        "consultation": record.consultation_id,
        "parent": record.parent_id,
        "written_on": _place(record.text_version.number, record.paragraph, record.start, record.end),
        "quote": record.quote,
        "quote_sha256": record.quote_sha256,
        "paragraph_sha256": record.paragraph_sha256,
        "how": record.how,
        "place": _place(None, record.place, record.place_start, record.place_end),
        **{name: getattr(record, name) for name in _SAID},
        "edited_at": _moment(record.edited_at),
        "status_since": _moment(record.status_since),
        "disposition_place": _place(None, record.disposition_place, 0, 0),
        "disposed_at": _moment(record.disposed_at),
    }


def _place(number: int | None, paragraph: TextParagraph | None, start: int, end: int) -> Data | None:
    """{"text", "paragraph", "number", "start", "end"}; None for no paragraph and no version."""
    if paragraph is None and number is None:
        return None
    return {
        "text": paragraph.text_version.number if number is None and paragraph is not None else number,
        "paragraph": paragraph.anchor if paragraph is not None else "",
        "number": paragraph.number if paragraph is not None else "",
        "start": start,
        "end": end,
    }


# What a comment is read with, so that serialising asks nothing more.
COMMENT_WITH = ("consultation", "text_version", "paragraph", "place__text_version", "disposition_place__text_version")


def public_comment(record: Comment) -> Data:
    """The comment as everybody may read it: of one that was removed or withdrawn, no word but the reason."""
    data = {**comment_values(record), "endorsed": record.endorsed}
    if not record.is_shown():
        blank = ("text", "suggestion", "quote", "organisation", "name", "disposition_reason")
        data |= {**dict.fromkeys(blank, ""), "suggests": False}
    return data
