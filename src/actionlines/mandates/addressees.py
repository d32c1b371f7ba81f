"""From the words between verb and infinitive to addressees, and from their words to labels of bodies.

One string per coordinated member. Insertions ("within existing resources") and partners ("in coordination with the
Fund and the Bank") are dropped; members added by "including", "in particular" and the like are kept.
"""

from __future__ import annotations

import re
from functools import cache

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED, bodies, label_of, resolve
from actionlines.lazily import expression
from actionlines.mandates.itu import as_one_name, directors
from actionlines.mandates.names import (
    LONGEST_NAME,
    MEMBER_STATES,
    BodyMention,
    NameSpans,
    Passage,
    Span,
    is_short,
    known,
    longest_known,
    mentions_in,
)

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
_HELD_OFFICE = expression(
    r"(?:[A-Z][\w-]+ ){0,2}(?:Director(?: |-)General|Secretary-General|High Commissioner|Executive (?:Director"
    r"|Secretary|Head)|Special (?:Rapporteur|Envoy|Representative|Adviser|Coordinator)|Managing Director"
    r"|(?:Co-)?Chair(?:person|-Rapporteur)?|President|Director|Head|Administrator|Commissioner-General"
    r"|Coordinator|Rapporteur|Registrar|Prosecutor|Secretary|Under-Secretary-General|Representative)"
    r" (?:of|for|on) "
)
_FURTHER_ONES = expression(r"(?:all )?other (?:[a-z-]+ ){0,3}[a-z]+s(?: |$)")


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
        return somebody and _HELD_OFFICE.match(before) is not None and after.startswith("the ")
    stands = before[:1].isupper() or bool(known(before) or resolve(before))
    further = _FURTHER_ONES.match(after) or after.startswith(("a ", "an "))
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
    if names.begins(at, at + len("the ")) or _HELD_OFFICE.match(plain):
        return True
    return bool(known(head) or resolve(head) or known(plain)) or _capital(head)


def _capital(words: str) -> bool:
    """Return whether words are a short name ("the Division")."""
    return words[:1].isupper() and " " not in words


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
    r"(?:either|in|within|with|where|when|as|through|by|on|at|upon|under|for|after|before|during|subject"
    r"|pursuant|if|while|without|via|together with|along with|jointly|inter alia|consistent|consistently"
    r"|based|following|from|despite|unless|until|where|wherever|whenever|notwithstanding|according|building"
    r"|working|taking|bearing|having|drawing|acting|recognizing|recalling|noting|using|respecting"
    r"|considering|ensuring|engaging|depending|given|regardless|making|mindful|guided|cognizant|once|again"
    r"|also|further|voluntarily|individually|collectively|to the extent|to (?:this|that) end|to these ends"
    r"|supported by|led by|assisted by|consulting|cooperating|collaborating|utilizing|leveraging"
    r"|complementing|beginning|starting|not later|no later|pending|in this regard|that is|i\.e\.|to which"
    r"|of which|which|who|whose|to whom|therefore|likewise|among|amongst|between|against|over|throughout"
    r"|starting|[a-z]+ly)\b(?!\s+(?:stakeholders|entities)\b)",
    re.IGNORECASE,
)
_JOINED = expression(r"(?:and|or|as well as|and also|and,|as well as,)\s+", re.IGNORECASE)
_TAIL = expression(r"\s+(?:and|or|as well as)$", re.IGNORECASE)
# Adverbials that follow a name without a comma.
_TRAILING = expression(
    r"\s+(?:(?:in|through) (?:close |full |strong )?(?:consultation|coordination|cooperation|collaboration"
    r"|partnership|conjunction|accordance|line|particular|this|that|the context|the framework|addition"
    r"|order|support)\b|within (?:its|their|his|her|the|existing|available|respective)\b|with (?:the )"
    r"?(?:support|assistance|a view)\b|on (?:a|an) \w+ basis|pursuant to\b|subject to\b|as (?:appropriate"
    r"|necessary|soon|a matter|well as)\b|(?:after|following) (?:[a-z]+ )?consultations\b|upon request"
    r"|together with\b|jointly with\b|when [a-z]+ing\b|where (?:appropriate|applicable|necessary|relevant"
    r"|possible)|(?:at|during) (?:its|the|their) (?:[a-z-]+ ){1,3}sessions?\b|once again|both\b(?= (?:in|at"
    r"|within|through|individually|nationally|on)\b)|(?!family|assembly|supply)[a-z]{3,}ly$)"
)
_BRACKETS = expression(r"\([^()]*\)")
_UNITS = (
    r"(?:specialized agencies|agencies|funds|programmes|entities|bodies|offices|organs|organizations"
    r"|departments|regional commissions|institutions|mechanisms|related organizations|specialized agency)"
)
_UNIT = expression(
    rf"(?:(?:and|or|all|the|other|related|relevant|appropriate|respective|competent|their|its|united "
    rf"nations|of|system)\s+)*{_UNITS}(?:\s+(?:and|or)\s+(?:(?:other|related|relevant|its|the)\s+)*{_UNITS})"
    rf"*(?P<of>\s+(?:of|within|in)\s+.*)?$",
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
    for low, high in segments:
        words = text[low:high]
        joined = _JOINED.match(words)
        offset = joined.end() if joined else 0
        added = _ADDED.match(words, offset)
        if _MEANS.match(words, offset):
            inserted = True
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
            or words.lower().startswith("as well as ")
            or (joined and _SHORT_ASIDE.search(text, max(start, low - LONGEST_NAME), low))
        ):
            continue
        if found and _APPOSED.fullmatch(words) and known(text[slice(*found[-1])]) == (MEMBER_STATES,):
            continue  # "Israel, the occupying Power,"
        inserted = resume = False
        for span in _conjuncts(text, low + offset, high, whole, named):
            trimmed = _trim(text, *span)
            if trimmed:
                found.append(trimmed)
    return found


