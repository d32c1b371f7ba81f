"""The report every two years (A/RES/80/173, paragraph 124), or every year to a council.

Introduction; progress by action line; the digital divide; regions; resources; the detailed report, with evidence.
"""

from __future__ import annotations

from actionlines.framework import load
from actionlines.indicators.check.problem import units_of
from actionlines.papers.account.filters import mandates as asked_mandates
from actionlines.papers.account.question import question
from actionlines.papers.concepts import code, full
from actionlines.papers.model import Inlines, Paper, Section, See
from actionlines.papers.names import body as body_name
from actionlines.papers.reports import lines
from actionlines.papers.reports.request import Asked
from actionlines.papers.sections import activities, mandates, resources, standings
from actionlines.papers.sections.charts import bars
from actionlines.papers.sections.closing import Told

AFTER = ("divide", "regions", "resources", "conclusion")
# Targets that show the divide: access, skills, women's use of technology, internet use.
DIVIDE = ("sdg:17.8", "sdg:9.c", "sdg:4.4", "sdg:5.b")
_DETAILED, _WIDEST, _CHARTED, _NAMED = 10, 12, 2, 40


def biennial(draft: Told, asked: Asked) -> Paper:
    """Return the biennial report, with the texts that people wrote in their sections."""
    words = draft.words
    period = "&".join(f"{name}={value}" for name in ("since", "until") if (value := getattr(asked, name)))
    _introduction(draft, asked, period)
    draft.section("s-lines", "h.lines")
    for line in lines.all_lines():
        lines.part(draft, line, period)
    _divide(draft)
    draft.section("s-regions", "h.regions")
    draft.written("regions")
    activities.by_region(draft, "t-regions", "cap.regions", period)
    draft.section("s-resources", "h.resources")
    draft.written("resources")
    _resources(draft)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    _detailed(draft, period)
    key = "title.biennial-to" if asked.body else "title.biennial"
    whole = words(key, body=body_name(asked.body, words.language))
    name = words("title.period", title=whole, period=_span(asked, draft))
    title = asked.title or (name if asked.since or asked.until else whole)
    return draft.paper("biennial", asked.id, title, status=asked.status, subtitle=words("sub.biennial"))


def _span(asked: Asked, draft: Told) -> str:
    if asked.since and asked.until and asked.since != asked.until:
        return draft.words("span", since=asked.since, until=asked.until)
    return asked.since or asked.until


def _introduction(draft: Told, asked: Asked, period: str) -> None:
    tail = f"?{period}" if period else ""
    draft.section("s-introduction", "h.introduction")
    draft.written("introduction")
    if asked.since or asked.until:
        draft.para(draft.say("intro.period", period=_span(asked, draft)))
    draft.para(
        draft.say(
            "intro.register", instruments=draft.counted("instruments", "instruments"),
            mandates=draft.counted("mandates", "mandates"), list=mandates.statuses(draft, ""),
        ),
        draft.say(
            "intro.activities", activities=draft.counted("activities", f"activities{tail}"),
            organisations=draft.counted("organisations", f"organisations{tail}"),
            countries=draft.counted("countries", f"countries{tail}"),
            practices=draft.counted("practices", f"activities?practice=yes{'&' + period if period else ''}"),
        ),
        draft.say("intro.detail", see=See("s-detailed")),
    )  # fmt: skip
    tail = f"&{period}" if period else ""
    names = [(code(one, draft.words), one) for one in lines.all_lines()]
    bars(
        draft,
        "f-mandates",
        "chart.mandates",
        "chart.mandates-says",
        "col.mandates",
        [(name, f"mandates?line={one}") for name, one in names],
    )
    bars(
        draft,
        "f-activities",
        "chart.activities",
        "chart.activities-says",
        "col.activities",
        [(name, f"activities?line={one}{tail}") for name, one in names],
    )


