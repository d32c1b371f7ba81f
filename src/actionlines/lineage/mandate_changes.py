"""What changed in the mandates of two texts: addressee, date, strength, deliverable and others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from actionlines.lineage.changes import Change, P, Piece, compare_paragraphs
from actionlines.mandates.model import Mandate

FieldName = Literal["strength", "addressees", "deliverable", "due", "report_to", "force"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that says something else now; the values are those of the closed lists of `Mandate`."""

    field: FieldName
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandateChange:
    """One mandate in both texts, or in one of them (`old` or `new` is None), with its fields that changed."""

    old: Mandate | None
    new: Mandate | None
    fields: tuple[FieldChange, ...] = ()


def compare_mandates(
    changes: Iterable[Change[P]], old: Iterable[Mandate], new: Iterable[Mandate]
) -> tuple[MandateChange, ...]:
    """Return the mandates of two texts in pairs, in the order of their paragraphs.

    Mandates belong together where their paragraphs do (`changes`) and they ask for about the same.
    """
    before, after = _by_paragraph(old), _by_paragraph(new)
    return tuple(
        pair
        for change in changes
        for pair in _pairs(
            before.get(change.old.id, []) if change.old else [],
            after.get(change.new.id, []) if change.new else [],
        )
    )


def _by_paragraph(mandates: Iterable[Mandate]) -> dict[str, list[Mandate]]:
    found: dict[str, list[Mandate]] = defaultdict(list)
    for one in mandates:
        found[one.paragraph].append(one)
    return found


def _pairs(old: list[Mandate], new: list[Mandate]) -> Iterator[MandateChange]:
    if len(old) == len(new) == 1:
        yield MandateChange(old[0], new[0], _fields(old[0], new[0]))
        return
    for change in compare_paragraphs(_pieces(old), _pieces(new)):
        one = old[int(change.old.id)] if change.old else None
        other = new[int(change.new.id)] if change.new else None
        yield MandateChange(one, other, _fields(one, other) if one and other else ())


def _pieces(mandates: list[Mandate]) -> list[Piece]:
    return [
        Piece(str(at), "", " ".join((*one.bodies, one.verb_phrase.text, one.action.text)))
        for at, one in enumerate(mandates)
    ]


def _fields(old: Mandate, new: Mandate) -> tuple[FieldChange, ...]:
    before, after = _values(old), _values(new)
    return tuple(
        FieldChange(name, before[name], after[name]) for name in before if before[name] != after[name]
    )


def _values(one: Mandate) -> dict[FieldName, tuple[str, ...]]:
    return {
        "strength": (one.strength,),
        "addressees": tuple(sorted(one.bodies)),
        "deliverable": (one.deliverable,),
        "due": one.due,
        "report_to": tuple(sorted(one.report_to)),
        "force": (one.force,),
    }
