"""Small pieces of the pages of activities: dates and amounts written out, names of fields and of what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_info, gettext_lazy

from actionlines.registry.activities.checks import VERDICTS, Check, checked, facts_of
from actionlines.registry.activities.partners import Partner, for_activity
from actionlines.registry.core.concepts import concept
from actionlines.site.forms import activity as form
from actionlines.site.forms import names

register = template.Library()

# What was done, as a history says it.
DONE: Mapping[str, Any] = {
    "activity.create": gettext_lazy("Draft begun"),
    "activity.edit": gettext_lazy("Edited"),
    "activity.submit": gettext_lazy("Submitted"),
    "activity.delete": gettext_lazy("Draft deleted"),
    "activity.comment": gettext_lazy("Commented"),
    "activity.changes": gettext_lazy("Changes requested"),
    "activity.publish": gettext_lazy("Published"),
    "activity.withdraw": gettext_lazy("Withdrawn"),
    "activity.take": gettext_lazy("Taken for review"),
    "activity.link": gettext_lazy("Link decided"),
    "activity.import": gettext_lazy("Imported"),
    "roadmap.create": gettext_lazy("Draft begun"),
    "roadmap.edit": gettext_lazy("Edited"),
    "roadmap.submit": gettext_lazy("Submitted"),
    "roadmap.changes": gettext_lazy("Changes requested"),
    "roadmap.publish": gettext_lazy("Published"),
    "roadmap.withdraw": gettext_lazy("Withdrawn"),
    "roadmap.milestone": gettext_lazy("Milestone marked"),
}
# The same row of the permission table, the other way round: by the status that came of it.
UNDONE: Mapping[tuple[str, str], Any] = {
    ("activity.submit", "draft"): gettext_lazy("Taken back"),
    ("activity.edit", "published"): gettext_lazy("Draft of the next version dropped"),
}


@register.filter
def did(event: Any) -> Any:
    """What an event says was done; the code itself for what has no words here."""
    became = event.changes.get("status", ["", ""])[1]
    return UNDONE.get((event.action, became)) or DONE.get(event.action, event.action)


@register.filter
def written(value: Any) -> str:
    """A day, a moment or an ISO day, written out as the reader's language does."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = localtime(value).date()
    if not isinstance(value, date):
        return ""
    return _written(value, get_language() or "en")


@lru_cache(maxsize=4096)
def _written(day: date, language: str) -> str:
    # A page has the same few days many times. English has two orders; the one that cannot be misread is taken.
    return str(date_format(day, "j F Y" if language[:2] == "en" else "DATE_FORMAT"))


@register.filter
def amount(value: Any) -> str:
    """An amount of money with its thousands apart, without decimals where they are zero."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    whole = number == number.to_integral_value()
    return str(number_format(number, decimal_pos=0 if whole else 2, force_grouping=True))


@register.filter
def spoken(code: str) -> str:
    """A language by its own name."""
    try:
        return str(get_language_info("zh-hans" if code == "zh" else code)["name_local"]).capitalize()
    except KeyError:
        return code


@register.filter
def field_label(name: str) -> str:
    """What a field of the form is called."""
    return form.label(name)


@register.filter
def item(held: Mapping[str, Any], name: str) -> Any:
    """The entry of a mapping; None where there is none."""
    return held.get(name)


@register.filter
def with_blank(rows: Any, columns: Sequence[tuple[str, Any, str]]) -> list[list[tuple[Any, ...]]]:
    """Rows of cells (name, label, kind, value), and one empty row to write in."""
    filled = [*rows, [""] * len(columns)] if isinstance(rows, list) else [[""] * len(columns)]
    return [[(*column, value) for column, value in zip(columns, cells, strict=True)] for cells in filled]


@register.simple_tag
def place_options() -> SafeString:
    """Every place as an option of a list, in the reader's language."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names.places().values()))


@register.simple_tag
def address_of(identifier: str) -> str:
    """The address of the page of a country, region or concept; "" where there is none."""
    found = concept(identifier)
    return found.url if found else ""


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


@register.filter
def left(envelope: Any) -> str:
    """Its amount less what is allocated (`given`, as the view counts it), written out; negative when over."""
    return amount(envelope.amount - envelope.given)
