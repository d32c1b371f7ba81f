"""The agenda pack: the documents of a meeting beside standing texts, and what one delegation should know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from actionlines import __version__
from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.framework.called import short_name_in
from actionlines.framework.groups import AskedBodies, asked_of
from actionlines.lazily import expression
from actionlines.lineage.comparison import REPORTS, Comparison, Finding
from actionlines.lineage.overlap import Duty
from actionlines.papers.account.model import Account
from actionlines.papers.model import Cite, Evidence, Inlines, Made, Number, Paper, TableRow, Text
from actionlines.papers.names import describe_form
from actionlines.papers.reports.comparison import SIDES, ComparisonDraft
from actionlines.papers.sections.draft import Draft, Part, named_text, read_columns
from actionlines.papers.sections.evidence import clip_text, name_area, report_words

_DOCUMENTS = read_columns("document 46, asks 18 #, overlapping 18 #, own 18 #")
_FILE_TYPE = expression(r"(?i)\.(?:docx|pdf|html?|txt)$")
_ASKED = read_columns("requested 46, entities 20, when 16, before 18")
_WHO = read_columns("requested 58, when 20, before 22")
_ANNEX = read_columns("document 20, paragraph 10, requested 30, entities 15, when 12, before 13")
_ACTION = 240  # letters of an ask in a table; the document has all of it
_OWN, _EACH = 30, 5  # rows of the delegation, and of each body; the workbook has all


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a paragraph of a document asks, and how the document compares with standing texts."""

    document: ComparisonDraft
    finding: Finding
    duty: Duty


def agenda_paper(comparisons: Sequence[Comparison], subject: str = "", language: str = "en") -> Paper:
    """Return the pack of the documents of a meeting.

    subject  body or country for whom it is, "" for nobody in particular

    Raises KeyError for a language that papers are not written in.
    """
    draft = Draft(Account(), report_words(language))
    words = draft.words
    documents = [_document(comparison, draft) for comparison in comparisons]
    findings = ((item, finding) for item in documents for finding in item.found.findings)
    asks = [_Ask(item, finding, duty) for item, finding in findings for duty in finding.provision.duties]
    asked_as = asked_of(subject) if subject else AskedBodies(())
    name = ""
    own = [ask for ask in asks if asked_as.is_among(ask.duty.bodies)]
    draft.section("s-brief", "h.brief")
    columns = _DOCUMENTS if subject else _DOCUMENTS[:-1]
    rows = (_document_row(item, asks, own, len(columns)) for item in documents)
    draft.table("t-documents", "cap.agenda-documents", columns, rows)
    if subject:
        name = name_area(subject, words) if subject in load().countries else short_name_in(subject, language)[0]
        draft.section("s-know", "h.to-know", name=name)
        lines = [*_list_known(draft, own, asks, asked_as)]
        draft.listing(lines or [Text(words("know.nothing"))])
        draft.section("s-asked", "h.asked-of", name=name)
        note = "mandates.rest" if len(own) > _OWN else ""
        first = map(_asked_row, own[:_OWN])
        draft.table("t-asked", "cap.agenda-asked", _ASKED, first, empty="know.nothing", note=note)
    draft.section("s-who", "h.who-asked")
    draft.table(
        "t-who", "cap.who-asked", _WHO, _list_by_body(draft, asks), empty="compare.nothing", note="mandates.rest"
    )
    draft.section("s-overlap", "h.agenda-overlap")
    draft.para((Text(words("compare.marks")),))
    for at, item in enumerate(documents, start=1):
        label = words.cite(item.found.draft.symbol)
        draft.table(f"t-overlap-{at}", "cap.agenda-overlap", SIDES, item.closest(), empty="empty.overlap", label=label)
    draft.in_annex("a-asks", "cap.who-asked", _ANNEX, map(_annex_row, asks))
    title = words("title.agenda-for", name=name) if subject else words("title.agenda")
    symbols = "-".join(_FILE_TYPE.sub("", item.found.draft.symbol) for item in documents)
    day = max((item.found.draft.date for item in documents), default="")
    return Paper(
        "agenda",
        f"agenda {subject} {symbols}"[:120].replace("  ", " "),
        title,
        language,
        tuple(draft.blocks),
        subtitle=words("list.comma").join(words.cite(item.found.draft.symbol) for item in documents),
        evidence=tuple(draft.evidence.values()),
        facts=tuple(draft.facts.values()),
        annex=tuple(draft.annex),
        made=Made(day, software=__version__),
        concise=True,
    )


def _annex_row(ask: _Ask) -> Sequence[Part]:
    provision = ask.finding.provision
    place, action = ask.document.words.place(provision.anchor), named_text(ask.duty.action, provision.language)
    return _cite_document(ask.document), place, action, *_asked_row(ask)[1:]


def _document(comparison: Comparison, draft: Draft) -> ComparisonDraft:
    made = ComparisonDraft(comparison, draft)
    made.prefix = f"{comparison.draft.symbol}#"
    return made


def _cite_document(document: ComparisonDraft) -> Inlines:
    text = document.found.draft
    title = named_text(f" {text.title}", text.language) if text.title else Text("")
    return named_text(document.words.cite(text.symbol), bold=True), title


