"""Concepts and search in the API."""

from dataclasses import replace
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.framework import load
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, AskedAll, Paged, found_page, given, paged, question
from actionlines.register.core.api.operations import operation
from actionlines.register.core.concepts import Concept, concept, groups_of
from actionlines.register.core.notices import address
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import Data
from actionlines.register.core.search import query, suggest
from actionlines.register.pages import search
from actionlines.register.standings.models import Standing

router = Router(tags=["framework"])
KINDS = ("action_line", "goal", "target", "commitment", "body", "country", "region")
Id = Annotated[str, Field(max_length=60)]
_STANDING = (
    "area", "series", "indicator", "breakdown", "name", "unit", "concepts", "years", "values", "aim", "aim_words",
    "verdicts", "lag", "reason", "source", "statuses", "notes", "sources", "breaks", "age", "old",
    "verdict", "withheld", "break_year", "aim_source",
)  # fmt: skip


class Named(Schema):
    """The `language` in which names are given."""

    language: Annotated[str, s.OneOf(LANGUAGES)] = "en"


class Asked(Paged, Named):
    """Concepts of one `kind` only."""

    kind: Annotated[str, s.OneOf(("", *KINDS))] = ""


class AskedStandings(Paged):
    """`concept`: only series that address this target, goal or line; `indicator`: of this one."""

    concept: Annotated[str, Field(max_length=40)] = ""
    indicator: Annotated[str, Field(max_length=40)] = ""


def _all(kind: str, language: str) -> list[Concept]:
    f = load()
    tables = (f.action_lines, f.goals, f.targets, f.commitments, f.bodies, f.countries, f.areas)
    held = (
        concept(item, language)
        for name, table in zip(KINDS, tables, strict=True)
        for item in table
        if kind in ("", name)
    )
    return [concept for concept in held if concept]


def _plain(item: Concept) -> Data:
    return {"id": item.id, "kind": item.kind, "short": item.short, "name": item.name}


@router.get("/concepts", response={200: s.page_of(s.Concept), 304: None, **PROBLEMS})
@operation("site.read")
def concepts(request: HttpRequest, wanted: Query[Asked]) -> HttpResponse:
    """The concepts that records are linked to, with their names."""
    return paged(request, wanted, _all(wanted.kind, wanted.language), _plain)


@router.get("/concepts/{id}", response={200: s.Concept, 304: None, **PROBLEMS})
@operation("site.read")
def one_concept(request: HttpRequest, id: Path[Id], named: Query[Named]) -> HttpResponse:
    """One concept by its id (`C5`, `sdg:9.c`, `gdc:11a`, `KEN`)."""
    if (entry := concept(id, named.language)) is None:
        raise Http404
    return given(request, _plain(entry))


@router.get("/countries/{id}", response={200: s.Country, 304: None, **PROBLEMS})
@operation("site.read")
def country(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    """One country by its code (`KEN`): its groups, and how many series say where it is."""
    entry = concept(id, "en")
    if entry is None or entry.kind != "country":
        raise Http404
    many = Standing.objects.filter(area=id).count()
    return given(request, {**_plain(entry), "groups": list(groups_of(id)), "standings": many})


@router.get("/areas/{id}/standings", response={200: s.page_of(s.Standing), 304: None, **PROBLEMS})
@operation("site.read")
def standings(request: HttpRequest, id: Path[Id], wanted: Query[AskedStandings]) -> HttpResponse:
    """Where a country or region stands, the furthest behind first."""
    if id not in load().countries and id not in load().areas:
        raise Http404
    rows = Standing.objects.filter(area=id).order_by("-lag", "series", "breakdown", "pk")
    if wanted.indicator:
        rows = rows.filter(indicator=wanted.indicator)
    if wanted.concept:
        # A list inside JSON: SQLite cannot ask for it, and one area has a few hundred series.
        return paged(request, wanted, [row for row in rows if wanted.concept in row.concepts], _of_standing)
    return paged(request, wanted, rows, _of_standing)


def _of_standing(row: Standing) -> Data:
    return {name: getattr(row, name) for name in _STANDING}


search_router = Router(tags=["search"])


@search_router.get(
    "/search", url_name="search", summary="Search", response={200: s.page_of(s.Hit, s.ListHead), 304: None, **PROBLEMS}
)
@operation("site.read")
def search_records(request: HttpRequest, wanted: Query[AskedAll]) -> HttpResponse:
    """Everything public, in any of the six languages."""
    hits = query(replace(question(wanted, tuple(wanted.kind)), is_wide=True))
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
    return given(request, found_page(request, wanted, hits, data))


class AskedQuestion(Schema):
    """A question in one of the six languages."""

    q: Annotated[str, Field(min_length=3, max_length=300)]
    language: Annotated[str, s.OneOf(LANGUAGES)] = "en"


@search_router.get("/ask", response={200: s.Answers, 304: None, **PROBLEMS})
@operation("site.read")
def ask(request: HttpRequest, wanted: Query[AskedQuestion]) -> HttpResponse:
    """Return the paragraphs that answer a question, word for word; none where the register has no answer."""
    matches = search.ask(wanted.q, wanted.language)
    answers = [answer.to_dict() for answer in matches.answers] if matches.supported else []
    listing = f"{address()}/{matches.listing}" if answers and matches.listing else ""
    data = {"question": wanted.q, "found": matches.supported, "answers": answers}
    return given(request, {**data, "total": max(matches.total, len(answers)), "listing": listing})


@search_router.get("/suggest", response={200: list[s.Suggestion], 304: None, **PROBLEMS})
@operation("site.read")
def completions(request: HttpRequest, q: Annotated[str, Query(max_length=100)] = "") -> HttpResponse:
    """Titles and names that go on from what was typed."""
    return given(
        request, [{"text": suggestion.text, "kind": suggestion.kind, "id": suggestion.id} for suggestion in suggest(q)]
    )
