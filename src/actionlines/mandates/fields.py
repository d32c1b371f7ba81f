"""The fields of a mandate: where its action ends, what it gives, when it is due, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.addressees import bodies_of, members
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Ask, Context, make
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.due_forms import RECENT, find_due, holder, year_of_session
from actionlines.mandates.model import Mandate
from actionlines.mandates.names import Passage, Span
from actionlines.mandates.split import Operative
from actionlines.mandates.words import Verb, governed, ordinal, ordinal_pattern

GENERAL_ASSEMBLY = "general-assembly"
_GIVE = expression(
    r"\b(?:[Rr]eport\w*|submit\w*|present\w*|transmit\w*|convey\w*|provid\w+|brief\w*|inform\w*|updat\w+"
    r"|communicat\w+|contribut\w+|circulat\w+|propos\w+|recommend(?= to\b)|keep(?= )|notif\w+|send"
    r"|account(?= to\b)|recommendations?|findings|results|outcomes|information|be made|apprise|findings)\b",
    re.IGNORECASE,
)
# "to the Assembly", "for the consideration of the Council", "before the Committee"
_TO = expression(
    r"\bfor (?:its )?consideration (?:during|at) (?:the|its) [a-z-]+ session of (?=the [A-Z])|\bbefore "
    r"(?=the (?:[A-Z][a-z]+ )?(?:Assembly|Council|Committee|Commission)\b)|\bto (?=(?:the |its |all "
    r"|relevant |both |States|Member States|each )|[A-Z])|\bfor (?:the |further |its |their )"
    r"?(?:consideration|review|approval|adoption|endorsement|information|decision)(?: and [a-z]+)? (?:of|by)"
    r" "
)
_THROUGH = expression(
    r"\b(?:through|via) (?=(?:the |its )?(?:[A-Z]|(?:[a-z]+ ){1,6}(?:segment|session) of the [A-Z]))"
)
_AND_TO = expression(
    r"\b(?:and|as well as)(?: also)? to (?:(?:transmit|submit|present|provide|convey) (?:it|them|(?:the"
    r"|that|this|such) reports?) to )?(?:(?:the|its) (?:[a-z-]+ ){1,3}sessions? of )?(?=the [A-Z]|[A-Z]{2}"
    r"|(?:the )?(?:next |20\d\d )?plenipotentiary)|\band (?:transmit|submit|present|provide|convey) (?:it"
    r"|them|(?:the|that|this|such) reports?) to (?=the [A-Z]|[A-Z]{2})|\band to bring (?:it|them|(?:the"
    r"|that|this|such) [a-z]+) to the attention of (?=the [A-Z])"
)
_ITS_SESSION = expression(
    rf"\b(?:at|during) (?:its|the) (?:main part of (?:its"
    rf"|the) )?(?P<n>{ordinal_pattern()}) (?:(?:and|or) [a-z-]+ )?sessions?\b",
    re.IGNORECASE,
)
_GIVEN = frozenset(("report", "update"))
_AT = expression(
    r"\bat (?:the 20\d\d (?:ordinary )?session of )?"
    r"(?=(?:the|its) (?:[a-z-]+ ){0,3}(?:[A-Z][\w-]* (?:(?:on|of|for|the|and) )*){0,6}?"
    r"(?:Dialogue|Forum|Conference|Meeting|Summit|Assembly|Committee|Commission|Council|Congress)\b)"
)
_STRAIGHT = expression(
    r"\bprovide (?=the [A-Z][^,;]{1,60} with\b)"
    r"|\b(?:brief|inform|apprise|update|keep|notify|send) (?=the |its |Member States|States)"
)
# What begins with one of these gives something, whatever it is called.
_GIVES = expression(
    r"(?:[a-z]+ly )?(?:report|submit|present|communicate|notify|inform|brief|apprise|send|account|propose"
    r"|deliver|convey)\b(?! (?:the text of )?(?:this|the present) (?:resolution|decision))",
    re.IGNORECASE,
)
# "submit to it, through the Council, a report", "keep it informed": the speaker receives
_TO_IT = expression(
    r"\b(?:submit|report|present|provide|transmit)(?: back)? to it\b|\b(?:keep|brief|inform|update) it\b"
)
_END = expression(
    r",| for an?\b| at (?:its|the|their|each)\b| in (?:its|his|the|their|accordance|20)\b| for (?:its|their"
    r"|[a-z]+(?:tion|val|view|sion)\b)\b| on\b(?= [a-z])| by\b| no later| before\b| during\b| (?:every|each)"
    r"\b| through\b| with\b| as (?:part|appropriate|well as the)| within\b| (?:a|an|the|its|his|their|any"
    r"|concrete|updated)\b(?! )| a | an | its | his | her | their | annually| biennially| regularly| "
    r"periodically| under\b| prior\b| until\b| once\b| upon\b| via\b| thereof\b| of (?:the|its|this|any"
    r"|their) [a-z]| information\b| any | (?:apprised|informed|updated|abreast)\b| proposals\b| "
    r"recommendations\b| options\b| and to\b| (?:a )?written"
)
_MAX_PLACES = 60  # a real action has ten; an endless one must not take for ever
_PRODUCTS = frozenset(
    [
        "report",
        "update",
        "review",
        "assessment",
        "evaluation",
        "mapping",
        "proposal",
        "strategy",
        "road-map",
        "action-plan",
        "targets-indicators",
        "standards",
    ]
)


def find_receivers(
    here: Passage, start: int, end: int, deliverable: str, speaker: str = UNSPECIFIED
) -> tuple[str, ...]:
    """Return labels of the bodies to which the action start..end gives its product; () when it names none.
    `speaker` is "it".
    """
    if (
        deliverable not in _PRODUCTS
        and not _GIVES.match(here.text, start, end)
        and not _BE_GIVEN.match(here.text, start, end)
    ):
        return ()
    if speaker != UNSPECIFIED and _TO_IT.search(here.text, start, end):
        return (speaker,)
    given = _GIVE.search(here.text, start, end)
    if not given:
        return ()
    for pattern in (_STRAIGHT, _TO, _AT, _THROUGH):
        places = pattern.finditer(here.text, start if pattern is _STRAIGHT else given.start(), end)
        for match in islice(places, _MAX_PLACES):
            if pattern is _TO and governed(here.text, match.start(), start):
                continue
            found = _bodies_at(here, match.end(), end)
            if found:
                return tuple(dict.fromkeys((*found, *_further(here, match.end(), end))))
    if deliverable in _GIVEN and _at_session(here, start, end):
        return (GENERAL_ASSEMBLY,)
    return ()


# "the draft be presented to the Board"
_BE_GIVEN = expression(r"[^,;]{1,120} be (?:submitted|presented|transmitted|communicated|sent|reported) to ")


def _at_session(here: Passage, start: int, end: int) -> bool:
    """Return whether a session of the Assembly, by a number that no other body has, is the date."""
    numbered = _ITS_SESSION.search(here.text, start, end)
    if not numbered or ordinal(numbered["n"]) < RECENT:
        return False
    whose = holder(here.names, here.index, here.text, *numbered.span())
    return year_of_session(whose, ordinal(numbered["n"])) is None


def _further(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Receivers added with a "to" of their own: "to the Assembly at its ... session and to the Council"."""
    match = _AND_TO.search(here.text, start, min(end, start + 300))
    return _bodies_at(here, match.end(), end) if match else ()


