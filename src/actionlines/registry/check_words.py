"""Why a person should read a field of a mandate, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

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


def reason_in_words(reason: str) -> str:
    """Return a reason in the reader's language; one that is not of the list stays as it is."""
    return gettext(reason) if reason else ""
