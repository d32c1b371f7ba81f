"""Mandates of texts in French, Spanish, Russian, Arabic and Chinese: one engine, its words as data.

`find` reads paragraphs; `data/` holds the verbs, names, dates and joining words of each language.
"""

from actionlines.documents.language import language_in
from actionlines.mandates.languages.find import LANGUAGES, Reader

__all__ = ["LANGUAGES", "Reader", "language_in"]
