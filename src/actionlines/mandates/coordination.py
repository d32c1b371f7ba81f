"""Which "and" begins an addressee of its own: "the Territory and the administering Power"."""

from __future__ import annotations

import re

from actionlines.framework.bodies import resolve
from actionlines.lazily import expression
from actionlines.mandates.names import LONGEST_NAME, NameSpans, Span, known

MODIFIERS = expression(
    r"(?:(?:and|or|as well as|all|the|other|relevant|appropriate|competent|their|its|respective)\s+|,\s*)"
    r"*(?:international|regional|subregional|national|local|bilateral|multilateral|intergovernmental"
    r"|non-governmental|governmental|academic|research|technical|public|private|developed|developing|global"
    r"|interregional|scientific|humanitarian|civil|financial|federal|municipal|domestic|bilateral|economic"
    r"|political|social|legal|micro-|small|transit|landlocked|cultural|educational|community|flag|port"
    r"|coastal|market|rural|urban|religious|traditional|industrial|medical|sectoral|thematic)$",
    re.IGNORECASE,
)
LEADING = expression(
    r"(?:(?:to|upon|on) )?(?:(?:the|an?(?= (?:[a-z]+ )?(?:representative|person|member)\b)|both|either)\s+)?",
    re.IGNORECASE,
)
JOINT = expression(r",| and | or ")
AND = expression(
    # From the first blank on: from every one of many it would take the square of their number.
    r"(?<!\s)\s+(?:(?:and also|as well as|and all|and the|and other|and"
    r"|or)\s+|in particular\s+|including\s+|such as\s+)"
)


def one_name(name: str) -> bool:
    """Return whether a name with "and" in it is one ("Office on Drugs and Crime"), not two ("Member States and
    observers").
    """
    parts = [known(part) for part in JOINT.split(name)]
    return len(parts) > 1 and (
        not all(parts) or {body for part in parts for body in part} <= set(known(name))
    )


# What begins with a determiner of its own is a noun phrase of its own.
_DETERMINED = expression(r"(?:the|an?|all|any|other|those|relevant|each|both) (?=[A-Za-z])")
_PREPOSITION = expression(r" (?:of|for|to|on|in|with|between|among|at|from|by|under|that|which|who|whose) ")
# One person holds these, so that what follows "and the" is no further complement of theirs.
_OFFICE = expression(
    r"(?:[A-Z][\w-]+ ){0,2}(?:Director(?: |-)General|Secretary-General|High Commissioner|Executive (?:Director"
    r"|Secretary|Head)|Special (?:Rapporteur|Envoy|Representative|Adviser|Coordinator)|Managing Director"
    r"|(?:Co-)?Chair(?:person|-Rapporteur)?|President|Director|Head|Administrator|Commissioner-General"
    r"|Coordinator|Rapporteur|Registrar|Prosecutor|Secretary|Under-Secretary-General|Representative)"
    r" (?:of|for|on) "
)
_OTHERS = expression(r"(?:all )?other (?:[a-z-]+ ){0,3}[a-z]+s(?: |$)")


def own_phrase(text: str, left: Span, right: Span, names: NameSpans) -> bool:
    """Whether the words at `right` are an addressee of their own by their determiner, not a part of the words
    at `left`: "the Territory and the administering Power", "development partners and other initiatives";
    but "members of the Board and the Council".
    """
    before = LEADING.sub("", text[slice(*left)], count=1)
    after = text[right[0] : min(right[1], right[0] + LONGEST_NAME)]
    if not before or "," in before or not _DETERMINED.match(after) or MODIFIERS.match(before):
        return False
    if _last(before) == _last(after):
        return False  # "States of the region and all other regions"
    somebody = _somebody(after, right[0], names)
    if _PREPOSITION.search(before) and not _named_whole(text, left, names):
        # "an office of the Convention and the Facility": two; "Parties to the Convention and the Protocol": one
        return somebody and _OFFICE.match(before) is not None and after.startswith("the ")
    stands = before[:1].isupper() or bool(known(before) or resolve(before))
    further = _OTHERS.match(after) or after.startswith(("a ", "an "))
    return stands and (somebody or bool((known(before) or _named_whole(text, left, names)) and further))


def _last(words: str) -> str:
    return words.rpartition(" ")[2].removesuffix("s")


def _named_whole(text: str, span: Span, names: NameSpans) -> bool:
    """Return whether the words are a full name and no more ("the Commission on Science")."""
    start = names.start_of(span[1])
    return start is not None and start <= span[0] + len("the ")


def _somebody(words: str, at: int, names: NameSpans) -> bool:
    """Return whether words name somebody: a full name, an office, a group that is known."""
    plain = LEADING.sub("", words, count=1)
    head = AND.split(plain, maxsplit=1)[0]
    if names.begins(at, at + len("the ")) or _OFFICE.match(plain):
        return True
    return bool(known(head) or resolve(head) or known(plain)) or _capital(head)


def _capital(words: str) -> bool:
    """Return whether words are a short name ("the Division")."""
    return words[:1].isupper() and " " not in words
