"""Cut the words between verb and infinitive into addressees: one string per coordinated member.

Insertions ("within existing resources") and partners ("in coordination with the Fund and the Bank") are
dropped; members added by "including", "in particular" and the like are kept.
"""

from __future__ import annotations

import re
from functools import cache

from actionlines.framework.bodies import resolve
from actionlines.lazily import expression
from actionlines.mandates.coordination import AND, LEADING, MODIFIERS, one_name, own_phrase
from actionlines.mandates.names import LONGEST_NAME, MEMBER_STATES, NameSpans, Span, known, mentions_in

_ADDED = expression(
    r"(?:and |as well as |or )?(?:including|in particular|particularly|especially|notably|such as"
    r"|inter alia|among others"
    r"|above all|also|most notably|and particularly)\b[,]?\s*(?:through |by |from |for |with |in |at )?",
    re.IGNORECASE,
)
_MEANS = expression(
    r"(?:including|in particular|particularly|especially|inter alia|also|notably)\s+(?:through|by|for|with"
    r"|in|at|on|under|within|via|during|as part of|when|where|while|upon|after|before|among|pursuant)\b"
)
_INSERTED = expression(
    r"(?:either|in|within|with|where|when|as|through|by|on|at|upon|under|for|after|before|during"
    r"|subject|pursuant|if|while"
    r"|without|via|together with|along with|jointly|inter alia|consistent|consistently|based|following"
    r"|from|despite"
    r"|unless|until|where|wherever|whenever|notwithstanding|according|building|working|taking|bearing"
    r"|having|drawing"
    r"|acting|recognizing|recalling|noting|using|respecting|considering|ensuring|engaging|depending"
    r"|given|regardless"
    r"|making|mindful|guided|cognizant|once|again|also|further|voluntarily|individually|collectively"
    r"|to the extent|to (?:this|that) end|to these ends|supported by|led by|assisted by"
    r"|consulting|cooperating|collaborating|utilizing|leveraging|complementing|beginning|starting"
    r"|not later|no later"
    r"|pending"
    r"|in this regard|that is|i\.e\.|to which|of which|which|who|whose|to whom|therefore|likewise|among"
    r"|amongst|between|against|over|throughout|starting"
    r"|[a-z]+ly)\b(?!\s+(?:stakeholders|entities)\b)",
    re.IGNORECASE,
)
_JOINED = expression(r"(?:and|or|as well as|and also|and,|as well as,)\s+", re.IGNORECASE)
_TAIL = expression(r"\s+(?:and|or|as well as)$", re.IGNORECASE)
# Adverbials that follow a name without a comma.
_TRAILING = expression(
    r"\s+(?:(?:in|through) (?:close |full |strong )?(?:consultation|coordination|cooperation"
    r"|collaboration|partnership"
    r"|conjunction|accordance|line|particular|this|that|the context|the framework|addition|order|support)\b"
    r"|within (?:its|their|his|her|the|existing|available|respective)\b|with (?:the )?(?:support"
    r"|assistance|a view)\b"
    r"|on (?:a|an) \w+ basis|pursuant to\b|subject to\b"
    r"|as (?:appropriate|necessary|soon|a matter|well as)\b"
    r"|(?:after|following) (?:[a-z]+ )?consultations\b|upon request|together with\b|jointly with\b"
    r"|when [a-z]+ing\b|where (?:appropriate|applicable|necessary|relevant|possible)"
    r"|(?:at|during) (?:its|the|their) (?:[a-z-]+ ){1,3}sessions?\b|once again"
    r"|both\b(?= (?:in|at|within|through|individually|nationally|on)\b)"
    r"|(?:particularly|especially|immediately|urgently|strongly)$)"
)
_BRACKETS = expression(r"\([^()]*\)")
_UNITS = (
    r"(?:specialized agencies|agencies|funds|programmes|entities|bodies|offices|organs|organizations"
    r"|departments"
    r"|regional commissions|institutions|mechanisms|related organizations|specialized agency)"
)
_UNIT = expression(
    rf"(?:(?:and|or|all|the|other|related|relevant|appropriate|respective|competent|their|its"
    rf"|united nations|of|system)\s+)*"
    rf"{_UNITS}(?:\s+(?:and|or)\s+(?:(?:other|related|relevant|its|the)\s+)*{_UNITS})*(?P<of>\s+(?:of"
    rf"|within|in)\s+.*)?$",
    re.IGNORECASE,
)
_PRONOUN = frozenset(["it", "them", "him", "her", "us", "those", "others"])


