"""What a document of ITU says of itself: the number of a resolution and its conference, or a document number.

Source: the layout of the Final Acts of the conferences, of Council resolutions and of Council documents.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actionlines.documents.model import Metadata, Paragraph
from actionlines.documents.structure import itu_languages
from actionlines.framework.bodies import by_alias
from actionlines.framework.references import conference_at, list_conferences, list_series
from actionlines.lazily import expression

_TITLE = expression(
    r"(?:(?:MOD|ADD|SUP|NOC)\s+)?(?P<draft>(?:DRAFT|Draft)\s+(?:(?:NEW|new|REVISED|revised)\s+)?)?"
    r"(?P<type>RESOLUTION|DECISION|RECOMMENDATION|OPINION|Resolution|Decision|Recommendation|Opinion)\s+"
    r"(?P<sector>ITU-[RTD]\s+)?(?P<number>\d{1,4}(?:-\d{1,2})?)\s*(?P<words>\([^()]{2,80}\))?"
    r"(?P<rest>[*\d]{0,3}$|\s*[:–—-]\s.{0,300}$)?",
    re.DOTALL,
)
# "The Plenipotentiary Conference of the … (Place, Year),", "The ITU Council,"
_FORMULA = expression(
    r"The\s+(?P<body>[A-Z][^,(]{3,160}?)\s*(?:\((?P<place>[^\d(),]{2,40}),\s*(?P<year>(?:19|20)\d\d)\))?\s*,"
)
_YEAR = expression(r"(?:19|20)\d\d")
_UNION = expression(r"\bITU\b|International Telecommunication Union|Plenipotentiary Conference")
_CHANGED = expression(r"(?:rev(?:ised)?|mod(?:ified)?|last\s+amended|amended|adopted)\b\.?,?\s*", re.I)
_EVENT = expression(r"\b(?P<body>C|PP|WTDC|WTSA|WRC|RA|WCIT)[- ]?(?P<year>(?:19|20)?\d\d)\b")
_SHORT = {"RESOLUTION": "RES", "DECISION": "DEC", "RECOMMENDATION": "REC", "OPINION": "OP"}
# Council resolutions are numbered from 1000 (ITU Council, rules of procedure).
_FIRST_COUNCIL = 1000
_HEAD = 6

_DOCUMENT = re.compile(
    r"(?<![\w/&-])(?P<meeting>C(?:19|20)?\d\d|(?:PP|WTDC|WTSA|WRC|WCIT|WTPF|RA|RPM|TDAG|TSAG|RAG)-?(?:20)?\d\d"
    r"|C?WG-[A-Za-z&-]{2,24}?[ -]\d{1,3}|EG-[A-Za-z]{2,12}[ -]\d{1,3})"
    r"/(?P<number>(?:(?:EP|ADM|INF|DT|DL|TD)/)?\d{1,4})"
    r"(?P<changes>(?:\s?\((?:Rev|Add|Corr)\.\s?\d{1,2}\)){0,2})(?:-[EFSRAC])?(?![\w/])"
)
_NUMBER_ONLY = expression(r"\bDocument\s+(?P<number>\d{1,4})(?P<changes>)-[EFSRAC](?!\w)")
_CONFERENCE = expression(r"\((?P<meeting>(?:PP|WTDC|WTSA|WRC)-(?:20)?\d\d)\)")
_CHANGE_LINE = expression(r"\(?(?P<type>Rev|Add|Corr|Revision|Addendum|Corrigendum)\.?\s?(?P<n>\d{1,2})\)?")
_CHANGES = {"revision": "Rev", "addendum": "Add", "corrigendum": "Corr"}
# What may stand before and behind the number on its line: the word for it, an agenda item, a date, languages.
_BEFORE = expression(r"(?:Agenda item:? [A-Z]{0,4} ?[\d.]{0,6} ?)?(?:Document[oe]?:?|Документ:?)? ?$", re.I)
_BEHIND = expression(
    r"(?:\s*\(?(?:Rev|Add|Corr)\.? ?\d{1,2}\)?)?\s*"
    r"(?:\d{1,2} [A-Za-z]{3,9} \d{4}|(?:Original: )?English(?: only)?)?"
    r"(?:\s*(?:Original: )?English(?: only)?)?\s*$",
    re.I,
)
# Lines of a masthead that are no title.
_MASTHEAD = expression(
    r"(?:\d{1,2} [A-Za-z]{3,9} \d{4}|(?:Original: )?English(?: only)?|(?:Rev|Add|Corr)\b.{0,12}|Revision \d+"
    r"|Tel[.:].{0,40}|Agenda item.{0,40}|Document .{0,40}|PLENARY MEETING.{0,40}|Addendum .{0,40}"
    r"|(?:Contribution|Note|Report|Submission|Memorandum) (?:by|from|of) .{0,200}"
    r"|(?:Geneva|Council \d{4})\b.{0,80})$",
    re.I,
)
_KIND = expression(r"(?P<kind>Contribution|Note|Submission|Memorandum|Report) (?:by|from|of|to)\b", re.I)
_KIND_IN = expression(r"\b(?:report|contribution)\b", re.I)
_PARTS = expression(r"Summary|Purpose|References?|Introduction|Background|Action required", re.I)
_DAY = expression(r"(?:Original: .{0,20})?\d{1,2} [A-Za-z]{3,9} \d{4}")
_LONGEST_TITLE = 300
_ADOPTED_AT = expression(r"\((?:adopted|approved|last amended|modified) [^()]{1,80}\)$", re.I)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document number as printed in the head of a document of ITU, and the body that it was sent to."""

    symbol: str
    body: str
    at: int


