"""One place for what a record looks like outside: permanent addresses, versions, API and downloads use it.

`as_dict(record)` gives plain values (str, int, float, bool, None, list, dict), every field named as in the
model; a link as {"concept", "level", "origin", "status", "p", "evidence"}. The e-mail address of a contact is
in it; what a visitor gets goes through published.py, which leaves it out.
"""

from __future__ import annotations

from functools import partial, singledispatch

from actionlines.register import models as m
from actionlines.register.activities.schema import Activity
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data, Head, iso, plain
from actionlines.register.mandates.schema import Mandate
from actionlines.register.organisations.schema import Organisation
from actionlines.register.reports.schema import Report
from actionlines.register.resources.schema import Envelope
from actionlines.register.roadmaps.schema import RoadMap


@singledispatch
def as_dict(record: Record) -> Data:
    """The record as plain values. TypeError for something that is no record."""
    raise TypeError(type(record).__name__)


@as_dict.register
def _(record: m.Instrument) -> Data:
    names = ("symbol", "family", "title", "body", "session", "language", "document_kind", "country")
    return {
        **plain(Head, record),
        **{name: getattr(record, name) for name in names},
        "date": iso(record.date),
        "sha256": record.file.sha256 if record.file else None,
        "warnings": record.warnings,
    }


@as_dict.register
def _(record: m.ImportRun) -> Data:
    names = ("what", "mapping", "country", "dry_run", "status", "rows_total", "rows_done", "counts", "error")
    return {
        **plain(Head, record),
        "file": record.file.name,
        **{name: getattr(record, name) for name in names},
    }


@as_dict.register
def _(record: m.User) -> Data:
    # Versions are kept for ever: they hold what somebody may do, not who they are.
    roles = sorted(f"{role.role} {role.scope}".strip() for role in record.roles.all())
    return {
        **plain(Head, record),
        "roles": roles,
        "active": record.is_active,
        "organisation": record.organisation_id,
    }


@as_dict.register
def _(record: m.SiteSettings) -> Data:
    return {**plain(Head, record), **record.given, "logo": record.logo.sha256 if record.logo else None}


@as_dict.register
def _(record: m.Organisation) -> Data:
    # As it would be with the change that waits; what the public sees is made in published.py.
    return {**plain(Organisation, record), **record.proposed}


def as_shown(record: Record) -> Data:
    """Return the record as plain values of today: an open mandate that is past its last day is overdue.

    Versions and events keep what was written.
    """
    data = as_dict(record)
    return {**data, "status": record.shown_status} if isinstance(record, m.Mandate) else data


# A new kind of record is a line here.
KINDS: dict[type[Record], type[Head]] = {
    m.Activity: Activity,
    m.Envelope: Envelope,
    m.Mandate: Mandate,
    m.Report: Report,
    m.RoadMap: RoadMap,
}
for _model, _schema in KINDS.items():
    as_dict.register(_model, partial(plain, _schema))
