"""The fields of a mandate: where its action ends, what it gives, when it is due, and who receives it.

Which fields of a mandate a person should read: the last step of finding, apart from it.

A sign is a rule that looks at one mandate in its sentence. `data/check_weights.csv` says how much each sign of a
field tells of an error, as fitted on judged fields (`training/checks.py`). A field has a check where the estimated
share of errors is `LIMIT` or more; the reason is its heaviest sign (`data/checks.csv`). Other fields may be wrong
too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED
from actionlines.framework.calendar import GENERAL_ASSEMBLY
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.addressees import bodies_of, members
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Ask, Context, make
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.languages import products
from actionlines.mandates.languages.grammar import ENGLISH, english
from actionlines.mandates.languages.products import Piece
from actionlines.mandates.model import FIELDS, Field, Mandate, check, key_of
from actionlines.mandates.names import Passage, Span
from actionlines.mandates.split import Operative
from actionlines.mandates.when import MONTHS, When
from actionlines.mandates.words import DATA, Verb, governed, labels

_MAX_PLACES = 60  # a real action has ten; an endless one must not take for ever
_TRAIL = " ,;:.–—"
_OPENED = {"”": "“", "»": "«", '"': '"'}
_SHORT = 400
_MOST = 20
_CELL = " | "
_FROM = ("from:", "session:")
LIMIT = 0.2  # share of errors from which a field has a check
OTHER = "other-language"  # a sign without words: the text is not English
# Characters of an action, and before it, that the rules look at: doubt needs no more, and stays linear.
MOST = 2_000
AROUND = 400
# Words of these languages are not set apart by blanks and signs alone.
_JOINED = frozenset(("ar", "zh"))
_PARTIES = expression(r"^(?:all |the )?(?:[a-z]+ )?(?:parties|candidates|sides)(?: concerned)?$", re.IGNORECASE)
# A year of a date; not of a title ("the 2030 Agenda", "Dubai, 2018") or of a symbol.
_YEAR = expression(r"(?<![\d/.(-])(?:19|20)\d\d(?![\d/)]| [A-ZА-Я]|年议程)")
_NAMED = expression(r"(?P<word>[A-ZА-Я][\w’-]+),? $")
_FIRST = 30  # characters in which the first verb stands
_OBJECT = 90  # characters in which the object of the first verb stands
# Where a sentence, or the part of it that holds an action, ends at the latest.
_STOP = expression(r"[.;:] |[.;:]?\n|[;。；؛]")


def find_receivers(
    here: Passage, start: int, end: int, deliverable: str, speaker: str = UNSPECIFIED
) -> tuple[str, ...]:
    """Return the bodies to which the action start..end gives its product; () for none. `speaker` is "it"."""
    gives = (english(role).match(here.text, start, end) for role in ("begins to give", "be given"))
    if deliverable not in labels("product") and not any(gives):
        return ()
    if speaker != UNSPECIFIED and english("to the speaker").search(here.text, start, end):
        return (speaker,)
    fields = english("gives").search(here.text, start, end)
    for role in ("straight receiver", "to a receiver", "at a meeting", "through") if fields else ():
        low = fields.start() if fields and role != "straight receiver" else start
        for match in islice(english(role).finditer(here.text, low, end), _MAX_PLACES):
            if role == "to a receiver" and governed(here.text, match.start(), start):
                continue
            if matches := _bodies_at(here, match.end(), end):
                # "to the Assembly at its next session and to the Council"
                again = english("and to a receiver").search(here.text, match.end(), min(end, match.end() + 300))
                further = _bodies_at(here, again.end(), end) if again else ()
                return tuple(dict.fromkeys((*matches, *further)))
    return ()


def _bodies_at(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return the bodies named from `start`, as far as names go."""
    named = next(iter(here.names.within(here.index, start, start + 5)), None)
    stop = english("ends a receiver").search(here.text, named.end if named else start + 4, end)
    limit = min(stop.start() if stop else end, start + 240)
    matches = (
        body
        for low, high in members(here.text, start, limit)
        if not here.text[low].isupper() or is_body(here, low, high, by_capital=False)
        for body in bodies_of(here, low, high)
    )
    return tuple(dict.fromkeys(body for body in matches if body != UNSPECIFIED))


