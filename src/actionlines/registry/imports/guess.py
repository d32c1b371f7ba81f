"""What a file brings in, where nobody says it: told by its content, and by the columns of a table."""

from __future__ import annotations

from pathlib import PurePath

from actionlines.errors import ActionlinesError
from actionlines.registry.imports.activities import columns, sheet
from actionlines.registry.imports.activities.sheet import Cell
from actionlines.registry.imports.bounded import bounded
from actionlines.registry.imports.files import path_of
from actionlines.registry.models import StoredFile

_DOCUMENTS = frozenset({"pdf", "docx", "html"})
_FIGURES = frozenset({"xml", "parquet"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})
# A table with a title and one of these is one of activities.
_TELLING = frozenset(
    {"summary", "description", "organisation", "action_lines", "beneficiaries", "challenges"}
)


def guess(file: StoredFile) -> str:
    """document, activities or indicators."""
    if file.type in _DOCUMENTS or (file.type == "text" and PurePath(file.name).suffix.lower() not in _TABLES):
        return "document"
    if file.type in _FIGURES:
        return "indicators"
    try:
        found = set(columns.guess(peek(file)[0]).values())
    except ActionlinesError:
        return "indicators"  # whose readers know more formats, and say what is wrong
    return "activities" if "title" in found and found & _TELLING else "indicators"


def peek(file: StoredFile, few: int = 5) -> tuple[list[str], list[list[Cell]]]:
    """Headers and first rows of a table. Raises what `sheet.convert` raises, and UploadRefused."""
    return bounded(
        sheet.peek, path_of(file), file.type, file.name, few,
        memory=sheet.MEMORY, seconds=sheet.SECONDS, name=file.name,
    )  # fmt: skip
