"""A series with what changed at each of its links: paragraphs, words and the fields of mandates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from actionlines.documents.model import Document, Paragraph, plain
from actionlines.lineage.changes import Change, body_of, compare_paragraphs
from actionlines.lineage.mandate_changes import MandateChange, compare_mandates
from actionlines.lineage.series import Link, Series
from actionlines.mandates import find_mandates


@dataclass(frozen=True)
class Step:
    """A link of a series with what changed between its two texts."""

    link: Link
    changes: tuple[Change[Paragraph], ...]
    mandates: tuple[MandateChange, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many paragraphs are the same, changed, new, gone, moved and doubtful."""
        found = dict.fromkeys(("same", "changed", "new", "gone", "moved", "doubtful"), 0)
        for change in self.changes:
            found[change.kind] += 1
            found["moved"] += change.moved
            found["doubtful"] += bool(change.doubt)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the link, the counts, and every paragraph and mandate that is not the same."""
        return {
            **plain(asdict(self.link)),
            "counts": self.counts,
            "changes": [_change(change) for change in self.changes if change.kind != "same" or change.moved],
            "mandates": [_mandate(one) for one in self.mandates if one.fields or not (one.old and one.new)],
        }


@dataclass(frozen=True)
class FoundSeries:
    """The series of the text `asked`, with its steps in the order of time."""

    asked: str
    series: Series
    steps: tuple[Step, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the value of `actionlines series --format json`; see docs/how-to/follow-a-series.md."""
        names = ("symbol", "title", "kind", "session", "date", "agenda")
        return {
            "asked": self.asked,
            "members": [{name: getattr(one, name) for name in names} for one in self.series.members],
            "steps": [step.to_dict() for step in self.steps],
            "gaps": plain([asdict(gap) for gap in self.series.gaps]),
            "twins": plain(self.series.twins),
            "absent": list(self.series.absent),
        }


def _change(change: Change[Paragraph]) -> dict[str, Any]:
    sides = {
        name: one and {"paragraph": one.id, "text": one.text}
        for name, one in (("old", change.old), ("new", change.new))
    }
    words = (
        [{"kind": span.kind, "text": span.text} for span in change.words] if change.old and change.new else []
    )
    return {"kind": change.kind, "moved": change.moved, "doubt": change.doubt, **sides, "words": words}


def _mandate(change: MandateChange) -> dict[str, Any]:
    sides = {
        name: one and {"paragraph": one.paragraph, "bodies": list(one.bodies), "action": one.action.text}
        for name, one in (("old", change.old), ("new", change.new))
    }
    return {**sides, "fields": [plain(asdict(one)) for one in change.fields]}


def steps(found: Series, load: Callable[[str], Document]) -> Iterator[Step]:
    """Yield each link of a series with what changed; `load` gives the text of a symbol."""
    documents = {one: load(one) for link in found.links for one in (link.older, link.newer)}
    mandates = {symbol: find_mandates(document) for symbol, document in documents.items()}
    texts = {symbol: body_of(document) for symbol, document in documents.items()}
    for link in found.links:
        changes = compare_paragraphs(texts[link.older], texts[link.newer])
        yield Step(link, changes, compare_mandates(changes, mandates[link.older], mandates[link.newer]))
