"""Any text as paragraphs that have an id and a number each, so that a comment can say where it stands.

What has a number keeps it; what has none gets one with the sign ¶, counted through the text, and the text says how
many were given. Ids come from the reader (`113`, `3(b)`, `preamble-4`) and are unique in one version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actionlines.register.consultations.anchors import Passage
from actionlines.register.core.texts import kept
from actionlines.register.instruments.document_reader import Text

MOST_PARAGRAPHS = 5_000
MOST_CHARACTERS = 2_000_000
LONGEST_ID = 80
SIGN = "¶"
# What is not counted: it is no paragraph of the text itself.
_UNCOUNTED = frozenset({"heading", "footnote", "intro"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """One paragraph. `number` is how people call it (`113`, `3(b)`, `¶7`; "" for a heading); `given`: by us."""

    id: str
    text: str
    number: str = ""
    kind: str = "text"
    level: int = 0
    parent: str = ""
    given: bool = False

    @property
    def passage(self) -> Passage:
        """Return the paragraph as anchors need it."""
        return Passage(self.id, self.text, self.parent)


def numbered(paragraphs: Iterable[Numbered]) -> list[Numbered]:
    """The paragraphs with text, each with an id of its own, a number, and the paragraph that it hangs on.

    >>> [one.number for one in numbered([Numbered("text-1", "Some words."), Numbered("2", "More.", "2")])]
    ['¶1', '2']
    """
    found: list[Numbered] = []
    seen: set[str] = set()
    count = 0
    for one in paragraphs:
        if not one.text.strip():
            continue
        name = _unique(one.id or f"text-{len(found) + 1}", seen)
        number, given = _called(one, name), False
        if not number and one.kind not in _UNCOUNTED:
            count += 1
            number, given = f"{SIGN}{count}", True
        found.append(replace(one, id=name, number=number, given=given))
    return _hung(found)


def _called(one: Numbered, name: str) -> str:
    """A sub-item is called by its whole number: `3(b)`, not `(b)`."""
    if one.number and one.level and one.kind != "heading" and name.endswith(one.number):
        return name
    return one.number


def _unique(name: str, seen: set[str]) -> str:
    name = name[:LONGEST_ID]
    found, n = name, 1
    while found in seen:
        n += 1
        found = f"{name[: LONGEST_ID - 6]}~{n}"
    seen.add(found)
    return found


def _hung(paragraphs: Sequence[Numbered]) -> list[Numbered]:
    """Each sub-item on the nearest paragraph above it that is less deep."""
    found: list[Numbered] = []
    above: list[Numbered] = []
    for one in paragraphs:
        if one.kind in ("heading", "footnote"):
            above = [] if one.kind == "heading" else above
            found.append(replace(one, parent=""))
            continue
        above = [other for other in above if other.level < one.level]
        found.append(replace(one, parent=above[-1].id if above and one.level else ""))
        above.append(one)
    return found


def paragraphs_of(text: Text) -> list[Numbered]:
    """Return what the reader found, as the database can hold it."""
    return [
        Numbered(kept(one.id), kept(one.text), kept(one.number)[:40], one.kind, one.level)
        for one in text.paragraphs
    ]