def _divide(draft: Told) -> None:
    draft.section("s-divide", "h.divide")
    draft.written("divide")
    series: list[str] = []
    for target in DIVIDE:
        found = standings.side_by_side(draft, target, lines.regions(), 2)
        series += [one for one in found if one not in series]
    if not series:
        draft.missing("no-divide", "figures-advice")
        return
    there = [
        one for one in lines.regions() if any((one, name, "") in draft.account.standing for name in series)
    ]
    standings.by_area(draft, "t-divide-regions", "cap.divide-regions", series, there)
    behind = [
        (
            full(target, draft.words),
            f"areas?target={target}&kind=country&behind=yes",
            f"areas?target={target}&kind=country",
        )
        for target in DIVIDE
        if draft.value(f"areas?target={target}&kind=country")
    ]
    for name, lag, all_ in behind:
        draft.para(
            draft.say(
                "divide.behind",
                target=name,
                behind=draft.ask(lag),
                countries=draft.counted("countries", all_),
            )
        )
    for divide in ("sex", "location"):
        _pairs(draft, divide)


def _pairs(draft: Told, divide: str) -> None:
    """Women and men, or urban and rural: the widest gaps of the series that most countries have."""
    words = draft.words
    wanted = {one.series for one in draft.account.standings if set(DIVIDE) & set(one.concepts)}
    found = [
        one
        for one in standings.divides(draft, None, divide, wanted)
        if one.unit in units_of("share") and one.area in load().countries
    ]
    draft.add(Section(f"s-divide-{divide}", words(f"divide.{divide}"), 2))
    if not found:
        draft.missing(f"no-divide-{divide}", "figures-advice")
        return
    held: dict[str, int] = {}
    for one in found:
        held[one.series] = held.get(one.series, 0) + 1
    series = sorted(held, key=lambda one: (-held[one], one))[:_CHARTED]
    for at, name in enumerate(series, start=1):
        rows = [one for one in found if one.series == name]
        standings.divide_table(
            draft, f"t-divide-{divide}-{at}", "cap.divide", rows[:_WIDEST], divide, name=rows[0].title
        )
        standings.divide_figure(draft, f"f-divide-{divide}-{at}", rows[:_WIDEST], name)


def _resources(draft: Told) -> None:
    if not draft.account.envelopes:
        draft.missing("no-envelopes", "no-envelopes-advice")
        return
    draft.para(draft.say("money.all", list=resources.sentence(draft)))
    resources.by_line(draft, "t-resources", "cap.resources")


def _detailed(draft: Told, period: str) -> None:
    """For each line the mandates that speak to it most surely, and its activities; all of them in the workbook."""
    words, tail = draft.words, f"&{period}" if period else ""
    draft.section("s-detailed", "h.detailed")
    draft.para(draft.say("detailed.says"))
    for line in lines.all_lines():
        held = asked_mandates(draft.account, question(f"mandates?line={line}"))
        done = mandates.activities_of(draft, f"activities?line={line}{tail}")
        if not held and not done:
            continue
        draft.add(Section(f"d-{line}", full(line, words), 2))
        draft.para(draft.say("detailed.see", see=See(f"s-{line}")))
        if held:
            best = mandates.weightiest(held, line, _DETAILED)
            rows = mandates.rows(draft, best, symbol=True)
            note = _part(draft, f"mandates?line={line}", len(held), len(best))
            of = {"line": code(line, words)}
            draft.table(
                f"t-mandates-{line}", "cap.detailed-mandates", mandates.COLUMNS, rows, note=note, **of
            )
        if done:
            note_ = done[:_DETAILED]
            activities.table(
                draft, f"t-activities-{line}", "cap.detailed-activities", note_, line=code(line, words)
            )
    mandates.annex(draft, "a-mandates", "annex.mandates", draft.account.mandates)
    every = mandates.activities_of(draft, f"activities?{period}" if period else "activities")
    activities.annex(draft, "a-activities", "annex.activities", every)


def _part(draft: Told, asked: str, all_: int, shown: int) -> Inlines:
    """Note that a table holds only a part, with the whole number; nothing where it holds all."""
    return draft.say("table.part", all=draft.counted("mandates", asked)) if shown < all_ else ()
