"""Words around what was found, with the words that were found marked."""

import re
from collections.abc import Mapping, Sequence

from actionlines.register.core.search.analyser import LANGUAGES, analyse
from actionlines.register.core.search.queries import Reading, Snippet

LENGTH = 240  # characters
_BEFORE = 60  # characters that stand before the first word found
_STOP = re.compile(
    r"(?<!\b\w)(?<!\bNo)(?<!\bpara)(?<!\bArt)[.;!?؟؛](?=\s|$)\s*|[。；！？\n]\s*"
)  # the end of a sentence

Span = tuple[int, int]


def best(context: Mapping[str, str], reading: Reading) -> Snippet | None:
    """The passage of a record that holds most of what was asked; None where no text of it holds any."""
    tokens, matches = reading.tokens(), None
    for name in ("summary", "text"):
        text, language = context.get(name, ""), context.get("language", "")
        if text and (spans := places(text, tokens)):
            start, count = _densest(spans)
            if matches is None or count > matches[0]:
                matches = (count, _cut(text, spans, start, language))
    return matches[1] if matches else None


def places(text: str, tokens: frozenset[str]) -> list[tuple[Span, str]]:
    """((start, end), token) of each place in a text where one of the tokens stands; spans that touch are joined
    only when shown.

    >>> [span for span, _ in places("Rural networks", frozenset(["~network"]))]
    [(6, 14)]
    """
    if not tokens:
        return []
    # By the rules of all languages: what was found by one of them is marked, whichever that was. A lone letter, as
    # of "e-learning", says nothing beside the whole.
    matches = {(token[2], token[3]): token[0] for token in analyse(text, *LANGUAGES) if token[0] in tokens}
    long = {span: token for span, token in matches.items() if span[1] - span[0] > 1 or not token.isascii()}
    return sorted((long or matches).items())


def _densest(spans: Sequence[tuple[Span, str]]) -> tuple[int, int]:
    """(start of the window that holds most different words, how many)."""
    best_start, most, first = spans[0][0][0], 0, 0
    for last in range(len(spans)):
        while spans[last][0][1] - spans[first][0][0] > LENGTH - _BEFORE:
            first += 1
            if first > last:
                break
        if (count := len({token for _, token in spans[first : last + 1]})) > most:
            best_start, most = spans[min(first, last)][0][0], count
    return best_start, most


def _cut(text: str, spans: Sequence[tuple[Span, str]], start: int, language: str) -> Snippet:
    begin = 0 if start <= _BEFORE else _edge(text, start - _BEFORE)
    # The sentence from its first word, where that is near.
    begin = max((match.end() for match in _STOP.finditer(text, max(0, start - LENGTH // 2), start)), default=begin)
    end = len(text) if len(text) - begin <= LENGTH else _edge_before(text, max(begin, start - _BEFORE) + LENGTH)
    end = stop.end() if (stop := _STOP.search(text, end, end + LENGTH // 4)) else end
    inside = tuple((a - begin, b - begin) for (a, b), _ in spans if begin <= a and b <= end)
    return Snippet(text[begin:end], inside, (begin > 0, end < len(text)), language)


def _edge(text: str, at: int) -> int:
    """The beginning of a word at or after a place, or the place itself where no blank is near."""
    blank = text.find(" ", at, at + 25)
    return blank + 1 if blank >= 0 else at


def _edge_before(text: str, at: int) -> int:
    blank = text.rfind(" ", at - 25, at)
    return blank if blank >= 0 else at
