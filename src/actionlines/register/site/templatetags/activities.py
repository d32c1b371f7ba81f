"""Small pieces of the pages of activities: dates and amounts written out, names of fields and of what was done."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from actionlines.register.activities import forms as form
from actionlines.register.activities.checks import VERDICTS, Check, checked, facts_of
from actionlines.register.activities.partners import Partner, for_activity
from actionlines.register.core.kinds import Words
from actionlines.register.core.pages import edit as names
from actionlines.register.core.schema import Data

register = template.Library()


@register.filter
def spoken(code: str) -> str:
    """Return the name of a language in that language."""
    try:
        return str(get_language_info("zh-hans" if code == "zh" else code)["name_local"]).capitalize()
    except KeyError:
        return code


@register.filter
def field_label(name: str) -> str:
    """Return the label of a field of the form."""
    return form.label(name)


@register.filter
def with_blank(rows: object, columns: Sequence[tuple[str, Words, str]]) -> list[list[tuple[object, ...]]]:
    """Rows of cells (name, label, kind, value), and one empty row to write in."""
    filled = [*rows, [""] * len(columns)] if isinstance(rows, list) else [[""] * len(columns)]
    return [[(*column, value) for column, value in zip(columns, cells, strict=True)] for cells in filled]


@register.simple_tag
def place_options() -> SafeString:
    """Every place as an option of a list, in the reader's language."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names.places().values()))


@register.simple_tag
def checks_of(data: Data) -> tuple[Check, ...]:
    """Return the three checks of a serialised activity."""
    return checked(facts_of([data], with_outdated=True)[0])


@register.simple_tag
def partners_of(data: Data) -> list[Partner]:
    """Organisations elsewhere that do what a serialised activity does."""
    return for_activity(data)


@register.filter
def verdicts(numbers: tuple[int, ...]) -> list[tuple[str, int]]:
    """Numbers with the verdicts they belong to."""
    return list(zip(VERDICTS, numbers, strict=True))
