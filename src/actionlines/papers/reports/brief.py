"""The country brief, two pages, and the longer profile of a country or region: figures, asks, activities, money."""

from collections.abc import Sequence

from actionlines.framework import load
from actionlines.indicators.areas import choose_core, group_core, ict_indicators
from actionlines.papers.account.model import ActivityRecord, SeriesStanding
from actionlines.papers.account.question import area_and_members, remove_repeats, write_question
from actionlines.papers.model import Column, Inlines, Paper, Table, TableRow, Text
from actionlines.papers.names import full_name, name_series
from actionlines.papers.reports.body import CLOSED, PACK_COLUMNS, find_asks, write_activities, write_money
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import evidence, figures, records
from actionlines.papers.sections.draft import named_text
from actionlines.papers.sections.evidence import WORLD, clip_text, name_area
from actionlines.papers.sections.narrative import ReportDraft
from actionlines.papers.words import is_share

SLOTS = ("introduction",)
_ASKS, _ACTIVITIES, _FUNDED, _BESIDE = 8, 5, 5, 2


def write_brief(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the brief of the country `area`; what does not fit is in the workbook."""
    words, where = draft.words, request.area
    name = name_area(where, words)
    own = [standing for standing in draft.account.standings if standing.area == where]
    draft.written("introduction")
    draft.section("s-stands", "h.stands", name=name)
    _write_core(draft, where, own, (*areas_beside(where), WORLD[0]))
    asks = [ask for ask in find_asks(draft, where) if ask.status not in CLOSED]
    draft.section("s-asked", "h.asked-of", name=name)
    if asks:
        draft.para(draft.say("brief.asked", n=draft.ask(write_question("mandates", asked=where))))
        note = "mandates.summary-mark mandates.rest" if len(asks) > _ASKS else "mandates.summary-mark"
        draft.table("t-asked", "cap.asked-first", PACK_COLUMNS, records.ask_rows(draft, asks[:_ASKS]), note=note)
    else:
        draft.missing("no-mandates")
    write_activities(draft, where, name, _ACTIVITIES)
    _write_funded(draft, where, name)
    records.add_mandate_annex(draft, "a-mandates", "cap.asked-all", asks)
    rows = (figures.standing_row(draft, standing) for standing in own)
    draft.in_annex("a-standings", "cap.figures-all", figures.STANDING_COLUMNS, rows)
    title = request.title or words("title.brief", name=name)
    subtitle = words("list.comma").join(name_area(area, words) for area in areas_beside(where))
    return draft.paper("brief", request.id, title, subtitle=subtitle, status=request.status, concise=True)


def core_targets() -> tuple[str, ...]:
    """Return the targets with an indicator of ICTs."""
    return tuple(sorted({load().indicators[indicator].target for indicator in ict_indicators()}))


def areas_beside(country: str) -> tuple[str, ...]:
    """Return a region of ITU and a group of the country, the group first; nothing for what is no country."""
    framework = load()
    areas = framework.areas_of(country) if country in framework.countries else ()
    held = [area for area in areas if framework.areas[area].kind in ("itu-region", "group")]
    return tuple(held[-_BESIDE:])


def _write_core(draft: ReportDraft, where: str, own: Sequence[SeriesStanding], areas: Sequence[str]) -> None:
    """Write the core ICT indicators of the country beside those of other areas, each with its aim."""
    words = draft.words
    if not (core := [choose_core(rows) for rows in group_core(own).values() if rows]):
        draft.missing("no-figures", "figures-advice", name=name_area(where, words))
        return
    heads = (
        Column(words("col.indicator"), 31),
        Column(name_area(where, words), 13, True),
        *(Column(name_area(area, words), 12, True) for area in areas),
        Column(words("col.aim"), 10, True),
        Column(words("col.standing"), 20),
    )
    rows = tuple(TableRow(_core_row(draft, row, areas)) for row in core)
    draft.add(Table("t-core", words("cap.core"), heads, rows, (Text(words("brief.note")),)))


def _core_row(draft: ReportDraft, row: SeriesStanding, areas: Sequence[str]) -> tuple[Inlines, ...]:
    unit: Inlines = (named_text(f" ({text})", muted=True),) if (text := draft.words.unit(row.unit)) else ()
    head = named_text(*name_series(row.indicator, row.name, draft.words.language))
    aim = draft.ask(write_question("aim", area=row.area, series=row.series)) if row.aim is not None else Text("–")
    others = [_value_beside(draft, row.series, area) for area in areas]
    state = named_text(figures.describe_state(row, draft))
    return (head, *unit), figures.show_value(draft, row), *others, (aim,), (state,)


def _value_beside(draft: ReportDraft, series: str, area: str) -> Inlines:
    """Return the published value of an area with its year, else the mean of its countries weighted by population."""
    held = draft.account.standing.get((area, series, ""))
    if held is not None and held.years:
        return figures.show_value(draft, held)
    question = write_question("mean", area=area, series=series)
    return (draft.ask(question),) if draft.fact(question).value is not None else (Text("–", muted=True),)


def _write_funded(draft: ReportDraft, where: str, name: str) -> None:
    """Write the frameworks of the country, what UN INFO funds there, and the largest activities on action lines."""
    draft.section("s-money", "h.framework-and-money")
    documents = [held for held in draft.account.instruments if held.country == where]
    titles = ((held.title or held.symbol, held.language, held.date[:4]) for held in documents)
    draft.listing((named_text(title, language), named_text(f" ({year})")) for title, language, year in titles)
    if not (funded := remove_repeats(draft.account.funded)):
        draft.missing("missing.funded-here", "advice.funded", name=name)
        return
    figures.say_funded(draft, "pack.funded", name, area=where)
    figures.say_funded(draft, "brief.funded-lines", area=where, lines="yes")
    on_lines = [part for part in funded if any(link.level == "action_line" for link in part.links)]
    largest = sorted(on_lines, key=lambda part: (-float(part.available or 0), part.id))[:_FUNDED]
    draft.listing(
        (
            named_text(f"{part.agency}: {clip_text(part.name, 160)} ", part.language),
            *draft.money(f"funded.available?entry={part.id}"),
            Text(" "),
            *draft.cite(f"funded:{part.id}"),
        )
        for part in largest
        if part.available
    )


PROFILE_SLOTS = ("introduction", "conclusion")
_GAPS, _PLACED, _OTHERS, _TARGETS = 10, 12, 3, 5


def write_profile(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the profile of the country or region `area`."""
    words, where = draft.words, request.area
    inside, name = area_and_members(where), name_area(where, words)
    own = [standing for standing in draft.account.standings if standing.area == where]
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    figures.write_brief(draft, where, name, own)
    draft.para(
        draft.say(
            "profile.done",
            name=name,
            activities=draft.counted("activities", f"activities?area={where}"),
            practices=draft.counted("practices", f"activities?area={where}&practice=yes"),
            organisations=draft.counted("organisations", f"organisations?area={where}"),
        )
    )
    draft.section("s-stands", "h.stands", name=name)
    _write_core(draft, where, own, ())
    lag = figures.find_furthest(own, _GAPS)
    draft.section("s-gaps", "h.gaps")
    if lag:
        figures.add_standing_table(draft, "t-gaps", "cap.gaps", lag, name=name)
    elif own:
        draft.para(draft.say("no-gaps", name=name))
    else:
        draft.missing("no-figures", "figures-advice", name=name)
    _write_divides(draft, where, inside, name)
    draft.section("s-activities", "h.activities")
    activities = records.find_activities(draft, f"activities?area={where}")
    records.add_activity_table(draft, "t-activities", "cap.activities", activities[:_PLACED], name=name)
    draft.section("s-asked", "h.asked")
    if asks := [ask for ask in find_asks(draft, where) if ask.status not in CLOSED]:
        draft.para(draft.say("profile.asked", mandates=draft.counted("mandates", f"mandates?asked={where}")))
        draft.table("t-asked", "cap.asked", PACK_COLUMNS, records.ask_rows(draft, asks[:_PLACED]))
    else:
        draft.missing("no-asked", "no-mandates-advice")
    _write_others(draft, inside, lag)
    write_money(draft, inside, name)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    subtitle = words("list.comma").join(name_area(area, words) for area in areas_beside(where))
    title = request.title or words("title.profile", name=name)
    return draft.paper("profile", request.id, title, subtitle=subtitle, status=request.status)


def _write_divides(draft: ReportDraft, where: str, inside: frozenset[str], name: str) -> None:
    draft.section("s-divides", "h.divide")
    areas = {where} if where in load().countries else inside
    text = False
    for divide in ("sex", "location"):
        divides = [divide for divide in figures.find_divides(draft, areas, divide) if is_share(divide.unit)]
        if divides:
            text = True
            figures.add_divide_table(
                draft, f"t-divide-{divide}", f"cap.divides-{divide}", divides[:10], divide, name=name
            )
    if not text:
        draft.missing("no-divide", "figures-advice")


def _write_others(draft: ReportDraft, inside: frozenset[str], lag: list[SeriesStanding]) -> None:
    """Write good practices elsewhere on the targets of the gaps."""
    draft.section("s-others", "h.others")
    text = False
    targets = dict.fromkeys(concept for standing in lag for concept in standing.concepts if concept in load().targets)
    for target in list(targets)[:_TARGETS]:
        activities = [activity for activity in draft.account.activities if _is_elsewhere(activity, target, inside)][
            :_OTHERS
        ]
        if activities:
            text = True
            draft.para(draft.say("profile.others", target=full_name(target, draft.words)))
            draft.listing(_practice_item(draft, activity, target) for activity in activities)
    if not text:
        draft.missing("no-others")


def _is_elsewhere(activity: ActivityRecord, target: str, inside: frozenset[str]) -> bool:
    return (
        activity.practice
        and not inside & set(activity.places)
        and any(link.concept == target for link in activity.links)
    )


def _practice_item(draft: ReportDraft, activity: ActivityRecord, target: str) -> Inlines:
    """Return a good practice with the words of its record as evidence."""
    link = next(link for link in activity.links if link.concept == target)
    quote = next((word.quote for word in link.words if word.quote), "")
    item = records.activity_item(draft, activity)
    if not quote:
        return item
    return (
        *item[:-1],
        named_text(draft.words("quoted", words=evidence.clip_text(quote)), activity.language),
        *item[-1:],
    )
