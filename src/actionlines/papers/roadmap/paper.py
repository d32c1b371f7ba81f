"""RoadMap and account -> Paper: the sections in their order, plan of people, facts, evidence and annex."""

from collections.abc import Iterator, Sequence
from datetime import date

from actionlines.framework.calendar import LAST_YEAR
from actionlines.mandates.when import resolve, when_of, whose_sessions
from actionlines.papers.account.model import Account, MandateRecord
from actionlines.papers.model import Inlines, Paper, TableRow, Text
from actionlines.papers.names import concept_code
from actionlines.papers.roadmap import records, targets
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import LineScope, RoadMap
from actionlines.papers.roadmap.proposals import CheckedItem, check_road_map, find_flaws
from actionlines.papers.roadmap.records import Writing
from actionlines.papers.sections.draft import Part, named_text, read_columns
from actionlines.papers.sections.evidence import clip_text, name_concept
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.sections.records import cite_mandate, name_entities, short_title
from actionlines.papers.words import Words

GAPS_SHOWN, DUE_SHOWN = 8, 12  # of each kind, in the text; the annex has all
METRIC_COLUMNS = read_columns("metric 26, baseline 10, aim 10, source 14, frequency 8, responsible 12, serves 14")
MILESTONE_COLUMNS = read_columns("due 14, milestone 40, lead 18, serves 22")
CHECK_COLUMNS = read_columns("what 34, check.action 9, check.metric 9, check.lead 9")


def write_plan(w: Writing) -> None:
    """Write metrics, then milestones with what texts ask for by a day, and next steps."""
    if w.roadmap.metrics:
        w.section("s-metrics", "metrics.title")
        w.table("t-metrics", "metrics.title", METRIC_COLUMNS, _metric_rows(w))
    elif w.mark and w.roadmap.status:
        w.section("s-metrics", "metrics.title")  # the builder has its fields there
        w.lacks("metrics")
    w.section("s-milestones", "milestones.title")
    w.written("next-steps")
    rows = sorted((*_milestone_rows(w), *_due_rows(w), *targets.aim_rows(w)), key=lambda row: row[0])
    if rows:
        columns = [(w.words.date(due), *cells) for due, cells in rows]
        w.table("t-milestones", "milestones.title", MILESTONE_COLUMNS, columns, note="milestones.note")
    else:
        w.lacks("milestones")


def _metric_rows(w: Writing) -> Iterator[Sequence[Part]]:
    for metric in w.roadmap.metrics:
        head = w.own(metric.name, bold=True)
        if metric.definition:
            head = (*head, Text(" – "), *w.own(metric.definition))
        text = map(w.own, (metric.source, metric.frequency, metric.responsible))
        figures = (
            _figure_cell(metric.baseline, metric.unit, metric.baseline_year),
            _figure_cell(metric.aim, metric.unit, metric.aim_year),
        )
        yield head, *figures, *text, _served_cell(w, metric.serves)


def _figure_cell(value: str, unit: str, year: str) -> Inlines:
    if not value:
        return ()
    text = named_text(f"{value} {unit}".strip())
    return (text, named_text(f" ({year})", muted=True)) if year else (text,)


def _served_cell(w: Writing, serves: tuple[str, ...]) -> Inlines:
    """Return what a metric or milestone serves: mandates with their place, concepts by their number."""
    out: list[Part] = []
    for ref in serves:
        kind, _, number = ref.partition(":")
        held = w.account.mandate.get(int(number)) if kind == "mandate" and number.isdecimal() else None
        if held is not None:
            out.append(cite_mandate(w, held, symbol=True))
        elif kind == "mandate":
            out.append(Text(w.words("serves.gone"), italic=True))
        else:
            out.append(concept_code(ref, w.words))
    return w.apart(out)


def _milestone_rows(w: Writing) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield the day of each milestone of people with the other cells of its row; one without a day comes last."""
    for milestone in w.roadmap.milestones:
        what = w.own(milestone.what, bold=True)
        if milestone.done:
            what = (*what, Text(w.words("milestones.done", day=w.words.date(milestone.done)), muted=True))
        yield milestone.due or "–", (what, w.own(milestone.lead), _served_cell(w, milestone.serves))


def _due_rows(w: Writing) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield what confirmed mandates ask for until the end of the road map, each day that recurs, the first ones."""
    end = date.fromisoformat(f"{w.roadmap.ends[:4] or LAST_YEAR}-12-31")
    rows = sorted((day, held.id, mark) for held in w.lens.accepted for day, mark in _due_days(w, held, end))
    for day, number, mark in rows[:DUE_SHOWN]:
        held = w.account.mandate[number]
        what = (*short_title(w, held), *((Text(f" ({w.words('milestones.estimated')})", muted=True),) if mark else ()))
        yield day, (what, name_entities(w, held), cite_mandate(w, held, symbol=True))


def _due_days(w: Writing, held: MandateRecord, end: date) -> Iterator[tuple[str, bool]]:
    """Yield the days that are still to come, and whether they come from a rule and not from a known session."""
    instrument = w.account.by_symbol.get(held.symbol)
    receivers = whose_sessions(held.deliverable, held.report_to, [body for body, _words in held.addressees])
    issued = date.fromisoformat(instrument.date) if instrument and instrument.date else None
    days = {due.day.isoformat(): due.estimated for due in resolve(map(when_of, held.due), issued, receivers, end)}
    if held.due_on and not any(form.startswith("recurring:") for form in held.due):
        days = {held.due_on: days.get(held.due_on, False)}
    return ((day, mark) for day, mark in days.items() if w.account.day <= day <= end.isoformat())


