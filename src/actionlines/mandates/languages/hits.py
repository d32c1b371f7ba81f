"""Where the operative verbs of a text stand, and where each stops."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from actionlines.documents.structure.itu_languages import inner_verb
from actionlines.lazily import expression
from actionlines.mandates.context import Context
from actionlines.mandates.itu import third
from actionlines.mandates.languages.grammar import Verb
from actionlines.mandates.languages.names import Named

PRONOUN = "*"
"""A pronoun that speaks: "we", "it"."""
SOMEBODY = "?"
"""A subject that the words before a verb do not tell."""
_FAR = 600  # letters of a sentence before a verb that are read
_NEAR = 90  # letters before a verb that tell whether it can be operative
_MARKS = expression(r"[^\w;؛；。]{0,12}")  # what bullets and quotation marks leave before the first word
_MARK = expression(r"[,;:.،؛，；：。、]|\b(?:et|y|e|и)\b|\sو")
_END = expression(r"[;؛；。]|[.?!](?=\s|$)")
CLAUSES = frozenset(("que", "pourque", "paraque", "chto", "an", "aque"))
MOST = 60  # places tried for a link


@dataclass(frozen=True, slots=True)
class VerbHit:
    """An operative verb at start..end of the folded text; `lead` is where the words before it begin, `stop`
    where what it governs ends at the latest; `verbs` are the rows that its form may be.

    spoken  a subject is before it ("The Committee recommends")
    sentence  where its sentence begins, a long one as far as it matters
    """

    lead: int
    start: int
    end: int
    stop: int
    verbs: tuple[Verb, ...]
    spoken: tuple[str, ...] = ()
    sentence: int = 0


def sentences(text: str) -> list[int]:
    """Return where the sentences of a folded text end, in order; the last is the end of the text."""
    ends = [match.end() for match in _END.finditer(text) if not _abbreviated(text, match.start())]
    return [*ends, len(text)] if not ends or ends[-1] < len(text) else ends


def _abbreviated(text: str, place: int) -> bool:
    """Return whether a full stop is that of a number or a short word ("1. ", "para. 3", "art. 5")."""
    if text[place] != ".":
        return False
    short = re.search(r"(?<!\w)(?:\w{0,2}|[0-9]{3})$", text[max(0, place - 12) : place])
    return bool(short and text[place + 1 : place + 3].strip())


def hits(here: Context, *, running: bool = False) -> list[VerbHit]:
    """Return the operative verbs of a paragraph in order, each up to the next or its sentence's end.

    running  duties ("it should"), subjects without a known name and infinitives at the beginning ask as well
    """
    text, ends = here.text, sentences(here.text)
    matches = list(_found(here, ends, running=running))
    whole: list[VerbHit] = []
    for number, hit in enumerate(matches):
        following = matches[number + 1].lead if number + 1 < len(matches) else len(text)
        end = ends[bisect_right(ends, hit.end)] if hit.end < len(text) else len(text)
        whole.append(replace(hit, stop=max(hit.end, min(following, end))))
    return whole


def _found(here: Context, ends: Sequence[int], *, running: bool) -> Iterator[VerbHit]:
    text, grammar = here.text, here.grammar
    lead = grammar.pattern("(?:{lead})$")
    occasion = grammar.pattern("\\W*{occasion}")
    subordinate = grammar.pattern("{subordinate}")
    somebody = grammar.pattern("(?:{somebody})(?:{adverb}){0,3}$")
    noun = grammar.pattern("(?<!\\w)(?:{article})$")
    past = query = stated = 0
    texts = False
    for match in grammar.hits.finditer(text):
        verbs = grammar.groups[match.lastgroup or ""]
        if (start := match.start(match.lastgroup or 0)) < past:
            continue
        sentence = ends[bisect_right(ends, start) - 1] if bisect_right(ends, start) else 0
        low = max(0, start - _NEAR)
        form = verbs[0].form
        far = max(sentence, start - _FAR)
        # Who is asked to ask others speaks not here: "recommends that the Assembly request".
        words = () if query > sentence else _spoken(here, sentence, match.start())
        before = lead.search(text, low, match.start())
        opened = _MARKS.match(text, sentence).end()  # type: ignore[union-attr]
        at_start = opened == match.start() or (before is not None and before.end() == match.start())
        if form == "past" and grammar.language == "ar" and not words:
            words = _behind(text, here.named, match.end())
        if form == "past":
            texts = texts or (bool(words) and occasion.match(text, sentence, start) is not None)
            if not texts or not (words or at_start):
                continue
        if form == "will" and not words and not at_start:
            continue
        if form == "infinitive":
            opens = at_start and (opened == match.start() or bool(before and before.start() <= opened))
            if not running or sentence or not opens:
                continue
        if form == "duty" and (not running or query > sentence):
            continue
        if form in ("duty", "passive") and subordinate.search(text, far, start):
            continue
        joined = grammar.language == "ar" and match.start() < start
        if not (at_start or words or joined) and match.start() > sentence:
            # "The libraries are invited to", "Finland calls upon": no name of a body is there.
            loose = form in ("passive", "duty") or (running and form == "third")
            told_of = max(query, stated) > sentence and form == "third"
            if not loose or told_of or (form == "third" and subordinate.search(text, far, start)):
                continue
            if form == "third":
                body = not grammar.has("somebody") or somebody.search(text, low, start)
                decides = verbs[0].strength in ("decides", "commits")
                if decides or not body or noun.search(text, low, start):
                    continue
                words = (SOMEBODY,)
        if not at_start and stated > sentence and not _MARK.search(text, max(stated, far), start):
            continue  # what a statement is about: "notes that the Council requests"
        if form == "gerund" and not (at_start and match.start() > sentence):
            continue
        past = match.end()
        query, stated = (past, stated) if verbs[0].asks else (query, past)
        begins = before.start() if before and at_start else opened if at_start else match.start()
        yield VerbHit(begins, start, match.end(), len(text), verbs, words, far)


def inner_hit(here: Context) -> VerbHit | None:
    """Return the verb by which the speaker asks at the head of an item: "de charger le Conseil d'agir"."""
    if (matches := inner_verb(here.paragraph.text, here.language)) is None:
        return None
    base = third(matches[0]).base
    rows = tuple(verb for verb in here.grammar.verbs if verb.base == base and verb.form == "third")
    start, end = here.folded.within(matches[1], matches[2])
    stop = next((stop for stop in sentences(here.text) if stop > end), len(here.text))
    return VerbHit(0, start, end, stop, rows) if rows else None


def _behind(text: str, names: Sequence[Named], end: int) -> tuple[str, ...]:
    index = bisect_right(names, end, key=lambda name: name.start)
    named = names[index] if index < len(names) else None
    return named.bodies if named and not text[end : named.start].strip() else ()


def _spoken(here: Context, sentence: int, start: int) -> tuple[str, ...]:
    """Return the bodies of the subject that is right before a verb, (PRONOUN,) or () for none.

    A subject of a subordinate clause ("the decision by which the Council requests") does not speak here.
    """
    text, grammar, names = here.text, here.grammar, here.named
    gap = grammar.pattern(r"(?:\s*,?\s*{adverb},?){0,4}[\s,،，]*(?:,[^,;]{1,90},\s*)?$")
    match = gap.search(text, max(sentence, start - _NEAR), start)
    edge = match.start() if match else start
    index = bisect_right(names, edge, key=lambda name: name.end) - 1
    named = names[index] if index >= 0 else None
    bodies: tuple[str, ...] = ()
    low = start
    if named and not named.country and named.start >= sentence and not text[named.end : edge].strip(" ,،，"):
        low, bodies = named.start, named.bodies
    else:
        pronoun = grammar.pattern(r"(?<!\w){subject}\s*$").search(text, max(sentence, edge - 20), edge)
        if (pronoun and grammar.language != "zh") or (pronoun and pronoun.end() == edge):
            low, bodies = pronoun.start(), (PRONOUN,)
    if not bodies or grammar.pattern(r"{subordinate}\s*$").search(text, max(sentence, low - 30), low):
        return ()
    return bodies


@dataclass(frozen=True, slots=True)
class VerbLink:
    """A link at start..action of the folded text; the words before it name those who are asked.

    role  the role of words.csv, "noun" for a noun_link phrase, "items" where sub-items go on
    """

    start: int
    action: int
    role: str


def find_link(here: Context, hit: VerbHit, links: Sequence[str], chain: int) -> VerbLink | None:
    """Return the first of the links of a verb in what it governs.

    `chain` is where the names that follow the verb end; a link far behind them belongs to the action.
    """
    if "noun" in links and here.grammar.pattern("{open}{acting}").match(here.text, hit.end, hit.stop):
        return noun_link(here, hit, links)
    matches = [link for role in links if (link := _link(here, hit, role, chain))]
    return min(matches, key=lambda link: (link.start, link.action)) if matches else None


def _link(here: Context, hit: VerbHit, role: str, chain: int) -> VerbLink | None:
    text, grammar = here.text, here.grammar
    if role == "zh":
        return VerbLink(chain, chain, "zh")
    if role == "direct":
        place = _open(here, hit.end, hit.stop)
        clause = grammar.pattern("{an}").match(text, place, hit.stop)
        return VerbLink(place, place, role) if place < hit.stop and not clause else None
    if role == "self":
        return VerbLink(hit.start, hit.start, role)
    if role == "masdar":
        place = _open(here, chain, hit.stop)
        if grammar.pattern(r"[^،؛;]{0,70}?(?<!\w){an}").match(text, chain, hit.stop):
            return None
        # Behind the names alone: nothing tells where else they would end.
        return VerbLink(place, place, role) if chain > hit.end and place < hit.stop else None
    if role == "noun" or not grammar.has(role):
        return None
    guard = grammar.pattern("(?:{guard})$")
    relative = grammar.pattern("{relative}")
    skipped: VerbLink | None = None
    for match in islice(grammar.pattern("{" + role + "}").finditer(text, hit.end, hit.stop), MOST):
        if any(name.start < match.start() < name.end for name in here.named):
            continue
        if match.start() > hit.end and guard.search(text, max(hit.end, match.start() - 24), match.start()):
            continue
        action = match.start("a") if match.groupdict().get("a") is not None else match.start("b")
        link = VerbLink(match.start(), action, role)
        if relative.match(text, match.start()) and match.start() > hit.end + 1:
            skipped = skipped or link
            continue
        return link
    return skipped


def _open(here: Context, place: int, stop: int) -> int:
    return here.grammar.skip("{open}", here.text, place, stop)


def noun_link(here: Context, hit: VerbHit, links: Sequence[str]) -> VerbLink | None:
    """Return the noun_link phrase that a verb without a link governs."""
    if "noun" not in links:
        return None
    place = _open(here, hit.end, hit.stop)
    words = here.text[place : hit.stop].strip(" ,;:.،؛，；。")
    return VerbLink(place, place, "noun") if len(words) > 3 else None


def ends_in_list(text: str, stop: int) -> bool:
    """Return whether the words before `stop` end in a colon."""
    return text[:stop].rstrip(" .-–").endswith((":", "："))


def only_leads(here: Context, start: int) -> bool:
    """Return whether an item has no action of its own before its list: "that the Union shall:"."""
    words = here.text[start:].rstrip(" :：")
    if here.grammar.pattern("{modal}$").search(words):
        return True
    return len(words) < 4 if here.language == "zh" else len(words.split()) < 2


def begins_action(here: Context) -> bool:
    """Return whether a paragraph begins with a verbal noun or an infinitive that says what to do."""
    return here.grammar.has("verbal") and here.grammar.pattern("{verbal}").match(here.text) is not None
