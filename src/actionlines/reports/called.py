"""Bodies of a report called by their names in its language; the documents' own words stay as they are."""

from __future__ import annotations

from dataclasses import replace

from actionlines.framework.translated import translated
from actionlines.reports.model import Asked, FollowUp, MandateRow
from actionlines.reports.names import short_in


def in_language(follow_up: FollowUp, language: str) -> FollowUp:
    """The same report with the names of bodies in the language, where there are such names; else in English."""
    if language == "en":
        return follow_up
    return replace(
        follow_up,
        mandates=tuple(_row(one, language) for one in follow_up.mandates),
        asked=tuple(_asked(one, language) for one in follow_up.asked),
    )


def _row(one: MandateRow, language: str) -> MandateRow:
    return replace(
        one,
        body_names=_names(one.bodies, one.body_names, language),
        body_shorts=_names(one.bodies, one.body_shorts, language),
        report_to_names=_names(one.report_to, one.report_to_names, language),
        report_to_shorts=_names(one.report_to, one.report_to_shorts, language),
    )


def _names(labels: tuple[str, ...], english: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(translated(*pair, language)[0] for pair in zip(labels, english, strict=False))


def _asked(one: Asked, language: str) -> Asked:
    name = translated(one.body, one.name, language)[0]
    return replace(one, name=name, short=short_in(one.body, language)[0])
