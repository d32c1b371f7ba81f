"""The profile of a country or region: figures, gaps, activities, mandates, practices elsewhere, money."""

from __future__ import annotations

from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.indicators.check.problem import units_of
from actionlines.papers.account.model import Activity, Standing
from actionlines.papers.account.question import area_and_members
from actionlines.papers.model import Inlines, Paper
from actionlines.papers.names import full_name
from actionlines.papers.reports.request import Asked
from actionlines.papers.sections import evidence, figures, records
from actionlines.papers.sections.draft import named_text
from actionlines.papers.sections.labels import name_area
from actionlines.papers.sections.narrative import ReportDraft

SLOTS = ("introduction", "conclusion")
CONNECTIVITY = "sdg:17.8"
_GAPS, _SERIES, _ACTIVITIES, _ASKED, _OTHERS, _TARGETS = 10, 10, 12, 12, 3, 5


def write_profile(draft: ReportDraft, asked: Asked) -> Paper:
    """Return the profile of the country or region `asked.area`."""
    words, where = draft.words, asked.area
    inside = area_and_members(where)
    name = name_area(where, words)
    own = [one for one in draft.account.standings if one.area == where]
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
    _write_activities(draft, where, name)
    _write_asked(draft, where, name)
    _write_others(draft, inside, lag)
    _write_money(draft, inside, name)
    if draft.has("conclusion"):
        draft.section("s-conclusion", "h.conclusion")
        draft.written("conclusion")
    title = asked.title or words("title.profile", name=name)
    subtitle = _name_groups(draft, where)
    return draft.paper("profile", asked.id, title, subtitle=subtitle, status=asked.status)


def _name_groups(draft: ReportDraft, where: str) -> str:
    """Return the regions and groups of a country in words, or that it belongs to none."""
    framework = load()
    if where not in framework.countries:
        return ""
    held = [
        name_area(one, draft.words)
        for one in framework.areas_of(where)
        if framework.areas[one].kind in ("itu-region", "un-commission", "group")
    ]
    return draft.words("list.comma").join(held) or draft.words("no-groups")


def _write_brief(draft: ReportDraft, where: str, name: str, own: list[Standing]) -> None:
    if own:
        draft.para(
            draft.say(
                "profile.figures",
                name=name,
                series=draft.counted("series", f"series?area={where}"),
                behind=draft.ask(f"series?area={where}&behind=yes"),
            )
        )
    else:
        draft.missing("profile.no-figures", "figures-advice", name=name)
    draft.para(
        draft.say(
            "profile.done",
            name=name,
            activities=draft.counted("activities", f"activities?area={where}"),
            practices=draft.counted("practices", f"activities?area={where}&practice=yes"),
            organisations=draft.counted("organisations", f"organisations?area={where}"),
        )
    )


def _write_standing(draft: ReportDraft, own: list[Standing]) -> None:
    """Write the figures: connectivity first, then the targets."""
    draft.section("s-connectivity", "h.connectivity")
    connected = [one for one in own if CONNECTIVITY in one.concepts and not one.breakdown][:_SERIES]
    if connected:
        figures.add_standing_table(draft, "t-connectivity", "cap.connectivity", connected)
    else:
        draft.missing("no-connectivity", "figures-advice")
    draft.section("s-targets", "h.targets")
    shown = {one.id for one in connected}
    linked: dict[str, list[Standing]] = {}
    for one in own:
        target = next((concept for concept in one.concepts if concept in load().targets), "")
        if target and one.id not in shown and not one.breakdown:
            linked.setdefault(target, []).append(one)
    if not linked:
        draft.missing("no-targets", "figures-advice")
        return
    for target in sorted(linked, key=lambda one: -max((row.lag or 0.0) for row in linked[one]))[:_TARGETS]:
        key = target.replace(":", "-").replace(".", "-")
        rows = sorted(linked[target], key=lambda one: (-(one.lag or 0.0), one.series))[:3]
        figures.add_standing_table(
            draft, f"t-{key}", "cap.target", rows, target=full_name(target, draft.words)
        )


