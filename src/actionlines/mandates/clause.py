"""The complement of an operative verb: whom it addresses, where the action stands, and who acts in it.

Operative clauses whole: which item, which verb, who speaks, who is asked, and where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from actionlines.documents import structure
from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_languages import Keyword, parse_keyword
from actionlines.documents.text import blocks_of
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.addressees import Who, members, named
from actionlines.mandates.languages.grammar import english, skip
from actionlines.mandates.model import Clause
from actionlines.mandates.names import Passage, Span, is_short, known, longest_known
from actionlines.mandates.split import Operative
from actionlines.mandates.words import find_infinitive, hit_at, verbs, word_set

Shape = Literal["infinitive", "that", "noun", "open"]
_NEAR = 200  # characters of the names of guests
_MOST = 20  # agents looked at in one clause


@dataclass(frozen=True, slots=True)
class Complement:
    """`asked` is the stretch between verb and infinitive that names the addressees; `action` the bare action.

    shape    "infinitive", "that" (clause), "noun" (phrase); "open" when the words stop before anything is
             asked (a chapeau, or a verb that shares the complement of the next one)
    """

    shape: Shape
    asked: tuple[int, int]
    action: tuple[int, int]


def blank(text: str, start: int, end: int) -> int:
    """Return the first position from `start` that is not a blank or comma."""
    return end - len(text[start:end].lstrip(" ,"))


def complement(text: str, operative: Operative, end: int) -> Complement:
    """Read the complement of `operative`, which ends at `end`."""
    patterns = operative.verb.patterns
    start = skip("lead in", text, operative.end, end)
    start = skip("aside before addressees", text, start, end) if "a" in patterns else start
    if patterns in ("g", "w"):
        return Complement("infinitive", (start, start), (start, end))
    if "i" in patterns:
        if matches := _direct(text, start, end):
            return matches
        if "n" in patterns and not text.startswith(":", start):
            return _noun(text, start, end)
        return Complement("open", (start, end), (end, end))
    if clause := _that(text, start, end):
        return clause
    if "a" in patterns:
        return _asked(text, start, end, nominal="n" in patterns, guests=operative.verb.base == "invite")
    return _noun(text, start, end)


def _direct(text: str, start: int, end: int) -> Complement | None:
    """`decides to`, `decides, on an exceptional basis, that`."""
    at = skip("insertion", text, start, end)
    to = skip("to before action", text, at, end)
    return Complement("infinitive", (at, at), (to, end)) if to > at else _that(text, at, end)


def _that(text: str, start: int, end: int) -> Complement | None:
    match = english("that clause").match(text, start, end)
    return match and Complement("that", (start, match.start()), (blank(text, match.end(), end), end))


def _asked(text: str, start: int, end: int, nominal: bool, guests: bool) -> Complement:
    if infinitive := find_infinitive(text, start, end):
        to, action = infinitive
        if text[max(start, to - 4) : to] == "not ":
            to = action = to - 4
        return Complement("infinitive", (start, to), (action, end))
    thing = english("to a thing").search(text, start, min(end, start + _NEAR)) if guests else None
    if thing:
        return Complement("infinitive", (start, thing.start()), (thing.end() + len("to "), end))
    stop = start + len(text[start:end].rstrip(" :;.,").removesuffix(" to"))
    if text[start:end].rstrip().endswith(":") or not nominal:
        return Complement("open", (start, stop), (stop, stop))
    return _noun(text, start, end)


def _noun(text: str, start: int, end: int) -> Complement:
    at = blank(text, start, end)
    return Complement("noun", (at, at), (at, end)) if at < end else Complement("open", (at, at), (at, at))


def subject(here: Passage, start: int, end: int) -> Span | None:
    """Return the words before the verb of a clause, where they name bodies; or the agent of a nominal subject.

    "the Centre will work" -> the Centre; "annual reporting by the Head of the Centre shall be" -> the Head.
    """
    start = skip("opening of a clause", here.text, start, end)
    if (named_end := names_end(here, start, end)) > start:
        return start, named_end
    if (verb := english("finite verb").search(here.text, start, min(end, start + 400))) is None:
        return None
    # "the Chair of the next review shall": the duty, not the noun that looks like a verb
    verb = english("modal after a name").match(here.text, verb.end(), end) or verb
    if (first := next(iter(members(here.text, start, verb.start())), None)) and is_body(here, *first):
        return start, verb.start()
    by = english("by whom").search(here.text, start, verb.start())
    match = by and english("participle").search(here.text, max(start, by.start() - 40), by.start())
    if by and by["word"] == "by" and not match:  # "interests defined by each country": not who acts
        return by.end(), _phrase_end(here, by.end(), verb.start())
    return None


def names_end(here: Passage, start: int, end: int) -> int:
    """Return where a run of coordinated names from `start` ends and a verb begins; `start` if there is none."""
    at = count = start
    while True:
        if (at := _name_end(here, at, end)) == count:
            return start
        count = at
        if english("apposed name").match(here.text, count, end):
            return count
        joined = english("joins bodies").match(here.text, at, end)
        if not joined or _name_end(here, joined.end(), end) == joined.end():
            if english("set apart").match(here.text, count, end):
                return count
            if here.text[count : count + 1] != " " or here.text[count : count + 4] == " of ":
                return start
            # "staff rule 4.4 be waived": one small word may only qualify what follows
            alone = here.text[start:count].removeprefix("The ").removeprefix("the ")
            small = alone.islower() and " " not in alone and alone != "secretariat"
            return start if small and not english("finite verb").match(here.text, count, end) else count
        at = count = joined.end()


def _name_end(here: Passage, start: int, end: int) -> int:
    for mention in here.names.within(here.index, start, start + 5):
        return mention.end
    match = english("run of words").match(here.text, start, end)
    words = match.group().split(" ") if match else []
    for count in range(len(words), 0, -1):
        if known(" ".join(words[:count])):
            return start + len(" ".join(words[:count]))
    return start


def is_body(here: Passage, start: int, end: int, by_capital: bool = True) -> bool:
    """Return whether words are a body's name by their head, not because a body is mentioned somewhere in them."""
    words = here.text[start:end]
    plain = words.lower()
    head = words.split(" of ")[0].split(" that ")[0].split(" which ")[0].split(" in ")[0]
    return bool(
        plain in here.names.house
        or plain in here.names.own
        or plain in ("them", "it", "they", "he", "she")
        or here.names.defined(words)
        or known(words)
        or known(head)
        or english("acronym").fullmatch(words)
        or (by_capital and words[:1].isupper())
        or (is_short(words) and here.names.short(words, (here.index, start)))
        or here.names.within(here.index, start, start + 1)
        or (words[:1].islower() and not english("any preposition").search(words) and longest_known(words))
    )


