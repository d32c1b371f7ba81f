"""What a file says of its document: identifiers of work, version and file (FRBR), references, mandates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from actionlines.documents.akn.inline import AKN, LANGUAGES, METADATA, OWN, make_slug
from actionlines.documents.model import Document
from actionlines.xml_maker import Maker, say, xml_text

E = Maker(AKN[1:-1], al=OWN[1:-1])
BASE = "urn:actionlines:"
SOURCE = {"source": "#actionlines"}
# Kinds that the profile for the United Nations marks up as statements; the others are documents.
_STATEMENTS = ("resolution", "decision", "recommendation", "opinion", "declaration")
_VERSION = re.compile(r"(?P<work>.+?)(?:@(?P<year>\d{4})|/Rev\.(?P<number>\d{1,3}))$")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_UNKNOWN = "0001"  # year of a work whose first version is not known: the standard asks for one


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
