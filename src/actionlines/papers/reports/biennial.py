"""The report every two years (A/RES/80/173, paragraph 124), or every year to a council.

Introduction; progress by action line; the digital divide; regions; resources. The workbook has all mandates and
activities.
"""

from actionlines.framework import load
from actionlines.papers.account.model import MandateRecord
from actionlines.papers.account.question import find_mandates, parse_question
from actionlines.papers.model import Inlines, Paper, Section, Text
from actionlines.papers.names import concept_code, full_name
from actionlines.papers.names import name_body as body_name
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import evidence, figures, records
from actionlines.papers.sections.draft import add_bars
from actionlines.papers.sections.narrative import ReportDraft
from actionlines.papers.words import is_share

_DUE, _DONE, _GOOD, _SERIES = 3, 4, 3, 5


def write_line(draft: ReportDraft, line: str, period: str) -> None:
    """Write the section of one line, at level 2.

    period  filters of activities ("since=2025&until=2026"), or ""
    """
    words = draft.words
    tail = f"&{period}" if period else ""
    draft.add(Section(f"s-{line}", full_name(line, words), 2))
    draft.written(f"line:{line}")
    if held := find_line_mandates(draft, line):
        draft.para(
            draft.say(
                "line.asked",
                mandates=draft.counted("mandates", f"mandates?line={line}"),
                instruments=draft.counted("instruments", f"instruments?asks=yes&line={line}"),
                list=records.count_statuses(draft, f"line={line}"),
            )
        )
        if due_next := records.find_due_next(draft, held, _DUE):
            draft.para(draft.say("line.due"))
            draft.listing(_due_item(draft, due) for due in due_next)
    else:
        draft.missing("line.no-mandates", "line.no-mandates-advice")
    if done := records.find_activities(draft, f"activities?line={line}{tail}"):
        draft.para(
            draft.say(
                "line.done",
                activities=draft.counted("activities", f"activities?line={line}{tail}"),
                organisations=draft.counted("organisations", f"organisations?line={line}{tail}"),
                countries=draft.counted("countries", f"countries?line={line}{tail}"),
            )
        )
        records.list_activities(draft, [activity for activity in done if not activity.practice][:_DONE])
        if good := [activity for activity in done if activity.practice]:
            draft.para(
                draft.say(
                    "line.good", practices=draft.counted("practices", f"activities?line={line}&practice=yes{tail}")
                )
            )
            records.list_activities(draft, good[:_GOOD])
    else:
        draft.missing("line.no-activities", "line.no-activities-advice")
    _line_figures(draft, line)
    _line_gaps(draft, line, held)


def find_line_mandates(draft: ReportDraft, line: str) -> list[MandateRecord]:
    """Return the mandates of a line or one of its parts, in the order of the texts."""
    return find_mandates(draft.account, parse_question(f"mandates?line={line}"))


def _due_item(draft: ReportDraft, mandate: MandateRecord) -> Inlines:
    words = draft.words
    return (
        Text(words.date(mandate.due_on), bold=True, name=True),
        Text(words("colon")),
        *records.name_action(draft, mandate),
        *draft.cite(evidence.prove_mandate(mandate, draft)),
    )


def _line_figures(draft: ReportDraft, line: str) -> None:
    """Values of regions side by side on the series that the matrix joins with the line."""
    if not any(line in standing.concepts for standing in draft.account.standings):
        draft.missing("line.no-figures", "figures-advice")
        return
    if wide := figures.find_shared_series(draft, line, list_regions(), _SERIES):
        there = [
            region
            for region in list_regions()
            if any((region, series, "") in draft.account.standing for series in wide)
        ]
        figures.add_area_table(draft, f"t-figures-{line}", "cap.line-figures", wide, there, line=line)
    draft.para(
        draft.say(
            "line.behind",
            series=draft.counted("series", f"series?line={line}&kind=itu-region"),
            behind=draft.ask(f"series?line={line}&kind=itu-region&behind=yes"),
        )
    )


def _line_gaps(draft: ReportDraft, line: str, held: list[MandateRecord]) -> None:
    """Write a sentence on each gap of the line."""
    lacks = []
    if held and (without := f"mandates?line={line}&lead=no") and draft.value(without):
        lacks.append(draft.say("gap.lead", mandates=draft.counted("mandates", without)))
    if held and draft.value(f"mandates?line={line}&evidence=no"):
        lacks.append(draft.say("gap.evidence", mandates=draft.counted("mandates", f"mandates?line={line}&evidence=no")))
    if not draft.value(f"activities?line={line}&practice=yes"):
        lacks.append(draft.say("gap.practice"))
    if money := figures.sum_money(draft, f"line={line}"):
        draft.para(draft.say("line.money", list=money))
    else:
        lacks.append(draft.say("gap.money"))
    if lacks:
        draft.para(draft.say("line.gaps"))
        draft.listing(lacks)


def list_lines() -> tuple[str, ...]:
    """Return the action lines of a report: the lines of C7 in place of C7."""
    return tuple(line.id for line in load().action_lines.values() if line.id != "C7")


def list_regions() -> tuple[str, ...]:
    """Return the world and the regions of ITU, the areas of the figures on a line."""
    return ("world", *(area.id for area in load().areas.values() if area.kind == "itu-region"))


AFTER = ("divide", "regions", "resources", "conclusion")
# Targets that show the divide: access, skills, women's use of technology, internet use.
DIVIDE = ("sdg:17.8", "sdg:9.c", "sdg:4.4", "sdg:5.b")
_WIDEST, _CHARTED = 12, 2


