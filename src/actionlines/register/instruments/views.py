"""Pages of documents: the reader, their parts, drafts and comparisons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.documents.model import Document
from actionlines.lineage.members import Member
from actionlines.mandates.find import explain
from actionlines.mandates.find import reason_words as words_of_no_mandate
from actionlines.papers.reports.comparison import reason_words, remark_words
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.words import LANGUAGES, Words
from actionlines.register.budgets.views import naming
from actionlines.register.core.models import Person
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import find_record, page, whole_number
from actionlines.register.core.permissions import decide
from actionlines.register.instruments.compare import (
    Cited,
    Grid,
    chips,
    cited,
    marked_segments,
    marks_as_html,
    phrases,
    tables,
)
from actionlines.register.instruments.models import Instrument, Paragraph, ParagraphCitation, ParagraphLink
from actionlines.register.instruments.reading import (
    anchors,
    held,
    names_of,
    replaced_instruments,
    successor_of,
    without_language,
)
from actionlines.register.instruments.series import series_of
from actionlines.register.instruments.stored_paragraphs import metadata_of, paragraphs_of
from actionlines.register.mandates.models import Force, Mandate, MandateStatus, shown_status
from actionlines.register.mandates.wording import reason_in_words
from actionlines.register.pages.panels import address

PART = 70  # paragraphs of a part, about: what a page shows in well under the time and weight it may have
# What is marked in a text, one at a time -> what the legend calls it.
MARKS: Mapping[str, Promise] = {
    "": _("Text alone"),
    "mandate": _("Mandates"),
    "citation": _("Citations"),
    "alignment": _("Words about Action Lines, goals and commitments"),
}
HIGH = 2  # level of headings at which a part may begin


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph as the outline needs it. `mandates`: how many are beside it."""

    pk: int
    anchor: str
    kind: str
    level: int
    number: str
    mandates: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs `start` up to but not including `stop`, counted from 0; `first`, `last` are printed numbers."""

    number: int
    start: int
    stop: int
    first: str = ""
    last: str = ""

    @property
    def text(self) -> str:
        """Return the number as an address has it."""
        return str(self.number)


def cut(heads: Sequence[Head], size: int = PART) -> list[Part]:
    """The parts of a document, in order; together they hold every paragraph once. One part where it is short.

    A part begins at a high heading once the one before is more than half full, else where it is over-full: by its
    paragraphs, or by these and their mandates: each takes about as long to show.
    """
    most, heaviest = size * 3 // 2, size * 9 // 4
    if len(heads) <= most and sum(1 + head.mandates for head in heads) <= heaviest:
        return [_part(1, 0, len(heads), heads)]
    starts, weight = [0], 0
    for place, head in enumerate(heads):
        full, own = place - starts[-1], 1 + head.mandates
        high = head.kind == "heading" and head.level <= HIGH
        if (high and full > size // 2) or full >= most or (full and weight + own > heaviest):
            starts.append(place)
            weight = 0
        weight += own
    stops = [*starts[1:], len(heads)]
    return [_part(n, start, stop, heads) for n, (start, stop) in enumerate(zip(starts, stops, strict=True), 1)]


def _part(number: int, start: int, stop: int, heads: Sequence[Head]) -> Part:
    printed = [head.number for head in heads[start:stop] if head.number and head.level == 0]
    values = [int(text) if text.isdecimal() else 0 for text in printed]
    # An annex that begins in this part counts from 1 again.
    end = next((place for place in range(1, len(values)) if values[place] < values[place - 1]), len(values))
    return Part(number, start, stop, *((printed[0], printed[end - 1]) if printed else ()))


def part_of(parts: Sequence[Part], heads: Sequence[Head], anchor: str) -> Part | None:
    """The part that holds a paragraph."""
    place = next((n for n, head in enumerate(heads) if head.anchor == anchor), None)
    return None if place is None else next(part for part in parts if part.start <= place < part.stop)


LONGEST_SYMBOL = 120  # characters of a symbol
LONGEST = 80  # characters of an anchor


@page("instrument.view", record=find_record(Instrument, "symbol", related=("file",)))
def instrument(request: HttpRequest, record: Instrument) -> HttpResponse:
    """`?part=2`: that part of a long document. `?p=113`: the part that holds paragraph 113. `?show=proposed`: only
    paragraphs with proposals that wait. `?show=reasons`: why paragraphs have no mandate. `?marks=`: of MARKS, what
    is marked in the text and shown beside it; nothing by default, mandates for those who confirm them.
    """
    number = whole_number(request.GET.get("part"), 1, 5)
    anchor = request.GET.get("p", "")[:LONGEST]
    waiting, explained = (request.GET.get("show") == name for name in ("proposed", "reasons"))
    usual = "mandate" if decide(request.user, "mandate.confirm") else ""
    marks = request.GET.get("marks", usual)
    marks = marks if marks in MARKS else ""
    reading = gather(record, request.user, number, anchor, waiting, marks)
    if explained:
        explain_lines(record, reading.lines)
    known = MandateStatus.choices
    statuses = [(item, words, reading.counts[item]) for item, words in known if item in reading.counts]
    context = {"reading": reading, "instrument": record, "waiting": waiting, "explained": explained}
    context["statuses"], context["marks"], context["choices"] = statuses, marks, MARKS.items()
    context["keeps"] = urlencode({"marks": marks} if marks != usual else {})
    context["series_name"] = series_words()("kind.lineage")
    context["naming"] = naming(record)
    context["successor"], context["earlier"] = successor_of(record), replaced_instruments(record)
    return render(request, "instruments/reader.html", context)


def _records() -> QuerySet[Instrument]:
    waiting = Count("mandates", filter=Q(mandates__status="proposed"))
    known = ~Q(mandates__status="rejected")
    owed = Q(mandates__force=Force.DECIDED)
    return Instrument.objects.annotate(
        waiting=waiting, asked=Count("mandates", filter=known & owed), besides=Count("mandates", filter=known & ~owed)
    ).defer("warnings")


INSTRUMENTS = Listing(
    kind="instrument",
    title=_("Instruments"),
    facets=("speaker", "document_kind", "year", "language", "action_line", "goal", "commitment", "country"),
    sorts=("relevance", "newest", "title"),
    row_template="instruments/row.html",
    records=_records,
    intro="instruments/intro.html",
    empty=_("Resolutions, decisions and reports appear here once they are imported."),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One text on the time line: why it is there (`link`), and the symbol of the text before it."""

    member: Member
    link: str
    older: str


