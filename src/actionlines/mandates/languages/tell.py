"""Which language a paragraph is in: its own where that is clear, else its document's."""

from __future__ import annotations

import re

from actionlines.documents.language import language_of

ENOUGH = 40  # letters by which a language can be told
_OTHER = re.compile(r"[\u0400-\u052f\u0600-\u06ff\u3400-\u9fff]")
# Words that no English sentence has; a document's language is doubted only where two of them stand.
_ROMANCE = re.compile(
    r"(?<!\w)(?:les?|la|des?|aux?|du|et|est|que|pour|une?|lui|sa|ses?|el|los|las|del|al|una|por|para|con|su|y|à"
    r"|dans|sur)(?!\w)"
)
_ENGLISH = re.compile(r"(?<!\w)(?:the|of|and|to|that|for)(?!\w)")


def language_in(text: str, language: str) -> str:
    """Return the language of a paragraph in a document of that `language`; "" where neither tells."""
    if len(text) < ENOUGH:
        # A writing tells by few letters what a word of Latin letters does not: Chinese sentences are short.
        told = 2 * len(_OTHER.findall(text)) > len(text)
        return language_of(text) or language if told else language
    if language in ("", "en"):
        doubted = (
            _OTHER.search(text)
            or len(_ROMANCE.findall(text, 0, 400)) > len(_ENGLISH.findall(text, 0, 400)) + 1
        )
        return language_of(text) or language if doubted else language
    if language in ("fr", "es"):
        foreign = _OTHER.search(text) or not _ROMANCE.search(text)
        return language_of(text) or language if foreign or _ENGLISH.search(text) else language
    return language_of(text) or language
