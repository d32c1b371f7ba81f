"""The paper as one page that needs nothing else: no network, no second file, no script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from actionlines import __version__
from actionlines.papers.charts.paint import described, picture
from actionlines.papers.charts.palette import with_tokens
from actionlines.papers.document_layout import Entry, Laid, Picture, Span, Spans
from actionlines.papers.files import asset
from actionlines.papers.layout_builder import SHORT
from actionlines.papers.words import direction


def in_script(value: Any) -> Markup:
    """Return JSON that may stand inside a script element: no character can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  nothing in it is markup any more


def policy(scripts: Iterable[Markup], style: Markup) -> str:
    """Return the content security policy of a page with these scripts and this style: nothing else, no network."""
    allowed = " ".join(_hash(script) for script in scripts if script) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


_CLASSES = {"number": "fact", "see": "see", "cite": "cite", "proposal": "proposal"}


def paper_html(laid: Laid) -> bytes:
    """Return the bytes of paper.html, one page with its style and no script."""
    style = _style()
    page = environment().get_template("paper.html.j2").render(
        laid=laid, paper=laid.paper, words=laid.words, style=style, policy=policy((), style),
        inline=inline, drawn=drawn, attributes=attributes, figure=laid.words.exact,
        cited_in=partial(_cited_in, laid), version=__version__,
    )  # fmt: skip
    return page.encode("utf-8", "replace")


def page_policy() -> str:
    """Return the content security policy of these pages, which a site that serves one sends with it."""
    return policy((), _style())


def _style() -> Markup:
    return Markup(asset("tokens.css") + asset("paper.css"))  # noqa: S704  files of this package


def inline(spans: Spans) -> Markup:
    """Return spans as HTML markup for the template."""
    return Markup("").join(map(_span, spans))


def _span(span: Span) -> Markup:
    words = _lines(span.text)
    if span.bold:
        words = Markup("<b>{}</b>").format(words)
    if span.italic:
        words = Markup("<i>{}</i>").format(words)
    kind = _CLASSES.get(span.mark, "muted" if span.muted else "")
    if span.mark == "number" and len(span.text) <= SHORT:
        kind += " short"
    more = Markup(' class="{}"').format(kind) if kind else Markup("")
    more += attributes(span.language)
    if span.to:
        return Markup('<a href="{}"{}>{}</a>').format(span.to, more, words)
    return Markup("<span{}>{}</span>").format(more, words) if more else words


def attributes(language: str) -> Markup:
    """Return `lang` and `dir` of words in another language than the page's; nothing for its own."""
    return Markup(' lang="{}" dir="{}"').format(language, direction(language)) if language else Markup("")


def _cited_in(laid: Laid, entry: Entry) -> Markup:
    return escape(laid.words.table["cited-in"]).format(list=inline(entry.cited_in))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def drawn(block: Picture) -> Markup:
    """Return the picture with the colours of the page; its words are heard as one sentence."""
    markup = Markup(with_tokens(picture(block.chart, block.anchor)))  # noqa: S704  both painters escape
    region = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>')
    image = Markup('<div class="picture" role="img" aria-label="{}">{}</div>')
    return region.format(block.label, image.format(described(block.chart, ""), markup))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the templates of papers."""
    return Environment(
        loader=PackageLoader("actionlines.papers"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
