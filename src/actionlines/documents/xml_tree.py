"""XML that anybody may have written: parsed without entities, document types or network, and within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from lxml import etree

from actionlines.documents.limits import Limits
from actionlines.errors import DamagedInput, InputTooLarge, UnsafeInput
from actionlines.lazily import expression

UNSAFE = "Do not open it; ask the sender for a clean copy."
DAMAGED = "Export or download it again."
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_ROOT = re.compile(rb"<[A-Za-z_]")
# Characters that XML 1.0 cannot hold: a file or a workbook with one of them does not open.
_FORBIDDEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def local(element: etree._Element) -> str:
    """Return the name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse_xml(data: bytes, name: str, what: str, limits: Limits) -> etree._Element:
    """Parse without entities, network or document types; bounded in depth and in number of elements.

    what  what messages call the text ("the part 'word/document.xml'")

    Raises UnsafeInput (AL107), DamagedInput (AL105) or InputTooLarge (AL106).
    """
    refusal = UnsafeInput(name, f"{what} declares a document type or entities", UNSAFE)
    # A document type may stand in UTF-16 too: zero bytes are looked through.
    if _DOCTYPE.search(_prolog(data)):
        raise refusal
    if data.count(b"<") > 2 * limits.elements:
        raise InputTooLarge(name, f"{what} has more than {limits.elements:,} elements", "Split the document.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UnsafeInput(name, f"{what} is nested too deeply", UNSAFE) from error
        if "huge" in str(error).lower() or "too long" in str(error).lower():
            raise InputTooLarge(name, f"{what} holds one text beyond 10 MB", "Split the document.") from error
        raise DamagedInput(name, f"{what} is no well-formed XML", DAMAGED) from error
    # The first look keeps most document types from the parser; a comment may hide one from it.
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal
    return root


def _prolog(data: bytes) -> bytes:
    """Return what stands before the root element, as a document type must; without the zero bytes of UTF-16."""
    head = data[: 64 * 1024].replace(b"\x00", b"")
    root = _ROOT.search(head)
    return head if root is None else head[: root.start()]


def xml_text(text: str) -> str:
    """Return text with what XML 1.0 cannot hold replaced, one sign for one."""
    return _FORBIDDEN.sub("\ufffd", text)


class Maker:
    """Makes elements of one namespace: `E.p("text", E.b("bold"), {"class": "note"}, id="1")`.

    What XML cannot hold is replaced in texts and values.

    uri       of the namespace, "" for none; `prefixes` are those of other namespaces that attributes use
    """

    def __init__(self, uri: str, **prefixes: str) -> None:
        self._tag = f"{{{uri}}}" if uri else ""
        names: dict[str | None, str] = {None: uri} if uri else {}
        names.update(prefixes.items())
        self._prefixes = names

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        """Return what makes elements of this name."""
        return partial(self, name)

    def __call__(
        self, name: str, /, *content: str | etree._Element | Mapping[str, str], **attributes: str
    ) -> etree._Element:
        """Return an element with texts, elements and attributes in their order."""
        made = etree.Element(self._tag + name, None, self._prefixes)  # type: ignore[arg-type]
        for one in (attributes, *content):
            if isinstance(one, str):
                say(made, one)
            elif isinstance(one, Mapping):
                for key, value in one.items():
                    made.set(key, xml_text(value))
            else:
                made.append(one)
        return made


def say(element: etree._Element, text: str) -> None:
    """Add a text behind all that an element holds, with what XML cannot hold replaced."""
    text = xml_text(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text
