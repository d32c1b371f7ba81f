"""Search over everything, and completions."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from actionlines.register import asking
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.search import query, suggest
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api.answers import PROBLEMS
from actionlines.register.site.api.lists import AskedAll, found_page, given, question
from actionlines.register.site.api.operations import operation

router = Router(tags=["search"])


@router.get("/search", response={200: s.page_of(s.Hit, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def search(request: HttpRequest, asked: Query[AskedAll]) -> HttpResponse:
    """Everything public, in any of the six languages."""
    hits = query(question(asked, tuple(asked.kind)))
    data = [
        {
            "kind": hit.kind,
            "id": hit.id,
            "title": hit.title,
            "snippet": hit.snippet.text if hit.snippet else "",
            "score": hit.score,
        }
        for hit in hits.hits
    ]
    return given(request, found_page(request, asked, hits, data))


class AskedQuestion(Schema):
    """A question in one of the six languages."""

    q: Annotated[str, Field(min_length=3, max_length=300)]
    language: Annotated[str, s.OneOf(LANGUAGES)] = "en"


@router.get("/ask", response={200: s.Answers, 304: None, **PROBLEMS})
@operation("site.read")
def ask(request: HttpRequest, asked: Query[AskedQuestion]) -> HttpResponse:
    """Paragraphs that answer a question, as they stand; none where the register has no answer."""
    found = asking.ask(asked.q, asked.language)
    answers = [one.to_dict() for one in found.answers] if found.supported else []
    return given(request, {"question": asked.q, "found": found.supported, "answers": answers})


@router.get("/suggest", response={200: list[s.Suggestion], 304: None, **PROBLEMS})
@operation("site.read")
def completions(request: HttpRequest, q: Annotated[str, Query(max_length=100)] = "") -> HttpResponse:
    """Titles and names that go on from what was typed."""
    return given(request, [{"text": one.text, "kind": one.kind, "id": one.id} for one in suggest(q)])
