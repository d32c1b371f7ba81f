"""The follow-up as one page that needs nothing else: no network, no second file."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from actionlines import __version__
from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.palette import with_tokens
from actionlines.papers.charts.render import bundle, svg
from actionlines.papers.concepts import code, first_listed, name
from actionlines.papers.files import asset
from actionlines.papers.follow_up import alignment_part
from actionlines.papers.follow_up.charts import charts
from actionlines.papers.follow_up.doubtful import reason, told
from actionlines.papers.follow_up.first_page import check_rows, checks_sentence, chief, owed_sentences
from actionlines.papers.follow_up.model import FollowUp, decides
from actionlines.papers.follow_up.summary import about, headline, title_of, version_sentence
from actionlines.papers.follow_up.writers import page_data
from actionlines.papers.text_safety import shown
from actionlines.papers.words import ENGLISH, Words
from actionlines.papers.writers.as_html import in_script, policy

SCRIPTS = (
    "core",
    "marks",
    "facts",
    "aligned",
    "filters",
    "tables",
    "mandates",
    "reader",
    "views",
    "standing",
    "charts",
    "main",
)
# Rows in the part for readers without scripts; everything is in mandates.csv beside the page.
WITHOUT_SCRIPT = 300
# A page of more documents has its texts packed: it is half as long, and opens in half the time.
UNPACKED = 64


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its SVG picture and its Vega-Lite spec, as markup."""

    chart: Chart
    picture: Markup
    spec: Markup


def index_html(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of index.html, the report as one page with its style and scripts."""
    return b"".join(pieces(follow_up, words))


def pieces(follow_up: FollowUp, words: Words = ENGLISH) -> Iterator[bytes]:
    """Yield the bytes of index.html: the text of each document is made when the page comes to it."""
    follow_up = shown(follow_up)
    drawn = [_drawn(chart) for chart in charts(follow_up, words)]
    style, script = Markup(asset("tokens.css") + asset("page.css")), Markup(_script())  # noqa: S704  files of this package
    draw = Markup(bundle()) if drawn else Markup("")  # noqa: S704
    page = _environment().get_template("index.html.j2").generate(
        follow_up=follow_up,
        title=title_of(follow_up, words),
        charts={one.chart.id: one for one in drawn},
        brief=headline(follow_up, words),
        about=about(follow_up, words),
        versions=[(note, version_sentence(note, follow_up, words, isolated)) for note in follow_up.versions],
        data=in_script(page_data.shared(follow_up, words)),
        texts=_texts(follow_up, words),
        levels=alignment_part.parts(follow_up, words), pairs=alignment_part.pair_rows(follow_up, words),
        remarks=alignment_part.remarks(follow_up, words), intro=alignment_part.intro(follow_up, words),
        listed=partial(first_listed, words=words), told=partial(told, words=words),
        numbers=_numbers(follow_up), **_brief(follow_up, words),
        **_standing(follow_up, words),
        style=style, script=script, bundle=draw,
        policy=policy([script, draw], style),
        without_script=WITHOUT_SCRIPT, words=words, version=__version__,
    )  # fmt: skip
    return (piece.encode("utf-8", "replace") for piece in page)


def _texts(follow_up: FollowUp, words: Words) -> Iterator[tuple[int, str, Markup]]:
    """Yield number, type and content of the script of each document."""
    for index, text in page_data.texts(follow_up, words):
        written = in_script(text)
        if len(follow_up.documents) > UNPACKED:
            packed = base64.b64encode(zlib.compress(written.encode("utf-8", "replace"))).decode()
            yield index, "text/plain", Markup(packed)  # noqa: S704  base64
        else:
            yield index, "application/json", written


def _brief(follow_up: FollowUp, words: Words) -> dict[str, Any]:
    """Return the names of the template for the first page."""
    found = chief(follow_up)
    return {
        "chief": found,
        "decides": decides(follow_up),
        "reason": partial(reason, words=words),
        "owed_sentences": owed_sentences(found, follow_up, words),
        "checks_sentence": checks_sentence(found, follow_up, words),
        "check_rows": check_rows(found, words),
        "spoken_first": [
            (words(f"level.{level}"), [(code(one.id, words), name(one.id, words)) for one in labels], rest)
            for level, labels, rest in found.spoken
        ],
    }


def _numbers(follow_up: FollowUp) -> dict[str, int]:
    """Return the number of each part; what the text speaks to is a part only where texts were to be aligned."""
    parts = ("mandates", "due", "asked", "speaks", "standing", "citations", "documents")
    absent = {name for name in ("speaks", "standing") if not getattr(follow_up, name)}
    there = [one for one in parts if one not in absent]
    return {one: place for place, one in enumerate(there, start=1)}


def _standing(follow_up: FollowUp, words: Words) -> dict[str, Any]:
    """What the template needs to say where a country or region stands; nothing where none was asked for."""
    if not follow_up.standing:
        return {}
    from actionlines.papers.follow_up.standing.part import charts as lines
    from actionlines.papers.follow_up.standing.part import page

    found = page(follow_up, words)
    drawn = lines(found["stands"], words).items()
    pictures = {
        name: Drawn(one, Markup(with_tokens(svg(one.spec, f"standing-{one.id}"))), Markup(""))  # noqa: S704
        for name, one in drawn
    }
    return {**found, "pictures": pictures}


def _drawn(chart: Chart) -> Drawn:
    picture = with_tokens(svg(chart.spec, chart.id))
    return Drawn(chart, Markup(picture), in_script(chart.spec))  # noqa: S704  vl-convert escapes its texts


def breakable(text: str) -> Markup:
    """Return a symbol that may be broken after a slash, and so never within a number.

    >>> breakable("A/RES/80/173")
    Markup('A/<wbr>RES/<wbr>80/<wbr>173')
    """
    return Markup("/<wbr>").join(text.split("/"))


def isolated(text: str) -> Markup:
    """Return a name that keeps its direction whatever the words around it have, broken after a slash only.

    >>> isolated("A/L.1")
    Markup('<bdi>A/<wbr>L.1</bdi>')
    """
    return Markup("<bdi>{}</bdi>").format(breakable(text))


def _script() -> str:
    parts = "\n".join(asset(f"js/{name}.js", "actionlines.papers.follow_up") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("actionlines.papers.follow_up"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["breakable"] = breakable
    return environment
