"""One place for what a record looks like outside: permanent addresses, versions, API and downloads use it.

`as_dict(record)` gives plain values (str, int, float, bool, None, list, dict), every field named as in the
model; a link as {"concept", "level", "origin", "status", "p", "evidence"}. The e-mail address of a contact is
given as the submitter wrote it: the form says that it will be public.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from actionlines.registry import models as m

Data = dict[str, Any]


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _in_order(rows: Any) -> list[Any]:
    """Related rows in the order in which they came: PostgreSQL gives what was changed last at the end.

    Rows of a version have no number, and are in order.
    """
    return sorted(rows.all(), key=lambda one: getattr(one, "pk", None) or 0)


def _link(link: Any) -> Data:
    names = ("concept", "level", "origin", "status", "p", "evidence")
    return {name: getattr(link, name) for name in names}


def _head(record: Any) -> Data:
    return {
        "kind": record.kind,
        "id": record.pk,
        "version": record.version,
        "created_at": _day(record.created_at),
        "changed_at": _day(record.changed_at),
    }


@singledispatch
def as_dict(record: Any) -> Data:
    """The record as plain values. TypeError for something that is no record."""
    raise TypeError(type(record).__name__)


@as_dict.register
def _(record: m.Instrument) -> Data:
    names = ("symbol", "family", "title", "body", "session", "language", "document_kind", "country")
    return {
        **_head(record),
        **{name: getattr(record, name) for name in names},
        "date": _day(record.date),
        "sha256": record.file.sha256 if record.file else None,
        "warnings": record.warnings,
    }


@as_dict.register
def _(record: m.Mandate) -> Data:
    names = (
        "ordinal", "verb", "strength", "action", "deliverable", "report_to", "due", "implied", "words", "proposal",
        "status", "status_reason", "force", "rests_on", "candidates", "checks", "amendment",
    )  # fmt: skip
    return {
        **_head(record),
        "instrument": record.instrument.symbol,
        "paragraph": record.paragraph.anchor,
        **{name: getattr(record, name) for name in names},
        "due_on": _day(record.due_on),
        "status_since": _day(record.status_since),
        "lead": record.lead_id,
        "superseded_by": record.superseded_by_id,
        "addressees": [{"body": one.body, "words": one.words} for one in _in_order(record.addressees)],
        "links": [_link(link) for link in _in_order(record.links)],
        "progress": [
            {
                "at": _day(one.at),
                "text": one.text,
                "evidence_kind": one.evidence_kind,
                "evidence": one.evidence,
            }
            for one in record.progress.all()
        ],
    }


@as_dict.register
def _(record: m.Activity) -> Data:
    names = (
        "title", "summary", "description", "type", "good_practice", "language", "beneficiaries", "technologies",
        "web_links", "results", "results_text", "challenges", "replicability", "sustainability", "contact_name",
        "contact_email", "currency", "status", "status_reason", "published_version",
    )  # fmt: skip
    return {
        **_head(record),
        **{name: getattr(record, name) for name in names},
        "organisation": record.organisation_id,
        "organisation_name": record.organisation.name if record.organisation else None,
        "partners": [one.pk for one in _in_order(record.partners)],
        "starts_on": _day(record.starts_on),
        "ends_on": _day(record.ends_on),
        "budget": None if record.budget is None else str(record.budget),
        "status_since": _day(record.status_since),
        "published_at": _day(record.published_at),
        "places": sorted(place.area for place in record.places.all()),
        "links": [_link(link) for link in _in_order(record.links)],
        "mandates": [
            {
                "mandate": one.mandate_id,
                "origin": one.origin,
                "status": one.status,
                "p": one.p,
                "evidence": one.evidence,
            }
            for one in _in_order(record.mandate_links)
        ],
    }


@as_dict.register
def _(record: m.Organisation) -> Data:
    names = ("name", "acronym", "type", "country", "body", "website", "description")
    return {**_head(record), **{name: getattr(record, name) for name in names}}


@as_dict.register
def _(record: m.Envelope) -> Data:
    names = ("plan", "objective", "currency", "organisation_id", "lines", "note")
    return {
        **_head(record),
        **{name.removesuffix("_id"): getattr(record, name) for name in names},
        "starts_on": _day(record.starts_on),
        "ends_on": _day(record.ends_on),
        "amount": str(record.amount),
        "allocations": [
            {"activity": one.activity_id, "amount": str(one.amount), "note": one.note}
            for one in _in_order(record.allocations)
        ],
    }


@as_dict.register
def _(record: m.Report) -> Data:
    names = (
        "type", "title", "language", "parameters", "masthead", "sections", "chosen", "status", "status_reason",
        "published_version",
    )  # fmt: skip
    return {
        **_head(record),
        **{name: getattr(record, name) for name in names},
        "status_since": _day(record.status_since),
        "published_at": _day(record.published_at),
        "sha256": record.published_build.sha256 if record.published_build else None,
    }


@as_dict.register
def _(record: m.RoadMap) -> Data:
    names = (
        "title", "lines", "language", "starts", "ends", "narratives", "items", "metrics", "milestones", "tracked",
        "status", "status_reason", "published_version",
    )  # fmt: skip
    return {
        **_head(record),
        **{name: getattr(record, name) for name in names},
        "status_since": _day(record.status_since),
        "published_at": _day(record.published_at),
    }


@as_dict.register
def _(record: m.ImportRun) -> Data:
    names = ("what", "mapping", "country", "dry_run", "status", "rows_total", "rows_done", "counts", "error")
    return {**_head(record), "file": record.file.name, **{name: getattr(record, name) for name in names}}


@as_dict.register
def _(record: m.User) -> Data:
    # Versions are kept for ever: they hold what somebody may do, not who they are.
    roles = sorted(f"{role.role} {role.scope}".strip() for role in record.roles.all())
    return {
        **_head(record),
        "roles": roles,
        "active": record.is_active,
        "organisation": record.organisation_id,
    }
