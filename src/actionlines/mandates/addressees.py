"""From the words between verb and infinitive to addressees, and from their words to labels of bodies.

One string per coordinated member. Insertions ("within existing resources") and partners ("in coordination with the
Fund and the Bank") are dropped; members added by "including", "in particular" and the like are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED, bodies, label_of, resolve_name
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.itu import as_one_name, directors
from actionlines.mandates.languages.grammar import DATA, english, skip
from actionlines.mandates.names import NAME_LIMIT, NameSpans, Passage, Span, is_short, known, longest_known, mentions_in
from actionlines.mandates.words import word_set

_BRACKETS = expression(r"\([^()]*\)")
_STRETCH = expression(r"[^,; ](?:[^,;]*[^,; ])?")
_LONGEST_ITEM = 8  # words
_HOUSE = " of the Secretariat"


def one_name(name: str) -> bool:
    """Return whether a name with "and" is one ("Office on Drugs and Crime"), not two ("States and observers")."""
    parts = [known(part) for part in english("joins names").split(name)]
    return len(parts) > 1 and (not all(parts) or {body for part in parts for body in part} <= set(known(name)))


def own_phrase(text: str, left: Span, right: Span, names: NameSpans) -> bool:
    """Return whether words are an addressee of their own: "X and the Board", not "members of X and the Board"."""
    before = english("leading word").sub("", text[slice(*left)], count=1)
    after = text[right[0] : min(right[1], right[0] + NAME_LIMIT)]
    if "," in before or not english("determined").match(after) or english("modifier").match(before):
        return False
    if _last(before) == _last(after):
        return False  # "States of the region and all other regions"
    somebody = _somebody(after, right[0], names)
    whole = names.start_of(left[1])
    # "the Commission on Science" is a full name, and no more
    if english("preposition").search(before) and (whole is None or whole > left[0] + len("the ")):
        # "an office of the Convention and the Facility": two; "Parties to the Convention and the Protocol": one
        return somebody and english("held office").match(before) is not None
    stands = before[:1].isupper() or bool(known(before) or resolve_name(before))
    further = english("further group").match(after) or after.startswith(("a ", "an "))
    return stands and (somebody or bool(known(before) and further))


def _last(words: str) -> str:
    return words.rpartition(" ")[2].removesuffix("s")


def _somebody(words: str, at: int, names: NameSpans) -> bool:
    """Return whether words name somebody: a full name, an office, a group that is known."""
    plain = english("leading word").sub("", words, count=1)
    head = english("joins addressees").split(plain, maxsplit=1)[0]
    if names.begins(at, at + len("the ")) or english("held office").match(plain):
        return True
    short = head[:1].isupper() and " " not in head  # "the Division"
    return short or bool(known(head) or resolve_name(head) or known(plain))


def members(text: str, start: int, end: int) -> list[Span]:
    """Return spans of the addressees in start..end of `text`, without a leading article."""
    full = [(start + name.start, start + name.end) for name in mentions_in(text[start:end], 0)]
    item = [span for span in full if one_name(text[slice(*span)].lower())]
    segments = _segments(text, start, end, item)
    whole, named = NameSpans(item), NameSpans(full)
    segments = _joined_units(text, _joined_modifiers(text, _continued(text, segments)))
    matches: list[Span] = []
    inserted = resume = False
    for low, high in segments:
        words = text[low:high]
        offset = skip("joined", words, 0)
        added = english("added").match(words, offset)
        if english("means").match(words, offset):
            inserted = True
            continue
        if added and not inserted:
            offset = added.end()
        elif added:
            continue
        elif english("inserted adverbial").match(words, offset) and not known(words[offset:]):
            inserted, resume = True, resume or bool(english("joined at the end").search(text, max(0, low - 16), low))
            continue
        elif inserted and not (
            resume
            or words.lower().startswith("as well as ")
            or (offset and english("short aside").search(text, max(start, low - NAME_LIMIT), low))
        ):
            continue
        if matches and english("apposed power").fullmatch(words):
            continue  # "Israel, the occupying Power,"
        inserted = resume = False
        conjuncts = _conjuncts(text, low + offset, high, whole, named)
        matches += [trimmed for span in conjuncts if (trimmed := _trim(text, *span))]
    return matches


def _segments(text: str, start: int, end: int, whole: list[Span]) -> list[Span]:
    """Stretches between commas; brackets and whole names are skipped."""
    masked = _BRACKETS.sub(lambda match: "(" + "x" * (len(match.group()) - 2) + ")", text[start:end])
    parts: list[str] = []
    done = 0
    for low, high in whole:
        parts += [masked[done : low - start], "x" * (high - low)]
        done = high - start
    stretches = _STRETCH.finditer("".join([*parts, masked[done:]]))
    return [(start + stretch.start(), start + stretch.end()) for stretch in stretches]


def _continued(text: str, segments: list[Span]) -> list[Span]:
    """Put the lists inside a name or a clause together: "countries of origin, transit and destination"."""
    inside = False

    def goes_on(last: Span, segment: Span) -> bool:
        """Return whether a stretch goes on with the words before its comma."""
        nonlocal inside
        words = text[slice(*segment)]
        bare = words.islower() and len(words.split()) <= _LONGEST_ITEM and not english("new phrase").match(words)
        inside = bare and (inside or english("list begins").search(text, _tail(*last), last[1]) is not None)
        inside = inside and not (
            english("added").match(words) or english("inserted adverbial").match(words) or resolve_name(words)
        )
        on = inside or english("goes on").match(words) is not None
        inside = inside and not english("closed list").search(words)
        return on

    return _put_together(segments, goes_on)


def _put_together(segments: list[Span], goes_on: Callable[[Span, Span], bool]) -> list[Span]:
    """Return stretches, each joined to the one before it where it goes on with that."""
    matches = segments[:1]
    for segment in segments[1:]:
        if goes_on(matches[-1], segment):
            matches[-1] = (matches[-1][0], segment[1])
        else:
            matches.append(segment)
    return matches


def _tail(low: int, high: int) -> int:
    return max(low, high - NAME_LIMIT)


def _joined_modifiers(text: str, segments: list[Span]) -> list[Span]:
    """Put "international", "regional and subregional organizations" together again."""
    last_words = english("joins addressees").split
    modifies = english("modifier").match
    return _put_together(segments, lambda last, _: bool(modifies(last_words(text[_tail(*last) : last[1]])[-1])))


def _joined_units(text: str, segments: list[Span]) -> list[Span]:
    """Put "agencies", "funds", "bodies and offices of the United Nations system" together: one addressee."""
    matches: list[Span] = []
    run = False
    for low, high in segments:
        added = None if run else english("added").match(text, low, high)  # "including agencies, funds and programmes"
        if (match := english("unit").match(text[added.end() if added else low : high])) and run:
            matches[-1] = (matches[-1][0], high)
        else:
            matches.append((low, high))
        run = match is not None and match.group("of") is None
    return matches


def _two_names(text: str, low: int, end: int, right: int, names: NameSpans) -> bool:
    """Return whether full names stand around "and": "the Division of X of the Department and the Office of Z"."""
    begins = names.begins(right, right + len("the "))
    stop = end - len(_HOUSE) if text.endswith(_HOUSE, low, end) else end
    ends = any(names.start_of(place) is not None for place in (stop, end))
    return begins and ends and text[low : low + 5].removeprefix("the ")[:1].isupper()


def _conjuncts(text: str, low: int, high: int, whole: NameSpans, names: NameSpans) -> list[Span]:
    """Cut at those "and" that join two complete names."""
    if beyond := english("beyond the system").search(text, low, high):
        first = _conjuncts(text, low, beyond.start(), whole, names)
        return [*first, *_conjuncts(text, beyond.end(), high, whole, names)]
    words = text[low:high]
    item = bool(known(words)) or bool(english("unit").match(words.rpartition(",")[2].strip()) and "," in words)
    both = item and one_name(words.lower())
    spans: list[Span] = []
    at = low
    for match in english("joins addressees").finditer(text, low, high):
        stop, right = match.span()
        if match.group().split()[-1] not in ("and", "or", "as", "also", "particular", "including"):
            right = stop + len(" and ")
        if stop - at > NAME_LIMIT:
            continue
        inside, left = whole.covers(stop), text[at:stop]
        if inside or both or not own_phrase(text, (at, stop), (right, high), names):
            kinds = english("kind apart")
            if inside or item or (not kinds.search(left) and english("bare unit").match(text, right, high)):
                continue
            afresh = match.group().endswith("all ") and left[:1].isupper()  # "the Coordinator for X and all Y"
            # "the Government of X and the armed groups"
            afresh = afresh or bool(english("one government").match(left) and text[right : right + 5].islower())
            apart = _two_names(text, at, stop, right, names) or (
                (afresh or _complete(left)) and _complete(text[right : min(high, right + NAME_LIMIT)], last=True)
            )
            if not apart:
                continue
        spans.append((at, stop))
        at = right
    return [*spans, (at, high)]


@cache
def _complete(words: str, last: bool = False) -> bool:
    """Return whether words alone name an addressee: a name, a group, a pronoun."""
    plain = english("leading word").sub("", words.strip(), count=1)
    if (
        plain.lower() in word_set("pronoun addressed")
        or english("acronym").fullmatch(plain)
        or known(plain)
        or english("role of a body").match(plain)
        or any(item.end - item.start == len(plain) for item in mentions_in(plain, 0, unlisted=True))
    ):
        return True
    if last:
        parts = english("joins addressees").split(plain, maxsplit=1)
        if len(parts) > 1 and _complete(parts[0]):
            return True
    if not plain or english("modifier").match(plain) or len(plain) > 300:
        return False
    tail = plain.split()[-1]
    if not last and tail.endswith("ing") and tail.islower() and len(plain.split()) > 2:
        return False  # "partners of graduating" waits for "and graduated countries"
    if not last and english("unfinished name").search(plain):
        return False
    return bool(resolve_name(plain)) and (
        plain[0].islower() or tail[0].isupper() or bool(english("the body").match(words))
    )


def _trim(text: str, low: int, high: int) -> Span | None:
    if tail := english("trailing adverbial").search(text, low, high):
        high = tail.start()
    low = skip("leading word", text, low, high)
    words = english("joining tail").sub("", text[low:high]).rstrip(" ,;:.")
    return (low, low + len(words)) if words else None


Who = tuple[list[Span], tuple[str, ...]]
"""Those who are named: where each is, and the bodies that they represent, without repetition."""


def named(here: Passage, start: int, end: int) -> Who:
    """Return spans of the addressees in start..end, and the bodies they represent (without repetition)."""
    start = skip("listed for action", here.text, start, end)
    spans = members(as_one_name(here.text, start, end) if here.names.house else here.text, start, end)
    return spans, tuple(dict.fromkeys(body for span in spans for body in bodies_of(here, *span)))


def bodies_of(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return bodies of one addressee; `unspecified` where nothing is known of it."""
    surface = here.text[start:end]
    if (plain := surface.lower()) in here.names.house:
        return (here.names.house[plain],)
    if defined := here.names.defined(surface):
        # "... of the Commission to the Economic and Social Council (ECOSOC)": the name is the end of it
        ends = longest_known(defined)
        same = ends if ends and ends == known(surface) else ()
        return known(defined) or _by_form(defined) or same or (label_of(defined),)
    if here.names.house and (together := directors(surface)):
        return together
    if here.names.house and surface.startswith("ITU ") and (inner := known(surface[4:])):
        return inner  # "the ITU Council Working Group on ..."
    owned = english("officer of another").match(surface) if not here.names.house and not known(surface) else None
    if owned:  # "the Secretary-General of the Authority" is not that of the United Nations
        owner = owned["owner"]
        holder = here.names.short(owner, (here.index, start)) if is_short(owner) else ""
        return (holder or label_of(surface),)
    if plain in ("others", "all others"):
        return ("all-stakeholders",)  # "Member States, civil society and others"
    if (plural := plain in word_set("pronoun of several")) or plain in word_set("pronoun of one"):
        return _antecedents(here, start, plural) or (UNSPECIFIED,)
    points_back = here.text[max(0, start - 6) : start].lower().endswith(("the ", "those ", "these ", "both "))
    if points_back and english("plural body").fullmatch(plain) and (matches := _listed(here, start)):
        return matches
    meant = here.names.own.get(plain) or here.names.own.get(english("which of them").sub("", plain))
    if meant:
        return ((is_short(surface) and here.names.short(surface, (here.index, start))) or meant,)
    for mention in here.names.within(here.index, start, start + 1):
        if mention.end == end and " " in surface:
            return (mention.body,)  # a full name needs no looking back
    held = here.text.rfind(f"{surface} of the ", 0, start) if english("office").fullmatch(surface) else -1
    after = held + len(f"{surface} of the ") + 1  # "the Bureau of the Third Committee ... the Bureau"
    if held >= 0 and (organ := here.names.within(here.index, held, after)):
        return (organ[0].body,)
    if is_short(surface):
        if here.names.several(surface, (here.index, start)):
            return (AMBIGUOUS,)
        if body := here.names.short(surface, (here.index, start)):
            return (body,)
        if " " not in surface:  # a short name of something the document never names in full
            return (UNSPECIFIED,)
    if not known(surface) and (form := _by_form(surface)):
        return form
    outside = None if english("parties").match(surface) else english("outside a treaty").search(surface)
    if outside and english("states").search(surface, 0, outside.start()):
        return ("non-party-states",)
    for mention in here.names.within(here.index, start, start + 1):
        if mention.end < end and here.text[mention.end : mention.end + 4] not in (" and", " or "):
            return (mention.body,)  # "the President of the General Assembly at its current session"
    if english("under a treaty").search(surface):
        return (UNSPECIFIED,)
    if (role := english("role held").match(surface)) and (not known(surface) or is_short(surface[role.end() :])):
        whole = bodies_of(here, start + role.end(), end)
        # "the secretariat of the Convention" is not the Secretariat
        if whole != (UNSPECIFIED,) or surface[:11].lower() == "secretariat" or is_short(surface[role.end() :]):
            return whole
    if not known(surface) and _is_thing(surface):
        return (UNSPECIFIED,)
    if points_back and (narrow := _described(here, start, plain)):
        return narrow
    inside = here.names.within(here.index, start, end)
    if inside and english("against").search(here.text, start, inside[0].start):
        inside = []  # "experts of the Commission" are its own, "those against the Commission" are not
    return (
        _known(surface)
        or tuple(mention.body for mention in inside[:1])
        or _parts(surface)
        or ((label_of(surface),) if english("acronym").fullmatch(surface) else (UNSPECIFIED,))
    )