def trim(text: str, start: int, end: int) -> Span:
    """Cut what does not belong to the action: joining words, statements, final marks."""
    end = start + len(text[start:end].rstrip())
    while True:
        before = end
        for role in ("conjunction", "dangling"):
            if joined := english(role).search(text, max(start, end - 60), end):
                end = joined.start()
        while end > start and text[end - 1] in _TRAIL:
            end -= 1
        # The quotation mark that ends a statement began before the action.
        if end > start and (mark := _OPENED.get(text[end - 1])) and text.find(mark, start, end - 1) < 0:
            end -= 1
        if end == before:
            break
    goes_on = english("action goes on").search
    statements = english("statement").finditer(text, start, end)
    statement = next((statement.start() for statement in statements if not goes_on(text, statement.end(), end)), start)
    return trim(text, start, statement) if statement > start else (start, end)


def with_reports(text: str, start: int, end: int) -> list[Span]:
    """Return the action, cut in two where a later infinitive is a separate duty to report."""
    if english("passed on").match(text, start, end):
        return [(start, end)]
    matches: list[Span] = []
    for other in islice(english("have reported").finditer(text, start, end), _MOST):
        matches.append((start, other.start()))
        start = other.end()
    return [*matches, *_with_report(text, start, end)]


def _with_report(text: str, start: int, end: int) -> list[Span]:
    for match in english("duty to report").finditer(text, start, end):
        if english("same product").match(match.group("rest")):
            continue
        if match["whole"].startswith("continue to report") and text.startswith("report ", start):
            continue  # "to report on the plan, and to continue to report on its costs": one report
        if match.start() - start < _SHORT and len(
            english("aside with a mark").sub(" ", text[start : match.start()]).split()
        ) < (2 if match.group("verb") == "report" else 3):  # "prepare and submit a report": one product
            continue
        if not match.group("to") and not english("a report").match(match.group("verb") + match.group("rest")):
            continue
        if (
            match.group("verb") in ("report", "keep")
            or english("informs a body").match(match.group("verb") + match.group("rest"))
            or (match.group("verb") != "include" and english("reporting").search(match.group("rest")))
        ):
            first = (start, match.start())
            if (more := english("as well as reports").search(text, match.end("verb"), end)) is None:
                return [first, (match.start("whole"), end)]
            return [first, (match.start("whole"), more.start()), (more.end(), end)]
    return [(start, end)]


def row_of_actions(context: Context, cells: dict[str, Span]) -> Iterator[Mandate]:
    """Yield what a row of a table of actions asks: its header is the verb, a cell each who, what and when."""
    if not {"action", "who"} <= cells.keys():
        return
    text, (who, _), (what, _) = context.text, cells["who"], cells["action"]
    start = text.rfind(_CELL, 0, who) + len(_CELL) if who > what else 0
    verb = Verb("task", "", "", "", "requests", "at")
    operative = Operative(start, start, who - len(": "), len(text), verb, "assembly")
    ask = make(context, operative, *(context.addressed(*cells["who"])))
    if "when" in cells:
        at, end = cells["when"]
        due = context.due(at - 3, end, ask.bodies, f"{' ' * (at - 3)}by {text[at:]}")
        ask = replace(ask, when=due.whens, due_phrase=context.phrase(at, end)) if due else ask
    yield from mandates_of(context, ask, cells["action"])


def mandates_of(context: Context, ask: Ask, span: Span) -> Iterator[Mandate]:
    """Yield the mandates of one action: one, or more where reporting is a separate duty."""
    for piece in _pieces(context, *span):
        action = context.phrase(piece.start, piece.end)
        due = context.due(piece.since, piece.end, ask.bodies)
        whens = due.whens if due else ask.when
        if due and due.whens[0].every:
            # "starting in 2026, to submit an annual report": how often, and from when
            whens += ask.when if all(when.form.startswith(_FROM) for when in ask.when) else ()
            # A report on what is done every two years is due every two years.
            ask = replace(ask, when=due.whens, due_phrase=context.phrase(due.start, due.end))
        words, english_text = context.text[piece.start : piece.end], context.language == ENGLISH
        kind = deliverable(words, ask.strength) if english_text else products.deliverable(context.language, words)
        whom = (ask.verb, ask.strength, ask.verb_phrase, ask.addressees, ask.bodies)
        phrase = context.phrase(due.start, due.end) if due else ask.due_phrase
        when = (_receivers(context, ask, piece, kind, whens), tuple(dict.fromkeys(whens)), phrase, not ask.addressees)
        candidates = _candidates(context, ask) if ask.bodies == (AMBIGUOUS,) else ()
        yield Mandate(context.paragraph.id, *whom, action, kind, *when, candidates=candidates, checks=ask.checks)


