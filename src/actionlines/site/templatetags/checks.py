"""Tags of the page of an activity: `{% checks_of data as found %}` and `{% partners_of data as found %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from actionlines.registry.checks import VERDICTS, Check, checked, facts_of
from actionlines.registry.partners import Partner, for_activity

register = template.Library()


@register.simple_tag
def checks_of(data: Mapping[str, Any]) -> tuple[Check, ...]:
    """The checks of a serialised activity."""
    return checked(facts_of([data])[0])


@register.simple_tag
def partners_of(data: Mapping[str, Any]) -> list[Partner]:
    """Organisations elsewhere that do what a serialised activity does."""
    return for_activity(data)


@register.filter
def verdicts(numbers: tuple[int, ...]) -> list[tuple[str, int]]:
    """Numbers with the verdicts they belong to."""
    return list(zip(VERDICTS, numbers, strict=True))
