"""Names of a row's fields beside those that are added to it, and what its language is called."""

from __future__ import annotations

from collections.abc import Collection

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


def hint(value: object) -> str:
    """The language of a tag such as `fr` or `zh-Hans`, "" where it is none of the six.

    >>> hint("fr-CA"), hint("Klingon"), hint(None)
    ('fr', '', '')
    """
    code = value.replace("_", "-").partition("-")[0].lower() if isinstance(value, str) else ""
    return code if code in LANGUAGES else ""
