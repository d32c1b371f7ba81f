"""A Document with its citations and mandates as a file of Akoma Ntoso 3.0.

preface     what is above the formula; preamble: the formula and the preambular paragraphs
mainBody    sections by their headings, paragraphs with their sub-items, tables where they stand
attachments one for each annex; notes are in `meta`, with marks in the text
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

from lxml import etree

from actionlines.documents.akn.inline import AKN, LANGUAGES, METADATA, OWN, InlineSpan, Point, make_slug, put_text
from actionlines.documents.model import Cell, Document, Paragraph, Table, TextLink
from actionlines.xml_maker import Maker, say, xml_text

_ANNEX = re.compile(r"(annex[^.]*)\.")
_DEEPEST = 40  # elements within elements, of 250 that a reader takes
_HIER = ("paragraph", "subparagraph", "point")
_SHORT = {"paragraph": "para", "subparagraph": "subpara", "section": "sec"}
BASE = "urn:actionlines:"
SOURCE = {"source": "#actionlines"}
# Kinds that the profile for the United Nations marks up as statements; the others are documents.
_STATEMENTS = ("resolution", "decision", "recommendation", "opinion", "declaration")
_VERSION = re.compile(r"(?P<work>.+?)(?:@(?P<year>\d{4})|/Rev\.(?P<number>\d{1,3}))$")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_UNKNOWN = "0001"  # year of a work whose first version is not known: the standard asks for one


@dataclass(frozen=True, slots=True)
class Cited:
    """Characters of a paragraph that cite the instrument at `href`."""

    paragraph: str
    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class AmendedPlace:
    """What a paragraph would change: `operation` (replace, insert, delete) on the place at `href`.

    Characters `start` to `end` of the paragraph `words`, this one or another, are the new words; "" for none.
    """

    paragraph: str
    operation: str
    href: str
    words: str = ""
    start: int = 0
    end: int = 0


_MODS = {"replace": "substitution", "insert": "insertion", "delete": "repeal"}


@dataclass
class _Node:
    paragraph: Paragraph
    inner: "list[_Node]" = field(default_factory=list)


def write_akn(
    document: Document,
    *,
    cited: Iterable[Cited] = (),
    asks: "Sequence[AskedMandate]" = (),
    amends: Sequence[AmendedPlace] = (),
    address: str = "",
) -> bytes:
    """Return a document as a file of Akoma Ntoso 3.0 that `documents.read` reads as the same paragraphs.

    cited    citations in the text; `asks` its mandates, `amends` what it would change in other texts
    address  permanent address of the instrument
    """
    return _Writer(document, cited, amends).write(asks, address)


class _Writer:
    def __init__(self, document: Document, cited: Iterable[Cited], amends: Sequence[AmendedPlace]) -> None:
        self.document, self._amends = document, amends
        held = dict.fromkeys(name for place in amends for name in (place.paragraph, place.words) if name)
        self._mods = {name: f"mod_{number}" for number, name in enumerate(held, 1)}
        self._quoted = {place.words: place for place in reversed(amends) if place.start < place.end}
        self._cited: dict[str, list[Cited]] = defaultdict(list)
        for citation in cited:
            self._cited[citation.paragraph].append(citation)
        self._tables: dict[str, list[Table]] = defaultdict(list)
        for table in document.tables:
            self._tables[table.after].append(table)
        self._notes = {
            footnote.number: f"note_{place}"
            for place, footnote in reversed(list(enumerate(document.of_kind("footnote"), 1)))
        }
        self._used: Counter[str] = Counter()
        self.anchors: dict[str, str] = {}

    def write(self, asks: "Sequence[AskedMandate]", address: str) -> bytes:
        """Return the whole file with its metadata."""
        names = identify_document(self.document)
        body = [paragraph for paragraph in self.document.paragraphs if paragraph.kind != "footnote"]
        front, preamble, main, annexes = _split_parts(body)
        made = E(names.doctype, name=make_slug(self.document.metadata.kind or "document"))
        if front or self._tables.get(""):
            made.append(self._preface(front))
        if preamble:
            made.append(self._preamble(preamble))
        made.append(self._body(main))
        if annexes:
            made.append(E.attachments(*(self._annex(place, part) for place, part in enumerate(annexes, 1))))
        head = write_meta(self.document, asks, self.anchors, address)
        if self._amends:
            if (analysis := head.find(f"{AKN}analysis")) is None:
                head.insert(1, analysis := E.analysis(**SOURCE))
            analysis.insert(0, E.activeModifications(*map(self._mod, self._amends, count(1))))
        if notes := list(self.document.of_kind("footnote")):
            head.append(E.notes(*(self._note(place, note) for place, note in enumerate(notes, 1)), **SOURCE))
        head.append(write_own(self.document))
        made.insert(0, head)
        root = E.akomaNtoso(made)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def _eid(self, name: str, word: str, within: str = "") -> str:
        ident = f"{within}__" * bool(within) + f"{_SHORT.get(name, name)}_{make_slug(word)}"
        self._used[ident] += 1
        # Numbers that repeat go on from where they stood.
        return ident if self._used[ident] == 1 else f"{ident}_{self._used[ident]}"

    def _leaf(self, name: str, paragraph: Paragraph) -> etree._Element:
        """Return `p` or `heading` with the text of a paragraph, and all that makes it the same again."""
        fields = {name: getattr(paragraph, name) for name in ("id", "kind", "number", "parent", "heading")}
        fields |= {"page": str(paragraph.page or ""), "level": str(paragraph.level or "")}
        made: etree._Element = E(name)
        for key, value in fields.items():
            if value:
                made.set(OWN + key, xml_text(value))
        changed = [change for change in paragraph.changes if change.action == "insert"]
        spans = [
            *self._mod_spans(paragraph),
            *(_link_span(link) for link in paragraph.links),
            *(InlineSpan(a.start, a.end, "ins", _author_attributes(a.author, a.date)) for a in changed),
            *(InlineSpan(a.start, a.end, "ref", {"href": a.href}) for a in self._cited.get(paragraph.id, ())),
        ]
        points = [
            *(Point(mark.offset, "noteRef", self._mark(mark.label)) for mark in paragraph.notes),
            *(
                Point(a.start, "del", _author_attributes(a.author, a.date), a.text)
                for a in paragraph.changes
                if a.action == "delete"
            ),
        ]
        put_text(made, paragraph.text, spans, points)
        return made

    def _mod_spans(self, paragraph: Paragraph) -> Iterator[InlineSpan]:
        if ident := self._mods.get(paragraph.id):
            yield InlineSpan(0, len(paragraph.text), "mod", {"eId": ident})
            if place := self._quoted.get(paragraph.id):
                yield InlineSpan(place.start, place.end, "quotedText", {"eId": f"{ident}__qtext_1"})

    def _mod(self, place: AmendedPlace, number: int) -> etree._Element:
        parts = [E.source(href=f"#{self._mods[place.paragraph]}"), E.destination(href=place.href)]
        if self._quoted.get(place.words) == place:
            parts.append(E.new(href=f"#{self._mods[place.words]}__qtext_1"))
        return E.textualMod(*parts, type=_MODS[place.operation], eId=f"textualMod_{number}")

    def _mark(self, label: str) -> dict[str, str]:
        return {"marker": label, "href": f"#{self._notes.get(label, '')}"}

    def _note(self, place: int, paragraph: Paragraph) -> etree._Element:
        return E.note(self._leaf("p", paragraph), eId=f"note_{place}", marker=paragraph.number)

    def _after(self, parent: etree._Element, ident: str) -> None:
        """Add the tables that stand behind a paragraph."""
        for table in self._tables.get(ident, ()):
            made = E.table(eId=self._eid("table", "1"))
            if table.page:
                made.set(f"{OWN}page", str(table.page))
            if table.caption:
                caption = E.caption()
                caption.set(f"{OWN}kind", "caption")
                put_text(caption, table.caption, (), ())
                made.append(caption)
            for row in table.rows:
                made.append(E.tr(*map(_write_cell, row)))
            parent.append(made)

    def _preface(self, front: Sequence[Paragraph]) -> etree._Element:
        made = E.preface()
        self._after(made, "")
        for paragraph in front:
            leaf = self._leaf("p", paragraph)
            leaf.set("eId", self._eid("preface", paragraph.id))
            self.anchors[paragraph.id] = leaf.get("eId", "")
            made.append(leaf)
            self._after(made, paragraph.id)
        return made

    def _preamble(self, preamble: Sequence[Paragraph]) -> etree._Element:
        made, recitals = E.preamble(), None
        for place, paragraph in enumerate(preamble):
            following = preamble[place + 1].kind if place + 1 < len(preamble) else ""
            if paragraph.kind == "preambular":
                if recitals is None:
                    recitals = E.recitals(eId=self._eid("recitals", "1"))
                    made.append(recitals)
                ident = self._eid("recital", paragraph.number or str(place), recitals.get("eId", ""))
                item = E.recital(eId=ident)
                if paragraph.number:
                    item.append(E.num(paragraph.number))
                item.append(self._leaf("p", paragraph))
                self._after(item, paragraph.id)
                recitals.append(item)
                self.anchors[paragraph.id] = ident
            elif _opens_list(paragraph, following) and not self._tables.get(paragraph.id):
                ident = self._eid("recitals", paragraph.text[:40])
                recitals = E.recitals(self._leaf("heading", paragraph), eId=ident)
                made.append(recitals)
                self.anchors[paragraph.id] = ident
            else:
                recitals = None
                leaf = self._leaf("p", paragraph)
                ident = self._eid("formula", "1") if paragraph.id == "intro" else self._eid("preamble", paragraph.id)
                self.anchors[paragraph.id] = ident
                if paragraph.id == "intro":
                    made.append(E.formula(leaf, name="enacting", eId=ident))
                else:
                    leaf.set("eId", ident)
                    made.append(leaf)
                self._after(made, paragraph.id)
        return made

    def _body(self, paragraphs: Sequence[Paragraph], within: str = "") -> etree._Element:
        made = E.mainBody()
        for node in _make_tree(paragraphs):
            self._hier(made, node, within, 0)
        if not len(made):
            made.append(E.p())
        return made

    def _hier(self, parent: etree._Element, node: _Node, within: str, depth: int) -> None:
        paragraph = node.paragraph
        is_section = paragraph.kind == "heading"
        name = "section" if is_section else _HIER[min(depth, 2)]
        made = E(
            name, eId=self._eid(name, paragraph.number or (paragraph.text[:40] if is_section else paragraph.id), within)
        )
        ident = made.get("eId", "")
        self.anchors[paragraph.id] = ident
        if is_section:
            made.append(self._leaf("heading", paragraph))
            holder = E.intro()
        else:
            if paragraph.number:
                made.append(E.num(f"{paragraph.number}." if paragraph.number.isalnum() else paragraph.number))
            holder = E.intro() if node.inner else E.content()
            holder.append(self._leaf("p", paragraph))
        self._after(holder, paragraph.id)
        if len(holder):
            made.append(holder)
        for inner in node.inner:
            self._hier(made, inner, ident if len(ident) < 200 else "", 0 if is_section else depth + 1)
        parent.append(made)

    def _annex(self, place: int, paragraphs: Sequence[Paragraph]) -> etree._Element:
        ident = self._eid("att", str(place))
        head = write_identification(self.document, identify_document(self.document), f"annex-{place}")
        body = E.doc(E.meta(head), self._body(paragraphs, ident), name="annex")
        return E.attachment(body, eId=ident)


def _opens_list(paragraph: Paragraph, following: str) -> bool:
    """Return whether a paragraph is the heading of the preambular paragraph behind it."""
    return paragraph.kind == "heading" and paragraph.id != "intro" and following == "preambular"


def _split_parts(
    body: list[Paragraph],
) -> tuple[list[Paragraph], list[Paragraph], list[Paragraph], list[list[Paragraph]]]:
    """Return preface, preamble, main body and annexes: joined, they are the paragraphs in their order."""
    first = next((at for at, paragraph in enumerate(body) if paragraph.kind not in ("heading", "text")), len(body))
    end = next(
        (at for at, paragraph in enumerate(body) if paragraph.kind not in ("heading", "text", "preambular")), len(body)
    )
    front = preamble = 0
    if first < end:  # there are preambular paragraphs above all others
        preamble = max(at for at in range(first, end) if body[at].kind == "preambular") + 1
        formula = next((at for at in range(first) if body[at].id == "intro"), None)
        front = first if formula is None else formula
        while formula is None and front > 1 and body[front - 1].kind == "heading" and body[front - 1].level > 1:
            front -= 1
    annex = next((at for at in range(preamble, len(body)) if body[at].kind == "annex"), len(body))
    while annex < len(body) and annex > preamble and body[annex - 1].kind == "heading":
        annex -= 1
    return body[:front], body[front:preamble], body[preamble:annex], list(_list_annexes(body[annex:]))


def _list_annexes(paragraphs: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each annex; headings belong to what follows them."""
    part: list[Paragraph] = []
    waiting: list[Paragraph] = []
    scope = ""
    for paragraph in paragraphs:
        waiting.append(paragraph)
        if paragraph.kind == "heading":
            continue
        match = _ANNEX.match(paragraph.id) if paragraph.kind == "annex" else None
        if match and match[1] != scope:
            if part:
                yield part
            scope, part = match[1], []
        part += waiting
        waiting = []
    if part or waiting:
        yield part + waiting


