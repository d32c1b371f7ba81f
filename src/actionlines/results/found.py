"""What a call finds: all rows in their order, each with `to_dict`; a notebook shows them as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from actionlines.documents import notebook
from actionlines.results.columns import CITATIONS, MANDATES, SEPARATOR, Column
from actionlines.results.located import FoundCitation, FoundMandate

One = TypeVar("One", FoundMandate, FoundCitation)
# Columns of the small table.
_MANDATE = ("document", "paragraph", "force", "bodies", "verb", "action", "due_label")
_CITATION = ("document", "paragraph", "canonical", "kind", "quote")


class Found(tuple[One, ...]):
    """Mandates or citations: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """Return {"rows": …}: every row as its own `to_dict` gives it."""
        return {"rows": [one.to_dict() for one in self]}

    def _repr_html_(self) -> str:
        columns, names, what = self._shown()
        chosen = [column for column in columns if column.name in names]
        rows = ([_text(column.of(one.to_dict())) for column in chosen] for one in self)
        return notebook.table(f"{len(self):,} {what}", [one.name for one in chosen], rows, len(self))

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        raise NotImplementedError


class Mandates(Found[FoundMandate]):
    """Mandates of one document or many, in reading order."""

    __slots__ = ()

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        return MANDATES, _MANDATE, "mandate" if len(self) == 1 else "mandates"


class Citations(Found[FoundCitation]):
    """Citations of one document or many, in reading order."""

    __slots__ = ()

    def _shown(self) -> tuple[Iterable[Column], tuple[str, ...], str]:
        return CITATIONS, _CITATION, "citation" if len(self) == 1 else "citations"


def _text(value: Any) -> str:
    return SEPARATOR.join(value) if isinstance(value, list) else "" if value is None else str(value)
