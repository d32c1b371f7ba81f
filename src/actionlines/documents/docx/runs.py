"""Content of a paragraph: runs, links, fields, tracked changes, note marks, text boxes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from actionlines.documents.blocks import Inline, Revision
from actionlines.documents.docx.package import MC, find_child, is_on, read_attribute, refers_to
from actionlines.documents.xml_tree import local_name
from actionlines.lazily import expression

_SYMBOL = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | dict(
    zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
)
_SYMBOL |= {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√",
    0xDE: "⇒", 0xE5: "∑",
    0x2A: "*", 0x2D: "−", 0xA2: "′", 0xD7: "⋅", 0xD2: "®", 0xD3: "©", 0xD4: "™",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢",
    0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
    0x4A: "☺", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_INSERTED = ("ins", "moveTo")
_DELETED = ("del", "moveFrom")
# Containers whose content is part of the paragraph; anything that is not named here or below is left out.
_THROUGH = frozenset({
    "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "ruby",
    "rubyBase", "oMath", "oMathPara", "r", "e", "num", "den", "sup", "sub", "deg", "f", "rad", "sSup",
    "sSub", "sSubSup", "nary", "d", "func", "fName", "lim", "limLow", "limUpp", "m", "mr", "acc", "bar",
    "box", "borderBox", "groupChr", "eqArr",
})  # fmt: skip
_LINKS = ("hyperlink", "fldSimple")
_BLANK = ("tab", "br", "cr", "ptab")
_BOXES = ("drawing", "pict", "object")
# The code of a field that is a link: HYPERLINK "https://…" \\o "tip".
_LINK_CODE = expression(r'\s*HYPERLINK\s+"?(https?://[^"\s]{1,2000})', re.I)
# Characters of the code of a field; more is no address.
_LONGEST_CODE = 4_000


def decode_symbol(font: str, code: str) -> str:
    """Return the character for a code in hexadecimal (`F0B7`) of a font; private codes not known give a bullet.

    >>> decode_symbol("Symbol", "F062"), decode_symbol("Arial", "00E9")
    ('β', 'é')
    """
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    low = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    if (table := _FONTS.get(font.strip().lower())) is not None:
        return table.get(low) or (chr(low) if 0x20 <= low < 0x7F and table is _SYMBOL else "•")
    if 0xF000 <= value <= 0xF0FF:
        return chr(low) if low >= 0x20 else ""
    return chr(value) if 0x20 <= value < 0x110000 and not 0xD800 <= value <= 0xDFFF else ""


@dataclass(slots=True)
class Fields:
    """Where the text stands with regard to complex fields, which may run over several paragraphs.

    addresses  what the links of this part of the file lead to, by id
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    open: list[bool] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)

    def step(self, kind: str) -> None:
        """A `w:fldChar` of type begin, separate or end."""
        if kind == "begin":
            self.open.append(False)
            self._codes.append("")
        elif kind == "separate" and self.open:
            self.open[-1] = True
        elif kind == "end" and self.open:
            self.open.pop()
            self._codes.pop()

    def code(self, text: str) -> None:
        """Add characters to the code of the innermost open field."""
        if self._codes and len(self._codes[-1]) < _LONGEST_CODE:
            self._codes[-1] += text

    @property
    def link(self) -> str:
        """Return the address that the innermost field leads to, or ""."""
        return link_of(self._codes[-1]) if self._codes and self.open[-1] else ""

    @property
    def in_code(self) -> bool:
        """Return whether characters here are the field's code, not its result."""
        return not all(self.open)


@dataclass(slots=True)
class Looks:
    """How much of the text is bold and italic, in characters."""

    bold: int = 0
    italic: int = 0


