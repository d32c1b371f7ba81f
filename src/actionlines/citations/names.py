"""Instruments cited by name: the 2030 Agenda, the Global Digital Compact, the texts of the World Summit.

Sustainable Development Goals and their targets.

Action lines of the World Summit: "Action Lines C2, C5 and C6", "C7 e-health", "C3. Access ...".
"""

import re
from collections.abc import Iterator
from functools import cache

from actionlines.citations.model import Mention, Unit, fold_text, lower_text
from actionlines.citations.places import flexible_pattern
from actionlines.framework.references import NamedInstrument, list_instruments
from actionlines.lazily import expression

# names that contain one of ours but are another instrument
_NOT_BEFORE = expression(r"(?:connect|africa|arab|asean|vision|quito|national)\s{1,3}$", re.I)
_SUMMIT = expression(r"world\s{1,3}summit\s{1,3}on\s{1,3}the\s{1,3}information\s{1,3}society|\bwsis\b|\bgeneva\b")
_OTHER_PLAN = expression(
    r"(?:buenos\s+aires|dubai|hyderabad|kigali|doha|istanbul|valletta|baku|vienna|durban|beijing|madrid|rabat|lima"
    r"|global|national|regional|strategic|joint|world)\s{1,4}$"
)
# how far from the Summit's name a bare "Declaration of Principles" may stand
_NEAR = 320
# highest numbered and last lettered target of Goals 1 to 17 (A/RES/70/1, A/RES/71/313)
_LAST_TARGETS = "5b 5c 9d 7c 6c 6b 5b 10b 5c 7c 7c 8c 3b 7c 9c 10b 19"
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
_CODE = r"C(?P<line>1[01]|[1-9])(?![\w/]|\.\d|\+)"
_LINES = (
    r"(?:action\s{1,4}lines?|lignes?\s{1,3}d'action|grandes?\s{1,3}orientations?|líneas?\s{1,3}de\s{1,3}acción"
    r"|направлени[а-я]{1,3}\s{1,3}деятельности|行动方面)"
)
# a word of each of these that is rare enough to look for
_RARE = ("action", "orientation", "acción", "деятельности", "行动方面")
_WORDS = expression(_LINES, re.I)
_TAIL = expression(
    r"(?:\s{0,3}\(?|:\s{0,3}|,?\s{1,3}(?:especially|particularly|namely|including|notably|such\s{1,3}as"
    rf"|in\s{{1,3}}particular)\s{{1,3}}){_CODE}",
    re.I,
)
_AND = r"(?:and|or|to|et|ou|y|e|и|和)"
_NEXT = expression(
    rf"\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?(?:[,;/&]\s{{0,3}}(?:{_AND}\s{{1,3}})?|{_AND}\s{{0,3}}|-\s?)"
    rf"(?:action\s{{1,3}}line\s{{1,3}})?{_CODE}",
    re.I,
)
_BARE = expression(rf"(?<![\w/.&-]){_CODE}")
_APPLICATION = r"e-?\s?(?P<area>government|business|learning|health|employment|environment|agriculture|science)(?!\w)"
_AREAS = {"government": "egov"}
_APPLIED = expression(r"\s{0,3}[,:.(-]{0,2}\s{0,3}(?:ICT\s{1,3}applications?\s?[:,(-]?\s{0,3})?" + _APPLICATION, re.I)
_MORE_APPLIED = expression(r"\s{0,3}(?:,|and|&|;)\s{0,3}(?:and\s)?" + _APPLICATION, re.I)
_BULLET = expression(
    rf"(?:^|\n)[ \t]*(?:(?:o|[-*•‣▪]|[a-z]\))\s{{1,3}})?(?P<name>{_APPLICATION})[ \t]*(?=\n|$|[.:;])", re.I
)
_HEADING = expression(rf"(?:^|\n)[ \t]*(?P<name>{_CODE})(?:[.:)][ \t]|[ \t]+-?[ \t]*[A-Z])")
# a bare "C4" belongs to action lines named at most this far before it
_NEAR_LINES = 300


