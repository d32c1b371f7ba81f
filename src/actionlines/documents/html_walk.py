"""HTML to blocks: headings, paragraphs, numbered lists as a browser shows them, tables, footnotes.

The tree is walked once without recursion, so that depth costs nothing. A table that only arranges the page is none.
"""

import re
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from actionlines.documents.blocks import Block, FileReading, Inline, Limits, PlacedTable, clean_text
from actionlines.documents.docx.numbering import format_number
from actionlines.documents.model import Cell, cut_links
from actionlines.documents.text import blocks_of, decode_bytes, list_repairs
from actionlines.errors import InputTooLarge, UnsafeInput
from actionlines.lazily import expression

_MARK = expression(r"\[?\(?(\d{1,4}|\*{1,4}|[†‡§]|[a-z]{1,2}|[ivxl]{1,6})\)?\]?$")
_NOTE_NAME = expression(r"fn|ftn|foot|note|edn|cite", re.I)
_NOTE_BLOCKS = frozenset({"li", "p", "div", "dd", "aside", "td", "section", "article"})
_SPAN = 1000
# A cell of a table of data holds words, not pages of them.
_CELL = 3000
_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
    "disc": "bullet", "circle": "bullet",
    "square": "bullet", "cjk-decimal": "chineseCounting",
}  # fmt: skip
_STYLE = expression(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_MAX = 10_000_000
_DROPPED = frozenset({
    "nav", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas",
    "audio", "video", "map", "select", "button", "input", "textarea", "datalist", "dialog", "head",
    "title",
})  # fmt: skip
_FRAME = ("header", "footer", "aside")
_FRAME_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "legend", "li", "main", "menu", "ol", "p", "section", "summary", "ul", "table",
    "caption", "tbody", "thead", "tfoot", "tr", "td", "th", "html",
})  # fmt: skip
_LISTS = ("ol", "ul", "menu")
_INDENT = 18.0
_MOSTLY = 0.8
_TAG = expression(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_LONG_TAG = expression(r"<[A-Za-z][^<>]{4000,}>?")
_QUOTED = expression(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = expression(r"[\s/]+[^\s/]")
# Elements without an end, and those whose end tag may be left out.
_NOT_NESTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup",
    "rt", "rp",
})  # fmt: skip
# Elements that are open at once cost the parser the square of their number; pages seen stay below 60.
_DEPTH_FACTOR = 4
_ATTRIBUTES = 500
# A report of Actionlines, by the head of its page: its words are copies of other documents.
_OWN = expression(r'<meta name="generator" content="Actionlines [^"<>]*">')
_HEAD = 4096
_ADVICE = "Do not open it; ask the sender for a clean copy."
_META = {
    "author": "author",
    "dc.creator": "author",
    "dc.title": "title",
    "dcterms.title": "title",
    "date": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "dc.language": "language",
}


@dataclass(slots=True)
class PageNotes:
    """`marks`: label by link, `bodies`: label by the block that is the note, `back`: links inside notes."""

    marks: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    back: set[int] = field(default_factory=set)


def find_notes(root: LexborNode) -> PageNotes:
    """Return links and bodies below `root`, by the parser's own node numbers.

    A link counts as a mark when it is raised, declared so, or named like one, and leads into a block; the
    first link to a note is its mark, and links that stand inside the note are links back.
    """
    notes = PageNotes()
    targets = _list_targets(root)
    for link in root.css("a[href^='#']"):
        ident = (link.attributes.get("href") or "#")[1:]
        target = targets.get(ident)
        match = _MARK.match(link.text().strip())
        if target is None or match is None or link.mem_id in notes.back or not _is_mark(link, ident):
            continue
        body = _find_block(target)
        if body is None or _is_inside(link, notes.bodies) or _is_inside(link, {body.mem_id: ""}):
            continue
        notes.marks[link.mem_id] = match.group(1)
        notes.bodies.setdefault(body.mem_id, match.group(1))
        notes.back.update(back.mem_id for back in body.css("a[href^='#']"))
    return notes


def _list_targets(root: LexborNode) -> dict[str, LexborNode]:
    nodes: dict[str, LexborNode] = {}
    for node in root.css("[id], a[name]"):
        for key in ("id", "name"):
            value = node.attributes.get(key)
            if value:
                nodes.setdefault(value, node)
    return nodes