def describe_resolution(paragraphs: Sequence[Paragraph], language: str, *, formal: bool = False) -> Metadata | None:
    """Metadata of a resolution, decision, recommendation or opinion of ITU; None when it is none.

    The title line must be among the first paragraphs. The enacting formula names the conference; without it
    place and year do (framework cycles), and last the number. `formal`: the layout is known to be ITU's.
    The date is the year, which is all that such a text says.
    """
    at, title = _title_line(paragraphs)
    if title is None:
        return _read_elsewhere(paragraphs, language) if formal else None
    words = (title["words"] or "").strip("()")
    code, place_year = _of_words(words)
    formula, spoken_year = _of_formula(paragraphs)
    code = "RA" if (title["sector"] or "").startswith("ITU-R") else formula or code
    named = formal or any(_UNION.search(paragraph.text[:_LONGEST_TITLE]) for paragraph in paragraphs[: 2 * _HEAD])
    if not code and named and _plain_words(words) and int(title["number"].split("-")[0]) >= _FIRST_COUNCIL:
        code = "C"
    kind = title["type"].upper()
    if not code and not formal:
        return None
    year = place_year or spoken_year
    symbol = f"itu:{code}/{_SHORT[kind]}/{title['number']}{'@' + year if year else ''}" if code else ""
    subject = _find_subject(paragraphs, at, title)
    body = next((row.body for row in list_series() if row.family == "itu" and row.prefix == code), "")
    return Metadata(
        symbol=symbol,
        title=subject or paragraphs[at].text,
        body=body,
        date=year,
        language=language,
        kind=f"draft-{kind.lower()}" if title["draft"] else kind.lower(),
    )


