"""The zip container of a DOCX: its directory is checked before unpacking, and unpacking is bounded.

Paragraph styles with what they inherit: numbering, outline level, looks.
"""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from actionlines.documents.blocks import MB, Limits
from actionlines.documents.xml_tree import DAMAGED, UNSAFE, local_name, parse_xml
from actionlines.errors import DamagedInput, EncryptedInput, UnknownFormat, UnsafeInput
from actionlines.lazily import expression

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Below this size a high ratio is no danger: empty styles and settings compress very well.
_SMALL = 4 * MB
_CHUNK = 256 * 1024
# What the zip reader raises on damage: names that are no UTF-8, foreign methods, streams that break off.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_KINDS = (("xl/", "a spreadsheet"), ("ppt/", "a presentation"), ("content.xml", "an OpenDocument file"))
_WEB = ("http://", "https://")
_HEADING = expression(r"heading ([1-9])$")
# A chain of styles longer than this is a loop or an attack.
_CHAIN = 32


def read_attribute(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return a `w:` attribute, however its namespace is written."""
    if element is None:
        return default
    if (value := element.get(W + name)) is None:
        value = element.get(f"{{{_STRICT}}}{name}")
    return default if value is None else value


def refers_to(element: etree._Element) -> str:
    """Return the id of the part or address that an element refers to, or ""."""
    return element.get(_RELATION) or element.get(_STRICT_RELATION) or ""


def find_child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((item for item in element if local_name(item) == name), None)
    return element


def read_number(element: etree._Element | None, name: str = "val") -> int | None:
    """Return a whole number in an attribute, or None when it is absent or no number."""
    value = read_attribute(element, name)
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdigit() and len(value) < 10 else None


def is_on(element: etree._Element | None) -> bool:
    """Return a switch such as `w:b`: present without a value means on."""
    return element is not None and read_attribute(element, "val", "1").lower() not in ("0", "false", "off", "none")


class Package:
    """Parts of a DOCX by name; `total` of unpacked bytes is bounded over the life of the object."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._spent = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise DamagedInput(name, "the zip container is broken", DAMAGED) from error
        self._parts = self._directory()

    def _directory(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > self.limits.entries:
            raise UnsafeInput(self.name, f"{len(infos):,} parts in the container", UNSAFE)
        if (unpacked := sum(info.file_size for info in infos)) > self.limits.unpacked_bytes:
            raise UnsafeInput(self.name, f"it would unpack to {unpacked / MB:,.0f} MB", UNSAFE)
        for info in infos:
            packed = max(info.compress_size, 1)
            if info.file_size > _SMALL and info.file_size / packed > self.limits.ratio:
                raise UnsafeInput(
                    self.name, f"the part {info.filename!r} is packed {info.file_size // packed}:1", UNSAFE
                )
            if info.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", info.filename):
                raise UnsafeInput(self.name, "a part of the container leaves its folder", UNSAFE)
            if info.flag_bits & 1:
                raise EncryptedInput(self.name, "the container is locked with a password", "Save it without.")
        return {info.filename.lstrip("/").lower(): info for info in infos}

    @property
    def names(self) -> list[str]:
        """Return the names of the parts that are files."""
        return [info.filename for info in self._parts.values() if not info.is_dir()]

    def part(self, path: str) -> bytes | None:
        """Return the bytes of a part (names are compared without case, as Word does), or None."""
        if (info := self._parts.get(path.lower())) is None:
            return None
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._spend(len(piece), size)
                    pieces.append(piece)
        except _BROKEN as error:
            raise DamagedInput(self.name, f"the part {path!r} is broken", DAMAGED) from error
        return b"".join(pieces)

    def _spend(self, more: int, part: int) -> None:
        self._spent += more
        if part > self.limits.part_bytes or self._spent > self.limits.unpacked_bytes:
            raise UnsafeInput(self.name, "it unpacks to more than its directory says or the limit allows", UNSAFE)

    def xml(self, path: str) -> etree._Element | None:
        """Return the root element of an XML part, or None when the part is absent or empty."""
        data = self.part(path)
        return None if not data else parse_xml(data, self.name, f"the part {path!r}", self.limits)

    def require_word(self) -> str:
        """Return the path of the main part. Raises UnknownFormat for other things that come as zip."""
        if self._parts.get("word/document.xml"):
            return "word/document.xml"
        if main := self._main_by_relationship():
            return main
        for prefix, what in _KINDS:
            if any(path.startswith(prefix) for path in self._parts):
                raise UnknownFormat(self.name, f"this is {what}", "Save it as DOCX or PDF.")
        if "[content_types].xml" in self._parts:
            raise DamagedInput(self.name, "the container has no document in it", DAMAGED)
        raise UnknownFormat(self.name, "this is a zip archive", "Unpack it and give the documents in it.")

    def _main_by_relationship(self) -> str:
        if (root := self.xml("_rels/.rels")) is None:
            return ""
        for relation in root:
            if isinstance(relation.tag, str) and relation.get("Type", "").endswith("/officeDocument"):
                target = relation.get("Target", "").lstrip("/")
                info = self._parts.get(target.lower())
                if info is not None and target.lower().endswith(".xml") and "word" in target.lower():
                    return target
        return ""


def list_parts(package: Package, path: str) -> dict[str, str]:
    """Return paths of the parts that the part at `path` refers to, by id."""
    folder = posixpath.dirname(path)
    paths: dict[str, str] = {}
    for relation in _iterate_relations(package, path):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            paths[relation.get("Id", "")] = posixpath.normpath(place)
    return paths


def list_addresses(package: Package, path: str) -> dict[str, str]:
    """Return the web addresses that the part at `path` links to, by id."""
    return {
        relation.get("Id", ""): relation.get("Target", "").strip()
        for relation in _iterate_relations(package, path)
        if relation.get("TargetMode") == "External" and relation.get("Target", "").strip().lower().startswith(_WEB)
    }


def _iterate_relations(package: Package, path: str) -> Iterator[etree._Element]:
    folder, name = posixpath.split(path)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    return (element for element in (root if root is not None else ()) if local_name(element) == "Relationship")


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style, without what it inherits; None where it says nothing."""

    ident: str
    name: str
    base: str
    num_id: str | None
    level: int | None
    outline: int | None
    bold: bool | None
    italic: bool | None
    align: str | None
    indent: int | None


class Styles:
    """Styles by id, with lookup along the chain of `basedOn`."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        self.numbering: dict[str, str] = {}
        for element in root if root is not None else ():
            if local_name(element) != "style":
                continue
            ident = read_attribute(element, "styleId")
            if (kind := read_attribute(element, "type")) == "numbering":
                self.numbering[ident] = read_attribute(find_child(element, "pPr", "numPr", "numId"), "val")
            elif kind in ("paragraph", "character"):
                self._styles[ident] = _read_style(element)
                if kind == "paragraph" and read_attribute(element, "default") in ("1", "true", "on"):
                    self.default = ident

    def chain(self, ident: str) -> list[Style]:
        """Return the style and those it is based on, nearest first; at most 32, each once."""
        styles: list[Style] = []
        seen: set[str] = set()
        while ident in self._styles and ident not in seen and len(styles) < _CHAIN:
            seen.add(ident)
            styles.append(self._styles[ident])
            ident = self._styles[ident].base
        return styles

    @cached_property
    def headings(self) -> dict[str, int]:
        """Heading level (1 highest) by style id, from the outline level or the built-in name."""
        levels: dict[str, int] = {}
        for ident in self._styles:
            for style in self.chain(ident):
                built_in = _HEADING.match(style.name)
                if style.outline is not None:
                    if style.outline < 9:
                        levels[ident] = style.outline + 1
                    break
                if built_in:
                    levels[ident] = int(built_in.group(1))
                    break
                if style.name == "title":
                    levels[ident] = 1
                    break
        return levels


def _read_style(element: etree._Element) -> Style:
    properties = find_child(element, "pPr")
    look = find_child(element, "rPr")
    num_id = find_child(properties, "numPr", "numId")
    bold, italic = find_child(look, "b"), find_child(look, "i")
    return Style(
        ident=read_attribute(element, "styleId"),
        name=read_attribute(find_child(element, "name"), "val").lower(),
        base=read_attribute(find_child(element, "basedOn"), "val"),
        num_id=None if num_id is None else read_attribute(num_id, "val"),
        level=read_number(find_child(properties, "numPr", "ilvl")),
        outline=read_number(find_child(properties, "outlineLvl")),
        bold=None if bold is None else is_on(bold),
        italic=None if italic is None else is_on(italic),
        align=read_attribute(find_child(properties, "jc"), "val") or None,
        indent=indent_of(properties),
    )


def indent_of(properties: etree._Element | None) -> int | None:
    """Left edge of the first line in twentieths of a point, or None."""
    if (indent := find_child(properties, "ind")) is None:
        return None
    left = read_number(indent, "left") if read_number(indent, "left") is not None else read_number(indent, "start")
    first = read_number(indent, "firstLine")
    hanging = read_number(indent, "hanging")
    if left is None and first is None and hanging is None:
        return None
    return (left or 0) + (first or 0) - (hanging or 0)
