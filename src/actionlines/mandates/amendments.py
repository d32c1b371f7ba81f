"""Amendments: "Replace operative paragraph 3 with: …", "Insert a new paragraph 5 bis", "Delete paragraphs 3, 7".

An instruction says what would change; the new words are in quotes behind it or in the paragraph below. What the
new words ask is read as it would be in the amended text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from actionlines.citations import find_citations
from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.force import document_force
from actionlines.mandates.languages.grammar import ENGLISH, grammar, number_of
from actionlines.mandates.model import Amendment, Mandate, Phrase

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


@dataclass(frozen=True, slots=True)
class Change:
    """One amendment. `words` is the paragraph that holds its new words, blank but for them, so that offsets
    stay; None where there are none.
    """

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
        read = _instruction(paragraph.text[:_LONGEST])
        if read is None:
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
    # Words within a paragraph: the place stands before, and its quotes are no paragraph of their own.
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
    """Return the words that go, or behind which the new ones come, and the paragraph of the new words, all else
    blank.
    """
    quotes = list(_QUOTED.finditer(paragraph.text))
    if operation == "delete":
        return (quotes[0]["words"] if quotes else ""), None
    if quotes:
        # 'replace "all" with "deep"' and 'after "all", insert "deep"' name the old words first.
        new = quotes[-1] if part or operation == "replace" else quotes[0]
        first = quotes[0]["words"] if part and len(quotes) > 1 else ""
        if part and first and _OPERATION.match(paragraph.text) and operation == "insert":
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


_CITED = ("un_res", "un_dec", "un_doc", "itu_res", "itu_dec", "wsis_doc")


def _named(text: str) -> str:
    """Return the instrument that an instruction names itself."""
    head = text[: text.find(":") if ":" in text[:_LONGEST] else _LONGEST]
    if "/" not in head and "esolution" not in head:
        return ""
    return next((citation.instrument for citation in find_citations(head) if citation.kind in _CITED), "")
