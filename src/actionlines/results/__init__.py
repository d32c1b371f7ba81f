"""What a program asks for by the names of the package: `actionlines.read`, `.mandates`, `.citations`, `.align`.

Rows know their document, symbol, page and paragraph. The command line writes the same rows.
"""

from actionlines.results.find import (
    Citations,
    FoundCitation,
    FoundMandate,
    FoundRows,
    Mandates,
    citations,
    mandates,
    mandates_frame,
)
from actionlines.results.inputs import OnError, Source, read

__all__ = [
    "Citations", "FoundCitation", "FoundMandate", "FoundRows", "Mandates", "OnError", "Source", "citations",
    "mandates", "mandates_frame", "read",
]  # fmt: skip
