"""Whom an activity, a road map or a report waits for, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from actionlines.registry.concepts import name_of
from actionlines.registry.direction import isolated


def whom(record: Any) -> str:
    """In the reader's language; "" where it waits for nobody."""
    if record.waits_for() == "submitter":
        return _("Waits for the submitter")
    if record.waits_for() != "reviewer":
        return ""
    if taken := getattr(record, "reviewer", None):
        return _("Waits for %(name)s") % {"name": taken}
    about = ", ".join(record.lines) if record.kind == "roadmap" else ""
    if record.kind == "report" and record.parameters.get("area"):
        about = name_of(record.parameters["area"])
    if not about:
        return _("Waits for a reviewer")
    return _("Waits for a reviewer of %(what)s") % {"what": isolated(about)}
