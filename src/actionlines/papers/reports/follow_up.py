"""The follow-up table of an instrument: every paragraph that asks for something, in the order of the text."""

from actionlines.errors import NothingToReport
from actionlines.framework.starter import summary_in
from actionlines.papers.account.question import write_question
from actionlines.papers.model import Inlines, Paper
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import evidence, records
from actionlines.papers.sections.draft import add_bars
from actionlines.papers.sections.narrative import ReportDraft

SLOTS = ("introduction", "conclusion")
# Stages of the life of a mandate that a summary counts together.
_STAGES = {"renewed": "renewed", "answered": "answered", "ended": "discharged,ended", "silent": "unanswered"}
OTHERS = "proposed,recommended,restated"


def write_follow_up(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the paper. Paragraphs without a mandate are not in it, and nothing is that is not in the register."""
    account, words, symbol = draft.account, draft.words, request.symbol
    if (instrument := account.by_symbol.get(symbol)) is None:
        raise NothingToReport(symbol, "the register has no such instrument", "Import it with `actionlines import`.")
    mandates = [mandate for mandate in account.mandates if mandate.symbol == symbol]
    draft.section("s-summary", "h.summary")
    draft.written("introduction")
    if mandates:
        _write_summary(draft, symbol)
    else:
        draft.missing("no-mandates-in", "no-mandates-advice", symbol=words.apart(symbol))
    draft.section("s-table", "h.follow-up")
    records.add_mandate_table(
        draft, "t-follow-up", "cap.follow-up", mandates, symbol=evidence.cite_symbol(symbol, draft)
    )
    if besides := [mandate for mandate in account.besides if mandate.symbol == symbol]:
        draft.section("s-besides", "h.besides")
        here = write_question("mandates", symbol=symbol, force=OTHERS)
        draft.para(draft.say("sum.besides", number=draft.ask(here)))
        name = evidence.cite_symbol(symbol, draft)
        records.add_mandate_table(draft, "t-besides", "cap.besides", besides, symbol=name)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    if instrument.sha256:
        draft.sources[symbol] = instrument.sha256
    title = request.title or words("title.follow-up", symbol=evidence.cite_symbol(symbol, draft))
    date = words.date(instrument.date) if instrument.date else ""
    subtitle = words("list.comma").join(filter(None, (summary_in(instrument.title, words.language)[0], date)))
    return draft.paper("follow-up", request.id, title, subtitle=subtitle, status=request.status)


def _write_summary(draft: ReportDraft, symbol: str) -> None:
    words, here = draft.words, write_question("mandates", symbol=symbol).partition("?")[2]
    draft.para(
        draft.say(
            "sum.asks",
            symbol=evidence.cite_symbol(symbol, draft),
            paragraphs=draft.counted("paragraphs", f"paragraphs?{here}&asks=yes"),
            mandates=draft.counted("mandates", f"mandates?{here}"),
        ),
        draft.say("sum.statuses", list=records.count_statuses(draft, here)),
    )
    draft.para(
        draft.say(
            "sum.led", led=draft.ask(f"mandates?{here}&lead=yes"), proved=draft.ask(f"mandates?{here}&evidence=yes")
        ),
        _next_due(draft, symbol),
    )
    _write_life(draft, symbol, here)
    rows = [
        (words(f"status.{status}"), f"mandates?{here}&status={status}")
        for status in records.STATUSES
        if draft.value(f"mandates?{here}&status={status}")
    ]
    add_bars(draft, "f-status", "chart.status", "chart.status-says", "col.mandates", rows)


def _write_life(draft: ReportDraft, symbol: str, here: str) -> None:
    """Say what was asked before, renewed and answered, where the register looked at it, and who budgets for it."""
    stages = {name: f"mandates?{here}&stage={of}" for name, of in _STAGES.items()}
    if any(mandate.stage for mandate in draft.account.mandates if mandate.symbol == symbol):
        draft.para(
            draft.say(
                "life.asked",
                first=draft.ask(f"mandates?{here}&renews=no"),
                again=draft.ask(f"mandates?{here}&renews=yes"),
                renewed=draft.ask(stages["renewed"]),
            ),
            draft.say(
                "life.answered",
                answered=draft.ask(stages["answered"]),
                ended=draft.ask(stages["ended"]),
                silent=draft.ask(stages["silent"]),
            ),
            draft.say("life.texts", texts=draft.ask(write_question("texts", symbol=symbol))),
        )
    if draft.value(named := write_question("budgets", symbol=symbol)):
        draft.para(draft.say("life.budgets", sections=draft.ask(named)))


def _next_due(draft: ReportDraft, symbol: str) -> Inlines:
    due_next = records.find_due_next(
        draft, [mandate for mandate in draft.account.mandates if mandate.symbol == symbol], 1
    )
    if not due_next:
        return draft.say("sum.no-day")
    return draft.say("sum.next", place=draft.words.place(due_next[0].anchor), date=draft.words.date(due_next[0].due_on))
