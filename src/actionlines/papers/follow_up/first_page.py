"""The first page, for a reader with a minute: documents, due dates with addressees, doubtful fields."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.alignment.model import LEVELS, Level
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.follow_up.alignment_model import Spoken
from actionlines.papers.follow_up.doubtful import Doubtful, doubtful, field_name, reason
from actionlines.papers.follow_up.model import (
    DocumentRead,
    DueEntry,
    FollowUp,
    counted,
    counting,
    forces_apart,
)
from actionlines.papers.words import ENGLISH, Words

# What a page holds beside its headings.
READ, OWED, REASONS, MOST_ASKED, LABELS = 5, 8, 2, 5, 3


@dataclass(frozen=True, slots=True)
class Chief:
    """The content of the first page.

    read      the first documents, `more_read` the number of all others
    owed      the first due value of each mandate that counts, first date first; `more_owed` of further mandates
    undated   mandates that count and have no due value
    doubtful  the fields that a person should read, `doubted` the number of mandates with any
    spoken    by level the labels with most passages, and the number of all others
    """

    read: tuple[DocumentRead, ...]
    more_read: int
    owed: tuple[DueEntry, ...]
    more_owed: int
    undated: int
    doubtful: tuple[Doubtful, ...]
    doubted: int
    spoken: tuple[tuple[Level, tuple[Spoken, ...], int], ...]


def chief(follow_up: FollowUp, rows: int = OWED) -> Chief:
    """Return the first page of a follow-up, with so many dates."""
    kept = counting(follow_up)
    first: dict[int, DueEntry] = {}
    for entry in follow_up.due:
        if entry.mandate in kept:
            first.setdefault(entry.mandate, entry)
    owed = tuple(first.values())
    levels = [(level, follow_up.speaks.at(level)) for level in LEVELS] if follow_up.speaks else []
    return Chief(
        follow_up.documents[:READ], max(0, len(follow_up.documents) - READ), owed[:rows],
        max(0, len(owed) - rows), sum(not follow_up.mandates[at].due for at in kept),
        doubtful(follow_up.mandates), sum(bool(row.checks) for row in follow_up.mandates),
        tuple((level, found[:LABELS], max(0, len(found) - LABELS)) for level, found in levels if found),
    )  # fmt: skip


def owed_sentences(found: Chief, follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return what the table of dates leaves out: what is not decided, later dates, no dates, who is asked most."""
    lines = [forces_apart(follow_up, words)]
    if follow_up.mandates and not found.owed:
        lines.append(words("brief.no-due"))
    if found.more_owed:
        lines.append(words("brief.more-due", due=words.counted(found.more_owed, "mandate")))
    if found.undated and found.owed:
        lines.append(words("brief.undated", mandates=words.counted(found.undated, "mandate")))
    numbers = {one.body: counted(one, follow_up) for one in follow_up.asked if one.body not in LEFT_OPEN}
    most = [one for one in follow_up.asked if numbers.get(one.body)][:MOST_ASKED]
    if most:
        told = (f"{words.called(one.short or one.name)} {words.number(numbers[one.body])}" for one in most)
        lines.append(words("asked-most", list=words("standing.comma").join(told)))
    return [line for line in lines if line]


def checks_sentence(found: Chief, follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return how many fields a person should read, "" where there are no mandates."""
    if not follow_up.mandates:
        return ""
    if not found.doubted:
        return words("brief.sure")
    fields = sum(one.mandates for one in found.doubtful)
    return words(
        "brief.checks",
        fields=words.counted(fields, "check"),
        mandates=words.counted(found.doubted, "mandate"),
    )


def check_rows(found: Chief, words: Words = ENGLISH) -> tuple[tuple[str, str, int, str], ...]:
    """Return for each doubtful field: its id, its name, the number of mandates, the most frequent reasons."""
    return tuple(
        (
            one.field,
            field_name(one.field, words),
            one.mandates,
            words("semicolon").join(
                f"{reason(why, words)} ({words.number(times)})" for why, times in one.reasons[:REASONS]
            ),
        )
        for one in found.doubtful
    )
