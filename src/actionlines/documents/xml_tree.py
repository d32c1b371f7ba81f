"""XML that anybody may have written: parsed without entities, document types or network, and within bounds."""

import re

from lxml import etree

from actionlines.documents.blocks import Limits
from actionlines.errors import DamagedInput, InputTooLarge, UnsafeInput

UNSAFE = "Do not open it; ask the sender for a clean copy."
DAMAGED = "Export or download it again."
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_ROOT = re.compile(rb"<[A-Za-z_]")


def local_name(element: etree._Element) -> str:
    """Return the name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse_xml(data: bytes, name: str, what: str, limits: Limits) -> etree._Element:
    """Parse without entities, network or document types; bounded in depth and in number of elements.

    what  what messages call the text ("the part 'word/document.xml'")

    Raises UnsafeInput (AL107), DamagedInput (AL105) or InputTooLarge (AL106).
    """
    refusal = UnsafeInput(name, f"{what} declares a document type or entities", UNSAFE)
    # A document type may be in UTF-16 too: zero bytes are looked through.
    if _DOCTYPE.search(_xml_prolog(data)):
        raise refusal
    if data.count(b"<") > 2 * limits.elements:
        raise InputTooLarge(name, f"{what} has more than {limits.elements:,} elements", "Split the document.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UnsafeInput(name, f"{what} is nested too deeply", UNSAFE) from error
        if "huge" in str(error).lower() or "too long" in str(error).lower():
            raise InputTooLarge(name, f"{what} holds one text beyond 10 MB", "Split the document.") from error
        raise DamagedInput(name, f"{what} is not well-formed XML", DAMAGED) from error
    # The first look keeps most document types from the parser; a comment may hide one from it.
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal
    return root


def _xml_prolog(data: bytes) -> bytes:
    """Return what is before the root element, as a document type must; without the zero bytes of UTF-16."""
    head = data[: 64 * 1024].replace(b"\x00", b"")
    root = _ROOT.search(head)
    return head if root is None else head[: root.start()]