def series_words() -> Words:
    """Return the words of papers on series in the reader's language."""
    code = (get_language() or "en")[:2]
    return catalogue(code if code in LANGUAGES else "en")


@page("instrument.view")
def series(request: HttpRequest) -> HttpResponse:
    """`?symbol=A/RES/79/194`: the series that this instrument belongs to."""
    query = request.GET.get("symbol", "").strip()[:LONGEST_SYMBOL]
    record = Instrument.objects.filter(symbol=query).first()
    words = series_words()
    context: dict[str, object] = {"asked": query, "instrument": record, "words": words}
    if record:
        matches = series_of(record)
        context |= {
            "own": without_language(record.symbol),
            "title": words("title.lineage", title=record.title or record.label),
            "steps": [
                Step(member, reason_words(link, words), link.older)
                if (link := matches.before(member.symbol))
                else Step(member, words("lineage.first"), "")
                for member in matches.members
            ],
            "remarks": list(remark_words(matches, words)),
        }
    return render(request, "instruments/series.html", context, status=200 if record else 404)


GONE = "removed"  # a paragraph that a corrected file no longer has: shown only where it still bears a mandate
CITING = 200  # paragraphs of other instruments that are listed


@dataclass
class Line:
    """One paragraph with what is beside it."""

    paragraph: Paragraph
    words: str = ""  # the text with its marks, as HTML
    mandates: list[Mandate] = field(default_factory=list)
    speaks: str = ""  # chips of the concepts, as HTML
    citations: list[Cited] = field(default_factory=list)
    cited_by: list[ParagraphCitation] = field(default_factory=list)
    may_confirm: list[Mandate] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    opening: list[Grid] = field(default_factory=list)  # above the first of those asked for: of the document
    why: str = ""  # the reason why it has no mandate, where the reader wants to see it

    @property
    def waiting(self) -> bool:
        """Return whether a proposal waits for a reviewer."""
        return any(mandate.status == "proposed" for mandate in self.mandates)


