"""Text as a database takes it: of the same length, so that offsets into it stay right."""

from __future__ import annotations

import hashlib
import re

# PostgreSQL takes no NUL, and neither database half of a surrogate pair.
_FOREIGN = re.compile("[\x00\ud800-\udfff]")


def kept(text: str) -> str:
    """The text with a replacement sign for each character that no database takes.

    >>> kept("a\\x00b")
    'a�b'
    """
    return _FOREIGN.sub("�", text)


def fitted(text: str, longest: int) -> str:
    """A name cut to `longest` characters and still another than its neighbours.

    >>> fitted("preamble-4", 80), len(fitted("x" * 90, 80))
    ('preamble-4', 80)
    """
    clean = kept(text)
    if len(clean) <= longest:
        return clean
    return f"{clean[: longest - 9]}~{hashlib.sha256(clean.encode()).hexdigest()[:8]}"
