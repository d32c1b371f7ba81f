"""The numbers of a paper that are others than in the paper before it."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.papers.sections.labels import report_words as catalogue
from actionlines.register.core.schema import Serialised


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of two papers, as each shows it; "" where the paper does not have it."""

    label: str
    was: str
    now: str


def changed_figures(before: Serialised, after: Serialised) -> list[ChangedFigure]:
    """Return the figures of `after` that have another value in `before`, in their order.

    Both are papers as `papers.writers.as_json.as_dict` gives them. A figure that only one of them has is no change
    of a number.
    """
    words = catalogue(str(after.get("language") or "en"))
    held = {one["id"]: one for one in before.get("facts", ())}
    out = []
    for one in after.get("facts", ()):
        old = held.get(one["id"])
        if old is None or old["value"] == one["value"]:
            continue
        was, now = (
            "–" if fact["value"] is None else words.figure(fact["value"], fact["unit"]) for fact in (old, one)
        )
        if was != now:
            out.append(ChangedFigure(one["label"], was, now))
    return out