def _pieces(context: Context, start: int, end: int) -> Iterator[Piece]:
    """Yield an action without what does not belong to it, cut where a later duty to report begins."""
    if context.language == ENGLISH:
        trimmed = (trim(context.text, *piece) for piece in with_reports(context.text, start, end))
        yield from (Piece(low, low, high) for low, high in trimmed if high > low)
        return
    for piece in products.pieces(context.grammar, context.text, start, end):
        low, high = products.trimmed(context.grammar, context.text, piece.start, piece.end)
        if high - low > 1:
            yield Piece(piece.since, low, high)


def _candidates(context: Context, ask: Ask) -> tuple[str, ...]:
    here = (phrase for phrase in ask.addressees if phrase.paragraph == context.paragraph.id)
    matches = (context.names.several(phrase.text, (context.index, phrase.start)) for phrase in here)
    return tuple(dict.fromkeys(body for bodies in matches for body in bodies))


def _receivers(context: Context, ask: Ask, piece: Piece, kind: str, whens: Sequence[When]) -> tuple[str, ...]:
    """Return who receives the product: named in the action or before it, else the Assembly of its session."""
    matches = _given_to(context, piece.start, piece.end, kind, context.speaker)
    if not matches and ask.verb_phrase.paragraph == context.paragraph.id:
        low = ask.verb_phrase.end
        if context.language != ENGLISH:
            low = context.folded.within(low, low)[0]
        if before := context.grammar.pattern("{in a report to}").search(context.text, low, max(low, piece.start)):
            matches = _given_to(context, before.start(), piece.start, kind)
    sitting = kind in labels("report") and any(when.form.startswith("session:") for when in whens)
    sitting = sitting and ask.strength != "decides"  # who decides does not report to itself
    return matches or ((GENERAL_ASSEMBLY,) if sitting else ())


def _given_to(context: Context, start: int, end: int, kind: str, speaker: str = UNSPECIFIED) -> tuple[str, ...]:
    if context.language == ENGLISH:
        return find_receivers(context, start, end, kind, speaker)
    piece, resolve = Piece(start, start, end), context.bodies
    return products.receivers(context.grammar, context.text, piece, context.named, resolve, speaker, kind)


@dataclass(frozen=True, slots=True)
class View:
    """One mandate and the text of its paragraph.

    language  of the words, `en` where nobody knows it
    sentence  the words from the verb, where it is in the paragraph, to the end of the action's sentence
    year      the year of the document, 0 where unknown
    """

    mandate: Mandate
    language: str
    sentence: str
    year: int = 0

    @property
    def action(self) -> str:
        """Return the words of the action, as far as the rules look."""
        return self.mandate.action.text[:MOST]

    @property
    def unnamed(self) -> bool:
        """Return whether nobody is known to be asked."""
        return UNSPECIFIED in self.mandate.bodies

    def has(self, role: str, words: str) -> bool:
        """Return whether words of a role (`data/doubt_words.csv`) are in `words`."""
        return next(self.places(role, words), None) is not None

    def places(self, role: str, words: str) -> Iterator[re.Match[str]]:
        """Return the places of the words of a role in `words`, in reading order."""
        pattern = _pattern(self.language, role)
        return pattern.finditer(words) if pattern else iter(())


@cache
def _pattern(language: str, role: str) -> re.Pattern[str] | None:
    rows = (row for row in read_table("doubt_words", DATA) if (row["language"], row["role"]) == (language, role))
    words = next(rows, {"words": ""})["words"]
    words = words if language in _JOINED or not words else rf"(?<![\w-])(?:{words})(?![\w-])"
    return re.compile(words, re.IGNORECASE) if words else None


