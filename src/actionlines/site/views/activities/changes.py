"""What changed in an activity since another of its versions, field by field, in words."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from actionlines.registry.actions.activities import since
from actionlines.registry.models import Activity, Event
from actionlines.site.forms import activity as form

_WORDS = re.compile(r"\s+|[\u3400-\u9fff]|\w+|[^\w\s]")
# Beyond so many words the whole text is shown as old and new: comparing would take too long.
_MOST = 6000
Piece = tuple[str, str]  # (`same`, `del` or `ins`, text)


@dataclass(frozen=True)
class Change:
    """One field: the pieces of its text, in order, with what was taken out and put in."""

    field: str
    label: str
    pieces: list[Piece]


def pieces(old: str, new: str) -> list[Piece]:
    """The two texts as one: words that stayed, were taken out, were put in."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(a) + len(b) > _MOST:
        return [piece for piece in (("del", old), ("ins", new)) if piece[1]]
    out: list[Piece] = []
    for kind, i, j, m, n in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(("same", "".join(a[i:j])))
            continue
        out += [piece for piece in (("del", "".join(a[i:j])), ("ins", "".join(b[m:n]))) if piece[1]]
    return out


def asked_version(activity: Activity) -> int | None:
    """The version that a reader compares with: the one on which changes were asked for last; else the one that
    is published; None for a first draft.
    """
    asked = Event.objects.filter(kind="activity", record=activity.pk, action="activity.changes").first()
    published = activity.published_version or 0
    return max(asked.version if asked else 0, published) or None


def changes(activity: Activity, seen: int | None) -> list[Change]:
    """Field by field what differs from version `seen`."""
    changed = since(activity, seen) if seen else None
    return [
        Change(name, form.label(name), pieces(form.in_words(name, old), form.in_words(name, new)))
        for name, (old, new) in (changed or {}).items()
    ]
