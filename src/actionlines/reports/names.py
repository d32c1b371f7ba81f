"""Names and labels that the framework and the mandates room give to identifiers."""

from __future__ import annotations

from functools import lru_cache

from actionlines.reports.model import Due


@lru_cache(maxsize=4096)
def body(label: str) -> str:
    """The name of a body, from its canonical label; the label in words where the framework knows none."""
    from actionlines.framework.bodies import bodies

    known = bodies().get(label)
    return known.name if known else label.replace("-", " ").capitalize()


def due(raw: str, document_date: str) -> Due:
    """A due value in words and with a date to sort by."""
    from actionlines.mandates.due import resolve

    date, label = resolve(raw, document_date)
    kind, _, _ = raw.partition(":")
    if not date or kind in {"recurring", "from"}:
        return Due(raw, label, date or "")
    # A session is open until the next one opens: `date` is its opening.
    until = f"{int(date[:4]) + 1}{date[4:]}" if kind == "session" else date
    return Due(raw, label, date, until)


@lru_cache(maxsize=16384)
def url(canonical: str) -> str:
    """Where the instrument can be read, or "" where that does not follow from its symbol."""
    symbol = canonical.partition("#")[0]
    if symbol[:2] in {"A/", "E/", "S/"} or symbol[:3] == "ST/":
        return f"https://docs.un.org/en/{symbol}"
    return ""
