"""From the words that name an addressee to the ids of bodies."""

from __future__ import annotations

import re
from functools import cache

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED, bodies, label_of, resolve
from actionlines.lazily import expression
from actionlines.mandates.itu import as_one_name, directors
from actionlines.mandates.members import ACRONYM, members
from actionlines.mandates.names import (
    MEMBER_STATES,
    BodyMention,
    Names,
    Span,
    head_noun,
    is_organ,
    is_short,
    known,
    longest_known,
)

# Roles held in a body: an ask to them is an ask to the body.
_ROLE = expression(
    r"(?:(?:20\d\d |each |every |next |ordinary |regular |annual |forthcoming )*sessions?|executive boards?"
    r"|governing (?:council|board|body)|boards?|administrator|director-general|office|co-chairs?"
    r"|chairs?|chairpersons?|head|heads|bureau|members?|presidents?|presidenc(?:y|ies)|directors?"
    r"|executive (?:director|secretary)"
    r"|chair-rapporteurs?|chair-designate|secretariat|secretary|facilitators?|co-facilitators?|rapporteurs?|candidates?)\s+(?:of|for"
    r"|to)\s+(?:the |that |this )?",
    re.IGNORECASE,
)
_OF_THINGS = expression(r"(?P<who>[a-z-]+(?: [a-z-]+)?) of (?:the |its |this |any |these )?(?=[a-z])")
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
_PASSIVE = expression(r"\s+(?:shall|will|should|be)?\s*be\b")
_IT = frozenset(["it", "him", "her", "he", "she"])


# "recommends the following for consideration by national Governments"
_LISTED = expression(r"(?:the )?following(?: [a-z]+)? for (?:the )?(?:consideration|action) (?:by|of) ")


def named(names: Names, index: int, text: str, start: int, end: int) -> tuple[list[Span], tuple[str, ...]]:
    """Return spans of the addressees in start..end, and the bodies they stand for (without repetition)."""
    if listed := _LISTED.match(text, start, end):
        start = listed.end()
    spans = members(as_one_name(text, start, end) if names.house else text, start, end)
    found: list[str] = []
    for low, high in spans:
        for body in bodies_of(names, index, text, low, high):
            # "all States and organizations that have not done so": the States too
            if body == MEMBER_STATES and _JOINED_OUTSIDE.match(text, high, end):
                body = "non-party-states"
            if body not in found:
                found.append(body)
    return spans, tuple(found)


def bodies_of(names: Names, index: int, text: str, start: int, end: int) -> tuple[str, ...]:
    """Return bodies of one addressee; `unspecified` where nothing is known of it."""
    surface = text[start:end]
    plain = surface.lower()
    if plain in names.house:
        return (names.house[plain],)
    defined = names.defined(surface)
    if defined:
        # "... of the Commission to the Economic and Social Council (ECOSOC)": the name is the end of it
        ends = longest_known(defined)
        same = ends if ends and ends == known(surface) else ()
        group = (
            _known(defined) if head_noun(defined) in ("states", "governments", "parties", "members") else ()
        )
        return known(defined) or _by_form(defined) or same or group or (label_of(defined),)
    if names.house and (together := directors(surface)):
        return together
    # "the Council of the results of this study": the name ends before its "of"
    informed = _OF_THINGS.match(plain) if names.house and not known(surface) else None
    if informed and surface[informed.end()].islower() and informed["who"] in names.house:
        return (names.house[informed["who"]],)
    if names.house and surface.startswith("ITU ") and (inner := known(surface[4:])):
        return inner  # "the ITU Council Working Group on ..."
    owned = _OF_ANOTHER.match(surface) if not names.house and not known(surface) else None
    if owned:  # "the Secretary-General of the Authority" is not that of the United Nations
        owner = owned["owner"]
        holder = names.short(owner, (index, start)) if is_short(owner) else next(iter(known(owner)), "")
        return (holder or label_of(surface),)
    if plain == "they" and _PASSIVE.match(text, end):
        return (UNSPECIFIED,)  # "they shall be addressed": not who acts
    if plain in _THEM:
        return _antecedents(names, index, text, start, plural=True) or (UNSPECIFIED,)
    if plain in ("others", "all others"):
        return (_OTHERS,)
    if plain in _IT:
        return _antecedents(names, index, text, start, plural=False) or (UNSPECIFIED,)
    if _PLURAL.fullmatch(plain) and _points_back(text, start):
        found = _listed(names, index, start)
        if found:
            return found
    meant = names.own.get(plain) or names.own.get(_WHICH.sub("", plain))
    if meant:
        return ((is_short(surface) and names.short(surface, (index, start))) or meant,)
    for mention in names.within(index, start, start + 1):
        if mention.end == end and " " in surface:
            return (mention.body,)  # a full name needs no looking back
    if _OFFICE.fullmatch(surface) and (held := _office(names, index, text, start, surface)):
        return held
    if is_short(surface):
        if names.several(surface, (index, start)):
            return (AMBIGUOUS,)
        body = names.short(surface, (index, start))
        if body:
            return (body,)
        if _is_full(surface):
            return known(surface)
        if " " not in surface:  # a short name of something the document never names in full
            return (UNSPECIFIED,)
    if not known(surface) and (form := _by_form(surface)):
        return form
    outside = None if _PARTIES.match(surface) else _OUTSIDE.search(surface)
    if outside and _STATES.search(surface, 0, outside.start()) and not _no_states(surface):
        return ("non-party-states",)
    for mention in names.within(index, start, start + 1):
        if mention.end < end and text[mention.end : mention.end + 4] not in (" and", " or "):
            return (mention.body,)  # "the President of the General Assembly at its current session"
    if _UNDER.search(surface) or _OF_PARTIES.match(surface):
        return (UNSPECIFIED,)
    role = _ROLE.match(surface)
    if role and (not known(surface) or is_short(surface[role.end() :])):
        whole = bodies_of(names, index, text, start + role.end(), end)
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
        or _inside(names, index, text, start, end)
        or _parts(surface)
        or ((label_of(surface),) if ACRONYM.fullmatch(surface) else (UNSPECIFIED,))
    )


