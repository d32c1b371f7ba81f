"""What the reader shows of an instrument: a bounded number of queries, however long the document is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch

from actionlines.documents.model import Document
from actionlines.mandates.explanation import explain, reason_words
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.instruments.citation_targets import anchors, held, names_of, without_language
from actionlines.register.instruments.stored_paragraphs import metadata_of, paragraphs_of
from actionlines.register.mandates.models import Force, MandateStatus
from actionlines.register.mandates.overdue import shown_status
from actionlines.register.mandates.wording import reason_in_words
from actionlines.register.models import Instrument, Mandate, Paragraph, ParagraphCitation, ParagraphLink
from actionlines.register.site.views.concepts.record_preview import address
from actionlines.register.site.views.instruments.marking import (
    Cited,
    Grid,
    as_html,
    chips,
    cited,
    marked_segments,
    phrases,
    tables,
)
from actionlines.register.site.views.instruments.parts import PART, Head, Part, cut, part_of

GONE = "removed"  # a paragraph that a corrected file no longer has: shown only where it still bears a mandate
CITING = 200  # paragraphs of other instruments that are listed


@dataclass
class Line:
    """One paragraph with what stands beside it."""

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
        """Whether a proposal waits for a reviewer."""
        return any(one.status == "proposed" for one in self.mandates)


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
    besides: list[
        tuple[str, int, str]
    ]  # (force, how many, their list); `counts` are those decided, by status
    waits: bool  # whether a proposal waits for a reviewer

    @property
    def counted_in(self) -> Instrument | None:
        """The same text in another language, which holds the mandates of both; None where this one does."""
        symbol = without_language(self.instrument.symbol)
        if symbol == self.instrument.symbol:
            return None
        return next((one for one in self.versions if one.symbol == symbol), None)

    @property
    def other(self) -> Instrument | None:
        """Another version in the same language, to be put beside this one."""
        return next((one for one in self.versions if one.language == self.instrument.language), None)


def gather(
    instrument: Instrument, user: Person, part: int = 1, anchor: str = "", waiting: bool = False
) -> Reading:
    """Return the part with this number, or the part that holds `anchor`.

    With `waiting`, return only paragraphs with proposals that wait, from the whole document.
    """
    heads = _heads(instrument)
    parts = cut(heads)
    shown = (part_of(parts, heads, anchor) if anchor else None) or parts[min(max(part, 1), len(parts)) - 1]
    chosen = heads[shown.start : shown.stop]
    if waiting:
        rows = instrument.mandates.filter(status="proposed").values_list("paragraph_id", flat=True)
        wanted = set(rows)
        chosen = [head for head in heads if head.pk in wanted][:PART]
    citing = _cited_by(instrument)
    kept = instrument.mandates.exclude(status=MandateStatus.REJECTED)
    by_status = kept.annotate(shown=shown_status()).values_list("force", "shown")
    held = list(by_status.annotate(Count("pk")).order_by("force", "shown"))
    return Reading(
        instrument=instrument,
        lines=lines(instrument, [head.pk for head in chosen], user, citing),
        parts=parts,
        part=shown,
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
    reasons = {block.paragraph.id: reason_words().get(block.reason, "") for block in explain(document)}
    for line in lines:
        if not line.mandates and line.paragraph.kind != "heading":
            line.why = reason_in_words(reasons.get(line.paragraph.anchor, ""))


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for name, number in pairs:
        found[name] += number
    return dict(found)


def lines(
    instrument: Instrument, keys: Sequence[int], user: Person, citing: Iterable[ParagraphCitation] = ()
) -> list[Line]:
    """These paragraphs with their mandates, citations, alignments, tables; eight queries."""
    rows = list(Paragraph.objects.filter(pk__in=keys).order_by("order", "pk"))
    # Plain lists: a query set for each of hundreds of paragraphs, as a prefetch makes, costs more than its rows.
    citations, links_of = _by_paragraph(ParagraphCitation, keys), _by_paragraph(ParagraphLink, keys)
    places = held(one for own in citations.values() for one in own)
    may_confirm = bool(decide(user, "mandate.confirm"))
    mandates = _mandates(keys, may_confirm)
    named = defaultdict(list)
    for one in citing:
        for name in anchors(one.place)[:1]:
            named[name].append(one)
    grids = tables(instrument, ["", *(row.anchor for row in rows)])
    spans = phrases(one for own in mandates.values() for one in own)
    known: dict[str, tuple[str, str]] = {}
    found = []
    for row in rows:
        row.instrument = instrument
        own, speaks = mandates.get(row.pk, []), links_of[row.pk]
        leading = {f"c{one.pk}": cited(one, places) for one in citations[row.pk]}
        links = {ref: one.url for ref, one in leading.items() if one.held}
        marked = marked_segments(row.text, spans.get(row.anchor, ()), speaks, citations[row.pk])
        line = Line(row, as_html(marked, links), own)
        line.citations = list(dict.fromkeys(leading.values()))
        line.speaks = chips(speaks, known)
        line.cited_by = named[row.anchor]
        line.tables = grids.get(row.anchor, [])
        line.opening = grids.get("", []) if row.order == 0 else []
        for mandate in own:
            mandate.instrument, mandate.paragraph = instrument, row
            if may_confirm and mandate.status == "proposed" and decide(user, "mandate.confirm", mandate):
                line.may_confirm.append(mandate)
        found.append(line)
    return found


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
    found = []
    for part in parts:
        found += [(head, words[head.pk], part) for head in heads[part.start : part.stop] if head.pk in words]
    return found


def _mandates(keys: Sequence[int], may_confirm: bool) -> dict[int, list[Mandate]]:
    """By paragraph; each with `asked`, the list of its addressees. Links say who may confirm, and what was
    rejected is shown to those who may.
    """
    rows = Mandate.objects.filter(paragraph__in=keys).select_related("lead").order_by("ordinal")
    rows = rows.prefetch_related(Prefetch("addressees", to_attr="asked"))
    rows = rows.prefetch_related("links") if may_confirm else rows.exclude(status="rejected")
    by_paragraph: dict[int, list[Mandate]] = defaultdict(list)
    for one in rows:
        by_paragraph[one.paragraph_id].append(one)
    return by_paragraph


def _by_paragraph(model: Any, keys: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in model.objects.filter(paragraph__in=keys).order_by("pk"):
        found[one.paragraph_id].append(one)
    return found


def _cited_by(instrument: Instrument) -> list[ParagraphCitation]:
    """Paragraphs of other instruments that cite this one, the newest instruments first."""
    rows = ParagraphCitation.objects.filter(symbol__in=names_of(instrument)).exclude(
        paragraph__instrument=instrument
    )
    near = Paragraph.objects.select_related("instrument").defer("text", "instrument__warnings")
    return list(
        rows.prefetch_related(Prefetch("paragraph", near)).order_by(
            "-paragraph__instrument__date", "paragraph__instrument__symbol", "paragraph__order"
        )[:CITING]
    )
