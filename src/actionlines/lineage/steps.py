"""A series with what changed at each of its links: paragraphs, words and the fields of mandates.

What changed in the mandates of two texts: addressee, date, strength, deliverable and others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Literal

from actionlines.documents.model import Document, Paragraph, plain_value
from actionlines.json_types import JsonObject
from actionlines.lineage.changes import ChangePiece, P, ParagraphChange, body_of, compare_paragraphs
from actionlines.lineage.series import SeriesLink, TextSeries
from actionlines.mandates import find_mandates
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
    changes: Iterable[ParagraphChange[P]], old: Iterable[Mandate], new: Iterable[Mandate]
) -> tuple[MandateChange, ...]:
    """Return the mandates of two texts in pairs, in the order of their paragraphs.

    Mandates belong together where their paragraphs do (`changes`) and they ask for about the same.
    """
    before, after = _by_paragraph(old), _by_paragraph(new)
    return tuple(
        pair
        for change in changes
        for pair in _pair_mandates(
            before.get(change.old.id, []) if change.old else [], after.get(change.new.id, []) if change.new else []
        )
    )


def _by_paragraph(mandates: Iterable[Mandate]) -> dict[str, list[Mandate]]:
    groups: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        groups[mandate.paragraph].append(mandate)
    return groups


def _pair_mandates(old: list[Mandate], new: list[Mandate]) -> Iterator[MandateChange]:
    if len(old) == len(new) == 1:
        yield MandateChange(old[0], new[0], _compare_fields(old[0], new[0]))
        return
    for change in compare_paragraphs(_list_pieces(old), _list_pieces(new)):
        mandate = old[int(change.old.id)] if change.old else None
        other = new[int(change.new.id)] if change.new else None
        yield MandateChange(mandate, other, _compare_fields(mandate, other) if mandate and other else ())


def _list_pieces(mandates: list[Mandate]) -> list[ChangePiece]:
    return [
        ChangePiece(str(at), "", " ".join((*mandate.bodies, mandate.verb_phrase.text, mandate.action.text)))
        for at, mandate in enumerate(mandates)
    ]


def _compare_fields(old: Mandate, new: Mandate) -> tuple[FieldChange, ...]:
    before, after = _list_values(old), _list_values(new)
    return tuple(FieldChange(name, before[name], after[name]) for name in before if before[name] != after[name])


def _list_values(mandate: Mandate) -> dict[FieldName, tuple[str, ...]]:
    return {
        "strength": (mandate.strength,),
        "addressees": tuple(sorted(mandate.bodies)),
        "deliverable": (mandate.deliverable,),
        "due": mandate.due,
        "report_to": tuple(sorted(mandate.report_to)),
        "force": (mandate.force,),
    }


@dataclass(frozen=True)
class Step:
    """A link of a series with what changed between its two texts."""

    link: SeriesLink
    changes: tuple[ParagraphChange[Paragraph], ...]
    mandates: tuple[MandateChange, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many paragraphs are the same, changed, new, gone, moved and doubtful."""
        numbers = dict.fromkeys(("same", "changed", "new", "gone", "moved", "doubtful"), 0)
        for change in self.changes:
            numbers[change.kind] += 1
            numbers["moved"] += change.moved
            numbers["doubtful"] += bool(change.doubt)
        return numbers

    def to_dict(self) -> JsonObject:
        """Return the link, the counts, and every paragraph and mandate that is not the same."""
        return {
            **plain_value(asdict(self.link)),
            "counts": self.counts,
            "changes": [_change_data(change) for change in self.changes if change.kind != "same" or change.moved],
            "mandates": [
                _mandate_data(mandate)
                for mandate in self.mandates
                if mandate.fields or not (mandate.old and mandate.new)
            ],
        }


@dataclass(frozen=True)
class FoundSeries:
    """The series of the text `asked`, with its steps in the order of time."""

    asked: str
    series: TextSeries
    steps: tuple[Step, ...] = field(repr=False)

    def to_dict(self) -> JsonObject:
        """Return the value of `actionlines series --format json`; see docs/how-to/follow-a-series.md."""
        names = ("symbol", "title", "kind", "session", "date", "agenda")
        return {
            "asked": self.asked,
            "members": [{name: getattr(member, name) for name in names} for member in self.series.members],
            "steps": [step.to_dict() for step in self.steps],
            "gaps": plain_value([asdict(gap) for gap in self.series.gaps]),
            "twins": plain_value(self.series.twins),
            "absent": list(self.series.absent),
        }


def _change_data(change: ParagraphChange[Paragraph]) -> JsonObject:
    sides = {
        name: mandate and {"paragraph": mandate.id, "text": mandate.text}
        for name, mandate in (("old", change.old), ("new", change.new))
    }
    words = [{"kind": span.kind, "text": span.text} for span in change.words] if change.old and change.new else []
    return {"kind": change.kind, "moved": change.moved, "doubt": change.doubt, **sides, "words": words}


def _mandate_data(change: MandateChange) -> JsonObject:
    sides = {
        name: mandate
        and {"paragraph": mandate.paragraph, "bodies": list(mandate.bodies), "action": mandate.action.text}
        for name, mandate in (("old", change.old), ("new", change.new))
    }
    return {**sides, "fields": [plain_value(asdict(difference)) for difference in change.fields]}


def list_steps(series: TextSeries, load: Callable[[str], Document]) -> Iterator[Step]:
    """Yield each link of a series with what changed; `load` gives the text of a symbol."""
    documents = {symbol: load(symbol) for link in series.links for symbol in (link.older, link.newer)}
    mandates = {symbol: find_mandates(document) for symbol, document in documents.items()}
    texts = {symbol: body_of(document) for symbol, document in documents.items()}
    for link in series.links:
        changes = compare_paragraphs(texts[link.older], texts[link.newer])
        yield Step(link, changes, compare_mandates(changes, mandates[link.older], mandates[link.newer]))
