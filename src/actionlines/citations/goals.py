"""Sustainable Development Goals and targets, and the action lines of the World Summit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations.unit import Mention, Unit

# highest numbered target and last lettered target of each Goal (A/RES/70/1, A/RES/71/313)
_TARGETS = dict(
    zip(
        range(1, 18),
        "5b 5c 9d 7c 6c 6b 5b 10b 5c 7c 7c 8c 3b 7c 9c 10b 19".split(),
        strict=True,
    )
)
_GOAL_HEAD = re.compile(
    r"(?P<words>Sustainable\s{1,4}Development\s{1,4}Goals?|SDGs?|ODD|ODS|ЦУР|Goals?|Objectifs?|Objetivos?|Цел[ьяией]{1,3})"
    r"(?:\s{1,3}\(SDGs?\))?(?P<gap>\s{0,3}(?:Goals?\s{1,3}|targets?\s{1,3}|No\.?\s{0,2}|-)?)(?=\d)",
    re.I,
)
_TARGET_HEAD = re.compile(
    r"(?:(?:Sustainable\s{1,4}Development\s{1,4}Goal|SDG)\s{1,3})?(?:targets?|cibles?|metas?|задач[аиеу])\s{1,3}(?=\d)",
    re.I,
)
_NUMBER = re.compile(r"(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2}|[a-d])(?![\w]))?(?![\d/%]|\.\d|-\d{3}|\s?(?:per\s?cent|million))")
_JOINT = re.compile(
    r"\s{0,3}(?:[,;/&]\s{0,3}(?:and\s{1,3}|or\s{1,3}|et\s{1,3}|y\s{1,3}|и\s{1,3})?|(?:and|or|to|et|y|и|à|al?)\s{1,3}|-\s?)"
    r"(?:(?:SDGs?|Goals?|targets?)\s{1,3})?"
)
_OTHER_GOALS = re.compile(
    r"(?:millennium\s{1,4}development|strategic|aichi(?:\s{1,3}biodiversity)?|global|programme|education|itu|itu's|"
    r"biodiversity|voluntary|policy|2020|itu-[drt])\s{1,4}$"
)

_LINE = r"C(?P<line>1[01]|[1-9])(?![\w/]|\.\d|\+)"
_LINE_HEAD = re.compile(rf"action\s{{1,4}}lines?(?:\s{{1,3}}\(?|,?\s(?:especially|particularly|namely|including|in\s{{1,3}}particular|notably)\s|:\s){_LINE}".replace("C(?P", "C(?P"), re.I)
_LINE_NEXT = re.compile(
    r"\s{0,3}(?:\([^()]{0,60}\)\s{0,3})?(?:[,;/&]\s{0,3}(?:and\s{1,3}|or\s{1,3})?|(?:and|or|to)\s{1,3}|-\s?)(?:action\s{1,3}line\s{1,3})?" + _LINE,
    re.I,
)
_LINE_BARE = re.compile(rf"(?<![\w/.&-]){_LINE}")
_APPLICATION = (
    r"e-?\s?(?P<area>government|business|learning|health|employment|environment|agriculture|science)(?![\w])"
)
_AREAS = {"government": "egov"}
_APPLIED = re.compile(rf"\s{{0,3}}[,:.(-]{{0,2}}\s{{0,3}}(?:ICT\s{{1,3}}applications?\s?[:,(-]?\s{{0,3}})?{_APPLICATION}", re.I)
_MORE_APPLIED = re.compile(rf"\s{{0,3}}(?:,|and|&|;)\s{{0,3}}(?:and\s)?{_APPLICATION}", re.I)
_BULLET = re.compile(rf"(?:^|\n)[ \t]*(?:(?:o|[-*•–‣▪]|[a-z]\))\s{{1,3}})?(?P<name>{_APPLICATION})[ \t]*(?=\n|$|[.:;])", re.I)
_HEADING = re.compile(rf"(?:^|\n)[ \t]*(?P<name>{_LINE})[.:)]?[ \t]", re.I)
# a bare "C4" belongs to action lines named at most this far before it
_NEAR = 300


def _valid(goal: str, target: str | None) -> bool:
    """Whether the Goal exists, and the target in it."""
    if not 1 <= int(goal) <= 17 or goal.startswith("0"):
        return False
    if target is None:
        return True
    limits = _TARGETS[int(goal)]
    last = limits.rstrip("abcd")
    if target.isdigit():
        return 1 <= int(target) <= int(last) and not target.startswith("0")
    return target <= limits[len(last) :]


def _listed(unit: Unit, found: re.Match[str], *, targets: bool) -> list[Mention]:
    """The members of the list behind a head, the head belonging to the first."""
    members: list[Mention] = []
    position, start = found.end(), found.start()
    while len(members) < 40 and (number := _NUMBER.match(unit.text, position)) is not None:
        goal, target = number["goal"], number["target"]
        if not _valid(goal, target) or (targets and target is None):
            break
        name = f"sdg:{goal}.{target}" if target else f"sdg:{goal}"
        begin = start if not members else number.start()
        members.append(Mention(begin, number.end(), "sdg_target" if target else "sdg_goal", name))
        joint = _JOINT.match(unit.text, number.end())
        if joint is None:
            break
        position = joint.end()
    return members


def find_goals(unit: Unit) -> Iterator[Mention]:
    """"SDG 9", "Goals 4, 5 and 10", "targets 4.b and 5.b": Goals 1 to 17 and the targets that exist."""
    done = 0
    for word in ("goal", "sdg", "objectif", "objetivo", "цел", "odd", "ods", "цур"):
        done = 0
        for position in unit.places(word):
            if position < done or (position and unit.text[position - 1].isalnum()):
                continue
            start = position
            if word == "goal":
                lead = re.compile(r"Sustainable\s{1,4}Development\s{1,4}$", re.I).search(
                    unit.text, max(0, position - 36), position
                )
                start = lead.start() if lead is not None else position
            found = _GOAL_HEAD.match(unit.text, start)
            if found is None or not _goal_head(unit, found):
                continue
            members = _listed(unit, found, targets=False)
            plural = found["words"].lower().endswith(("goals", "sdgs", "objectifs", "objetivos"))
            if plural and len(members) == 1 and members[0].kind == "sdg_goal":
                continue  # "Goals 2": the number is a footnote mark
            if members:
                done = members[-1].end
                yield from members
    for word in ("target", "cible", "meta", "задач"):
        for position in unit.places(word):
            if position and unit.text[position - 1].isalnum():
                continue
            found = _TARGET_HEAD.match(unit.text, position)
            if found is not None and not _OTHER_GOALS.search(unit.lower, max(0, position - 30), position):
                lead = re.compile(r"(?:SDG|Sustainable\s{1,4}Development\s{1,4}Goals?)\s{1,3}$").search(
                    unit.text, max(0, position - 36), position
                )
                members = _listed(unit, found, targets=True)
                if members and lead is not None:
                    members[0].start = lead.start()
                yield from members


def _goal_head(unit: Unit, found: re.Match[str]) -> bool:
    """Whether the word speaks of the Sustainable Development Goals."""
    words = found["words"]
    if _OTHER_GOALS.search(unit.lower, max(0, found.start() - 40), found.start()):
        return False
    if words.isupper() or words.upper().startswith("SDG") or "evelopment" in words.lower():
        glued = not found["gap"] and words[-1] == "s"
        return not glued and not (not found["gap"] and words.lower().endswith("goal"))
    if not found["gap"].strip(" \n") and not found["gap"]:
        return False
    return unit.context.goals


def find_lines(unit: Unit) -> Iterator[Mention]:
    """"Action Lines C2, C5 and C6", "C7 e-health", headings "C3. Access to ..."."""
    text = unit.text
    seen: list[int] = []
    done = 0
    for position in unit.places("action"):
        head = _LINE_HEAD.match(text, position)
        if head is None:
            if re.compile(r"action\s{1,4}lines?", re.I).match(text, position):
                seen.append(position)
            continue
        seen.append(position)
        found: re.Match[str] | None = head
        start = head.start()
        while found is not None and len(seen) < 10**7:
            mentions, done = _line(text, start, found)
            yield from mentions
            found = _LINE_NEXT.match(text, done)
            start = found.start("line") - 1 if found is not None else 0
    if not unit.context.lines and not seen:
        return
    yield from _bare_lines(unit)


def _line(text: str, start: int, found: re.Match[str]) -> tuple[list[Mention], int]:
    """The mention of one line, with its application where one is named; and where it ends."""
    number, end = found["line"], found.end()
    if number == "7":
        mentions: list[Mention] = []
        applied = _APPLIED.match(text, end)
        while applied is not None and len(mentions) < 10:
            begin = start if not mentions else applied.start("area") - 2
            mentions.append(Mention(begin, applied.end(), "action_line", f"al:C7-{_area(applied['area'])}"))
            end = applied.end()
            applied = _MORE_APPLIED.match(text, end)
        if mentions:
            return mentions, end
    return [Mention(start, end, "action_line", f"al:C{number}")], end


def _area(word: str) -> str:
    return _AREAS.get(word.lower(), "e" + word.lower())


def _bare_lines(unit: Unit) -> Iterator[Mention]:
    """Lines named without the words: near them in the text, with an application, or as a heading."""
    text = unit.text
    for found in _LINE_BARE.finditer(text):
        start = found.start()
        applied = found["line"] == "7" and _APPLIED.match(text, found.end())
        heading = _HEADING.match(text, max(0, text.rfind("\n", max(0, start - 12), start)))
        is_heading = heading is not None and heading.start("name") == start
        near = "action line" in " ".join(unit.lower[max(0, start - _NEAR) : start].split())
        if applied or is_heading or near:
            mentions, end = _line(text, start, found)
            yield from mentions
            if found["line"] == "7":
                for bullet in _BULLET.finditer(text, end, min(len(text), end + _NEAR)):
                    name = f"al:C7-{_area(bullet['area'])}"
                    yield Mention(bullet.start("name"), bullet.end("name"), "action_line", name)
