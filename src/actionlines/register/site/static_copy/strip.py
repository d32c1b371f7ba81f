"""A page of the site as a file: what needs a server is taken out, links become relative, assets are named."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import relpath
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from actionlines import __version__
from actionlines.register.site.static_copy.visit import Target, is_page, target_of

# A browser takes these from the folder of the copy alone. Not every browser counts a file among 'self'.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "form-action 'self' file:; base-uri 'none'"
)
SEARCH, ABOUT = "/search/", "/copy/"
SCRIPT = "register/site/copy.js"
# What asks a server, or says the day on which it was asked.
_DEAD = (
    "script:not([src$='/copy.js'])", "link[rel~=alternate]", "link[rel~=canonical]", ".filters", ".order", ".take",
    ".follow-search", ".chips.active", ".share details", "a[download]", "template",
)  # fmt: skip
# Places of forms, which links of other pages lead to.
_FORMS = ("say", "answer")
_FIELDS = "input, select, textarea, button, label:empty"
# Boxes that go with the last of what they hold; headings and separators alone do not keep them.
_BOX = frozenset(("p", "li", "ul", "ol", "div", "section", "details", "nav", "form", "fieldset", "span", "dd", "aside"))
_HEADS = "h1, h2, h3, h4, summary, legend, .vh"
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Copied:
    """A page as it is written: its text, the static files and pictures that it shows, and what a search says."""

    html: str
    assets: frozenset[str]
    title: str
    text: str
    place: str


@dataclass(slots=True)
class _Page:
    """The page that is being stripped."""

    address: str
    file: str
    html: str
    where: Callable[[Target], str | None]
    assets: set[str] = field(default_factory=set)

    def to(self, file: str) -> str:
        """Return the relative link from this page to a file of the copy."""
        return quote(relpath(file, self.file.rpartition("/")[0] or "."))


def links(html: str, page: str) -> list[Target]:
    """Return what the links of a page of the site lead to, within the register."""
    matches = (target_of(str(a.attributes["href"]), page) for a in LexborHTMLParser(html).css("a[href]"))
    return [item for item in matches if item is not None]


def strip(html: str, address: str, file: str, where: Callable[[Target], str | None]) -> Copied:
    """Return a page of the site as the copy has it.

    address  of the page on the site
    file     of the page in the copy
    where    the file of a target, with its fragment; None where the copy does not hold it
    """
    page, tree = _Page(address, file, html, where), LexborHTMLParser(html)
    for node in tree.css(", ".join(_DEAD)):
        _drop(node)
    for node in tree.css("form"):
        if urlsplit(node.attributes.get("action") or "").path == SEARCH:
            _offline(node, page)
        else:
            _drop(node)
    for node in tree.css(_FIELDS):
        if not _works(node):
            _drop(node)
    for node in tree.css("a[href]"):
        _link(node, page)
    for node in tree.css("link[href], script[src], img[src]"):
        _asset(node, page)
    for node in tree.css(".listing"):
        del node.attrs["class"]  # which keeps a column for the filters
    for node in tree.css("*"):
        for name in [attribute for attribute in node.attributes if attribute.startswith("hx-")]:
            del node.attrs[name]
    _frame(tree, page)
    return Copied(tree.html or "", frozenset(page.assets), *_said(tree))


def _said(tree: LexborHTMLParser) -> tuple[str, str, str]:
    """Return the heading of a page, what it says first, and the list that it belongs to."""
    picked = (tree.css_first(item) for item in ("main h1", "main p.title, main p.asked", "main .crumbs a"))
    title, text, place = (" ".join(item.text().split()) if item else "" for item in picked)
    return title, text, place


def _works(node: LexborNode) -> bool:
    """Return whether a field does something without a server or a script: a style follows it."""
    above: LexborNode | None = node
    while above is not None:
        if above.tag == "form" or "legend" in (above.attributes.get("class") or "").split():
            return node.attributes.get("id") != "use-keys"
        above = above.parent
    return False


def _drop(node: LexborNode) -> None:
    """Take an element out, and the boxes around it that say nothing any more; the title of a page stays."""
    above = node.parent
    node.decompose()
    while above is not None and above.tag in _BOX and not _is_paragraph(above) and not _says(above):
        if above.css_first("h1"):
            return
        node, above = above, above.parent
        node.decompose()


def _is_paragraph(node: LexborNode) -> bool:
    """Return whether a box is a paragraph of a text, which may be a heading alone."""
    return "para" in (node.attributes.get("class") or "").split()


def _says(node: LexborNode) -> bool:
    if node.css_first("img, svg, input, table"):
        return True
    heads = sum(len(_WORD.findall(item.text())) for item in node.css(_HEADS) if item.mem_id != node.mem_id)
    return len(_WORD.findall(node.text())) > heads


def _offline(form: LexborNode, page: _Page) -> None:
    """Let a form of the search open the page of the search that the copy has."""
    form.attrs["action"] = page.to(page.where(Target(SEARCH)) or "")
    for node in form.css("[role=listbox], [type=hidden]"):
        node.decompose()
    for node in form.css("input"):
        for name in ("role", "aria-expanded", "aria-controls", "aria-autocomplete"):
            if name in node.attributes:
                del node.attrs[name]


def _link(node: LexborNode, page: _Page) -> None:
    href = str(node.attributes["href"] or "")
    if href.partition("#")[2] in _FORMS:
        _drop(node)
        return
    if href.startswith("#"):
        if f'id="{unquote(href[1:])}"' not in page.html:
            node.unwrap()
        return
    target = target_of(href, page.address)
    if target is None or "external" in (node.attributes.get("rel") or ""):
        return
    if (file := page.where(target)) is not None:
        name, _mark, fragment = file.partition("#")
        node.attrs["href"] = page.to(name) + (f"#{fragment}" if fragment else "")
        return
    classes = (node.attributes.get("class") or "").split()
    if "button" in classes or "clear" in classes or not is_page(target.address):
        _drop(node)  # it does something that a copy cannot
    else:
        node.unwrap()  # its words stay: what they name is on the server alone


def _asset(node: LexborNode, page: _Page) -> None:
    name = "href" if node.tag == "link" else "src"
    address = str(node.attributes[name] or "")
    if address.startswith("/"):
        page.assets.add(address)
        node.attrs[name] = page.to(asset_file(address))


def asset_file(address: str) -> str:
    """Return the file of the copy that holds a static file or a picture of the site."""
    path = unquote(urlsplit(address).path)
    return "assets/" + path.removeprefix(settings.STATIC_URL).strip("/")


def _frame(tree: LexborHTMLParser, page: _Page) -> None:
    """Say first which program wrote the page and what a browser may load for it, and at its foot what it is."""
    for node in tree.css("meta[name=htmx-config]"):
        node.decompose()
    _put(
        tree.css_first("meta[charset]"),
        f'<meta name="generator" content="Actionlines {__version__}">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        "meta",
    )
    about = page.to(page.where(Target(ABOUT)) or "")
    _put(
        tree.css_first(".foot-links > li:last-child"),
        f'<li><a href="{about}">{escape(_("About this copy"))}</a></li>',
        "li",
    )


def _put(before: LexborNode | None, html: str, kind: str) -> None:
    """Put elements of one kind after another element, where a page has it."""
    if before is None:
        return
    for item in reversed(LexborHTMLParser(html).css(kind)):
        before.insert_after(item)
