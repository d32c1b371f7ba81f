"""The part of a report on one action line: mandates, activities, good practices, figures, gaps."""

from __future__ import annotations

from actionlines.framework import load
from actionlines.papers.account.model import Mandate
from actionlines.papers.concepts import full
from actionlines.papers.model import Inlines, Section, Text
from actionlines.papers.sections import activities, evidence, mandates, resources, standings
from actionlines.papers.sections.closing import Told

_DUE, _DONE, _GOOD, _SERIES = 3, 4, 3, 5


def part(draft: Told, line: str, period: str) -> None:
    """Write the section of one line, at level 2.

    period  filters of activities ("since=2025&until=2026"), or ""
    """
    words = draft.words
    tail = f"&{period}" if period else ""
    draft.add(Section(f"s-{line}", full(line, words), 2))
    draft.written(f"line:{line}")
    held = spoken(draft, line)
    if held:
        draft.para(
            draft.say(
                "line.asked", mandates=draft.counted("mandates", f"mandates?line={line}"),
                instruments=draft.counted("instruments", f"instruments?asks=yes&line={line}"),
                list=mandates.statuses(draft, f"line={line}"),
            )
        )  # fmt: skip
        _due(draft, held)
    else:
        draft.missing("line.no-mandates", "line.no-mandates-advice")
    done = mandates.activities_of(draft, f"activities?line={line}{tail}")
    if done:
        draft.para(
            draft.say(
                "line.done", activities=draft.counted("activities", f"activities?line={line}{tail}"),
                organisations=draft.counted("organisations", f"organisations?line={line}{tail}"),
                countries=draft.counted("countries", f"countries?line={line}{tail}"),
            )
        )  # fmt: skip
        activities.listing(draft, [one for one in done if not one.practice][:_DONE])
        good = [one for one in done if one.practice]
        if good:
            draft.para(
                draft.say(
                    "line.good",
                    practices=draft.counted("practices", f"activities?line={line}&practice=yes{tail}"),
                )
            )
            activities.listing(draft, good[:_GOOD])
    else:
        draft.missing("line.no-activities", "line.no-activities-advice")
    _figures(draft, line)
    _gaps(draft, line, held)


def spoken(draft: Told, line: str) -> list[Mandate]:
    """Return the mandates that speak to a line or one of its parts, in the order of the texts."""
    from actionlines.papers.account.filters import mandates as asked
    from actionlines.papers.account.question import question

    return asked(draft.account, question(f"mandates?line={line}"))


def _due(draft: Told, held: list[Mandate]) -> None:
    found = mandates.due_next(draft, held, _DUE)
    if found:
        draft.para(draft.say("line.due"))
        draft.listing(_due_item(draft, one) for one in found)


def _due_item(draft: Told, one: Mandate) -> Inlines:
    words = draft.words
    return (
        Text(words.date(one.due_on), bold=True, name=True), Text(words("colon")),
        Text(one.action, language=one.language, name=True), *draft.cite(evidence.mandate(one, draft)),
    )  # fmt: skip


def _figures(draft: Told, line: str) -> None:
    """Values of regions side by side on the series that the matrix joins with the line."""
    if not any(line in one.concepts for one in draft.account.standings):
        draft.missing("line.no-figures", "figures-advice")
        return
    wide = standings.side_by_side(draft, line, regions(), _SERIES)
    if wide:
        there = [
            one for one in regions() if any((one, series, "") in draft.account.standing for series in wide)
        ]
        standings.by_area(draft, f"t-figures-{line}", "cap.line-figures", wide, there, line=line)
    draft.para(
        draft.say(
            "line.behind",
            series=draft.counted("series", f"series?line={line}&kind=itu-region"),
            behind=draft.ask(f"series?line={line}&kind=itu-region&behind=yes"),
        )
    )


def _gaps(draft: Told, line: str, held: list[Mandate]) -> None:
    """Write a sentence on each gap of the line."""
    lacks = []
    if held and (without := f"mandates?line={line}&lead=no") and draft.value(without):
        lacks.append(draft.say("gap.lead", mandates=draft.counted("mandates", without)))
    if held and draft.value(f"mandates?line={line}&evidence=no"):
        lacks.append(
            draft.say("gap.evidence", mandates=draft.counted("mandates", f"mandates?line={line}&evidence=no"))
        )
    if not draft.value(f"activities?line={line}&practice=yes"):
        lacks.append(draft.say("gap.practice"))
    money = resources.sentence(draft, f"line={line}")
    if money:
        draft.para(draft.say("line.money", list=money))
    else:
        lacks.append(draft.say("gap.money"))
    if lacks:
        draft.para(draft.say("line.gaps"))
        draft.listing(lacks)


def all_lines() -> tuple[str, ...]:
    """Return the action lines of a report: the lines of C7 in place of C7."""
    return tuple(one.id for one in load().action_lines.values() if one.id != "C7")


def regions() -> tuple[str, ...]:
    """Return the world and the regions of ITU, the areas of the figures on a line."""
    return ("world", *(one.id for one in load().areas.values() if one.kind == "itu-region"))
