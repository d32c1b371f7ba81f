"""Symbols of the United Nations and ITU: their grammar, and one canonical form for every way to print them.

    BODY / organ ... / SESSION or YEAR / [TYPE.]NUMBER / modification ...

Sources: United Nations Editorial Manual; the document services of both organisations.

Addresses of document services: their last words are the symbol of a document.

https://docs.un.org/en/A/RES/70/1          https://www.itu.int/md/S25-CL-C-0108/en
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from actionlines.citations import bodies
from actionlines.citations.itu import match_document
from actionlines.citations.model import Mention, Unit, fold_text
from actionlines.framework.references import list_series
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

_ROMAN = r"(?=[IVXLC])(?:C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})"
_GAP = r"[ ]?\n?[ ]?"
# after the letter of a part no word may follow: "70/1 A number of ..." has no part A
LETTER = (
    r"(?:[ ]?(?P<letter>[A-Z])(?![\w'&/])(?!-(?![A-Z]\b))(?!\.\w)"
    r"(?!\s+(?!of\s+\d|(?:and|to|or|du|de|del|от)\s|adopted|entitled|on\s+the\s)[a-z]))?"
)
_RES = expression(
    rf"(?:(?P<session>(?:E?S-)?\d{{1,4}})/{_GAP}(?P<number>\d{{1,4}})(?![\d/]){LETTER}"
    rf"|(?P<n>\d{{1,4}})[ ]?(?P<a>[A-Z])?{_GAP}\((?:(?P<roman>{_ROMAN}|E?S-[IVX]+)|د-(?P<arabic>\d{{1,2}}))\)"
    r"(?:[ ]?(?P<b>[A-Z])(?!\w))?"
    rf"|(?P<m>\d{{1,4}}){_GAP}\((?P<year>(?:19|20)\d\d)\))"
)
_COMPONENT = expression(
    rf"{_GAP}(?P<body>(?:E?S-\d{{1,3}}(?!\d)|COP-MOP"
    r"|[A-Z][A-Za-z]{0,14}(?:\.[ ]?\d{1,5}|\.[A-Z]{1,5}(?![a-z]))?"
    r"|\d{1,6}[A-Z]?(?![A-Za-z]))(?:-\d{1,4}(?!\d))?)"
)
_PARENTHESIS = expression(
    r"[ ]?\n?[ ]?\((?P<inside>(?:Sect|Part|Vol|Prog|Income|Introduction|Suppl?|Foreword|Annex|Plan|Chap)"
    r"[A-Za-z0-9.\s-]{0,24}|\d{1,4}|[IVXLC]{1,6})\)"
)
_TYPO = expression(r"\.(?=(?:SR|L|CRP|PV|WP|INF|Add|Corr|Rev)\.\d)")
_PREFIX = expression(r"(?<![A-Za-z0-9/.&])(?<!WG-)(?P<series>[A-Z]{1,6})(?:\.\d{1,3}|\(\d{1,3}\)|-(?:\d\d|II?))?$")
_TAILS = frozenset({"Corrigendum", "Summary", "INF", "PV", "Budget", "Agenda"})
# series whose sessions are in the first member: GC.18/Res.9, IDB.48/5, WSIS-05/TUNIS/DOC/6
_NUMBERED = frozenset({"GC", "IDB", "WSIS"})
_ORGANS = frozenset({"A", "E", "S", "T"})
# what may stand second without a number of its own
_SECOND = expression(r"[A-Z]{2,6}|[A-Z]\.[A-Z]+|Agenda")
_DOUBLE = expression(rf"{_GAP}-{_GAP}(?=[A-Z]{{1,4}}/)")
_MORE = expression(
    r"[ ]?\n?[ ]?(?:,|and|&|,\s?and|et|y|и)[ ]?\n?[ ]?"
    r"(?P<first>(?P<type>Add|Corr|Rev|Amend)\.[ ]?\d{1,3}(?:-\d{1,3})?(?:/(?:Add|Corr|Rev|Amend)\.\d{1,3})*)"
    r"(?![\d/])"
)
_LANGUAGE_TAIL = expression(r"-[EFSRAC]$")
_CANONICAL_ITU = expression(
    r"itu:(?:[A-Z]+/(?:RES|DEC)/\d{1,4}(?:-\d{1,2})?(?:@\d{4})?|[A-Z0-9&-]+/[A-Z0-9()./&-]*\d[A-Z0-9().]*|(?:CS|CV|GR)/\w+)",
    re.I,
)
_SLASH = expression(r"/(?<=[A-Z0-9]/)(?=[A-Z0-9\n ])")
_HEAD = expression(r"(?P<what>resolutions?|decisions?)\s{1,4}$", re.I)
# no session has adopted so many: a higher number is a document that was taken for a resolution
_MOST_RESOLUTIONS = 400
_ASSEMBLY = expression(r"A/(?P<session>\d{2,3})/(?P<number>\d{1,3})")
_LONGEST = 500
_PARTS = expression(r"(?P<number>.{1,100}/RES/\d{1,3}/\d{1,4}) ?(?P<first>[A-Za-z])-(?P<last>[A-Za-z])")
_LANGUAGE = expression(r"/*(?:[a-z]{2}/)?(?P<symbol>.*)", re.S)
_ADDRESS = expression(r"(?<![\w.-])(?:https?://)?(?P<host>[a-z.-]{8,30})/[^\s<>\"“”]{3,300}", re.I)
# Names of files of ITU meetings: year, meeting, number, addendum or revision ("S22-PP-C-0044!A7!MSW-E").
_ITU_FILE = expression(
    r"/(?:md/)?S(?P<year>\d\d)-(?P<meeting>CL|PP)-C-(?P<number>\d{4})(?:!(?P<more>[AR]\d{1,3}))?(?=[!/.-]|$)"
)
_ITU_MEETINGS = {"CL": "C", "PP": "PP"}
_ITU_PARTS = {"A": "Add.", "R": "Rev."}
_MARKS = ".,;:)]}>'’»"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in canonical form.

    canonical  `A/RES/70/1`, `A/71/67-E/2016/51` (one document, two symbols), `itu:PP14/20(Add.1)`
    kind       un_res, un_dec, un_doc, itu_res, itu_dec or itu_doc
    prefix     the series (`A`, `A/HRC`, `itu:C`)
    parts      the symbols that the document bears: two for a double symbol, else one
    """

    canonical: str
    kind: str
    prefix: str
    parts: tuple[str, ...]


