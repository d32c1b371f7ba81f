"""What changed in an activity since another of its versions, field by field, in words."""

from __future__ import annotations

from actionlines.registry.actions.activities import since
from actionlines.registry.models import Activity, Event
from actionlines.site.difference import Change, Piece
from actionlines.site.difference import pieces as word_by_word
from actionlines.site.forms import activity as form


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as one. Words that change one after the other are taken out and put in together: blanks that
    both have between them would only make it hard to read.

    >>> pieces("red fish", "blue birds")
    (('del', 'red fish'), ('ins', 'blue birds'))
    """
    found = word_by_word(old, new)
    out: list[Piece] = []
    taken, put = "", ""
    for place, (kind, text) in enumerate(found):
        between = kind == "same" and not text.strip() and 0 < place < len(found) - 1
        if kind == "same" and not (between and (taken or put)):
            out += [one for one in (("del", taken), ("ins", put)) if one[1]]
            taken, put = "", ""
            out.append((kind, text))
            continue
        taken += "" if kind == "ins" else text
        put += "" if kind == "del" else text
    out += [one for one in (("del", taken), ("ins", put)) if one[1]]
    return tuple(out)


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
