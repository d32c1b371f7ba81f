"""The profile of a country or region: figures, gaps, activities, mandates, practices elsewhere, money."""

from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.papers.account.model import ActivityRecord, SeriesStanding
from actionlines.papers.account.question import area_and_members
from actionlines.papers.model import Inlines, Paper
from actionlines.papers.names import full_name
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import evidence, figures, records
from actionlines.papers.sections.draft import named_text
from actionlines.papers.sections.evidence import name_area
from actionlines.papers.sections.narrative import ReportDraft
from actionlines.papers.words import is_share

SLOTS = ("introduction", "conclusion")
CONNECTIVITY = "sdg:17.8"
_GAPS, _SERIES, _ACTIVITIES, _ASKED, _OTHERS, _TARGETS = 10, 10, 12, 12, 3, 5


def write_profile(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the profile of the country or region `asked.area`."""
    words, where = draft.words, request.area
    inside = area_and_members(where)
    name = name_area(where, words)
    own = [standing for standing in draft.account.standings if standing.area == where]
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    _write_brief(draft, where, name, own)
    _write_standing(draft, own)
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
    records.add_activity_table(draft, "t-activities", "cap.activities", activities[:_ACTIVITIES], name=name)
    _write_asked(draft, where, name)
    _write_others(draft, inside, lag)
    _write_money(draft, inside, name)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    title = request.title or words("title.profile", name=name)
    subtitle = _name_groups(draft, where)
    return draft.paper("profile", request.id, title, subtitle=subtitle, status=request.status)


def _name_groups(draft: ReportDraft, where: str) -> str:
    """Return the regions and groups of a country in words, or that it belongs to none."""
    framework = load()
    if where not in framework.countries:
        return ""
    held = [
        name_area(area, draft.words)
        for area in framework.areas_of(where)
        if framework.areas[area].kind in ("itu-region", "un-commission", "group")
    ]
    return draft.words("list.comma").join(held) or draft.words("no-groups")


def _write_brief(draft: ReportDraft, where: str, name: str, own: list[SeriesStanding]) -> None:
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


def _write_standing(draft: ReportDraft, own: list[SeriesStanding]) -> None:
    """Write the figures: connectivity first, then the targets."""
    draft.section("s-connectivity", "h.connectivity")
    connected = [item for item in own if CONNECTIVITY in item.concepts and not item.breakdown][:_SERIES]
    if connected:
        figures.add_standing_table(draft, "t-connectivity", "cap.connectivity", connected)
    else:
        draft.missing("no-connectivity", "figures-advice")
    draft.section("s-targets", "h.targets")
    shown_ids = {item.id for item in connected}
    linked: dict[str, list[SeriesStanding]] = {}
    for item in own:
        target = next((concept for concept in item.concepts if concept in load().targets), "")
        if target and item.id not in shown_ids and not item.breakdown:
            linked.setdefault(target, []).append(item)
    if not linked:
        draft.missing("no-targets", "figures-advice")
        return
    for target in sorted(linked, key=lambda item: -max((row.lag or 0.0) for row in linked[item]))[:_TARGETS]:
        key = target.replace(":", "-").replace(".", "-")
        rows = sorted(linked[target], key=lambda item: (-(item.lag or 0.0), item.series))[:3]
        figures.add_standing_table(draft, f"t-{key}", "cap.target", rows, target=full_name(target, draft.words))


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


def _write_asked(draft: ReportDraft, where: str, name: str) -> None:
    """Write the mandates that ask the country, by name or in a group, and those that its organisations lead."""
    draft.section("s-asked", "h.asked")
    leads = {organisation.id for organisation in draft.account.organisations if organisation.country == where}
    question = asked_of(where)
    held = [
        mandate
        for mandate in draft.account.mandates
        if mandate.status not in ("delivered", "superseded")
        and (mandate.lead in leads or question.is_among(body for body, _words in mandate.addressees))
    ]
    held.sort(key=lambda item: (item.lead not in leads, not item.due_on, item.due_on, item.symbol, item.id))
    if held:
        draft.para(draft.say("profile.asked", mandates=draft.counted("mandates", f"mandates?asked={where}")))
        rows = records.mandate_rows(draft, held[:_ASKED], symbol=True)
        draft.table("t-asked", "cap.asked", records.MANDATE_COLUMNS, rows)
    else:
        draft.missing("no-asked", "no-mandates-advice")


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


def _write_money(draft: ReportDraft, inside: frozenset[str], name: str) -> None:
    """Write envelopes with an allocation to an activity here, or with an organisation from here."""
    draft.section("s-money", "h.resources")
    here = {activity.id for activity in draft.account.activities if inside & set(activity.places)}
    owners = {organisation.id for organisation in draft.account.organisations if organisation.country in inside}
    envelopes = [
        envelope
        for envelope in draft.account.envelopes
        if envelope.organisation in owners or any(activity in here for activity, _amount in envelope.allocations)
    ]
    if envelopes:
        figures.add_envelope_table(draft, "t-money", "cap.money", envelopes, name=name)
    else:
        draft.missing("no-money", "no-envelopes-advice", name=name)
