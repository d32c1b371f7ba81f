"""The words of a paragraph under the marks of mandates, citations and alignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from actionlines.registry.concepts import concept
from actionlines.registry.marks import Segment, Span, quoted, segments
from actionlines.registry.models import Mandate, ParagraphCitation

# Part of a mandate -> the class of its mark.
STRONGEST = 3  # pieces of evidence of a link that are marked
LIKELY = 0.5  # links whose evidence is marked: the rest would cover the text
PARTS = {"verb": "verb", "addressees": "who", "action": "what", "due": "due"}

Phrases = Mapping[str, Sequence[tuple[Span, str]]]


def phrases(mandates: Iterable[Mandate]) -> Phrases:
    """Spans and their words by the anchor of the paragraph in which they stand: those of an item's mandate stand
    in part in its chapeau.
    """
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for mandate in mandates:
        for kind, phrase in _phrases(mandate):
            place = found[phrase.get("anchor", "")]
            place += [
                (_span(phrase, name, f"m{mandate.pk}"), phrase.get("text", "")) for name in ("mandate", kind)
            ]
    return found


def marked_segments(
    text: str,
    of_mandates: Sequence[tuple[Span, str]] = (),
    links: Iterable[Any] = (),
    citations: Iterable[ParagraphCitation] = (),
) -> list[Segment]:
    """Segments of a paragraph's text. Kinds: `mandate` with `verb`, `who`, `what` or `due`; `citation`;
    `alignment`, for the words that count most for the likely ones of `links`. Refs: `m12` and `c34`, the numbers
    of a mandate and of a citation.
    """
    evidence = [one for link in links if link.p >= LIKELY for one in _strongest(link.evidence)]
    about = [(_span(one, "alignment", ""), one.get("quote", "")) for one in evidence]
    spans = quoted(text, [*of_mandates, *about])
    cited = (Span(one.start, one.end, "citation", f"c{one.pk}") for one in citations)
    return segments(text, [*spans, *cited])


def as_html(found: Iterable[Segment], links: Mapping[str, str]) -> SafeString:
    """The segments as `<mark>`s; `links` has the address for the ref of a citation, where it leads anywhere."""
    # By hand, for a page has thousands of segments: everything that is not of this module is escaped here.
    return mark_safe("".join(_one(segment, links) for segment in found))  # noqa: S308


def _one(segment: Segment, links: Mapping[str, str]) -> str:
    text = escape(segment.text)
    if not segment.kinds:
        return text
    of = " ".join(ref for ref in segment.refs if ref[0] == "m")
    about = f' data-of="{escape(of)}"' if of else ""
    words = f'<mark class="{" ".join(segment.kinds)}"{about}>{text}</mark>'
    url = next((links[ref] for ref in segment.refs if ref in links), "") if links else ""
    return f'<a class="cited" href="{escape(url)}">{words}</a>' if url else words


def chips(links: Iterable[Any], known: dict[str, tuple[str, str]]) -> SafeString:
    """Links to concepts as chips with their probability, each in a list item; `known` keeps what stands before and
    behind the probability of a concept.
    """
    return mark_safe("".join(_chip(link, known) for link in links))  # noqa: S308


def _chip(link: Any, known: dict[str, tuple[str, str]]) -> str:
    ends = known.get(link.concept)
    if ends is None:
        ends = known[link.concept] = _ends(link.concept)
    return f"{ends[0]}{round(link.p * 100)}{ends[1]}"


def _ends(identifier: str) -> tuple[str, str]:
    found = concept(identifier)
    if found is None:
        return f'<li><span class="chip chip-proposed">{escape(identifier)} <small>', " %</small></span></li>"
    url, name, short = (escape(one) for one in (found.url, found.name, found.short))
    return (
        f'<li><a class="chip chip-proposed" href="{url}" title="{name}"><bdi>{short}</bdi> <small dir="ltr">',
        " %</small></a></li>",
    )


def _phrases(mandate: Mandate) -> Iterator[tuple[str, dict[str, Any]]]:
    for part, kind in PARTS.items():
        found = mandate.words.get(part) or []
        for phrase in found if isinstance(found, list) else [found]:
            yield kind, phrase


def _strongest(evidence: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(evidence, key=lambda one: -float(one.get("weight", 0)))[:STRONGEST]


def _span(phrase: Mapping[str, Any], kind: str, ref: str) -> Span:
    return Span(int(phrase.get("start", 0)), int(phrase.get("end", 0)), kind, ref)
