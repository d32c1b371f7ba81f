"""RoadMap and account -> Paper: the sections in their order, plan of people, facts, evidence and annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actionlines.papers.account.model import Account
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
from actionlines.papers.sections.records import cite_mandate, name_title
from actionlines.papers.words import Words

CHECKS_SHOWN = 60
METRIC_COLUMNS = read_columns("metric 26, baseline 10, aim 10, source 14, frequency 8, responsible 12, serves 14")
MILESTONE_COLUMNS = read_columns("due 12, milestone 34, lead 16, serves 18, reached 12")
CHECK_COLUMNS = read_columns("what 34, check.action 9, check.metric 9, check.lead 9")


def write_plan(w: Writing) -> None:
    """Write metrics, milestones and next steps."""
    w.section("s-metrics", "metrics.title")
    if w.roadmap.metrics:
        w.table("t-metrics", "metrics.title", METRIC_COLUMNS, _metric_rows(w))
    else:
        w.lacks("metrics")
    w.section("s-milestones", "milestones.title")
    w.written("next-steps")
    if w.roadmap.milestones:
        w.table("t-milestones", "milestones.title", MILESTONE_COLUMNS, _milestone_rows(w))
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


def _milestone_rows(w: Writing) -> Iterator[Sequence[Part]]:
    date = w.words.date
    for milestone in sorted(w.roadmap.milestones, key=lambda milestone: (milestone.due or "9999", milestone.id)):
        yield (
            date(milestone.due),
            w.own(milestone.what),
            w.own(milestone.lead),
            _served_cell(w, milestone.serves),
            date(milestone.done),
        )


def write_check(w: Writing) -> None:
    """Write the check: mandates, targets and commitments without an action, a metric or a lead."""
    w.section("s-check", "check.title")
    check = check_road_map(w.roadmap, w.lens, w.figures)
    lacking = [item for item in check if not item.whole]
    if not check:
        w.lacks("check")
        return
    if not lacking and not find_flaws(w.roadmap):
        w.para(w.say("check.whole"))
        return
    w.para(w.say("check.intro"))
    if lacking:
        note = "check.note check.rest" if len(lacking) > CHECKS_SHOWN else "check.note"
        w.table("t-check", "check.caption", CHECK_COLUMNS, _check_rows(w, lacking[:CHECKS_SHOWN]), note=note)
    w.listing(_describe_flaws(w))


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
    held = w.account.mandate[int(checked.ref)]
    where, *mark = cite_mandate(w, held, symbol=True)
    return (where, Text(w.words("colon")), *name_title(w, held), *mark)


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
    records.write_organisations(w)
    targets.write_links(w)
    targets.write_measured(w)
    records.write_activities(w)
    records.write_resources(w)
    write_plan(w)
    write_check(w)
    records.annex_mandates(w)
    targets.annex_links(w)
    records.annex_activities(w)
    annex_check(w)
    return w.paper(
        "roadmap",
        roadmap.id,
        roadmap.title,
        subtitle=_paper_subtitle(w),
        status=_paper_status(w),
        masthead=[*_paper_masthead(w)],
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