_APPOSED = expression(r"the [a-z]+ Powers?")


# After these "and" goes on with the list: "Member States, as appropriate, and relevant organizations".
_SHORT_ASIDE = expression(r", (?:as|where|when|if|upon) [a-z]+, $")


def _ends_joined(text: str, low: int) -> bool:
    return bool(re.search(r"(?:\band|\bor|as well as),?\s*$", text[max(0, low - 16) : low]))


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
        afresh = afresh or bool(_ONE_GOVERNMENT.match(left) and text[right : right + 5].islower())
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
_BARE_UNIT = expression(
    r"(?:related |other )?(?:organizations|institutions|agencies|bodies|entities|forums|offices"
    r"|mechanisms|processes|programmes|funds)\s*(?:$|[,;.]"
    r"|of the United|(?:with)?in the |(?:and|or|as well as)\s)|arrangements\b"
)
_ROLE_OF = expression(
    r"(?:Co-Chairs?|Chairs?|Chairpersons?|Presidents?|Directors?|Heads?|Rapporteurs?|Bureaux?|Secretary"
    r"|Secretariat) of (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*$"
)
ACRONYM = expression(
    r"[A-Z]{2}[A-Z0-9.-]{0,10}(?: (?:Chair|[Ss]ecretariat))?"
)  # "WP.29", "CTED", "CTC Chair"
_ONE_GOVERNMENT = expression(r"(?:the )?Governments? of (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*){0,4}$")
_THE_BODY = expression(r"(?:the|all|other|relevant|any|its|their|those|States|Member)\b")


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


# Roles held in a body: an ask to them is an ask to the body.
_ROLE = expression(
    r"(?:(?:20\d\d |each |every |next |ordinary |regular |annual |forthcoming )*sessions?|executive boards?"
    r"|governing (?:council|board|body)|boards?|administrator|director-general|office|co-chairs?|chairs?"
    r"|chairpersons?|head|heads|bureau|members?|presidents?|presidenc(?:y|ies)|directors?|executive "
    r"(?:director|secretary)|chair-rapporteurs?|chair-designate|secretariat|secretary|facilitators?"
    r"|co-facilitators?|rapporteurs?|candidates?)\s+(?:of|for|to)\s+(?:the |that |this )?",
    re.IGNORECASE,
)
_PLURAL = expression(
    r"(?:those|these|the|such|both)?\s*(?:entities|bodies|offices|organizations|committees|two \w+)$",
    re.IGNORECASE,
)
_OF_ANOTHER = expression(
    r"(?:Secretary-General|Assembly|Council|Director-General) of (?:the )?(?!United Nations|Organization\b)"
    r"(?P<owner>[A-Z][\w-]*(?: [A-Z][\w-]*){0,5})$"
)
_THEM = frozenset(["them", "they", "those"])
_OTHERS = "all-stakeholders"  # "Member States, civil society and others"
_IT = frozenset(["it", "him", "her", "he", "she"])


# "recommends the following for consideration by national Governments"
_LISTED = expression(r"(?:the )?following(?: [a-z]+)? for (?:the )?(?:consideration|action) (?:by|of) ")


