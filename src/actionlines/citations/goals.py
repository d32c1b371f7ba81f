"""Sustainable Development Goals and their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations.unit import Mention, Unit
from actionlines.lazily import expression

# highest numbered and last lettered target of Goals 1 to 17 (A/RES/70/1, A/RES/71/313)
_LAST_TARGETS = "5b 5c 9d 7c 6c 6b 5b 10b 5c 7c 7c 8c 3b 7c 9c 10b 19"
_TARGETS = {
    goal: re.fullmatch(r"(\d+)(\w?)", last).groups()  # type: ignore[union-attr]
    for goal, last in enumerate(_LAST_TARGETS.split(), start=1)
}
_GOAL_WORDS = ("goal", "sdg", "objectif", "objetivo", "цел", "odd", "ods", "цур")
_TARGET_WORDS = ("target", "cible", "meta", "задач")
# "No. 4", "number 4", "n° 4", "#4": what may stand between the word and its number
_MARK = r"(?:(?:Nos?\b\.?|numbers?|num[eé]ro|número|núm\.|n\s?[°º]|№|#)\s{0,2}:?\s{0,2})?"
_GOAL_HEAD = expression(
    r"(?P<words>Sustainable\s{1,4}Development\s{1,4}Goals?|Objectifs?\s{1,3}de\s{1,3}développement\s{1,3}durable"
    r"|Objetivos?\s{1,3}de\s{1,3}Desarrollo\s{1,3}Sostenible|SDGs?|ODD|ODS|ЦУР|Goals?|Objectifs?|Objetivos?"
    r"|Цел[ьяией]{1,3})"
    rf"(?:\s{{1,3}}\(SDGs?\))?(?P<gap>\s{{0,3}}(?:Goals?\s{{1,3}}|targets?\s{{1,3}}|-|\(|:\s{{1,3}})?{_MARK})(?=\d)",
    re.I,
)
_TARGET_HEAD = expression(rf"(?:targets?|cibles?|metas?|задач[аиеу])\s{{1,3}}{_MARK}(?=\d)", re.I)
_NAMED = expression(r"(?:SDG|Sustainable\s{1,4}Development(?:\s{1,4}Goals?)?)\s{1,4}$", re.I)
_NUMBER = expression(
    r"(?P<goal>\d{1,2})(?:\.(?P<target>\d{1,2}|[a-d])(?!\w))?(?![\d/%]|\.\d|-\d{3}|\s?(?:per\s?cent|million|[GMk]Hz))"
)
_JOINT = expression(
    r"\s{0,3}(?:[,;/&]\s{0,3}(?:(?:and|or|et|y|и)\s{1,3})?|(?:and|or|to|et|y|и|à|al?)\s{1,3}|-\s?)"
    r"(?:(?:SDGs?|Goals?|targets?)\s{1,3})?"
)
# "... the goals\n3.1 The office": a numbered paragraph begins
_OPENS_LINE = expression(r"\n\s{0,3}\d{1,2}\.\d{1,2}\s{1,4}[A-Z][a-z]")
_OTHER = expression(
    r"(?:millennium\s{1,4}development|strategic|aichi(?:\s{1,3}biodiversity)?|global|programme|education|itu(?:'s|-[drt])?"
    r"|biodiversity|voluntary|policy|2020)\s{1,4}$"
)


def find_goals(unit: Unit) -> Iterator[Mention]:
    """ "SDG 9", "Goals 4, 5 and 10", "targets 4.b and 5.b": Goals 1 to 17 and the targets that exist."""
    for word in _GOAL_WORDS:
        done = 0
        for position in unit.places(word):
            if position < done or (position and unit.text[position - 1].isalnum()):
                continue
            members = _goals(unit, position)
            done = members[-1].end if members else done
            yield from members
    for word in _TARGET_WORDS:
        for position in unit.places(word):
            found = _TARGET_HEAD.match(unit.text, position)
            if found is None or (position and unit.text[position - 1].isalnum()) or _is_other(unit, position):
                continue
            yield from _listed(unit, _start(unit, position), found.end(), targets=True)


def _start(unit: Unit, position: int) -> int:
    """Return where the words begin: at "Sustainable Development" or "SDG" when they stand before."""
    named = _NAMED.search(unit.text, max(0, position - 40), position)
    return named.start() if named is not None else position


def _is_other(unit: Unit, position: int) -> bool:
    return _OTHER.search(unit.lower, max(0, position - 40), position) is not None


def _goals(unit: Unit, position: int) -> list[Mention]:
    found = _GOAL_HEAD.match(unit.text, _start(unit, position)) or _GOAL_HEAD.match(unit.text, position)
    if found is None or _is_other(unit, found.start()) or _OPENS_LINE.match(unit.text, found.end("words")):
        return []
    words = found["words"]
    full = words.isupper() or words.upper().startswith("SDG") or len(words.split()) > 1
    if not full and (not unit.context.goals or ":" in found["gap"]):
        return []
    if not found["gap"] and not words.isupper():
        return []  # "Goals20": a footnote mark
    members = _listed(unit, found.start(), found.end(), targets=False)
    # In French and Spanish the first word shows the plural: "Objectifs de développement durable".
    plural = words[-1] in "sS" or words.split()[0][-1] in "sS"
    if len(members) == 1 and members[0].kind == "sdg_goal" and plural:
        return [] if words != "ODS" else members  # "Goals 2": a footnote mark behind a blank
    return members


def _valid(goal: str, target: str | None) -> bool:
    """Return whether the Goal exists, and the target in it."""
    if not 1 <= int(goal) <= 17 or goal.startswith("0"):
        return False
    number, letter = _TARGETS[int(goal)]
    if target is None:
        return True
    return 1 <= int(target) <= int(number) if target.isdigit() else target <= letter


def _listed(unit: Unit, start: int, position: int, *, targets: bool) -> list[Mention]:
    """Return the members of the list at `position`; the head belongs to the first."""
    members: list[Mention] = []
    while len(members) < 40 and (number := _NUMBER.match(unit.text, position)) is not None:
        goal, target = number["goal"], number["target"]
        if not _valid(goal, target) or (targets and target is None):
            break
        begin = start if not members else number.start()
        if target:
            members.append(Mention(begin, number.end(), "sdg_target", f"sdg:{goal}.{target}"))
        else:
            members.append(Mention(begin, number.end(), "sdg_goal", f"sdg:{goal}"))
        joint = _JOINT.match(unit.text, number.end())
        if joint is None:
            break
        position = joint.end()
    return members