def _described(here: Passage, start: int, plain: str) -> tuple[str, ...]:
    """Return what the paragraph has called so: "a high-level meeting to review X … the high-level meeting"."""
    if (at := max(here.text.rfind(f" {article} {plain} to ", 0, start) for article in ("a", "an"))) < 0:
        return ()
    stop = english("ends a description").search(here.text, at, start)
    return resolve_name(here.text[at + 1 : stop.start() if stop else start].partition(" ")[2])


def _by_form(surface: str) -> tuple[str, ...]:
    if english("mission").match(surface):
        return ("peacekeeping-missions",)
    return ("governments",) if english("government").fullmatch(surface) else ()


def _parts(surface: str) -> tuple[str, ...]:
    parts = english("joins parts").split(surface)[:8]
    return tuple(dict.fromkeys(body for part in parts for body in known(part))) if len(parts) > 1 else ()


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"]), row["body"]) for row in read_table("body_forms", DATA)]


@cache
def _known(surface: str) -> tuple[str, ...]:
    if not known(surface) and (form := next((body for form, body in _forms() if form.search(surface)), "")):
        return (form,)
    matches = known(surface) or resolve_name(surface)
    if each := english("each kind").match(surface):
        words = re.split(r", | and ", each["first"])
        several = tuple(dict.fromkeys(body for word in words for body in known(f"{word} {each['noun']}")))
        if len(several) > len(matches):
            return several
    if "states-parties" in matches and english("working party").search(surface):
        return ()
    # Words that several groups share mean the narrower one where the phrase says so.
    if "states-parties" in matches and len(matches) > 1:
        return ("states-parties",)
    if "un-system" in matches and "United Nations" in surface and "international" not in surface.lower():
        return tuple(body for body in matches if body != "international-organizations")
    return matches


