"""The fields of mandates that a person should read, in the words of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from actionlines.mandates.model import FIELDS, Check, Field, key_of
from actionlines.papers.follow_up.model import MandateRow
from actionlines.papers.words import ENGLISH, Words

# What a field is called in a report: keys of the catalogue.
CALLED: dict[Field, str] = {
    "verb": "col.verb",
    "addressees": "col.asked",
    "action": "col.action",
    "deliverable": "col.deliverable",
    "due": "col.due",
    "report_to": "col.reports",
}


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A field with the number of mandates in which a person should read it.

    reasons  in English, the most frequent first, each with its number
    """

    field: Field
    mandates: int
    reasons: tuple[tuple[str, int], ...]


def field_name(field: Field, words: Words = ENGLISH) -> str:
    """Return the name of a field in the language of the report."""
    return words(CALLED[field])


def reason(check_reason: str, words: Words = ENGLISH) -> str:
    """Return a reason in the language of the report; in English where it stands outside the closed list.

    >>> reason("two dates in the sentence")
    'two dates in the sentence'
    """
    return words.table.get(f"check.{key_of(check_reason)}", check_reason)


def told(checks: Iterable[Check], words: Words = ENGLISH) -> str:
    """Return all checks in one line of a table.

    >>> told([Check("due", "two dates in the sentence"), Check("action", "very long")])
    'Due: two dates in the sentence; Action: very long'
    """
    return words("semicolon").join(
        words("field-reason", field=field_name(one.field, words), reason=reason(one.reason, words))
        for one in checks
    )


def identifiers(checks: Iterable[Check]) -> str:
    """Return the checks for programs.

    >>> identifiers([Check("due", "two dates in the sentence")])
    'due=two-dates'
    """
    return ", ".join(f"{one.field}={key_of(one.reason) or one.reason}" for one in checks)


def doubtful(rows: Iterable[MandateRow]) -> tuple[Doubtful, ...]:
    """Return the fields that carry checks, in the order of FIELDS."""
    mandates: Counter[Field] = Counter()
    reasons: dict[Field, Counter[str]] = {field: Counter() for field in FIELDS}
    for row in rows:
        mandates.update({one.field for one in row.checks})
        for one in row.checks:
            reasons[one.field][one.reason] += 1
    return tuple(
        Doubtful(
            field, mandates[field], tuple(sorted(reasons[field].items(), key=lambda one: (-one[1], one[0])))
        )
        for field in FIELDS
        if mandates[field]
    )
