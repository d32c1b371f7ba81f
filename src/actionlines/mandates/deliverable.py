"""What the addressee is to produce, from the closed list; "none" when nothing.

The table is `data/deliverables.csv`: a verb and, within a few words after it, an object (`only`: for
mandates of this strength). A verb without an object names the deliverable alone ("to map", "to assess").
Verbs only count where an infinitive may begin, so that "in the review" or "the map" do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.words import DATA, word_set

NONE = "none"
# An institution is rarely the point when something is produced by it: "establish a task force to assess".
_WEAK = frozenset({"establishment"})
_STRONGER = frozenset(
    [
        "report",
        "review",
        "assessment",
        "evaluation",
        "mapping",
        "proposal",
        "strategy",
        "road-map",
        "action-plan",
    ]
)
# Objects of these stand close to their verb; receivers and sessions come between a report and its verb.
_CLOSE = frozenset(
    (
        "funds",
        "review",
        "meeting",
        "consultations",
        "standards",
        "targets-indicators",
        "establishment",
        "appointment",
    )
)
_MAX_CLOSE = 90
# Products that another product may be about, or a part of.
_BUILT = frozenset(("targets-indicators", "strategy", "standards", "action-plan", "road-map"))
_ASIDE_OF = expression(
    r"\b(?:on(?! (?:an? )?[a-z-]+ basis)|as part of|relevant to|regarding|concerning|relat(?:ing|ed) to)\b"
)
# "to the Council and to the Assembly" goes on, "and to act" begins a new action.
_VERB = r"(?!(?:the|its|all|their|each|both|every)\s|[A-Z])"
_CONJUNCT = expression(
    rf",? as well as to {_VERB}|[,;]?\s+and\s+(?:also\s+|further\s+)?to\s+{_VERB}|[,;]\s+to\s+{_VERB}|;\s+"
)
# Words after which nouns name contents, means or occasions instead of the product.
_STOP = expression(
    r"\b(?:including|such as|in accordance with|pursuant to|on the basis of|in line with|as set out"
    r"|as contained|taking into"
    r"|implementation of(?! the International (?:Year|Day|Decade|Week))|with a view to|in order to|through"
    r"|by (?=[a-z]+ing\b)|towards|contained in|aimed at|in support of"
    r"|drawing on"
    r"|in preparation for|in the preparation of"
    r"|in the context of|based on|referred to|with regard to|in relation to|related to"
    r"|modalities (?:for|of)|(?:that|which) (?:are|is|was|were"
    r"|has|have|will|would|can|could|may|support|supports))\b"
)
_MAX_GAP = 140


@dataclass(frozen=True, slots=True)
class _Rule:
    label: str
    verbs: re.Pattern[str]
    objects: re.Pattern[str] | None
    only: str
    first: frozenset[str]  # words one of which an action must have; empty where the verbs do not tell


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["label"],
            expression(rf"(?<![\w-])(?:{row['verbs']})(?![\w-])", re.IGNORECASE),
            expression(rf"(?<![\w-])(?:{row['objects']})(?![\w-])", re.IGNORECASE)
            if row["objects"]
            else None,
            row["only"],
            _first_words(row["verbs"]),
        )
        for row in read_table("deliverables", DATA)
    )


_WORDS = expression(r"[a-z]+(?:-[a-z]+)*")
_LITERAL = expression(r"[a-z]+(?:-[a-z]+)*(?= |$|\(\?[=!])")


def _first_words(verbs: str) -> frozenset[str]:
    """The first words of the alternatives, so that most rules need not be tried; empty where one of them begins
    with anything but a word.
    """
    found: set[str] = set()
    depth = start = 0
    for at, character in enumerate(f"{verbs}|"):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            word = _LITERAL.match(verbs[start:at])
            if word is None:
                return frozenset()
            found.add(word.group())
            start = at + 1
    return frozenset(found)


def deliverable(action: str, strength: str = "") -> str:
    """Return the label for the words of an action: the first conjunct that produces something decides."""
    action = _infinitives(_ASIDE.sub("", _OPENING.sub("", _MADE_UNDER.sub("", action))))
    action = _ENDORSED.sub("", action)
    action = _DASHED.sub(" ", action)
    action = _LOOSE.sub(r"\1 ", action)
    if _DROPPED.match(action):
        return NONE
    if _MEETS.match(action):
        return "meeting"
    for low, high in _conjuncts(action):
        if _OTHERS.match(action, low, high):
            continue
        found = _best(action, low, high, strength)
        if found:
            return found
    return NONE


# "in accordance with the rules, there shall be ..."
_OPENING = expression(
    r"^(?:in|on|pursuant|for|at|within|subject|as"
    r"|by|upon|during|starting|from)\b[^,;]{1,160}, "
)
# "the group convened pursuant to paragraph 1 of resolution 70/1 to submit": which group
_MADE_UNDER = expression(
    r" (?:convened|established|created|appointed|set up) (?:pursuant to|in accordance with|under|by) [^,;]{1,80}?"
    r"(?:decision|resolution)s?(?: \d+/\d+)?(?: of \d{1,2} [A-Z][a-z]+ \d{4})?"
)
# "endorse the report and convene a meeting": what is done is the meeting
_ENDORSED = expression(
    r"^(?:endorse|take note of|approve|adopt|accept) [^;]{2,160}? and "
    r"(?=(?:convene|hold|establish|request|invite)\b)"
)
# "provide, written information": what stands between the commas is gone
_LOOSE = expression(r"^([a-z]+), (?=(?:an?|the|its|their|written|detailed|further|additional) )")
_DASHED = expression(r" [—–] ?[^—–;]{1,300}[—–] ")
_DROPPED = expression(
    r"(?:cancel|discontinue|delete|terminate) "
    r"|invite\b.{1,1500} to (?:make|deliver) (?:a |the |an )?(?:[a-z]+ )?statements?\b"
)
# "authorize the groups listed, namely A; B; and C, to meet"
_MEETS = expression(r"authorize\b.{1,1500} to meet\b")
# "to invite States to submit information": others produce it.
_OTHERS = expression(
    r"(?:continue to )?(?:invite|encourage|request"
    r"|urge|call (?:up)?on)\b[^,;]{1,160} to [a-z]"
)
_GERUND = expression(r"(?:^|(?:, |,? and )(?:[a-z]+ly )?)(?P<word>[A-Za-z]+ing)\b")


# "consider providing updates" asks for updates
_CONSIDERED = expression(
    r"\b(?P<to>(?:consider|continue|start|begin)(?:, [^,;]{1,40})?,? |with the (?:task|responsibility) of "
    r"|(?:consider|examine|explore) the possibility of )"
    r"(?P<word>[a-z]+ing)\b"
)


def _infinitives(action: str) -> str:
    """Gerunds ("We commit to: (a) Investing in ...") in the base form that the table has."""
    action = _CONSIDERED.sub(
        lambda match: f"to {_base(match['word'])}" if match["to"].endswith("of ") else _base(match["word"]),
        action,
    )
    opening = _GERUND.match(action)
    if not opening or opening["word"].lower() in _NOUNS:
        return action
    return _GERUND.sub(lambda match: match.group()[: -len(match["word"])] + _base(match["word"]), action)


def _base(gerund: str) -> str:
    word = gerund.lower()
    return _gerunds().get(word, gerund)


@cache
def _gerunds() -> dict[str, str]:
    """Gerunds of the verbs of the table and their base forms; "financing" is a noun as a rule."""
    words = {word for row in read_table("deliverables", DATA) for word in _SINGLE.findall(row["verbs"])}
    return {form: word for word in words for form in _forms(word) if form not in _NOUNS}


_SINGLE = expression(r"(?:^|(?<=\|))[a-z]{3,}(?![\w])")
_NOUNS = frozenset(("funding", "financing", "meeting", "briefing"))


def _forms(word: str) -> tuple[str, ...]:
    return (f"{word}ing", f"{word.removesuffix('e')}ing", f"{word}{word[-1]}ing")


def _conjuncts(action: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _CONJUNCT.finditer(action) if not _shares(action, match)]
    return list(zip([0, *cuts], [*cuts, len(action)], strict=True))[:12]


# "establish, where needed, and to maintain rosters": two verbs with one object
_SHARED = expression(r"[a-z]+(?:, (?:where|as|when|if) [a-z]+)?")


def _shares(action: str, cut: re.Match[str]) -> bool:
    return "and" in cut.group() and _SHARED.fullmatch(action, 0, cut.start()) is not None


_HEAD = (
    r"^|\band|\bor|,|\bshall|\bcontinue to|\bcontinue|\b(?:his|her|its"
    r"|their|the) efforts to|\bpart(?:y|ies)|\bfurther|\balso|ly|\bnot to|\bnot|\b[A-Z][\w-]*"
)
_AT_HEAD = expression(rf"(?:{_HEAD})\s*$")
_FREE = expression(rf"(?:{_HEAD}|\bto|\bby|\bwill|\bmay|\bwould|\bshould|\bmight)\s*$")
# Forms that need no infinitive: passives, noun phrases, and the adjectives of periodic reporting.
_ANYWHERE = expression(
    r"(?:be|the|overall|comprehensive|annual|biennial"
    r"|regular|progress)\b|[a-z]+ (?:shall|will|would|should)\b",
    re.IGNORECASE,
)
_MODAL = expression(r"\b(?:must|should|can|may|could|might) $")
_PERMITS = ("may ", "should ", "might ")  # in a decision these dispose
_ASIDE = expression(
    r", (?![^,;]*\breports?\b)(?:through|within|in|with|as(?! well)|by|on|at|upon|under|for|after|where"
    r"|including (?:through|by|in)"
    r"|pursuant|based|taking|inter|while)\b[^,;]{1,160}(?=, (?!and\b))"
)


def _best(action: str, low: int, high: int, strength: str) -> str:
    stop = _STOP.search(action, low, high)
    limit = stop.start() if stop else high
    best: tuple[int, int, str] | None = None
    product: tuple[int, int, str] | None = None
    words = frozenset(_WORDS.findall(action[low:high].lower()))
    for rule in _rules():
        if (rule.only and rule.only != strength) or (rule.first and rule.first.isdisjoint(words)):
            continue
        for match in rule.verbs.finditer(action, low, high):
            if match.start() >= limit:
                break
            if match.start() > low and action[match.start()].isupper() and action[match.start() - 1] == " ":
                continue  # "findings of the Society Report in order to": a name, no verb
            free = _AT_HEAD if rule.objects is None or rule.label in _WEAK else _FREE
            modal = _MODAL.search(action[max(low, match.start() - 8) : match.start()])
            if modal and not (strength == "decides" and modal.group() in _PERMITS):
                continue
            if not _ANYWHERE.match(match.group()) and not free.search(
                action[max(low, match.start() - 20) : match.start()]
            ):
                continue
            before = action[max(low, match.start() - 40) : match.start()].split()
            if before[-1:] == ["to"] and before[-2:-1] and before[-2] in word_set("helping"):
                continue  # "the support necessary to convene a meeting"
            gap = 0
            if rule.objects is not None:
                reach = match.end() + (_MAX_CLOSE if rule.label in _CLOSE else _MAX_GAP)
                found = rule.objects.search(action, match.end(), min(high, reach + 40))
                if not found or found.start() > reach or _STOP.search(action, match.end(), found.start()):
                    continue
                if rule.label in _BUILT and _ASIDE_OF.search(action, match.end(), found.start()):
                    continue  # "develop databases on indicators"
                gap = found.start() - match.end()
            key = (match.start(), gap, rule.label)
            best = min(best or key, key)
            if rule.label in _STRONGER:
                product = min(product or key, key)
            break
    if best and product and best[2] in _WEAK:
        best = product
    return best[2] if best else ""