@cache
def _name_patterns() -> tuple[tuple[str, int, re.Pattern[str], NamedInstrument], ...]:
    """For every name that is looked for: a rare word in it, where that is, its pattern, and the instrument."""
    patterns = []
    for instrument in list_instruments():
        if instrument.find in ("yes", "wsis"):
            name = fold_text(instrument.name)
            rare = max(lower_text(name).split(), key=len)
            offset = lower_text(name).index(rare)
            patterns.append((rare, offset, re.compile(flexible_pattern(name), re.I), instrument))
    return tuple(patterns)


def find_names(unit: Unit) -> Iterator[Mention]:
    """Named instruments; where two names fit at one place, the fuller."""
    taken: dict[int, int] = {}
    for rare, offset, pattern, instrument in _name_patterns():
        limit = 0
        for position in unit.places(rare):
            # the words before the rare one may be parted by line breaks with blanks
            start = max(limit, position - offset - 3 * instrument.name.count(" "))
            match = pattern.search(unit.text, start, position + len(instrument.name) + 24)
            if match is None or match.start() > position or any(a in taken for a in (match.start(), match.end())):
                continue
            if not _stands_alone(unit, match, instrument):
                continue
            limit = match.end()
            taken[match.start()] = taken[match.end()] = match.end()
            yield Mention(match.start(), match.end(), instrument.kind, instrument.canonical)  # type: ignore[arg-type]


def _stands_alone(unit: Unit, match: re.Match[str], instrument: NamedInstrument) -> bool:
    """Return whether the words are the name itself, not part of another."""
    text, start, end = unit.text, match.start(), match.end()
    if not match.group()[-1].isdigit() and end < len(text) and text[end].isalpha() and text[end].islower():
        return instrument.language in ("zh", "ar")
    if start and (text[start - 1].isalnum()) and instrument.language not in ("zh", "ar"):
        return False
    if match.group()[0].islower() and instrument.language in ("en", "fr", "es"):
        return False
    if _NOT_BEFORE.search(text, max(0, start - 20), start):
        return False
    if instrument.find == "wsis":
        if not unit.context.summit:
            return False
        near = unit.lower[max(0, start - _NEAR) : end + _NEAR]
        before = unit.lower[max(0, start - 24) : start]
        return _SUMMIT.search(near) is not None and _OTHER_PLAN.search(before) is None
    return True


_TARGETS = {
    goal: re.fullmatch(r"(\d+)(\w?)", last).groups()  # type: ignore[union-attr]
    for goal, last in enumerate(_LAST_TARGETS.split(), start=1)
}


def find_goals(unit: Unit) -> Iterator[Mention]:
    """ "SDG 9", "Goals 4, 5 and 10", "targets 4.b and 5.b": Goals 1 to 17 and the targets that exist."""
    for word in _GOAL_WORDS:
        done = 0
        for position in unit.places(word):
            if position < done or (position and unit.text[position - 1].isalnum()):
                continue
            members = _find_goal_list(unit, position)
            done = members[-1].end if members else done
            yield from members
    for word in _TARGET_WORDS:
        for position in unit.places(word):
            match = _TARGET_HEAD.match(unit.text, position)
            if match is None or (position and unit.text[position - 1].isalnum()) or _is_other(unit, position):
                continue
            yield from _find_listed(unit, _find_start(unit, position), match.end(), targets=True)


def _find_start(unit: Unit, position: int) -> int:
    """Return where the words begin: at "Sustainable Development" or "SDG" when they stand before."""
    named = _NAMED.search(unit.text, max(0, position - 40), position)
    return named.start() if named is not None else position


def _is_other(unit: Unit, position: int) -> bool:
    return _OTHER.search(unit.lower, max(0, position - 40), position) is not None


def _find_goal_list(unit: Unit, position: int) -> list[Mention]:
    match = _GOAL_HEAD.match(unit.text, _find_start(unit, position)) or _GOAL_HEAD.match(unit.text, position)
    if match is None or _is_other(unit, match.start()) or _OPENS_LINE.match(unit.text, match.end("words")):
        return []
    words = match["words"]
    full = words.isupper() or words.upper().startswith("SDG") or len(words.split()) > 1
    if not full and (not unit.context.goals or ":" in match["gap"]):
        return []
    if not match["gap"] and not words.isupper():
        return []  # "Goals20": a footnote mark
    members = _find_listed(unit, match.start(), match.end(), targets=False)
    # In French and Spanish the first word shows the plural: "Objectifs de développement durable".
    plural = words[-1] in "sS" or words.split()[0][-1] in "sS"
    if len(members) == 1 and members[0].kind == "sdg_goal" and plural:
        return [] if words != "ODS" else members  # "Goals 2": a footnote mark behind a blank
    return members


