"""Due forms in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actionlines.mandates.due import FIRST_SESSION_YEAR

_RELATIVE = re.compile(r"(\d{1,3})-(day|week|month|year)s?")
_MONTH = re.compile(r"\d{4}-\d{2}")
_RECURRING = {
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every three months"),
    "semi-annual": gettext_lazy("twice a year"),
    "annual": gettext_lazy("every year"),
    "biennial": gettext_lazy("every two years"),
    "triennial": gettext_lazy("every three years"),
    "quadrennial": gettext_lazy("every four years"),
    "quinquennial": gettext_lazy("every five years"),
    "periodic": gettext_lazy("from time to time"),
}


def in_words(due: Sequence[str]) -> str:
    """What a text says of time, in the reader's language; "" where it says nothing.

    >>> in_words(["recurring:annual", "from:2027"])                                            # doctest: +SKIP
    'every year; from 2027'
    """
    return "; ".join(str(_one(form)) for form in due)


def _one(form: str) -> str:
    kind, _colon, value = form.partition(":")
    if kind == "session" and value.isascii() and value.isdigit():
        year = FIRST_SESSION_YEAR + int(value)
        told = {"number": value, "from": year, "to": year + 1}
        return _("session %(number)s of the General Assembly (%(from)s–%(to)s)") % told
    if kind == "from":
        return _("from %(day)s") % {"day": _day(value)}
    if kind == "year":
        return _day(value)
    if kind == "recurring":
        return str(_RECURRING.get(value, value))
    if kind == "relative" and (found := _RELATIVE.fullmatch(value)):
        return _within(int(found[1]), found[2])
    if kind == "next-report":
        return _("in the next report")
    # Events are named in the words of the text, which are not translated.
    return value.replace("-", " ") if kind == "event" else _day(form)


def _within(number: int, unit: str) -> str:
    told = {"number": number}
    return {
        "day": ngettext("within %(number)d day", "within %(number)d days", number),
        "week": ngettext("within %(number)d week", "within %(number)d weeks", number),
        "month": ngettext("within %(number)d month", "within %(number)d months", number),
        "year": ngettext("within %(number)d year", "within %(number)d years", number),
    }[unit] % told


def _day(value: str) -> str:
    """A year, a month or a day, written out."""
    # English has two orders; the one that cannot be misread is taken.
    english = (get_language() or "en")[:2] == "en"
    try:
        if _MONTH.fullmatch(value):
            return str(
                date_format(date.fromisoformat(f"{value}-01"), "F Y" if english else "YEAR_MONTH_FORMAT")
            )
        return str(date_format(date.fromisoformat(value), "j F Y" if english else "DATE_FORMAT"))
    except ValueError:
        return value
