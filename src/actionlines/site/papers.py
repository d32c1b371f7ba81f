"""Papers as files: one place that knows which writer makes which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from actionlines.reports.paper.model import Paper

FORMATS = ("html", "docx", "pdf", "xlsx", "json")
TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


def file_of(paper: Paper, form: str) -> bytes:
    """The paper in one of FORMATS. KeyError for another."""
    from actionlines.reports.paper.lay import lay

    return bytes(_writer(form)(lay(paper)))


def _writer(form: str) -> Callable[[Any], bytes]:
    # Each writer brings libraries of its own: only that of the form asked for is loaded.
    if form == "html":
        from actionlines.reports.paper.as_html import paper_html as make
    elif form == "docx":
        from actionlines.reports.paper.as_docx import paper_docx as make
    elif form == "pdf":
        from actionlines.reports.paper.as_pdf import paper_pdf as make
    elif form == "xlsx":
        from actionlines.reports.paper.as_xlsx import paper_xlsx as make
    elif form == "json":
        from actionlines.reports.paper.as_json import paper_json as make
    else:
        raise KeyError(form)
    return make