@dataclass
class Reading:
    """An instrument, the part of it that is shown, and what leads elsewhere."""

    instrument: Instrument
    lines: list[Line]
    parts: list[Part]
    part: Part
    contents: list[tuple[Head, str, Part]]
    counts: dict[str, int]
    cited_by: list[ParagraphCitation]
    versions: list[Instrument]
    besides: list[tuple[str, int, str]]  # (force, how many, their list); `counts` are those decided, by status
    waits: bool  # whether a proposal waits for a reviewer

    @property
    def counted_in(self) -> Instrument | None:
        """The same text in another language, which holds the mandates of both; None where this one does."""
        if (symbol := without_language(self.instrument.symbol)) == self.instrument.symbol:
            return None
        return next((version for version in self.versions if version.symbol == symbol), None)

    @property
    def is_summary(self) -> bool:
        """Return whether the text has not come in: its mandates are listed, for there is nothing to read."""
        return bool(self.lines) and not any(line.paragraph.text for line in self.lines)

    @property
    def other(self) -> Instrument | None:
        """Another version in the same language, to be put beside this one."""
        return next((version for version in self.versions if version.language == self.instrument.language), None)


def gather(
    instrument: Instrument, user: Person, part: int = 1, anchor: str = "", waiting: bool = False, marks: str = ""
) -> Reading:
    """Return the part with this number, or the part that holds `anchor`, with one of MARKS.

    With `waiting`, return only paragraphs with proposals that wait, from the whole document.
    """
    heads = _heads(instrument)
    parts = cut(heads)
    context = (part_of(parts, heads, anchor) if anchor else None) or parts[min(max(part, 1), len(parts)) - 1]
    chosen = heads[context.start : context.stop]
    if waiting:
        rows = instrument.mandates.filter(status="proposed").values_list("paragraph_id", flat=True)
        wanted = set(rows)
        chosen = [head for head in heads if head.pk in wanted][:PART]
    citing = _cited_by(instrument)
    saved = instrument.mandates.exclude(status=MandateStatus.REJECTED)
    by_status = saved.annotate(shown=shown_status()).values_list("force", "shown")
    held = list(by_status.annotate(Count("pk")).order_by("force", "shown"))
    return Reading(
        instrument=instrument,
        lines=lines(instrument, [head.pk for head in chosen], user, citing, marks),
        parts=parts,
        part=context,
        contents=_contents(instrument, heads, parts),
        counts=_summed((status, number) for force, status, number in held if force == Force.DECIDED),
        cited_by=citing,
        versions=list(
            Instrument.objects.filter(family=instrument.family)
            .exclude(pk=instrument.pk)
            .order_by("-date", "symbol")[:20]
        ),
        besides=[
            (force, number, address("mandates", {"instrument": (instrument.symbol,), "force": (force,)}))
            for force, number in _summed((name, number) for name, _status, number in held).items()
            if force != str(Force.DECIDED)
        ],
        waits=any(status == MandateStatus.PROPOSED for _force, status, _number in held),
    )


def explain_lines(instrument: Instrument, lines: Sequence[Line]) -> None:
    """Write beside each paragraph that has no mandate why. Headings need no reason."""
    rows = [line.paragraph for line in lines if line.paragraph.kind != GONE]
    document = Document(instrument.label, "text", metadata_of(instrument), tuple(paragraphs_of(rows)))
    reasons = {block.paragraph.id: words_of_no_mandate().get(block.reason, "") for block in explain(document)}
    for line in lines:
        if not line.mandates and line.paragraph.kind != "heading":
            line.why = reason_in_words(reasons.get(line.paragraph.anchor, ""))


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    matches: dict[str, int] = defaultdict(int)
    for name, number in pairs:
        matches[name] += number
    return dict(matches)