def members(text: str, start: int, end: int) -> list[Span]:
    """Return spans of the addressees in start..end of `text`, without a leading article."""
    names = mentions_in(text[start:end], 0)
    full = [(start + name.place[1], start + name.end) for name in names]
    one = [span for name, span in zip(names, full, strict=True) if one_name(name.name)]
    segments = _segments(text, start, end, one)
    whole, named = NameSpans(one), NameSpans(full)
    segments = _joined_units(text, _joined_modifiers(text, _continued(text, segments)))
    found: list[Span] = []
    inserted = resume = False
    means = -1
    for low, high in segments:
        words = text[low:high]
        joined = _JOINED.match(words)
        offset = joined.end() if joined else 0
        added = _ADDED.match(words, offset)
        if _MEANS.match(words, offset):
            inserted, means = True, low
            continue
        if added and not inserted:
            offset = added.end()
        elif added:
            continue
        elif _INSERTED.match(words, offset) and not known(words[offset:]):
            inserted, resume = (
                True,
                resume or bool(joined and offset == len(words)) or _ends_joined(text, low),
            )
            continue
        elif inserted and not (
            resume
            or _starts_afresh(words)
            or (
                joined
                and means >= 0
                and _after_means(text[means : min(low, means + LONGEST_NAME)], words[offset:])
            )
            or (joined and _SHORT_ASIDE.match(_aside_before(text, start, low)))
        ):
            continue
        if found and _APPOSED.fullmatch(words) and known(text[slice(*found[-1])]) == (MEMBER_STATES,):
            continue  # "Israel, the occupying Power,"
        inserted, resume, means = False, False, -1
        for span in _conjuncts(text, low + offset, high, whole, named):
            trimmed = _trim(text, *span)
            if trimmed:
                found.append(trimmed)
    if len(found) > 1 and _AMONG_OTHERS.search(text, found[-2][1], found[-1][1]):
        found.pop()
    return found


_APPOSED = expression(r"the [a-z]+ Powers?")
_AMONG_OTHERS = expression(r"among(?:st)? others$|\binter alios$")


def _after_means(means: str, words: str) -> bool:
    """Return whether the list of addressees goes on after a means that names nobody itself ("including under the
    Wells programme, and regional organizations").
    """
    named = any(known(part.strip()) or mentions_in(part, 0) for part in _MEANS.sub("", means).split(","))
    return not named and bool(known(words) or resolve(words))


# After these "and" goes on with the list: "Member States, as appropriate, and relevant organizations".
_SHORT_ASIDE = expression(r"(?:as|where|when|if|upon) [a-z]+$")


def _aside_before(text: str, start: int, low: int) -> str:
    """Return the words between the last two commas before `low`."""
    return text[max(start, low - LONGEST_NAME) : low].rpartition(", ")[0].rpartition(", ")[2]


def _means(text: str, means: int, low: int) -> str:
    """Return the words of a means, no more than a name can have."""
    return text[means : min(low, means + LONGEST_NAME)]


def _ends_joined(text: str, low: int) -> bool:
    return bool(re.search(r"(?:\band|\bor|as well as),?\s*$", text[max(0, low - 16) : low]))


def _starts_afresh(words: str) -> bool:
    return words.lower().startswith("as well as ")


def _segments(text: str, start: int, end: int, whole: list[Span]) -> list[Span]:
    """Stretches between commas; brackets and whole names are skipped."""
    masked = _BRACKETS.sub(lambda match: "(" + "x" * (len(match.group()) - 2) + ")", text[start:end])
    parts: list[str] = []
    done = 0
    for low, high in whole:
        parts += [masked[done : low - start], "x" * (high - low)]
        done = high - start
    masked = "".join([*parts, masked[done:]])
    found: list[Span] = []
    low = 0
    for position, character in enumerate(masked + ","):
        if character in ",;":
            left, right = low, position
            while left < right and masked[left] == " ":
                left += 1
            while right > left and masked[right - 1] == " ":
                right -= 1
            if right > left:
                found.append((start + left, start + right))
            low = position + 1
    return found


