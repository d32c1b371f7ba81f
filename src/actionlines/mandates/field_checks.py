"""How sure each field of a mandate is: the last step of finding, apart from it.

A rule looks at one mandate in its sentence and sees one reason for which a person should read one field. The
reasons are those of `data/checks.csv`. What no rule doubts is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED, by_alias, is_label, label_of
from actionlines.lazily import expression
from actionlines.mandates.doubts import AROUND, MOST, Doubt, View
from actionlines.mandates.due_forms import MONTHS
from actionlines.mandates.model import FIELDS, Mandate, check
from actionlines.mandates.names import known

_INNER = expression(r"[a-z] [A-Z]")  # a name, not "relevant stakeholders"
_NAME = expression(r"\b[A-Z][\w’-]+(?: (?:of|on|for|and|the|[A-Z][\w’-]+))* [A-Z][\w’-]+")


def _unspecified(view: View) -> bool:
    return UNSPECIFIED in view.mandate.bodies or not view.mandate.bodies


def _nobody(view: View) -> bool:
    # A decision need not name anybody.
    return _unspecified(view) and view.mandate.strength != "decides"


def _speaker(view: View) -> bool:
    # A decision in the past tense stands under the name of the body that took it.
    past = view.language == "en" and view.mandate.verb_phrase.text.endswith("ed")
    return view.mandate.implied and not past and not _unspecified(view)


def _unknown(view: View) -> bool:
    named = (body for body in view.mandate.bodies if body not in (UNSPECIFIED, "ambiguous"))
    return any(not is_label(body) for body in named)


def _general(view: View) -> bool:
    if view.language != "en":
        return False  # names of other languages are known only where a body was found
    return any(
        _INNER.search(phrase.text) and not known(phrase.text) and not by_alias(phrase.text)
        for phrase in view.mandate.addressees
        # "Bureau of the Second Committee" has the body in its name.
        if " of " not in phrase.text
        and not _unspecified(view)
        and label_of(phrase.text) not in view.mandate.bodies
    )


def _pronoun(view: View) -> bool:
    return any(
        match.group() == phrase.text
        for phrase in view.mandate.addressees
        for match in view.found("pronoun", phrase.text)
    )


def _ambiguous(view: View) -> bool:
    return "ambiguous" in view.mandate.bodies or bool(view.mandate.candidates)


def _other(view: View) -> bool:
    lead = view.lead
    for phrase in view.mandate.addressees:
        lead = lead.replace(phrase.text, " ")
    return _NAME.search(lead) is not None


_WHO: tuple[Doubt, ...] = (
    ("addressees", "nobody-named", _nobody),
    ("addressees", "speaker-taken", _speaker),
    ("addressees", "name-unknown", _unknown),
    ("addressees", "general-word", _general),
    ("addressees", "points-back", _pronoun),
    ("addressees", "ambiguous", _ambiguous),
    ("addressees", "other-name", _other),
)


# A year of a date; not of a title ("the 2030 Agenda", "Dubai, 2018") or of a symbol.
_YEAR = expression(r"(?<![\d/.(-])(?:19|20)\d\d(?![\d/)]| [A-ZА-Я]|年议程)")
_NAMED = expression(r"(?P<word>[A-ZА-Я][\w’-]+),? $")
_DIGITS = expression(r"(?:19|20)\d\d")
_INSIDE = expression(r"[“\"«(][^“”\"«»()]{0,300}[”\"»)]")


def _years(view: View, words: str) -> set[str]:
    return {
        match.group()
        for match in _YEAR.finditer(words)
        if int(match.group()) >= (view.year or 2000) and not _in_name(words, match.start())
    }


def _in_name(words: str, start: int) -> bool:
    before = _NAMED.search(words, max(0, start - 30), start)
    return before is not None and before["word"] not in MONTHS


def _taken(view: View) -> set[str]:
    return {year for form in view.mandate.due for year in _DIGITS.findall(form)}


def _date_left(view: View) -> bool:
    return not view.mandate.due and bool(_years(view, view.action))


def _two_dates(view: View) -> bool:
    return bool(view.mandate.due) and (
        len(view.mandate.due) > 1 or bool(_years(view, view.sentence) - _taken(view))
    )


def _session_left(view: View) -> bool:
    return not view.mandate.due and view.has("session", view.action)


def _often_left(view: View) -> bool:
    taken = any(form.startswith("recurring:") for form in view.mandate.due)
    return not taken and view.has("often", view.action)


def _time_left(view: View) -> bool:
    return not view.mandate.due and view.has("time", view.sentence)


def _above(view: View) -> bool:
    phrase = view.mandate.due_phrase
    return phrase is not None and phrase.paragraph != view.mandate.paragraph


def _inside(view: View) -> bool:
    return bool(view.mandate.due) and any(
        year in match.group() for match in _INSIDE.finditer(view.sentence) for year in _taken(view)
    )


def _by_event(view: View) -> bool:
    return any(form.startswith(("event:", "relative:")) for form in view.mandate.due)


_WHEN: tuple[Doubt, ...] = (
    ("due", "date-left", _date_left),
    ("due", "two-dates", _two_dates),
    ("due", "session-left", _session_left),
    ("due", "often-left", _often_left),
    ("due", "time-left", _time_left),
    ("due", "date-above", _above),
    ("due", "date-inside", _inside),
    ("due", "date-by-event", _by_event),
)


_REPORTS = frozenset(("report", "update"))
# What a receiver may wait for.
_GIVEN = frozenset(("report", "update", "proposal", "review", "assessment", "evaluation", "mapping"))
# Words for these stand for a matter as often as for something to be made.
_SOFT = frozenset(
    (
        "assessment",
        "establishment",
        "funds",
        "proposal",
        "review",
        "standards",
        "strategy",
        "targets-indicators",
    )
)
_OPENING = 40
_LONG = 600
_FIRST = 30  # characters in which the first verb stands
_NEAR = 90  # characters in which the object of the first verb stands
_ODD_START = expression(r"[,;:.)\]–-]")


def _no_receiver(view: View) -> bool:
    return view.mandate.deliverable in _REPORTS and not view.mandate.report_to


def _receiver_left(view: View) -> bool:
    if view.mandate.report_to or not view.has("receiver", view.action):
        return False
    return view.mandate.deliverable in _GIVEN or view.has("give", view.action[:_FIRST])


def _product_left(view: View) -> bool:
    return view.mandate.deliverable == "none" and any(
        match.group().islower() or not match.group().isascii()
        for match in view.found("product", view.action[:_NEAR])
    )


def _soft(view: View) -> bool:
    return view.mandate.deliverable in _SOFT


def _asks_another(view: View) -> bool:
    """The action itself begins with a verb that asks somebody."""
    return view.has("asking", view.action[:_OPENING])


def _not_named(view: View) -> bool:
    return bool(view.mandate.report_to) and not view.has("receiver", view.action)


def _verb_alone(view: View) -> bool:
    return view.mandate.deliverable != "none" and not view.has("product", view.action)


def _long(view: View) -> bool:
    return len(view.mandate.action.text) > _LONG


def _asks_inside(view: View) -> bool:
    return view.has("asks", view.action) or "; " in view.action


def _tells(view: View) -> bool:
    return any(view.action[: match.start()].endswith(", ") for match in view.found("tells", view.action))


def _odd_end(view: View) -> bool:
    words = view.mandate.action.text
    last = next(iter(reversed(view.found("dangling", words[-12:]))), None)
    if last is not None and last.end() == len(words[-12:]):
        return True
    return _ODD_START.match(words) is not None or words.count("(") != words.count(")")


def _own_verb(view: View) -> bool:
    elsewhere = view.mandate.verb_phrase.paragraph != view.mandate.paragraph
    return elsewhere and view.has("asks", view.action[:20])


_WHAT: tuple[Doubt, ...] = (
    ("report_to", "no-receiver", _no_receiver),
    ("report_to", "receiver-left", _receiver_left),
    ("report_to", "receiver-unnamed", _not_named),
    ("report_to", "another-asked", _asks_another),
    ("deliverable", "product-soft", _soft),
    ("deliverable", "product-left", _product_left),
    ("deliverable", "verb-alone", _verb_alone),
    ("action", "long-action", _long),
    ("action", "asks-inside", _asks_inside),
    ("action", "told-inside", _tells),
    ("action", "odd-end", _odd_end),
    ("verb", "verb-of-item", _own_verb),
)


# Where a sentence, or the part of it that holds an action, ends at the latest.
_STOP = expression(r"[.;:] |[.;:]?\n|[;。；؛]")
RULES = (*_WHO, *_WHEN, *_WHAT)


def with_checks(document: Document, mandates: Iterable[Mandate], year: int = 0) -> Iterator[Mandate]:
    """Return the mandates with their checks, those that a finder set first.

    year  of the document, 0 where unknown
    """
    for mandate in mandates:
        view = _view(mandate, document.by_id[mandate.paragraph], document.metadata.language, year)
        found = (check(field, key) for field, key, rule in RULES if rule(view))
        both = sorted((*mandate.checks, *found), key=lambda one: FIELDS.index(one.field))
        yield replace(mandate, checks=tuple(dict.fromkeys(both)))


def _view(mandate: Mandate, paragraph: Paragraph, language: str, year: int) -> View:
    text, verb, action = paragraph.text, mandate.verb_phrase, mandate.action
    here = verb.paragraph == paragraph.id and verb.end <= action.start
    start = max(verb.start if here else action.start, action.start - AROUND)
    end = min(action.end, action.start + MOST)
    stop = _STOP.search(text, end, end + AROUND // 2)
    sentence = text[start : stop.start() if stop else end + AROUND // 2]
    lead = text[max(verb.end, start) : action.start] if here else ""
    return View(mandate, language or "en", paragraph.kind, sentence, lead, year)