def _phrase_end(here: Passage, start: int, end: int) -> int:
    """Return where the noun phrase at `start` ends; a full name ends where it ends."""
    at = start
    for _ in range(12):
        if (mention := next(iter(here.names.within(here.index, at, at + 5)), None)) is None:
            break
        start = mention.end
        if (joined := english("joins bodies").match(here.text, start, end)) is None:
            break
        at = joined.end()
    stop = english("ends an agent").search(here.text, start, end)
    if stop and english("party to").search(here.text, start, stop.end()):
        stop = english("ends an agent").search(here.text, stop.end(), end)  # "the Parties to the Treaty"
    return stop.start() if stop else end


def agents(here: Passage, start: int, end: int, passive: bool = False) -> Who:
    """Return addressees inside a noun phrase: "action by all stakeholders", "the participation of States".

    passive  only those who shall do it ("be settled by the host country")
    """
    spans: list[Span] = []
    bodies: list[str] = []
    ends = (english(name).search(here.text, start, end) for name in ("purpose", "further object"))
    stop = min([match.start() for match in ends if match] + [end, start + 300])
    for match in english("by whom").finditer(here.text, start, stop):
        word, before = match["word"], here.text[start : match.start()].rstrip()
        if (needed := _NEEDED.get(word.split()[0])) and not english(needed).search(before):
            continue
        near = here.text[max(start, match.start() - 40) : match.start()]
        done, texts = english("passive").search(near), word == "by" and english("participle").search(near)
        # "..., building on the work of the Group": an aside; "tools launched by the Union" tells the past
        if (word == "of" and "," in before) or (not done and (passive or texts)):
            continue
        if _add(here, match.end(), end, spans, bodies):
            break
    for match in english("agent").finditer(here.text, start, end):
        _add(here, match.end(), end, spans, bodies)
    return spans, tuple(dict.fromkeys(bodies))


# What must stand before a preposition that names who acts.
_NEEDED = dict.fromkeys(("between", "among", "amongst"), "together") | {"from": "giver", "of": "doer"}