def _make_tree(paragraphs: Iterable[Paragraph]) -> list[_Node]:
    """Return sections by the levels of their headings, and in them paragraphs with their sub-items."""
    roots: list[_Node] = []
    held: list[_Node] = []
    for paragraph in paragraphs:
        node = _Node(paragraph)
        if paragraph.kind == "heading":
            held = [up for up in held if up.paragraph.kind == "heading" and up.paragraph.level < paragraph.level]
        else:
            at = next(
                (at for at, up in enumerate(held) if paragraph.parent and up.paragraph.id == paragraph.parent), -1
            )
            sections = [up for up in held if up.paragraph.kind == "heading"]
            held = held[: at + 1] if at >= 0 else sections
        (held[-1].inner if held else roots).append(node)
        if len(held) < _DEEPEST:
            held.append(node)
    return roots


def _write_cell(cell: Cell) -> etree._Element:
    leaf = E.p()
    leaf.set(f"{OWN}kind", "cell")
    put_text(leaf, cell.text, [_link_span(link) for link in cell.links], ())
    made = E.td(leaf)
    for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
        if value != 1:
            made.set(name, str(value))
    return made


def _link_span(link: TextLink) -> InlineSpan:
    return InlineSpan(link.start, link.end, "a", {"href": link.target})


def _author_attributes(author: str, date: str) -> dict[str, str]:
    fields = {f"{OWN}author": author, f"{OWN}date": date}
    return {name: value for name, value in fields.items() if value}