# What can only go on with the words before a comma: "article 1, paragraph 2, of the Agreement, that have signed"
_GOES_ON = expression(
    r"(?:paragraphs? \d|articles? \d|of (?:the|that) |that (?:have|had|are|were) |(?:19|20)\d\d\b"
    r"|its causes and consequences\b)"
)
# A list inside a name or a clause: "countries of origin", "task team on science", "those that collect"
_LIST_BEGINS = expression(r" (?:(?:of|on|at the|against) [a-z]+(?<!s)|(?:that|which|who) [a-z]+)$")
_NEW = expression(r"(?:the|all|any|other|those|relevant|its|their|and|or|as well as) ", re.IGNORECASE)


def _continued(text: str, segments: list[Span]) -> list[Span]:
    """Put the lists inside a name or a clause together: "countries of origin, transit and destination"."""
    found: list[Span] = []
    inside = False
    for low, high in segments:
        words = text[low:high]
        goes_on = found and _GOES_ON.match(words)
        bare = words.islower() and len(words.split()) <= _LONGEST_ITEM and not _NEW.match(words)
        inside = bool(found) and bare and (inside or _begins_list(text, *found[-1]))
        inside = inside and not (_ADDED.match(words) or _INSERTED.match(words) or resolve(words))
        if goes_on or inside:
            found[-1] = (found[-1][0], high)
            inside = inside and not _CLOSED.search(words)
        else:
            found.append((low, high))
    return found


def _begins_list(text: str, low: int, high: int) -> bool:
    return _LIST_BEGINS.search(text, _tail(low, high), high) is not None


def _tail(low: int, high: int) -> int:
    """Return where the last words of a stretch begin, as far back as a name can reach."""
    return max(low, high - LONGEST_NAME)


_LONGEST_ITEM = 8  # words
_CLOSED = expression(r"\b(?:and|or)\b")


def _joined_modifiers(text: str, segments: list[Span]) -> list[Span]:
    """Put "international", "regional and subregional organizations" together again."""
    found: list[Span] = []
    for low, high in segments:
        if found and MODIFIERS.match(AND.split(text[_tail(*found[-1]) : found[-1][1]])[-1]):
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def _joined_units(text: str, segments: list[Span]) -> list[Span]:
    """Put "agencies", "funds", "bodies and offices of the United Nations system" together: one addressee."""
    found: list[Span] = []
    run = False
    for low, high in segments:
        added = None if run else _ADDED.match(text, low, high)  # "including agencies, funds and programmes"
        match = _UNIT.match(text[added.end() if added else low : high])
        if match and run:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
        run = bool(match) and match is not None and match.group("of") is None
    return found


# "funds and programmes of the United Nations system and the regional commissions": more than the system
_BEYOND = expression(
    r"(?<=of the United Nations system) and (?=(?:all |the |other |relevant )*(?:[a-z-]+ (?:and [a-z-]+ )?)?"
    r"(?:organizations|commissions|institutions|stakeholders|banks|partners|Governments)\b)"
)


def _two_names(text: str, low: int, end: int, right: int, names: NameSpans) -> bool:
    """Whether a full name begins at `right`, and what stands before "and" ends in one or in an office of it:
    "the Division of X of the Department of Y and the Office of Z".
    """
    begins = names.begins(right, right + len("the "))
    stop = end - len(_HOUSE) if text.endswith(_HOUSE, low, end) else end
    ends = any((start := names.start_of(place)) is not None and low <= start for place in (stop, end))
    return begins and ends and text[low : low + 5].removeprefix("the ")[:1].isupper()


_HOUSE = " of the Secretariat"


def _conjuncts(text: str, low: int, high: int, whole: NameSpans, names: NameSpans) -> list[Span]:
    """Cut at those "and" that join two complete names."""
    beyond = _BEYOND.search(text, low, high)
    if beyond and not known(text[low:high]):
        first = _conjuncts(text, low, beyond.start(), whole, names)
        return [*first, *_conjuncts(text, beyond.end(), high, whole, names)]
    words = text[low:high]
    one = bool(known(words)) or bool(_UNIT.match(words.rpartition(",")[2].strip()) and "," in words)
    both = one and one_name(words.lower())
    spans: list[Span] = []
    at = low
    for match in AND.finditer(text, low, high):
        right = (
            match.end()
            if match.group().split()[-1] in ("and", "or", "as", "also", "particular", "including")
            else (match.start() + len(" and "))
        )
        if match.start() - at > LONGEST_NAME:
            continue
        inside = whole.covers(match.start())
        own = not inside and not both
        if own and own_phrase(text, (at, match.start()), (right, high), names):
            spans.append((at, match.start()))
            at = right
            continue
        if (
            inside
            or one
            or _ROLES.match(text, at, high)
            or (not _APART.search(text[at : match.start()]) and _BARE_UNIT.match(text, right, high))
        ):
            continue
        left = text[at : match.start()]
        if _two_names(text, at, match.start(), right, names):
            spans.append((at, match.start()))
            at = right
            continue
        afresh = match.group().endswith("all ") and left[:1].isupper()  # "the Coordinator for X and all Y"
        # "the Government of X and the armed groups"
        afresh = afresh or bool(_GOVERNMENT.match(left) and text[right : right + 5].islower())
        if (afresh or _complete(left)) and _complete(
            text[right : min(high, right + LONGEST_NAME)], last=True
        ):
            spans.append((at, match.start()))
            at = right
    spans.append((at, high))
    return spans


