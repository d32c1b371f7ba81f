"""The clauses of one paragraph: which of its verbs ask, in their own words or in those of its chapeau."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from actionlines.mandates import items, reading, reports
from actionlines.mandates.context import Ask, Context, Reading, same_again, same_work
from actionlines.mandates.languages.clauses import read_foreign
from actionlines.mandates.languages.grammar import ENGLISH, english
from actionlines.mandates.split import Operative, in_sentence, sentences, tells_of_session


def read_clauses(context: Context, chapeau: Ask | None) -> Iterator[Reading]:
    """Yield what a paragraph asks: by verbs of its own, or by continuing its chapeau."""
    if context.language != ENGLISH:
        yield from read_foreign(context, chapeau)
        return
    for read in _read_english(context, chapeau):
        yield read
        if chapeau is not None and context.has_items and read.role != "chapeau":
            yield Reading(read.ask, None, "chapeau")


def _read_english(context: Context, chapeau: Ask | None) -> Iterator[Reading]:
    operatives = _operatives(context)
    if chapeau is None:
        yield from _own(context, operatives)
        return
    # A sub-item that begins with a verb of the speaker's ("(a) Requests ...") speaks for itself.
    if operatives and operatives[0].lead == 0 and (operatives[0].subject == "assembly" or operatives[0].subject_at):
        yield from _own(context, operatives)
        return
    first = next(iter(sentences(context.text)), (0, 0))
    continued = list(items.readings(context, chapeau, first[1]))
    yield from continued
    # Further sentences of a sub-item may have verbs of their own ("We will ...").
    yield from _own(
        context, [operative for operative in operatives if operative.start >= first[1]], first[1] if continued else 0
    )


def _operatives(context: Context) -> list[Operative]:
    """Return the verbs by which the speaker speaks, in the past tense where the document reports its session."""
    operatives: list[Operative] = []
    for start, end in sentences(context.text):
        past = context.past or tells_of_session(context.text, start, end, context.sitting)
        operatives += in_sentence(context.text, start, end, past, again=bool(operatives))
    if context.paragraph.kind == "text" and operatives and _of_a_list(context, operatives[0]):
        return operatives[1:]
    return operatives


def _of_a_list(context: Context, first: Operative) -> bool:
    """Return whether the verb that opens running text does not speak: "Encouraging Governments to act" is of a
    preamble; "Encourage the use of maps" names nobody.
    """
    verb, words = first.verb, context.text[first.start : first.end]
    if verb.gerund and words == verb.gerund.capitalize():
        return not context.paragraph.number
    if first.subject != "we" or first.subject_at or verb.strength == "commits" or "i" in verb.patterns:
        return False
    return all(not read.ask.addressees for read in reading.readings(context, first))


def _own(context: Context, operatives: list[Operative], after: int = 0) -> Iterator[Reading]:
    """Yield what the operative verbs ask, and the passive sentences that begin at `after` or later."""
    shared: list[Reading] = []
    before: Ask | None = None
    last: Reading | None = None
    # Where an operative paragraph goes on, "They should", "The Forum shall" is a detail of what it asks.
    runs = context.paragraph.kind == "text"
    for number, operative in enumerate(operatives):
        following = operatives[number + 1] if number + 1 < len(operatives) else None
        alone = following and not context.text[operative.end : operative.limit].strip()
        if following and alone and operative.verb.asks and not following.verb.asks:
            # "Encourages and commends the efforts to act"
            phrase = context.phrase(operative.start, operative.end)
            operative = replace(operative, end=following.end, limit=following.limit)
            for read in reading.readings(context, operative):
                yield replace(read, ask=replace(read.ask, verb_phrase=phrase))
            continue
        # A statement ends what could share the next verb's complement.
        if not operative.verb.asks:
            shared = []
            continue
        for read in reading.readings(context, operative):
            read = replace(read, ask=same_again(read.ask, before))
            if last and read.action and english("the same work").match(context.text[slice(*read.action)]):
                read = replace(read, ask=same_work(context, read.ask, last))
            before = read.ask if read.ask.addressees else before
            last = read
            if read.role == "shared":
                shared.append(read)
                continue
            # "Calls upon X and invites Y to act": both are asked the same.
            if read.action is not None:
                yield from (replace(other, action=read.action, role="mandate") for other in shared)
                shared = []
            yield read
    # Sentences without such a verb may ask in the passive ("The commissions are invited to ...").
    starts = [operative.start for operative in operatives]
    for start, end in sentences(context.text):
        if start >= after and bisect_left(starts, start) == bisect_left(starts, end):
            for read in reports.sentence(context, start, end, before if runs else None):
                if operatives and not runs and read.ask.verb in ("should", "shall"):
                    continue
                before = read.ask if read.ask.addressees or before is None else before
                yield read