def _by_form(surface: str) -> tuple[str, ...]:
    """Return the group that a name belongs to by its form: a mission, a Government."""
    if _MISSION.match(surface):
        return ("peacekeeping-missions",)
    return ("governments",) if _GOVERNMENT.fullmatch(surface) else ()


_GOVERNMENT = expression(
    r"(?:(?:Federal|Transitional|Interim|National) )?Governments? of (?:the )?[A-Z][\w’' -]{2,60}"
    r"|(?:Federal|Transitional|Interim) Government"
)

_OFFICE = expression(r"(?:Bureau|(?:Co-)?Chairs?|Chairpersons?|Vice-Chairs?|Rapporteurs?)")


def _office(names: Names, index: int, text: str, start: int, surface: str) -> tuple[str, ...]:
    """The body whose office the paragraph named last: "the Bureau of the Third Committee ... the Bureau"."""
    at = text.rfind(f"{surface} of the ", 0, start)
    if at < 0:
        return ()
    named = names.within(index, at, at + len(f"{surface} of the ") + 1)
    return (named[0].body,) if named else ()


def _no_states(surface: str) -> bool:
    """Whether those who "have not yet done so" are no States ("organizations which have not yet done so")."""
    found = resolve(_RELATIVE.split(surface, maxsplit=1)[0])
    return bool(found) and all(bodies()[body].kind != "states" for body in found if body in bodies())


_RELATIVE = expression(r",? (?:that|which|who) ")


def _is_full(surface: str) -> bool:
    """Whether a name that looks like a short one is all of a body's name ("Global Environment Facility")."""
    return " " in surface and any(
        bodies()[body].name == surface for body in known(surface) if body in bodies()
    )


