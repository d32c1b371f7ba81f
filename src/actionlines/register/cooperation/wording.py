"""What is wrong with a file of UN INFO, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

# What happened; %(value)s is what the file says. The place and the number of times follow.
_WORDS = {
    "no-money": gettext_noop("The file gives no amount for any activity."),
    "no-activities": gettext_noop("The file lists no activity; its totals cannot be followed to anything."),
    "agency": gettext_noop("No body is known by the name of the agency “%(value)s”."),
    "currencies": gettext_noop("The amounts are in several currencies (%(value)s); they are added up apart."),
    "total": gettext_noop("The file states another total than its activities add up to: %(value)s."),
    "results": gettext_noop("The priorities state another total than the activities add up to: %(value)s."),
    "output": gettext_noop("An activity names an output that the priorities of the file do not hold."),
    "amount": gettext_noop("“%(value)s” is no amount and counts as not given."),
    "cents": gettext_noop("The amount %(value)s has more than two decimals and is rounded to the cent."),
    "date": gettext_noop("“%(value)s” is no date and counts as not given."),
    "period": gettext_noop("An activity ends before it begins: %(value)s."),
    "language": gettext_noop("A text is in none of the six languages: no action line or target is proposed."),
}


def flaw(one: Mapping[str, Any]) -> str:
    """Return a flaw as a sentence with its place and how often it occurs."""
    said = _(_WORDS[one["code"]]) % {"value": one["value"]} if one["code"] in _WORDS else str(one["code"])
    times = ngettext("%(n)d time, at %(place)s", "%(n)d times, first at %(place)s", one["count"])
    return f"{said} ({times % {'n': one['count'], 'place': one['place']}})"