def _bodies_at(here: Passage, start: int, end: int) -> tuple[str, ...]:
    """Return the bodies named from `start`, as far as names go."""
    named = next(iter(here.names.within(here.index, start, start + 5)), None)
    stop = _END.search(here.text, named.end if named else start + 4, end)
    limit = min(stop.start() if stop else end, start + 240)
    found: list[str] = []
    for low, high in members(here.text, start, limit):
        if here.text[low].isupper() and not is_body(here, low, high, by_capital=False):
            continue
        for body in bodies_of(here, low, high):
            if body != UNSPECIFIED and body not in found:
                found.append(body)
    return tuple(found)


_TRAIL = " ,;:.–—"
_OPENED = {"”": "“", "»": "«", '"': '"'}
_CONJUNCTION = expression(
    r"[,;]?\s+(?:and|but|while|as well as)(?:\s+(?:in this regard|also|further),?)*,?\s*$"
)
_DANGLING = expression(
    r",?\s+(?:including|inter alia|in particular|such as|notably|especially)(?:,? inter alia)?"
    r"(?:\s+(?:by|through|on|in|with regard to|for|to|with))?(?:,? inter alia)?[,:]*\s*$"
    r"|,?\s+(?:by|through|by means of)(?:\s+[a-z]+ing)?:\s*$|,\s+including\s+[^,;:]{1,50}:\s*$"
)
# Participles that state something about the action instead of belonging to it.
_STATEMENT = expression(
    r"[,;]\s+(?:and\s+)?(?:while\s+)?(?:also\s+|further\s+)?(?:recognizing|acknowledging|noting|stressing"
    r"|emphasizing|underlining|underscoring|welcoming|recalling|reaffirming|reiterating|affirming"
    r"|expressing|appreciating|highlighting)\b(?!\s+and\b)"
)
# Behind a statement the action may go on: ", and to act", ", to the Conference in 2032".
_MORE = expression(
    r"[,;]\s+and\s+(?:also\s+|further\s+)?to\s+[a-z]|,\s+to\s+the\s+(?:[a-z]+\s+){0,2}"
    r"(?:conference|council|assembly|committee)\b",
    re.IGNORECASE,
)
_REPORT = expression(
    r"(?P<cut>[,;]?\s+(?:and|as well as)(?:,?\s+(?:also|further|in this regard|in that regard|subsequently"
    r"|thereafter|to this end),?)?\s+)(?P<to>to\s+)?(?P<whole>(?:continue\s+to\s+)?(?P<verb>report|submit"
    r"|present|brief|inform|update|provide|transmit|convey|communicate|publish|issue|include|keep(?= "
    r"[^,;]{1,80}(?:informed|updated|apprised|abreast))))\b(?=(?P<rest>[^;]{0,160}))"
)
_REPORTING = expression(r"\b(?:report\w*|results?|outcomes?|findings|briefings?|updates?|thereon|progress)\b")
_A_REPORT = expression(
    r"report\b|keep\b|(?:submit|present|provide|publish|issue)\b[^,;]{0,60}\b(?:reports?|updates|briefings)\b"
)
# "to submit a report to the Council, as well as submit updates to the Committee": a third duty
_AS_WELL = expression(
    r",? as well as (?:to )?(?=(?:submit|present|provide) [^,;]{0,60}\b(?:reports?|updates|briefings)\b)"
)
# "inform the Assembly of ..."
_TOLD = expression(r"(?:inform|brief|update)\s+(?:the\s+)?(?:[A-Z]|membership)")
_PUT = ("submit", "present", "provide", "include")
# "recommends that the Assembly request the Secretary-General to act and to report": what the Assembly is to ask
_PASSED_ON = expression(
    r"(?:the )?[A-Z][\w-]*(?: [A-Za-z][\w-]*){0,6}? (?:request|invite|urge|encourage|call upon) (?:the )?[A-Z]"
)
_SHORT = 400
_ASIDE = expression(r",[^,;]{1,160},|,[^,;]{1,160}$")
# "to develop options and to submit these" is one product.
_SAME = expression(r"\s+to,|\s+(?:it|them|these|those|this|such|the report)\b")
_MOST = 20
# ", to invite the secretariat to report": a report by another is a duty of its own
_HAVE_REPORTED = expression(
    r",\s+(?:and\s+)?to\s+(?=(?:invite|request|instruct|ask)\s[^,;]{1,80}?\sto\s+(?:report|submit|present)\b)"
)


