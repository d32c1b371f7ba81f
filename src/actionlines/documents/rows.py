"""A document as rows for JSON: every row says of which document, symbol, page and paragraph it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actionlines.documents.model import Document


def of_document(document: Document) -> dict[str, Any]:
    """Return everything of a document as one JSON object, its paragraphs as `of_paragraphs` gives them."""
    place = {"document": document.name, "symbol": document.metadata.symbol}
    whole: dict[str, Any] = plain(asdict(document))
    return place | whole | {"paragraphs": list(of_paragraphs(document))}


def of_paragraphs(document: Document) -> Iterator[dict[str, Any]]:
    """Yield each paragraph as a JSON object; `paragraph` is its id."""
    for one in document.paragraphs:
        place = {"document": document.name, "symbol": document.metadata.symbol, "page": one.page}
        yield {**place, "paragraph": one.id, **plain(asdict(one))}


def plain(value: Any) -> Any:
    """Return a value with lists for its tuples, as JSON gives it back."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value
