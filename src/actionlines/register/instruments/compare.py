"""Two documents side by side, and drafts beside what was adopted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from actionlines.citations.graph import version_of
from actionlines.errors import InputError, NotAsked, TooManyRequests, UploadRefused
from actionlines.lineage.changes import ChangePiece, ParagraphChange, compare_paragraphs
from actionlines.papers import names
from actionlines.papers.names import find_subject
from actionlines.papers.write import MEDIA_TYPES, file_name
from actionlines.papers.write import render as written
from actionlines.papers.writers.as_html import page_policy
from actionlines.papers.writers.as_json import paper_of
from actionlines.register.core.concepts import Concept, concept, grade_words
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ReadingKind, StoredFile
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.pages.difference import as_html
from actionlines.register.core.pages.edit import FilesField, ManyFiles, offer
from actionlines.register.core.pages.page import SignedIn, page, reading_of, signed, unread, waiting
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.models import DocumentTable, Instrument, ParagraphCitation, ParagraphLink
from actionlines.register.instruments.reading import Place, Segment, Span, quoted, segments, without_language
from actionlines.register.mandates.models import Mandate

# Part of a mandate -> the class of its mark.
STRONGEST = 3  # pieces of evidence of a link that are marked
LIKELY = 0.5  # links whose evidence is marked: the rest would cover the text
PARTS = {"verb": "verb", "addressees": "who", "action": "what", "due": "due"}

Phrases = Mapping[str, Sequence[tuple[Span, str]]]


def phrases(mandates: Iterable[Mandate]) -> Phrases:
    """Spans and their words by the anchor of the paragraph in which they stand: those of an item's mandate stand
    in part in its chapeau.
    """
    matches: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for mandate in mandates:
        for kind, phrase in _phrases(mandate):
            place = matches[phrase.get("anchor", "")]
            place += [(_span(phrase, name, f"m{mandate.pk}"), phrase.get("text", "")) for name in ("mandate", kind)]
    return matches


def marked_segments(
    text: str,
    of_mandates: Sequence[tuple[Span, str]] = (),
    links: Iterable[ParagraphLink] = (),
    citations: Iterable[ParagraphCitation] = (),
) -> list[Segment]:
    """Segments of a paragraph's text. Kinds: `mandate` with `verb`, `who`, `what` or `due`; `citation`;
    `alignment`, for the words that count most for the likely ones of `links`. Refs: `m12` and `c34`, the numbers
    of a mandate and of a citation.
    """
    evidence = [data for link in links if link.p >= LIKELY for data in _strongest(link.evidence)]
    about = [(_span(item, "alignment", ""), item.get("quote", "")) for item in evidence]
    spans = quoted(text, [*of_mandates, *about])
    cited = (Span(citation.start, citation.end, "citation", f"c{citation.pk}") for citation in citations)
    return segments(text, [*spans, *cited])


def marks_as_html(matches: Iterable[Segment], links: Mapping[str, str]) -> SafeString:
    """The segments as `<mark>`s; `links` has the address for the ref of a citation, where it leads anywhere."""
    # By hand, for a page has thousands of segments: everything that is not of this module is escaped here.
    return mark_safe("".join(_one(segment, links) for segment in matches))  # noqa: S308


def _one(segment: Segment, links: Mapping[str, str]) -> str:
    text = escape(segment.text)
    if not segment.kinds:
        return text
    of = " ".join(ref for ref in segment.refs if ref[0] == "m")
    about = f' data-of="{escape(of)}"' if of else ""
    words = f'<mark class="{" ".join(segment.kinds)}"{about}>{text}</mark>'
    url = next((links[ref] for ref in segment.refs if ref in links), "") if links else ""
    return f'<a class="cited" href="{escape(url)}">{words}</a>' if url else words


def chips(links: Iterable[ParagraphLink], known: dict[str, tuple[str, str]]) -> SafeString:
    """Links to concepts as chips with their grade, each in a list item; `known` keeps what is before and
    behind the grade of a concept.
    """
    return mark_safe("".join(_chip(link, known) for link in links))  # noqa: S308


def _chip(link: ParagraphLink, known: dict[str, tuple[str, str]]) -> str:
    if (ends := known.get(link.concept)) is None:
        ends = known[link.concept] = _ends(link.concept)
    return f"{ends[0]}{grade_words(link.concept, link.p)}{ends[1]}"


def _ends(identifier: str) -> tuple[str, str]:
    if (entry := concept(identifier)) is None:
        return f'<li><span class="chip chip-proposed">{escape(identifier)} <small>', "</small></span></li>"
    url, name, short = (escape(item) for item in (entry.url, entry.name, entry.code))
    start = f"<i>{entry.source} </i>" if entry.source else ""
    return (
        f'<li><a class="chip chip-proposed" href="{url}" title="{name}">{start}<bdi>{short}</bdi> <small>',
        "</small></a></li>",
    )


def _phrases(mandate: Mandate) -> Iterator[tuple[str, Data]]:
    for part, kind in PARTS.items():
        word = mandate.words.get(part) or []
        for phrase in word if isinstance(word, list) else [word]:
            yield kind, phrase


def _strongest(evidence: Sequence[Data]) -> list[Data]:
    return sorted(evidence, key=lambda data: -float(data.get("weight", 0)))[:STRONGEST]


def _span(phrase: Data, kind: str, ref: str) -> Span:
    return Span(int(phrase.get("start", 0)), int(phrase.get("end", 0)), kind, ref)


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a paragraph cites, however often. `held`: it can be read here; `outside`: only elsewhere."""

    symbol: str
    place: str
    url: str
    held: bool
    name: str

    @property
    def outside(self) -> bool:
        """Return whether the address leads out of the register."""
        return bool(self.url) and not self.held