def write_check(w: Writing) -> None:
    """Write the gaps in one list: what lacks an action, a metric or a lead, and what figures lack."""
    w.section("s-check", "check.title")
    if not (check := check_road_map(w.roadmap, w.lens, w.figures)):
        w.lacks("check")
        return
    if gaps := [*_describe_lacks(w, check), *_describe_flaws(w), *targets.describe_data_gaps(w)]:
        w.listing(gaps)
        w.para((Text(w.words("check.note"), muted=True), Text(" "), Text(w.words("check.rest"), muted=True)))
    else:
        w.para(w.say("check.whole"))


def _describe_lacks(w: Writing, check: Sequence[CheckedItem]) -> Iterator[Inlines]:
    """Yield one entry for each kind and what it lacks, with the first GAPS_SHOWN by name."""
    words = w.words
    for kind in dict.fromkeys(item.kind for item in check):
        for what in ("action", "metric", "lead"):
            lacking = [item for item in check if item.kind == kind and not getattr(item, what)]
            label = words("check.lacks", kind=words(f"check.{kind}"), what=words(f"check.{what}").lower())
            if names := w.name_first((_short_subject(w, item) for item in lacking), GAPS_SHOWN):
                yield Text(label, bold=True), Text(words("colon")), *names


def _short_subject(w: Writing, item: CheckedItem) -> Text:
    if item.kind != "mandate":
        return named_text(concept_code(item.ref, w.words))
    held = w.account.mandate[int(item.ref)]
    return named_text(w.words.cite(held.symbol, held.anchor))


def _check_rows(w: Writing, checkeds: Sequence[CheckedItem]) -> Iterator[TableRow | Sequence[Part]]:
    """Yield the rows of the check, grouped by kind, with three marks in each."""
    words = w.words
    kind = ""
    for checked in checkeds:
        if checked.kind != kind:
            kind = checked.kind
            yield w.head(words(f"check.{kind}"))
        marks = (
            Text(words("check.yes"), muted=True) if there else Text(words("check.no"), bold=True)
            for there in (checked.action, checked.metric, checked.lead)
        )
        yield _subject_cell(w, checked), *marks


def _subject_cell(w: Writing, checked: CheckedItem) -> Part:
    if checked.kind != "mandate":
        return name_concept(checked.ref, w.words)
    return (_short_subject(w, checked), Text(w.words("colon")), *short_title(w, w.account.mandate[int(checked.ref)]))


def _describe_flaws(w: Writing) -> Iterator[Inlines]:
    words = w.words
    names = {("metric", metric.id): metric.name for metric in w.roadmap.metrics}
    names |= {("milestone", milestone.id): milestone.what for milestone in w.roadmap.milestones}
    for flaw in find_flaws(w.roadmap):
        called = w.own(clip_text(names[flaw.kind, flaw.id], 160))
        lacks = f"{words('colon')}{words(f'check.lacks-{flaw.what}')}"
        yield Text(f"{words(f'check.a-{flaw.kind}')} “"), *called, Text(f"”{lacks}")


def annex_check(w: Writing) -> None:
    """Write the whole check, for the workbook."""
    w.in_annex("a-check", "check.annex", CHECK_COLUMNS, _check_rows(w, check_road_map(w.roadmap, w.lens, w.figures)))


def paper(
    roadmap: RoadMap,
    account: Account,
    words: Words | None = None,
    *,
    figures: Figures | None = None,
    lens: LineScope | None = None,
) -> Paper:
    """Return the road map as a paper in the language of `words` (that of the road map unless given).

    Many road maps can share `figures` and `lens`. The same road map and account give an equal paper. Pure: nothing
    is asked of clock, disk or network.
    """
    words = words or catalogue(roadmap.language)
    w = Writing(roadmap, lens or LineScope.of(account, roadmap.lines), figures or Figures(account), words)
    records.write_glance(w)
    records.write_overlaps(w)
    records.write_mandates(w)
    targets.write_links(w)
    records.write_activities(w)
    targets.write_measured(w)
    records.write_resources(w)
    write_plan(w)
    write_check(w)
    records.annex_mandates(w)
    targets.annex_links(w)
    records.annex_activities(w)
    targets.annex_figures(w)
    annex_check(w)
    return w.paper(
        "roadmap",
        roadmap.id,
        roadmap.title,
        subtitle=_paper_subtitle(w),
        status=_paper_status(w),
        masthead=[*_paper_masthead(w)],
        concise=True,
    )


def _paper_subtitle(w: Writing) -> str:
    roadmap = w.roadmap
    starts, ends = roadmap.starts[:4], roadmap.ends[:4]
    if starts and ends:
        return w.words("title.between", period=f"{starts}–{ends}")
    return w.words("title.until", year=ends) if ends else ""


def _paper_status(w: Writing) -> str:
    roadmap, words = w.roadmap, w.words
    if not roadmap.status:
        return words("roadmap.proposal")
    text = words(f"roadmap.{roadmap.status}")
    return f"{text}, {words('roadmap.version', n=roadmap.version)}" if roadmap.version else text


def _paper_masthead(w: Writing) -> Iterator[tuple[str, str]]:
    words = w.words
    yield words("masthead.lines"), words("list.comma").join(w.lens.lines)
    yield words("masthead.asked"), words.cite("A/RES/80/173", "113" if len(w.lens.lines) < 2 else "122")