def _document_row(document: ComparisonDraft, asks: Iterable[_Ask], own: Iterable[_Ask], width: int) -> Sequence[Part]:
    here = [ask for ask in asks if ask.document is document]
    groups = {
        "asks": here,
        "overlapping": [ask for ask in here if ask.finding.overlaps],
        "own": [ask for ask in own if ask.document is document],
    }
    cells: list[Part] = [_figure(document, key, group) for key, group in groups.items()]
    return [_cite_document(document), *cells][:width]


def _figure(document: ComparisonDraft, key: str, asks: Sequence[_Ask]) -> Number:
    """Return how many asks there are, bound to the paragraphs that ask."""
    places = dict.fromkeys(place.evidence[0] for ask in asks for place in _cite(ask) if isinstance(place, Cite))
    return document.draft.bind(f"agenda:{document.prefix}{key}", len(asks), f"col.{key}", evidence=places)


def _cite(ask: _Ask) -> Inlines:
    """Return the paragraph that asks, as one cites it, with the mark of its evidence."""
    draft, provision = ask.document.draft, ask.finding.provision
    label, id = draft.words.cite(provision.symbol, provision.anchor), f"{provision.symbol}#{provision.anchor}"
    draft.prove(id, Evidence(id, "paragraph", label, clip_text(provision.text), provision.language, provision.url))
    return (named_text(label), *draft.cite(id))


def _asked_row(ask: _Ask) -> Sequence[Part]:
    """Return what is asked with its place, of whom, by when and to whom, and the standing text that asks the same."""
    document, draft, duty = ask.document, ask.document.draft, ask.duty
    action = named_text(clip_text(duty.action, _ACTION), ask.finding.provision.language)
    when = [draft.words.due(describe_form(form, document.found.draft.date, duty.report_to)) for form in duty.due]
    if duty.report_to:
        names = draft.words("list.comma").join(short_name_in(body, draft.words.language)[0] for body in duty.report_to)
        when.append(draft.words("reports-to", list=names))
    closest = ask.finding.overlaps[:1]
    before = document.cite_standing(closest[0].standing) if closest else Text(draft.words("relation.added"), bold=True)
    return (action, Text(" – "), *_cite(ask)), document.name_bodies(duty.bodies), draft.apart(when), before


def _list_by_body(draft: Draft, asks: Iterable[_Ask]) -> Iterator[TableRow | Sequence[Part]]:
    """Yield a heading for each body that is asked, and what the documents ask it."""
    by_body: dict[str, list[_Ask]] = {}
    for ask in asks:
        for body in dict.fromkeys(ask.duty.bodies):
            by_body.setdefault("" if body in LEFT_OPEN else body, []).append(ask)
    named = {body: short_name_in(body, draft.words.language) for body in by_body if body}
    for body in sorted(by_body, key=lambda body: (not body, -len(by_body[body]), named.get(body, ("", ""))[0])):
        yield draft.head(named_text(*named[body], bold=True) if body else draft.words("nobody-named"))
        for ask in by_body[body][:_EACH]:
            requested, _who, when, before = _asked_row(ask)
            yield requested, when, before


def _list_known(draft: Draft, own: Sequence[_Ask], asks: Sequence[_Ask], asked_as: AskedBodies) -> Iterator[Inlines]:
    """Yield what a delegation should know: who asks it, what it would report or get, what stands already."""
    names = {*asked_as.named, *asked_as.parts}
    by_name = [ask for ask in own if not names.isdisjoint(ask.duty.bodies)]
    reports = [ask for ask in asks if ask.duty.deliverable in REPORTS]
    newly = ((item, entry) for item in {ask.document for ask in asks} for entry in item.found.newly_asked)
    new = {(item.prefix, anchor) for item, entry in newly if entry.body in names for anchor in entry.anchors}
    standing = [overlap.standing for ask in asks for overlap in ask.finding.overlaps]
    groups: dict[str, Iterable[_Ask]] = {
        "named": by_name,
        "newly": (ask for ask in by_name if (ask.document.prefix, ask.finding.provision.anchor) in new),
        "group": (ask for ask in own if ask not in by_name),
        "reports": (ask for ask in reports if not names.isdisjoint(ask.duty.bodies)),
        "receives": (ask for ask in reports if not names.isdisjoint(ask.duty.report_to)),
    }
    colon = Text(draft.words("colon"))
    for key, held in groups.items():
        if places := _list_places(draft, held):
            yield Text(draft.words(f"know.{key}"), bold=True), colon, *places
    repeated = dict.fromkeys(text for text in standing if not names.isdisjoint(text.bodies))
    if repeated:
        cited = (asks[0].document.cite_standing(text) for text in repeated)
        yield Text(draft.words("know.repeats"), bold=True), colon, *draft.apart(cited)


def _list_places(draft: Draft, asks: Iterable[_Ask]) -> Inlines:
    """Return each document with the paragraphs that ask."""
    places: dict[str, dict[str, None]] = {}
    for ask in asks:
        provision = ask.finding.provision
        places.setdefault(provision.symbol, {})[draft.words.place(provision.anchor)] = None
    return draft.apart(
        (named_text(draft.words.cite(symbol)), Text(draft.words("list.comma")), *draft.list_of(map(named_text, own)))
        for symbol, own in places.items()
    )