def address(place: Place) -> str:
    """The address of a paragraph; with its anchor in the question too, so that a part of a long text is found."""
    url = reverse("instrument", args=[place.symbol])
    return f"{url}?p={place.anchor}#p{place.anchor}" if place.anchor else url


def cited(citation: ParagraphCitation, places: Mapping[tuple[str, str], Place]) -> Cited:
    """Return the link to which a citation leads."""
    place = places.get((citation.symbol, citation.place))
    if known := _concept(citation.symbol):
        return Cited(known.code, "", known.url, True, known.name)
    url = address(place) if place else names.find_url(citation.symbol)
    return Cited(citation.symbol, citation.place, url, place is not None, names.name_instrument(citation.symbol))


def _concept(symbol: str) -> Concept | None:
    return concept(symbol.removeprefix("al:")) if symbol.startswith(("al:", "sdg:", "gdc:")) else None


ROWS = 200  # of one table that a page shows; the original has them all
_FIGURE = re.compile(r"[\s\d().,%–-]*\d[\s\d().,%–-]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, what it spans, and whether it is a figure."""

    text: str
    columns: int
    rows: int
    figure: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is shown; `more` rows are not. `order`: its place among the tables of the document."""

    order: int
    caption: str
    rows: list[list[Cell]]
    more: int


def tables(instrument: Instrument, after: Iterable[str]) -> dict[str, list[Grid]]:
    """Anchor -> tables that stand behind it, in order; one query."""
    grids: dict[str, list[Grid]] = defaultdict(list)
    for document_table in DocumentTable.objects.filter(instrument=instrument, after__in=list(after)):
        grids[document_table.after].append(_grid(document_table))
    return grids


def _grid(document_table: DocumentTable) -> Grid:
    rows = [
        [Cell(text, columns, lines, bool(_FIGURE.fullmatch(text))) for text, columns, lines in row]
        for row in document_table.rows[:ROWS]
    ]
    return Grid(document_table.order, document_table.caption, rows, max(0, len(document_table.rows) - ROWS))


_OFFERED = ("docx", "pdf", "xlsx")


class DraftForm(forms.Form):
    """The form that takes a draft as a file, or the documents of a meeting."""

    file = FilesField(
        label=gettext_lazy("Documents"),
        help_text=gettext_lazy("PDF, DOCX, HTML or text. Several documents make an agenda pack."),
        widget=ManyFiles(attrs={"class": "drop"}),
    )
    subject = forms.CharField(
        label=gettext_lazy("Body or country to brief"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Its name, such as ITU or KEN: the pack then says what it should know."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Write it as"), required=False)

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "form", [("", gettext("A page")), *((name, name.upper()) for name in _OFFERED)])

    def clean_subject(self) -> str:
        """Return the id of the body or country."""
        name = self.cleaned_data["subject"].strip()
        try:
            return find_subject(name) if name else ""
        except NotAsked as error:
            raise forms.ValidationError(f"{name}: {gettext('no body or country has this name')}") from error


@page("account.use")
def draft(request: SignedIn) -> HttpResponse:
    """Take documents, wait for the worker, show the comparison; `?as=docx` (pdf, xlsx) gives it as a file."""
    if token := request.GET.get("reading"):
        return _shown(request, token)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DraftForm(*sent)
    if sent and form.is_valid():
        # Asked again, the same draft is compared once more when a mandate has changed.
        held = Mandate.objects.aggregate(latest=Max("changed_at"))["latest"]
        fields: Data = {"language": reader_words().language, "held": str(held)}
        try:
            file, *others = (_store(upload, request) for upload in form.cleaned_data["file"])
            if others or form.cleaned_data["subject"]:
                fields |= {"others": [other.pk for other in others], "subject": form.cleaned_data["subject"]}
            reading = ask(ReadingKind.COMPARE, request.user, file=file, given=fields, again=True)
            query = {"reading": signed(request, reading), "as": form.cleaned_data["form"]}
            return redirect(f"{reverse('draft')}?{urlencode({name: value for name, value in query.items() if value})}")
        except (UploadRefused, InputError, TooManyRequests) as error:
            form.add_error("file", f"{error.problem[:1].upper()}{error.problem[1:]}. {error.advice}")
    return render(request, "instruments/draft.html", {"form": form}, status=422 if form.errors else 200)


def _store(upload: UploadedFile[bytes], request: SignedIn) -> StoredFile:
    path = getattr(upload, "temporary_file_path", None)
    return store(Path(path()) if path else upload.read(), upload.name or "", request.user, "document")


def _shown(request: HttpRequest, token: str) -> HttpResponse:
    reading = reading_of(request, token)
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, str(reading))
    made = paper_of(reading.answer["paper"])
    form = request.GET.get("as", "")
    form = form if form in _OFFERED else "html"
    answer = HttpResponse(written(made, form), content_type=MEDIA_TYPES[form])
    if form != "html":
        answer["Content-Disposition"] = f'attachment; filename="{file_name(made, form)}"'
    else:  # a paper is a page of its own with its style inside; its policy allows exactly that
        answer["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer


LONGEST = 120  # characters of a symbol
MOST = 6_000  # paragraphs of each side that are compared
OFFERED = 200  # families to choose from
NEAR = 1  # unchanged paragraphs that stay open before and after a change


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph in both texts as it is shown; both sides as HTML, "" for a side that has nothing."""

    pair: ParagraphChange[ChangePiece]
    left: SafeString
    right: SafeString


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are shown together; `folded` ones are unchanged and closed."""

    rows: list[Row]
    folded: bool


@page("instrument.view")
def compare(request: HttpRequest) -> HttpResponse:
    """`?a=SYMBOL&b=SYMBOL`; with none or one of them, the form to choose."""
    chosen = [request.GET.get(name, "").strip()[:LONGEST] for name in "ab"]
    held = {
        instrument.symbol: instrument for instrument in Instrument.objects.filter(symbol__in=chosen).defer("warnings")
    }
    left, right = (held.get(symbol) for symbol in chosen)
    context: dict[str, object] = {
        "a": chosen[0],
        "b": chosen[1],
        "left": left,
        "right": right,
        "missing": [symbol for symbol in chosen if symbol and symbol not in held],
        "families": families(),
    }
    if left and right:
        paragraph_changes = compare_paragraphs(_pieces(left), _pieces(right))
        context |= {"blocks": blocks(paragraph_changes), "counts": counts(paragraph_changes)}
    return render(request, "instruments/compare.html", context, status=404 if context["missing"] else 200)


def families() -> list[list[Instrument]]:
    """Instruments with more than one version in one language, from the oldest version on."""
    several = Instrument.objects.values("family", "language").annotate(many=Count("pk")).filter(many__gt=1)
    names = list(several.order_by("family").values_list("family", "language")[:OFFERED])
    instruments: dict[tuple[str, str], list[Instrument]] = {name: [] for name in names}
    rows = Instrument.objects.filter(family__in={family for family, _language in names})
    for instrument in rows.only("symbol", "family", "language", "title"):
        if (instrument.family, instrument.language) in instruments:
            instruments[instrument.family, instrument.language].append(instrument)
    return [sorted(versions, key=_order) for versions in instruments.values()]


def _order(instrument: Instrument) -> tuple[int, str]:
    return version_of(without_language(instrument.symbol))[1] or 0, instrument.symbol


def blocks(paragraph_changes: Iterable[ParagraphChange[ChangePiece]]) -> list[Block]:
    """The pairs in runs; those of unchanged paragraphs are folded but for their edges."""
    rows = [_row(pair) for pair in paragraph_changes]
    result: list[Block] = []
    start = 0
    while start < len(rows):
        same = rows[start].pair.kind == "same"
        stop = next((n for n in range(start, len(rows)) if (rows[n].pair.kind == "same") != same), len(rows))
        run = rows[start:stop]
        before, after = (NEAR if start else 0), (NEAR if stop < len(rows) else 0)
        if not same or len(run) <= before + after + 1:
            result.append(Block(run, folded=False))
        else:
            cut = [run[:before], run[before : len(run) - after], run[len(run) - after :]]
            result += [Block(part, folded=n == 1) for n, part in enumerate(cut) if part]
        start = stop
    return result


def counts(paragraph_changes: Iterable[ParagraphChange[ChangePiece]]) -> dict[str, int]:
    """Return how many paragraphs are the same, changed, only on the left, only on the right."""
    return {"same": 0, "changed": 0, "gone": 0, "new": 0} | Counter(pair.kind for pair in paragraph_changes)


def _row(pair: ParagraphChange[ChangePiece]) -> Row:
    spans = pair.words
    return Row(pair, *(as_html(span for span in spans if span.kind != other) for other in ("ins", "del")))


def _pieces(instrument: Instrument) -> list[ChangePiece]:
    rows = instrument.paragraphs.exclude(kind="removed").order_by("order", "pk")
    return [ChangePiece(*row) for row in rows.values_list("anchor", "number", "text", "kind")[:MOST]]