def write_biennial(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the biennial report, with the texts that people wrote in their sections."""
    words = draft.words
    period = "&".join(f"{name}={value}" for name in ("since", "until") if (value := getattr(request, name)))
    _write_introduction(draft, request, period)
    draft.section("s-lines", "h.lines")
    for line in list_lines():
        write_line(draft, line, period)
    _write_divide(draft)
    draft.section("s-regions", "h.regions")
    draft.written("regions")
    records.add_region_table(draft, "t-regions", "cap.regions", period)
    draft.section("s-resources", "h.resources")
    draft.written("resources")
    _write_resources(draft)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    records.add_mandate_annex(draft, "a-mandates", "annex.mandates", draft.account.mandates)
    every = records.find_activities(draft, f"activities?{period}" if period else "activities")
    records.add_activity_annex(draft, "a-activities", "annex.activities", every)
    key = "title.biennial-to" if request.body else "title.biennial"
    whole = words(key, body=body_name(request.body, words.language))
    name = words("title.period", title=whole, period=_name_period(request, draft))
    title = request.title or (name if request.since or request.until else whole)
    return draft.paper("biennial", request.id, title, status=request.status, subtitle=words("sub.biennial"))


def _name_period(request: ReportRequest, draft: ReportDraft) -> str:
    if request.since and request.until and request.since != request.until:
        return draft.words("span", since=request.since, until=request.until)
    return request.since or request.until


def _write_introduction(draft: ReportDraft, request: ReportRequest, period: str) -> None:
    tail = f"?{period}" if period else ""
    draft.section("s-introduction", "h.introduction")
    draft.written("introduction")
    if request.since or request.until:
        draft.para(draft.say("intro.period", period=_name_period(request, draft)))
    draft.para(
        draft.say(
            "intro.register",
            instruments=draft.counted("instruments", "instruments"),
            mandates=draft.counted("mandates", "mandates"),
            list=records.count_statuses(draft, ""),
        ),
        draft.say(
            "intro.activities",
            activities=draft.counted("activities", f"activities{tail}"),
            organisations=draft.counted("organisations", f"organisations{tail}"),
            countries=draft.counted("countries", f"countries{tail}"),
            practices=draft.counted("practices", f"activities?practice=yes{'&' + period if period else ''}"),
        ),
        draft.say("intro.detail"),
    )
    tail = f"&{period}" if period else ""
    names = [(concept_code(line, draft.words), line) for line in list_lines()]
    add_bars(
        draft,
        "f-mandates",
        "chart.mandates",
        "chart.mandates-says",
        "col.mandates",
        [(name, f"mandates?line={item}") for name, item in names],
    )
    add_bars(
        draft,
        "f-activities",
        "chart.activities",
        "chart.activities-says",
        "col.activities",
        [(name, f"activities?line={item}{tail}") for name, item in names],
    )


def _write_divide(draft: ReportDraft) -> None:
    draft.section("s-divide", "h.divide")
    draft.written("divide")
    series: list[str] = []
    for target in DIVIDE:
        shared_series = figures.find_shared_series(draft, target, list_regions(), 2)
        series += [each_series for each_series in shared_series if each_series not in series]
    if not series:
        draft.missing("no-divide", "figures-advice")
        return
    there = [
        region for region in list_regions() if any((region, name, "") in draft.account.standing for name in series)
    ]
    figures.add_area_table(draft, "t-divide-regions", "cap.divide-regions", series, there)
    behind = [
        (
            full_name(target, draft.words),
            f"areas?target={target}&kind=country&behind=yes",
            f"areas?target={target}&kind=country",
        )
        for target in DIVIDE
        if draft.value(f"areas?target={target}&kind=country")
    ]
    for name, lag, all_ in behind:
        draft.para(
            draft.say("divide.behind", target=name, behind=draft.ask(lag), countries=draft.counted("countries", all_))
        )
    for divide in ("sex", "location"):
        _write_pairs(draft, divide)


def _write_pairs(draft: ReportDraft, divide: str) -> None:
    """Women and men, or urban and rural: the widest gaps of the series that most countries have."""
    words = draft.words
    wanted = {standing.series for standing in draft.account.standings if set(DIVIDE) & set(standing.concepts)}
    divides = [
        divide
        for divide in figures.find_divides(draft, None, divide, wanted)
        if is_share(divide.unit) and divide.area in load().countries
    ]
    draft.add(Section(f"s-divide-{divide}", words(f"divide.{divide}"), 2))
    if not divides:
        draft.missing(f"no-divide-{divide}", "figures-advice")
        return
    held: dict[str, int] = {}
    for each_divide in divides:
        held[each_divide.series] = held.get(each_divide.series, 0) + 1
    series = sorted(held, key=lambda item: (-held[item], item))[:_CHARTED]
    for at, name in enumerate(series, start=1):
        rows = [divide for divide in divides if divide.series == name]
        figures.add_divide_table(
            draft, f"t-divide-{divide}-{at}", "cap.divide", rows[:_WIDEST], divide, name=rows[0].title
        )
        figures.add_divide_chart(draft, f"f-divide-{divide}-{at}", rows[:_WIDEST], name)


def _write_resources(draft: ReportDraft) -> None:
    if not draft.account.envelopes:
        draft.missing("no-envelopes", "no-envelopes-advice")
        return
    draft.para(draft.say("money.all", list=figures.sum_money(draft)))
    figures.add_line_money(draft, "t-resources", "cap.resources")