def _is_mark(link: LexborNode, ident: str) -> bool:
    role = (link.attributes.get("role") or "") + (link.attributes.get("epub:type") or "")
    if "noteref" in role or _NOTE_NAME.search(ident):
        return True
    parent = link.parent
    return link.css_first("sup") is not None or (parent is not None and parent.tag == "sup")


def _find_block(node: LexborNode | None) -> LexborNode | None:
    """Return the nearest block around a target: the note itself."""
    while node is not None and node.tag not in _NOTE_BLOCKS:
        node = node.parent
    return node


def _is_inside(node: LexborNode, bodies: dict[int, str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in bodies:
            return True
        parent = parent.parent
    return False


_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Walker:
    """Collects `blocks`, `notes` and `tables` of a page."""

    def __init__(self, notes: PageNotes) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.tables: list[PlacedTable] = []
        self._marks = notes
        self._inline = Inline()
        self._lists: list[OpenList] = []
        self._leads: list[str] = []
        self._label = ""
        self._level = 0
        self._bold = self._italic = self._bold_chars = self._italic_chars = 0
        self._breaks = 0

    def walk(self, root: LexborNode) -> None:
        """Everything below `root`, in document order."""
        # None marks the end of the element before it on the stack.
        stack: list[tuple[LexborNode, bool]] = [(root, True)]
        while stack:
            node, entering = stack.pop()
            if not entering:
                self._leave(node)
            elif node.tag == "-text":
                self._text(node.text_content or "")
            elif self._enter(node):
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(list(node.iter(include_text=True))))
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element; False when nothing below it is to be walked."""
        tag = node.tag or ""
        if node.mem_id in self._marks.bodies:
            self._note(node)
            return False
        if tag.startswith("-") or _is_dropped(node, tag):
            return False
        if tag == "a" and node.mem_id in self._marks.marks:
            self._inline.mark(self._marks.marks[node.mem_id])
            return False
        if tag == "a":
            self._leads.append(link_address(node))
        elif tag == "br":
            # One line break is a blank, two in a row end the paragraph, as old pages have it.
            self._breaks += 1
            self._inline.add(" ")
            if self._breaks > 1:
                self._flush()
        elif tag == "pre":
            self._flush()
            # Offsets would be those in this element, not in the file.
            self.blocks.extend(replace(block, source=None) for block in blocks_of(node.text()))
            return False
        elif tag == "table" and not is_layout(node):
            self._flush()
            if (table := read_table(node, len(self.blocks) - 1)) is not None:
                self.tables.append(table)
            return False
        elif tag in _BLOCKS:
            self._begin_block(node, tag)
        self._count_looks(tag, 1)
        return True

    def _begin_block(self, node: LexborNode, tag: str) -> None:
        self._flush()
        if tag in _LISTS:
            self._lists.append(open_list(node))
        elif tag == "li":
            label = self._lists[-1].next_label(node) if self._lists else "•"
            if self._label.rstrip(".").isdigit() and label.rstrip(".").isalpha():
                # "1. a.": the first sub-item is on the line of its item, which has no words of its own.
                self._inline.add(f"{label} ")
            else:
                self._label = label
        elif tag in _HEADINGS:
            self._level = _HEADINGS[tag]

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self._leads.pop()
        elif tag in _BLOCKS:
            self._flush()
            if tag in _LISTS and self._lists:
                self._lists.pop()
            elif tag == "li":
                self._label = ""
            elif tag in _HEADINGS:
                self._level = 0
        self._count_looks(tag, -1)

    def _count_looks(self, tag: str, step: int) -> None:
        if tag in ("b", "strong"):
            self._bold += step
        elif tag in ("i", "em"):
            self._italic += step

    def _text(self, text: str) -> None:
        before = self._inline.length
        self._inline.add(text, link=self._leads[-1] if self._leads else "")
        if added := self._inline.length - before:
            self._breaks = 0
        self._bold_chars += added if self._bold > 0 else 0
        self._italic_chars += added if self._italic > 0 else 0

    def _flush(self) -> None:
        text, notes, _ = self._inline.finish()
        if text:
            self.blocks.append(
                Block(
                    text,
                    "heading" if self._level else "paragraph",
                    self._level,
                    self._label,
                    indent=_INDENT * len(self._lists),
                    bold=self._bold_chars >= _MOSTLY * len(text),
                    italic=self._italic_chars >= _MOSTLY * len(text),
                    notes=notes,
                    links=tuple(self._inline.links),
                )
            )
            self._label = ""
        elif notes and self.blocks:
            # A mark that is alone in its element belongs to the words before.
            end = len(self.blocks[-1].text)
            self.blocks[-1].notes += tuple(type(note)(note.label, end) for note in notes)
        self._inline = Inline()
        self._bold_chars = self._italic_chars = self._breaks = 0

    def _note(self, node: LexborNode) -> None:
        label = self._marks.bodies[node.mem_id]
        inline = Inline()
        stack = [(node, "")]
        while stack:
            item, link = stack.pop()
            if item.tag == "-text":
                inline.add(item.text_content or "", link=link)
            elif item.mem_id not in self._marks.back and not (item.tag or "").startswith("-"):
                if item.tag in _BLOCKS:
                    inline.add(" ")
                link = link_address(item) or link if item.tag == "a" else link
                stack.extend((child, link) for child in reversed(list(item.iter(include_text=True))))
        text, notes, _ = inline.finish()
        if bare := _without_label(text, label):
            links = cut_links(inline.links, text.index(bare), len(bare))
            self.notes.append(Block(bare, "note", label=label, notes=notes, links=links))


def _without_label(text: str, label: str) -> str:
    for form in (f"[{label}]", f"({label})", f"{label}.", f"{label} ", "^ ", "↑ "):
        if text.startswith(form):
            return text[len(form) :].lstrip()
    return text.rstrip("↩↑⤴ \ufe0e")


def _is_dropped(node: LexborNode, tag: str) -> bool:
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    if not attributes:
        return tag in _FRAME and not _in_article(node)
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if "display:none" in style:
        return True
    role = attributes.get("role") or ""
    return role in _FRAME_ROLES or (tag in _FRAME and not _in_article(node) and "footnote" not in role)


def _in_article(node: LexborNode) -> bool:
    """Return a header inside an article holds its title; asides and footers are always beside the text."""
    if node.tag != "header":
        return False
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main", "section"):
            return True
        parent = parent.parent
    return False


@dataclass(slots=True)
class OpenList:
    """A list that is being read: the number of the next item, and how it is written."""

    style: str
    value: int
    step: int

    def next_label(self, item: LexborNode) -> str:
        """Return the label of the next `li` of the list."""
        if (own := _parse_whole(item.attributes.get("value"))) is not None:
            self.value = own
        style = _declared_language(item) or self.style
        value, self.value = self.value, self.value + self.step
        if style == "bullet":
            return "•"
        text = format_number(value, style)
        return f"{text}." if text else ""


def open_list(node: LexborNode) -> OpenList:
    """Return the list of a `ul`, `ol` or `menu` element."""
    if node.tag != "ol":
        return OpenList(_declared_language(node) or "bullet", 1, 1)
    reverse = "reversed" in node.attributes
    if (start := _parse_whole(node.attributes.get("start"))) is None:
        start = sum(1 for item in node.iter() if item.tag == "li") if reverse else 1
    return OpenList(_declared_language(node) or "decimal", start, -1 if reverse else 1)


def _declared_language(node: LexborNode) -> str:
    kind = _TYPES.get(node.attributes.get("type") or "")
    style = _STYLE.search(node.attributes.get("style") or "")
    return (_STYLES.get(style.group(1).lower(), "") if style else "") or kind or ""


def _parse_whole(value: str | None) -> int | None:
    match = re.match(r"\s*(-?\d{1,8})", value or "")
    number = int(match.group(1)) if match else None
    return number if number is not None and abs(number) < _MAX else None


def is_layout(table: LexborNode) -> bool:
    """Return whether the table only arranges the page: declared so, one cell, tables, headings or texts in it."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    if table.css_first("th, caption") is not None:
        return False
    cells = table.css("td")
    if len(cells) <= 1 or table.css_first("td table, td h1, td h2, td h3") is not None:
        return True
    return any(len(cell.css("p")) > 3 and len(cell.text()) > _CELL for cell in cells)


def read_table(table: LexborNode, after: int) -> PlacedTable | None:
    """Return rows of cells with their spans, or None when nothing is in them."""
    rows: list[tuple[Cell, ...]] = []
    for row in table.css("tr"):
        cells = tuple(_read_cell(cell) for cell in row.iter() if cell.tag in ("td", "th"))
        if cells:
            rows.append(cells)
    if not any(cell.text for row in rows for cell in row):
        return None
    caption = table.css_first("caption")
    return PlacedTable(tuple(rows), after, caption=_join_words(caption).finish()[0] if caption is not None else "")


def link_address(link: LexborNode) -> str:
    """Return the web address that an `a` element leads to, or "" for places of the page and of its site."""
    target = (link.attributes.get("href") or "").strip()
    if target.startswith("//"):
        return f"https:{target}"
    return target if target.lower().startswith(("http://", "https://")) else ""


def _read_cell(cell: LexborNode) -> Cell:
    words = _join_words(cell)
    text, _, _ = words.finish()
    return Cell(text, _read_span(cell, "colspan"), _read_span(cell, "rowspan"), tuple(words.links))


def _join_words(node: LexborNode) -> Inline:
    """Return all words below an element, a blank between the texts of two elements."""
    inline = Inline()
    stack = [(node, "")]
    while stack:
        item, link = stack.pop()
        if item.tag == "-text":
            inline.add(item.text_content or "", link=link)
            inline.add(" ")
        else:
            link = link_address(item) or link if item.tag == "a" else link
            stack.extend((child, link) for child in reversed(list(item.iter(include_text=True))))
    return inline


def _read_span(cell: LexborNode, name: str) -> int:
    match = re.match(r"\s*(\d{1,5})", cell.attributes.get(name) or "")
    return min(max(int(match.group(1)), 1), _SPAN) if match else 1


def check_markup(text: str, name: str, limits: Limits) -> None:
    """Raise UnsafeInput or InputTooLarge when nesting, elements or attributes go beyond the limits."""
    depth = 0
    for count, match in enumerate(_TAG.finditer(text), 1):
        if match.group(2).lower() not in _NOT_NESTED:
            depth = max(depth - 1, 0) if match.group(1) else depth + 1
        if depth > _DEPTH_FACTOR * limits.depth:
            raise UnsafeInput(name, "its elements are nested too deeply", _ADVICE)
        if count > 2 * limits.page_elements:
            raise InputTooLarge(name, f"more than {limits.page_elements:,} elements", "Split the page.")
    for long in _LONG_TAG.finditer(text):
        if sum(1 for _ in _ATTRIBUTE.finditer(_QUOTED.sub("", long.group()))) > _ATTRIBUTES:
            raise UnsafeInput(name, f"an element has more than {_ATTRIBUTES} attributes", _ADVICE)


def read_html(data: bytes, name: str, limits: Limits) -> FileReading:
    """Return blocks, tables and properties of a page; menus, banners, scripts and forms are left out.

    Raises UnsafeInput (AL107) for markup built to exhaust the parser.
    """
    text, encoding = decode_bytes(data, name, markup=True)
    if _OWN.search(text, 0, _HEAD):
        raise UnsafeInput(name, "this page is an Actionlines report", "Give the source document.")
    check_markup(text, name, limits)
    # NUL has no place in HTML, and the parser would write a replacement sign for each.
    tree = LexborHTMLParser(text.replace("\x00", ""))
    mains = tree.css("main, [role=main]")
    root = mains[0] if len(mains) == 1 and mains[0].text().strip() else tree.body or tree.root
    if root is None:
        return FileReading([])
    walker = Walker(find_notes(root))
    walker.walk(root)
    return FileReading(
        walker.blocks + walker.notes, walker.tables, properties=_read_properties(tree), warnings=list_repairs(encoding)
    )


def _read_properties(tree: LexborHTMLParser) -> dict[str, str]:
    properties: dict[str, str] = {}
    for meta in tree.css("meta[name][content]"):
        key = _META.get((meta.attributes.get("name") or "").lower())
        if key:
            properties.setdefault(key, clean_text(meta.attributes.get("content") or "").strip())
    if (title := tree.css_first("title")) is not None:
        properties["title"] = clean_text(title.text()).strip()
    root = tree.css_first("html")
    language = root.attributes.get("lang") if root is not None else None
    if language:
        properties["language"] = language.lower().partition("-")[0]
    return {key: value for key, value in properties.items() if value}
