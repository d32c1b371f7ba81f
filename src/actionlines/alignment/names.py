"""Names of fields, apart from each other and from those that are added; what a language is called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from actionlines.alignment.tokens import LANGUAGES


def free_names(own: Collection[str], new: Collection[str]) -> dict[str, str]:
    """For each of a row's own names that is also a new one, the name under which it stays."""
    out = {}
    for name in own:
        if name in new:
            free = f"input_{name}"
            while free in own:
                free = f"input_{free}"
            out[name] = free
    return out


def apart(names: Sequence[str]) -> list[str]:
    """Return the names, each once: one that was there before has `_` behind it.

    >>> apart(["a", "b", "a", "a_"])
    ['a', 'b', 'a__', 'a_']
    """
    given = set(names)
    out: dict[str, None] = {}
    for name in names:
        own = name
        while own in out or (own != name and own in given):
            own += "_"
        out[own] = None
    return list(out)


def hint(value: object) -> str:
    """Return the language of a tag such as `fr` or `zh-Hans`, "" where it is none of the six.

    >>> hint("fr-CA"), hint("Klingon"), hint(None)
    ('fr', '', '')
    """
    code = value.replace("_", "-").partition("-")[0].lower() if isinstance(value, str) else ""
    return code if code in LANGUAGES else ""
