"""Which format a file has, by its content: extensions and declared types are often wrong."""

import re
from pathlib import Path

from actionlines.documents.model import Format
from actionlines.errors import DamagedInput, EmptyInput, EncryptedInput, UnknownFormat

# Readers accept a PDF header within the first kilobyte (ISO 32000-1, annex H, note 13).
_PDF_WINDOW = 1024
_HEAD = 4096
_PROLOG_HEAD = 64 * 1024  # licences stand in comments
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of what people hand in by mistake, with the name to call it by in the message.
_FOREIGN = (
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\x00", "a database"),
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|table|article|section|main|h[1-6]|p|ul|ol)\b", re.I
)
_XML = re.compile(rb"<(?:\?xml|!DOCTYPE|!ENTITY)\b", re.I)
# What may stand before the first element of XML, but for a document type; then the name of this element.
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*+<([A-Za-z_][\w:.-]{0,80})[\s>/]", re.DOTALL)
# A document type without entities of its own.
BARE_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]{0,400}>")
# Byte order marks and blanks that may stand before markup.
_LEAD = b"\xef\xbb\xbf\xff\xfe \t\r\n\f"
_ADVICE = "Give a PDF, DOCX, HTML, Akoma Ntoso or plain text file."


def find_format(data: bytes, name: str) -> Format:
    """Return the format of `data`.

    Raises EmptyInput, UnknownFormat, EncryptedInput (a locked Office file) or DamagedInput; `name` is for
    messages.
    """
    if not data:
        raise EmptyInput(name, "the file has no bytes", "Fetch or export it again.")
    if b"%PDF-" in data[:_PDF_WINDOW] and not _is_markup(data[:_PDF_WINDOW].partition(b"%PDF-")[0]):
        return "pdf"
    if data.startswith(_ZIP):
        return "docx"
    if data.startswith(b"PK"):
        raise DamagedInput(name, "a zip archive without content", "Export the document again.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedInput(name, "the document is locked with a password", "Save it without the password.")
        raise UnknownFormat(name, "this is an old binary Office file (.doc, .xls or .ppt)", "Save it as DOCX or PDF.")
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnknownFormat(name, f"this is {what}", _ADVICE)
    if not data.strip(b"\x00 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise EmptyInput(name, "the file holds nothing but blanks", "Fetch or export it again.")
    if _is_akn(data):
        return "akn"
    if is_html(data):
        return "html"
    if _XML.match(data[:_HEAD].replace(b"\x00", b"").lstrip(_LEAD)):
        raise UnknownFormat(name, "this is an XML file", _ADVICE)
    return "text"


def holds_akn(path: Path) -> bool:
    """Return whether a file whose name ends in .xml holds Akoma Ntoso; False for one that cannot be opened."""
    if path.suffix.lower() != ".xml" or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return _is_akn(stream.read(_PROLOG_HEAD))
    except OSError:
        return False


def find_root(data: bytes) -> str:
    """Return the name of the first element with its prefix, behind comments and instructions (UTF-16 included).

    It is "" where something else is first, such as a document type with entities.
    """
    head = data[:_PROLOG_HEAD].replace(b"\x00", b"").lstrip(_LEAD)
    root = _PROLOG.match(BARE_DOCTYPE.sub(b"", head, count=1))
    return root[1].decode("ascii", "replace") if root else ""


def _is_akn(data: bytes) -> bool:
    return find_root(data).rpartition(":")[2] == "akomaNtoso"


def is_html(data: bytes) -> bool:
    """Return whether the first real characters are markup of HTML (UTF-16 included)."""
    return _is_markup(data[:_HEAD].replace(b"\x00", b""))


def _is_markup(head: bytes) -> bool:
    head = head.lstrip(_LEAD)
    if not head.startswith(b"<"):
        return False
    return _HTML.search(head) is not None
