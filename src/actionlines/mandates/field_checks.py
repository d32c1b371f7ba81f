"""Which fields of a mandate a person should read: the last step of finding, apart from it.

A sign is a rule that looks at one mandate in its sentence. `data/check_weights.csv` says how much each sign of a
field tells of an error, as fitted on judged fields (`training/checks.py`). A field has a check where the estimated
share of errors is `LIMIT` or more; the reason is its heaviest sign (`data/checks.csv`). Other fields may be wrong
too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.doubts import AROUND, MOST, Doubt, View
from actionlines.mandates.due_forms import MONTHS
from actionlines.mandates.model import FIELDS, Check, Field, Mandate, check, key_of
from actionlines.mandates.words import DATA

LIMIT = 0.2  # share of errors from which a field has a check
OTHER = "other-language"  # a sign without words: the text is not English


def _unspecified(view: View) -> bool:
    return UNSPECIFIED in view.mandate.bodies or not view.mandate.bodies


def _nobody(view: View) -> bool:
    # A decision need not name anybody.
    return _unspecified(view) and view.mandate.strength != "decides"


def _speaker(view: View) -> bool:
    # A decision in the past tense stands under the name of the body that took it.
    past = view.language == "en" and view.mandate.verb_phrase.text.endswith("ed")
    return view.mandate.implied and not past and not _unspecified(view)


def _task(view: View) -> bool:
    """Return whether the action is an item ("To consider ...") of a decision whose opening may name a body."""
    mandate = view.mandate
    elsewhere = mandate.verb_phrase.paragraph != mandate.paragraph
    return (
        mandate.strength == "decides" and mandate.implied and elsewhere and mandate.action.start == len("To ")
    )


_PARTIES = expression(
    r"^(?:all |the )?(?:[a-z]+ )?(?:parties|candidates|sides)(?: concerned)?$", re.IGNORECASE
)


def _parties(view: View) -> bool:
    here = "parties-to-conflict" not in view.mandate.bodies
    return here and any(_PARTIES.match(phrase.text) for phrase in view.mandate.addressees)


def _several(view: View) -> bool:
    # The organisations of the United Nations system are one body here.
    one = "un-system" in view.mandate.bodies
    return not one and any(", " in phrase.text for phrase in view.mandate.addressees)


def _pronoun(view: View) -> bool:
    return any(
        match.group() == phrase.text
        for phrase in view.mandate.addressees
        for match in view.found("pronoun", phrase.text)
    )


def _ambiguous(view: View) -> bool:
    return "ambiguous" in view.mandate.bodies or bool(view.mandate.candidates)


_WHO: tuple[Doubt, ...] = (
    ("addressees", "nobody-named", _nobody),
    ("addressees", "speaker-taken", _speaker),
    ("addressees", "task-of-another", _task),
    ("addressees", "parties-open", _parties),
    ("addressees", "several-in-one", _several),
    ("addressees", "points-back", _pronoun),
    ("addressees", "ambiguous", _ambiguous),
)


# A year of a date; not of a title ("the 2030 Agenda", "Dubai, 2018") or of a symbol.
_YEAR = expression(r"(?<![\d/.(-])(?:19|20)\d\d(?![\d/)]| [A-ZА-Я]|年议程)")
_NAMED = expression(r"(?P<word>[A-ZА-Я][\w’-]+),? $")
_DIGITS = expression(r"(?:19|20)\d\d")


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


def _two_dates(view: View) -> bool:
    return bool(view.mandate.due) and (
        len(view.mandate.due) > 1 or bool(_years(view, view.sentence) - _taken(view))
    )


def _session_left(view: View) -> bool:
    return not view.mandate.due and view.has("session", view.action)


def _time_left(view: View) -> bool:
    return not view.mandate.due and view.has("time", view.sentence)


def _by_event(view: View) -> bool:
    return any(form.startswith(("event:", "relative:")) for form in view.mandate.due)


_WHEN: tuple[Doubt, ...] = (
    ("due", "two-dates", _two_dates),
    ("due", "session-left", _session_left),
    ("due", "time-left", _time_left),
    ("due", "date-by-event", _by_event),
)


_REPORTS = frozenset(("report", "update"))
# What a receiver may wait for.
_GIVEN = frozenset(("report", "update", "proposal", "review", "assessment", "evaluation", "mapping"))
# Groups and officers to whom few papers are addressed.
_ODD = frozenset(
    ("member-states", "governments", "states-parties", "all-stakeholders", "secretary-general", UNSPECIFIED)
)
_FIRST = 30  # characters in which the first verb stands
_NEAR = 90  # characters in which the object of the first verb stands


def _no_receiver(view: View) -> bool:
    return view.mandate.deliverable in _REPORTS and not view.mandate.report_to


def _receiver_left(view: View) -> bool:
    if view.mandate.report_to or not view.has("receiver", view.action):
        return False
    return view.mandate.deliverable in _GIVEN or view.has("give", view.action[:_FIRST])


def _not_named(view: View) -> bool:
    return bool(view.mandate.report_to) and not view.has("receiver", view.action)


def _odd_receiver(view: View) -> bool:
    return not _ODD.isdisjoint(view.mandate.report_to)


def _product_left(view: View) -> bool:
    return view.mandate.deliverable == "none" and any(
        match.group().islower() or not match.group().isascii()
        for match in view.found("product", view.action[:_NEAR])
    )


def _asks_inside(view: View) -> bool:
    return "; " in view.action or ". " in view.action


_WHAT: tuple[Doubt, ...] = (
    ("report_to", "no-receiver", _no_receiver),
    ("report_to", "receiver-left", _receiver_left),
    ("report_to", "receiver-unnamed", _not_named),
    ("report_to", "receiver-odd", _odd_receiver),
    ("deliverable", "product-left", _product_left),
    ("action", "asks-inside", _asks_inside),
)


# Where a sentence, or the part of it that holds an action, ends at the latest.
_STOP = expression(r"[.;:] |[.;:]?\n|[;。；؛]")
RULES = (*_WHO, *_WHEN, *_WHAT)
# A finder that leaves several bodies says so itself.
_CERTAIN = frozenset(("ambiguous",))


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["field"], row["key"]): float(row["weight"]) for row in read_table("check_weights", DATA)}


def estimate(field: Field, keys: Iterable[str]) -> float:
    """Return the estimated share of errors, 0 to 1, in a field with signs of these keys."""
    if not _CERTAIN.isdisjoint(keys):
        return 1.0
    weights = _weights()
    total = weights.get((field, ""), -9.0) + sum(weights.get((field, key), 0.0) for key in keys)
    return 1 / (1 + math.exp(-total))


def signs(document: Document, mandate: Mandate, year: int = 0) -> dict[Field, tuple[str, ...]]:
    """Return the keys of the signs at each field of a mandate, those that a finder set first."""
    view = _view(mandate, document.by_id[mandate.paragraph], document.metadata.language, year)
    found = [(one.field, key_of(one.reason)) for one in mandate.checks]
    found += [(field, key) for field, key, rule in RULES if rule(view)]
    if view.language != "en":
        found += [(field, OTHER) for field in FIELDS]
    return {field: tuple(dict.fromkeys(key for at, key in found if at == field)) for field in FIELDS}


def with_checks(document: Document, mandates: Iterable[Mandate], year: int = 0) -> Iterator[Mandate]:
    """Return the mandates with their checks: what a finder guessed, else where errors are likely.

    year  of the document, 0 where unknown
    """
    for mandate in mandates:
        checks = list(mandate.checks)
        for field, keys in signs(document, mandate, year).items():
            if estimate(field, keys) >= LIMIT and all(one.field != field for one in checks):
                checks += _heaviest(field, keys)
        yield replace(mandate, checks=tuple(sorted(checks, key=lambda one: FIELDS.index(one.field))))


def _heaviest(field: Field, keys: Iterable[str]) -> list[Check]:
    weights = _weights()
    named = sorted((-weights.get((field, key), 9.0), key) for key in keys if key != OTHER)
    return [check(field, key) for _, key in named[:1]]


def _view(mandate: Mandate, paragraph: Paragraph, language: str, year: int) -> View:
    text, verb, action = paragraph.text, mandate.verb_phrase, mandate.action
    here = verb.paragraph == paragraph.id and verb.end <= action.start
    start = max(verb.start if here else action.start, action.start - AROUND)
    end = min(action.end, action.start + MOST)
    stop = _STOP.search(text, end, end + AROUND // 2)
    sentence = text[start : stop.start() if stop else end + AROUND // 2]
    lead = text[max(verb.end, start) : action.start] if here else ""
    return View(mandate, language or "en", paragraph.kind, sentence, lead, year)