def actors(here: Passage, start: int, end: int, decides: bool = False) -> Who:
    """Return the subject of a clause, where it is a body, with those who perform for it; else its passive's agent."""
    span = subject(here, start, end)
    modal = english("first modal").search(here.text, start, end) if decides else None
    if span and (
        english("event").match(here.text, span[0], end)  # "a meeting shall be held": it is convened, not asked
        or english("consists of").match(here.text, span[1], end)
        or (modal and modal["permits"])  # "observers might speak": nobody is asked
        # "staff members shall be screened": nobody says by whom
        or (decides and english("done to").match(here.text, span[1], end))
    ):
        span = None
    spans, bodies = named(here, *span) if span else ([], ())
    first = here.text[slice(*spans[0])] if spans else ""
    called = (first[:1].isupper() and is_short(first)) or bool(spans and here.names.defined(first))
    if span and spans and (bodies != (UNSPECIFIED,) or not decides or called):
        more, others = performers(here, span[1], end, decides)
        return [*spans, *more], tuple(dict.fromkeys((*bodies, *others)))
    if decides:
        duty = english("duty").search(here.text, start, end)
        return performers(here, duty.end(), end, decides) if duty else ([], ())
    return agents(here, start, end, passive=True)


def only_names(here: Passage, start: int, end: int) -> Who | None:
    """Return who is named by a clause of names alone, whose verb is in the items ("that States:"), else None."""
    if (match := english("names only").fullmatch(here.text, start, end)) is None:
        return None
    stop = names_end(here, *match.span("who"))
    word = english("next small word").match(here.text, stop, match.end("who")) if stop > start else None
    if word and word[1] not in word_set("behind names"):
        return None  # "that the Council adopt the following draft:"
    parts = members(here.text, *match.span("who"))
    return named(here, *match.span("who")) if parts and all(is_body(here, *part) for part in parts) else None


def performers(here: Passage, start: int, end: int, decides: bool = False) -> Who:
    """Return the agents of a passive ("hosted by the Department"); in a decision those too who are to do it."""
    spans: list[Span] = []
    bodies: list[str] = []
    for role in ("agent", "to be done by") if decides else ("agent",):
        for match in islice(english(role).finditer(here.text, start, end), _MOST):
            _add(here, match.end(), end, spans, bodies)
    spans = list({here.text[slice(*span)]: span for span in reversed(spans)}.values())[::-1]
    return spans, tuple(dict.fromkeys(bodies))


def _list_end(here: Passage, at: int, end: int) -> int:
    """Return where a list of bodies that goes on after `at` ends: "agencies, organizations and other entities"."""
    for _ in range(12):
        joined = english("next in a list").match(here.text, at, end)
        stop = _phrase_end(here, joined.end(), end) if joined else at
        if not joined or stop - joined.end() > 120:
            return at
        parts = members(here.text, joined.end(), stop)
        if not parts or not all(is_body(here, *part, by_capital=False) for part in parts):
            return at
        at = stop
    return at


def _of_what(here: Passage, start: int, end: int) -> int:
    """Return where the name ends in "the adoption by States of strict rules"; 0 where "of" is part of the name."""
    of = english("of").search(here.text, start, end)
    if of is None or known(here.text[start:end]) or here.names.within(here.index, of.end(), of.end() + 5):
        return 0
    return of.start() if known(here.text[start : of.start()]) else 0


def _add(here: Passage, start: int, end: int, spans: list[Span], bodies: list[str]) -> bool:
    stop = _phrase_end(here, start, end)
    stop = _of_what(here, start, stop) or _list_end(here, stop, end)
    matches, ids = named(here, start, stop)
    if not matches or ids in ((), (UNSPECIFIED,)) or not is_body(here, *matches[0], by_capital=False):
        return False
    spans += matches
    bodies += ids
    return True


def find_clauses(source: Document | str) -> list[Clause]:
    """Return the operative clauses of a document, or of a raw text, in reading order.

    For a raw text, `start` and `end` are offsets in it: from the number of the clause to the end of its last
    sub-item, page furniture between included. For a Document they are offsets in `Document.text`, numbers not
    included. A clause of a UN resolution is an operative paragraph that begins with a verb in the third
    person, with the items beneath it; one of an ITU resolution is an item directly under an operative keyword
    line.
    """
    if isinstance(source, Document):
        return list(_clauses(source.paragraphs, raw=False))
    return list(_clauses(structure.build_paragraphs(blocks_of(source)), raw=True))