def trim(text: str, start: int, end: int) -> Span:
    """Cut what does not belong to the action: joining words, statements, final marks."""
    end = start + len(text[start:end].rstrip())
    while True:
        before = end
        joined = _CONJUNCTION.search(text, max(start, end - 60), end)
        if joined:
            end = joined.start()
        dangling = _DANGLING.search(text, max(start, end - 60), end)
        if dangling:
            end = max(start, dangling.start())
        while end > start and text[end - 1] in _TRAIL:
            end -= 1
        # The quotation mark that ends a statement began before the action.
        if end > start and (mark := _OPENED.get(text[end - 1])) and text.find(mark, start, end - 1) < 0:
            end -= 1
        if end == before:
            break
    statement = _last_statement(text, start, end)
    if statement > start:
        return trim(text, start, statement)
    return start, end


def _last_statement(text: str, start: int, end: int) -> int:
    for match in _STATEMENT.finditer(text, start, end):
        if not _MORE.search(text, match.end(), end):
            return match.start()
    return -1


def with_reports(text: str, start: int, end: int) -> list[Span]:
    """Return the action, cut in two where a later infinitive is a separate duty to report."""
    if _PASSED_ON.match(text, start, end):
        return [(start, end)]
    found: list[Span] = []
    for other in islice(_HAVE_REPORTED.finditer(text, start, end), _MOST):
        found.append((start, other.start()))
        start = other.end()
    return [*found, *_with_report(text, start, end)]


