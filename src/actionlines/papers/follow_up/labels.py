"""Labels of documents in tables and charts; no two documents have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from actionlines.papers import names
from actionlines.papers.follow_up.extract import Extract, shortened
from actionlines.papers.follow_up.model import FollowUp


def labels(extracts: Sequence[Extract]) -> list[str]:
    """Return a label for each document: its symbol, or its file name; both where two symbols are the same.

    Two inputs may state one symbol: a draft and its final text, or two languages. Files of one name are
    distinguished by the folders that they need, and labels that are still the same by a number.
    """
    many = {label for label, count in Counter(one.document.label for one in extracts).items() if count > 1}
    names = [one.document.label for one in extracts]
    for label in many:
        places = [place for place, name in enumerate(names) if name == label]
        told = tails([extracts[place].source or extracts[place].document.name for place in places])
        for place, tail in zip(places, told, strict=True):
            symbol = extracts[place].document.symbol
            names[place] = f"{label} ({shortened(tail)})" if symbol else shortened(tail)
    seen: Counter[str] = Counter()
    out: list[str] = []
    for name in names:
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def tails(paths: Sequence[str]) -> list[str]:
    """Return for each path the shortest end that no other path has; the file name where two paths are equal.

    >>> tails(["a/x.pdf", "b/x.pdf", "b/y.pdf"])
    ['a/x.pdf', 'b/x.pdf', 'y.pdf']
    """
    parts = [PurePath(path).parts for path in paths]
    uses = Counter(one[-depth:] for one in parts for depth in range(1, len(one) + 1))
    out = []
    for one in parts:
        depth = next((depth for depth in range(1, len(one) + 1) if uses[one[-depth:]] == 1), 1)
        out.append("/".join(one[-depth:]))
    return out


def in_language(follow_up: FollowUp, language: str) -> FollowUp:
    """Return the follow-up with the names of bodies in a language; unchanged for English."""
    if language == "en":
        return follow_up

    def named(bodies: Iterable[str]) -> tuple[str, ...]:
        """Return the names of bodies in the language."""
        return tuple(names.body(one, language) for one in bodies)

    def short(bodies: Iterable[str]) -> tuple[str, ...]:
        """Return the short names of bodies in the language."""
        return tuple(names.short(one, language) for one in bodies)

    return replace(
        follow_up,
        documents=tuple(
            replace(one, body_name=names.body(one.body, language) if one.body else "")
            for one in follow_up.documents
        ),
        mandates=tuple(
            replace(
                one, body_names=named(one.bodies), body_shorts=short(one.bodies),
                report_to_names=named(one.report_to), report_to_shorts=short(one.report_to),
            )
            for one in follow_up.mandates
        ),
        asked=tuple(
            replace(one, name=names.body(one.body, language), short=names.short(one.body, language))
            for one in follow_up.asked
        ),
    )  # fmt: skip
