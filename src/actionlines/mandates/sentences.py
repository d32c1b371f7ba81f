"""Sentences of a paragraph, by position. Resolutions abbreviate little, so a short list suffices."""

from __future__ import annotations

import re

# A full stop between these and a capital does not end a sentence.
_ABBREVIATIONS = (
    "No.",
    "Nos.",
    "vol.",
    "Vol.",
    "Rev.",
    "Add.",
    "Corr.",
    "para.",
    "paras.",
    "art.",
    "chap.",
    "sect.",
    "Mr.",
    "Ms.",
    "Mrs.",
    "Dr.",
    "Messrs.",
)
_STOP = re.compile(r"[.!?][”\")]?\s+(?=[“\"(]?[A-Z])")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence; they cover the text apart from the blanks between them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        stop = match.start() + 1
        if text[max(0, stop - 8) : stop].endswith(_ABBREVIATIONS):
            continue
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found
