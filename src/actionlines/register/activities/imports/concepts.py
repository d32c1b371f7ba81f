"""What a cell names: action lines, goals, targets and commitments, by number or by name in six languages.

>>> find("C7 e-health", "action_lines"), find("SDG 9", "goals"), find("9.c", "targets")
('C7-ehealth', 'sdg:9', 'sdg:9.c')
>>> find("GDC 11a", "commitments")
'gdc:11a'
"""

import re
from collections.abc import Mapping
from functools import cache

from actionlines.framework import load
from actionlines.register.activities.imports.cells import key, meanings
from actionlines.register.core.concepts import kind_of

# Field -> kind of the concepts in it; a cell may name another kind all the same, where it says so.
KINDS = {"action_lines": "action_line", "goals": "goal", "targets": "target", "commitments": "commitment"}
# "Le renforcement des capacités" is also written without its article.
_ARTICLE = re.compile(r"^(?:the |le |la |les |l['’]|el |los |las )", re.I)
_NUMBER = re.compile(r"(?<![\w.])(?:c\s?)?\d{1,3}(?:[.(]?[a-z0-9]{1,3}\)?)?(?![\w.])", re.I)


def find(text: str, field: str) -> str | None:
    """The id of the concept that a cell of this field names; None where it names none."""
    if not text.strip() or len(text) > 300:
        return None
    names, numbers = _table("names"), _table(KINDS[field])
    if number := exact(text, field):
        return number
    # "C7: E-health", "9.c - Access to ICT": the number in front; "Goal 9": behind the word for it.
    for match in _NUMBER.finditer(text[:40]):
        if number := numbers.get(key(match[0])):
            before, behind = key(text[: match.start()]), key(text[match.end() :])
            if kind_of(named := names.get(behind, "")) == "action_line" and named.startswith(number):
                return named
            if not before or any(before in meanings(kind) for kind in ("goal", "commitment", "line")):
                return number
    return None


def exact(text: str, field: str) -> str | None:
    """The id of the concept whose number or name the text is, and nothing more."""
    folded = key(text)
    return _table(KINDS[field]).get(folded) or _table("names").get(folded)


@cache
def _table(kind: str) -> Mapping[str, str]:
    """Folded number or name -> id. A bare number means what the column is about."""
    framework = load()
    matches: dict[str, str] = {}
    if kind == "names":
        for line in framework.action_lines.values():
            matches[key(line.id)] = line.id
            for name in line.names.values():
                matches.setdefault(key(name), line.id)
                matches.setdefault(key(_ARTICLE.sub("", name)), line.id)
        for goal in framework.goals.values():
            for name in goal.names.values():
                matches.setdefault(key(name), goal.id)
        for item in (*framework.goals, *framework.targets, *framework.commitments):
            matches.setdefault(key(item), item)
        return matches
    every = (*framework.action_lines, *framework.goals, *framework.targets, *framework.commitments)
    for item in every:
        if kind_of(item) == kind:
            bare = item.partition(":")[2] or item
            matches[key(bare)] = item
            if kind == "action_line":
                matches.setdefault(key(bare.removeprefix("C")), item)
    return matches
