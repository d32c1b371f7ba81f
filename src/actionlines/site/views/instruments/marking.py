"""The words of a paragraph under the marks of mandates, citations and alignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from actionlines.registry.marks import Segment, Span, quoted, segments
from actionlines.registry.models import Mandate, Paragraph

# Part of a mandate -> the class of its mark.
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


def marked_segments(paragraph: Paragraph, of_mandates: Sequence[tuple[Span, str]] = ()) -> list[Segment]:
    """Segments of the paragraph's text. Kinds: `mandate` with `verb`, `who`, `what` or `due`; `citation`;
    `alignment`. Refs: `m12` and `c34`, the numbers of a mandate and of a citation.
    """
    text = paragraph.text
    evidence = (one for link in paragraph.links.all() for one in link.evidence)
    spans = quoted(
        text, [*of_mandates, *((_span(one, "alignment", ""), one.get("quote", "")) for one in evidence)]
    )
    cited = (Span(one.start, one.end, "citation", f"c{one.pk}") for one in paragraph.citations.all())
    return segments(text, [*spans, *cited])


def as_html(found: Iterable[Segment], links: Mapping[str, str]) -> SafeString:
    """The segments as `<mark>`s; `links` has the address for the ref of a citation, where it leads anywhere."""
    return mark_safe("".join(_one(segment, links) for segment in found))  # noqa: S308 - each is escaped


def _one(segment: Segment, links: Mapping[str, str]) -> str:
    if not segment.kinds:
        return conditional_escape(segment.text)
    of = " ".join(ref for ref in segment.refs if ref.startswith("m"))
    words = format_html('<mark class="{}" data-of="{}">{}</mark>', " ".join(segment.kinds), of, segment.text)
    url = next((links[ref] for ref in segment.refs if ref in links), "")
    return format_html('<a class="cited" href="{}">{}</a>', url, words) if url else words


def _phrases(mandate: Mandate) -> Iterator[tuple[str, dict[str, Any]]]:
    for part, kind in PARTS.items():
        found = mandate.words.get(part) or []
        for phrase in found if isinstance(found, list) else [found]:
            yield kind, phrase


def _span(phrase: Mapping[str, Any], kind: str, ref: str) -> Span:
    return Span(int(phrase.get("start", 0)), int(phrase.get("end", 0)), kind, ref)
