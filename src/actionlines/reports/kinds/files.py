"""The files of a paper: one for each format, all by the same name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from actionlines.reports.paper.lay import lay
from actionlines.reports.paper.model import Paper

# Format -> media type.
FORMATS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def written(paper: Paper, form: str) -> bytes:
    """The paper in one format. KeyError for another than FORMATS."""
    FORMATS[form]
    # Imported when it is needed: each writer brings a library of its own.
    writer: Callable[..., bytes] = getattr(
        import_module(f"actionlines.reports.paper.as_{form}"), f"paper_{form}"
    )
    return writer(lay(paper))
