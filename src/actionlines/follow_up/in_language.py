"""A follow-up as readers of a language are shown it: bodies by their names there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actionlines.follow_up.model import FollowUp
from actionlines.papers import names


def in_language(follow_up: FollowUp, language: str) -> FollowUp:
    """The follow-up with the names of bodies in a language; itself in English, which it is made in."""
    if language == "en":
        return follow_up

    def named(bodies: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.body(one, language) for one in bodies)

    def short(bodies: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.short(one, language) for one in bodies)

    return replace(
        follow_up,
        documents=tuple(
            replace(one, body_name=names.body(one.body, language) if one.body else "")
            for one in follow_up.documents
        ),
        mandates=tuple(
            replace(
                one, body_names=named(one.bodies), body_shorts=short(one.bodies),
                report_to_names=named(one.report_to), report_to_shorts=short(one.report_to),
            )
            for one in follow_up.mandates
        ),
        asked=tuple(
            replace(one, name=names.body(one.body, language), short=names.short(one.body, language))
            for one in follow_up.asked
        ),
    )  # fmt: skip