def _speaker(view: View) -> bool:
    # A decision in the past tense is under the name of the body that took it.
    past = view.language == "en" and view.mandate.verb_phrase.text.endswith("ed")
    return view.mandate.implied and not past and not view.unnamed


def _task(view: View) -> bool:
    """Return whether the action is an item ("To consider ...") of a decision whose opening may name a body."""
    mandate = view.mandate
    elsewhere = mandate.implied and mandate.verb_phrase.paragraph != mandate.paragraph
    return mandate.strength == "decides" and elsewhere and mandate.action.start == len("To ")


def _pronoun(view: View) -> bool:
    texts = (phrase.text for phrase in view.mandate.addressees)
    return any(match.group() == text for text in texts for match in view.places("pronoun", text))


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
    matches = view.places("product", view.action[:_OBJECT]) if view.mandate.deliverable == "none" else ()
    return any(match.group().islower() or not match.group().isascii() for match in matches)


Doubt = tuple[Field, str, Callable[[View], bool]]
"""A field, the key of a reason (`data/checks.csv`), and the rule that sees it."""
RULES: tuple[Doubt, ...] = (
    # A decision need not name anybody.
    ("addressees", "nobody-named", lambda row: row.unnamed and row.mandate.strength != "decides"),
    ("addressees", "speaker-taken", _speaker),
    ("addressees", "task-of-another", _task),
    (
        "addressees",
        "parties-open",
        lambda row: (
            "parties-to-conflict" not in row.mandate.bodies
            and any(_PARTIES.match(phrase.text) for phrase in row.mandate.addressees)
        ),
    ),
    (
        "addressees",
        "several-in-one",
        lambda row: (
            "un-system" not in row.mandate.bodies and any(", " in phrase.text for phrase in row.mandate.addressees)
        ),
    ),
    ("addressees", "points-back", _pronoun),
    ("addressees", "ambiguous", lambda row: "ambiguous" in row.mandate.bodies or bool(row.mandate.candidates)),
    ("due", "two-dates", _two_dates),
    ("due", "session-left", lambda row: not row.mandate.due and row.has("session", row.action)),
    ("due", "time-left", lambda row: not row.mandate.due and row.has("time", row.sentence)),
    ("due", "date-by-event", lambda row: any(form.startswith(("event:", "relative:")) for form in row.mandate.due)),
    ("report_to", "no-receiver", lambda row: row.mandate.deliverable in labels("report") and not row.mandate.report_to),
    ("report_to", "receiver-left", _receiver_left),
    ("report_to", "receiver-unnamed", lambda row: bool(row.mandate.report_to) and not row.has("receiver", row.action)),
    ("report_to", "receiver-odd", lambda row: not labels("odd receiver").isdisjoint(row.mandate.report_to)),
    ("deliverable", "product-left", _product_left),
    ("action", "asks-inside", lambda row: "; " in row.action or ". " in row.action),
)


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["field"], row["key"]): float(row["weight"]) for row in read_table("check_weights", DATA)}


def estimate(field: Field, keys: Iterable[str]) -> float:
    """Return the estimated share of errors, 0 to 1, in a field with signs of these keys."""
    if "ambiguous" in keys:  # a finder that leaves several bodies says so itself
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
                named = sorted((-_weights().get((field, key), 9.0), key) for key in keys if key != OTHER)
                checks += [check(field, key) for _, key in named[:1]]
        yield replace(mandate, checks=tuple(sorted(checks, key=lambda check: FIELDS.index(check.field))))


def _view(mandate: Mandate, paragraph: Paragraph, language: str, year: int) -> View:
    text, verb, action = paragraph.text, mandate.verb_phrase, mandate.action
    here = verb.paragraph == paragraph.id and verb.end <= action.start
    start = max(verb.start if here else action.start, action.start - AROUND)
    end = min(action.end, action.start + MOST)
    stop = _STOP.search(text, end, end + AROUND // 2)
    sentence = text[start : stop.start() if stop else end + AROUND // 2]
    return View(mandate, language or "en", sentence, year)
