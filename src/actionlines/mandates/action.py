"""The action of a mandate: where it ends, and where a duty to report becomes a mandate of its own."""

from __future__ import annotations

import re
from itertools import islice

from actionlines.lazily import expression
from actionlines.mandates.names import Span

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
