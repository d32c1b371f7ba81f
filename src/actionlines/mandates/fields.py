"""The fields of a mandate: an ask with its action becomes deliverable, date and receivers as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actionlines.framework.bodies import AMBIGUOUS
from actionlines.lazily import expression
from actionlines.mandates.action import trim, with_reports
from actionlines.mandates.asks import Ask, make
from actionlines.mandates.context import Context
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.due_forms import find_due
from actionlines.mandates.model import Mandate
from actionlines.mandates.names import Span
from actionlines.mandates.report_to import report_to
from actionlines.mandates.split import Operative
from actionlines.mandates.verbs import Verb


def row_of_actions(context: Context, cells: dict[str, Span]) -> Iterator[Mandate]:
    """Yield what a row of a table of actions asks: its header is the verb, a cell each who, what and when."""
    if not {"action", "who"} <= cells.keys():
        return
    text, (who, _), (what, _) = context.text, cells["who"], cells["action"]
    start = text.rfind(_CELL, 0, who) + len(_CELL) if who > what else 0
    verb = Verb("task", "", "", "", "requests", "at")
    operative = Operative(start, start, who - len(": "), len(text), verb, "assembly")
    ask = make(context, operative, *(context.named(*cells["who"])))
    if "when" in cells:
        at, end = cells["when"]
        due = find_due(
            f"{text[: at - 3]}by {text[at:]}", at - 3, end, context.year, context.holders(ask.bodies)
        )
        ask = replace(ask, due=due.forms, due_phrase=context.phrase(at, end)) if due else ask
    yield from mandates_of(context, ask, cells["action"])


_CELL = " | "


def mandates_of(context: Context, ask: Ask, span: Span) -> Iterator[Mandate]:
    """Yield the mandates of one action: one, or two where reporting is a separate duty."""
    for piece in with_reports(context.text, *span):
        start, end = trim(context.text, *piece)
        if end <= start:
            continue
        action = context.phrase(start, end)
        kind = deliverable(action.text, ask.strength)
        due = find_due(context.text, start, end, context.year, context.holders(ask.bodies))
        forms = due.forms if due else ask.due
        if due and due.forms[0].startswith("recurring:"):
            # "starting in 2026, to submit an annual report": how often, and from when
            forms += ask.due if all(form.startswith(_FROM) for form in ask.due) else ()
            # A report on what is done every two years is due every two years.
            ask = replace(ask, due=due.forms, due_phrase=context.phrase(due.start, due.end))
        yield Mandate(
            context.paragraph.id,
            ask.verb,
            ask.strength,
            ask.verb_phrase,
            ask.addressees,
            ask.bodies,
            action,
            kind,
            _receivers(context, ask, start, end, kind),
            tuple(dict.fromkeys(forms)),
            context.phrase(due.start, due.end) if due else ask.due_phrase,
            not ask.addressees,
            candidates=_candidates(context, ask) if ask.bodies == (AMBIGUOUS,) else (),
            checks=ask.checks,
        )


def _candidates(context: Context, ask: Ask) -> tuple[str, ...]:
    """Return the bodies that the words of an ambiguous addressee fit."""
    here = (phrase for phrase in ask.addressees if phrase.paragraph == context.paragraph.id)
    found = (context.names.several(phrase.text, (context.index, phrase.start)) for phrase in here)
    return tuple(dict.fromkeys(body for bodies in found for body in bodies))


_FROM = ("from:", "session:")


# "in his report to the Council, to present proposals"
_IN_REPORT = expression(
    r"\b(?:in|within|through|as part of|in the context of) (?:his|her|its|their|the) "
    r"(?:[a-z]+ ){0,3}report(?:s|ing)? to "
)


def _receivers(context: Context, ask: Ask, start: int, end: int, kind: str) -> tuple[str, ...]:
    """Return who receives the product: named in the action, or before it with the report in which it stands."""
    found = report_to(context, start, end, kind, context.speaker)
    if found or ask.verb_phrase.paragraph != context.paragraph.id:
        return found
    before = _IN_REPORT.search(context.text, ask.verb_phrase.end, max(start, ask.verb_phrase.end))
    if before is None or start - before.start() > 300:
        return ()
    return report_to(context, before.start(), start, kind)