class RunReader:
    """Reads the content of one paragraph into `inline`.

    `note` gives the label for a note reference (kind, id), or "" when there is no such note;
    text boxes met on the way are put into `boxes`.
    """

    def __init__(self, inline: Inline, fields: Fields, note: Callable[[str, str, str], str]) -> None:
        self.inline = inline
        self.fields = fields
        self.note = note
        self.looks = Looks()
        self.boxes: list[etree._Element] = []
        self._link = ""

    def read(self, element: etree._Element, revision: Revision | None = None) -> None:
        """Everything below a paragraph, or below one of the containers in it."""
        for item in element:
            if (name := local_name(item)) == "r":
                self._run(item, revision)
            elif name in _INSERTED or name in _DELETED:
                self.read(item, _read_revision(item, name, revision))
            elif name in _LINKS:
                self._linked(item, name, revision)
            elif name in _THROUGH:
                self.read(item, revision)
            elif name == "t":
                self._text(item.text or "", revision, item)
            elif name == "AlternateContent":
                self._alternate(item, revision)

    def _linked(self, item: etree._Element, name: str, revision: Revision | None) -> None:
        """Read the words of a link; those of a link within it lead where the inner one says."""
        outer = self._link
        if name == "hyperlink":
            self._link = self.fields.addresses.get(refers_to(item), "") or outer
        else:
            self._link = link_of(read_attribute(item, "instr")) or outer
        self.read(item, revision)
        self._link = outer

    def _run(self, run: etree._Element, revision: Revision | None) -> None:
        properties = find_child(run, "rPr")
        if is_on(find_child(properties, "vanish")):
            return
        raised = read_attribute(find_child(properties, "vertAlign"), "val") == "superscript"
        custom = ""
        for item in run:
            if (name := local_name(item)) in ("t", "delText"):
                if custom:
                    self.inline.mark((item.text or "").strip() or custom, revision)
                    custom = ""
                    continue
                self._text(item.text or "", revision, run, raised)
            elif name in _BLANK:
                self.inline.add(" ", revision)
            elif name == "noBreakHyphen":
                self.inline.add("-", revision)
            elif name == "sym":
                self._text(decode_symbol(read_attribute(item, "font"), read_attribute(item, "char")), revision, run)
            elif name == "instrText":
                self.fields.code(item.text or "")
            elif name == "fldChar":
                self.fields.step(read_attribute(item, "fldCharType"))
            elif name in ("footnoteReference", "endnoteReference"):
                custom = self._reference(item, name.removesuffix("Reference"), run, revision)
            elif name in _BOXES:
                self.boxes.extend(_boxes_in(item))
            elif name == "AlternateContent":
                self._alternate(item, revision)
            elif name == "ruby":
                self.read(item, revision)

    def _reference(self, item: etree._Element, kind: str, run: etree._Element, revision: Revision | None) -> str:
        """Record the mark; returns a stand-in when the mark itself follows as text of the run."""
        if revision is not None and revision.action == "delete":
            return ""
        if read_attribute(item, "customMarkFollows").lower() in ("1", "true", "on"):
            label = "".join(text.text or "" for text in run if local_name(text) == "t").strip() or "*"
            self.note(kind, read_attribute(item, "id"), label)
            return label
        if label := self.note(kind, read_attribute(item, "id"), ""):
            self.inline.mark(label, revision)
        return ""

    def _text(self, text: str, revision: Revision | None, run: etree._Element, raised: bool = False) -> None:
        if self.fields.in_code:
            return
        if raised and len(text.strip()) == 1 and text.strip().islower():
            # The letter of a table note, raised: "Total" and "a" must not become one word.
            text = f" {text}"
        self.inline.add(text, revision, self._link or self.fields.link)
        if revision is not None and revision.action == "delete":
            return
        properties = find_child(run, "rPr")
        if is_on(find_child(properties, "b")):
            self.looks.bold += len(text.strip())
        if is_on(find_child(properties, "i")):
            self.looks.italic += len(text.strip())

    def _alternate(self, element: etree._Element, revision: Revision | None) -> None:
        """The first alternative that holds anything: Word writes text boxes twice."""
        for choice in element:
            if local_name(choice) not in ("Choice", "Fallback") or not str(choice.tag).startswith(MC):
                continue
            if boxes := _boxes_in(choice):
                self.boxes.extend(boxes)
                return
            before = self.inline.length
            self.read(choice, revision)
            if self.inline.length > before:
                return


def link_of(code: str) -> str:
    """Return the web address in the code of a field, or ""."""
    match = _LINK_CODE.match(code)
    return match[1] if match is not None else ""


def _read_revision(element: etree._Element, name: str, outer: Revision | None) -> Revision:
    if outer is not None and outer.action == "delete":
        return outer
    action = "insert" if name in _INSERTED else "delete"
    return Revision(action, read_attribute(element, "author"), read_attribute(element, "date"))  # type: ignore[arg-type]


def _boxes_in(element: etree._Element) -> list[etree._Element]:
    """Text boxes below, outermost only, each once although it is written for old and new readers."""
    elements: list[etree._Element] = []
    stack = [element]
    while stack:
        item = stack.pop()
        if (name := local_name(item)) == "txbxContent":
            elements.append(item)
            continue
        below = list(item)
        if name == "AlternateContent":
            below = below[:1]
        stack.extend(reversed(below))
    return elements