# A mission by its name or acronym.
_WHICH = expression(r"^(?:(?:all|other|both|the|relevant|these) )+| (?:involved|concerned)$")
_MISSION = expression(
    r"(?:United Nations|African Union-United Nations) (?:[A-Z][\w-]* ){0,8}(?:Mission|Force|Operation|Office)"
    r" (?:in|for) (?:the )?[A-Z]|(?:MINU[A-Z]{2,7}|UN(?:MI|AM|IF|DO|TS|IS|OC|FI|SM|SO|OW|IT|IO)[A-Z]{1,4}"
    r"|MONUSCO|BINUH|BINUCA)$"
)
# "relevant bodies under the Protocol": an instrument's own, in no table
_OF_PARTIES = expression(r"(?:Conferences?|Meetings?) of (?:the )?(?:States )?Parties\b")
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
_JOINED_OUTSIDE = expression(rf" and [^,;:]{{1,80}} (?:that|which|who) have (?:{_OUTSIDE.pattern})")
_KIND = (
    r"(?:(?:other|its|the|related|relevant) )*(?:funds|programmes|(?:specialized )?agencies|entities|bodies)"
)
_PATTERNS = (
    # Units of the Organization together: "agencies, funds and other entities of the United Nations system".
    (
        expression(
            r"^(?:(?:[a-z-]+,? )+of the United Nations(?: system)?"
            r"|(?:[a-z]+ ){0,3}United Nations (?:system )?"
            r"(?:[a-z]+,? ){0,6}(?:agencies|entities|bodies"
            r"|organizations|institutions|offices|mechanisms))$"
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
        expression(r"^(?:all |each |both |those |concerned )*Territor(?:y|ies)(?: concerned)?$"),
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
    # The Government of a country by name.
    (expression(r"^(?:Transitional )?(?:Governments?|[Aa]uthorities) of (?:the )?[A-Z]"), "governments"),
    (
        expression(r"\bfacilitat(?:ors?|ing)\b.*\b[Aa]ction lines?\b|\b[Aa]ction line facilitators?$"),
        "action-line-facilitators",
    ),
    (expression(r"\bUnited Nations Member States\b"), "member-states"),
)


# "national and local governments": those of each kind
_EACH = expression(
    r"(?:all |relevant "
    r"|other )*(?P<first>(?:[a-z-]+, ){0,4}[a-z-]+ and [a-z-]+) (?P<noun>[a-z]+)$"
)


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
    # Words that several groups share mean the narrower one where the phrase says so.
    if "states-parties" in found and len(found) > 1:
        return ("states-parties",)
    if "un-system" in found and "United Nations" in surface and "international" not in surface.lower():
        return tuple(body for body in found if body != "international-organizations")
    return found


def _inside(names: Names, index: int, text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the body named in an addressee: "experts of the Commission", not "those against the Commission"."""
    found = names.within(index, start, end)
    return (found[0].body,) if found and not _AGAINST.search(text[start : found[0].place[1]]) else ()


def _is_thing(surface: str) -> bool:
    """Return whether words name what is done, not who does it: "all efforts of the Council"."""
    head = _HEAD.split(surface, maxsplit=1)[0].split()[-1:]
    return bool(head) and _THING.fullmatch(head[0]) is not None and not is_organ(head[0])


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


def _listed(names: Names, index: int, start: int) -> tuple[str, ...]:
    """Return the bodies named together before "the entities": the last run of mentions in the paragraph."""
    run = names.within(index, 0, start)
    if len(run) < 2:
        return ()
    kept = [run[-1]]
    for mention in reversed(run[:-1]):
        if kept[-1].place[1] - mention.end > 12:
            break
        kept.append(mention)
    return tuple(dict.fromkeys(mention.body for mention in reversed(kept))) if len(kept) > 1 else ()


_GROUP = expression(
    r"(?:[a-z-]+ ){0,4}?(?:platforms|companies|stakeholders|Governments|States(?: [Pp]arties)?|organizations"
    r"|commissions|institutions"
    r"|facilitators|communities|enterprises|partners|countries|donors|banks|agencies|entities|bodies"
    r"|committees)\b"
)


_TOPIC = expression(r"^[^,;.]{0,60}\b(?:role|work|efforts|contributions?|mandate|activities) of (?:the )?$")
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


def _antecedents(names: Names, index: int, text: str, start: int, plural: bool) -> tuple[str, ...]:
    """Return what a pronoun stands for: the names last coordinated before it in the paragraph."""
    if not plural:
        run = _listed_bodies(names, index, start)
        if text[start : start + 3].lower() in ("him", "her"):
            run = [mention for mention in run[-40:] if mention.head in _PERSONS]
        here = names.within(index, 0, start)
        if (
            len(here) > 1
            and _TOPIC.search(text, 0, here[0].place[1])
            and text[start - 1 : start + 3] == " it "
        ):
            return (
                here[0].body,
            )  # "recognizes the role of the Commission in reviewing ..., and requests it"
        return (run[-1].body,) if run else ()
    # The opening of the paragraph or of the sentence before is where its topic is named.
    for match in _GROUP.finditer(text, 0, start):
        found = longest_known(match.group())
        if found:
            joined = _AND_GROUP.match(text, match.end(), start)
            if joined:
                return tuple(dict.fromkeys((*found, *longest_known(joined.group("group")))))
            return found
    run = _listed_bodies(names, index, start)
    return (run[-1].body,) if run else ()


def _listed_bodies(names: Names, index: int, start: int) -> list[BodyMention]:
    """Return the mentions before a pronoun that are bodies of the framework: a name in capitals may be a thing."""
    return [mention for mention in names.before((index, start)) if mention.body in bodies()]
