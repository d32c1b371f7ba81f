"""Which fields of a mandate a person should read: the last step of finding, apart from it.

A sign is a rule that looks at one mandate in its sentence. `data/check_weights.csv` says how much each sign of a
field tells of an error, as fitted on judged fields (`training/checks.py`). A field has a check where the estimated
share of errors is `LIMIT` or more; the reason is its heaviest sign (`data/checks.csv`). Other fields may be wrong
too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.due import MONTHS
from actionlines.mandates.model import FIELDS, Check, Field, Mandate, check, key_of
from actionlines.mandates.words import DATA, labels

LIMIT = 0.2  # share of errors from which a field has a check
OTHER = "other-language"  # a sign without words: the text is not English
# Characters of an action, and before it, that the rules look at: doubt needs no more, and stays linear.
MOST = 2_000
AROUND = 400


@dataclass(frozen=True, slots=True)
class View:
    """One mandate and the text of its paragraph.

    language  of the words, `en` where nobody knows it
    kind      of the paragraph
    sentence  the words from the verb, where it is in the paragraph, to the end of the action's sentence
    lead      the words between the verb and the action, "" where the verb stands elsewhere
    year      the year of the document, 0 where unknown
    """

    mandate: Mandate
    language: str
    kind: str
    sentence: str
    lead: str
    year: int = 0

    @property
    def action(self) -> str:
        """Return the words of the action, as far as the rules look."""
        return self.mandate.action.text[:MOST]

    @property
    def unnamed(self) -> bool:
        """Return whether nobody is known to be asked."""
        return UNSPECIFIED in self.mandate.bodies or not self.mandate.bodies

    def has(self, role: str, words: str) -> bool:
        """Return whether words of a role (`data/doubt_words.csv`) are in `words`."""
        pattern = _pattern(self.language, role)
        return pattern is not None and pattern.search(words) is not None

    def found(self, role: str, words: str) -> list[re.Match[str]]:
        """Return the words of a role in `words`, in reading order."""
        pattern = _pattern(self.language, role)
        return list(pattern.finditer(words)) if pattern else []


# Words of these languages are not set apart by blanks and signs alone.
_JOINED = frozenset(("ar", "zh"))


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["language"], row["role"]): row["words"] for row in read_table("doubt_words", DATA)}


@cache
def _pattern(language: str, role: str) -> re.Pattern[str] | None:
    words = _words().get((language, role))
    if not words:
        return None
    return re.compile(words if language in _JOINED else rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


_PARTIES = expression(r"^(?:all |the )?(?:[a-z]+ )?(?:parties|candidates|sides)(?: concerned)?$", re.IGNORECASE)
# A year of a date; not of a title ("the 2030 Agenda", "Dubai, 2018") or of a symbol.
_YEAR = expression(r"(?<![\d/.(-])(?:19|20)\d\d(?![\d/)]| [A-ZА-Я]|年议程)")
_NAMED = expression(r"(?P<word>[A-ZА-Я][\w’-]+),? $")
_FIRST = 30  # characters in which the first verb stands
_NEAR = 90  # characters in which the object of the first verb stands


def _speaker(view: View) -> bool:
    # A decision in the past tense stands under the name of the body that took it.
    past = view.language == "en" and view.mandate.verb_phrase.text.endswith("ed")
    return view.mandate.implied and not past and not view.unnamed


def _task(view: View) -> bool:
    """Return whether the action is an item ("To consider ...") of a decision whose opening may name a body."""
    mandate = view.mandate
    elsewhere = mandate.implied and mandate.verb_phrase.paragraph != mandate.paragraph
    return mandate.strength == "decides" and elsewhere and mandate.action.start == len("To ")


def _pronoun(view: View) -> bool:
    texts = ((phrase.text, view.found("pronoun", phrase.text)) for phrase in view.mandate.addressees)
    return any(match.group() == text for text, matches in texts for match in matches)


def _years(view: View) -> Iterator[str]:
    for match in _YEAR.finditer(view.sentence):
        before = _NAMED.search(view.sentence, max(0, match.start() - 30), match.start())
        if int(match.group()) >= (view.year or 2000) and (before is None or before["word"] in MONTHS):
            yield match.group()


def _two_dates(view: View) -> bool:
    due = view.mandate.due
    return len(due) > 1 or (bool(due) and any(year not in due[0] for year in _years(view)))


def _receiver_left(view: View) -> bool:
    if view.mandate.report_to or not view.has("receiver", view.action):
        return False
    return view.mandate.deliverable in labels("awaited") or view.has("give", view.action[:_FIRST])


def _product_left(view: View) -> bool:
    matches = view.found("product", view.action[:_NEAR]) if view.mandate.deliverable == "none" else []
    return any(match.group().islower() or not match.group().isascii() for match in matches)


Doubt = tuple[Field, str, Callable[[View], bool]]
"""A field, the key of a reason (`data/checks.csv`), and the rule that sees it."""
RULES: tuple[Doubt, ...] = (
    # A decision need not name anybody.
    ("addressees", "nobody-named", lambda view: view.unnamed and view.mandate.strength != "decides"),
    ("addressees", "speaker-taken", _speaker),
    ("addressees", "task-of-another", _task),
    (
        "addressees",
        "parties-open",
        lambda view: (
            "parties-to-conflict" not in view.mandate.bodies
            and any(_PARTIES.match(phrase.text) for phrase in view.mandate.addressees)
        ),
    ),
    (
        "addressees",
        "several-in-one",
        # The organisations of the United Nations system are one body here.
        lambda view: (
            "un-system" not in view.mandate.bodies and any(", " in phrase.text for phrase in view.mandate.addressees)
        ),
    ),
    ("addressees", "points-back", _pronoun),
    ("addressees", "ambiguous", lambda view: "ambiguous" in view.mandate.bodies or bool(view.mandate.candidates)),
    ("due", "two-dates", _two_dates),
    ("due", "session-left", lambda view: not view.mandate.due and view.has("session", view.action)),
    ("due", "time-left", lambda view: not view.mandate.due and view.has("time", view.sentence)),
    ("due", "date-by-event", lambda view: any(form.startswith(("event:", "relative:")) for form in view.mandate.due)),
    (
        "report_to",
        "no-receiver",
        lambda view: view.mandate.deliverable in labels("report") and not view.mandate.report_to,
    ),
    ("report_to", "receiver-left", _receiver_left),
    (
        "report_to",
        "receiver-unnamed",
        lambda view: bool(view.mandate.report_to) and not view.has("receiver", view.action),
    ),
    ("report_to", "receiver-odd", lambda view: not labels("odd receiver").isdisjoint(view.mandate.report_to)),
    ("deliverable", "product-left", _product_left),
    ("action", "asks-inside", lambda view: "; " in view.action or ". " in view.action),
)
# Where a sentence, or the part of it that holds an action, ends at the latest.
_STOP = expression(r"[.;:] |[.;:]?\n|[;。；؛]")
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
    matches = [(check.field, key_of(check.reason)) for check in mandate.checks]
    matches += [(field, key) for field, key, rule in RULES if rule(view)]
    if view.language != "en":
        matches += [(field, OTHER) for field in FIELDS]
    return {field: tuple(dict.fromkeys(key for at, key in matches if at == field)) for field in FIELDS}


def with_checks(document: Document, mandates: Iterable[Mandate], year: int = 0) -> Iterator[Mandate]:
    """Return the mandates with their checks: what a finder guessed, else where errors are likely.

    year  of the document, 0 where unknown
    """
    for mandate in mandates:
        checks = list(mandate.checks)
        for field, keys in signs(document, mandate, year).items():
            if estimate(field, keys) >= LIMIT and all(check.field != field for check in checks):
                checks += _heaviest(field, keys)
        yield replace(mandate, checks=tuple(sorted(checks, key=lambda check: FIELDS.index(check.field))))


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