def _read_elsewhere(paragraphs: Sequence[Paragraph], language: str) -> Metadata | None:
    """Metadata of an instrument in another language; its enacting formula tells the conference."""
    titles = ((at, itu_languages.read_title(paragraph.text)) for at, paragraph in enumerate(paragraphs[:_HEAD]))
    at, title = next(((at, text) for at, text in titles if text), (0, None))
    formulas = (itu_languages.read_enacting(paragraph.text) for paragraph in paragraphs[: 2 * _HEAD])
    code, year = next(filter(None, formulas), ("", ""))
    if title is None or not code:
        return None
    kind, number = title
    symbol = f"itu:{code}/{_SHORT[kind]}/{number}{'@' + year if year else ''}"
    body = next((row.body for row in list_series() if row.family == "itu" and row.prefix == code), "")
    below = next((paragraph for paragraph in paragraphs[at + 1 : at + 3] if paragraph.kind == "heading"), None)
    subject = below.text if below and below.id.rpartition(".")[2] != "intro" else paragraphs[at].text
    return Metadata(symbol=symbol, title=subject, body=body, date=year, language=language, kind=kind.lower())


def is_title(text: str) -> bool:
    """Return whether a line is the title of an instrument of ITU: "RESOLUTION 140 (Rev. Bucharest, 2022)"."""
    match = _TITLE.match(text)
    return bool(match and match["rest"] is not None and (match["words"] or match["type"].isupper()))


def _title_line(paragraphs: Sequence[Paragraph]) -> tuple[int, re.Match[str] | None]:
    for index, paragraph in enumerate(paragraphs[:_HEAD]):
        if is_title(paragraph.text):
            return index, _TITLE.match(paragraph.text)
    return 0, None


def _of_words(words: str) -> tuple[str, str]:
    """Series and year that the parenthesis of a title gives: "REV. BUCHAREST, 2022", "C11, MOD C24"."""
    if events := list(_EVENT.finditer(words)):
        last = events[-1]
        return last["body"], _event_year(last["body"], last["year"])
    if not (years := _YEAR.findall(words)):
        return "", ""
    place = _CHANGED.sub("", words[: words.rindex(years[-1])]).strip(" ,.")
    held = conference_at(place.rpartition(",")[2].strip() or place, int(years[-1])) if place else None
    if held is not None:
        return held.body, years[-1]
    # "MODIFIED 2024": no place, as only the Council writes it; a bare year is in others' titles as well
    return "C" if not place and words != years[-1] else "", years[-1]


def _event_year(body: str, digits: str) -> str:
    year = digits if len(digits) == 4 else ("19" if int(digits) > 80 else "20") + digits
    for held in list_conferences():
        if held.body == body and held.event.rpartition("-")[2] in (digits, year):
            return str(held.year)
    return year


def _of_formula(paragraphs: Sequence[Paragraph]) -> tuple[str, str]:
    """Series and year by the enacting formula among the first paragraphs."""
    for paragraph in paragraphs[: 2 * _HEAD]:
        if (match := _FORMULA.match(paragraph.text[:300])) is None:
            continue
        named = match["body"].strip()
        bodies = ("itu-council",) if named == "Council" else by_alias(named)
        if not bodies:
            bodies = by_alias(named.removesuffix(" of the International Telecommunication Union").strip())
        for row in list_series():
            is_named = row.body in bodies or named.removeprefix("ITU ") in row.words
            if row.family == "itu" and is_named:
                return row.prefix, match["year"] or ""
    return "", ""


def read_untitled(paragraphs: Sequence[Paragraph], *, formal: bool = False) -> tuple[str, str]:
    """Body and year of a resolution that begins with its enacting formula; "" twice when ITU is not named.

    "The Council" alone is that of ITU where the layout is ITU's (`formal`).
    """
    paragraph = next((p for p in paragraphs[:_HEAD] if p.id.rpartition(".")[2] == "intro"), None)
    match = _FORMULA.match(paragraph.text) if paragraph is not None else None
    if match is None or not (formal or match["body"].strip() != "Council"):
        return "", ""
    code, year = _of_formula(paragraphs)
    return next((row.body for row in list_series() if row.family == "itu" and row.prefix == code), ""), year


def _plain_words(words: str) -> bool:
    """Return whether a parenthesis names no place: it is the running number that tells the body then."""
    return not words or words.isdigit() or _CHANGED.match(words) is not None