def _is_target(goal: str, target: str | None) -> bool:
    """Return whether the Goal exists, and the target in it."""
    if not 1 <= int(goal) <= 17 or goal.startswith("0"):
        return False
    number, letter = _TARGETS[int(goal)]
    if target is None:
        return True
    return 1 <= int(target) <= int(number) if target.isdigit() else target <= letter


def _find_listed(unit: Unit, start: int, position: int, *, targets: bool) -> list[Mention]:
    """Return the members of the list at `position`; the head belongs to the first."""
    members: list[Mention] = []
    while len(members) < 40 and (number := _NUMBER.match(unit.text, position)) is not None:
        goal, target = number["goal"], number["target"]
        if not _is_target(goal, target) or (targets and target is None):
            break
        begin = start if not members else number.start()
        if target:
            members.append(Mention(begin, number.end(), "sdg_target", f"sdg:{goal}.{target}"))
        else:
            members.append(Mention(begin, number.end(), "sdg_goal", f"sdg:{goal}"))
        if (joint := _JOINT.match(unit.text, number.end())) is None:
            break
        position = joint.end()
    return members


def find_lines(unit: Unit) -> Iterator[Mention]:
    """Yield all mentions of lines, listed, with their application, or as headings."""
    text, named = unit.text, False
    for word in _RARE:
        for position in unit.places(word):
            # The words "action line", in any language, around the word at `position`.
            window = _WORDS.finditer(text, max(0, position - 24), position + len(word) + 10)
            lead = next((match for match in window if match.start() <= position < match.end()), None)
            match = _TAIL.match(text, lead.end()) if lead is not None else None
            named = named or lead is not None
            start = lead.start() if lead is not None else position
            while match is not None:
                mentions, end = _find_line(text, start, match)
                yield from mentions
                match = _NEXT.match(text, end)
                start = match.start("line") - 1 if match is not None else end
    if named or unit.context.lines:
        yield from _find_bare(unit)


def _find_line(text: str, start: int, match: re.Match[str]) -> tuple[list[Mention], int]:
    """Return one line, or the applications of C7 that are named with it; and where the words end."""
    number, end = match["line"], match.end()
    mentions: list[Mention] = []
    applied = _APPLIED.match(text, end) if number == "7" else None
    while applied is not None and len(mentions) < 10:
        begin = start if not mentions else applied.start("area") - 2
        mentions.append(Mention(begin, applied.end(), "action_line", f"al:C7-{_find_area(applied['area'])}"))
        end = applied.end()
        applied = _MORE_APPLIED.match(text, end)
    return mentions or [Mention(start, end, "action_line", f"al:C{number}")], end


def _find_area(word: str) -> str:
    return _AREAS.get(word.lower(), "e" + word.lower())


def _find_bare(unit: Unit) -> Iterator[Mention]:
    """Yield lines named without the words: near them in the text, with an application, or as a heading."""
    text = unit.text
    for match in _BARE.finditer(text):
        start = match.start()
        heading = _HEADING.match(text, max(0, text.rfind("\n", max(0, start - 12), start)))
        if not (
            (match["line"] == "7" and _APPLIED.match(text, match.end()))
            or (heading is not None and heading.start("name") == start)
            or "action line" in " ".join(unit.lower[max(0, start - _NEAR_LINES) : start].split())
        ):
            continue
        mentions, end = _find_line(text, start, match)
        yield from mentions
        if match["line"] == "7":
            for bullet in _BULLET.finditer(text, end, min(len(text), end + _NEAR_LINES)):
                name = f"al:C7-{_find_area(bullet['area'])}"
                yield Mention(bullet.start("name"), bullet.end("name"), "action_line", name)
