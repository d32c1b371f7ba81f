"""What joins those who are asked to what they are to do: "de", "a que", an infinitive, "أن", nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actionlines.lazily import expression
from actionlines.mandates.languages.grammar import Grammar, Verb
from actionlines.mandates.languages.hits import VerbHit
from actionlines.mandates.languages.names import Named

CLAUSES = frozenset(("que", "pourque", "paraque", "chto", "an", "aque"))
MOST = 60  # places tried for a link


@dataclass(frozen=True, slots=True)
class VerbLink:
    """A link at start..action of the folded text; the words before it name those who are asked.

    role  the role of words.csv, "noun" for a noun phrase, "items" where sub-items go on
    """

    start: int
    action: int
    role: str


def find_link(
    grammar: Grammar, text: str, hit: VerbHit, verb: Verb, names: Sequence[Named], chain: int
) -> VerbLink | None:
    """Return the first link of a verb in what it governs.

    `chain` is where the names that follow the verb end; a link far behind them belongs to the action.
    """
    if "noun" in verb.links and grammar.pattern("{open}{acting}").match(text, hit.end, hit.stop):
        return noun(grammar, text, hit, verb)
    found: list[VerbLink] = []
    for role in verb.links:
        link = _link(grammar, text, hit, role, names, chain)
        if link:
            found.append(link)
    return min(found, key=lambda link: (link.start, link.action)) if found else None


def _link(
    grammar: Grammar, text: str, hit: VerbHit, role: str, names: Sequence[Named], chain: int
) -> VerbLink | None:
    if role == "zh":
        return VerbLink(chain, chain, "zh")
    if role == "direct":
        place = _open(grammar, text, hit.end, hit.stop)
        clause = grammar.pattern("{an}").match(text, place, hit.stop)
        return VerbLink(place, place, role) if place < hit.stop and not clause else None
    if role == "self":
        return VerbLink(hit.start, hit.start, role)
    if role == "masdar":
        place = _open(grammar, text, chain, hit.stop)
        if grammar.pattern(r"[^،؛;]{0,70}?(?<!\w){an}").match(text, chain, hit.stop):
            return None
        # Behind the names alone: nothing tells where else they would end.
        return VerbLink(place, place, role) if chain > hit.end and place < hit.stop else None
    if role == "noun" or not grammar.has(role):
        return None
    guard = grammar.pattern("(?:{guard})$")
    relative = grammar.pattern("{relative}")
    tried = 0
    pattern = grammar.pattern("{" + role + "}")
    skipped: VerbLink | None = None
    for match in pattern.finditer(text, hit.end, hit.stop):
        tried += 1
        if tried > MOST:
            break
        if any(name.start < match.start() < name.end for name in names):
            continue
        if match.start() > hit.end and guard.search(text, max(hit.end, match.start() - 24), match.start()):
            continue
        groups = match.groupdict()
        action = match.start("a") if groups.get("a") is not None else match.start("b")
        link = VerbLink(match.start(), action, role)
        if relative.match(text, match.start()) and match.start() > hit.end + 1:
            skipped = skipped or link
            continue
        return link
    return skipped


def _open(grammar: Grammar, text: str, place: int, stop: int) -> int:
    """Return where the adverbs and hedges that may follow a verb end."""
    match = grammar.pattern("{open}").match(text, place, stop)
    return match.end() if match else place


def noun(grammar: Grammar, text: str, hit: VerbHit, verb: Verb) -> VerbLink | None:
    """Return the noun phrase that a verb without a link governs."""
    if "noun" not in verb.links:
        return None
    place = _open(grammar, text, hit.end, hit.stop)
    words = text[place : hit.stop].strip(" ,;:.،؛，；。")
    return VerbLink(place, place, "noun") if len(words) > 3 else None


_BLANK = expression(r"[\s:،,：]*$")


def ends_in_list(text: str, stop: int) -> bool:
    """Return whether the words before `stop` end in a colon."""
    return text[:stop].rstrip(" .-–").endswith((":", "："))


def only_leads(grammar: Grammar, text: str, start: int) -> bool:
    """Return whether an item has no action of its own before its list: "that the Union shall:"."""
    words = text[start:].rstrip(" :：")
    if grammar.pattern("{modal}$").search(words):
        return True
    return len(words) < 4 if grammar.language == "zh" else len(words.split()) < 2


def begins_action(grammar: Grammar, text: str) -> bool:
    """Return whether a text begins with a verbal noun or an infinitive that says what to do."""
    return grammar.has("verbal") and grammar.pattern("{verbal}").match(text) is not None
