"""A Member's draft contribution to a working group: masthead, purpose, action required, references, background,
discussion, proposals. The facts, paragraphs, activities in it are those that the Member chose.
"""

from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.framework.starter import summary_in
from actionlines.papers.account.model import ActivityRecord, MandateRecord, ParagraphRecord
from actionlines.papers.account.question import write_question
from actionlines.papers.model import Inlines, Paper, Quote, Text
from actionlines.papers.names import name_instrument as instrument_name
from actionlines.papers.reports.request import MASTHEAD, ReportRequest
from actionlines.papers.sections import evidence, records
from actionlines.papers.sections.draft import named_text
from actionlines.papers.sections.evidence import name_area
from actionlines.papers.sections.narrative import ReportDraft

SLOTS = ("purpose", "action-required", "background", "discussion", "proposals")


def write_contribution(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the draft contribution, with a note in the place of each part that is not filled in."""
    words = draft.words
    chosen = Chosen(draft, request.chosen)
    draft.section("s-purpose", "h.purpose")
    _write_text(draft, "purpose")
    draft.section("s-action", "h.action-required")
    _write_text(draft, "action-required")
    draft.section("s-references", "h.references")
    _write_references(draft, chosen)
    draft.section("s-background", "h.background")
    _write_text(draft, "background")
    _write_mandates(draft, chosen)
    draft.section("s-discussion", "h.discussion")
    _write_text(draft, "discussion")
    _write_facts(draft, chosen)
    _write_activities(draft, chosen)
    for what in chosen.gone:
        draft.missing("chosen-gone", "chosen-gone-advice", what=words.apart(what))
    draft.section("s-proposals", "h.proposals")
    _write_text(draft, "proposals")
    values = dict(request.masthead)
    called = name_area(request.area, words)
    values.setdefault("source", called)
    head = [(words(f"mast.{item}"), _masthead_value(draft, item, values.get(item, ""))) for item in MASTHEAD]
    title = request.title or words("title.contribution", area=called)
    return draft.paper("contribution", request.id, title, status=request.status, masthead=head)


def _masthead_value(draft: ReportDraft, name: str, value: str) -> str:
    words = draft.words
    if not value:
        return words("to-fill")
    return words.date(value) if name == "date" else value


class Chosen:
    """The choice of the Member, looked up: facts as questions, records as values; `gone`: no longer there."""

    def __init__(self, draft: ReportDraft, chosen: tuple[str, ...]) -> None:
        account = draft.account
        self.facts: list[str] = []
        self.mandates: list[MandateRecord] = []
        self.activities: list[ActivityRecord] = []
        self.paragraphs: list[ParagraphRecord] = []
        self.gone: list[str] = []
        places = {f"{paragraph.symbol}#{paragraph.anchor}": paragraph for paragraph in account.paragraphs}
        for choice in dict.fromkeys(chosen):
            kind, _, rest = choice.partition(":")
            number = int(rest) if rest.isascii() and rest.isdecimal() and len(rest) < 19 else 0
            if kind == "fact":
                self.facts.append(rest)
            elif kind == "mandate" and number in account.mandate:
                self.mandates.append(account.mandate[number])
            elif kind == "activity" and number in account.activity:
                self.activities.append(account.activity[number])
            elif kind == "paragraph" and rest in places:
                self.paragraphs.append(places[rest])
            else:
                self.gone.append(choice)


def _write_text(draft: ReportDraft, section: str) -> None:
    if not draft.written(section):
        draft.missing(f"empty.{section}", "text-missing-advice")


def _write_references(draft: ReportDraft, chosen: Chosen) -> None:
    """The instruments of what was chosen, by canonical symbol, each with its places."""
    words = draft.words
    places: dict[str, list[tuple[str, str]]] = {}
    wanted = {(mandate.symbol, mandate.anchor) for mandate in chosen.mandates}
    cited = [pair for mandate in draft.account.mandates if (pair := (mandate.symbol, mandate.anchor)) in wanted]
    cited += [(row.symbol, row.anchor) for row in chosen.paragraphs]
    for symbol, anchor in dict.fromkeys(cited):  # in the order of the texts
        places.setdefault(symbol, []).append((anchor, f"{symbol}#{anchor}"))
    items: list[Inlines] = []
    for symbol, references in sorted(places.items()):
        held = draft.account.by_symbol.get(symbol)
        title = held.title if held else instrument_name(symbol)
        name = evidence.cite_symbol(symbol, draft)
        head: Inlines = (named_text(name, bold=True),)
        if title and title != name:
            title, language = summary_in(title, words.language, held.language if held else "en")
            head = (*head, Text(words("list.comma")), named_text(title, language))
        where = words("list.comma").join(words.place(anchor) for anchor, _id in references)
        items.append((*head, Text(words("colon")), named_text(where), *draft.cite(*(id for _anchor, id in references))))
    if items:
        draft.listing(items)
    else:
        draft.missing("no-references", "choose-advice")


def _write_mandates(draft: ReportDraft, chosen: Chosen) -> None:
    """Write a sentence on each chosen mandate; chosen paragraphs are quoted."""
    words = draft.words
    for mandate in chosen.mandates:
        held = draft.account.by_symbol.get(mandate.symbol)
        place = words.cite(mandate.symbol, mandate.anchor, held.title if held else "")
        draft.para(
            (
                *draft.say(
                    "contribution.asks",
                    place=place,
                    who=records.name_entities(draft, mandate),
                    strength=(Text(words.table.get(f"strength.{mandate.strength}", mandate.strength)),),
                    action=records.name_action(draft, mandate),
                ),
                *draft.cite(evidence.prove_mandate(mandate, draft)),
            )
        )
    for row in chosen.paragraphs:
        held = draft.account.by_symbol.get(row.symbol)
        place = words.cite(row.symbol, row.anchor, held.title if held else "")
        draft.add(
            Quote(
                evidence.clip_text(row.text),
                row.language,
                (named_text(place), *draft.cite(f"{row.symbol}#{row.anchor}")),
            )
        )


def _write_facts(draft: ReportDraft, chosen: Chosen) -> None:
    from actionlines.errors import BadQuestion

    items: list[Inlines] = []
    for text in chosen.facts:
        try:
            fact = draft.fact(text)
        except BadQuestion:
            draft.missing("flag.unknown-fact", "choose-advice", what=draft.words.apart(text))
            continue
        unit: Inlines = (named_text(f" {held}"),) if (held := draft.words.unit(fact.unit)) else ()
        label = named_text(f"{fact.label}{draft.words('colon')}")
        items.append((label, draft.ask(text), *unit, *draft.cite(*fact.evidence)))
    if items:
        draft.para(draft.say("contribution.facts"))
        draft.listing(items)


def _write_activities(draft: ReportDraft, chosen: Chosen) -> None:
    plain = [activity for activity in chosen.activities if not activity.practice]
    good = [activity for activity in chosen.activities if activity.practice]
    if plain:
        draft.para(draft.say("contribution.activities"))
        records.list_activities(draft, plain)
    if good:
        draft.para(draft.say("contribution.practices"))
        records.list_activities(draft, good)


def suggest_choices(draft: ReportDraft, country: str) -> list[str]:
    """Return choices for a Member: what it is asked, the first due first; its activities; series where it lags."""
    account = draft.account
    question = asked_of(country)
    members = [
        mandate for mandate in account.mandates if question.is_among(body for body, _words in mandate.addressees)
    ]
    due = records.find_due_next(draft, members, 5)
    rest = [member for member in members if member.status != "superseded" and member not in due]
    own = [activity for activity in account.activities if country in activity.places]
    own.sort(key=lambda item: (not item.practice, item.published, item.id))
    from actionlines.papers.sections.figures import find_furthest

    lag = find_furthest((standing for standing in account.standings if standing.area == country), 6)
    facts = [
        "fact:" + write_question("value", area=country, series=standing.series, breakdown=standing.breakdown)
        for standing in lag
    ]
    assert country in load().countries
    return [*(f"mandate:{due.id}" for due in (*due, *rest)[:8]), *(f"activity:{item.id}" for item in own[:8]), *facts]