def _is_thing(surface: str) -> bool:
    """Return whether words name what is done, not who does it: "all efforts of the Council"."""
    head = english("ends the head").split(surface, maxsplit=1)[0].split()[-1:]
    sits = " segment of " in surface or " session of " in surface
    return not sits and any(map(english("thing done").fullmatch, head))


def _listed(here: Passage, start: int) -> tuple[str, ...]:
    """Return the bodies named together before "the entities": the last run of mentions in the paragraph."""
    run = here.names.within(here.index, 0, start)
    far = [at for at, (left, right) in enumerate(pairwise(run), 1) if right.start - left.end > 12]
    run = run[far[-1] if far else 0 :]
    return tuple(dict.fromkeys(mention.body for mention in run)) if len(run) > 1 else ()


def _antecedents(here: Passage, start: int, plural: bool) -> tuple[str, ...]:
    """Return what a pronoun represents: the names last coordinated before it in the paragraph."""
    # A name in capitals may be a thing: only bodies of the framework count.
    run = [mention for mention in here.names.before((here.index, start)) if mention.body in bodies()]
    if not plural:
        if here.text[start : start + 3].lower().strip() in ("him", "her", "he", "she"):
            run = [mention for mention in run[-40:] if mention.head in word_set("person")]
        return (run[-1].body,) if run else ()
    # The opening of the paragraph or of the sentence before is where its topic is named.
    for match in english("group").finditer(here.text, 0, start):
        if matches := longest_known(match.group()):
            joined = english("and group").match(here.text, match.end(), start)
            return tuple(dict.fromkeys((*matches, *longest_known(joined["group"])))) if joined else matches
    return (run[-1].body,) if run else ()
