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
from actionlines.mandates.languages.grammar import english
from actionlines.mandates.words import DATA, labels, word_set

NONE = "none"
_MAX_CLOSE = 90
_MAX_GAP = 140
_WORDS = expression(r"[a-z]+(?:-[a-z]+)*")
_LITERAL = expression(r"[a-z]+(?:-[a-z]+)*(?= |$|\(\?[=!])")
_DASHED = expression(r" [—–] ?[^—–;]{1,300}[—–] ")
_SINGLE = expression(r"(?:^|(?<=\|))[a-z]{3,}(?![\w])")
_NOUNS = frozenset(("funding", "financing", "meeting", "briefing"))
_PERMITS = ("may ", "should ", "might ")  # in a decision these dispose


@dataclass(frozen=True, slots=True)
class _Rule:
    label: str
    verbs: re.Pattern[str]
    objects: re.Pattern[str] | None
    only: str
    first: frozenset[str]  # an action must have one of these words; empty where the verbs do not tell


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["label"],
            expression(rf"(?<![\w-])(?:{row['verbs']})(?![\w-])", re.IGNORECASE),
            expression(rf"(?<![\w-])(?:{row['objects']})(?![\w-])", re.IGNORECASE) if row["objects"] else None,
            row["only"],
            _first_words(row["verbs"]),
        )
        for row in read_table("deliverables", DATA)
    )


def _first_words(verbs: str) -> frozenset[str]:
    """Return the words that begin the alternatives, few rules need be tried; none where one begins otherwise."""
    matches: set[str] = set()
    depth = start = 0
    for at, character in enumerate(f"{verbs}|"):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            if (word := _LITERAL.match(verbs[start:at])) is None:
                return frozenset()
            matches.add(word.group())
            start = at + 1
    return frozenset(matches)


def deliverable(action: str, strength: str = "") -> str:
    """Return the label for the words of an action: the first conjunct that produces something decides."""
    action = _infinitives(
        english("aside in an action").sub(
            "", english("opening of an action").sub("", english("made under").sub("", action))
        )
    )
    action = english("endorsed").sub("", action)
    action = _DASHED.sub(" ", action)
    action = english("loose").sub(r"\1 ", action)
    if english("dropped").match(action):
        return NONE
    if english("meets").match(action):
        return "meeting"
    shares = english("verbs share an object").fullmatch
    joints = english("next action").finditer(action)
    cuts = [joint.end() for joint in joints if "and" not in joint.group() or not shares(action, 0, joint.start())]
    for low, high in list(zip([0, *cuts], [*cuts, len(action)], strict=True))[:12]:
        if english("others produce").match(action, low, high):
            continue
        if text := _best(action, low, high, strength):
            return text
    return NONE


def _infinitives(action: str) -> str:
    """Gerunds ("We commit to: (a) Investing in ...") in the base form that the table has."""
    action = english("considered").sub(
        lambda match: f"to {_base(match['word'])}" if match["to"].endswith("of ") else _base(match["word"]), action
    )
    opening = english("gerund opens").match(action)
    if not opening or opening["word"].lower() in _NOUNS:
        return action
    return english("gerund opens").sub(
        lambda match: match.group()[: -len(match["word"])] + _base(match["word"]), action
    )


def _base(gerund: str) -> str:
    return _gerunds().get(gerund.lower(), gerund)


@cache
def _gerunds() -> dict[str, str]:
    """Gerunds of the verbs of the table and their base forms; "financing" is a noun as a rule."""
    words = {word for row in read_table("deliverables", DATA) for word in _SINGLE.findall(row["verbs"])}
    return {form: word for word in words for form in _forms(word) if form not in _NOUNS}


def _forms(word: str) -> tuple[str, ...]:
    return (f"{word}ing", f"{word.removesuffix('e')}ing", f"{word}{word[-1]}ing")


def _best(action: str, low: int, high: int, strength: str) -> str:
    stop = english("ends a product").search(action, low, high)
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
            weak = rule.objects is None or rule.label in labels("weak")
            free = english("at head" if weak else "free infinitive")
            modal = english("modal ends").search(action[max(low, match.start() - 8) : match.start()])
            if modal and not (strength == "decides" and modal.group() in _PERMITS):
                continue
            before_verb = action[max(low, match.start() - 20) : match.start()]
            if not english("anywhere").match(match.group()) and not free.search(before_verb):
                continue
            before = action[max(low, match.start() - 40) : match.start()].split()
            if before[-1:] == ["to"] and before[-2:-1] and before[-2] in word_set("helping"):
                continue  # "the support necessary to convene a meeting"
            gap = 0
            if rule.objects is not None:
                reach = match.end() + (_MAX_CLOSE if rule.label in labels("close") else _MAX_GAP)
                matches = rule.objects.search(action, match.end(), min(high, reach + 40))
                if not matches or matches.start() > reach:
                    continue
                # "develop databases on indicators"
                parts = ("ends a product", *(("what a product is about",) if rule.label in labels("built") else ()))
                if any(english(role).search(action, match.end(), matches.start()) for role in parts):
                    continue
                gap = matches.start() - match.end()
            key = (match.start(), gap, rule.label)
            best = min(best or key, key)
            if rule.label in labels("stronger"):
                product = min(product or key, key)
            break
    if best and product and best[2] in labels("weak"):
        best = product
    return best[2] if best else ""