def _clauses(paragraphs: Sequence[Paragraph], raw: bool) -> Iterator[Clause]:
    actor = ""
    keywords: dict[str, Keyword] = {}
    operative = {paragraph.id for paragraph in paragraphs if paragraph.kind == "operative"}
    below = _below(paragraphs, operative)
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            if (keyword := parse_keyword(paragraph.text)) is not None:
                keywords[paragraph.id] = keyword
            elif paragraph.id.endswith("intro"):
                formula = english("acting body").match(paragraph.text)
                actor = english("owner").sub("", formula["name"]) if formula else ""
        elif paragraph.kind == "operative" and paragraph.parent not in operative:
            items = below.get(paragraph.id, [])
            if keyword := keywords.get(paragraph.heading):
                adverb, verb, addressee = keyword.adverb, keyword.verb, keyword.addressee
                item = ".".join(filter(None, (" ".join(filter(None, (verb, adverb, addressee))), paragraph.number)))
            elif opening := opening_verb(paragraph.text):
                adverb, verb, addressee = opening.adverb, opening.verb, addressee_of(paragraph.text, opening)
                item = paragraph.number.strip("()") or paragraph.id
            else:
                continue
            numbers = tuple(item.number for item in items)
            yield Clause(*_span(paragraph, items, raw), item, verb, adverb, actor, addressee, numbers)


def _below(paragraphs: Sequence[Paragraph], operative: set[str]) -> dict[str, list[Paragraph]]:
    """Sub-items by the id of the outermost paragraph that they hang on."""
    owners: dict[str, str] = {}
    matches: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.parent in operative:
            owner = owners[paragraph.id] = owners.get(paragraph.parent, paragraph.parent)
            matches.setdefault(owner, []).append(paragraph)
    return matches


def _span(paragraph: Paragraph, items: list[Paragraph], raw: bool) -> tuple[int, int]:
    spans = [paragraph, *items]
    if raw:
        places = [item.source for item in spans if item.source is not None]
        return min(start for start, _ in places), max(end for _, end in places)
    return paragraph.start, max(item.end for item in spans)


@dataclass(frozen=True, slots=True)
class Opening:
    """`verb` as written in small letters, `adverb` before or inside it, `end` where it ends."""

    verb: str
    adverb: str
    end: int


def opening_verb(text: str) -> Opening | None:
    """Return the verb in the third person that a paragraph opens with, or None.

    >>> opening_verb("Also takes note with appreciation of the report").verb
    'takes note with appreciation'
    """
    adverbs: list[str] = []
    speaker = position = skip("we opens", text, 0)
    while match := english("opening adverb").match(text, position):
        adverbs.append(match["adverb"].lower())
        position = match.end()
    hit = hit_at(text, "bare" if speaker else "third", position)
    if hit is None and english("bare form").match(text, position):
        # Declarations speak in the plural: "We, Ministers, … Recognize that".
        hit = hit_at(text, "bare", position)
    start, end = (
        (hit.start, hit.end) if hit else (position, position if speaker else skip("third person", text, position))
    )
    if end == position:
        return None
    verb = getattr(hit.verb, hit.form) if hit else text[start:end].lower()
    adverbs += english("inner adverb").findall(text, start, end)[:1]
    if later := english("later adverb").match(text, end):
        adverbs.append(later.group(1))
        end = later.end()
    if manner := english("with feeling").match(text, end):
        verb, end = f"{verb} {' '.join(manner.group().lower().split())}", manner.end()
    if verb in ("looks forward", "look forward") and text.startswith(" to ", end):
        verb, end = f"{verb} to", end + 3
    return Opening(verb, next(iter(adverbs), ""), end)


def addressee_of(text: str, opening: Opening) -> str:
    """Return who is asked or thanked, as written, without partners and conditions; "" when nobody is named."""
    start, end = opening.end, len(text)
    verb = next((verb for verb in verbs() if "a" in verb.patterns and opening.verb in (verb.bare, verb.third)), None)
    if verb:
        matches = complement(text, Operative(0, 0, start, end, verb, "assembly"), end)
        start, end = matches.asked if matches.shape in ("infinitive", "open") else (0, 0)
    else:
        again = opening.verb in word_set("asking again")
        role = "words to somebody" if opening.verb.startswith("expresses") else "asked again" if again else ""
        match = english(role).match(text, blank(text, start, end)) if role else None
        if not match and opening.verb not in word_set("thanking"):
            return ""
        start = match.end() if match else blank(text, start, end)
        to, stop = find_infinitive(text, start, end), english("thanks for").search(text, start)
        end = to[0] if to else 0 if again else stop.start() if stop else end
    spans = members(text, start, end)
    if not spans:
        return ""
    return text[spans[0][0] - len("the ") * text[: spans[0][0]].lower().endswith("the ") : spans[-1][1]]