def _find_subject(paragraphs: Sequence[Paragraph], at: int, title: re.Match[str]) -> str:
    if (title["rest"] or "").strip(" *:–—-0123456789"):
        return (title["rest"] or "").strip(" :–—-")
    below = [p for p in paragraphs[at + 1 : at + 4] if not _ADOPTED_AT.match(p.text)]
    for paragraph in below:
        if paragraph.kind == "heading" and paragraph.id.rpartition(".")[2] != "intro":
            return paragraph.text
        if paragraph.kind != "heading":
            # "(adopted at the third meeting)", or dots at its end, made the subject a plain line.
            aside = len(below) < len(paragraphs[at + 1 : at + 4])
            aside = aside or any(row.id.rpartition(".")[2] == "intro" for row in below[1:2])
            return paragraph.text.rstrip(" .…:") if aside and len(paragraph.text) < _LONGEST_TITLE else ""
    return ""


def document_number(head: Sequence[str]) -> Numbered | None:
    """Return the ITU document number that the lines of a masthead give: "Document CWG-NAME-32/16-E", "Rev. 1".

    A number within a sentence is a citation, not the document's own, and is passed over.
    """
    meeting = ""
    for index, line in enumerate(head):
        short = line[:200]
        if (named := _CONFERENCE.search(short)) and not meeting:
            meeting = named["meeting"]
        match = _DOCUMENT.search(short)
        if match is None and meeting:
            match = _NUMBER_ONLY.search(short)
        if match is None or len(line) > 200:
            continue
        if match.re is _DOCUMENT:
            if not _BEFORE.search(short[: match.start()]) or not _BEHIND.match(short, match.end()):
                continue
            if short[: match.start()].strip() and not _BEFORE.match(short[: match.start()]):
                continue
            meeting = match["meeting"]
        changes = re.sub(r"\s", "", match["changes"] or "") or _find_change(short[match.end() :], head, index)
        name = _parse_meeting(meeting)
        prefix = re.match(r"[A-Z]+", name)
        body = next(
            (row.body for row in list_series() if row.family == "itu" and prefix and row.prefix == prefix.group()), ""
        )
        return Numbered(f"itu:{name}/{match['number']}{changes}", body, index)
    return None


def describe_document(
    numbered: Numbered, head: Sequence[str], language: str, find_date: Callable[[str], str]
) -> Metadata:
    """Metadata of a document with a number: title, date and kind from the lines below the number."""
    below = head[numbered.at + 1 :]
    # "20 October – 7 November 2014" is when the meeting sits.
    dated = [head[numbered.at], *(line for line in below[:3] if _DAY.match(line))]
    dates = (find_date(line) for line in dated)
    date = next(filter(None, dates), "")
    lines = [line for line in below if not _MASTHEAD.match(line)]
    title = lines[0] if lines and len(lines[0]) <= _LONGEST_TITLE and lines[0][-1:] not in ".;:," else ""
    kinds = filter(None, map(_KIND.match, below))
    kind = next((str(match["kind"]).lower() for match in kinds), "")
    opened = _KIND_IN.search(title)
    if _PARTS.fullmatch(title):
        title = ""
    return Metadata(
        symbol=numbered.symbol,
        title=title,
        body=numbered.body,
        date=date,
        language=language,
        kind=kind or (opened.group().lower() if opened else ""),
    )


def _find_change(behind: str, head: Sequence[str], index: int) -> str:
    """ "Rev. 1" behind the number or on the line below."""
    for text in (behind.strip(), head[index + 1].strip() if index + 1 < len(head) else ""):
        if (match := _CHANGE_LINE.match(text)) and not text[match.end() :].strip().startswith("to"):
            return f"({_CHANGES.get(match['type'].lower(), match['type'])}.{match['n']})"
    return ""


def _parse_meeting(printed: str) -> str:
    name = printed.upper().replace(" ", "-")
    if name.startswith(("CWG-", "WG-", "EG-")):
        return name if name[0] != "W" else f"C{name}"
    return name.replace("-", "")