def _write_divides(draft: ReportDraft, where: str, inside: frozenset[str], name: str) -> None:
    draft.section("s-divides", "h.divide")
    areas = {where} if where in load().countries else inside
    told = False
    for divide in ("sex", "location"):
        found = [one for one in figures.find_divides(draft, areas, divide) if one.unit in units_of("share")]
        if found:
            told = True
            figures.add_divide_table(
                draft, f"t-divide-{divide}", f"cap.divides-{divide}", found[:10], divide, name=name
            )
    if not told:
        draft.missing("no-divide", "figures-advice")


def _write_activities(draft: ReportDraft, where: str, name: str) -> None:
    draft.section("s-activities", "h.activities")
    found = records.find_activities(draft, f"activities?area={where}")
    records.add_activity_table(draft, "t-activities", "cap.activities", found[:_ACTIVITIES], name=name)


def _write_asked(draft: ReportDraft, where: str, name: str) -> None:
    """Write the mandates that ask the country, by name or in a group, and those that its organisations lead."""
    draft.section("s-asked", "h.asked")
    leads = {one.id for one in draft.account.organisations if one.country == where}
    asked = asked_of(where)
    held = [
        one
        for one in draft.account.mandates
        if one.status not in ("delivered", "superseded")
        and (one.lead in leads or asked.is_among(body for body, _words in one.addressees))
    ]
    held.sort(key=lambda one: (one.lead not in leads, not one.due_on, one.due_on, one.symbol, one.id))
    if held:
        draft.para(draft.say("profile.asked", mandates=draft.counted("mandates", f"mandates?asked={where}")))
        rows = records.mandate_rows(draft, held[:_ASKED], symbol=True)
        draft.table("t-asked", "cap.asked", records.MANDATE_COLUMNS, rows)
    else:
        draft.missing("no-asked", "no-mandates-advice")


def _write_others(draft: ReportDraft, inside: frozenset[str], lag: list[Standing]) -> None:
    """Good practices elsewhere that speak to the targets of the gaps."""
    draft.section("s-others", "h.others")
    told = False
    targets = dict.fromkeys(concept for one in lag for concept in one.concepts if concept in load().targets)
    for target in list(targets)[:_TARGETS]:
        found = [one for one in draft.account.activities if _is_elsewhere(one, target, inside)][:_OTHERS]
        if found:
            told = True
            draft.para(draft.say("profile.others", target=full_name(target, draft.words)))
            draft.listing(_practice_item(draft, one, target) for one in found)
    if not told:
        draft.missing("no-others")


def _is_elsewhere(one: Activity, target: str, inside: frozenset[str]) -> bool:
    return one.practice and not inside & set(one.places) and any(link.concept == target for link in one.links)


def _practice_item(draft: ReportDraft, one: Activity, target: str) -> Inlines:
    """Return a good practice with the words of its record as evidence."""
    link = next(link for link in one.links if link.concept == target)
    quote = next((said.quote for said in link.words if said.quote), "")
    item = records.activity_item(draft, one)
    if not quote:
        return item
    return (
        *item[:-1],
        named_text(draft.words("quoted", words=evidence.clip_text(quote)), one.language),
        *item[-1:],
    )


def _write_money(draft: ReportDraft, inside: frozenset[str], name: str) -> None:
    """Envelopes of which something is allocated to an activity here, or whose organisation is from here."""
    draft.section("s-money", "h.resources")
    here = {one.id for one in draft.account.activities if inside & set(one.places)}
    owners = {one.id for one in draft.account.organisations if one.country in inside}
    found = [
        one
        for one in draft.account.envelopes
        if one.organisation in owners or any(activity in here for activity, _amount in one.allocations)
    ]
    if found:
        figures.add_envelope_table(draft, "t-money", "cap.money", found, name=name)
    else:
        draft.missing("no-money", "no-envelopes-advice", name=name)