E = Maker(AKN[1:-1], al=OWN[1:-1])


@dataclass(frozen=True, slots=True)
class AskedMandate:
    """A mandate as metadata; lists hold ids of bodies.

    paragraph  id of the paragraph; `action` are its words
    status     of the record in a register, "" for what was read from a file
    address    of that record
    """

    paragraph: str
    verb: str
    strength: str
    force: str
    bodies: Sequence[str]
    action: str
    deliverable: str = ""
    due: Sequence[str] = ()
    report_to: Sequence[str] = ()
    status: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identifiers of a document: `work` is shared by its versions, `expression` names version and language."""

    doctype: str
    work: str
    expression: str
    day: str
    version: str
    number: str


def identify_document(document: Document) -> Identity:
    """Return the identifiers of a document, made of kind, body, date and symbol.

    The work of a text that is revised (`@2018`, `/Rev.1`) bears no date: only its first version has that.
    """
    about = document.metadata
    kind = about.kind or "document"
    symbol = about.symbol or f"file-{document.sha256[:12]}"
    match = _VERSION.fullmatch(symbol)
    day = about.date if _DAY.fullmatch(about.date) else ""
    number = make_slug(match["work"] if match else symbol)
    version = (match["year"] or f"rev{match['number']}") if match else ""
    doctype = "statement" if kind.endswith(_STATEMENTS) else "doc"
    parts = (make_slug(kind), make_slug(about.body)) if about.body else (make_slug(kind),)
    work = "/".join(("/akn/un", doctype, *parts, _UNKNOWN if match else day or _UNKNOWN, number))
    language = LANGUAGES.get(about.language, "und")
    return Identity(doctype, work, f"{work}/{language}@{version or day}", day, version, number)


def write_meta(
    document: Document, asks: Sequence[AskedMandate], anchors: dict[str, str], address: str
) -> etree._Element:
    """Return the `meta` of the main document. anchors: id of a paragraph -> its eId in the file."""
    made = E.meta(write_identification(document, identify_document(document), "main", address))
    if asks:
        items = [_write_mandate(ask, anchors) for ask in asks]
        made.append(E.analysis(E.otherAnalysis(*items, **SOURCE), **SOURCE))
    bodies = dict.fromkeys([document.metadata.body, *(body for ask in asks for body in (*ask.bodies, *ask.report_to))])
    made.append(
        E.references(
            _write_organisation("actionlines", BASE, "Actionlines"),
            _write_organisation("un", "https://www.un.org/", "United Nations"),
            *(
                _write_organisation(f"body_{make_slug(body)}", f"{BASE}body:{quote(xml_text(body))}", body)
                for body in bodies
                if body
            ),
            E.TLCRole(eId="author", href=f"{BASE}role:author", showAs="author"),
            **SOURCE,
        )
    )
    return made


def write_own(document: Document) -> etree._Element:
    """Return what Actionlines holds of a document and the standard has no field for."""
    about = document.metadata
    fields = {name: xml_text(value) for name in METADATA if (value := str(getattr(about, name)))}
    if document.pages:
        fields["pages"] = str(document.pages)
    made = etree.Element(f"{OWN}document", fields)
    for symbol in about.drafts:
        etree.SubElement(made, f"{OWN}draft", symbol=xml_text(symbol))
    return E.proprietary(made, **SOURCE)


def write_identification(document: Document, identity: Identity, part: str, address: str = "") -> etree._Element:
    """Return the identification of the main document, or of a part such as `annex-I`."""
    about = document.metadata
    whole = _format_day(identity.day)
    symbol = _VERSION.fullmatch(about.symbol)
    names = {"title": about.title, "symbol": symbol["work"] if symbol else about.symbol}
    work = [E.FRBRalias(name=name, value=value) for name, value in names.items() if value]
    names = {"symbol": about.symbol, "address": address}
    version = [E.FRBRalias(name=name, value=value) for name, value in names.items() if value]
    author = f"#body_{make_slug(about.body)}" if about.body else "#un"
    first = _format_day("" if identity.version else identity.day)
    named = "published" if first != _format_day("") else "unknown"
    return E.identification(
        E.FRBRWork(
            E.FRBRthis(value=f"{identity.work}/!{part}"), E.FRBRuri(value=identity.work), *work,
            E.FRBRdate(date=first, name=named), E.FRBRauthor({"href": author, "as": "#author"}),
            E.FRBRcountry(value="un"), E.FRBRsubtype(value=make_slug(about.kind or "document")),
            E.FRBRnumber(value=identity.number),
        ),
        E.FRBRExpression(
            E.FRBRthis(value=f"{identity.expression}/!{part}"), E.FRBRuri(value=identity.expression), *version,
            E.FRBRdate(date=whole, name="published" if identity.day else "unknown"),
            E.FRBRauthor({"href": author, "as": "#author"}),
            *([E.FRBRversionNumber(value=identity.version)] if identity.version else []),
            E.FRBRlanguage(language=LANGUAGES.get(about.language, "und")),
        ),
        E.FRBRManifestation(
            E.FRBRthis(value=f"{identity.expression}/!{part}.akn"), E.FRBRuri(value=f"{identity.expression}.akn"),
            E.FRBRdate(date=whole, name="published" if identity.day else "unknown"),
            E.FRBRauthor(href="#actionlines"), E.FRBRformat(value="application/akn+xml"),
        ),
        **SOURCE,
    )  # fmt: skip


def _format_day(day: str) -> str:
    return (day or _UNKNOWN) + "-01-01"[len(day or _UNKNOWN) - 4 :]


def _write_organisation(ident: str, href: str, name: str) -> etree._Element:
    return E.TLCOrganization(eId=ident, href=href, showAs=name)


def _write_mandate(ask: AskedMandate, anchors: dict[str, str]) -> etree._Element:
    lists = {"due": ask.due, "reportTo": [f"#body_{make_slug(body)}" for body in ask.report_to]}
    fields = {
        "href": f"#{anchors[ask.paragraph]}" if ask.paragraph in anchors else "",
        "verb": ask.verb,
        "strength": ask.strength,
        "force": ask.force,
        "deliverable": ask.deliverable,
        **{name: " ".join(values) for name, values in lists.items()},
        "status": ask.status,
        "address": ask.address,
    }
    made = etree.Element(f"{OWN}mandate", {name: xml_text(value) for name, value in fields.items() if value})
    for body in ask.bodies:
        etree.SubElement(made, f"{OWN}addressee", href=f"#body_{make_slug(body)}")
    say(etree.SubElement(made, f"{OWN}action"), ask.action)
    return made