def named(here: Passage, start: int, end: int) -> tuple[list[Span], tuple[str, ...]]:
    """Return spans of the addressees in start..end, and the bodies they stand for (without repetition)."""
    if listed := _LISTED.match(here.text, start, end):
        start = listed.end()
    spans = members(as_one_name(here.text, start, end) if here.names.house else here.text, start, end)
    found: list[str] = []
    for low, high in spans:
        for body in bodies_of(here, low, high):
            if body not in found:
                found.append(body)
    return spans, tuple(found)


def bodies_of(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return bodies of one addressee; `unspecified` where nothing is known of it."""
    surface = here.text[start:end]
    plain = surface.lower()
    if plain in here.names.house:
        return (here.names.house[plain],)
    defined = here.names.defined(surface)
    if defined:
        # "... of the Commission to the Economic and Social Council (ECOSOC)": the name is the end of it
        ends = longest_known(defined)
        same = ends if ends and ends == known(surface) else ()
        return known(defined) or _by_form(defined) or same or (label_of(defined),)
    if here.names.house and (together := directors(surface)):
        return together
    if here.names.house and surface.startswith("ITU ") and (inner := known(surface[4:])):
        return inner  # "the ITU Council Working Group on ..."
    owned = _OF_ANOTHER.match(surface) if not here.names.house and not known(surface) else None
    if owned:  # "the Secretary-General of the Authority" is not that of the United Nations
        owner = owned["owner"]
        holder = here.names.short(owner, (here.index, start)) if is_short(owner) else ""
        return (holder or label_of(surface),)
    if plain in _THEM:
        return _antecedents(here, start, plural=True) or (UNSPECIFIED,)
    if plain in ("others", "all others"):
        return (_OTHERS,)
    if plain in _IT:
        return _antecedents(here, start, plural=False) or (UNSPECIFIED,)
    if _PLURAL.fullmatch(plain) and _points_back(here.text, start):
        found = _listed(here, start)
        if found:
            return found
    meant = here.names.own.get(plain) or here.names.own.get(_WHICH.sub("", plain))
    if meant:
        return ((is_short(surface) and here.names.short(surface, (here.index, start))) or meant,)
    for mention in here.names.within(here.index, start, start + 1):
        if mention.end == end and " " in surface:
            return (mention.body,)  # a full name needs no looking back
    if _OFFICE.fullmatch(surface) and (held := _office(here, start, surface)):
        return held
    if is_short(surface):
        if here.names.several(surface, (here.index, start)):
            return (AMBIGUOUS,)
        body = here.names.short(surface, (here.index, start))
        if body:
            return (body,)
        if " " not in surface:  # a short name of something the document never names in full
            return (UNSPECIFIED,)
    if not known(surface) and (form := _by_form(surface)):
        return form
    outside = None if _PARTIES.match(surface) else _OUTSIDE.search(surface)
    if outside and _STATES.search(surface, 0, outside.start()):
        return ("non-party-states",)
    for mention in here.names.within(here.index, start, start + 1):
        if mention.end < end and here.text[mention.end : mention.end + 4] not in (" and", " or "):
            return (mention.body,)  # "the President of the General Assembly at its current session"
    if _UNDER.search(surface):
        return (UNSPECIFIED,)
    role = _ROLE.match(surface)
    if role and (not known(surface) or is_short(surface[role.end() :])):
        whole = bodies_of(here, start + role.end(), end)
        # "the secretariat of the Convention" is not the Secretariat
        if (
            whole != (UNSPECIFIED,)
            or surface[:11].lower() == "secretariat"
            or is_short(surface[role.end() :])
        ):
            return whole
    if not known(surface) and _is_thing(surface):
        return (UNSPECIFIED,)
    return (
        _known(surface)
        or _inside(here, start, end)
        or _parts(surface)
        or ((label_of(surface),) if ACRONYM.fullmatch(surface) else (UNSPECIFIED,))
    )


def _by_form(surface: str) -> tuple[str, ...]:
    """Return the group that a name belongs to by its form: a mission, a Government."""
    if _MISSION.match(surface):
        return known(surface) or ("peacekeeping-missions",)
    return ("governments",) if _GOVERNMENT.fullmatch(surface) else ()


_GOVERNMENT = expression(
    r"(?:(?:Federal|Transitional|Interim|National) )?Governments? of (?:the )?[A-Z][\w’' -]{2,60}"
    r"|(?:Federal|Transitional|Interim) Government"
)

_OFFICE = expression(r"(?:Bureau|(?:Co-)?Chairs?|Chairpersons?|Vice-Chairs?|Rapporteurs?)")


def _office(here: Passage, start: int, surface: str) -> tuple[str, ...]:
    """The body whose office the paragraph named last: "the Bureau of the Third Committee ... the Bureau"."""
    at = here.text.rfind(f"{surface} of the ", 0, start)
    if at < 0:
        return ()
    named = here.names.within(here.index, at, at + len(f"{surface} of the ") + 1)
    return (named[0].body,) if named else ()


# A mission by its name; those that the framework has go by their acronym too.
_WHICH = expression(r"^(?:(?:all|other|both|the|relevant|these) )+| (?:involved|concerned)$")
_MISSION = expression(
    r"(?:United Nations|African Union-United Nations) (?:[A-Z][\w-]* ){0,8}(?:Mission|Force|Operation|Office)"
    r" (?:in|for) (?:the )?[A-Z]"
)
_UNDER = expression(
    r"\bbodies (?:established )?(?:under|of) the (?:[A-Z][\w-]* ){0,4}(?:Convention|Protocol|Agreement|Treaty)$"
)
_AND = expression(r",? (?:and|or|as well as) (?:the )?|, ")


def _parts(surface: str) -> tuple[str, ...]:
    """Return what is known of the coordinated parts of a surface that is unknown as a whole."""
    parts = _AND.split(surface)[:8]
    return tuple(dict.fromkeys(body for part in parts for body in known(part))) if len(parts) > 1 else ()


_PARTIES = expression(r"(?:all |those )?(?:States )?[Pp]arties\b")  # they are inside it
# Those who are still outside an instrument.
_OUTSIDE = expression(
    r"\bnot (?:(?:yet|already) )?(?:done so|ratified|acceded|signed|joined|become (?:a )?part(?:y|ies))\b"
    r"|\byet to (?:do so|ratify|accede|sign|join|become (?:a )?part(?:y|ies))\b"
)
_STATES = expression(r"\b(?:States?|countries|Governments|Parties|parties|Members?|those|others|which|who)\b")
_KIND = (
    r"(?:(?:other|its|the|related|relevant) )*(?:funds|programmes|(?:specialized )?agencies|entities|bodies)"
)
_PATTERNS = (
    # Units of the Organization together: "agencies, funds and other entities of the United Nations system".
    (
        expression(
            r"^(?:(?:[a-z-]+,? )+of the United Nations(?: system)?|(?:[a-z]+ ){0,3}United Nations (?:system "
            r")?(?:[a-z]+,? ){0,6}(?:agencies|entities|bodies|organizations|institutions|offices|mechanisms)"
            r")$"
        ),
        "un-system",
    ),
    # The family by its kinds: "funds, programmes and specialized agencies".
    (
        expression(
            rf"^(?:(?:the|all|its|their|relevant|other|related|united nations) )*(?:{_KIND},? (?:and )?)*"
            rf"(?:funds|programmes)(?:,? (?:and )?{_KIND})+"
            rf"(?: of the United Nations(?: development)?(?: system)?)?$",
            re.IGNORECASE,
        ),
        "un-system",
    ),
    # "the Territory", in a resolution on one of them
    (
        expression(r"^(?:all |each |both )*Territor(?:y|ies)(?: concerned)?$"),
        "non-self-governing-territories",
    ),
    # Units of the Secretariat together.
    (
        expression(
            r"\b(?:departments|offices|entities|units)\b.* (?:of"
            r"|within|in) the (?:United Nations )?Secretariat$"
        ),
        "secretariat",
    ),
    # States of a continent.
    (
        expression(
            r"^(?:all )?(?:(?:[A-Z][a-z]+ )?(?:African|Asian|Arab|European"
            r"|American|Caribbean|Pacific)) (?:States|countries)\b"
        ),
        "member-states",
    ),
    (
        expression(r"\bfacilitat(?:ors?|ing)\b.*\b[Aa]ction lines?\b|\b[Aa]ction line facilitators?$"),
        "action-line-facilitators",
    ),
)


# "national and local governments": those of each kind
_EACH = expression(
    r"(?:all |relevant |other )*(?P<first>(?:[a-z-]+, ){0,4}[a-z-]+ and [a-z-]+) (?P<noun>[a-z]+)$"
)


_WORKING = expression(r"\b[Ww]orking [Pp]art(?:y|ies)\b")


@cache
def _known(surface: str) -> tuple[str, ...]:
    for pattern, body in _PATTERNS:
        if not known(surface) and pattern.search(surface):
            return (body,)
    found = known(surface) or resolve(surface)
    each = _EACH.match(surface)
    if each:
        words = re.split(r", | and ", each["first"])
        several = tuple(dict.fromkeys(body for word in words for body in known(f"{word} {each['noun']}")))
        if len(several) > len(found):
            return several
    if "states-parties" in found and _WORKING.search(surface):
        return ()
    # Words that several groups share mean the narrower one where the phrase says so.
    if "states-parties" in found and len(found) > 1:
        return ("states-parties",)
    if "un-system" in found and "United Nations" in surface and "international" not in surface.lower():
        return tuple(body for body in found if body != "international-organizations")
    return found


def _inside(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return the body named in an addressee: "experts of the Commission", not "those against the Commission"."""
    found = here.names.within(here.index, start, end)
    return (found[0].body,) if found and not _AGAINST.search(here.text[start : found[0].place[1]]) else ()


def _is_thing(surface: str) -> bool:
    """Return whether words name what is done, not who does it: "all efforts of the Council"."""
    head = _HEAD.split(surface, maxsplit=1)[0].split()[-1:]
    sits = " segment of " in surface or " session of " in surface
    return bool(head) and _THING.fullmatch(head[0]) is not None and not sits


_HEAD = expression(
    r",? (?:of|for|to|in|from|by|against|with|on|at|within|towards|that|which|who|as|undertaken|[a-z]{3,}ing)\b"
)
_AGAINST = expression(r"\b(?:against|by|with|between)(?: the)? $")
# What is done, not who does it.
_THING = expression(
    r"acts?|work|efforts?|initiatives?|opportunit(?:y|ies)|approach|pursuit|use|exchange|support|progress|role"
    r"|activit(?:y|ies)|measures?|resources?|leadership|implementation|cooperation|contributions?|participation"
    r"|involvement|engagement|establishment|development|negotiations|attacks?|violence|commitments?|decisions?"
    r"|recommendations?|actions?|continuation"
)


def _points_back(text: str, start: int) -> bool:
    return text[max(0, start - 6) : start].lower().endswith(("the ", "those ", "these ", "both "))


def _listed(here: Passage, start: int) -> tuple[str, ...]:
    """Return the bodies named together before "the entities": the last run of mentions in the paragraph."""
    run = here.names.within(here.index, 0, start)
    if len(run) < 2:
        return ()
    kept = [run[-1]]
    for mention in reversed(run[:-1]):
        if kept[-1].place[1] - mention.end > 12:
            break
        kept.append(mention)
    return tuple(dict.fromkeys(mention.body for mention in reversed(kept))) if len(kept) > 1 else ()


_GROUP = expression(
    r"(?:[a-z-]+ ){0,4}?(?:platforms|companies|stakeholders|Governments|States(?: [Pp]arties)?"
    r"|organizations|commissions|institutions|facilitators|communities|enterprises|partners|countries"
    r"|donors|banks|agencies|entities|bodies|committees)\b"
)


_PERSONS = frozenset(
    (
        "secretary-general",
        "president",
        "rapporteur",
        "commissioner",
        "chair",
        "representative",
        "envoy",
        "director",
    )
)
_AND_GROUP = expression(rf"\s+and\s+(?P<group>{_GROUP.pattern})")


def _antecedents(here: Passage, start: int, plural: bool) -> tuple[str, ...]:
    """Return what a pronoun stands for: the names last coordinated before it in the paragraph."""
    if not plural:
        run = _listed_bodies(here, start)
        if here.text[start : start + 3].lower().strip() in ("him", "her", "he", "she"):
            run = [mention for mention in run[-40:] if mention.head in _PERSONS]
        return (run[-1].body,) if run else ()
    # The opening of the paragraph or of the sentence before is where its topic is named.
    for match in _GROUP.finditer(here.text, 0, start):
        found = longest_known(match.group())
        if found:
            joined = _AND_GROUP.match(here.text, match.end(), start)
            if joined:
                return tuple(dict.fromkeys((*found, *longest_known(joined.group("group")))))
            return found
    run = _listed_bodies(here, start)
    return (run[-1].body,) if run else ()


def _listed_bodies(here: Passage, start: int) -> list[BodyMention]:
    """Return the mentions before a pronoun that are bodies of the framework: a name in capitals may be a thing."""
    return [mention for mention in here.names.before((here.index, start)) if mention.body in bodies()]
