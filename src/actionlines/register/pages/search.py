"""The search page, suggestions, and questions to the register."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy

from actionlines.framework import load
from actionlines.papers.words import words as words_in
from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import Words, found_order
from actionlines.register.core.notices import address
from actionlines.register.core.notices import address as site_address
from actionlines.register.core.pages.facets import kind_names
from actionlines.register.core.pages.listing import Address, Listing, Shown
from actionlines.register.core.pages.page import page
from actionlines.register.core.pages.results import Found, shown
from actionlines.register.core.search import Hit, Hits, Query, first_things, query, suggest
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.life import duties_of_texts, state_of_duties
from actionlines.register.mandates.models import OPEN
from actionlines.register.pages import panels
from actionlines.register.pages.who import KINDS
from actionlines.register.standings.charts import find_figures
from actionlines.results import ask as answering
from actionlines.results.ask import AnswerPassage, Passages, words_of
from actionlines.results.ask import FoundAnswers as Answered
from actionlines.results.question import language_of_question, parse_question
from actionlines.results.records import RecordRow, answer_from_records, answer_question, rows_of, starter_rows
from actionlines.results.things import LONGEST, clean_search

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
CANDIDATES = 100
# Each stem is one search. No question of benchmarks/ask.tsv has more than 30; 300 signs can have 184.
MOST_STEMS = 40


def _rows() -> Iterator[RecordRow]:
    """Yield the mandates of the register, then those of the starter register whose text it does not hold.

    Those of replaced texts say so: nobody may have read what holds now. They are read when a question needs them.
    """
    yield from _kept_rows(address(), date.today(), state_of_duties())


@lru_cache(maxsize=1)
def _kept_rows(begins: str, _today: date, _state: tuple[object, ...]) -> tuple[RecordRow, ...]:
    rows = [replace(row, address=begins + row.address) for row in rows_of(duties_of_texts())]
    symbols = {row.symbol for row in rows}
    return (*rows, *(row for row in starter_rows() if row.symbol not in symbols))


@dataclass(frozen=True, slots=True)
class _Texts:
    """The paragraphs of the register; their meaning counts where `neural` says so."""

    neural: bool

    def at(self, symbol: str, anchor: str) -> list[AnswerPassage]:
        """Return the paragraph of a text; none where the register does not hold it."""
        rows = Paragraph.objects.select_related("instrument").filter(instrument__symbol=symbol, anchor=anchor)
        return [_passage(row) for row in rows]

    def ask(self, question: str, language: str = "en") -> Answered:
        """Return the paragraphs of the register that are closest to a question."""
        ways = list(dict.fromkeys(item for word in words_of(question, language) for item in word))[:MOST_STEMS]
        if not ways:
            return Answered(())
        hits = query(Query(text=" ".join(ways), kind="paragraph", match="any", size=CANDIDATES))
        rows = Paragraph.objects.select_related("instrument").in_bulk([hit.id for hit in hits.hits])
        found = (row for hit in hits.hits if (row := rows.get(hit.id)))
        passages = [_passage(row) for row in found if row.kind not in ("heading", "footnote")]
        # How rare a word is, the whole register says, not the paragraphs that were found for having it.
        having = {way: query(Query(text=way, kind="paragraph", size=0)).total for way in ways}
        whole = Paragraph.objects.count()
        return Passages(passages, having, whole, neural=self.neural).ask(question, language)


def _passage(row: Paragraph) -> AnswerPassage:
    return AnswerPassage(row.instrument.symbol, row.anchor, row.text, address() + row.get_absolute_url(), row.kind)


def ask(question: str, language: str, *, neural: bool = False) -> Answered:
    """Return the records, else the paragraphs, that answer a question, with their permanent addresses.

    The meaning of paragraphs counts where `neural` or the setting ACTIONLINES_ASK_NEURAL says so. A visitor sees
    every instrument, so that nothing here depends on who asks.
    """
    if figures := find_figures(parse_question(question, language), language):
        return figures
    return _with_addresses(answer_question(question, language, _rows(), _Texts(neural or settings.ASK_NEURAL)))


def _with_addresses(matches: Answered) -> Answered:
    """Return answers with the addresses of what has no paragraph."""
    return replace(matches, answers=tuple(replace(row, passage=_linked(row.passage)) for row in matches.answers))


def _answer_from_records(question: str, language: str) -> tuple[Answered, list[Found]]:
    """Return what figures or records answer, without the words of texts, and the things that the question names."""
    query = parse_question(question, language)
    keys = [key for key in (query.line, *query.bodies) if concept(key)]
    matches = find_figures(query, language)
    if not matches and (query.keys - {"other", "next"} or query.ahead):
        matches = answer_from_records(question, language, _rows())
    return _with_addresses(matches or Answered(())), shown(Hit.of(f"concept:{key}") for key in keys)


def _linked(passage: AnswerPassage) -> AnswerPassage:
    """Return an answer that has no paragraph, such as a session, with the address of its body, line or text."""
    known = load()
    for view, held in (("body", known.bodies), ("action_line", known.action_lines)):
        if passage.symbol in held:
            return replace(passage, address=address() + reverse(view, args=[passage.symbol]))
    if not passage.anchor and Instrument.objects.filter(symbol=passage.symbol).exists():
        return replace(passage, address=address() + reverse("instrument", args=[passage.symbol]))
    return passage


_ASKED = 2  # mandates of the thing that the words name
FEW = 5  # hits of each kind on the first page
VERSIONS = 20  # hits of texts among which the newest versions are chosen
SUGGESTIONS = 8


class Everything(Listing):
    """The list of records of every kind."""

    def ask(self, request: HttpRequest, fixed: Mapping[str, Sequence[str]] | None = None) -> Query:
        """Return the question of the address: things first, then kinds in their order."""
        return replace(super().ask(request, fixed), is_wide=True, facets=("kind", *self.facets))

    def list_tabs(self, counts: Mapping[str, int]) -> Sequence[tuple[Words, tuple[str, ...]]]:
        """Return a tab for all, and one for each kind in which something is found."""
        names = kind_names()
        return [(gettext_lazy("All"), ()), *((names[kind], (kind,)) for kind in found_order() if counts.get(kind))]

    def rows(self, hits: Hits) -> list[tuple[Any, Hit]]:
        """Return (content of a row, hit) of each hit."""
        return [(item, item.hit) for item in shown(hits.hits)]


EVERYTHING = Everything(
    kind=(),
    title=gettext_lazy("Search"),
    facets=("action_line", "goal", "country", "region", "body", "language", "year"),
    sorts=("relevance", "newest", "title"),
    tab_facet="kind",
    row_template="search/row.html",
    records=Instrument.objects.none,  # its rows are not of one kind
    empty=gettext_lazy("The register is empty: import a document or write down an activity first."),
)


def list_results(text: str, most: int) -> tuple[int, list[dict[str, str]]]:
    """Return how many a search finds, and the first of them: kind, id, title, about, address."""
    hits = query(Query(clean_search(text), is_wide=True, size=most))
    rows = (
        (row.hit, {"title": row.title, "about": row.says_what, "address": address() + row.url})
        for row in shown(hits.hits)
    )
    return hits.total, [{"kind": hit.kind, "id": str(hit.id), **row} for hit, row in rows]


@dataclass(frozen=True, slots=True)
class Group:
    """The best of one kind: its name, how many there are, the address of all of them."""

    kind: str
    name: str
    total: int
    url: str
    found: list[Found]


@page("site.read")
def search(request: HttpRequest) -> HttpResponseBase:
    """Show a few results of each kind; all of one kind where a filter names it."""
    question = EVERYTHING.ask(request)
    if form := request.GET.get("as", ""):
        return EVERYTHING.take(request, question, form)
    if question.filters.get("kind") or not question.text:
        return render(request, "search/page.html", EVERYTHING.context(request, question))
    hits = query(replace(question, page=1, size=0))
    address = Address(EVERYTHING, request)
    things = first_things(question.text) if not question.filters else []
    rest = replace(question, exclude=tuple(key for key, _ in things))
    held = dict(hits.facets["kind"])
    groups = [_group(kind, rest, address, held[kind]) for kind in found_order() if held.get(kind)]
    named, partial = (shown(Hit.of(key) for key, is_exact in things if is_exact is wanted) for wanted in (True, False))
    answers: dict[str, object] = {}
    if not named and not question.filters:
        language = _language_of(question.text)
        matches, named = _answer_from_records(question.text, language)
        answers = _answer_context(matches, language)
    context = {**answers, "listing": EVERYTHING, "hits": hits, "shown": Shown(EVERYTHING, address, question, hits)}
    # What is asked of the thing that the words name, which is seldom in the words of a text.
    concepts = [match for row in named if row.hit.kind == "concept" and (match := concept(str(row.hit.id)))]
    keys = [match.id for match in concepts if match.kind in KINDS]
    own = panels.mandates({**panels.asked_under(keys[0]), "status": OPEN}, _ASKED) if keys else None
    partial, *reduced = _newest_versions(partial, *(group.found for group in groups))
    groups = [replace(group, found=rows[:FEW]) for group, rows in zip(groups, reduced, strict=True) if rows]
    more = {"named": named, "own": own, "partial": partial, "groups": groups}
    return render(request, "search/page.html", {**context, **more})


def _group(kind: str, question: Query, address: Address, total: int) -> Group:
    size = VERSIONS if kind in ("instrument", "paragraph") else FEW
    hits = query(replace(question, kind=kind, facets=(), page=1, size=size))
    url = address.to([*address.pairs(), ("kind", kind)])
    return Group(kind, str(kind_names()[kind]), total, url, shown(hits.hits))


def _newest_versions(*groups: list[Found]) -> list[list[Found]]:
    """Return groups of hits with the newest version alone of each text, and how many others the register holds."""
    texts = {
        row.hit.key: row.record.instrument if isinstance(row.record, Paragraph) else row.record
        for row in chain(*groups)
        if isinstance(row.record, Instrument | Paragraph)
    }
    newest = {(text.family, text.language): text for text in sorted(texts.values(), key=lambda text: str(text.date))}
    held = Instrument.objects.filter(family__in={family for family, _language in newest})
    many = Counter(held.values_list("family", "language"))
    others = {text.pk: many[key] - 1 for key, text in newest.items()}
    pairs = ((row, texts.get(row.hit.key)) for row in chain(*groups))
    rows = {
        row.hit.key: replace(row, other_versions=others[text.pk]) if text else row
        for row, text in pairs
        if not text or text.pk in others
    }
    return [[rows[row.hit.key] for row in group if row.hit.key in rows] for group in groups]


def _language_of(question: str) -> str:
    return language_of_question(question, str(get_language())[:2])


def _list_named(text: str) -> list[Found]:
    """Return the things that a text is a name of."""
    return shown(Hit.of(key) for key, is_exact in first_things(text) if is_exact)


@page("site.read")
def ask_page(request: HttpRequest) -> HttpResponseBase:
    """Answer a question by paragraphs, word for word, or state that the register has no answer."""
    question = clean_search(request.GET.get("q", ""))
    languages = [(code[:2], name) for code, name in settings.LANGUAGES]
    if (language := request.GET.get("language", "")) not in dict(languages):
        language = ""
    read_in = language or _language_of(question)
    matches = ask(question, read_in) if question else answering.FoundAnswers(())
    context = {
        "question": question, "language": language, "choices": languages, "longest": LONGEST,
        "named": _list_named(question), **_answer_context(matches, read_in),
    }  # fmt: skip
    return render(request, "search/ask.html", context)


def write_days(text: str, language: str) -> str:
    """Return a text with its ISO days in the words of a language."""
    return _DAY.sub(lambda day: words_in(language).date(day[0]), text)


def _in_words(passage: AnswerPassage, language: str) -> AnswerPassage:
    text = write_days(passage.text, language) if passage.kind == "record" else passage.text
    return replace(passage, text=text, facts=write_days(passage.facts, language))


def _answer_context(matches: Answered, language: str) -> dict[str, object]:
    """Return what `search/ask.html` and `search/groups.html` need to show answers."""
    answers = matches.answers if matches.supported else ()
    written_in = Instrument.objects.filter(symbol__in={answer.passage.symbol for answer in answers})
    return {
        "strong": [_in_words(answer.passage, language) for answer in answers if answer.support >= matches.enough],
        "weak": [answer.passage for answer in answers if answer.support < matches.enough],
        "site": site_address(),
        "answered": matches.total,
        "all_answers": matches.listing,
        "written_in": dict(written_in.values_list("symbol", "language")) if answers else {},
    }


@page("site.read")
def completions(request: HttpRequest) -> HttpResponseBase:
    """Links to what goes on from the letters typed, as items of a list."""
    typed = clean_search(request.GET.get("q", ""))
    hits = [Hit.of(f"{suggestion.kind}:{suggestion.id}") for suggestion in suggest(typed, SUGGESTIONS)]
    return render(request, "search/suggestions.html", {"found": shown(hits)})


urlpatterns = [
    path("search/", search, name="search"),
    path("ask/", ask_page, name="ask"),
    path("search/suggest", completions, name="suggest"),
]