def lines(
    instrument: Instrument,
    keys: Sequence[int],
    user: Person,
    citing: Iterable[ParagraphCitation] = (),
    marks: str = "mandate",
) -> list[Line]:
    """These paragraphs with their mandates and tables, and what `marks` (of MARKS) chooses; eight queries at most."""
    rows = list(Paragraph.objects.filter(pk__in=keys).order_by("order", "pk"))
    # Plain lists: a query set for each of hundreds of paragraphs, as a prefetch makes, costs more than its rows.
    citations = _by_paragraph(ParagraphCitation, keys if marks == "citation" else ())
    links_of = _by_paragraph(ParagraphLink, keys if marks == "alignment" else ())
    places = held(item for own in citations.values() for item in own)
    may_confirm = bool(decide(user, "mandate.confirm"))
    mandates = _mandates(keys, may_confirm)
    named = defaultdict(list)
    for paragraph_citation in citing if marks == "citation" else ():
        for name in anchors(paragraph_citation.place)[:1]:
            named[name].append(paragraph_citation)
    grids = tables(instrument, ["", *(row.anchor for row in rows)])
    spans = phrases(item for own in mandates.values() for item in own) if marks == "mandate" else {}
    known: dict[str, tuple[str, str]] = {}
    matches = []
    for row in rows:
        row.instrument = instrument
        own, speaks = mandates.get(row.pk, []), links_of[row.pk]
        leading = {f"c{citation.pk}": cited(citation, places) for citation in citations[row.pk]}
        links = {ref: item.url for ref, item in leading.items() if item.held}
        marked = marked_segments(row.text, spans.get(row.anchor, ()), speaks, citations[row.pk])
        line = Line(row, marks_as_html(marked, links), own)
        line.citations = list(dict.fromkeys(leading.values()))
        line.speaks = chips(speaks, known)
        line.cited_by = named[row.anchor]
        line.tables = grids.get(row.anchor, [])
        line.opening = grids.get("", []) if row.order == 0 else []
        for mandate in own:
            mandate.instrument, mandate.paragraph = instrument, row
            if may_confirm and mandate.status == "proposed" and decide(user, "mandate.confirm", mandate):
                line.may_confirm.append(mandate)
        matches.append(line)
    return matches


_ADOPTED = 5
COMPACT = "A/RES/79/1"


def show_on_body(request: HttpRequest, body: str) -> dict[str, object]:
    """Return the newest instruments that a body adopted, their number and their list."""
    rows = Instrument.objects.filter(body=body).only("symbol", "title", "date", "language")
    url = address("instruments", {"speaker": (body,)})
    return {"adopted": {"rows": list(rows[:_ADOPTED]), "total": rows.count(), "url": url}}


def show_on_commitment(request: HttpRequest, commitment: str) -> dict[str, object]:
    """Return the instrument that holds the commitments."""
    return {"compact": Instrument.objects.filter(symbol=COMPACT).only("symbol", "title").first()}


def _heads(instrument: Instrument) -> list[Head]:
    rows = instrument.paragraphs.order_by("order", "pk")
    bearing = Counter(instrument.mandates.values_list("paragraph_id", flat=True))
    return [
        Head(pk, anchor, kind, level, number, bearing[pk])
        for pk, anchor, kind, level, number in rows.values_list("pk", "anchor", "kind", "level", "number")
        if kind != GONE or pk in bearing
    ]


def _contents(instrument: Instrument, heads: Sequence[Head], parts: Sequence[Part]) -> list[Any]:
    words = dict(instrument.paragraphs.filter(kind="heading").values_list("pk", "text"))
    matches = []
    for part in parts:
        matches += [(head, words[head.pk], part) for head in heads[part.start : part.stop] if head.pk in words]
    return matches


def _mandates(keys: Sequence[int], may_confirm: bool) -> dict[int, list[Mandate]]:
    """By paragraph, each with its addressees. Links say who may confirm, and what was
    rejected is shown to those who may.
    """
    rows = Mandate.objects.filter(paragraph__in=keys).select_related("lead").order_by("ordinal")
    rows = rows.prefetch_related("addressees")
    rows = rows.prefetch_related("links") if may_confirm else rows.exclude(status="rejected")
    by_paragraph: dict[int, list[Mandate]] = defaultdict(list)
    for row in rows:
        by_paragraph[row.paragraph_id].append(row)
    return by_paragraph


def _by_paragraph(model: Any, keys: Sequence[int]) -> dict[int, list[Any]]:
    matches: dict[int, list[Any]] = defaultdict(list)
    for item in model.objects.filter(paragraph__in=keys).order_by("pk"):
        matches[item.paragraph_id].append(item)
    return matches


def _cited_by(instrument: Instrument) -> list[ParagraphCitation]:
    """Paragraphs of other instruments that cite this one, the newest instruments first."""
    rows = ParagraphCitation.objects.filter(symbol__in=names_of(instrument)).exclude(paragraph__instrument=instrument)
    near = Paragraph.objects.select_related("instrument").defer("text", "instrument__warnings")
    return list(
        rows.prefetch_related(Prefetch("paragraph", near)).order_by(
            "-paragraph__instrument__date", "paragraph__instrument__symbol", "paragraph__order"
        )[:CITING]
    )