# "the specialized agencies and other organizations": two kinds; "the secretariats and bureaux of X": one
_APART = expression(
    r"^(?:as well as |and )?(?:all |the |relevant )*specialized agencies$"
    r"|\b(?:States|Governments|stakeholders|Secretary-General)$"
)
_ROLES = expression(
    r"(?:the )?(?:secretariats|bureaux|chairs|members"
    r"|secretaries|heads|presidents)(?:, [a-z]+)? and [a-z-]+ of ",
    re.IGNORECASE,
)
_BARE_UNIT = expression(
    r"(?:related |other )?(?:organizations|institutions|agencies|bodies|entities|forums|offices"
    r"|mechanisms|processes|programmes|funds)\s*(?:$|[,;.]"
    r"|of the United|(?:with)?in the |(?:and|or|as well as)\s)|arrangements\b"
)
_ROLE_OF = expression(
    r"(?:Co-Chairs?|Chairs?|Chairpersons?|Presidents?|Directors?"
    r"|Heads?|Rapporteurs?|Bureaux?|Secretary|Secretariat)"
    r" of (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*$"
)
ACRONYM = expression(
    r"[A-Z]{2}[A-Z0-9.-]{0,10}(?: (?:Chair|[Ss]ecretariat))?"
)  # "WP.29", "CTED", "CTC Chair"
_GOVERNMENT = expression(r"(?:the )?Governments? of (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*){0,4}$")
_THE_BODY = expression(r"(?:the|all|other|relevant|any|its|their|those|States|Member)\b")


# "relevant Blue Compact entities": a group by its own name
_NAMED_UNITS = expression(rf"(?:(?:all|other|relevant) )+(?:[A-Z][\w-]* )+{_UNITS}$")


@cache
def _complete(words: str, last: bool = False) -> bool:
    """Return whether words alone name an addressee: a name, a group, a pronoun."""
    plain = LEADING.sub("", words.strip(), count=1)
    if not plain or plain.lower() in ("other", "all", "relevant"):
        return False
    if (
        plain.lower() in _PRONOUN
        or ACRONYM.fullmatch(plain)
        or known(plain)
        or _ROLE_OF.match(plain)
        or _NAMED_UNITS.match(plain)
        or any(one.end - one.place[1] == len(plain) for one in mentions_in(plain, 0, unlisted=True))
    ):
        return True
    if last:
        parts = AND.split(plain, maxsplit=1)
        if len(parts) > 1 and _complete(parts[0]):
            return True
    if MODIFIERS.match(plain) or len(plain) > 300:
        return False
    tail = plain.split()[-1]
    if not last and tail.endswith("ing") and tail.islower() and len(plain.split()) > 2:
        return False  # "partners of graduating" waits for "and graduated countries"
    if not last and _UNFINISHED.search(plain) and not known(plain):
        return False
    return bool(resolve(plain)) and (plain[0].islower() or tail[0].isupper() or bool(_THE_BODY.match(words)))


# "the Commission on Science" waits for more; "the Commission on Narcotic Drugs" is known by name.
_UNFINISHED = expression(r"^[A-Z][\w-]*(?: [A-Z][\w-]*)* (?:on|for|of|to)(?: the)? [A-Z][\w-]*$")


def _trim(text: str, low: int, high: int) -> Span | None:
    tail = _TRAILING.search(text, low, high)
    if tail and tail.start() > low:
        high = tail.start()
    lead = LEADING.match(text, low, high)
    if lead:
        low = lead.end()
    ended = _TAIL.search(text[low:high])
    if ended:
        high = low + ended.start()
    while high > low and text[high - 1] in " ,;:.":
        high -= 1
    return (low, high) if high > low else None
