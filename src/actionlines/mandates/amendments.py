"""Amendments: "Replace operative paragraph 3 with: …", "Insert a new paragraph 5 bis", "Delete paragraphs 3, 7".

An instruction says what would change; the new words are in quotes behind it or in the paragraph below. What the
new words ask is read as it would be in the amended text.

What a mandate is: decided, proposed, recommended, or restated from elsewhere with the texts it rests on.

The paper decides first: its kind, its symbol and the heading of the paragraph. In a paper that adopts nothing, a
duty that rests on a cited text ("In accordance with resolution 1, the Secretary-General should …") is restated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal, cast

from actionlines.citations import Citation, find_citations
from actionlines.documents.masthead import plain_text
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.context import Sections
from actionlines.mandates.languages.grammar import ENGLISH, english, grammar, number_of
from actionlines.mandates.model import Amendment, Force, Mandate, Phrase
from actionlines.mandates.split import body_reported
from actionlines.mandates.words import DATA, hit_at

Operation = Literal["replace", "insert", "delete"]

_BIS = r"[0-9]{1,3}(?: ?(?:bis|ter|quater|alt)\b)?(?: ?\([a-z]{1,2}\))?"
_AND = r"(?:,? (?:and|or|et|y|e|и|و) ?|, ?|、|和|至| (?:to|à|a|по) |[–-])(?:OP |PP |paragraphs? )?"
_LIST = rf"{_BIS}(?:{_AND}(?:{_BIS}|\([a-z]{{1,2}}\)))*"
# "operative paragraphs 3, 43 and 45", "OP 3", "new paragraph 5 bis", "the third preambular paragraph"
_PLACE = (
    r"(?i:\b(?P<new>new )?(?P<kind>operative |preambular )?(?:sub-?)?(?:paragraphs?|paras?\.?|OPs?"
    rf"|(?P<short>PPs?)|paragraphes?|párrafos?|пункт\w{{0,3}}|الفقرات|الفقرة) ?(?P<n>{_LIST})"
    rf"|第 ?(?P<zh>{_LIST}) ?段"
    r"|\b(?P<ordinal>{any ordinal}) (?P<pre>preambular |operative )paragraph)"
)
_PREAMBLE = expression(r"\s?(?:du préambule|del preámbulo|преамбулы|من الديباجة)")
_NUMBERS = re.compile(rf"(?P<to>(?:to|à|a|по|至|–|-) ?)?(?P<n>{_BIS}|\([a-z]{{1,2}}\))", re.IGNORECASE)
_OPERATION = expression(
    r"(?:\b(?P<replace>replaced?|substituted?|amend(?:ed)?|revised? to read|should read"
    r"|remplacer|sustituir|reemplazar|заменить)|\b(?P<insert>insert(?:ed)?|add(?:ed)?|insérer|ajouter|insertar|añadir|agregar|вставить|добавить)"
    r"|\b(?P<delete>deleted?|omit(?:ted)?|removed?|supprimer|suprimir|исключить))\b"
    r"|(?P<replace2>يستعاض|替换|改为)|(?P<insert2>تدرج|تضاف|插入|增加|加上)|(?P<delete2>تحذف|حذف|删除|删去)",
    re.IGNORECASE,
)
# An instruction begins with its verb or its place ("After paragraph 5, insert", "Operative paragraph 7: delete").
_OPENS = expression(
    r"(?:Replace|Insert|Add|Delete|Omit|Remove|Amend|Substitute|Revise)\b"
    r"|(?:(?:After|Before|Following|In|At the (?:end|beginning) of|To) )?(?:the )?(?:[a-z-]{3,12} )?"
    r"(?:operative |preambular )?(?:(?:sub-?)?(?:paragraph|para\.?)s?|OP|PP)\b"
    r"|(?:(?:Après|Au|Dans|Después|En|После|В|Al) )?(?:le |la |el |del? |l)?(?:paragraphe|párrafo|пункт)"
    r"|Remplacer|Insérer|Ajouter|Supprimer|Sustitu|Reemplazar|Insertar|Añadir|Agregar|Suprimir|Заменить|Вставить"
    r"|Добавить|Исключить|يستعاض|تدرج|تضاف|تحذف|حذف|删除|删去|在?(?:序言部分|执行部分)?第|将",
    re.IGNORECASE,
)
_AFTER = expression(r"(?:After|Following|Après|Después|После)\b", re.IGNORECASE)
_QUOTED = expression(r"[“\"«„「](?P<words>[^“”\"«»„「」]{1,4000})[”\"»“」]")
_OPEN = expression(r"[“\"«„「][^”\"»「」]*(?:[”\"»」]|$)")
_NUMBERED = expression(rf"[\s“\"«]*(?:{_BIS}\.?\s+)?")
_ENDS = ' \t.;,”"»'
_LONGEST = 500  # characters of an instruction
_MOST = 50  # paragraphs that one instruction names
_CITED = ("un_res", "un_dec", "un_doc", "itu_res", "itu_dec", "wsis_doc")
# "A/C.2/80/L.59", "S/2024/123/L.1"
_LIMITED = expression(r"/L\.\d")
# Documents with a session or year and a number, and nothing that says that a text was adopted.
_PAPER = expression(r"(?:A/(?:HRC/|AC\.\d+/|CN\.\d+/)?\d{1,3}|S/\d{4}|E/(?:CN\.\d+/)?\d{4})/\d|JIU/")
_ADOPTED = expression(r"(?i)/(?:RES|DEC|PRST|PV|CONF|SGB|HLS)[./]")
# Their Presidents make statements on behalf of the whole body.
_PRESIDED = ("security-council", "human-rights-council")
_DUTIES = frozenset(("should", "shall", "must", "commit", "be required"))
_INSTRUMENTS = frozenset(("un_res", "un_dec", "un_doc", "named", "wsis_doc", "itu_res", "itu_dec"))


@dataclass(frozen=True, slots=True)
class Change:
    """One amendment; `words` is the paragraph of its new words, blank but for them; None where there are none."""

    amendment: Amendment
    words: Paragraph | None = None


def in_words(amendment: Amendment | None) -> str:
    """Return what an amendment would do, in words; "" for none.

    >>> in_words(Amendment("insert", "5 bis", "A/C.3/80/L.7"))
    'would insert paragraph 5 bis in A/C.3/80/L.7'
    """
    if amendment is None:
        return ""
    text = f" in {amendment.of}" if amendment.of else ""
    return f"would {amendment.operation} paragraph {amendment.paragraph}{text}"


def amendments(document: Document) -> dict[str, tuple[Change, ...]]:
    """Return the amendments of a draft or a contribution by the id of the paragraph of the instruction."""
    if document_force(document.metadata) not in ("proposed", None):
        return {}
    changes: dict[str, tuple[Change, ...]] = {}
    paragraphs = [p for p in document.paragraphs if p.kind not in ("footnote", "heading")]
    for at, paragraph in enumerate(paragraphs):
        if (read := _instruction(paragraph.text[:_LONGEST])) is None:
            continue
        operation, places, part = read
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        old, words = _words(paragraph, below, operation, part=part)
        texts = words.text.strip().rstrip(_ENDS) if words else ""
        of = _named(paragraph.text) or document.metadata.amends
        new = f"… {texts} …" if part and texts else texts
        changes[paragraph.id] = tuple(
            Change(Amendment(operation, place, of, new, old), words if place is places[0] else None) for place in places
        )
    return changes


def amendment_rows(document: Document, mandates: list[Mandate]) -> Iterator[Mandate]:
    """Yield a row for each amendment whose new words ask nothing; `mandates` are those of the document."""
    known = {mandate.amendment for mandate in mandates}
    for paragraph, changes in amendments(document).items():
        text = document.by_id[paragraph].text
        whole = Phrase(text, 0, len(text), paragraph)
        for item in (change.amendment for change in changes if change.amendment not in known):
            verb = item.operation
            yield Mandate(
                paragraph, verb, "invites", whole, (), (UNSPECIFIED,), whole, implied=True, force="proposed",
                amendment=item,
            )  # fmt: skip


def _instruction(text: str) -> tuple[Operation, list[str], bool] | None:
    """Return the operation, the paragraphs of an instruction, and whether it changes words within them.

    None for any other text.
    """
    if not _OPENS.match(text):
        return None
    plain = _OPEN.sub(lambda quote: " " * len(quote.group()), text)
    operation = _OPERATION.search(plain)
    pattern = grammar(ENGLISH).pattern(_PLACE)
    places = list(pattern.finditer(plain)) or list(pattern.finditer(text))
    if operation is None or not places:
        return None
    name: Operation = (operation.lastgroup or "").rstrip("2")  # type: ignore[assignment]
    new = next((place for place in places if place["new"]), None)
    place = new or places[0]
    numbers = _numbers(place, plain)
    after = _AFTER.match(text) is not None
    if name == "insert" and after and new is None:
        numbers = [f"{numbers[-1]} bis"]
    # Words within a paragraph: the place is before, and its quotes are no paragraph of their own.
    quotes = len(_QUOTED.findall(text))
    whole = new is not None or after or (name == "replace" and quotes < 2) or (name == "delete" and not quotes)
    part = quotes > 0 and not whole
    return name, numbers, part


def _numbers(place: re.Match[str], text: str) -> list[str]:
    """Return the paragraphs that a place names: "3, 43 and 45", "5 (b) and (c)", "2 to 4"."""
    groups = place.groupdict()
    kind = groups.get("kind") or groups.get("pre") or ("preambular" if groups.get("short") else "")
    preamble = kind.strip().lower() == "preambular" or _PREAMBLE.match(text, place.end()) is not None
    lead = "preamble-" if preamble or "序言" in text[max(0, place.start() - 6) : place.start()] else ""
    if groups["ordinal"]:
        return [f"{lead}{number_of(groups['ordinal'].lower(), 'ordinals', ENGLISH)}"]
    matches: list[str] = []
    for match in _NUMBERS.finditer(groups["n"] or groups["zh"]):
        number = match["n"]
        if number[0] == "(" and matches:
            number = f"{matches[-1].removeprefix(lead).partition(' (')[0]} {number}"
        first = matches[-1].removeprefix(lead) if matches else ""
        if match["to"] and first.isdigit() and number.isdigit() and 0 < int(number) - int(first) < _MOST:
            matches += [f"{lead}{between}" for between in range(int(first) + 1, int(number))]
        matches.append(f"{lead}{number}")
    return matches[:_MOST]


def _words(
    paragraph: Paragraph, below: Paragraph | None, operation: Operation, *, part: bool
) -> tuple[str, Paragraph | None]:
    """Return the words that go or stand before the new ones, and the paragraph of the new words, all else blank."""
    quotes = list(_QUOTED.finditer(paragraph.text))
    if operation == "delete":
        return (quotes[0]["words"] if quotes else ""), None
    if quotes:
        # 'replace "all" with "deep"' and 'after "all", insert "deep"' name the old words first.
        new = quotes[-1] if part or operation == "replace" else quotes[0]
        first = quotes[0]["words"] if part and len(quotes) > 1 else ""
        if first and operation == "insert" and _OPERATION.match(paragraph.text):
            new, first = quotes[0], quotes[1]["words"]  # 'Insert "deep" after "all"'
        return first, _padded(paragraph, *new.span("words"))
    if paragraph.text.rstrip().endswith((":", "：")) and below is not None and not part:
        return "", _padded(below, 0, len(below.text))
    colon = paragraph.text.find(": ")
    return "", (_padded(paragraph, colon + 2, len(paragraph.text)) if colon > 0 else None)


def _padded(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    text = paragraph.text
    lead = _NUMBERED.match(text, start, end)
    start = lead.end() if lead else start
    stop = start + len(text[start:end].rstrip(' ”"»'))
    return replace(paragraph, text=" " * start + text[start:stop] + " " * (len(text) - stop))


def _named(text: str) -> str:
    """Return the instrument that an instruction names itself."""
    head = text[: text.find(":") if ":" in text[:_LONGEST] else _LONGEST]
    if "/" not in head and "esolution" not in head:
        return ""
    return next((citation.instrument for citation in find_citations(head) if citation.kind in _CITED), "")


def with_force(document: Document, mandates: Iterable[Mandate]) -> Iterator[Mandate]:
    """Yield the mandates of a document, each with its force and, where it is restated, what it rests on."""
    forces = _Forces(document, document_force(document.metadata))
    for mandate in mandates:
        force, rests_on = forces.of(mandate)
        yield mandate if force == "decided" else replace(mandate, force=force, rests_on=rests_on)


def document_force(metadata: Metadata) -> Force | None:
    """Return what a paper is by its kind, else by its symbol; None where neither tells.

    >>> document_force(Metadata(symbol="A/C.2/80/L.59"))
    'proposed'
    """
    kind = metadata.kind.partition("-")[0]
    presided = "/PRST/" in metadata.symbol or (not metadata.symbol and metadata.body in _PRESIDED)
    if kind == "statement" and presided:
        return "decided"
    if matches := _table()["kind"].get(kind):
        return cast("Force", matches)
    if _LIMITED.search(metadata.symbol):
        return "proposed"
    if _ADOPTED.search(metadata.symbol):
        return "decided"
    return "recommended" if _PAPER.match(metadata.symbol) else None


@cache
def _table() -> dict[str, dict[str, str]]:
    matches: dict[str, dict[str, str]] = {}
    for row in read_table("force", DATA):
        matches.setdefault(row["role"], {})[plain_text(row["word"])] = row["force"]
    return matches


class _Forces:
    """The force of each mandate of one document."""

    def __init__(self, document: Document, whole: Force | None) -> None:
        self.document = document
        self.whole = whole
        self.sitting = bool(body_reported(document)[1])
        self.sections = Sections(document)

    def of(self, mandate: Mandate) -> tuple[Force, tuple[str, ...]]:
        """Return the force of a mandate and the citations that it rests on."""
        if mandate.amendment:
            return "proposed", ()
        if self.whole == "decided":
            return "decided", ()
        paragraph = self.document.by_id[mandate.paragraph]
        runs, verb = paragraph.kind == "text", mandate.verb_phrase
        past = hit_at(verb.text, "past", 0) if self.whole != "proposed" and self.sitting and runs else None
        if past and not english("was done").search(paragraph.text, max(0, verb.start - 60), verb.start):
            return "decided", ()  # the report of a session tells what its body "requested"
        section = self.sections.of(paragraph.heading)
        if section == "draft" or (self.whole == "proposed" and not runs):
            return "proposed", ()
        # "Requests the Board to": so opens what a body adopts, wherever it was pasted from.
        opens = verb.start == 0 and hit_at(paragraph.text, "third", 0) is not None
        # Those who adopt speak: "We commit", "We call upon".
        ours = mandate.strength in ("commits", "decides") and mandate.verb != "will"
        if self.whole is None and (not runs or opens or ours):
            return "decided", ()
        rests_on = self.rests_on(paragraph, mandate, in_background=section == "background")
        return ("restated", rests_on) if rests_on else (self.whole or "recommended", ())

    def rests_on(self, paragraph: Paragraph, mandate: Mandate, *, in_background: bool) -> tuple[str, ...]:
        """The texts cited before a duty in its paragraph, where the paragraph says that it follows from them."""
        start = min(mandate.verb_phrase.start, mandate.action.start)
        follows = mandate.verb in _DUTIES and says_follows(paragraph.text[:start])
        if not in_background and not follows:
            return ()
        cited = self.cited.get(paragraph.id, ())
        return tuple(dict.fromkeys(c.instrument for c in cited if c.kind in _INSTRUMENTS and c.start < start))

    @cached_property
    def cited(self) -> dict[str, list[Citation]]:
        """Return the citations of the document by the ids of their paragraphs."""
        matches: dict[str, list[Citation]] = {}
        for citation in find_citations(self.document):
            matches.setdefault(citation.paragraph, []).append(citation)
        return matches


def says_follows(words: str) -> bool:
    """Return whether words before a citation say that the text follows from what it cites ("pursuant to")."""
    return _follows().search(words.lower()) is not None


@cache
def _follows() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table()["follows"], key=len, reverse=True))))