def _with_report(text: str, start: int, end: int) -> list[Span]:
    for match in _REPORT.finditer(text, start, end):
        if match.start() == start or _SAME.match(match.group("rest")):
            continue
        if match["whole"].startswith("continue to report") and text.startswith("report ", start):
            continue  # "to report on the plan, and to continue to report on its costs": one report
        if match.start() - start < _SHORT and len(_ASIDE.sub(" ", text[start : match.start()]).split()) < (
            2 if match.group("verb") == "report" else 3
        ):  # "prepare and submit a report": one product
            continue
        if not match.group("to") and not _A_REPORT.match(match.group("verb") + match.group("rest")):
            continue
        if (
            match.group("verb") in ("report", "keep")
            or _TOLD.match(match.group("verb") + match.group("rest"))
            or (match.group("verb") != "include" and _REPORTING.search(match.group("rest")))
        ):
            first = (start, match.start())
            more = _AS_WELL.search(text, match.end("verb"), end)
            if more is None:
                return [first, (match.start("whole"), end)]
            return [first, (match.start("whole"), more.start()), (more.end(), end)]
    return [(start, end)]


def row_of_actions(context: Context, cells: dict[str, Span]) -> Iterator[Mandate]:
    """Yield what a row of a table of actions asks: its header is the verb, a cell each who, what and when."""
    if not {"action", "who"} <= cells.keys():
        return
    text, (who, _), (what, _) = context.text, cells["who"], cells["action"]
    start = text.rfind(_CELL, 0, who) + len(_CELL) if who > what else 0
    verb = Verb("task", "", "", "", "requests", "at")
    operative = Operative(start, start, who - len(": "), len(text), verb, "assembly")
    ask = make(context, operative, *(context.named(*cells["who"])))
    if "when" in cells:
        at, end = cells["when"]
        due = find_due(
            f"{text[: at - 3]}by {text[at:]}", at - 3, end, context.year, context.holders(ask.bodies)
        )
        ask = replace(ask, due=due.forms, due_phrase=context.phrase(at, end)) if due else ask
    yield from mandates_of(context, ask, cells["action"])


_CELL = " | "


def mandates_of(context: Context, ask: Ask, span: Span) -> Iterator[Mandate]:
    """Yield the mandates of one action: one, or two where reporting is a separate duty."""
    for piece in with_reports(context.text, *span):
        start, end = trim(context.text, *piece)
        if end <= start:
            continue
        action = context.phrase(start, end)
        kind = deliverable(action.text, ask.strength)
        due = find_due(context.text, start, end, context.year, context.holders(ask.bodies))
        forms = due.forms if due else ask.due
        if due and due.forms[0].startswith("recurring:"):
            # "starting in 2026, to submit an annual report": how often, and from when
            forms += ask.due if all(form.startswith(_FROM) for form in ask.due) else ()
            # A report on what is done every two years is due every two years.
            ask = replace(ask, due=due.forms, due_phrase=context.phrase(due.start, due.end))
        yield Mandate(
            context.paragraph.id,
            ask.verb,
            ask.strength,
            ask.verb_phrase,
            ask.addressees,
            ask.bodies,
            action,
            kind,
            _receivers(context, ask, start, end, kind),
            tuple(dict.fromkeys(forms)),
            context.phrase(due.start, due.end) if due else ask.due_phrase,
            not ask.addressees,
            candidates=_candidates(context, ask) if ask.bodies == (AMBIGUOUS,) else (),
            checks=ask.checks,
        )


def _candidates(context: Context, ask: Ask) -> tuple[str, ...]:
    """Return the bodies that the words of an ambiguous addressee fit."""
    here = (phrase for phrase in ask.addressees if phrase.paragraph == context.paragraph.id)
    found = (context.names.several(phrase.text, (context.index, phrase.start)) for phrase in here)
    return tuple(dict.fromkeys(body for bodies in found for body in bodies))


_FROM = ("from:", "session:")


# "in his report to the Council, to present proposals"
_IN_REPORT = expression(
    r"\b(?:in|within|through|as part of|in the context of) (?:his|her|its|their|the) "
    r"(?:[a-z]+ ){0,3}report(?:s|ing)? to "
)


def _receivers(context: Context, ask: Ask, start: int, end: int, kind: str) -> tuple[str, ...]:
    """Return who receives the product: named in the action, or before it with the report in which it stands."""
    found = find_receivers(context, start, end, kind, context.speaker)
    if found or ask.verb_phrase.paragraph != context.paragraph.id:
        return found
    before = _IN_REPORT.search(context.text, ask.verb_phrase.end, max(start, ask.verb_phrase.end))
    if before is None or start - before.start() > 300:
        return ()
    return find_receivers(context, before.start(), start, kind)
