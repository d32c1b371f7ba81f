"""The paper as one page that needs nothing else: no network, no second file, no script.

`sheet` gives its sections as pieces of markup, for a page on which people write between them: without marks of
evidence and references within the paper, which are left to its files.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from actionlines import __version__
from actionlines.papers import layout as layouts
from actionlines.papers.charts.model import Chart, with_tokens
from actionlines.papers.charts.paint import describe_chart, draw_chart
from actionlines.papers.files import read_asset
from actionlines.papers.words import direction


def in_script(value: object) -> Markup:
    """Return JSON that may stand inside a script element: no character can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  nothing in it is markup any more


def security_policy(scripts: Iterable[Markup], style: Markup) -> str:
    """Return the content security policy of a page with these scripts and this style: nothing else, no network."""
    allowed = " ".join(_source_hash(script) for script in scripts if script) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


_CLASSES = {"number": "fact", "see": "see", "cite": "cite", "proposal": "proposal"}


def paper_html(layout: layouts.PaperLayout) -> bytes:
    """Return the bytes of paper.html, one page with its style and no script."""
    style = _page_style()
    page = (
        load_templates()
        .get_template("paper.html.j2")
        .render(
            laid=layout,
            paper=layout.paper,
            words=layout.words,
            style=style,
            policy=security_policy((), style),
            inline=inline_markup,
            drawn=picture_markup,
            attributes=language_attributes,
            figure=layout.words.exact,
            cited_in=partial(_cited_in, layout),
            version=__version__,
        )
    )
    return page.encode("utf-8", "replace")


def page_policy() -> str:
    """Return the content security policy of these pages, which a site that serves one sends with it."""
    return security_policy((), _page_style())


def _page_style() -> Markup:
    return Markup(read_asset("tokens.css") + read_asset("paper.css"))  # noqa: S704  files of this package


def inline_markup(spans: layouts.Spans) -> Markup:
    """Return spans as HTML markup for the template."""
    return Markup("").join(map(_span_markup, spans))


def _span_markup(span: layouts.StyledSpan) -> Markup:
    words = Markup("<br>").join(escape(line) for line in span.text.split("\n"))
    if span.bold:
        words = Markup("<b>{}</b>").format(words)
    if span.italic:
        words = Markup("<i>{}</i>").format(words)
    kind = _CLASSES.get(span.mark, "muted" if span.muted else "")
    if span.mark == "number" and len(span.text) <= layouts.SHORT:
        kind += " short"
    more = Markup(' class="{}"').format(kind) if kind else Markup("")
    more += language_attributes(span.language)
    if span.to:
        return Markup('<a href="{}"{}>{}</a>').format(span.to, more, words)
    return Markup("<span{}>{}</span>").format(more, words) if more else words


def language_attributes(language: str) -> Markup:
    """Return `lang` and `dir` of words in another language than the page's; nothing for its own."""
    return Markup(' lang="{}" dir="{}"').format(language, direction(language)) if language else Markup("")


def _cited_in(layout: layouts.PaperLayout, entry: layouts.EvidenceEntry) -> Markup:
    return escape(layout.words.table["cited-in"]).format(list=inline_markup(entry.cited_in))


def picture_markup(block: layouts.Picture) -> Markup:
    """Return the picture with the colours of the page; its words are heard as one sentence."""
    markup = Markup(with_tokens(draw_chart(block.chart, block.anchor)))  # noqa: S704  both painters escape
    region = Markup('<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>')
    image = Markup('<div class="picture" role="img" aria-label="{}">{}</div>')
    return region.format(block.label, image.format(describe_chart(block.chart, ""), markup))


@lru_cache(maxsize=8)
def load_templates(package: str = "actionlines.papers", variant: str = "") -> Environment:
    """Return the environment of the templates of a package, one for each variant: a page has its own filters."""
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its SVG picture and its Vega-Lite spec, as markup."""

    chart: Chart
    picture: Markup
    spec: Markup

    @classmethod
    def of(cls, chart: Chart, svg: str) -> "Drawn":
        """Return a chart in the colours of the page; its painter escapes the texts of `svg`."""
        return cls(chart, Markup(with_tokens(svg)), in_script(chart.spec))  # noqa: S704


UNFOLDED_ROWS = 9  # rows of a table that a page shows unfolded


@dataclass(frozen=True, slots=True)
class SheetPiece:
    """A block of a paper as markup.

    label   number and caption of a table or figure, "" for a text
    count   rows of a table, 0 for anything else
    absent  whether it says that something is not there
    """

    html: str
    label: str = ""
    count: int = 0
    absent: bool = False

    @property
    def folded(self) -> bool:
        """Return whether a page shows the label alone until its reader opens the block."""
        return bool(self.label) and (self.count == 0 or self.count > UNFOLDED_ROWS)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading of a paper with the blocks under it, up to the next heading."""

    anchor: str
    level: int
    number: str
    title: str
    pieces: tuple[SheetPiece, ...] = ()


def sheet(layout: layouts.PaperLayout, *, followed: bool = False) -> tuple[SheetSection, ...]:
    """Return the sections of a paper in their order, without evidence and facts.

    followed  whether records that a text names can be followed; on a page with fields they are words alone
    """
    sections: list[SheetSection] = []
    for block in layout.blocks:
        if isinstance(block, layouts.Heading):
            sections.append(SheetSection(block.anchor, block.level, block.number, block.title))
        elif sections:
            sections[-1] = replace(sections[-1], pieces=(*sections[-1].pieces, _block_piece(layout, block, followed)))
    return tuple(sections)


def _block_piece(layout: layouts.PaperLayout, block: layouts.LayoutBlock, followed: bool) -> SheetPiece:
    label, count = "", 0
    after = layout.words("caption.after")
    if isinstance(block, layouts.Grid):
        label, count = f"{block.label}{after}{block.caption}", len(block.rows)
        if not block.rows:
            label = ""
    elif isinstance(block, layouts.Picture):
        label = f"{block.label}{after}{block.chart.title}"
    html = (
        load_templates()
        .get_template("sheet.html.j2")
        .render(
            one=block,
            words=layout.words,
            inline=partial(_still_markup, followed=followed),
            drawn=picture_markup,
            attributes=language_attributes,
        )
    )
    return SheetPiece(html.strip(), label, count, isinstance(block, layouts.Absent))


def _still_markup(spans: layouts.Spans, *, followed: bool) -> Markup:
    """Return spans as markup without marks of evidence; nothing leads to another place of the paper."""
    return inline_markup(
        tuple(
            span if followed and not span.to.startswith("#") else replace(span, to="")
            for span in spans
            if span.mark != "cite"
        )
    )
