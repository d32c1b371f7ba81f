"""What each document is called in tables and charts, so that no two have one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from actionlines.follow_up.extract import Extract, shortened
from actionlines.follow_up.model import FollowUp
from actionlines.papers import names


def labels(extracts: Sequence[Extract]) -> list[str]:
    """A label for each document: its symbol, or its file name; the file with it where two would be the same.

    Two inputs may state one symbol: a draft and its final text, two languages. Files of one name are told
    apart by as many of their folders as it takes, and what cannot be told apart by its path has a number.
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
    """Of each path the shortest end that no other has; its last part where another is the same.

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
    """The follow-up with the names of bodies in a language; itself in English, which it is made in."""
    if language == "en":
        return follow_up

    def named(bodies: Iterable[str]) -> tuple[str, ...]:
        return tuple(names.body(one, language) for one in bodies)

    def short(bodies: Iterable[str]) -> tuple[str, ...]:
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
