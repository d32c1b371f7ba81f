"""Due forms and reasons to check a field, in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from actionlines.mandates.due import FIRST_SESSION_YEAR
from actionlines.register.core.texts import reader_words

_RELATIVE = re.compile(r"(\d{1,3})-(day|week|month|year)s?")
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
        return _("from %(day)s") % {"day": reader_words().date(value)}
    if kind == "year":
        return reader_words().date(value)
    if kind == "recurring":
        return str(_RECURRING.get(value, value))
    if kind == "relative" and (found := _RELATIVE.fullmatch(value)):
        return _within(int(found[1]), found[2])
    if kind == "next-report":
        return _("in the next report")
    # Events are named in the words of the text, which are not translated.
    return value.replace("-", " ") if kind == "event" else reader_words().date(form)


def _within(number: int, unit: str) -> str:
    told = {"number": number}
    return {
        "day": ngettext("within %(number)d day", "within %(number)d days", number),
        "week": ngettext("within %(number)d week", "within %(number)d weeks", number),
        "month": ngettext("within %(number)d month", "within %(number)d months", number),
        "year": ngettext("within %(number)d year", "within %(number)d years", number),
    }[unit] % told


# Kept as the finder says them (mandates/data/checks.csv); pages translate them. A test holds that none is missing.
REASONS = (
    gettext_noop("nobody is named"),
    gettext_noop("nobody is named; the body that speaks is taken"),
    gettext_noop("name not in the framework"),
    gettext_noop("only a general word of the name is known"),
    gettext_noop("a pronoun that points back"),
    gettext_noop("several bodies fit the name"),
    gettext_noop("another name before what is asked"),
    gettext_noop("no keyword line above"),
    gettext_noop("who speaks is not stated"),
    gettext_noop("a date in the sentence that is not taken"),
    gettext_noop("a session in the sentence that is not taken"),
    gettext_noop("a word for how often that is not taken"),
    gettext_noop("words for a time that are not taken"),
    gettext_noop("two dates in the sentence"),
    gettext_noop("the date stands in the words above the list"),
    gettext_noop("the date stands in a title, a quotation or brackets"),
    gettext_noop("the date depends on an event"),
    gettext_noop("a report without a receiver"),
    gettext_noop("a body to report to that is not taken"),
    gettext_noop("a product is named that is not taken"),
    gettext_noop("the product is told from a verb alone"),
    gettext_noop("very long"),
    gettext_noop("another request stands inside"),
    gettext_noop("the words break off"),
    gettext_noop("words that tell stand behind what is asked"),
    gettext_noop("the item has a verb of its own"),
    gettext_noop("the receiver is not named in the action"),
    gettext_noop("the action asks somebody else"),
    gettext_noop("a word that may name a matter instead of a product"),
)

# The same of mandates/data/reasons.csv: why a paragraph has no mandate.
SILENCES = (
    gettext_noop("a heading"),
    gettext_noop("a footnote"),
    gettext_noop("the preamble, which gives grounds and asks nobody"),
    gettext_noop("an opening of a list, whose items ask"),
    gettext_noop("read with the instruction that brings its words in"),
    gettext_noop("words of another text in quotation marks"),
    gettext_noop("a question"),
    gettext_noop("tells what another text asks"),
    gettext_noop("tells what somebody asked or did"),
    gettext_noop("tells what somebody will do"),
    gettext_noop("says what a word means"),
    gettext_noop("states something: welcomes, notes, recognizes or stresses it"),
    gettext_noop("has an asking verb, but no body that is to act"),
    gettext_noop("has no asking verb"),
)


def reason_in_words(reason: str) -> str:
    """Return a reason in the reader's language; one that is not of the list stays as it is."""
    return gettext(reason) if reason else ""