@cache
def list_prefixes() -> frozenset[str]:
    """First members of the symbols of the United Nations and its treaty bodies."""
    return frozenset(row.prefix for row in list_series() if row.family == "un" and "/" not in row.prefix)


def to_roman(value: int) -> str:
    """Return a session in roman numerals: the Arabic versions print it in digits."""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[value // 10] + units[value % 10]


def resolution_number(match: re.Match[str]) -> str:
    """Return the canonical number of a match of the resolution grammar: `70/1`, `217A(III)`, `1325(2000)`."""
    if match["session"]:
        return f"{match['session']}/{match['number']}{match['letter'] or ''}"
    if match["n"]:
        session = match["roman"] or to_roman(int(match["arabic"]))
        return f"{match['n']}{match['a'] or match['b'] or ''}({session})"
    return f"{match['m']}({match['year']})"


def _match_symbol(text: str, prefix: str, position: int) -> tuple[int, str] | None:
    """The symbol whose first member is `prefix` and whose second begins at `position`: end and canonical."""
    members: list[str] = []
    good, good_end = 0, position
    while len(members) < 12:
        if (match := _COMPONENT.match(text, position)) is None:
            break
        member = "".join(match["body"].split())
        position = match.end()
        members.append(member)
        if member.upper() in ("RES", "DEC") and text.startswith("/", position) and len(members) < 4:
            numbered = _RES.match(text, position + 1)
            if numbered is not None:
                members[-1] = member.upper() if len(members) == 1 or members[0] == "HRC" else member
                members.append(resolution_number(numbered))
                position = numbered.end()
                member = members[-1]
        while (inside := _PARENTHESIS.match(text, position)) is not None:
            if inside["inside"].isdigit() and not member.isalpha():  # COP(13), EX(68): a numbered meeting
                break
            members[-1] += "(" + "".join(inside["inside"].split()) + ")"
            position = inside.end()
        if any(c.isdigit() for c in member) or (member in _TAILS and good):
            good, good_end = len(members), position
        if (typo := _TYPO.match(text, position)) is not None:
            position = typo.end()
        elif text.startswith("/", position):
            position += 1
        else:
            break
    members = members[:good]
    if not members or not _is_plausible(prefix, members):
        return None
    return good_end, "/".join([prefix, *members])


def _is_plausible(prefix: str, members: list[str]) -> bool:
    """Return whether the members are the form of a symbol, not of a fraction or an abbreviation."""
    first = members[0]
    series_name = re.split(r"[.(-]", prefix)[0]
    if series_name not in list_prefixes() or (series_name != prefix and series_name not in _NUMBERED):
        return False
    if prefix in _ORGANS and len(members) == 1:
        return first.isdigit() and len(first) >= 3
    if prefix in _ORGANS and first.isalpha():
        return _SECOND.fullmatch(first) is not None
    return prefix in _ORGANS or len(first) > 1 or len(members) > 1


def match_symbol(text: str, slash: int) -> tuple[int, int, tuple[str, ...]] | None:
    """The UN symbol around the first slash at `slash` of folded text: start, end and its symbols, or None."""
    if (head := _PREFIX.search(text, max(0, slash - 12), slash)) is None:
        return None
    if (symbol := _match_symbol(text, head.group(), slash + 1)) is None:
        return None
    end, canonical = symbol
    parts = [canonical]
    while len(parts) < 3 and (joint := _DOUBLE.match(text, end)) is not None:
        second = text.index("/", joint.end())
        if (other := _match_symbol(text, text[joint.end() : second], second + 1)) is None:
            break
        end, canonical = other
        parts.append(canonical)
    return head.start(), end, tuple(parts)


def more_parts(text: str, position: int, canonical: str) -> list[tuple[int, int, str]]:
    """Return what "and Add.1" after a symbol adds: start, end and canonical form of each."""
    parts: list[tuple[int, int, str]] = []
    while len(parts) < 20 and (more := _MORE.match(text, position)) is not None:
        addition = "".join(more["first"].split())
        base, _, last = canonical.rpartition("/")
        if not last.startswith(more["type"] + "."):
            base = canonical
        parts.append((more.start("first"), more.end("first"), f"{base}/{addition}"))
        position = more.end()
    return parts


def kind_of(canonical: str) -> str:
    """Return the kind of citation that a canonical symbol is."""
    if canonical.startswith("itu:"):
        return "itu_res" if "/RES/" in canonical else "itu_dec" if "/DEC/" in canonical else "itu_doc"
    if re.match(r"(?:[AEST]|A/HRC)/RES/", canonical):
        return "un_res"
    return "un_dec" if re.match(r"(?:[AE]|A/HRC)/DEC/", canonical) else "un_doc"


def parse_symbol(text: str) -> Symbol | None:
    """Return the symbol that the whole text is, in any way of printing it, or None.

    Accepts UN symbols, ITU document numbers and canonical forms; a place after `#` is left out.

    >>> parse_symbol(" A/79/6 (Sect. 24)/Corr.1 ").canonical
    'A/79/6(Sect.24)/Corr.1'
    >>> parse_symbol("A/71/67–E/2016/51").parts
    ('A/71/67', 'E/2016/51')
    >>> parse_symbol("PP-14/20(Add.1)-E").canonical
    'itu:PP14/20(Add.1)'
    """
    if len(text) > 200:
        return None
    plain = fold_text(text).strip().partition("#")[0].rstrip(" .;,")
    if plain.startswith("itu:") and _CANONICAL_ITU.fullmatch(plain):
        return Symbol(plain, kind_of(plain), plain.partition("/")[0], (plain,))
    symbol = match_symbol(plain, plain.find("/"))
    if symbol is not None and symbol[0] == 0 and symbol[1] == len(_LANGUAGE_TAIL.sub("", plain)):
        canonical = "-".join(symbol[2])
        head = "A/HRC" if canonical.startswith("A/HRC/") else canonical.partition("/")[0]
        return Symbol(canonical, kind_of(canonical), head, symbol[2])
    document = match_document(plain, plain.find("/"))
    if document is not None and document[0] == 0 and document[1] == len(plain):
        return Symbol(document[2], "itu_doc", document[2].partition("/")[0], (document[2],))
    return None


def find_symbols(unit: Unit) -> Iterator[Mention]:
    """UN symbols, double symbols, "and Add.1" behind them, and ITU document numbers."""
    text, done = unit.text, 0
    for slash in _SLASH.finditer(text):
        if slash.start() < done:
            continue
        if (symbol := match_symbol(text, slash.start())) is None:
            document = match_document(text, slash.start())
            if document is not None and document[0] >= done:
                done = document[1]
                yield Mention(document[0], document[1], "itu_doc", document[2])
            continue
        start, end, parts = symbol
        if start < done:
            continue
        done = end
        canonical = "-".join(parts)
        start, canonical = _take_name(text, start, canonical)
        yield Mention(start, end, kind_of(canonical), canonical)  # type: ignore[arg-type]
        for begin, stop, more in more_parts(text, end, canonical):
            done = stop
            yield Mention(begin, stop, kind_of(more), more)  # type: ignore[arg-type]


def _take_name(text: str, start: int, canonical: str) -> tuple[int, str]:
    """Return a symbol behind the word "resolution": "UNGA Resolution A/70/125" means A/RES/70/125."""
    if (head := _HEAD.search(text, max(0, start - 16), start)) is None:
        return start, canonical
    assembly = _ASSEMBLY.fullmatch(canonical)
    what = "DEC" if head["what"][0] in "dD" else "RES"
    if assembly is not None and (what == "DEC" or int(assembly["number"]) < _MOST_RESOLUTIONS):
        canonical = f"A/{what}/{assembly['session']}/{assembly['number']}"
    if "/RES/" not in canonical and "/DEC/" not in canonical:
        return start, canonical
    speaker = bodies.speaker_before(text, head.start())
    return (speaker.start if speaker is not None else head.start()), canonical


@cache
def read_services() -> dict[str, tuple[str, ...]]:
    """Return the parameters that hold the symbol by host; "" means the path."""
    hosts: dict[str, tuple[str, ...]] = {}
    for row in read_table("services", Path(__file__).parent / "data"):
        hosts[row["host"]] = (*hosts.get(row["host"], ()), row["parameter"])
    return hosts


@lru_cache(4096)
def symbols_at(address: str) -> tuple[str, ...]:
    """Return the canonical symbols of what an address leads to: () where it is no document service's.

    >>> symbols_at("https://undocs.org/en/A/RES/57/270%20B")
    ('A/RES/57/270B',)
    >>> symbols_at("https://docs.un.org/en/A/RES/77/256a-b")
    ('A/RES/77/256A', 'A/RES/77/256B')
    """
    if len(address) > _LONGEST:
        return ()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    if (host := parts.netloc.lower().removeprefix("www.")) == "itu.int":
        if (match := _ITU_FILE.search(parts.path)) is None:
            return ()
        name = f"itu:{_ITU_MEETINGS[match['meeting']]}{match['year']}/{int(match['number'])}"
        more = match["more"]
        return (f"{name}({_ITU_PARTS[more[0]]}{int(more[1:])})" if more else name,)
    for parameter in read_services().get(host, ()):
        values = parse_qs(parts.query).get(parameter, ()) if parameter else (unquote(parts.path),)
        for value in values:
            if symbols := _cut_symbols(value):
                return symbols
    return ()


def _cut_symbols(words: str) -> tuple[str, ...]:
    """Return the canonical forms of what follows the language of an address."""
    several = _PARTS.fullmatch(words)
    if several is not None and ord(several["last"].upper()) - ord(several["first"].upper()) in range(1, 8):
        letters = range(ord(several["first"].upper()), ord(several["last"].upper()) + 1)
        by_letter = (_cut_symbols(several["number"] + chr(letter)) for letter in letters)
        return tuple(symbol for symbols in by_letter for symbol in symbols)
    split = _LANGUAGE.fullmatch(words.strip())
    rest = split["symbol"].rstrip("/") if split is not None else ""
    head, slash, tail = rest.partition("/")
    for form in (words.strip("/ "), rest, f"{head.upper()}{slash}{tail}", rest.upper()):
        symbol = parse_symbol(form)
        if symbol is not None and not symbol.canonical.startswith("itu:"):
            return (symbol.canonical,)
    return ()


def find_addresses(unit: Unit) -> Iterator[Mention]:
    """Addresses of document services that are printed in a text."""
    if not any(host in unit.lower for host in ("undocs.org", "un.org/", "itu.int/")):
        return
    for match in _ADDRESS.finditer(unit.text):
        words = match.group().rstrip(_MARKS)
        symbols = _cut_printed(words)
        if not symbols and match.group()[len(words) : len(words) + 1] == ")":
            words += ")"
            symbols = _cut_printed(words)
        if symbols:
            end = match.start() + len(words)
            yield Mention(match.start(), end, kind_of(symbols[0]), symbols[0])  # type: ignore[arg-type]


def _cut_printed(words: str) -> tuple[str, ...]:
    return symbols_at(words if "://" in words else f"https://{words}")
