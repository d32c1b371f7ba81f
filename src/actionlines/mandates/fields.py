"""The fields of a mandate: where its action ends, what it gives, when it is due, and who receives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED
from actionlines.mandates.addressees import bodies_of, members
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Ask, Context, make
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.languages import products
from actionlines.mandates.languages.grammar import ENGLISH, english
from actionlines.mandates.languages.products import Piece
from actionlines.mandates.model import Mandate
from actionlines.mandates.names import Passage, Span
from actionlines.mandates.split import Operative
from actionlines.mandates.words import Verb, governed, labels

GENERAL_ASSEMBLY = "general-assembly"
_NEAR = 300  # letters between the report in which something is given, and its action
_MAX_PLACES = 60  # a real action has ten; an endless one must not take for ever


def find_receivers(
    here: Passage, start: int, end: int, deliverable: str, speaker: str = UNSPECIFIED
) -> tuple[str, ...]:
    """Return labels of the bodies to which the action start..end gives its product; () when it names none.
    `speaker` is "it".
    """
    if (
        deliverable not in labels("product")
        and not english("begins to give").match(here.text, start, end)
        and not english("be given").match(here.text, start, end)
    ):
        return ()
    if speaker != UNSPECIFIED and english("to the speaker").search(here.text, start, end):
        return (speaker,)
    fields = english("gives").search(here.text, start, end)
    if not fields:
        return ()
    for pattern in (
        english("straight receiver"),
        english("to a receiver"),
        english("at a meeting"),
        english("through"),
    ):
        places = pattern.finditer(here.text, start if pattern is english("straight receiver") else fields.start(), end)
        for match in islice(places, _MAX_PLACES):
            if pattern is english("to a receiver") and governed(here.text, match.start(), start):
                continue
            matches = _bodies_at(here, match.end(), end)
            if matches:
                return tuple(dict.fromkeys((*matches, *_further(here, match.end(), end))))
    return ()


def _further(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Receivers added with a "to" of their own: "to the Assembly at its ... session and to the Council"."""
    match = english("and to a receiver").search(here.text, start, min(end, start + 300))
    return _bodies_at(here, match.end(), end) if match else ()


def _bodies_at(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return the bodies named from `start`, as far as names go."""
    named = next(iter(here.names.within(here.index, start, start + 5)), None)
    stop = english("ends a receiver").search(here.text, named.end if named else start + 4, end)
    limit = min(stop.start() if stop else end, start + 240)
    matches: list[str] = []
    for low, high in members(here.text, start, limit):
        if here.text[low].isupper() and not is_body(here, low, high, by_capital=False):
            continue
        for body in bodies_of(here, low, high):
            if body != UNSPECIFIED and body not in matches:
                matches.append(body)
    return tuple(matches)


_TRAIL = " ,;:.–—"
_OPENED = {"”": "“", "»": "«", '"': '"'}
_PUT = ("submit", "present", "provide", "include")
_SHORT = 400
_MOST = 20


def trim(text: str, start: int, end: int) -> Span:
    """Cut what does not belong to the action: joining words, statements, final marks."""
    end = start + len(text[start:end].rstrip())
    while True:
        before = end
        joined = english("conjunction").search(text, max(start, end - 60), end)
        if joined:
            end = joined.start()
        dangling = english("dangling").search(text, max(start, end - 60), end)
        if dangling:
            end = max(start, dangling.start())
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
        if match.start() == start or english("same product").match(match.group("rest")):
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
            more = english("as well as reports").search(text, match.end("verb"), end)
            if more is None:
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
        ask = replace(ask, due=due.forms, due_phrase=context.phrase(at, end)) if due else ask
    yield from mandates_of(context, ask, cells["action"])


_CELL = " | "


def mandates_of(context: Context, ask: Ask, span: Span) -> Iterator[Mandate]:
    """Yield the mandates of one action: one, or more where reporting is a separate duty."""
    for piece in _pieces(context, *span):
        action = context.phrase(piece.start, piece.end)
        due = context.due(piece.since, piece.end, ask.bodies)
        forms = due.forms if due else ask.due
        if due and due.forms[0].startswith("recurring:"):
            # "starting in 2026, to submit an annual report": how often, and from when
            forms += ask.due if all(form.startswith(_FROM) for form in ask.due) else ()
            # A report on what is done every two years is due every two years.
            ask = replace(ask, due=due.forms, due_phrase=context.phrase(due.start, due.end))
        kind = _product(context, piece, ask)
        yield Mandate(
            context.paragraph.id,
            ask.verb,
            ask.strength,
            ask.verb_phrase,
            ask.addressees,
            ask.bodies,
            action,
            kind,
            _receivers(context, ask, piece, kind, forms),
            tuple(dict.fromkeys(forms)),
            context.phrase(due.start, due.end) if due else ask.due_phrase,
            not ask.addressees,
            candidates=_candidates(context, ask) if ask.bodies == (AMBIGUOUS,) else (),
            checks=ask.checks,
        )


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


def _product(context: Context, piece: Piece, ask: Ask) -> str:
    words = context.text[piece.start : piece.end]
    if context.language == ENGLISH:
        return deliverable(words, ask.strength)
    return products.deliverable(context.language, words)


def _candidates(context: Context, ask: Ask) -> tuple[str, ...]:
    """Return the bodies that the words of an ambiguous addressee fit."""
    here = (phrase for phrase in ask.addressees if phrase.paragraph == context.paragraph.id)
    matches = (context.names.several(phrase.text, (context.index, phrase.start)) for phrase in here)
    return tuple(dict.fromkeys(body for bodies in matches for body in bodies))


_FROM = ("from:", "session:")


def _receivers(context: Context, ask: Ask, piece: Piece, kind: str, forms: Sequence[str]) -> tuple[str, ...]:
    """Return who receives the product: named in the action, or before it with the report in which it stands; else
    the Assembly at whose session it is due.
    """
    matches = _given_to(context, piece.start, piece.end, kind, context.speaker)
    if not matches and ask.verb_phrase.paragraph == context.paragraph.id:
        low = ask.verb_phrase.end
        if context.language != ENGLISH:
            low = context.folded.within(low, low)[0]
        before = context.grammar.pattern("{in a report to}").search(context.text, low, max(low, piece.start))
        if before and piece.start - before.start() <= _NEAR:
            matches = _given_to(context, before.start(), piece.start, kind)
    sitting = kind in labels("report") and any(form.startswith("session:") for form in forms)
    sitting = sitting and ask.strength != "decides"  # who decides does not report to itself
    return matches or ((GENERAL_ASSEMBLY,) if sitting else ())


def _given_to(context: Context, start: int, end: int, kind: str, speaker: str = UNSPECIFIED) -> tuple[str, ...]:
    if context.language == ENGLISH:
        return find_receivers(context, start, end, kind, speaker)
    names, bodies = context.named, context.bodies
    place = Piece(start, start, end)
    return products.receivers(context.grammar, context.text, place, names, bodies, speaker, kind)
